import { createHash } from 'crypto';
import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Change, Outcome, repository, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

const dump = readFileSync(join(repository, 'test', 'scripts', 'recordings', 'dump.sql'), 'utf8');

const isEmpty: Change = { call: /SELECT count\(\*\) FROM \(/, stdout: '0\n' };
const holdsTwo: Change[] = [
  { call: /SELECT count\(\*\) FROM \(/, stdout: '2\n' }, { call: /SELECT i.type/, stdout: 'table public.boards\nview app.v\n' },
];
const psql: Change[] = [
  { call: /SELECT 1$/, stdout: '1\n' },
  { call: /ANALYZE/ },
  { call: /relkind IN/, stdout: '3\n' },
  { call: /-f -( |$)/ },
  { call: /exec -i .*psql -X -q -w -v ON_ERROR_STOP=1 -p 5432 -U feaf_user -d feaf$/ },
];
const oldPsql: Change = {
  call: /exec -i .*psql -X -q -w -v ON_ERROR_STOP=1 -p 5432 -U feaf_user -d feaf$/, code: 3, stderr: 'invalid command \\restrict\n',
};

interface Restored extends Outcome {
  /** What reached psql (or pg_restore) in the pod. */
  readonly stream?: string;
}

function restore(content: string | Buffer, changes: readonly Change[] = [isEmpty], options: readonly string[] = [], checksum?: string): Restored {
  return withKubectl('verify', [...changes, ...psql], (kubectl) => {
    const file = join(kubectl.folder, 'b=1.sql');
    writeFileSync(file, content);
    if (checksum !== undefined) {
      writeFileSync(`${file}.sha256`, `${checksum}  b=1.sql\n`);
    }
    const outcome = kubectl.run('restore-postgres.sh', ['b=1.sql', ...options]);
    return { ...outcome, stream: outcome.calls.find((call) => / -f - ?/.test(call.text))?.stdin?.toString() };
  });
}

test('a plain dump is restored between BEGIN and COMMIT, and then analysed', () => {
  const { code, stdout, stream, calls } = restore(dump);
  const command = calls.find((call) => call.text.includes(' -f -'));
  expect(command?.text).toMatch(/psql -X -q -w -v ON_ERROR_STOP=1 .* -c BEGIN -c SET LOCAL lock_timeout = '30s' -f -$/);
  expect(stream?.endsWith('\nCOMMIT;\n')).toBe(true);
  expect(calls.map((call) => call.text).some((text) => text.endsWith('-c ANALYZE'))).toBe(true);
  expect(stdout).toContain('b=1.sql is restored: database feaf of pod feaf-postgres-0 holds 3 table(s).');
  expect(code).toBe(0);
});

test('nothing but what would break the transaction or meets what stays is changed', () => {
  const { stream } = restore(dump);
  const lines = dump.split('\n');
  const firstObject = lines.findIndex((line) => /^-- Name: .*; Type: FUNCTION;/.test(line));
  const largeObjects = lines.findIndex((line) => line.includes('Type: BLOBS;') && line.startsWith('-- Data for'));
  const dropped = (line: string, index: number): boolean =>
    (index < firstObject && line.startsWith('COMMENT ON EXTENSION ')) || (index > largeObjects && /^(BEGIN|COMMIT);$/.test(line));
  const expected = lines.filter((line, index) => !dropped(line, index)).map((line) => (
    /^CREATE SCHEMA (app|extensions);$/.test(line) ? line.replace('SCHEMA', 'SCHEMA IF NOT EXISTS') : line
  ));
  expect(firstObject).toBeGreaterThan(0);
  expect(largeObjects).toBeGreaterThan(firstObject);
  expect(stream).toBe(`${expected.join('\n')}COMMIT;\n`);
  expect(lines.length - expected.length).toBeGreaterThanOrEqual(5);
  // The data and the function of the recording hold such lines, too.
  expect(stream?.split('\n')).toEqual(expect.arrayContaining([
    "COMMENT ON EXTENSION pg_trgm IS 'data';", 'CREATE SCHEMA data;', 'CREATE SCHEMA body;', "COMMENT ON EXTENSION pg_trgm IS ''body'';",
  ]));
});

test('a dump that cannot be read to its end is not committed', () => {
  withKubectl('verify', [isEmpty, ...psql], (kubectl) => {
    writeFileSync(join(kubectl.folder, 'b.sql'), dump);
    kubectl.command('awk', 'echo "CREATE TABLE half (a integer);"; exit 2');
    const { code, calls } = kubectl.run('restore-postgres.sh', ['b.sql']);
    expect(calls.find((call) => call.text.endsWith(' -f -'))?.stdin?.toString()).toBe('CREATE TABLE half (a integer);\n');
    expect(code).toBe(1);
  });
});

test("the document's own dump, with the carriage returns and echoes of a terminal, is the same", () => {
  expect(restore(`^@^D${dump.split('\n').join('\r\n')}`).stream).toBe(restore(dump).stream);
});

test('a psql that is older than the dump does not get its \\restrict', () => {
  const { code, stream } = restore(dump, [oldPsql, isEmpty]);
  expect(stream).not.toMatch(/^\\(un)?restrict [A-Za-z0-9]{20,}/m);
  expect(stream).toContain('\n\\\\restrict data\n');
  expect(restore(dump).stream).toMatch(/^\\restrict [A-Za-z0-9]{20,}$[\s\S]*^\\unrestrict [A-Za-z0-9]{20,}$/m);
  expect(code).toBe(0);
});

test('a custom dump goes to pg_restore as it is, and COMMIT comes only after pg_restore', () => {
  const bytes = Buffer.concat([Buffer.from('PGDMP'), Buffer.from([0, 1, 0xff, 13, 10])]);
  const { code, calls } = restore(bytes);
  const call = calls.find((one) => one.text.includes('pg_restore -f -'));
  expect(call?.stdin).toEqual(bytes);
  expect(call?.text).toMatch(/set -o pipefail[\s\S]*pg_restore -f - \| .*awk .* && printf "COMMIT;\\n"/);
  expect(code).toBe(0);
});

test('a database that holds something is left alone, and what it holds is said', () => {
  const { code, said, stream } = restore(dump, holdsTwo);
  expect(said).toContain('is not empty: it holds 2 object(s): table public.boards,view app.v. Nothing was changed. With --force all of them');
  expect(stream).toBeUndefined();
  expect(code).toBe(1);
});

test('with --force the contents are dropped in the same transaction', () => {
  const { code, stdout, calls } = restore(dump, holdsTwo, ['--force']);
  expect(stdout).toContain('! Database feaf holds 2 object(s), which are dropped first.');
  const command = calls.find((call) => call.text.includes(' -f -'))?.text;
  expect(command).toMatch(/-c BEGIN -c SET LOCAL lock_timeout = '30s' -c DO \$drop\$ [\s\S]* END \$drop\$ -f -$/);
  expect(code).toBe(0);
});

test('without --force nothing is dropped', () => {
  expect(restore(dump).calls.filter((call) => call.text.includes('DROP'))).toEqual([]);
});

test('a failure is said with its reason, and there is no ANALYZE after it', () => {
  const failure: Change = {
    call: / -f -$/, code: 3, stderr: 'psql:<stdin>:9: ERROR:  relation "t" already exists\nDETAIL:  more\ncommand terminated with exit code 3\n',
  };
  const { code, stderr, calls } = restore(dump, [failure, isEmpty]);
  expect(stderr).toContain('The restore failed, and the database is as it was before: psql:<stdin>:9: ERROR:  relation "t" already exists.');
  expect(stderr).toContain('DETAIL:  more');
  expect(calls.filter((call) => call.text.includes('ANALYZE'))).toEqual([]);
  expect(code).toBe(1);
});

test('a right checksum is said to be right', () => {
  const { code, stdout } = restore(dump, [isEmpty], [], createHash('sha256').update(dump).digest('hex'));
  expect(stdout).toContain('The SHA-256 of b=1.sql is right.');
  expect(code).toBe(0);
});

test.each<[string, string | Buffer, string, string | undefined]>([
  ['a wrong checksum', dump, 'the SHA-256 differs. Nothing was changed.', '0'.repeat(64)],
  ['no end', dump.slice(0, dump.length - 300), 'is not complete: it does not end as pg_dump ends a dump. Nothing was changed.', undefined],
  ['no content', '', 'cannot be read or is empty', undefined],
  ['something else', 'SELECT 1;\n', 'is neither a plain nor a custom dump', undefined],
  ['compression', Buffer.from([0x1f, 0x8b, 8, 0]), 'must be decompressed first', undefined],
])('a file with %s is refused before the cluster is asked', (_, content, text, checksum) => {
  const { code, said, calls } = restore(content, [], ['--force'], checksum);
  expect(said).toContain(text);
  expect(code).toBe(1);
  expect(calls).toEqual([]);
});

test('a file that is not there is refused', () => {
  const { code, said } = withKubectl(undefined, [], (kubectl) => kubectl.run('restore-postgres.sh', ['nowhere.sql']));
  expect(said).toContain('File nowhere.sql cannot be read or is empty.');
  expect(code).toBe(1);
});
