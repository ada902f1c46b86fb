import * as fc from 'fast-check';
import { PostgresSettings, PostgresSettingsProps } from '../../src';
import { databaseObjects, objectsOf, only } from '../support/synthesized';

type Parameters = { [name: string]: string };

function settings(props: Partial<PostgresSettingsProps> = {}): { hash: string; lines: string[]; text: string } {
  let hash = '';
  const objects = objectsOf((chart) => {
    hash = new PostgresSettings(chart, 'settings', { postgresVersion: '17', ...props }).restartHash;
  });
  const text: string = only('ConfigMap', objects).data['postgresql.conf'];
  return { hash, text, lines: text.trimEnd().split('\n').filter((line) => !line.startsWith('#')) };
}

const line = (name: string, parameters: Parameters) => settings({ parameters }).lines.filter((each) => each.startsWith(`${name} = `));

test('alone in somebody\'s chart they are a ConfigMap with complete files', () => {
  const [{ metadata, data }] = objectsOf((chart) => new PostgresSettings(chart, 'settings', {
    postgresVersion: '17', name: 'db-settings', parameters: { work_mem: '8MB' }, labels: { team: 'shop' },
  }));
  expect(metadata).toMatchObject({ name: 'db-settings', namespace: 'shop', labels: { team: 'shop' } });
  expect(data).toMatchInlineSnapshot(`
{
  "pg_hba.conf": "# Written by the deployment. A change here is replaced; change the deployment.
# type database user address method
local all all trust
host all postgres all reject
host all all all scram-sha-256
",
  "postgresql.conf": "# Written by the deployment. A change here is replaced; change the deployment.
autovacuum_work_mem = '32MB'
default_text_search_config = 'pg_catalog.english'
huge_pages = 'off'
lc_messages = 'C'
listen_addresses = '*'
log_line_prefix = '%m [%p] %q%u@%d '
log_timezone = 'UTC'
password_encryption = 'scram-sha-256'
port = '5432'
timezone = 'UTC'
unix_socket_directories = '/var/run/postgresql'
work_mem = '8MB'
",
}
`);
});

describe('the configuration', () => {
  test.each<[string, string, string, string]>([
    ['in capitals', 'WORK_MEM', '8MB', "work_mem = '8MB'"],
    ['in mixed case', 'TimeZone', 'Europe/Berlin', "timezone = 'Europe/Berlin'"],
    ['by an older name', 'sort_mem', '8MB', "work_mem = '8MB'"],
    ['of an extension, with a dot', 'auto_explain.log_min_duration', '1s', "auto_explain.log_min_duration = '1s'"],
    ['of an extension, in capitals', 'Auto_Explain.Log_Analyze', 'on', "auto_explain.log_analyze = 'on'"],
    ['with quotes', 'search_path', '"$user", it\'s', "search_path = '\"$user\", it''s'"],
    ['with a backslash', 'log_line_prefix', '%m \\', "log_line_prefix = '%m \\\\'"],
    ['that is empty', 'local_preload_libraries', '', "local_preload_libraries = ''"],
    ['with a comment sign', 'application_name', 'a # b', "application_name = 'a # b'"],
  ])('takes a setting %s', (_what, name, value, expected) => {
    expect(line(expected.split(' ')[0], { [name]: value })).toEqual([expected]);
  });

  test('has one line for each setting, sorted, whatever the order and the case they are given in', () => {
    const parameters = { work_mem: '8MB', Max_Connections: '50', DateStyle: 'iso, dmy' };
    const { lines, text } = settings({ parameters });
    const names = lines.map((each) => each.split(' = ')[0]);
    expect(names).toEqual([...new Set(names)].sort());
    expect(settings({ parameters: Object.fromEntries(Object.entries(parameters).reverse()) }).text).toBe(text);
  });

  test('lets a given setting win over the default of the deployment', () => {
    expect(line('log_timezone', { log_timezone: 'Europe/Berlin' })).toEqual(["log_timezone = 'Europe/Berlin'"]);
    expect(line('autovacuum_work_mem', { Autovacuum_Work_Mem: '16MB' })).toEqual(["autovacuum_work_mem = '16MB'"]);
  });

  test.each<[string, string | undefined]>([
    ['1Gi', '256MB'], ['2Gi', '512MB'], ['1500M', '357MB'], ['64Gi', '8192MB'],
  ])('of a server with a memory limit of %s has a quarter of it as shared_buffers, at most 8 GB: %s', (memory, sharedBuffers) => {
    const text: string = only('ConfigMap', databaseObjects({ resources: { limits: { memory } } }), 'db-settings').data['postgresql.conf'];
    expect(text).toContain(`\nshared_buffers = '${sharedBuffers}'\n`);
  });

  test('without a memory limit leaves shared_buffers to PostgreSQL', () => {
    expect(settings().text).not.toContain('shared_buffers');
  });

  test('has the port of the server', () => {
    expect(settings({ port: 6432 }).lines).toContain("port = '6432'");
  });
});

