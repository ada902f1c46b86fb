import { Auth, SecretKeys } from './auth';
import { ClientService, ClientServiceProps } from './client-service';
import { ConnectionTestProps } from './connection-test';
import { HeadlessServiceProps } from './headless-service';
import { PostgresImage } from './image';
import { InitScript, InitScriptsProps } from './init-scripts';
import { Persistence, RetentionPolicy } from './persistence';
import { Platform } from './platform';
import { LifecycleHooks } from './pod-runtime';
import { PostgresProps, PostgresService } from './postgres';
import { PostgresStatefulSetProps } from './postgres-stateful-set';
import { ProbeFigures, ProbesFigures, ProbesProps } from './probes';
import { ResourceAmounts, Resources } from './resources';
import { RuntimeScriptsProps } from './runtime-scripts';
import { ServiceAccount } from './service-account';
import { PostgresSettingsProps } from './settings';
import { Tls } from './tls';
import { figure, flag, kubernetesObject, list, madeBy, required, struct, text, textMap } from '../expressions/shape';

// What the properties of the constructs look like, for those who give them from plain JavaScript, JSON or YAML.

const METADATA = { labels: textMap, annotations: textMap };

const IMAGE = struct<PostgresImage>({ registry: text, repository: text, tag: text, digest: text, pullPolicy: text, pullSecrets: list(text) });

const AUTH = struct<Auth>({
  username: required(text),
  database: text,
  existingSecret: text,
  secretKeys: struct<SecretKeys>({ userPasswordKey: text, uriKey: text }),
});

const PERSISTENCE = struct<Persistence>({
  ...METADATA,
  existingClaim: text,
  size: text,
  storageClass: text,
  accessModes: list(text),
  retentionPolicy: struct<RetentionPolicy>({ whenDeleted: text, whenScaled: text }),
  mountPath: text,
});

const AMOUNTS = struct<ResourceAmounts>({ cpu: text, memory: text, ephemeralStorage: text });

const PROBE = struct<ProbeFigures>({ initialDelaySeconds: figure, periodSeconds: figure, timeoutSeconds: figure, failureThreshold: figure });

const PROBES = { startup: PROBE, liveness: PROBE, readiness: PROBE };

const POD = {
  ...METADATA,
  name: text,
  postgresVersion: text,
  image: IMAGE,
  auth: required(AUTH),
  persistence: PERSISTENCE,
  tls: struct<Tls>({ existingSecret: required(text), required: flag }),
  probes: struct<ProbesFigures>(PROBES),
  resources: struct<Resources>({ requests: AMOUNTS, limits: AMOUNTS }),
  sharedMemory: text,
  selectorLabels: textMap,
  port: figure,
  replicas: figure,
  terminationGracePeriodSeconds: figure,
  initdbArguments: list(text),
  locale: text,
  nodeSelector: textMap,
  tolerations: list(kubernetesObject()),
  affinity: kubernetesObject(),
  topologySpreadConstraints: list(kubernetesObject()),
  priorityClassName: text,
  runAsUser: figure,
  runAsGroup: figure,
  fsGroup: figure,
  podSecurityContext: kubernetesObject(),
  containerSecurityContext: kubernetesObject(),
  podLabels: textMap,
  podAnnotations: textMap,
  extraEnvVars: list(kubernetesObject('name')),
  extraVolumes: list(kubernetesObject('name')),
  extraVolumeMounts: list(kubernetesObject('name', 'mountPath')),
  sidecars: list(kubernetesObject('name')),
  initContainers: list(kubernetesObject('name')),
  serviceAccount: struct<ServiceAccount>({ create: flag, name: text, annotations: textMap }),
  platform: struct<Platform>({ imageRegistry: text, storageClass: text, openshift: flag }),
  updateStrategy: kubernetesObject(),
  lifecycleHooks: struct<LifecycleHooks>({ postStart: kubernetesObject(), preStop: kubernetesObject() }),
  dnsConfig: kubernetesObject(),
  dnsPolicy: text,
  hostAliases: list(kubernetesObject()),
  schedulerName: text,
  runtimeClassName: text,
};

const INIT_SCRIPTS = struct<InitScriptsProps>({
  ...METADATA,
  name: text,
  scripts: list(struct<InitScript>({ name: required(text), text, compressed: text })),
  existingConfigMap: text,
});

const CLIENT_SERVICE = { ...METADATA, name: text, type: text, port: figure, nodePort: figure, loadBalancerSourceRanges: list(text) };

const SETTINGS = { parameters: textMap, hostBasedAuthentication: list(text), allowMemoryOvercommit: flag };

/** Shapes of the properties of each construct. */
export const SHAPES = {
  clientService: struct<ClientServiceProps>({ ...CLIENT_SERVICE, selectorLabels: required(textMap), targetPort: required(figure) }),
  connectionTest: struct<ConnectionTestProps>({
    ...METADATA,
    postgres: required(madeBy('new Postgres', 'connectionEnv')),
    name: text,
    waitSeconds: figure,
  }),
  headlessService: struct<HeadlessServiceProps>({
    ...METADATA,
    name: text,
    selectorLabels: required(textMap),
    port: figure,
    publishNotReadyAddresses: flag,
    clusterDomain: text,
  }),
  initScripts: INIT_SCRIPTS,
  postgres: struct<PostgresProps>({
    ...POD,
    ...SETTINGS,
    service: struct<PostgresService>({ name: text, clusterDomain: text, annotations: textMap }),
    clientService: struct<ClientService>(CLIENT_SERVICE),
    initScripts: INIT_SCRIPTS,
  }),
  probes: struct<ProbesProps>({ ...PROBES, username: required(text), database: text, port: figure }),
  runtimeScripts: struct<RuntimeScriptsProps>({ ...METADATA, name: text }),
  settings: struct<PostgresSettingsProps>({
    ...METADATA,
    ...SETTINGS,
    postgresVersion: required(text),
    name: text,
    memoryLimit: text,
    sharedMemory: text,
    port: figure,
    encryption: text,
  }),
  toSql: struct<{ parameters: { [name: string]: string } }>({ parameters: required(textMap) }),
  statefulSet: struct<PostgresStatefulSetProps>({
    ...POD,
    serviceName: required(text),
    settings: madeBy('new PostgresSettings', 'restartHash'),
    initScripts: madeBy('new InitScripts', 'toVolume'),
  }),
};
