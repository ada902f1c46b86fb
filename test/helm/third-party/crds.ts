import type * as Argo from '@cdk8s-kit/crds/argo' with { 'resolution-mode': 'import' };
import type * as Postgres from '@cdk8s-kit/crds/pg' with { 'resolution-mode': 'import' };
import type * as Traefik from '@cdk8s-kit/crds/traefik' with { 'resolution-mode': 'import' };
import { load } from './load';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

const library = '@cdk8s-kit/crds';
const version = versionOf(library);

// The package has ECMAScript modules only.
const argo = load<typeof Argo>(library, 'dist/argoproj.io.js');
const postgres = load<typeof Postgres>(library, 'dist/postgresql.cnpg.io.js');
const traefik = load<typeof Traefik>(library, 'dist/traefik.io.js');

/** An application of Argo CD. */
const application: ThirdPartyProgram = {
  name: 'argo-application',
  library,
  version,
  pkg: HelmPackage.of({
    name: 'argo-application',
    version: '1.0.0',
    values: {
      project: Values.string({ default: 'default', minLength: 1, description: 'Project of Argo CD.' }),
      repository: Values.string({ default: 'https://github.com/argoproj/argocd-example-apps.git', minLength: 1, description: 'Address of the git repository.' }),
      path: Values.string({ default: '.', minLength: 1, description: 'Folder in the repository.' }),
      revision: Values.string({ default: 'HEAD', minLength: 1, description: 'Branch, tag or commit.' }),
      automated: Values.optional({ prune: Values.boolean(), selfHeal: Values.boolean() }, { description: 'Whether Argo CD follows the repository by itself.' }),
      retries: Values.integer({ optional: true, minimum: 0, description: 'How often a failed synchronisation is tried again.' }),
      options: Values.list(Values.enumeration(['ApplyOutOfSyncOnly=true', 'CreateNamespace=true', 'ServerSideApply=true']), { description: 'How it is synchronised.' }),
      parameters: Values.list({ name: Values.string({ minLength: 1 }), value: Values.scalar() }, { description: 'Parameters of a Helm chart.' }),
      server: Values.string({ default: 'https://kubernetes.default.svc', minLength: 1, description: 'Where it is deployed.' }),
    },
    define: (scope, values) => new argo.Application(scope, 'application', {
      metadata: {},
      spec: {
        project: values.project,
        source: {
          repoUrl: values.repository,
          path: values.path,
          targetRevision: values.revision,
          ...(values.parameters.length > 0 ? { helm: { parameters: values.parameters } } : {}),
        },
        destination: { server: values.server },
        syncPolicy: {
          automated: values.automated,
          syncOptions: values.options,
          ...(values.retries === undefined ? {} : { retry: { limit: values.retries } }),
        },
      },
    }),
  }),
};

/** A route of Traefik with its middlewares. */
const route: ThirdPartyProgram = {
  name: 'traefik-route',
  library,
  version,
  pkg: HelmPackage.of({
    name: 'traefik-route',
    version: '1.0.0',
    values: {
      host: Values.string({ default: 'example.com', minLength: 1, description: 'Name of the site.' }),
      prefix: Values.string({ optional: true, description: 'Path below which the service is, taken off.' }),
      service: Values.string({ default: 'web', minLength: 1, description: 'Service behind it.' }),
      port: Values.integer({ default: 80, minimum: 1, maximum: 65535, description: 'Port of the service.' }),
      rateLimit: Values.optional({ average: Values.integer({ default: 100, minimum: 1 }), burst: Values.integer({ default: 50, minimum: 1 }) }, { description: 'How much one client gets.' }),
      tls: Values.enumeration(['none', 'default', 'secret'], { default: 'none', description: 'Where the certificate is from.' }),
      secretName: Values.string({ default: 'tls', minLength: 1, description: 'Secret with the certificate.' }),
      sticky: Values.boolean({ description: 'Whether a client stays with its pod.' }),
    },
    define: (scope, values) => {
      const middlewares: { name: string }[] = [];
      if (values.prefix) {
        const { name } = new traefik.Middleware(scope, 'strip', { metadata: {}, spec: { stripPrefix: { prefixes: [values.prefix] } } });
        middlewares.push({ name });
      }
      if (values.rateLimit) {
        const { name } = new traefik.Middleware(scope, 'limit', { metadata: {}, spec: { rateLimit: values.rateLimit } });
        middlewares.push({ name });
      }
      new traefik.IngressRoute(scope, 'route', {
        metadata: {},
        spec: {
          entryPoints: [values.tls === 'none' ? 'web' : 'websecure'],
          routes: [{
            kind: traefik.IngressRouteSpecRoutesKind.RULE,
            match: `Host(\`${values.host}\`)${values.prefix ? ` && PathPrefix(\`${values.prefix}\`)` : ''}`,
            middlewares,
            services: [{
              name: values.service,
              port: traefik.IngressRouteSpecRoutesServicesPort.fromNumber(values.port),
              ...(values.sticky ? { sticky: { cookie: { name: 'pod' } } } : {}),
            }],
          }],
          ...(values.tls === 'none' ? {} : { tls: values.tls === 'secret' ? { secretName: values.secretName } : {} }),
        },
      });
    },
  }),
};

/** A cluster of CloudNativePG with its backups. */
const cluster: ThirdPartyProgram = {
  name: 'cloudnativepg-cluster',
  library,
  version,
  pkg: HelmPackage.of({
    name: 'cloudnativepg-cluster',
    version: '1.0.0',
    values: {
      instances: Values.integer({ default: 3, minimum: 1, description: 'Number of servers.' }),
      image: Values.string({ optional: true, description: 'Container image.' }),
      storage: Values.object({ size: Values.string({ default: '10Gi', pattern: '^[0-9]+[MGT]i$' }), storageClass: Values.string({ optional: true }) }, { description: 'Volume of each server.' }),
      database: Values.string({ default: 'app', minLength: 1, description: 'Database that is made.' }),
      parameters: Values.map(Values.scalar(), { description: 'Settings of PostgreSQL.' }),
      cpu: Values.string({ default: '500m', minLength: 1, description: 'CPU of each server.' }),
      affinity: Values.enumeration(['preferred', 'required'], { default: 'preferred', description: 'Whether servers must be on nodes of their own.' }),
      backup: Values.optional({
        schedule: Values.string({ default: '0 0 3 * * *', minLength: 1 }), destination: Values.string({ minLength: 1 }), immediate: Values.boolean(),
      }, { description: 'Backups to object storage.' }),
      monitoring: Values.boolean({ description: 'Whether a PodMonitor is made.' }),
    },
    define: (scope, values) => {
      const { name } = new postgres.Cluster(scope, 'cluster', {
        metadata: {},
        spec: {
          instances: values.instances,
          imageName: values.image,
          storage: values.storage,
          bootstrap: { initdb: { database: values.database, owner: values.database } },
          postgresql: { parameters: values.parameters },
          resources: { requests: { cpu: postgres.ClusterSpecResourcesRequests.fromString(values.cpu) } },
          affinity: { podAntiAffinityType: values.affinity },
          monitoring: { enablePodMonitor: values.monitoring },
          ...(values.backup ? { backup: { barmanObjectStore: { destinationPath: values.backup.destination } } } : {}),
        },
      });
      if (values.backup) {
        new postgres.ScheduledBackup(scope, 'backup', {
          metadata: {}, spec: { schedule: values.backup.schedule, immediate: values.backup.immediate, cluster: { name } },
        });
      }
    },
  }),
};

export const crds: readonly ThirdPartyProgram[] = [application, route, cluster];
