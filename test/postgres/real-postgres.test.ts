import { readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { settings as badSettings } from '../bad-inputs/scripts-and-settings';
import { describeWithPostgres, installedMajors } from '../support/postgres-binaries';
import { RealPostgres } from '../support/real-postgres';

const root = join(__dirname, '..', '..');
const initScripts = dataOf('postgres-init-scripts');
const settings = dataOf('feaf-postgres-settings');

/** What the deployment document says, and the values as the server shows them. */
const DOCUMENT: [name: string, shown: string][] = [
  ['shared_buffers', '256MB'],
  ['effective_cache_size', '512MB'],
  ['work_mem', '16MB'],
  ['maintenance_work_mem', '128MB'],
  ['random_page_cost', '1.1'],
  ['checkpoint_completion_target', '0.9'],
  ['wal_buffers', '16MB'],
  ['autovacuum', 'on'],
  ['autovacuum_max_workers', '3'],
  ['log_min_duration_statement', '1s'],
  ['log_connections', 'on'],
  ['log_disconnections', 'on'],
];

// Each major is one more server to start, and what differs between them is in the catalogue's own tests.
describeWithPostgres('the FEAF database on real servers', () => {
  describe.each(installedMajors)('PostgreSQL %s', (major) => {
    // A test server has an address, a port and a socket folder of its own.
    const configuration = settings['postgresql.conf'].replace(/^(listen_addresses|port|unix_socket_directories) .*\n/gm, '');
    let server: RealPostgres;

    beforeAll(async () => {
      server = await RealPostgres.start(major, { settings: configuration, hostBasedAuthentication: settings['pg_hba.conf'] });
      await asSuperuser("CREATE ROLE feaf_user LOGIN SUPERUSER PASSWORD 'secret'");
      await asSuperuser('CREATE DATABASE feaf OWNER feaf_user');
    }, 60_000);

    afterAll(() => server?.stop());

    const asSuperuser = (sql: string) => server.query(sql, { host: server.socketDirectory });
    const asOwner = { host: '127.0.0.1', user: 'feaf_user', password: 'secret', database: 'feaf' };
    const show = async (name: string) => Object.values((await server.query(`SHOW ${name}`, asOwner)).rows[0])[0];

    test('the init scripts run in the order of their names, and a second time without an error', async () => {
      for (let time = 0; time < 2; time++) {
        for (const name of Object.keys(initScripts).sort()) await server.runScript(initScripts[name], asOwner);
      }
      await asSuperuser('ALTER ROLE feaf_user NOSUPERUSER');
      const { rows } = await server.query('SELECT extname FROM pg_extension ORDER BY 1', asOwner);
      expect(rows.map(({ extname }) => extname)).toEqual(['pg_trgm', 'plpgsql', 'uuid-ossp']);
      await expect(show('timezone')).resolves.toBe('UTC');
    });

    test.each(DOCUMENT)('%s is %s, as the document says', async (name, shown) => {
      await expect(show(name)).resolves.toBe(shown);
    });

    test('every setting of postgresql.conf is in force, from that file or over it by the init script', async () => {
      const names = [...configuration.matchAll(/^([a-z_.]+) = /gm)].map(([, name]) => name);
      const { rows } = await asSuperuser('SELECT lower(name) AS name, error, applied FROM pg_file_settings');
      expect(rows.filter(({ error }) => error)).toEqual([]);
      expect(names.length).toBeGreaterThan(DOCUMENT.length);
      expect(names.filter((name) => !rows.some((row) => row.name === name && row.applied))).toEqual([]);
    });

    test('the launcher of autovacuum runs', async () => {
      const { rows } = await asSuperuser("SELECT count(*)::int AS launchers FROM pg_stat_activity WHERE backend_type = 'autovacuum launcher'");
      expect(rows).toEqual([{ launchers: 1 }]);
    });

    test('the superuser comes in by the socket only, and nobody without a password over TCP', async () => {
      await expect(asSuperuser('SELECT 1')).resolves.toMatchObject({ rowCount: 1 });
      await expect(server.query('SELECT 1')).rejects.toThrow('pg_hba.conf rejects connection');
      await expect(server.query('SELECT 1', { ...asOwner, password: 'wrong' })).rejects.toThrow('password authentication failed');
    });
  });

  test.each(installedMajors)('02-performance-tuning.sql works alone on PostgreSQL %s: after a restart every setting is in force', async (major) => {
    const server = await RealPostgres.start(major);
    try {
      await server.runScript(readFileSync(join(root, 'sql', '02-performance-tuning.sql'), 'utf8'));
      await server.restart();
      for (const [name, shown] of DOCUMENT) {
        expect({ name, shown: (await server.query(`SHOW ${name}`)).rows[0][name] }).toEqual({ name, shown });
      }
      const { rows } = await server.query('SELECT name FROM pg_settings WHERE pending_restart');
      expect(rows).toEqual([]);
    } finally {
      await server.stop();
    }
  }, 60_000);

  const refused = badSettings.flatMap(({ input, props, says }) => {
    const major = /\(PostgreSQL (\d+)\)\.$/.exec(says ?? '')?.[1];
    return major ? [{ input, major, parameters: props!.parameters as { [name: string]: string } }] : [];
  });

  test('there are settings that only the catalogue refuses, for the rows below', () => expect(refused.length).toBeGreaterThanOrEqual(5));

  test.each(refused)('$input, refused at synth, is refused by PostgreSQL $major itself', async ({ major, parameters }) => {
    const configuration = Object.entries(parameters).map(([name, value]) => `${name} = '${value.replace(/'/g, "''")}'\n`).join('');
    await expect(RealPostgres.check(major, configuration)).resolves.toContain(Object.keys(parameters)[0]);
  }, 60_000);
});

function dataOf(configMap: string): { [key: string]: string } {
  const text = readFileSync(join(root, 'dist', 'feaf-dashboard', '08-postgres-init-configmap.yaml'), 'utf8');
  return parseAllDocuments(text).map((document) => document.toJS()).find(({ metadata }) => metadata.name === configMap).data;
}
