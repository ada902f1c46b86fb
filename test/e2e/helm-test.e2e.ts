import { join } from 'path';
import { execute, quote, Result, run } from './support/command';
import { Database } from './support/database';
import { kubectl } from './support/kubectl';
import { makeNamespace, removeNamespace } from './support/namespaces';
import { eventually } from './support/wait';
import { build } from '../../tools/build';

const NAMESPACE = 'helm-test';
const CHART = join(__dirname, '..', '..', 'charts', 'postgres');
const HELM = { 3: build('helm3'), 4: build('helm4') };

/** `helm test` of the committed chart, by both majors of Helm, in a namespace that enforces Pod Security "restricted". */
describe('helm test', () => {
  const orders = new Database(NAMESPACE, 'orders');
  const install = async (name: string, ...set: string[]) => {
    await kubectl(`create secret generic ${name}-app -n ${NAMESPACE} --from-literal=password=${quote('s:e\\c"ret $1')}`);
    await change('install', name, ...set);
    await new Database(NAMESPACE, name).ready();
  };
  const change = (verb: string, name: string, ...set: string[]) => run(
    `${HELM[4]} ${verb} ${name} ${CHART} -n ${NAMESPACE} --set fullnameOverride=${name} --set-string postgresVersion=15 ${set.map((one) => `--set ${one}`).join(' ')}`);
  const test_ = (version: 3 | 4, name = 'orders'): Promise<Result> => execute(`${HELM[version]} test ${name} -n ${NAMESPACE}`, { seconds: 180 });
  const lastLine = async (name: string) => (await kubectl(`logs ${name}-test -n ${NAMESPACE}`)).trim().split('\n').pop();
  const whatIsThere = () => orders.sql("SELECT count(*) FROM pg_class UNION ALL SELECT count(*) FROM pg_namespace WHERE nspname ~ '^cdk8s'", 'app', 'app');

  /** Each test fails, and both Helm and the log of the pod that stays say why. */
  const failsWith = async (version: 3 | 4, sentence: string) => {
    const { status, stdout, stderr } = await test_(version);
    expect(status).not.toBe(0);
    expect(stdout + stderr).toContain(sentence);
    expect(await lastLine('orders')).toContain(sentence);
    expect(await kubectl(`get pod orders-test -n ${NAMESPACE} -o jsonpath='{.status.phase} {.status.containerStatuses[0].state.terminated.exitCode}'`)).toBe('Failed 1');
  };

  beforeAll(async () => {
    await makeNamespace(NAMESPACE, ['pod-security.kubernetes.io/enforce=restricted']);
    await install('orders');
  });

  afterAll(async () => {
    for (const name of ['orders', 'guarded', 'direct']) await execute(`${HELM[4]} uninstall ${name} -n ${NAMESPACE} --ignore-not-found`);
    await removeNamespace(NAMESPACE);
  });

  test.each([3, 4] as const)('passes with the defaults, by Helm %i, and leaves neither a pod nor anything in the database', async (version) => {
    const before = await whatIsThere();
    const { status, stdout, stderr } = await test_(version);
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(/Phase: +Succeeded/);
    expect(await whatIsThere()).toBe(before);
    await eventually('the pod is gone', { within: 30 }, async () => expect(await kubectl(`get pods -n ${NAMESPACE} -o name`)).toBe('pod/orders-0\n'));
  });

  test('says in its log what it saw', async () => {
    // Without Helm, so that nobody removes the pod: the hook as the chart has it.
    const manifest = await run(`${HELM[4]} get hooks orders -n ${NAMESPACE}`);
    await run(`kubectl apply -n ${NAMESPACE} -f -`, { input: manifest.stdout });
    await kubectl(`wait --for=jsonpath={.status.phase}=Succeeded pod/orders-test -n ${NAMESPACE} --timeout=60s`);
    expect(await lastLine('orders')).toMatch(
      /^cdk8s-postgres test: The role "app" logged in at orders:5432, wrote a row and read it back; the data of PostgreSQL 15 lies on the volume \/var\/lib\/postgresql \(\w+\)\.$/);
  });

  test('its pod gets no connections, even while its labels are those by which the database is found', async () => {
    await kubectl(`run orders-stray -n ${NAMESPACE} --image=postgres:15 --restart=Never --overrides=${quote(JSON.stringify({
      spec: JSON.parse(await kubectl(`get pod orders-test -n ${NAMESPACE} -o json`)).spec,
    }))} --labels=app.kubernetes.io/name=postgres,app.kubernetes.io/instance=orders --dry-run=client -o json > /tmp/helm-test-stray.json`);
    const stray = JSON.parse((await run('cat /tmp/helm-test-stray.json && rm /tmp/helm-test-stray.json')).stdout);
    stray.spec.containers[0].command = ['sleep', '60'];
    delete stray.spec.nodeName;
    await run(`kubectl apply -n ${NAMESPACE} -f -`, { input: JSON.stringify(stray) });
    await kubectl(`wait --for=jsonpath={.status.phase}=Running pod/orders-stray -n ${NAMESPACE} --timeout=60s`);
    expect(await kubectl(`get endpoints orders -n ${NAMESPACE} -o jsonpath='{.subsets[*].addresses[*].targetRef.name}'`)).toBe('orders-0');
    await kubectl(`delete pod orders-stray -n ${NAMESPACE} --now`);
  });

  test('passes over TLS, with ports and names of one\'s own', async () => {
    await run('openssl req -x509 -newkey rsa:2048 -nodes -subj /CN=front -days 2 -keyout /tmp/helm-test.key -out /tmp/helm-test.crt');
    await kubectl(`create secret tls guarded-tls -n ${NAMESPACE} --cert=/tmp/helm-test.crt --key=/tmp/helm-test.key`);
    await run('rm /tmp/helm-test.key /tmp/helm-test.crt');
    await install('guarded', 'tls.enabled=true', 'tls.existingSecret=guarded-tls', 'port=6432', 'service.name=front', 'service.port=5433', 'headlessService.name=back',
      'persistence.mountPath=/var/lib/postgresql/data');
    for (const version of [3, 4] as const) expect((await test_(version, 'guarded')).stderr).toBe('');
    // Encryption is asked for, not only possible: the server takes nothing else, and says whom it took.
    await change('upgrade', 'guarded', 'tls.enabled=true', 'tls.existingSecret=guarded-tls', 'port=6432', 'service.name=front', 'service.port=5433', 'headlessService.name=back',
      'persistence.mountPath=/var/lib/postgresql/data', 'postgresql.parameters.log_connections=on');
    const guarded = new Database(NAMESPACE, 'guarded');
    await guarded.refreshFiles();
    await eventually('logins are logged', { within: 120 }, async () => expect(await guarded.sql('SHOW log_connections', 'app', 'app')).toBe('on'));
    expect((await test_(4, 'guarded')).status).toBe(0);
    expect(await guarded.log('postgres')).toMatch(/connection authorized: user=app database=app application_name=cdk8s-postgres test SSL enabled \(protocol=TLSv1\.3/);
  });

  test('passes where applications use the headless Service', async () => {
    await install('direct', 'service.enabled=false');
    for (const version of [3, 4] as const) expect((await test_(version, 'direct')).status).toBe(0);
  });

  test('fails when the password of the Secret is not that of the role', async () => {
    await orders.sql("ALTER ROLE app PASSWORD 'another'", 'postgres', 'postgres');
    for (const version of [3, 4] as const) {
      await failsWith(version, 'The server at orders:5432 does not take the password of the Secret for the role "app": password authentication failed for user "app".');
    }
  });

  test('fails when the server is stopped, within two minutes', async () => {
    await change('upgrade', 'orders', 'replicaCount=0');
    await kubectl(`wait --for=delete pod/orders-0 -n ${NAMESPACE} --timeout=120s`);
    for (const version of [3, 4] as const) {
      const started = Date.now();
      await failsWith(version, 'No server could be reached at orders:5432 within 60 seconds: ');
      expect(Date.now() - started).toBeLessThan(120_000);
    }
  });
});
