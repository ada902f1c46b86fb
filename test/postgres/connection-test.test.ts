import { App, Chart, Yaml } from 'cdk8s';
import { ConnectionTest, ConnectionTestProps, Postgres, PostgresProps } from '../../src';
import { kubernetesVersions, validate } from '../support/kubeconform';
import { environmentOf, Manifest, minimal, only } from '../support/synthesized';
import { describeWithTools } from '../support/tools';

function objects(props: Partial<PostgresProps> = {}, testProps: Partial<ConnectionTestProps> = {}): Manifest[] {
  const chart = new Chart(new App(), 'shop', { namespace: 'shop' });
  new ConnectionTest(chart, 'test', { postgres: new Postgres(chart, 'postgres', { ...minimal, name: 'db', ...props }), ...testProps });
  return chart.toJson();
}

const pod = (props: Partial<PostgresProps> = {}, testProps: Partial<ConnectionTestProps> = {}) => only('Pod', objects(props, testProps));
const environment = (props: Partial<PostgresProps> = {}) => environmentOf(pod(props).spec.containers[0]);

test('it connects to where applications connect, as the application', () => {
  expect(environment({ auth: { username: 'shop', database: 'orders' }, port: 6432 })).toMatchObject({
    PGHOST: 'db.shop.svc.cluster.local', PGPORT: '6432', POSTGRES_USER: 'shop', POSTGRES_DB: 'orders', POSTGRES_MAJOR: '17', POSTGRES_VOLUME: '/var/lib/postgresql',
  });
  expect(environment({ clientService: { name: 'orders', port: 5433 } })).toMatchObject({ PGHOST: 'orders.shop.svc.cluster.local', PGPORT: '5433' });
});

test('it asks for encryption where the database has a certificate, without having its key', () => {
  expect(environment()).not.toHaveProperty('PGSSLMODE');
  const tls = { existingSecret: 'db-tls' };
  expect(environment({ tls })).toHaveProperty('PGSSLMODE', 'require');
  expect(JSON.stringify(pod({ tls }))).not.toContain('db-tls');
});

test('it has the password as a file of the Secret, and nothing else of the Secret', () => {
  const { volumes, containers: [container] } = pod({ auth: { username: 'shop', existingSecret: 'keys', secretKeys: { userPasswordKey: 'POSTGRES_PASSWORD' } } }).spec;
  expect(volumes).toContainEqual({ name: 'credentials', secret: { secretName: 'keys', defaultMode: 0o440, items: [{ key: 'POSTGRES_PASSWORD', path: 'password' }] } });
  expect(container.env.every(({ value }: Manifest) => typeof value === 'string')).toBe(true);
  expect(container.volumeMounts.every(({ name, readOnly }: Manifest) => readOnly || name === 'tmp')).toBe(true);
});

test('it runs the image of the server where and as the server may run', () => {
  const props: Partial<PostgresProps> = {
    image: { repository: 'mirror/postgres', digest: `sha256:${'a'.repeat(64)}`, pullPolicy: 'Always', pullSecrets: ['registry'] },
    nodeSelector: { disk: 'ssd' },
    tolerations: [{ key: 'database', operator: 'Exists' }],
    runAsUser: 70,
    runAsGroup: 71,
  };
  const { spec } = pod(props);
  const server = only('StatefulSet', objects(props)).spec.template.spec;
  const [container] = spec.containers;
  for (const name of ['image', 'imagePullPolicy', 'securityContext']) expect(container[name]).toEqual(server.containers[0][name]);
  for (const name of ['imagePullSecrets', 'securityContext', 'nodeSelector', 'tolerations']) expect(spec[name]).toEqual(server[name]);
  expect(spec).toMatchObject({ automountServiceAccountToken: false, restartPolicy: 'Never' });
  expect(Object.keys(container.resources.limits).sort()).toEqual(['cpu', 'ephemeral-storage', 'memory']);
});

test('it leaves ids to a platform that gives them', () => {
  expect(pod({ platform: { openshift: true } }).spec.securityContext).not.toHaveProperty('runAsUser');
});

test('no Service sends it connections: it is not found by default labels, and never ready', () => {
  const all = objects();
  const { metadata, spec } = only('Pod', all);
  const { selector } = only('Service', all).spec;
  expect(Object.entries(selector).filter(([name, value]) => metadata.labels[name] === value)).toEqual([]);
  expect(spec.readinessGates).toEqual([{ conditionType: 'cdk8s-postgres/never-ready' }]);
});

test('it has labels and annotations of all objects and of its own', () => {
  const { metadata } = pod({ labels: { team: 'shop' }, annotations: { 'example.com/a': '1' } }, { labels: { kind: 'try' }, annotations: { 'helm.sh/hook': 'test' }, name: 'try' });
  expect(metadata).toMatchObject({
    name: 'try', labels: { team: 'shop', kind: 'try', 'app.kubernetes.io/component': 'test' }, annotations: { 'example.com/a': '1', 'helm.sh/hook': 'test' },
  });
  expect(pod().metadata).not.toHaveProperty('annotations');
  expect(pod().metadata.name).toBe('db-test');
});

test('it runs a script that the database has', () => {
  const all = objects({}, { waitSeconds: 5 });
  const { volumes, containers: [{ command, env }] } = only('Pod', all).spec;
  expect(command).toEqual(['bash', '/opt/cdk8s-postgres/test.sh']);
  expect(only('ConfigMap', all, volumes[0].configMap.name).data).toHaveProperty(['test.sh']);
  expect(env).toContainEqual({ name: 'POSTGRES_WAIT_SECONDS', value: '5' });
});

test('what looks like a reference to a variable in a name is none', () => {
  expect(environment({ auth: { username: 'shop', database: 'a$(PGHOST)' } })).toHaveProperty('POSTGRES_DB', 'a$$(PGHOST)');
});

describeWithTools(['kubeconform'], 'the pod', () => {
  test.each(kubernetesVersions)('is valid for Kubernetes %s', (version) => {
    expect(validate(Yaml.stringify(...objects({ tls: { existingSecret: 'db-tls' } })), version)).toEqual([]);
  });
});
