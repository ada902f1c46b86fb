import { mkdtempSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { execute, quote, run } from './support/command';
import { Database } from './support/database';
import { kubectl, read } from './support/kubectl';
import { makeNamespace, removeNamespace } from './support/namespaces';
import { eventually } from './support/wait';
import { RELOAD_PROBES } from '../../src/postgres/reload';
import { build } from '../../tools/build';

const NAMESPACE = 'hardened-test';
const CHART = join(__dirname, '..', '..', 'charts', 'postgres');

/**
 * The chart with the values that guard it best, in a namespace that enforces Pod Security "restricted". Two of them need a registry, which a test
 * cluster may not have: the digest is left out, and the image is pulled only if it is not there.
 */
describe('the hardened chart', () => {
  const helm = build('helm4');
  const database = new Database(NAMESPACE, 'orders');
  const inReload = (command: readonly string[]) => execute(`kubectl exec -i orders-0 -n ${NAMESPACE} -c reload -- ${command.map(quote).join(' ')}`);
  const login = (sslmode: string, password = 'of-the-secret') => execute(
    `kubectl exec -i orders-0 -n ${NAMESPACE} -c postgres -- env PGPASSWORD=${password} PGSSLMODE=${sslmode} psql -X -A -t -h orders.${NAMESPACE}.svc -U app -d app -c 'SELECT 42'`);

  beforeAll(async () => {
    await makeNamespace(NAMESPACE, ['pod-security.kubernetes.io/enforce=restricted']);
    const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
    try {
      await run(`openssl req -x509 -newkey rsa:2048 -nodes -days 1 -subj /CN=orders -keyout ${folder}/tls.key -out ${folder}/tls.crt`);
      await kubectl(`create secret tls postgres-tls -n ${NAMESPACE} --key ${folder}/tls.key --cert ${folder}/tls.crt`);
    } finally {
      rmSync(folder, { recursive: true });
    }
    await kubectl(`create secret generic orders-app -n ${NAMESPACE} --from-literal=password=of-the-secret`);
    await run(`${helm} install orders ${CHART} -n ${NAMESPACE} -f ${join(CHART, 'ci', 'hardened-values.yaml')} --set fullnameOverride=orders --set-string postgresVersion=15 --set image.pullPolicy=IfNotPresent`);
    await database.ready();
  });

  afterAll(async () => {
    await execute(`${helm} uninstall orders -n ${NAMESPACE} --ignore-not-found`);
    await removeNamespace(NAMESPACE);
  });

  test('runs as a user that no image and no node knows, on a volume that is its own, and writes nowhere else', async () => {
    expect(await database.exec('id -u')).toBe('10001\n');
    // The folder takes on the bit for groups that fsGroup sets on its volume.
    expect(await database.exec('bash -c \'stat -c %u:%g:%a "$PGDATA"\'')).toMatch(/^10001:10001:2?700\n$/);
    expect((await execute(`kubectl exec -i orders-0 -n ${NAMESPACE} -c postgres -- touch /etc/written`)).stderr).toContain('Read-only file system');
    expect((await database.pod()).status.qosClass).toBe('Guaranteed');
  });

  test('lets the application in over TCP, encrypted and with the password of the Secret, and nobody else', async () => {
    await eventually('the Service leads to the pod', { within: 60 }, async () => expect(await login('require')).toMatchObject({ status: 0, stdout: '42\n' }));
    expect(await login('disable')).toMatchObject({ status: 2, stderr: expect.stringContaining('no encryption') });
    expect(await login('require', 'another')).toMatchObject({ status: 2, stderr: expect.stringContaining('password authentication failed') });
  });

  test('passes helm test, whose pod has the label of clients', async () => {
    const { stdout } = await run(`${helm} test orders -n ${NAMESPACE}`, { seconds: 200 });
    expect(stdout).toMatch(/Phase:\s+Succeeded/);
  });

  test('has a policy, which the API server keeps as it is written, for those with the label of its clients', async () => {
    const { spec } = await read(`networkpolicy orders -n ${NAMESPACE}`);
    expect(spec.ingress).toEqual([{ from: [{ podSelector: { matchLabels: { 'orders-client': 'true' } } }], ports: [{ port: 5432, protocol: 'TCP' }] }]);
    expect(spec.policyTypes).toEqual(['Ingress', 'Egress']);
    expect((await database.pod()).metadata.labels).toMatchObject(spec.podSelector.matchLabels);
  });

  test('has probes for the container that reloads, which see when its watch is gone', async () => {
    const [alive, ready] = [RELOAD_PROBES.livenessProbe, RELOAD_PROBES.readinessProbe].map((probe) => probe.exec!.command!);
    expect([(await inReload(alive)).status, (await inReload(ready)).status]).toEqual([0, 0]);
    await inReload(['bash', '-c', 'for one in $(grep -ls "reload[.]sh" /proc/[0-9]*/cmdline); do pid=${one#/proc/}; pid=${pid%/*}; if [ "$pid" != 1 ]; then kill -KILL "$pid"; fi; done']);
    expect((await inReload(alive)).status).toBe(1);
    await eventually('the watch has begun anew', { within: 90 }, async () => expect((await inReload(alive)).status).toBe(0));
    expect(await database.restarts()).toEqual([0, 0]);
  });

  test('lets its node be drained: the budget allows the eviction, and the rows are there afterwards', async () => {
    await database.sql('CREATE TABLE kept (number integer); INSERT INTO kept VALUES (1)', 'app', 'app');
    await eventually('the budget has counted the pod', { within: 60 }, async () => (
      expect((await read(`poddisruptionbudget orders -n ${NAMESPACE}`)).status).toMatchObject({ currentHealthy: 1, disruptionsAllowed: 1 })));
    const { metadata } = await database.pod();
    const eviction = JSON.stringify({ apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'orders-0', namespace: NAMESPACE } });
    await run(`echo ${quote(eviction)} | kubectl create --raw /api/v1/namespaces/${NAMESPACE}/pods/orders-0/eviction -f -`);
    await database.ready(metadata.uid);
    expect(await database.sql('SELECT count(*) FROM kept', 'app', 'app')).toBe('1');
    expect(await database.log('postgres')).not.toContain('automatic recovery');
  });
});
