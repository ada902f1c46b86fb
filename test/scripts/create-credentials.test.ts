import { writeFileSync } from 'fs';
import { join } from 'path';
import fc from 'fast-check';
import { Change, Outcome, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

const version: Change = { call: /--raw/, stdout: '{"gitVersion": "v1.34.0"}' };
const noSecret: Change = { call: /get secret/, code: 1, stderr: 'Error from server (NotFound): secrets "feaf-secrets" not found\n' };
const existing: Change = { call: /get secret/, stdout: 'POSTGRES_DB ZmVhZg==\nPOSTGRES_USER ZmVhZl91c2Vy\nOTHER eA==\n' };
const created: Change[] = [version, noSecret, { call: /create -f -/, stdout: 'secret/feaf-secrets created' }];

/** Runs the script with a password file; the password may be bytes. */
function create(password: string | Buffer | undefined, changes: readonly Change[] = created, options: readonly string[] = []): Outcome {
  return withKubectl(undefined, changes, (kubectl) => {
    const file = join(kubectl.folder, 'password');
    if (password !== undefined) {
      writeFileSync(file, password);
    }
    return kubectl.run('create-credentials.sh', [...(password === undefined ? [] : ['--password-file', file]), ...options]);
  });
}

/** The keys of the Secret that reached kubectl on its standard input. */
function keys(outcome: Outcome): Record<string, string> {
  const input = outcome.calls.map((call) => call.stdin).find((stdin) => stdin !== undefined);
  const data: Record<string, string> = JSON.parse(String(input)).data;
  return Object.fromEntries(Object.entries(data).map(([key, value]) => [key, Buffer.from(value, 'base64').toString()]));
}

test('the Secret has four keys, a random password, and a URI that agrees', () => {
  const passwords = [create(undefined), create(undefined)].map((outcome) => {
    expect(outcome.code).toBe(0);
    const { POSTGRES_USER, POSTGRES_PASSWORD, POSTGRES_DB, DATABASE_URL, ...others } = keys(outcome);
    expect([POSTGRES_USER, POSTGRES_DB, others]).toEqual(['feaf_user', 'feaf', {}]);
    expect(POSTGRES_PASSWORD).toMatch(/^[A-Za-z0-9]{40}$/);
    expect(DATABASE_URL).toBe(`postgresql://feaf_user:${POSTGRES_PASSWORD}@feaf-postgres:5432/feaf`);
    return POSTGRES_PASSWORD;
  });
  expect(new Set(passwords).size).toBe(2);
});

test('names and places of another deployment are used', () => {
  const outcome = create('x', created, [
    '--namespace', 'other', '--secret', 'keys', '--username', 'us er', '--database', 'da/ta', '--host', 'db.example.com', '--port', '6432',
  ]);
  expect(keys(outcome)).toEqual({
    POSTGRES_USER: 'us er', POSTGRES_PASSWORD: 'x', POSTGRES_DB: 'da/ta', DATABASE_URL: 'postgresql://us%20er:x@db.example.com:6432/da%2Fta',
  });
  const manifest = JSON.parse(String(outcome.calls.find((call) => call.stdin)?.stdin));
  expect(manifest).toMatchObject({ apiVersion: 'v1', kind: 'Secret', type: 'Opaque', metadata: { name: 'keys', namespace: 'other' } });
});

test.each([
  ['reserved characters', ":/?#[]@!$&'()*+,;=%"], ['shell characters', '`id` $(id) "\\ \\x41 %s %% ~ * ?'], ['unicode', 'pässwörd €  😀'],
  ['spaces at the ends', '  x  '], ['a tab', 'a\tb'], ['a leading dash', '-n'], ['a percent sign', '100%41'], ['a very long one', 'ß/'.repeat(2000)],
])('a password with %s arrives unchanged, and percent-encoded in the URI', (_, password) => {
  const outcome = create(password);
  const { POSTGRES_PASSWORD, DATABASE_URL } = keys(outcome);
  expect(POSTGRES_PASSWORD).toBe(password);
  expect(new URL(DATABASE_URL).password.replace(/%[0-9A-F]{2}/g, '')).not.toMatch(/[^A-Za-z0-9._~-]/);
  expect(decodeURIComponent(new URL(DATABASE_URL).password)).toBe(password);
  expect(new URL(DATABASE_URL)).toMatchObject({ username: 'feaf_user', host: 'feaf-postgres:5432', pathname: '/feaf' });
});

test('any password comes back from the URI', () => {
  const line = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 30 }).filter((text) => !/[\0\r\n]/.test(text));
  fc.assert(fc.property(line, (password) => {
    expect(decodeURIComponent(new URL(keys(create(password)).DATABASE_URL).password)).toBe(password);
  }), { numRuns: 25 });
});

