import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Release, Values } from '../../../src/helm';

const { k8s } = kplus;

interface ApiServerProps {
  readonly release: string;
  readonly host?: string;
  readonly port: number;
  readonly variables: { readonly name: string; readonly value: string; readonly sensitive: boolean }[];
  readonly sidecars: kplus.k8s.Container[];
  readonly replicas: number;
  readonly migrate?: { readonly command: string[]; readonly before: boolean };
}

/** An API with its variables in a ConfigMap and a Secret, and migrations before or beside it. */
class ApiServer extends Construct {
  public readonly address: string;

  public constructor(scope: Construct, id: string, props: ApiServerProps) {
    super(scope, id);
    const { port, variables, sidecars, migrate, replicas } = props;
    const metadata = { labels: { 'app.kubernetes.io/instance': props.release, 'app': 'api' } };
    const plain = variables.filter(({ sensitive }) => !sensitive);
    const config = new k8s.KubeConfigMap(this, 'config', { data: { PORT: `${port}`, ...Object.fromEntries(plain.map(({ name, value }) => [name, value])) } });
    const secret = new k8s.KubeSecret(this, 'secret', { stringData: Object.fromEntries(variables.filter(({ sensitive }) => sensitive).map(({ name, value }) => [name, value])) });
    const envFrom = [{ configMapRef: { name: config.name } }, { secretRef: { name: secret.name } }];
    const migration = migrate && { name: 'migrate', image: 'api:7', command: ['migrate', ...migrate.command], envFrom };
    new k8s.KubeDeployment(this, 'server', {
      spec: {
        replicas: migrate?.before ? 1 : replicas,
        selector: { matchLabels: metadata.labels },
        template: {
          metadata,
          spec: {
            initContainers: migration && migrate.before ? [migration] : undefined,
            containers: [{ name: 'api', image: 'api:7', envFrom, ports: [{ containerPort: port }] }, ...sidecars],
          },
        },
      },
    });
    if (migration && !migrate.before) {
      new k8s.KubeJob(this, 'migrate', { spec: { template: { spec: { restartPolicy: 'OnFailure', containers: [migration] } } } });
    }
    const service = new k8s.KubeService(this, 'service', { spec: { selector: metadata.labels, ports: [{ port }] } });
    this.address = `${props.host ?? service.name}:${port}`;
    if (replicas >= 3) new k8s.KubePodDisruptionBudget(this, 'disruption', { spec: { minAvailable: k8s.IntOrString.fromString('50%'), selector: { matchLabels: metadata.labels } } });
  }
}

const variable = { name: Values.string({ pattern: '^[A-Z_][A-Z0-9_]*$' }), value: Values.string(), sensitive: Values.boolean() };

export const apiServer: Example = {
  name: 'api-server',
  features: [
    'release', 'tests and notes', 'splice', 'free number', 'nested optional', 'pair', 'range with a conditional', 'list in several places', 'list of scalars', 'L1',
    'optional scalar', 'name reference', 'port', 'map collision',
  ],
  pkg: HelmPackage.of({
    name: 'api-server',
    version: '7.3.0',
    appVersion: '7.3.2',
    values: {
      host: Values.string({ optional: true, pattern: '^[a-z0-9.-]+$' }),
      port: Values.integer({ default: 8080, minimum: 1024, maximum: 65535 }),
      variables: Values.list(variable),
      sidecars: Values.list(Values.kubernetes('v1.Container')),
      replicas: Values.integer({ default: 1, minimum: 1 }),
      migrate: Values.optional({ command: Values.list(Values.string({ minLength: 1 }), { default: ['up'] }), before: Values.boolean({ default: true }) }),
    },
    define: (scope, values) => new ApiServer(scope, 'api', { ...values, release: Release.name() }),
    tests: (scope, { port }) => new kplus.Pod(scope, 'answers', { restartPolicy: kplus.RestartPolicy.NEVER, containers: [{ image: 'curl:8', args: [`http://api:${port}/healthz`] }] }),
    notes: ({ host, port, migrate }) => [
      host ? `The API answers at ${host}:${port}.` : 'The API answers inside the cluster only.',
      ...(migrate ? [`Migrations run ${migrate.before ? 'before every start' : 'beside it'}.`] : []),
      '',
    ].join('\n'),
  }),
};
