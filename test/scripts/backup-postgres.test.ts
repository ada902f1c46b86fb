import { createHash } from 'crypto';
import { existsSync, readdirSync, readFileSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Change, Outcome, repository, StubKubectl, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

const dump = readFileSync(join(repository, 'test', 'scripts', 'recordings', 'dump.sql'), 'utf8');
const sum = (text: string) => createHash('sha256').update(text).digest('hex');

const database: Change[] = [{ call: /psql .*SELECT 1$/, stdout: '1\n' }];
const sends = (stdout: string, stderr: string, code = 0): Change => ({ call: /pg_dump/, stdout, stderr, code });
const whole = sends(dump, `sha256 ${sum(dump)}\n`);

/** What backup-postgres.sh does and leaves in a folder that holds nothing else. */
function backup(changes: readonly Change[], options: readonly string[], before: (kubectl: StubKubectl) => void = () => undefined)
  : Outcome & { readonly files: string[]; readonly text: string } {
  return withKubectl('verify', [...changes, ...database], (kubectl) => {
    before(kubectl);
    const outcome = kubectl.run('backup-postgres.sh', options);
    const files = readdirSync(kubectl.folder).filter((name) => name !== '.stub').sort();
    files.forEach((name) => expect([name, (statSync(join(kubectl.folder, name)).mode % 0o1000).toString(8)]).toEqual([name, '600']));
    const file = join(kubectl.folder, 'b.sql');
    return { ...outcome, files, text: existsSync(file) ? readFileSync(file, 'utf8') : '' };
  });
}

test('a complete dump is there with its checksum, for nobody else to read', () => {
  const { code, stdout, files, text, calls } = backup([whole], ['b.sql']);
  expect(code).toBe(0);
  expect(text).toBe(dump);
  expect(files).toEqual(['b.sql', 'b.sql.sha256']);
  expect(stdout).toContain(`b.sql (${Buffer.byteLength(dump)} bytes`);
  expect(calls.find((call) => call.text.includes('pg_dump'))?.text).toMatch(/ pg_dump --no-password --format=plain -p 5432 -U feaf_user -d feaf$/);
});

test('the checksum is one that sha256sum -c understands', () => {
  withKubectl('verify', [whole, ...database], (kubectl) => {
    kubectl.run('backup-postgres.sh', ['b.sql']);
    expect(readFileSync(join(kubectl.folder, 'b.sql.sha256'), 'utf8')).toBe(`${sum(dump)}  b.sql\n`);
  });
});

test('without a name the file is called after the database and the time', () => {
  expect(backup([whole], []).files[0]).toMatch(/^feaf-\d{8}T\d{6}Z\.sql$/);
  const custom = [sends('PGDMP', `sha256 ${sum('PGDMP')}\n`), { call: /pg_restore --list/ }];
  expect(backup(custom, ['--format', 'custom']).files[0]).toMatch(/^feaf-\d{8}T\d{6}Z\.dump$/);
});

test.each<[string, Change[], string[], string]>([
  [
    'pg_dump fails',
    [sends('--\n', 'pg_dump: error: query failed: ERROR:  permission denied for table t\nsha256 x\ncommand terminated with exit code 1\n', 1)],
    [],
    'permission denied for table t',
  ],
  ['the stream is cut, though kubectl ends well', [sends(dump.slice(0, 900), `sha256 ${sum(dump)}\n`)], [], 'is not what the pod sent'],
  ['the pod says no checksum', [sends(dump, '')], [], 'instead of unknown'],
  ['the dump has no end', [sends(dump.slice(0, 900), `sha256 ${sum(dump.slice(0, 900))}\n`)], [], 'does not end as pg_dump ends one'],
  [
    'pg_restore cannot read it',
    [sends('PGDMP', `sha256 ${sum('PGDMP')}\n`), { call: /pg_restore --list/, code: 1, stderr: 'pg_restore: error: corrupt\n' }],
    ['--format=custom'],
    'pg_restore: error: corrupt',
  ],
  [
    'the database does not answer',
    [{ call: /psql .*SELECT 1$/, code: 2, stderr: 'psql: error: connection refused\n' }],
    [],
    'does not answer user feaf_user',
  ],
  [
    'there is no pod',
    [{ call: /get pod /, code: 1, stderr: 'Error from server (NotFound): no pod\n' }],
    [],
    'cannot be read: Error from server (NotFound): no pod',
  ],
  [
    'there is no Secret',
    [{ call: /get secret/, code: 1, stderr: 'Error from server (NotFound): no secret\n' }],
    [],
    'cannot be read: Error from server (NotFound): no secret',
  ],
])('when %s there is no file', (_, changes, options, text) => {
  const { code, said, files } = backup(changes, ['b.sql', ...options]);
  expect(said).toContain(text);
  expect(code).toBe(1);
  expect(files).toEqual([]);
});

test.each(['b.sql', 'b.sql.sha256'])('an existing %s is left as it is', (name) => {
  const { code, said, files, calls } = backup([whole], ['b.sql'], (kubectl) => writeFileSync(join(kubectl.folder, name), 'mine', { mode: 0o600 }));
  expect(calls.filter((call) => call.text.includes('pg_dump'))).toEqual([]);
  expect(said).toContain(`${name} exists and was left as it is`);
  expect([code, files]).toEqual([1, [name]]);
});

test('a link that leads nowhere is not written through', () => {
  withKubectl('verify', [whole, ...database], (kubectl) => {
    symlinkSync('elsewhere', join(kubectl.folder, 'b.sql'));
    expect(kubectl.run('backup-postgres.sh', ['b.sql']).said).toContain('b.sql exists');
    expect(existsSync(join(kubectl.folder, 'elsewhere'))).toBe(false);
  });
});

test.each([['no/such/b.sql', 'Folder no/such does not exist.'], ['.', '. is a folder']])('the file %s is refused before the dump', (file, text) => {
  const { said, calls } = backup([whole], [file]);
  expect(said).toContain(text);
  expect(calls.filter((call) => call.text.includes('pg_dump'))).toEqual([]);
});

test('warnings of pg_dump are passed on', () => {
  const { code, stdout } = backup([sends(dump, `pg_dump: warning: there are circular foreign-key constraints\nsha256 ${sum(dump)}\n`)], ['b.sql']);
  expect(stdout).toContain('! pg_dump: warning: there are circular');
  expect(code).toBe(0);
});
