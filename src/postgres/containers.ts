import { k8s } from 'cdk8s-plus-28';
import { ResolvedAuth } from './auth';
import { DATA_VOLUME } from './persistence';
import { LifecycleHooks } from './pod-runtime';
import { Probes } from './probes';
import { RELOAD_PROBES } from './reload';
import { escapeReferences } from '../expressions/quoting';

/** What our three containers have in common. */
export interface ContainerContext {
  readonly image: string;
  readonly imagePullPolicy: string;
  readonly postgresVersion: string;
  readonly auth: ResolvedAuth;
  readonly mountPath: string;
  readonly port: number;
  readonly terminationGracePeriodSeconds: number;
  readonly hasTls: boolean;
  readonly securityContext: k8s.SecurityContext;
}

/** Name of the server's container. */
export const POSTGRES_CONTAINER = 'postgres';

// Not below /var/lib/postgresql: images up to 17 declare a volume in there, which would hide what the claim has.
const CLAIM_IN_INITIALIZE = '/volume';

/** The init container that makes the database at first start and refuses what cannot work. */
export function initializeContainer(context: ContainerContext, initdbArguments: string[], resources: k8s.ResourceRequirements): k8s.Container {
  return {
    ...container(context, 'initialize', resources),
    args: initdbArguments.map((argument) => escapeReferences(argument)),
    env: [...environment(context, CLAIM_IN_INITIALIZE), memoryLimit()],
    volumeMounts: [
      ...mounts(context, CLAIM_IN_INITIALIZE),
      { name: 'init-scripts', mountPath: '/docker-entrypoint-initdb.d', readOnly: true },
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ],
  };
}

/** The server. */
export function postgresContainer(
  context: ContainerContext, probes: Probes, resources: k8s.ResourceRequirements, { postStart, preStop }: LifecycleHooks = {},
): k8s.Container {
  return {
    ...container(context, POSTGRES_CONTAINER, resources, 'serve'),
    ports: [{ name: 'postgresql', containerPort: context.port }],
    env: [
      ...environment(context, context.mountPath),
      { name: 'POSTGRES_STOP_SECONDS', value: `${context.terminationGracePeriodSeconds}` },
    ],
    volumeMounts: [
      ...mounts(context, context.mountPath),
      { name: 'socket', mountPath: '/var/run/postgresql' },
      { name: 'shared-memory', mountPath: '/dev/shm' },
    ],
    startupProbe: probes.startup,
    livenessProbe: probes.liveness,
    readinessProbe: probes.readiness,
    lifecycle: { postStart, preStop: preStop ?? { exec: { command: command('stop') } } },
  };
}

/** The one small container that applies changed settings, certificates and passwords to the running server. */
export function reloadContainer(context: ContainerContext, resources: k8s.ResourceRequirements, hasProbes: boolean): k8s.Container {
  return {
    ...container(context, 'reload', resources),
    env: [...environment(context, context.mountPath), memoryLimit()],
    volumeMounts: [
      ...mounts(context, context.mountPath),
      { name: 'socket', mountPath: '/var/run/postgresql' },
    ],
    ...(hasProbes ? RELOAD_PROBES : {}),
  };
}

function container(context: ContainerContext, name: string, resources: k8s.ResourceRequirements, script: string = name): k8s.Container {
  const { image, imagePullPolicy, securityContext } = context;
  return { name, image, imagePullPolicy, command: command(script), resources, securityContext };
}

function command(script: string): string[] {
  return ['bash', `/opt/cdk8s-postgres/${script}.sh`];
}

function environment({ postgresVersion, auth, port }: ContainerContext, claim: string): k8s.EnvVar[] {
  return [
    { name: 'PGDATA', value: `${claim}/${postgresVersion}/docker` },
    { name: 'PGPORT', value: `${port}` },
    { name: 'POSTGRES_VOLUME', value: claim },
    { name: 'POSTGRES_MAJOR', value: postgresVersion },
    { name: 'POSTGRES_USER', value: auth.username },
    { name: 'POSTGRES_DB', value: auth.database },
    { name: 'POSTGRES_PASSWORD_FILE', value: '/etc/postgresql/credentials/password' },
    { name: 'POSTGRES_SETTINGS', value: '/etc/postgresql/settings' },
  ].map(({ name, value }) => ({ name, value: escapeReferences(value) }));
}

function memoryLimit(): k8s.EnvVar {
  return {
    name: 'POSTGRES_MEMORY_LIMIT_MIB',
    valueFrom: { resourceFieldRef: { containerName: POSTGRES_CONTAINER, resource: 'limits.memory', divisor: k8s.Quantity.fromString('1Mi') } },
  };
}

function mounts({ hasTls }: ContainerContext, claim: string): k8s.VolumeMount[] {
  return [
    { name: DATA_VOLUME, mountPath: claim },
    { name: 'runtime', mountPath: '/opt/cdk8s-postgres', readOnly: true },
    { name: 'settings', mountPath: '/etc/postgresql/settings', readOnly: true },
    { name: 'credentials', mountPath: '/etc/postgresql/credentials', readOnly: true },
    ...(hasTls ? [{ name: 'tls', mountPath: '/etc/postgresql/tls', readOnly: true }] : []),
    { name: 'tmp', mountPath: '/tmp' },
  ];
}
