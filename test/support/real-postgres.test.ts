import { ChildProcess, execFileSync, spawn } from 'child_process';
import { chmodSync, cpSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { setTimeout as sleep } from 'timers/promises';
import { describeWithPostgres, installedMajors, postgresBinaries, serverUser, usableFolder } from './postgres-binaries';
import { RealPostgres, ServerRefuses } from './real-postgres';

jest.setTimeout(120_000);

describeWithPostgres('a real server', () => {
  let server: RealPostgres;

  beforeAll(async () => {
    server = await RealPostgres.start('15', { settings: "work_mem = '5MB'\n", initdbArgs: ['--data-checksums'] });
  });

  afterAll(async () => {
    await server?.stop();
  });

  async function show(name: string): Promise<string> {
    return (await server.query(`SELECT current_setting('${name}') AS value`)).rows[0].value;
  }

  test('has the settings and was initialised as asked', async () => {
    expect(await show('work_mem')).toBe('5MB');
    expect(await show('data_checksums')).toBe('on');
    expect(await show('server_encoding')).toBe('UTF8');
  });

  test('listens on the loopback address only, and on a socket in its own folder', async () => {
    expect(await show('listen_addresses')).toBe('127.0.0.1');
    expect((await server.query('SELECT 1 AS one', { host: server.socketDirectory })).rows).toEqual([{ one: 1 }]);
  });

  test('runs a script statement by statement, also what no transaction allows', async () => {
    await server.runScript(`
      -- Two databases and a setting
      CREATE DATABASE "odd;name";
      ALTER SYSTEM SET work_mem = '6MB';
      DO $$ BEGIN PERFORM 1; PERFORM 2; END $$;
    `);
    const { rows } = await server.query('SELECT current_database() AS name', { database: 'odd;name' });
    expect(rows).toEqual([{ name: 'odd;name' }]);
    await server.reload();
    expect(await show('work_mem')).toBe('6MB');
  });

  test('a script ends at the first statement that fails, and the error names its line', async () => {
    const script = 'CREATE TABLE first_table ();\nSELECT no_such_column;\nCREATE TABLE second_table ();';
    await expect(server.runScript(script)).rejects.toThrow('line 2: column "no_such_column" does not exist, in: SELECT no_such_column');
    expect((await server.query("SELECT to_regclass('first_table') AS first, to_regclass('second_table') AS second")).rows)
      .toEqual([{ first: 'first_table', second: null }]);
  });

  test('keeps its data over a restart, and takes settings that need one', async () => {
    await server.query('CREATE TABLE kept AS SELECT 42 AS answer');
    await server.query('ALTER SYSTEM SET max_connections = 33');
    await server.reload();
    expect(await show('max_connections')).toBe('100');
    await server.restart();
    expect(await show('max_connections')).toBe('33');
    expect((await server.query('SELECT * FROM kept')).rows).toEqual([{ answer: 42 }]);
  });

  test('a reload that the server refuses is an error in its own words', async () => {
    server.writeConfiguration('postgresql.conf', "temp_buffers = 'many'\n");
    await expect(server.reload()).rejects.toThrow('invalid value for parameter "temp_buffers": "many"');
    server.writeConfiguration('postgresql.conf', '');
    server.writeConfiguration('pg_hba.conf', 'nonsense\n');
    await expect(server.reload()).rejects.toThrow(ServerRefuses);
    server.writeConfiguration('pg_hba.conf', 'local all all trust\nhost all all 127.0.0.1/32 trust\n');
    await server.reload();
  });
});

// All majors run in test/postgres/settings-catalog.test.ts.
describeWithPostgres('the oldest and the newest major', () => {
  test.each([installedMajors[0], installedMajors[installedMajors.length - 1]])('%s starts, answers, and leaves nothing behind', async (major) => {
    const server = await RealPostgres.start(major);
    const process = Number(readFileSync(join(server.dataDirectory, 'postmaster.pid'), 'utf8').split('\n')[0]);
    expect((await server.query('SHOW server_version')).rows).toEqual([{ server_version: server.version }]);
    expect(server.version.split('.')[0]).toBe(major);
    await server.stop();
    expect(isRunning(process)).toBe(false);
    expect(existsSync(server.dataDirectory)).toBe(false);
  });
});

describeWithPostgres('a postgresql.conf that is tried', () => {
  test.each([
    '',
    "shared_buffers = '256MB'\nwork_mem = '16MB'\nmy_module.thing = 'any'",
  ])('%j is taken', async (settings) => {
    expect(await RealPostgres.check('15', settings)).toBeUndefined();
  });

  test.each([
    ["work_mem = '1XB'", 'invalid value for parameter "work_mem": "1XB"\nHINT:  Valid units for this parameter are "B", "kB", "MB", "GB", and "TB".'],
    ['wrk_mem = 1', 'unrecognized configuration parameter "wrk_mem"'],
    ['a.b.c = 1', 'syntax error'],
    ['port = 70000', '70000 is outside the valid range for parameter "port" (1 .. 65535)'],
    // `postgres -C` sees nothing wrong with these three; only a start does.
    ['superuser_reserved_connections = 100', 'superuser_reserved_connections (100) must be less than max_connections (100)'],
    ["wal_level = 'minimal'", 'WAL streaming (max_wal_senders > 0) requires wal_level "replica" or "logical"'],
    ["shared_preload_libraries = 'nothing'", 'could not access file "nothing": No such file or directory'],
  ])('%j is refused in the words of the server', async (settings, complaint) => {
    expect(await RealPostgres.check('15', settings)).toContain(complaint);
  });
});

describeWithPostgres('servers whose test run ends', () => {
  // SIGKILL runs no hook at all, so what survives it survives every other end.
  test('are ended and removed, even by SIGKILL', async () => {
    const program = `
      const { RealPostgres } = require(${JSON.stringify(join(__dirname, 'real-postgres'))});
      RealPostgres.start('15').then((server) => console.log(server.dataDirectory));
      setInterval(() => {}, 1000);`;
    const child = spawn(process.execPath, ['-r', 'ts-node/register/transpile-only', '-e', program], { stdio: ['ignore', 'pipe', 'inherit'] });
    const folder = await firstLine(child);
    const postmaster = Number(readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')[0]);
    expect(isRunning(postmaster)).toBe(true);

    child.kill('SIGKILL');
    for (let wait = 0; wait < 100 && (isRunning(postmaster) || existsSync(join(folder, '..'))); wait++) await sleep(100);
    expect({ isRunning: isRunning(postmaster), isThere: existsSync(join(folder, '..')) }).toEqual({ isRunning: false, isThere: false });
  });
});

describeWithPostgres('programs that cannot be used where npm laid them', () => {
  test('are used from a copy: without symbolic links, and in a folder that is closed to others', () => {
    const closed = mkdtempSync(join(tmpdir(), 'closed-'));
    try {
      const installed = join(closed, 'native');
      cpSync(postgresBinaries('15').folder, installed, { recursive: true, verbatimSymlinks: true });
      for (const { target } of JSON.parse(readFileSync(join(installed, 'pg-symlinks.json'), 'utf8'))) rmSync(join(closed, target));
      chmodSync(closed, 0o700);
      const copy = usableFolder(installed);
      expect(copy).not.toBe(installed);
      for (const program of ['initdb', 'postgres']) {
        expect(execFileSync(join(copy, 'bin', program), ['--version'], { ...serverUser, cwd: '/', encoding: 'utf8' })).toContain('(PostgreSQL) 15.');
      }
    } finally {
      rmSync(closed, { recursive: true });
    }
  });
});

async function firstLine(child: ChildProcess): Promise<string> {
  return new Promise((resolve, reject) => {
    child.stdout!.once('data', (data) => resolve(`${data}`.trim()));
    child.once('exit', (code) => reject(new Error(`The program ended with ${code} before its server had started.`)));
  });
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
