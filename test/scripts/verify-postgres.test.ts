import { Change, StubKubectl, withKubectl } from '../support/stub-kubectl';

const notFound = (kind: string, name: string): Partial<Change> => ({ code: 1, stderr: `Error from server (NotFound): ${kind} "${name}" not found\n` });
const secret = (name: string, value: string): readonly [string, string] => [`${name} ${recordedKeys[name]}`, `${name} ${encode(value)}`];
const encode = (value: string) => Buffer.from(value).toString('base64');
const recordedKeys: Record<string, string> = {
  POSTGRES_USER: encode('feaf_user'),
  POSTGRES_PASSWORD: encode('not a secret: p@ss/w%rd ä'),
  POSTGRES_DB: encode('feaf'),
  DATABASE_URL: encode('postgresql://feaf_user:not%20a%20secret%3A%20p%40ss%2Fw%25rd%20%C3%A4@feaf-postgres:5432/feaf'),
};
const uri = (text: string): readonly [string, string] => secret('DATABASE_URL', text);

test('every check of the document is made on a healthy database, and all hold', () => {
  const { code, stdout } = withKubectl('verify', [], (kubectl) => kubectl.run('verify-postgres.sh'));
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => /^[A-Z]/.test(line))).toEqual([
    'Cluster', 'Namespace', 'Secret', 'StatefulSet', 'Pod', 'Service', 'PersistentVolumeClaim', 'Database connectivity', 'Query execution', 'Settings',
    'Resource usage', 'Log errors',
  ]);
  expect(stdout).not.toMatch(/✘|!/);
  expect(stdout).toContain('Container postgres uses');
  expect(stdout).toContain('12 checks: 12 ok, 0 with a warning, 0 failed, 0 not made');
});

interface Row {
  readonly when: string;
  readonly change: Change;
  readonly check: string;
  readonly status: string;
  readonly text: string;
}

