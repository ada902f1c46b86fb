import { readFileSync } from 'fs';
import { join } from 'path';
import { execute, Result } from './support/command';
import { Database } from './support/database';
import { Feaf } from './support/feaf';
import { kubectl, list } from './support/kubectl';
import { hasMetrics } from './support/metrics';
import { FEAF } from './support/namespaces';
import { commandsOfDocument, SEED_COMMANDS, testWithDocument } from './support/seed';
import { Session } from './support/session';
import { atTerminal, runAtTerminal } from './support/terminal';
import { eventually } from './support/wait';

const ROWS = "1|board A\n2|board B\n3|it's \"three\"";

describe('the commands of the deployment document, as written there', () => {
  let feaf: Feaf;
  let database: Database;
  const ran = new Set<string>();

  beforeAll(async () => {
    feaf = await Feaf.prepare();
    database = feaf.database;
  });

  afterAll(async () => feaf?.remove());

  /** A command may be run here only as the document has it. */
  function asWritten(command: string): string {
    if (!SEED_COMMANDS.includes(command)) throw new Error(`The document has no such command: ${command}`);
    ran.add(command);
    return command;
  }

  const inFolder = async (command: string): Promise<Result> => feaf.folder.execute(asWritten(command), { seconds: 330 });
  const inTerminal = async (command: string): Promise<Result> => runAtTerminal(asWritten(command), { cwd: feaf.folder.path });

  testWithDocument('the list of the commands is that of the document', () => {
    expect(SEED_COMMANDS).toEqual(commandsOfDocument());
  });

  describe('deployment', () => {
    test('there is a folder k8s to go to', async () => {
      expect(await execute(`${asWritten('cd k8s')} && pwd`, { cwd: join(feaf.folder.path, '..') })).toMatchObject({ status: 0, stdout: `${feaf.folder.path}\n` });
    });

    test.each([
      ['kubectl apply -f 08-postgres-init-configmap.yaml', ['configmap/postgres-init-scripts', 'configmap/feaf-postgres-settings', 'configmap/feaf-postgres-runtime']],
      ['kubectl apply -f 08-postgres-statefulset.yaml', ['statefulset.apps/feaf-postgres']],
      ['kubectl apply -f 09-postgres-service.yaml', ['service/feaf-postgres']],
    ])('%s makes its objects', async (command, objects) => {
      const { status, stdout } = await inFolder(command);
      expect(stdout.trim().split('\n')).toEqual(objects.map((object) => `${object} created`));
      expect(status).toBe(0);
    });

    test('./apply-postgres.sh takes over what was deployed by hand, and waits until it is ready', async () => {
      const { status, stdout } = await inFolder('./apply-postgres.sh');
      expect(stdout).toContain('✔ pod feaf-postgres-0: Running;');
      expect(stdout).not.toMatch(/created|✘/);
      expect(status).toBe(0);
    });

    test('./verify-postgres.sh finds all checks to hold', async () => {
      const { status, stdout } = await inFolder('./verify-postgres.sh');
      expect(stdout).toMatch(/0 failed, 0 not made/);
      expect(status).toBe(0);
    });

    test('kubectl apply of the StatefulSet, with the image as it was, leaves the pod alone', async () => {
      const { metadata } = await database.pod();
      const { status, stdout } = await inFolder('kubectl apply -f 08-postgres-statefulset.yaml');
      expect(stdout).toBe('statefulset.apps/feaf-postgres unchanged\n');
      expect(status).toBe(0);
      expect((await database.pod()).metadata.uid).toBe(metadata.uid);
    });
  });

  describe('what kubectl shows', () => {
    test.each([
      ['kubectl get pods -n feaf-dashboard -l app=feaf-postgres', /^feaf-postgres-0 +2\/2 +Running +0 /m],
      ['kubectl get pod feaf-postgres-0 -n feaf-dashboard', /^feaf-postgres-0 +2\/2 +Running +0 /m],
      ['kubectl get statefulset feaf-postgres -n feaf-dashboard', /^feaf-postgres +1\/1 /m],
      ['kubectl get service feaf-postgres -n feaf-dashboard', /^feaf-postgres +ClusterIP +None +<none> +5432\/TCP /m],
      ['kubectl get pvc -n feaf-dashboard -l app=feaf-postgres', /^postgres-pvc +Bound +\S+ +\d+Gi +RWO /m],
      ['kubectl get storageclass', /^\S+ \(default\) /m],
      ['kubectl describe pod feaf-postgres-0 -n feaf-dashboard', /^ +Ready +True\s[^]*^ +ClaimName: +postgres-pvc$[^]*Started container postgres$/m],
      ['kubectl describe pvc -n feaf-dashboard -l app=feaf-postgres', /^Name: +postgres-pvc$[^]*^Status: +Bound$[^]*^Used By: +feaf-postgres-0$/m],
      ['kubectl logs -n feaf-dashboard feaf-postgres-0', /LOG: {2}database system is ready to accept connections$/m],
    ])('%s', async (command, expected) => {
      const { status, stdout } = await inFolder(command);
      expect(stdout).toMatch(expected);
      expect(status).toBe(0);
    });

    test('kubectl get endpoints shows the address of the pod', async () => {
      const { status, stdout } = await inFolder('kubectl get endpoints feaf-postgres -n feaf-dashboard');
      expect(stdout).toMatch(new RegExp(`^feaf-postgres +${(await database.pod()).status.podIP}:5432 `, 'm'));
      expect(status).toBe(0);
    });

    test('kubectl logs -f goes on with what happens', async () => {
      const session = new Session(asWritten('kubectl logs -n feaf-dashboard feaf-postgres-0 -f'));
      try {
        await session.until(/database system is ready to accept connections/);
        expect(session.stdout).not.toContain('application_name=follow-the-log');
        await database.exec('env PGAPPNAME=follow-the-log psql -U feaf_user -d feaf -c "SELECT 1"');
        await session.until(/user=feaf_user database=feaf application_name=follow-the-log/);
      } finally {
        session.stop();
      }
      // kubectl ends with 130 or by the signal itself.
      expect(await session.exit()).toBeGreaterThan(0);
    });

    test('kubectl top shows the use of the pod, where the cluster has figures', async () => {
      const command = 'kubectl top pod feaf-postgres-0 -n feaf-dashboard';
      if (!await hasMetrics()) {
        expect(await inFolder(command)).toMatchObject({ status: 1, stderr: 'error: Metrics API not available\n' });
        return;
      }
      // A new pod has figures after two rounds of the metrics server.
      await eventually('the figures of the pod are there', { within: 120 }, async () => {
        const { status, stdout } = await inFolder(command);
        expect(stdout).toMatch(/^feaf-postgres-0 +\d+m +[1-9]\d*Mi *$/m);
        expect(status).toBe(0);
      });
    });
  });

  describe('inside the pod, at a terminal', () => {
    test('psql is a shell of the application user in its database', async () => {
      const session = atTerminal(asWritten('kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf'));
      await session.until(/feaf=> /);
      session.send("SELECT current_user || '@' || current_database() AS who;\n");
      await session.until(/^ feaf_user@feaf\r?$/m);
      session.send('\\q\n');
      expect(await session.exit()).toBe(0);
    });

    test.each([
      ['kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- pg_isready -U feaf_user -d feaf', /^\/var\/run\/postgresql:5432 - accepting connections$/m],
      ['kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "SELECT version();"', /^ PostgreSQL 15\.\d+ .*\n\(1 row\)$/m],
      ['kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- df -h /var/lib/postgresql/data', /^\S+ +\S+G .* +\d+% \/var\/lib\/postgresql\/data$/m],
    ])('%s', async (command, expected) => {
      const { status, stdout } = await inTerminal(command);
      expect(stdout).toMatch(expected);
      expect(status).toBe(0);
    });

    test('pg_isready of the health checks, in the container', async () => {
      expect(await database.exec(asWritten('pg_isready -U feaf_user -d feaf'))).toBe('/var/run/postgresql:5432 - accepting connections\n');
    });
  });

  describe('another pod', () => {
    test('kubectl run of psql asks for the password of the Secret, and reaches the database over the Service', async () => {
      const command = 'kubectl run -it --rm debug --image=postgres:15 --restart=Never -n feaf-dashboard -- psql -h feaf-postgres -U feaf_user -d feaf';
      const password = await kubectl(`get secret feaf-secrets -n ${FEAF} -o go-template='{{.data.POSTGRES_PASSWORD | base64decode}}'`);
      const session = atTerminal(asWritten(command));
      // What psql says before kubectl is attached is lost, and often that is the prompt; psql waits for the password all the same.
      await session.until(/If you don't see a command prompt/, 120);
      await session.until(/Password for user feaf_user: /, 5).catch(() => undefined);
      session.send(`${password}\n`);
      await session.until(/feaf=> /);
      session.send("SELECT 'from ' || inet_client_addr() || ' to port ' || inet_server_port() AS way;\n");
      await session.until(/^ from [0-9a-f.:/]+ to port 5432\r?$/m);
      session.send('\\q\n');
      expect(await session.exit()).toBe(0);
      expect(session.stdout).toMatch(/pod "debug" deleted/);
      expect(session.stdout).not.toContain(password);
      expect((await list(`pods -n ${FEAF}`)).map(({ metadata }) => metadata.name)).toEqual(['feaf-postgres-0']);
    });

    test('a wrong password is refused', async () => {
      const { status, stderr } = await execute(
        `kubectl exec feaf-postgres-0 -n ${FEAF} -- env PGPASSWORD=wrong psql -h feaf-postgres.feaf-dashboard.svc.cluster.local -U feaf_user -d feaf -c "SELECT 1"`);
      expect(stderr).toContain('password authentication failed for user "feaf_user"');
      expect(status).toBe(2);
    });
  });

  describe('backup and restore by hand', () => {
    const rows = async () => database.sql('SELECT number, name FROM board ORDER BY number');

    beforeAll(async () => {
      await database.sql('CREATE TABLE board (number integer PRIMARY KEY, name text)');
      await database.sql("INSERT INTO board VALUES (1, 'board A'), (2, 'board B'), (3, 'it''s \"three\"')");
    });

    test('pg_dump into backup.sql has the rows', async () => {
      const { status } = await inTerminal('kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- pg_dump -U feaf_user feaf > backup.sql');
      expect(status).toBe(0);
      // The terminal writes \r\n.
      const backup = readFileSync(join(feaf.folder.path, 'backup.sql'), 'utf8').replaceAll('\r\n', '\n');
      expect(backup).toMatch(/^--\n-- PostgreSQL database dump\n--\n/);
      expect(backup).toContain('COPY public.board (number, name) FROM stdin;\n1\tboard A\n2\tboard B\n3\tit\'s "three"\n\\.\n');
      expect(backup).toContain('\n-- PostgreSQL database dump complete\n');
    });

    test('the restore brings back a table that was dropped, without an error', async () => {
      await database.sql('DROP TABLE board');
      const { status, stdout, stderr } = await inFolder('cat backup.sql | kubectl exec -i feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf');
      expect(stderr).toBe('');
      expect(stdout).toContain('CREATE TABLE\n');
      expect(stdout).toContain('COPY 3\n');
      expect(status).toBe(0);
      expect(await rows()).toBe(ROWS);
    });

    test('the restore over a table that is there says so and leaves its rows', async () => {
      const { status, stderr } = await inFolder('cat backup.sql | kubectl exec -i feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf');
      expect(stderr).toContain('ERROR:  relation "board" already exists');
      // psql without ON_ERROR_STOP goes on; restore-postgres.sh is the safe way.
      expect(status).toBe(0);
      expect(await rows()).toBe(ROWS);
    });
  });

  describe('maintenance', () => {
    test('VACUUM ANALYZE', async () => {
      await database.sql('DELETE FROM board WHERE number = 2');
      const { status, stdout } = await inTerminal('kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "VACUUM ANALYZE;"');
      expect(stdout).toMatch(/^VACUUM$/m);
      expect(status).toBe(0);
      await eventually('the statistics tell of the vacuum', { within: 30 }, async () => {
        expect(await database.sql("SELECT vacuum_count, analyze_count FROM pg_stat_user_tables WHERE relname = 'board'")).toBe('1|1');
      });
    });

    test('REINDEX DATABASE', async () => {
      const index = async () => database.sql("SELECT relfilenode FROM pg_class WHERE relname = 'board_pkey'");
      const before = await index();
      const { status, stdout } = await inTerminal('kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "REINDEX DATABASE feaf;"');
      expect(stdout).toMatch(/^REINDEX$/m);
      expect(stdout).not.toMatch(/ERROR/);
      expect(status).toBe(0);
      expect(await index()).not.toBe(before);
    });
  });

  test('no command of the document was left out', () => {
    expect(SEED_COMMANDS.filter((command) => !ran.has(command))).toEqual([]);
  });
});
