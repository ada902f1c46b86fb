import { Names } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { requireDnsLabel, requireDnsSubdomain, STATEFUL_SET_NAME_LENGTH } from '../expressions/names';
import { requirePort, requireWholeNumber } from '../expressions/numbers';
import { requireQuantity } from '../expressions/quantity';
import { requireOneLine } from '../expressions/quoting';
import { refuse } from '../expressions/rule';
import { resolveAuth } from './auth';
import { ContainerContext, initializeContainer, POSTGRES_CONTAINER, postgresContainer, reloadContainer } from './containers';
import { resolveImage } from './image';
import { InitScripts } from './init-scripts';
import { defaultSelectorLabels, objectLabels } from './labels';
import { resolvePersistence } from './persistence';
import { toContainerSecurityContext, toPodSecurityContext } from './pod-props';
import { PostgresPodProps, settingsProps, sharedMemoryOf } from './postgres-pod';
import { Probes } from './probes';
import { DEFAULT_RESOURCES, RELOAD_RESOURCES, toResourceRequirements } from './resources';
import { RuntimeScripts } from './runtime-scripts';
import { PostgresSettings } from './settings';

/** Properties of `PostgresStatefulSet`. */
export interface PostgresStatefulSetProps extends PostgresPodProps {
  /** Name of the headless Service that gives the pod its DNS name. */
  readonly serviceName: string;

  /**
   * Settings of the server.
   *
   * @default - the defaults of `PostgresSettings` for this image, port, certificate and memory
   */
  readonly settings?: PostgresSettings;

  /**
   * Scripts for the first start.
   *
   * @default - none
   */
  readonly initScripts?: InitScripts;
}

/**
 * One PostgreSQL server with its volume: a StatefulSet whose pod makes the database all or nothing,
 * refuses data that it cannot serve, and applies changed settings without a restart.
 */
export class PostgresStatefulSet extends Construct {
  /** Name of the StatefulSet; the pod is named after it, with `-0`. */
  public readonly name: string;

  /** Labels by which the pod is found. */
  public readonly selectorLabels: { [name: string]: string };

  /** Major of the server. */
  public readonly postgresVersion: string;