const rows: Row[] = [
  { when: 'the cluster does not answer', check: 'cluster', status: 'failed', text: 'The cluster does not answer: The connection to the server was refused', change: { call: /get --raw/, code: 1, stderr: 'The connection to the server was refused\n' } },
  { when: 'there is no namespace', check: 'namespace', status: 'failed', text: 'feaf-dashboard does not exist. Create it: kubectl create namespace', change: { call: /get namespace/, ...notFound('namespaces', 'feaf-dashboard') } },
  { when: 'the namespace is going', check: 'namespace', status: 'failed', text: 'is Terminating', change: { call: /get namespace/, replace: ['Active', 'Terminating'] } },
  { when: 'namespaces may not be read', check: 'namespace', status: 'warning', text: 'cannot be looked at', change: { call: /get namespace/, code: 1, stderr: 'Error from server (Forbidden): namespaces is forbidden\n' } },
  { when: 'there is no Secret', check: 'secret', status: 'failed', text: 'feaf-secrets does not exist. Create it: ', change: { call: /get secret/, ...notFound('secrets', 'feaf-secrets') } },
  { when: 'a key is missing', check: 'secret', status: 'failed', text: 'Key POSTGRES_DB is missing or empty.', change: { call: /get secret/, replace: ['POSTGRES_DB', 'OTHER'] } },
  { when: 'a key is empty', check: 'secret', status: 'failed', text: 'Key POSTGRES_PASSWORD is missing or empty.', change: { call: /get secret/, replace: secret('POSTGRES_PASSWORD', '') } },
  { when: 'a password ends with a line end', check: 'secret', status: 'failed', text: 'Key POSTGRES_PASSWORD holds a line end', change: { call: /get secret/, replace: secret('POSTGRES_PASSWORD', 'password\n') } },
  { when: 'the password differs', check: 'secret', status: 'failed', text: 'another password', change: { call: /get secret/, replace: secret('POSTGRES_PASSWORD', 'other') } },
  { when: 'the user differs', check: 'secret', status: 'failed', text: 'the user "other", POSTGRES_USER is "feaf_user"', change: { call: /get secret/, replace: uri('postgresql://other:x@feaf-postgres:5432/feaf') } },
  { when: 'the database differs', check: 'secret', status: 'failed', text: 'the database "other", POSTGRES_DB is "feaf"', change: { call: /get secret/, replace: uri('postgresql://feaf_user:x@feaf-postgres:5432/other?sslmode=prefer') } },
  { when: 'the host is another', check: 'secret', status: 'failed', text: 'the host "elsewhere"', change: { call: /get secret/, replace: uri('postgresql://feaf_user:x@elsewhere:5432/feaf') } },
  { when: 'the port is another', check: 'secret', status: 'failed', text: 'the port "5433"', change: { call: /get secret/, replace: uri('postgresql://feaf_user:x@feaf-postgres:5433/feaf') } },
  { when: 'the URI is no URI', check: 'secret', status: 'failed', text: 'it does not begin with postgresql://', change: { call: /get secret/, replace: uri('feaf-postgres') } },
  { when: "the password's @ is not encoded", check: 'secret', status: 'failed', text: "holds an '@' that is not percent-encoded", change: { call: /get secret/, replace: uri('postgresql://feaf_user:p@ss@feaf-postgres:5432/feaf') } },
  { when: "the password's / is not encoded", check: 'secret', status: 'failed', text: "a '/' in the password must be percent-encoded", change: { call: /get secret/, replace: uri('postgresql://feaf_user:p/s@feaf-postgres:5432/feaf') } },
  { when: "the password's % is not encoded", check: 'secret', status: 'failed', text: 'must be percent-encoded', change: { call: /get secret/, replace: uri('postgresql://feaf_user:p%zz@feaf-postgres:5432/feaf') } },
  { when: 'the URI has no password', check: 'secret', status: 'failed', text: 'it has no password', change: { call: /get secret/, replace: uri('postgresql://feaf_user@feaf-postgres:5432/feaf') } },
  { when: 'there is no StatefulSet', check: 'statefulset', status: 'failed', text: 'feaf-postgres cannot be read', change: { call: /get statefulset/, ...notFound('statefulsets.apps', 'feaf-postgres') } },
  { when: 'it is scaled to 0', check: 'statefulset', status: 'failed', text: 'scaled to 0. Start it: kubectl scale statefulset feaf-postgres -n feaf-dashboard --replicas=1', change: { call: /get statefulset/, stdout: '2|2|0|0|revision|RollingUpdate' } },
  { when: 'a change is not seen yet', check: 'statefulset', status: 'failed', text: 'has not seen the change yet', change: { call: /get statefulset/, stdout: '3|2|1|1|revision|RollingUpdate' } },
  { when: 'its pod is not ready', check: 'statefulset', status: 'failed', text: '0 of 1 pods ready', change: { call: /get statefulset/, stdout: '2|2|1|0|revision|RollingUpdate' } },
  { when: 'the pod is of another revision', check: 'pod', status: 'failed', text: 'the StatefulSet wants newer', change: { call: /get statefulset/, stdout: '2|2|1|1|newer|RollingUpdate' } },
  { when: 'there is no pod', check: 'pod', status: 'failed', text: 'feaf-postgres-0 cannot be read', change: { call: /get pod /, ...notFound('pods', 'feaf-postgres-0') } },
  { when: 'the pod is not ready', check: 'pod', status: 'failed', text: 'feaf-postgres-0 is not ready', change: { call: /get pod /, replace: ['condition|Ready|True', 'condition|Ready|False'] } },
  { when: 'the pod is not scheduled', check: 'pod', status: 'failed', text: 'not scheduled: 0/1 nodes are available', change: { call: /get pod /, stdout: 'pod|Pending||revision|||uid\ncondition|PodScheduled|False|Unschedulable|"0/1 nodes are available"\n' } },
  { when: 'a container was out of memory', check: 'pod', status: 'warning', text: 'OOMKilled', change: { call: /get pod /, replace: ['container|main|postgres|true|0|running|||', 'container|main|postgres|true|1|running|||OOMKilled'] } },
  { when: 'the Service is not headless', check: 'service', status: 'failed', text: 'it must be ClusterIP and None', change: { call: /get service/, replace: ['|None|', '|10.0.0.1|'] } },
  { when: 'the Service has another port', check: 'service', status: 'failed', text: 'It has no port 5432, only: 15432', change: { call: /get service/, replace: ['5432', '15432'] } },
  { when: 'the Service selects nothing', check: 'service', status: 'failed', text: 'It leads nowhere: its selector "app=feaf-postgres" matches no pod', change: { call: /get endpointslices/, stdout: '' } },
  { when: 'the Service leads to a pod that is not ready', check: 'service', status: 'failed', text: 'It does not lead to pod feaf-postgres-0', change: { call: /get endpointslices/, replace: ['|true|', '|false|'] } },
  { when: 'the Service leads elsewhere too', check: 'service', status: 'failed', text: 'It also leads to what is not the database: intruder', change: { call: /get endpointslices/, stdout: 'feaf-postgres-0|true|10.0.0.1|IPv4\nintruder|true|10.0.0.2|IPv4\n' } },
  { when: 'there is no claim', check: 'claim', status: 'failed', text: 'postgres-pvc cannot be read', change: { call: /get persistentvolumeclaim/, ...notFound('persistentvolumeclaims', 'postgres-pvc') } },
  { when: 'the claim is not bound', check: 'claim', status: 'failed', text: 'postgres-pvc is Pending', change: { call: /get persistentvolumeclaim/, replace: ['Bound', 'Pending'] } },
  { when: 'the claim is being deleted', check: 'claim', status: 'failed', text: 'is being deleted since 2026', change: { call: /get persistentvolumeclaim/, stdout: 'Bound|volume|20Gi|2026-01-01T00:00:00Z|' } },
  { when: 'the claim is being resized', check: 'claim', status: 'warning', text: 'is being resized: FileSystemResizePending', change: { call: /get persistentvolumeclaim/, stdout: 'Bound|volume|20Gi||FileSystemResizePending ' } },
  { when: 'the pod uses another claim', check: 'claim', status: 'failed', text: 'does not use postgres-pvc, but: other', change: { call: /get pod /, replace: ['claim|postgres-pvc', 'claim|other'] } },
  { when: 'the server is starting up', check: 'connectivity', status: 'failed', text: 'rejects connections', change: { call: /pg_isready/, code: 1, stderr: 'command terminated with exit code 1\n' } },
  { when: 'the server does not answer', check: 'connectivity', status: 'failed', text: 'does not answer on port 5432', change: { call: /pg_isready/, code: 2, stderr: 'command terminated with exit code 2\n' } },
  { when: 'the pod cannot be entered', check: 'connectivity', status: 'failed', text: 'pg_isready could not be run: error: unable to upgrade connection', change: { call: /pg_isready/, code: 1, stderr: 'error: unable to upgrade connection\n' } },
  { when: 'the password is refused', check: 'connectivity', status: 'failed', text: 'cannot log in to database feaf over the network', change: { call: /exec -i .*psql/, code: 2, stderr: 'psql: error: connection failed: password refused\ncommand terminated with exit code 2\n' } },
  { when: 'reading fails', check: 'queries', status: 'failed', text: 'Reading fails: ERROR:  canceling statement', change: { call: /SELECT version/, code: 1, stderr: 'ERROR:  canceling statement due to statement timeout\n' } },
  { when: 'writing fails', check: 'queries', status: 'failed', text: 'Writing fails: ERROR:  cannot execute CREATE TABLE in a read-only transaction', change: { call: /CREATE TEMPORARY/, code: 1, stderr: 'ERROR:  cannot execute CREATE TABLE in a read-only transaction\n' } },
  { when: 'a setting was made by ALTER SYSTEM', check: 'settings', status: 'warning', text: "every change of the manifests: app.x work_mem.", change: { call: /auto.conf/, stdout: "# no\nwork_mem = '1MB'\napp.x='a = b'\n" } },
  { when: 'a setting waits for a restart', check: 'settings', status: 'warning', text: 'Waiting for a restart of the server: max_connections wal_level.', change: { call: /pending_restart/, stdout: 'max_connections\nwal_level\n' } },
  { when: 'there are no metrics', check: 'resources', status: 'warning', text: 'Metrics API not available. Is metrics-server installed?', change: { call: /top pod/, code: 1, stderr: 'error: Metrics API not available\n' } },
  { when: 'the log has FATAL', check: 'log', status: 'failed', text: '[9] FATAL:  sorry, too many clients already', change: { call: /logs/, stdout: 'x [9] FATAL:  sorry, too many clients already\n' } },
  { when: 'the log has PANIC', check: 'log', status: 'failed', text: 'PANIC:  could not write to file', change: { call: /logs/, stdout: 'x [9] PANIC:  could not write to file "pg_wal": No space left on device\n' } },
  { when: 'the log cannot be read', check: 'log', status: 'failed', text: 'The log cannot be read', change: { call: /logs/, code: 1, stderr: 'Error from server: no log\n' } },
];

interface Report {
  readonly ok: boolean;
  readonly checks: { readonly check: string; readonly status: string; readonly findings: { readonly status: string; readonly text: string }[] }[];
}

test.each(rows)('when $when, check $check says $status', ({ change, check, status, text }) => {
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
  const { code, said } = withKubectl('verify', [{ call: /get --raw/, hang: 20 }], (kubectl: StubKubectl) => kubectl.run('verify-postgres.sh', ['--timeout', '1']));
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
  for (const part of ['get namespace other', 'get secret keys', 'get statefulset db', 'get pod db-0', 'get service db', 'get persistentvolumeclaim disk']) {
    expect(texts.filter((text) => text.includes(part))).toHaveLength(1);
  }
});