test('one line end at the end of the file is not part of the password', () => {
  expect(['p\n', 'p\r\n', 'p'].map((text) => keys(create(text)).POSTGRES_PASSWORD)).toEqual(['p', 'p', 'p']);
});

test('the password can come from standard input', () => {
  const outcome = withKubectl(undefined, created, (kubectl) =>
    kubectl.run('create-credentials.sh', ['--password-file', '-'], { input: 'from here\n' }));
  expect(keys(outcome).POSTGRES_PASSWORD).toBe('from here');
});

test.each([
  ['is empty', '', 'is empty'],
  ['is a line end', '\n', 'is empty'],
  ['has two lines', 'a\nb\n', 'more than one line'],
  ['has a NUL byte', Buffer.from('a\0b'), 'NUL byte'],
])('a password file that %s is refused before the cluster is changed', (_, password, text) => {
  const { code, said, calls } = create(password);
  expect(said).toContain(text);
  expect(code).toBe(1);
  expect(calls.filter((call) => call.stdin !== undefined)).toEqual([]);
});

test('the password stands in no output and on no command line, and is not left in a file', () => {
  for (const changes of [created, [version, existing, { call: /patch/ }]]) {
    const { said, calls } = create('the very password', changes, ['--force']);
    const seen = said + calls.map((call) => call.text).join('\n');
    expect(seen).not.toContain('the very password');
    expect(seen).not.toContain('the%20very%20password');
    expect(seen).not.toContain(Buffer.from('the very password').toString('base64').slice(0, 20));
  }
});

test('an existing Secret is left as it is', () => {
  const { code, said, calls } = create('x', [version, existing]);
  expect(said).toContain('Secret feaf-secrets exists in namespace feaf-dashboard and was left as it is. With --force');
  expect(code).toBe(1);
  expect(calls.filter((call) => call.stdin !== undefined)).toEqual([]);
});

test('a Secret that appears in the meantime is left as it is', () => {
  const race: Change = { call: /create -f -/, code: 1, stderr: 'Error from server (AlreadyExists): secrets "feaf-secrets" already exists\n' };
  const { code, said } = create('x', [version, noSecret, race]);
  expect(said).toContain('was not made in namespace feaf-dashboard: Error from server (AlreadyExists)');
  expect(code).toBe(1);
});

test('with --force an existing Secret gets new values by a merge, so that its other keys stay', () => {
  const outcome = create('x', [version, existing, { call: /patch secret feaf-secrets --type merge --patch-file \/dev\/stdin/ }], ['--force']);
  expect(outcome.code).toBe(0);
  expect(Object.keys(keys(outcome)).sort()).toEqual(['DATABASE_URL', 'POSTGRES_DB', 'POSTGRES_PASSWORD', 'POSTGRES_USER']);
  expect(outcome.stdout).toContain('The running database takes over the password');
  expect(outcome.stdout).not.toContain('keeps its old');
});

test('with --force other names than before are warned of', () => {
  const { stdout } = create('x', [version, existing, { call: /patch/ }], ['--force', '--username', 'new', '--database', 'fresh']);
  expect(stdout).toContain('The user was "feaf_user" and is now "new"');
  expect(stdout).toContain('The database was "feaf" and is now "fresh"');
});

test('a missing namespace is said with the command that creates it', () => {
  const absent: Change = {
    call: /create -f -/, code: 1, stderr: 'Error from server (NotFound): error when creating "STDIN": namespaces "feaf-dashboard" not found\n',
  };
  expect(create('x', [version, noSecret, absent]).said).toContain('Create it: kubectl create namespace feaf-dashboard');
});

test.each([
  [['--username', 'postgres'], 'that is the superuser'],
  [['--username', 'pg_x'], 'keeps names that begin with pg_'],
  [['--username', ''], '--username is empty'],
  [['--username', 'x'.repeat(64)], 'longer than the 63 bytes'],
  [['--database', 'ä'.repeat(32)], 'longer than the 63 bytes'],
  [['--host', 'a b'], 'which is no host name'],
  [['--port', '70000'], 'which is no port'], [['--port', '0'], 'which is no port'], [['--port', '5432x'], 'which is no port'],
])('the options %j are refused', (options, text) => {
  const { code, said } = create('x', created, options);
  expect(said).toContain(text);
  expect(code).toBe(2);
});