  /** Refuses names, quantities, figures and combinations that Kubernetes or PostgreSQL would refuse later, or would not survive. */
  public constructor(scope: Construct, id: string, props: PostgresStatefulSetProps) {
    super(scope, id);
    const { name = Names.toDnsLabel(this, { maxLen: STATEFUL_SET_NAME_LENGTH }), port = 5432, replicas = 1, terminationGracePeriodSeconds = 300 } = props;
    const place = (property: string) => ({ construct: this.node.path, property });
    requireDnsLabel(place('name'), name, STATEFUL_SET_NAME_LENGTH);
    requireDnsLabel(place('service.name'), props.serviceName, 63);
    requirePort(place('port'), port);
    requireWholeNumber(place('port'), port, 1024, 65535);
    requireReplicas(place('replicas'), replicas);
    requireWholeNumber(place('terminationGracePeriodSeconds'), terminationGracePeriodSeconds, 30, Number.MAX_SAFE_INTEGER);
    (props.initdbArguments ?? []).forEach((argument, index) => requireOneLine(place(`initdbArguments[${index}]`), argument));

    const image = resolveImage(this, props.image, props.postgresVersion);
    const auth = resolveAuth(this, props.auth);
    const resources = props.resources ?? DEFAULT_RESOURCES;
    const requirements = toResourceRequirements(this, resources);
    const selectorLabels = props.selectorLabels ?? defaultSelectorLabels(name);
    const persistence = resolvePersistence(this, props.persistence ?? {}, selectorLabels);
    const sharedMemory = sharedMemoryOf(props);
    requireQuantity(place('sharedMemory'), sharedMemory);
    if (props.tls) requireDnsSubdomain(place('tls.existingSecret'), props.tls.existingSecret);
    const probes = new Probes(this, { ...props.probes, username: auth.username, database: auth.database, port });
    const labels = objectLabels(name, image.postgresVersion, selectorLabels, props.labels);
    const metadata = { labels, annotations: props.annotations };
    const runtime = new RuntimeScripts(this, 'Runtime', { name: `${name}-runtime`, ...metadata });
    const initScripts = props.initScripts ?? new InitScripts(this, 'InitScripts');
    const settings = props.settings ?? new PostgresSettings(this, 'Settings', settingsProps(props, name, image.postgresVersion, metadata));

    const context: ContainerContext = {
      image: image.reference,
      imagePullPolicy: props.image?.pullPolicy ?? 'IfNotPresent',
      postgresVersion: image.postgresVersion,
      auth,
      mountPath: persistence.mountPath,
      port,
      terminationGracePeriodSeconds,
      hasTls: props.tls !== undefined,
      securityContext: toContainerSecurityContext(props),
    };

    new k8s.KubeStatefulSet(this, 'StatefulSet', {
      metadata: { name, ...metadata },
      spec: {
        serviceName: props.serviceName,
        replicas,
        selector: { matchLabels: selectorLabels },
        // A pod that never gets ready would otherwise keep its own mended successor away (kubernetes issue 67250).
        podManagementPolicy: 'Parallel',
        volumeClaimTemplates: persistence.volumeClaimTemplates,
        persistentVolumeClaimRetentionPolicy: persistence.persistentVolumeClaimRetentionPolicy,
        template: {
          metadata: {
            labels: { ...selectorLabels, ...props.podLabels },
            annotations: {
              'checksum/restart-settings': settings.restartHash,
              'kubectl.kubernetes.io/default-container': POSTGRES_CONTAINER,
              ...props.podAnnotations,
            },
          },
          spec: {
            automountServiceAccountToken: false,
            enableServiceLinks: false,
            serviceAccountName: props.serviceAccountName,
            imagePullSecrets: props.image?.pullSecrets?.map((secret) => ({ name: secret })),
            securityContext: toPodSecurityContext(props),
            terminationGracePeriodSeconds,
            nodeSelector: props.nodeSelector,
            tolerations: props.tolerations,
            affinity: props.affinity,
            topologySpreadConstraints: props.topologySpreadConstraints,
            priorityClassName: props.priorityClassName,
            initContainers: [...props.initContainers ?? [], initializeContainer(context, initdbArguments(props, image.postgresVersion), requirements)],
            containers: [
              postgresContainer(context, probes, requirements, props.extraEnvVars ?? [], props.extraVolumeMounts ?? []),
              reloadContainer(context, toResourceRequirements(this, RELOAD_RESOURCES)),
              ...props.sidecars ?? [],
            ],
            volumes: [
              ...persistence.volumes,
              { name: 'runtime', configMap: { name: runtime.name, defaultMode: 0o555 } },
              { name: 'settings', configMap: { name: settings.name, defaultMode: 0o444 } },
              { name: 'credentials', secret: { secretName: auth.secretName, defaultMode: 0o440, items: [{ key: auth.passwordKey, path: 'password' }] } },
              initScripts.toVolume('init-scripts'),
              ...(props.tls ? [{ name: 'tls', secret: { secretName: props.tls.existingSecret, defaultMode: 0o640 } }] : []),
              { name: 'socket', emptyDir: { sizeLimit: k8s.Quantity.fromString('16Mi') } },
              { name: 'tmp', emptyDir: { sizeLimit: k8s.Quantity.fromString('256Mi') } },
              { name: 'shared-memory', emptyDir: { medium: 'Memory', sizeLimit: k8s.Quantity.fromString(sharedMemory) } },
              ...props.extraVolumes ?? [],
            ],
          },
        },
      },
    });

    this.name = name;
    this.selectorLabels = selectorLabels;
    this.postgresVersion = image.postgresVersion;
  }
}

function requireReplicas(place: { construct: string; property: string }, replicas: number): void {
  if (replicas !== 0 && replicas !== 1) {
    refuse(place, replicas, 'must be 1, or 0 to pause: servers cannot share a volume, and copies of a database need an operator such as CloudNativePG');
  }
}

function initdbArguments({ locale = 'C.UTF-8', initdbArguments: more = [] }: PostgresPodProps, postgresVersion: string): string[] {
  // From 17 on the server brings this locale itself, so that it does not change with the system's library.
  const provider = locale === 'C.UTF-8' && Number(postgresVersion) >= 17 ? ['--locale-provider=builtin'] : [];
  return ['--encoding=UTF8', '--data-checksums', ...provider, `--locale=${locale}`, ...more];
}
