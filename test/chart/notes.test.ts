import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { postgresChart } from '../../src/chart';
import { HelmRenderer } from '../support/helm-render';
import { describeWithTools } from '../support/tools';

const chart = join(__dirname, '..', '..', 'charts', 'postgres');
const release = { name: 'shop', namespace: 'orders' };
const notes = (values: object) => postgresChart.notes(values, { release });

test('without values they end in what the database needs, how it is reached, and one warning', () => {
  expect(notes({})).toMatchSnapshot();
});

test.each<[string, object, string]>([
  ['a paused server', { replicaCount: 0 }, 'No server runs, since replicaCount is 0.'],
  ['no encryption', {}, 'Connections are not encrypted.'],
  ['a load balancer for everybody', { service: { type: 'LoadBalancer' } }, 'The load balancer lets everybody try a password.'],
  ['init scripts', { initdb: { scripts: { '01.sql': 'SELECT 1' } } }, 'Init scripts run when the database is first made, and never again'],
  ['init scripts of somebody else', { initdb: { scriptsConfigMap: 'theirs' } }, 'The scripts of the ConfigMap theirs run when the database is first made'],
  ['data that is deleted', { persistence: { retentionPolicy: { enabled: true, whenDeleted: 'Delete' } } }, 'Uninstalling this release deletes its data'],
  ['too many promises of memory', { postgresql: { allowMemoryOvercommit: true } }, 'The settings may promise more memory than there is'],
  ['no memory limit', { resources: { limits: { memory: '' }, requests: { memory: '' } } }, 'Without resources.limits.memory nobody checks'],
])('they warn of %s, and only then', (_what, values, warning) => {
  expect(notes(values)).toContain(`WARNING: ${warning}`);
  const without = { tls: { enabled: true } };
  expect(notes(without)).not.toContain(warning);
});

test.each<[string, object, string[]]>([
  ['names that were given', { service: { name: 'db', port: 6000 }, auth: { username: 'ada', database: 'books', existingSecret: 'key', secretKeys: { userPasswordKey: 'pw' } } },
    ['host      db.orders.svc\n', 'port      6000\n', 'user      ada\n', 'database  books\n', 'password  in the Secret key, key pw\n']],
  ['the headless Service where there is no other', { service: { enabled: false }, port: 5433 }, ['host      shop-postgres.orders.svc\n', 'port      5433\n']],
])('they say %s', (_what, values, lines) => {
  for (const line of lines) expect(notes(values)).toContain(line);
});

describeWithTools(['render3', 'render4'], 'Helm', () => {
  const scenarios = readdirSync(join(chart, 'ci')).filter((file) => file.endsWith('-values.yaml'))
    .map((file) => parse(readFileSync(join(chart, 'ci', file), 'utf8')));
  const sets = [{}, { replicaCount: 0 }, { service: { enabled: false } }, { initdb: { scriptsConfigMap: 'theirs' } }, ...scenarios];

  test.each([3, 4] as const)('%i shows the same notes', (version) => {
    const results = new HelmRenderer(version, chart).render(sets.map((values) => ({ values, release })));
    expect(results.map((result) => result.error ?? result.notes)).toEqual(sets.map((values) => notes(values)));
  });
});
