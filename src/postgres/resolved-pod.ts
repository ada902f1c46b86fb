import { Names } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { ResolvedAuth, resolveAuth } from './auth';
import { ResolvedImage, resolveImage } from './image';
import { requireInitdbArguments } from './initdb';
import { defaultSelectorLabels, MetadataProps, objectLabels } from './labels';
import { ResolvedPersistence, resolvePersistence } from './persistence';
import { requirePlatform } from './platform';
import { requireScheduling, requireSecurity } from './pod-rules';
import { PostgresPodProps, sharedMemoryOf } from './postgres-pod';
import { Probes } from './probes';
import { DEFAULT_RESOURCES, toResourceRequirements } from './resources';
import { requireAnnotations, requireLabels, requireSelectorLabels } from '../expressions/labels';
import { requireDnsLabel, requireDnsSubdomain, STATEFUL_SET_NAME_LENGTH } from '../expressions/names';
import { requireWholeNumber } from '../expressions/numbers';
import { requireBytes } from '../expressions/quantity';
import { rule } from '../expressions/rule';

/** A pod whose properties are checked, with nothing left open. */
export interface ResolvedPod {
  readonly name: string;
  readonly port: number;
  readonly replicas: number;
  readonly terminationGracePeriodSeconds: number;
  readonly image: ResolvedImage;
  readonly auth: ResolvedAuth;
  readonly requirements: k8s.ResourceRequirements;
  readonly sharedMemory: string;
  readonly selectorLabels: { [name: string]: string };
  readonly persistence: ResolvedPersistence;
  readonly probes: Probes;

  /** Labels and annotations of each object. */
  readonly metadata: MetadataProps;
}

/** Checks what a pod is made of, under the path of the construct that it was given to, and fills in the defaults. */
export function resolvePod(scope: Construct, props: PostgresPodProps): ResolvedPod {
  const place = (property: string) => ({ construct: scope.node.path, property });
  const { port = 5432, replicas = 1, terminationGracePeriodSeconds = 300 } = props;
  const name = props.name ?? Names.toDnsLabel(scope, { maxLen: STATEFUL_SET_NAME_LENGTH });
  requireDnsLabel(place('name'), name, STATEFUL_SET_NAME_LENGTH);
  requireWholeNumber(place('port'), port, 1024, 65535);
  requireReplicas(place('replicas'), replicas);
  requireWholeNumber(place('terminationGracePeriodSeconds'), terminationGracePeriodSeconds, 30, Number.MAX_SAFE_INTEGER);

  const { platform = {} } = props;
  requirePlatform(scope, platform);
  const image = resolveImage(scope, { ...props.image, registry: props.image?.registry ?? platform.imageRegistry }, props.postgresVersion);
  const auth = resolveAuth(scope, props.auth, name);
  const requirements = toResourceRequirements(scope, props.resources ?? DEFAULT_RESOURCES);
  const sharedMemory = sharedMemoryOf(props);
  requireBytes(place('sharedMemory'), sharedMemory);
  const selectorLabels = props.selectorLabels ?? defaultSelectorLabels(name);
  requireSelectorLabels(place('selectorLabels'), selectorLabels);
  requireLabels(place('labels'), props.labels);
  requireAnnotations(place('annotations'), props.annotations);
  const persistence = resolvePersistence(scope, props.persistence ?? {}, selectorLabels, platform.storageClass);
  if (props.tls) requireDnsSubdomain(place('tls.existingSecret'), props.tls.existingSecret);
  const probes = new Probes(scope, { ...props.probes, username: auth.username, database: auth.database, port });
  requireInitdbArguments(scope, props);
  requireScheduling(scope, props);
  requireSecurity(scope, props, platform);

  const resolved = { image, auth, requirements, sharedMemory, selectorLabels, persistence, probes };
  const metadata = { labels: objectLabels(name, image.postgresVersion, selectorLabels, props.labels), annotations: props.annotations };
  return { ...resolved, name, port, replicas, terminationGracePeriodSeconds, metadata };
}

const requireReplicas = rule('isOneServer', (replicas: number) => replicas === 0 || replicas === 1,
  'must be 1, or 0 to pause: servers cannot share a volume, and copies of a database need an operator such as CloudNativePG',
  { breach: (_call, replicas) => `gt (int64 ${replicas}) 1` });
