import { encode, failures, recordedKeys } from './verify-failures';
import { Change, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

test('every check of the document is made on a healthy database, and all hold', () => {
  const { code, stdout } = withKubectl('verify', [], (kubectl) => kubectl.run('verify-postgres.sh'));
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => /^[A-Z]/.test(line))).toEqual([
    'Cluster', 'Namespace', 'Secret', 'StatefulSet', 'Pod', 'Service', 'PersistentVolumeClaim', 'Database connectivity', 'Query execution',
    'Settings', 'Resource usage', 'Log errors',
  ]);
  expect(stdout).not.toMatch(/✘|!/);
  expect(stdout).toContain('Container postgres uses');
  expect(stdout).toContain('12 checks: 12 ok, 0 with a warning, 0 failed, 0 not made');
});

interface Report {
  readonly ok: boolean;
  readonly checks: { readonly check: string; readonly status: string; readonly findings: { readonly status: string; readonly text: string }[] }[];
}

test.each(failures)('when $when, check $check says $status', ({ change, check, status, text }) => {
  withKubectl('verify', [change, ...answersOfAFailure], (kubectl) => {
    const { code, stdout } = kubectl.run('verify-postgres.sh', ['--output', 'json']);
    const report: Report = JSON.parse(stdout);
    const found = report.checks.find((one) => one.check === check);
    expect(found?.status).toBe(status);
    expect(found?.findings.filter((finding) => finding.status === status).map((finding) => finding.text).join('\n')).toContain(text);
    expect(report.ok).toBe(status === 'warning');
    expect(code).toBe(status === 'warning' ? 0 : 1);
    if (status === 'warning') {
      expect(kubectl.run('verify-postgres.sh', ['--strict']).code).toBe(1);
    }
  });
});

/** What is asked only when a login was refused. */
const answersOfAFailure: Change[] = [{ call: /RAISE LOG/ }];

test.each([
  ['a server that starts', 'x FATAL:  the database system is starting up\nx FATAL:  the database system is not yet accepting connections\n'],
  ['the statement of somebody', "x ERROR:  syntax error\nx STATEMENT:  SELECT 'FATAL:  no'\n"],
  ['a line that continues', 'x LOG:  statement: SELECT\n\tFATAL:  no\n'],
  ['a notice', 'x LOG:  not FATAL\n'],
  ['a refusal that verify-postgres.sh owned up to', 'x [7] a@b FATAL:  password authentication failed for user "a"\n'
    + 'x DETAIL:  Connection matched pg_hba.conf line 9\nx [8] LOG:  verify-postgres.sh was answered: password authentication failed for user "a"\n'],
])('a log with %s has no error', (_, log) => {
  const { code, stdout } = withKubectl('verify', [{ call: /logs/, stdout: log }], (kubectl) => kubectl.run('verify-postgres.sh'));
  expect(stdout).toContain('No FATAL or PANIC since the container started.');
  expect(code).toBe(0);
});

test('owning up to one refusal takes away one, and none of another message', () => {
  const refusal = 'FATAL:  password authentication failed for user "a"';
  const log = `1 ${refusal}\n2 ${refusal}\n3 LOG:  verify-postgres.sh was answered: password authentication failed for user "a"\n4 FATAL:  other\n`;
  const { stdout } = withKubectl('verify', [{ call: /logs/, stdout: log }], (kubectl) => kubectl.run('verify-postgres.sh'));
  expect(stdout).toContain('2 line(s) say FATAL');
  expect(stdout).toContain(`1 ${refusal}`);
  expect(stdout).toContain('4 FATAL:  other');
});

test('a refused login is owned up to in the log, quotes and all', () => {
  const refused: Change = { call: /exec -i .*psql/, code: 2, stderr: "psql: error: connection failed: FATAL:  no role \"o'neill\"\n" };
  const { calls } = withKubectl('verify', [refused, ...answersOfAFailure], (kubectl) => kubectl.run('verify-postgres.sh'));
  expect(calls.map((call) => call.text).filter((text) => text.includes('RAISE LOG')).join()).toContain("'no role \"o''neill\"'");
});

test('the password goes through standard input, and stands on no command line and in no output', () => {
  for (const output of ['text', 'json']) {
    const { calls, said } = withKubectl('verify', [], (kubectl) => kubectl.run('verify-postgres.sh', ['--output', output]));
    const secrets = ['not a secret', encode('not a secret').slice(0, 12), 'not%20a%20secret'];
    secrets.forEach((text) => expect(said + calls.map((call) => call.text).join('\n')).not.toContain(text));
    expect(calls.find((call) => call.text.includes('PGPASSWORD'))?.stdin?.toString()).toBe('not a secret: p@ss/w%rd ä');
  }
});

test('a trace (bash -x) does not print the password', () => {
  withKubectl('verify', [], (kubectl) => {
    const { stderr } = kubectl.run('verify-postgres.sh', [], { env: { SHELLOPTS: 'xtrace' } });
    expect(stderr).toContain('+ source ');
    expect(stderr).not.toContain('not a secret');
    expect(stderr).not.toContain(recordedKeys.POSTGRES_PASSWORD);
  });
});

test('JSON is valid whatever the text', () => {
  const log = '"\\\u0001\u007f\u2028ä€😀\\u0041 $(id) `id` %s FATAL:  x';
  const change: Change = { call: /SELECT version/, stdout: log };
  const { stdout } = withKubectl('verify', [change], (kubectl) => kubectl.run('verify-postgres.sh', ['--output', 'json']));
  const report: Report = JSON.parse(stdout);
  expect(report.checks.find((one) => one.check === 'queries')?.findings[0].text).toBe(`Reading: ${log}.`);
  // eslint-disable-next-line no-control-regex
  expect(stdout).toMatch(/^[\n\x20-\x7e]*$/);
});

test('a cluster that hangs is given up after the timeout', () => {
  const started = Date.now();
  const hangs: Change = { call: /get --raw/, hang: 20 };
  const { code, said } = withKubectl('verify', [hangs], (kubectl) => kubectl.run('verify-postgres.sh', ['--timeout', '1']));
  expect(said).toContain('no answer within 1 s');
  expect(code).toBe(1);
  expect(Date.now() - started).toBeLessThan(10_000);
});

test('names of another deployment reach kubectl', () => {
  const anything: Change = { call: /./, code: 1, stderr: 'no\n' };
  const { calls } = withKubectl(undefined, [{ call: /--raw/, stdout: '{}' }, anything], (kubectl) => kubectl.run('verify-postgres.sh', [
    '--namespace=other', '--name', 'db', '--secret', 'keys', '--claim', 'disk', '--context', 'c', '--kubeconfig', 'k',
  ]));
  const texts = calls.map((call) => call.text);
  texts.forEach((text) => expect(text).toMatch(/^--context c --kubeconfig k --namespace other /));
  expect(texts.map((text) => text.replace(/.*--namespace other /, '').replace(/ -o .*/s, ''))).toEqual(expect.arrayContaining([
    'get namespace other', 'get secret keys', 'get statefulset db', 'get pod db-0', 'get service db', 'get persistentvolumeclaim disk',
  ]));
});
