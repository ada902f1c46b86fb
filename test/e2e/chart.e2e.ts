import { join } from 'path';
import { run, execute, quote } from './support/command';
import { Database } from './support/database';
import { kubectl } from './support/kubectl';
import { makeNamespace, removeNamespace } from './support/namespaces';
import { eventually } from './support/wait';
import { build } from '../../tools/build';

const NAMESPACE = 'chart-test';
const CHART = join(__dirname, '..', '..', 'charts', 'postgres');

/** The committed chart, installed by Helm itself in a namespace that enforces Pod Security "restricted". */
describe('the chart', () => {
  const helm = build('helm4');
  const database = new Database(NAMESPACE, 'orders');
  const other = new Database(NAMESPACE, 'billing');
  const release = (verb: string, name: string, ...set: string[]) => (
    `${helm} ${verb} ${name} ${CHART} -n ${NAMESPACE} --set fullnameOverride=${name} --set-string postgresVersion=15 ${set.map((one) => `--set ${quote(one)}`).join(' ')}`);
  const secret = (name: string, password: string) => kubectl(`create secret generic ${name}-app -n ${NAMESPACE} --from-literal=password=${password}`);
  const sql = (statement: string, from = database) => from.sql(statement, 'app', 'app');

  beforeAll(async () => {
    await makeNamespace(NAMESPACE, ['pod-security.kubernetes.io/enforce=restricted']);
    await secret('orders', 'first-secret');
    await secret('billing', 'second-secret');
    await run(release('install', 'orders'));
    await database.ready();
  });

  afterAll(async () => {
    for (const name of ['orders', 'billing']) await execute(`${helm} uninstall ${name} -n ${NAMESPACE} --ignore-not-found`);
    await removeNamespace(NAMESPACE);
  });

  test('keeps rows on the claim, and lets the application in over TCP with the password of the Secret', async () => {
    await sql('CREATE TABLE kept (number integer); INSERT INTO kept VALUES (1), (2)');
    expect(await database.exec('bash -c \'df --output=target "$PGDATA" | tail -1\'')).toMatch(/^\/var\/lib\/postgresql/);
    const login = (password: string) => execute(
      `kubectl exec -i orders-0 -n ${NAMESPACE} -c postgres -- env PGPASSWORD=${password} psql -X -A -t -h orders.${NAMESPACE}.svc -U app -d app -c ${quote('SELECT count(*) FROM kept')}`);
    await eventually('the Service leads to the pod', { within: 60 }, async () => expect(await login('first-secret')).toMatchObject({ status: 0, stdout: '2\n' }));
    expect(await login('second-secret')).toMatchObject({ status: 2, stderr: expect.stringContaining('password authentication failed') });
  });

  test('restarts nothing when it is upgraded without a change', async () => {
    const { metadata } = await database.pod();
    await run(release('upgrade', 'orders'));
    expect((await database.ready()).metadata.uid).toBe(metadata.uid);
    expect(await database.restarts()).toEqual((await database.restarts()).map(() => 0));
  });

  test('puts a setting that can be reloaded in force without a restart', async () => {
    const { metadata } = await database.pod();
    await run(release('upgrade', 'orders', 'postgresql.parameters.work_mem=2MB'));
    await database.refreshFiles();
    await eventually('the setting is in force', { within: 120, explain: () => database.explain() }, async () => expect(await sql('SHOW work_mem')).toBe('2MB'));
    expect((await database.pod()).metadata.uid).toBe(metadata.uid);
  });

  test('restarts once for a setting that needs it, keeps the rows, and takes it back by a rollback', async () => {
    const { metadata } = await database.pod();
    await run(release('upgrade', 'orders', 'postgresql.parameters.max_connections=50'));
    const changed = await database.ready(metadata.uid);
    expect(await sql('SHOW max_connections')).toBe('50');
    expect(await sql('SELECT count(*) FROM kept')).toBe('2');
    await run(`${helm} rollback orders 2 -n ${NAMESPACE}`);
    await database.ready(changed.metadata.uid);
    expect(await sql('SHOW max_connections')).not.toBe('50');
    expect(await sql('SELECT count(*) FROM kept')).toBe('2');
  });

  test('changes nothing when values are refused', async () => {
    const { metadata } = await database.pod();
    const { status, stderr } = await execute(release('upgrade', 'orders', 'postgresql.parameters.work_memory=2MB'));
    expect(status).not.toBe(0);
    expect(stderr).toContain('work_memory');
    expect((await database.pod()).metadata).toMatchObject({ uid: metadata.uid, resourceVersion: expect.any(String) });
    expect(await sql('SELECT count(*) FROM kept')).toBe('2');
  });

  test('installs a second release beside it that does not see the first', async () => {
    await run(release('install', 'billing'));
    await other.ready();
    expect(await sql("SELECT count(*) FROM pg_tables WHERE tablename = 'kept'", other)).toBe('0');
    const pods = async (name: string) => kubectl(`get endpoints ${name} -n ${NAMESPACE} -o jsonpath='{.subsets[*].addresses[*].targetRef.name}'`);
    expect([await pods('orders'), await pods('billing')]).toEqual(['orders-0', 'billing-0']);
    await run(`${helm} uninstall billing -n ${NAMESPACE} --wait`);
  });

  test('leaves the data when it is uninstalled, and finds it when it is installed again', async () => {
    await run(`${helm} uninstall orders -n ${NAMESPACE} --wait`);
    await run(release('install', 'orders'));
    await database.ready();
    expect(await sql('SELECT count(*) FROM kept')).toBe('2');
  });
});
