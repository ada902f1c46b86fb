import { DeepInteraction, Platform, PlatformProps } from './platform';
import { HelmPackage, Values } from '../../src/helm';
import { Fields } from '../../src/helm/values';

/** How many switches the program can have. */
export const SWITCHES = [5, 10, 20, 30, 60] as const;

/**
 * The values, in parts of so many switches. A switch is a boolean, an optional group or an enumeration outside all lists. Lists, maps, strings and
 * numbers that may be left out, and what the elements of lists branch on, come on top.
 *
 * With 30 switches and with 60 there are, among them: groups within groups within groups (metrics.serviceMonitor, database.backup.encryption);
 * the enumerations logLevel, database.mode, database.backup.target and security; the lists args, worker.queues, networkPolicy.cidrs, env, jobs,
 * search.indices and mail.recipients; places that two switches decide (autoscaling and worker, cache and worker, logLevel and ingress.tls,
 * networkPolicy and metrics, search and database.mode, database.mode and cache, mail.tls and ingress.tls) or three (probes, autoscaling and worker;
 * migrations, database.mode and backup; worker, cache and networkPolicy; worker, cache and serviceMonitor) or more (the locks of workers);
 * two exclusions (database.mode and backup, security and search.dedicated).
 */
const PARTS: readonly { readonly switches: number; readonly values: Fields }[] = [
  {
    switches: 5,
    values: {
      image: Values.string({ default: 'platform:12', minLength: 1, description: 'Container image of the application.' }),
      replicas: Values.integer({ default: 2, minimum: 1, maximum: 1_000_000 }),
      args: Values.list(Values.string({ minLength: 1 })),
      logLevel: Values.enumeration(['debug', 'info', 'error'], { default: 'info' }),
      ingress: Values.optional({
        host: Values.string({ default: 'platform.example.com', minLength: 1 }),
        className: Values.string({ optional: true }),
        tls: Values.optional({ secretName: Values.string({ default: 'platform-tls', minLength: 1 }) }),
      }),
      probes: Values.boolean({ default: true }),
      autoscaling: Values.optional({ maxReplicas: Values.integer({ default: 10, minimum: 1, maximum: 1_000_000 }) }),
    },
  },
  {
    switches: 5,
    values: {
      worker: Values.optional({
        image: Values.string({ default: 'worker:12', minLength: 1 }),
        queues: Values.list({ name: dnsLabel(), concurrency: Values.integer({ default: 4, minimum: 1 }), urgent: Values.boolean() }),
      }),
      metrics: Values.optional({
        port: Values.integer({ default: 9090, minimum: 1, maximum: 65535 }),
        serviceMonitor: Values.optional({ interval: Values.string({ default: '30s', minLength: 2 }), honorLabels: Values.boolean() }),
      }),
      networkPolicy: Values.optional({ cidrs: Values.list(Values.string({ pattern: '^([0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}$' })) }),
    },
  },
  {
    switches: 10,
    values: {
      database: Values.object({
        mode: Values.enumeration(['none', 'embedded', 'external'], { default: 'embedded' }),
        host: Values.string({ optional: true }),
        persistence: Values.optional({ gibibytes: Values.integer({ default: 8, minimum: 1, maximum: 60_000 }), retain: Values.boolean() }),
        backup: Values.optional({
          hour: Values.integer({ default: 3, minimum: 0, maximum: 23 }),
          target: Values.enumeration(['volume', 's3', 'gcs'], { default: 'volume' }),
          encryption: Values.optional({ secretName: Values.string({ default: 'backup-key', minLength: 1 }), rotate: Values.boolean() }),
        }),
      }),
      cache: Values.optional({
        megabytes: Values.integer({ default: 256, minimum: 1, maximum: 1_000_000 }), durable: Values.boolean(), sentinel: Values.boolean(),
      }),
    },
  },
  {
    switches: 10,
    values: {
      serviceAccount: Values.optional({ annotations: Values.map(Values.string()), clusterWide: Values.boolean() }),
      migrations: Values.boolean(),
      env: Values.list({ name: Values.string({ pattern: '^[A-Z_][A-Z0-9_]*$' }), value: Values.string() }),
      jobs: Values.list({
        name: dnsLabel(), schedule: Values.string({ default: '0 3 * * *', minLength: 9 }), args: Values.list(Values.string({ minLength: 1 })), paused: Values.boolean(),
      }),
      search: Values.optional({
        indices: Values.list(Values.string({ minLength: 1 })),
        dedicated: Values.boolean(),
        snapshots: Values.optional({ repository: Values.string({ default: 'snapshots', minLength: 1 }), cloud: Values.boolean() }),
      }),
      mail: Values.optional({
        host: Values.string({ default: 'mail', minLength: 1 }), recipients: Values.list(Values.string({ pattern: '^[a-z.]+@[a-z.]+$' })), tls: Values.boolean({ default: true }),
      }),
      security: Values.enumeration(['baseline', 'restricted', 'privileged'], { default: 'baseline' }),
    },
  },
  {
    switches: 30,
    values: {
      tracing: Values.optional({
        endpoint: Values.string({ default: 'http://collector:4317', minLength: 1 }),
        sampler: Values.enumeration(['always', 'ratio', 'parent'], { default: 'parent' }),
        insecure: Values.boolean(),
        baggage: Values.optional({ keys: Values.list(Values.string({ minLength: 1 })), propagate: Values.boolean() }),
      }),
      gateway: Values.optional({
        rateLimit: Values.optional({ requests: Values.integer({ default: 100, minimum: 1 }), perUser: Values.boolean() }),
        cors: Values.optional({ origins: Values.list(Values.string({ minLength: 1 })), credentials: Values.boolean() }),
        firewall: Values.enumeration(['off', 'report', 'block'], { default: 'report' }),
      }),
      files: Values.optional({
        bucket: Values.string({ default: 'files', minLength: 3 }),
        publicRead: Values.boolean(),
        versioned: Values.boolean(),
        mirror: Values.optional({ bucket: Values.string({ default: 'files-mirror', minLength: 3 }), encrypted: Values.boolean({ default: true }) }),
      }),
      auth: Values.optional({
        oidc: Values.optional({ issuer: Values.string({ default: 'https://login.example.com', minLength: 1 }), groups: Values.list(Values.string({ minLength: 1 })), pkce: Values.boolean() }),
        mfa: Values.boolean(),
        sessions: Values.enumeration(['memory', 'cache', 'database'], { default: 'memory' }),
      }),
      reports: Values.optional({
        nightly: Values.boolean(), mailing: Values.optional({ subject: Values.string({ default: 'Report', minLength: 1 }), attach: Values.boolean() }),
      }),
      sandbox: Values.optional({ seed: Values.boolean() }),
      maintenance: Values.boolean(),
      profiling: Values.boolean(),
      readOnly: Values.boolean(),
    },
  },
];