describe('the restart hash', () => {
  const hash = (parameters: Parameters, postgresVersion = '17') => settings({ parameters, postgresVersion }).hash;

  test.each(['work_mem', 'log_min_duration_statement', 'random_page_cost', 'max_wal_size', 'search_path', 'auto_explain.log_min_duration'])(
    'stays when %s changes, which is reloaded', (name) => {
      const value = name === 'search_path' ? 'app' : name === 'max_wal_size' ? '2GB' : '100';
      expect(hash({ [name]: value })).toBe(hash({}));
    });

  test.each([
    ['max_connections', '50'], ['shared_buffers', '64MB'], ['wal_level', 'logical'], ['shared_preload_libraries', 'pg_stat_statements'],
    ['MAX_CONNECTIONS', '50'], ['autovacuum_max_workers', '5'],
  ])('changes with %s, which needs a restart', (name, value) => {
    expect(hash({ [name]: value })).not.toBe(hash({}));
  });

  test('follows what the major says: from 18 on the number of autovacuum workers is reloaded', () => {
    expect(hash({ autovacuum_max_workers: '5' }, '18')).toBe(hash({}, '18'));
  });

  test('is the same for the same settings in any order and case', () => {
    expect(hash({ max_connections: '50', wal_level: 'logical' })).toBe(hash({ WAL_LEVEL: 'logical', Max_Connections: '50' }));
  });

  test('changes with the port and with encryption being switched on', () => {
    expect(settings({ port: 6432 }).hash).not.toBe(settings().hash);
  });
});

describe('the statements for a server without this deployment', () => {
  test('set the same in the order given, each by one line', () => {
    expect(PostgresSettings.toSql({ work_mem: '16MB', autovacuum: 'on' })).toBe("ALTER SYSTEM SET work_mem = '16MB';\nALTER SYSTEM SET autovacuum = 'on';\n");
    expect(PostgresSettings.toSql({})).toBe('');
  });

  test.each<[string, string, string]>([
    ['quotes', 'log_line_prefix', "log_line_prefix = 'it''s'"],
    ['a backslash', 'log_line_prefix', "log_line_prefix = E'a\\\\b'"],
  ])('quote a value with %s', (what, name, expected) => {
    expect(PostgresSettings.toSql({ [name]: what === 'quotes' ? "it's" : 'a\\b' })).toBe(`ALTER SYSTEM SET ${expected};\n`);
  });

  test('keep a list of names a list, since as one literal it would be one name', () => {
    expect(PostgresSettings.toSql({ Search_Path: '"$user", public', shared_preload_libraries: 'auto_explain, pg_stat_statements' })).toBe(
      "ALTER SYSTEM SET Search_Path = '$user', 'public';\nALTER SYSTEM SET shared_preload_libraries = 'auto_explain', 'pg_stat_statements';\n");
  });

  test('are never more than one for each setting, whatever is in the value', () => {
    fc.assert(fc.property(fc.fullUnicodeString(), (value) => {
      const sql = PostgresSettings.toSql({ work_mem: value });
      expect(sql.replace(/E'(?:[^'\\]|''|\\[^])*'|'(?:[^']|'')*'/gu, '?')).toBe('ALTER SYSTEM SET work_mem = ?;\n');
    }));
  });
});
