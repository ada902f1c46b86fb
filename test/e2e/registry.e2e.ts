import { execute, run } from './support/command';
import { Database } from './support/database';
import { kubectl } from './support/kubectl';
import { makeNamespace, removeNamespace } from './support/namespaces';
import { build } from '../../tools/build';
import { Key, makeKey, packageChart, publishedChart } from '../support/chart-archive';
import { Registry } from '../support/registry';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';

const NAMESPACE = 'registry-test';

/** The chart as users get it: signed, pushed to an OCI registry and installed from there. */
describe('the chart from an OCI registry', () => {
  const helm = { 3: build('helm3'), 4: build('helm4') };
  const database = new Database(NAMESPACE, 'orders');
  let folder: TemporaryFolder;
  let registry: Registry;
  let key: Key;
  const release = (version: 3 | 4, verb: string) => (
    `${helm[version]} ${verb} orders oci://${registry.address}/charts/postgres --plain-http --verify --keyring ${key.public} -n ${NAMESPACE}`
    + ' --set fullnameOverride=orders --set-string postgresVersion=15');

  beforeAll(async () => {
    folder = makeTemporaryFolder();
    key = makeKey(`${folder.path}/key`, 'Releases');
    const [archive] = packageChart(publishedChart, folder.path, '--key', 'Releases', '--keyring', key.secret).stdout.split('\n');
    registry = await Registry.start();
    await run(`${helm[4]} push ${archive} oci://${registry.address}/charts --plain-http`);
    await makeNamespace(NAMESPACE, ['pod-security.kubernetes.io/enforce=restricted']);
    await kubectl(`create secret generic orders-app -n ${NAMESPACE} --from-literal=password=secret`);
  });

  afterAll(async () => {
    await execute(`${helm[4]} uninstall orders -n ${NAMESPACE} --ignore-not-found`);
    await removeNamespace(NAMESPACE);
    await registry?.stop();
    folder.remove();
  });

  test('is verified and installed, and a database runs', async () => {
    await run(release(4, 'install'));
    await database.ready();
    expect(await database.sql('SELECT 1 + 1', 'app', 'app')).toBe('2');
  });

  test('restarts nothing when the other Helm upgrades to the same', async () => {
    const { metadata } = await database.pod();
    await run(release(3, 'upgrade'));
    expect((await database.ready()).metadata.uid).toBe(metadata.uid);
  });

  test('is not installed when it is signed by somebody else', async () => {
    key = makeKey(`${folder.path}/other`, 'Somebody else');
    const { status, stderr } = await execute(release(4, 'upgrade'));
    expect([status, stderr]).toEqual([1, expect.stringContaining('unknown entity')]);
  });
});
