import { readFileSync } from 'fs';
import { join } from 'path';
import { Client } from './support/client';
import { quote } from './support/command';
import { Feaf } from './support/feaf';
import { apply, kubectl, read } from './support/kubectl';
import { feafWith } from './support/manifests';
import { FEAF } from './support/namespaces';
import { Session } from './support/session';
import { eventually } from './support/wait';

const TUNING_SQL = readFileSync(join(__dirname, '../../sql/02-performance-tuning.sql'), 'utf8');

describe('the settings of an existing database', () => {
  let feaf: Feaf;

  beforeAll(async () => {
    feaf = await Feaf.deploy();
  });

  afterAll(async () => feaf?.remove());

  const show = async (name: string) => feaf.database.sql(`SHOW ${name}`);
  const explain = async () => feaf.database.explain();
  /** The pod and its containers: the same before and after means that nothing was restarted. */
  const identity = async () => [(await feaf.database.pod()).metadata.uid, await feaf.database.restarts(), await feaf.database.sql('SELECT pg_postmaster_start_time()')];

  describe('when a setting, by a new synth, and the password, by create-credentials.sh, are changed and nothing else is done', () => {
    let before: unknown;
    let oldClient: Client;
    let open: Session;
    let connection: string;
    let changed: number;
    const rest = () => 120 - (Date.now() - changed) / 1000;

    beforeAll(async () => {
      oldClient = await Client.start(FEAF, 'old-password');
      open = oldClient.connect();
      open.send('SELECT \'connection \' || pg_backend_pid();\n');
      await open.until(/connection \d+/);
      connection = open.stdout.trim();
      // As somebody does who runs the tuning script of the document by hand, long after the first start.
      await feaf.database.exec('psql -X -q -v ON_ERROR_STOP=1 -U postgres -d feaf', { input: TUNING_SQL });
      before = await identity();
      await apply(feafWith({ work_mem: '12MB' }));
      await feaf.folder.run('./create-credentials.sh --force');
      changed = Date.now();
    });

    afterAll(() => open?.stop('SIGKILL'));

    test('the setting is in force within two minutes, although 02-performance-tuning.sql had set it to another value', async () => {
      await eventually('work_mem is 12MB', { within: rest(), explain }, async () => expect(await show('work_mem')).toBe('12MB'));
    });

    test('the password works within two minutes', async () => {
      const newClient = await Client.start(FEAF, 'new-password');
      await eventually('the new password is accepted', { within: rest(), explain }, async () => expect(await newClient.sql('SELECT current_user')).toBe('feaf_user'));
    });

    test('the old password is refused', async () => {
      const { status, stderr } = await oldClient.try('SELECT 1');
      expect(stderr).toContain('password authentication failed for user "feaf_user"');
      expect(status).toBe(2);
    });

    test('an open connection stays, and has the new setting', async () => {
      open.send('SELECT \'again \' || pg_backend_pid() || \' with \' || current_setting(\'work_mem\');\n');
      await open.until(/again/);
      expect(open.stdout).toContain(`${connection.replace('connection', 'again')} with 12MB\n`);
    });

    test('nothing was restarted', async () => {
      expect(await identity()).toEqual(before);
    });

    test('the log of the reload container tells of both', async () => {
      const log = await feaf.database.log('reload');
      expect(log).toMatch(/The server has taken over the new settings\./);
      expect(log).toMatch(/The password of "feaf_user" is now that of the Secret\./);
      expect(log).not.toContain((await feaf.folder.run('kubectl get secret feaf-secrets -n feaf-dashboard -o go-template=\'{{.data.POSTGRES_PASSWORD | base64decode}}\'')).stdout);
    });

    test('postgresql.auto.conf has none of the settings of the manifests any more', async () => {
      expect(await feaf.database.exec('bash -c \'grep -v "^#" "$PGDATA/postgresql.auto.conf" || true\'')).toBe('');
    });
  });

  describe('when a setting that no server would start with is forced into the ConfigMap', () => {
    let before: unknown;

    beforeAll(async () => {
      before = await identity();
      const { data } = await read(`configmap feaf-postgres-settings -n ${FEAF}`);
      const broken = data!['postgresql.conf'].replace(/^work_mem = .*$/m, "work_mem = 'plenty'");
      expect(broken).toContain('plenty');
      await kubectl(`patch configmap feaf-postgres-settings -n ${FEAF} --type merge -p ${quote(JSON.stringify({ data: { 'postgresql.conf': broken } }))}`);
      await feaf.database.refreshFiles();
    });

    test('the log says what is wrong with it, and where', async () => {
      await eventually('the reload container refuses the settings', { within: 120, explain }, async () => {
        expect(await feaf.database.log('reload')).toMatch(/invalid value for parameter "work_mem": "plenty".*The server goes on with the old settings until this is mended\./);
      });
    });

    test('the server goes on as it was', async () => {
      expect(await show('work_mem')).toBe('12MB');
      expect(await identity()).toEqual(before);
      expect(await feaf.database.sql('SELECT count(*) FROM pg_file_settings WHERE error IS NOT NULL', 'postgres')).toBe('0');
    });

    test('mended by the next apply, the new value is in force', async () => {
      await apply(feafWith({ work_mem: '14MB' }));
      await feaf.database.refreshFiles();
      await eventually('work_mem is 14MB', { within: 120, explain }, async () => expect(await show('work_mem')).toBe('14MB'));
      expect(await identity()).toEqual(before);
    });
  });

  describe('when a setting is changed that needs a restart', () => {
    let former: string;

    beforeAll(async () => {
      former = (await feaf.database.pod()).metadata.uid;
      await feaf.database.exec('psql -X -q -v ON_ERROR_STOP=1 -U postgres -d feaf', { input: TUNING_SQL });
      await apply(feafWith({ work_mem: '14MB', max_connections: '60' }));
    });

    test('the pod is replaced once, and it is in force, although 02-performance-tuning.sql had set it to another value', async () => {
      const pod = await feaf.database.ready(former);
      expect(await show('max_connections')).toBe('60');
      expect(await show('work_mem')).toBe('14MB');
      expect(await feaf.database.restarts()).toEqual([0, 0]);
      const { status, metadata } = await read(`statefulset feaf-postgres -n ${FEAF}`);
      expect(status).toMatchObject({ observedGeneration: (metadata as any).generation, readyReplicas: 1, updatedReplicas: 1 });
      expect((await feaf.database.pod()).metadata.uid).toBe(pod.metadata.uid);
      const created = await kubectl(`get events -n ${FEAF} --field-selector reason=SuccessfulCreate,involvedObject.kind=StatefulSet -o jsonpath='{range .items[*]}{.count} {end}'`);
      // The first pod and this one.
      expect(created.trim().split(' ').reduce((sum, count) => sum + Number(count), 0)).toBe(2);
    });

    test('nothing waits for a further restart, and verify-postgres.sh finds all to hold', async () => {
      const { status, stdout } = await feaf.folder.execute('./verify-postgres.sh');
      expect(stdout).toContain('✔ No setting waits for a restart.');
      expect(stdout).toContain('✔ postgresql.auto.conf is empty: the manifests say it all.');
      expect(status).toBe(0);
    });
  });
});
