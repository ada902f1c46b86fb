import { App, Chart } from 'cdk8s';
import { InitScript, InitScripts, PostgresSettings, PostgresStatefulSet } from '../../src';
import { databaseObjects, minimal, objectsOf, only, podTemplate, statefulSet, volumeOf } from '../support/synthesized';

test('the pod of the smallest database', () => {
  expect(podTemplate().spec).toMatchSnapshot();
});

test('the StatefulSet has one server, and lets a mended pod replace one that never gets ready', () => {
  expect(statefulSet().spec).toMatchObject({ replicas: 1, podManagementPolicy: 'Parallel' });
});

test('a database can be paused', () => {
  expect(statefulSet({ replicas: 0 }).spec.replicas).toBe(0);
});

test('it has a name from its path when none is given, short enough for its pods, and its objects are named after it', () => {
  const objects = objectsOf((chart) => new PostgresStatefulSet(chart, 'a'.repeat(70), { ...minimal, serviceName: 'db' }));
  const { name } = only('StatefulSet', objects).metadata;
  expect(name).toMatch(/^[a-z0-9][-a-z0-9]{1,50}[a-z0-9]$/);
  expect(objects.map(({ metadata }) => metadata.name).sort()).toEqual([name, `${name}-runtime`, `${name}-settings`].sort());
});

describe('alone in somebody\'s chart', () => {
  test('it needs no more than a Service of theirs, and says how its pod is found', () => {
    const chart = new Chart(new App(), 'shop');
    const server = new PostgresStatefulSet(chart, 'server', { ...minimal, name: 'db', serviceName: 'their-service' });
    expect(server).toMatchObject({
      name: 'db', postgresVersion: '17', selectorLabels: { 'app.kubernetes.io/name': 'postgres', 'app.kubernetes.io/instance': 'db' },
    });
    const objects = chart.toJson();
    expect(objects.map(({ kind }) => kind).sort()).toEqual(['ConfigMap', 'ConfigMap', 'StatefulSet']);
    expect(only('StatefulSet', objects).spec.serviceName).toBe('their-service');
  });

  test('its own settings are those of its image, port, certificate and memory', () => {
    const text: string = only('ConfigMap', objectsOf((chart) => new PostgresStatefulSet(chart, 'server', {
      ...minimal, name: 'db', serviceName: 'db', port: 6432, tls: { existingSecret: 'certificate' }, resources: { limits: { memory: '2Gi' } },
    })), 'db-settings').data['postgresql.conf'];
    for (const setting of ["port = '6432'", "ssl = 'on'", "shared_buffers = '512MB'"]) expect(text).toContain(`\n${setting}\n`);
  });

  test('it takes settings and scripts that were made apart', () => {
    const objects = objectsOf((chart) => {
      const settings = new PostgresSettings(chart, 'settings', { postgresVersion: '17', name: 'their-settings' });
      const initScripts = new InitScripts(chart, 'scripts', { name: 'their-scripts', scripts: [InitScript.fromString('01.sql', '')] });
      new PostgresStatefulSet(chart, 'server', { ...minimal, name: 'db', serviceName: 'db', settings, initScripts });
    });
    const { template } = only('StatefulSet', objects).spec;
    expect(volumeOf(template, 'settings').configMap.name).toBe('their-settings');
    expect(volumeOf(template, 'init-scripts').configMap.name).toBe('their-scripts');
    expect(objects.map(({ metadata }) => metadata.name)).not.toContain('db-settings');
  });
});

describe('a change of the deployment', () => {
  const template = (props: Parameters<typeof podTemplate>[0] = {}) => JSON.stringify(podTemplate({ resources: { limits: { memory: '2Gi' } }, ...props }));

  test.each<[string, Parameters<typeof databaseObjects>[0]]>([
    ['a setting that is reloaded', { parameters: { work_mem: '8MB', log_connections: 'on' } }],
    ['a row of pg_hba.conf', { hostBasedAuthentication: ['host all report 10.0.0.0/8 scram-sha-256'] }],
    ['labels and annotations', { labels: { 'app.kubernetes.io/managed-by': 'somebody' }, annotations: { commit: 'abc' } }],
    ['a pause', { replicas: 0 }],
    ['the limit on promises of memory', { allowMemoryOvercommit: true }],
    ['how a claim is kept', { persistence: { retentionPolicy: { whenDeleted: 'Delete' } } }],
  ])('of %s leaves the pod as it is, to the byte', (_what, props) => {
    expect(template(props)).toBe(template());
  });

  test('of the text of a script leaves the pod as it is, since scripts run once', () => {
    const [before, after] = ['SELECT 1', 'SELECT 2'].map((text) => template({ initScripts: { scripts: [InitScript.fromString('01.sql', text)] } }));
    expect(after).toBe(before);
  });

  test('of a setting that needs a restart changes one annotation of the pod and nothing else', () => {
    const [before, after] = [{}, { parameters: { max_connections: '50' } }].map((props) => podTemplate(props));
    const checksum = 'checksum/restart-settings';
    expect(after.metadata.annotations[checksum]).not.toBe(before.metadata.annotations[checksum]);
    after.metadata.annotations[checksum] = before.metadata.annotations[checksum];
    expect(JSON.stringify(after)).toBe(JSON.stringify(before));
  });
});