/** The platform with its first values, of which so many are switches. */
export function chartWith(switches: typeof SWITCHES[number]): HelmPackage {
  return packaged(switches);
}

/** The platform with 30 switches, and a place that five or twelve of them decide at once: it is there only if all of them are on. */
export function chartWithDeepInteraction(depth: 5 | 12): HelmPackage {
  return packaged(30, (props) => {
    const { ingress, probes, worker, networkPolicy, cache, serviceAccount, migrations, autoscaling, metrics, search, mail, database } = props;
    const five = [ingress, probes, worker, networkPolicy, cache];
    const seven = [serviceAccount, migrations, autoscaling, metrics, search, mail, database?.persistence];
    return [...five, ...(depth === 12 ? seven : [])].every(Boolean);
  });
}

function packaged(switches: number, deep?: DeepInteraction): HelmPackage {
  let counted = 0;
  const parts = PARTS.filter((part) => (counted += part.switches) <= switches);
  return HelmPackage.of({
    name: 'platform',
    version: '12.0.0',
    values: Object.assign({}, ...parts.map(({ values }) => values)) as Fields,
    // Which values there are is not known to the compiler, since it depends on their number.
    define: (scope, values) => new Platform(scope, 'platform', values as unknown as PlatformProps, deep),
  });
}

function dnsLabel() {
  return Values.string({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 40 });
}
