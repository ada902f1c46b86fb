import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { Call, Change, Outcome, scripts, StubKubectl, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

const manifests = ['08-postgres-init-configmap.yaml', '08-postgres-statefulset.yaml', '09-postgres-service.yaml'];

/** The folder of the stub as the folder of the manifests. What is in them is the server's business. */
function apply(changes: readonly Change[], options: readonly string[] = [], without: string[] = []): Outcome {
  return withKubectl('apply', changes, (kubectl) => {
    putManifests(kubectl.folder, without);
    return kubectl.run('apply-postgres.sh', ['--folder', kubectl.folder, ...options]);
  });
}

function putManifests(folder: string, without: string[] = []): void {
  manifests.filter((name) => !without.includes(name)).forEach((name) => writeFileSync(join(folder, name), ''));
  mkdirSync(join(folder, 'prerequisites'));
  writeFileSync(join(folder, 'prerequisites', 'namespace.yaml'), 'metadata:\n  name: feaf-dashboard\n');
  writeFileSync(join(folder, 'prerequisites', 'persistent-volume-claim.yaml'), 'metadata:\n  name: postgres-pvc\n  namespace: feaf-dashboard\n');
}

/** Calls that change something. The rest of kubectl that the scripts use only reads. */
function changing(calls: readonly Call[]): string[] {
  return calls.map((call) => call.text).filter((text) => !/--namespace \S+ (get|logs) |--dry-run=server/.test(text));
}

const missing = (kind: string): Partial<Change> => ({ code: 1, stderr: `Error from server (NotFound): ${kind} not found\n` });
const storageClasses = ' other Immediate\ndefault old Immediate\ndefault new WaitForFirstConsumer\n';

test('the six steps are made in order, and every object is said to be unchanged when it is', () => {
  const { code, stdout, calls } = apply([]);
  expect(code).toBe(0);
  expect(stdout.split('\n').filter((line) => /^\d\/6 /.test(line))).toEqual([
    '1/6 Prerequisites', '2/6 Initialisation scripts', '3/6 StatefulSet', '4/6 Service',
    '5/6 Waiting for pod feaf-postgres-0 to be ready (at most 300 s)', '6/6 Status',
  ]);
  expect(changing(calls)).toHaveLength(3);
  changing(calls).forEach((text, index) => expect(text).toMatch(new RegExp(`^--namespace feaf-dashboard apply -f .*/${manifests[index]}$`)));
  for (const object of ['configmap/postgres-init-scripts', 'statefulset.apps/feaf-postgres', 'service/feaf-postgres']) {
    expect(stdout).toContain(`✔ ${object} unchanged`);
  }
  expect(stdout).toContain('Host feaf-postgres.feaf-dashboard.svc.cluster.local, port 5432, database feaf, user feaf_user');
  expect(stdout).not.toContain('not a secret');
});

interface Row {
  readonly what: string;
  readonly changes: Change[];
  readonly says: string;
  readonly without?: string[];
}

const prerequisites: Row[] = [
  {
    what: 'a cluster',
    changes: [{ call: /--raw/, code: 1, stderr: 'connection refused\n' }],
    says: 'The cluster does not answer: connection refused',
  },
  {
    what: 'the namespace',
    changes: [{ call: /get namespace/, ...missing('namespaces') }],
    says: 'Namespace feaf-dashboard does not exist. Create it: kubectl apply -k @FOLDER@/prerequisites\n',
  },
  {
    what: 'a namespace that stays',
    changes: [{ call: /get namespace/, stdout: 'Terminating' }],
    says: 'Namespace feaf-dashboard is Terminating. Wait until it is gone',
  },
  {
    what: 'the Secret',
    changes: [{ call: /get secret/, ...missing('secrets') }],
    says: `Secret feaf-secrets does not exist in namespace feaf-dashboard. Create it: ${scripts}/create-credentials.sh\n`,
  },
  {
    what: 'a key of the Secret',
    changes: [{ call: /get secret/, replace: ['DATABASE_URL', 'OTHER'] }],
    says: 'Secret feaf-secrets: Key DATABASE_URL is missing or empty.',
  },
  {
    what: 'agreement in the Secret',
    changes: [{ call: /get secret/, replace: ['POSTGRES_DB ZmVhZg==', 'POSTGRES_DB b3RoZXI='] }],
    says: `POSTGRES_DB is "other".\n    Make its values anew: ${scripts}/create-credentials.sh --force\n`,
  },
  {
    what: 'the claim',
    changes: [{ call: /get persistentvolumeclaim /, ...missing('persistentvolumeclaims') }],
    says: 'PersistentVolumeClaim postgres-pvc does not exist in namespace feaf-dashboard. Create it: kubectl apply -k @FOLDER@/prerequisites\n',
  },
  {
    what: 'a claim that stays',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Bound|standard|2026-01-01T00:00:00Z' }],
    says: 'is being deleted since 2026',
  },
  {
    what: 'a claim with its volume',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Lost|standard|' }],
    says: 'is Lost: its volume is gone',
  },
  {
    what: 'a volume for a claim without class',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Pending||' }],
    says: 'it asks for no class (storageClassName: "")',
  },
  {
    what: 'a volume of a class that binds at once',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Pending|fast|' }, { call: /get storageclass fast/, stdout: 'fast Immediate' }],
    says: 'though its StorageClass fast binds at once',
  },
  {
    what: 'the class of the claim',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Pending|fast|' }, { call: /get storageclass fast/, ...missing('storageclasses') }],
    says: 'its StorageClass fast does not exist',
  },
  {
    what: 'a default class',
    changes: [{ call: /get persistentvolumeclaim /, stdout: 'Pending|<no value>|' }, { call: /get storageclass/, stdout: ' fast Immediate\n' }],
    says: 'the cluster has no default one',
  },
  {
    what: 'a manifest',
    changes: [],
    without: [manifests[2]],
    says: `Manifests are missing in @FOLDER@: ${manifests[2]}.`,
  },
  {
    what: 'manifests the server accepts',
    changes: [{ call: /--dry-run=server/, code: 1, stderr: 'spec: Forbidden: updates to statefulset spec\n' }],
    says: 'The server refuses the manifests:\n      spec: Forbidden: updates to statefulset spec\n',
  },
];

test.each(prerequisites)('without $what it says so and changes nothing', ({ changes, says, without }) => {
  const lenient: Change[] = without === undefined ? [] : [{ call: /--dry-run=server/, code: 1, stderr: 'no such file\n' }];
  const { code, said, calls } = apply([...changes, ...lenient], [], without);
  expect(said.replace(/\/\S*cdk8s-postgres-test-\w+/g, '@FOLDER@')).toContain(says);
  expect(said).toContain('✘ Nothing was changed.');
  expect(code).toBe(1);
  expect(changing(calls)).toEqual([]);
});

test('without kubectl it says so', () => {
  const folder = mkdtempSync(join(tmpdir(), 'cdk8s-postgres-test-'));
  const { code, said } = withKubectl(undefined, [], (kubectl) => kubectl.run('apply-postgres.sh', [], { path: onlyTools(folder) }));
  rmSync(folder, { recursive: true });
  expect(said).toContain('kubectl is not on the PATH.');
  expect(code).toBe(1);
});

test('everything that is missing is said at once', () => {
  const { stdout } = apply([{ call: /get (secret|persistentvolumeclaim)/, ...missing('it') }]);
  expect(stdout.match(/✘/g)).toHaveLength(2);
});

test.each([
  ['its class', 'Pending|standard|', /get storageclass standard/, 'standard WaitForFirstConsumer'],
  ['the newest default class', 'Pending|<no value>|', /get storageclass --sort-by/, storageClasses],
])('a Pending claim is not missing when %s waits for the first pod', (_, claim, call, stdout) => {
  const outcome = apply([{ call: /get persistentvolumeclaim /, stdout: claim }, { call, stdout }]);
  expect(outcome.stdout).toMatch(/✔ PersistentVolumeClaim postgres-pvc is Pending until its first pod starts \(StorageClass (standard|new)\)/);
  expect(outcome.code).toBe(0);
});

test('who may not look at namespaces and classes can still apply', () => {
  const forbidden: Partial<Change> = { code: 1, stderr: 'Error from server (Forbidden): forbidden\n' };
  const { code, stdout } = apply([
    { call: /get namespace/, ...forbidden },
    { call: /get storageclass/, ...forbidden },
    { call: /get persistentvolumeclaim /, stdout: 'Pending|standard|' },
  ]);
  expect(stdout.match(/ {2}! /g)).toHaveLength(2);
  expect(code).toBe(0);
});

test('commands name the options that were given', () => {
  const absent: Change = { call: /./, ...missing('anything') };
  const { said } = withKubectl(undefined, [{ call: /--raw/, stdout: '{}' }, absent], (kubectl) => {
    putManifests(kubectl.folder);
    return kubectl.run('apply-postgres.sh', ['--folder', kubectl.folder, '--namespace', 'other', '--context', 'the cluster', '--name', 'db']);
  });
  expect(said).toContain('kubectl --context the\\ cluster create namespace other\n');
  expect(said).toContain('create-credentials.sh --context the\\ cluster --namespace other --name db\n');
});

/** A pod with the given container lines, as the template of common-pod.sh prints it. */
const pod = (phase: string, ready: string, ...containers: string[]): string =>
  [`pod|${phase}|10.0.0.1|revision|||uid`, `condition|Ready|${ready}||`, ...containers.map((line) => `container|${line}`), 'claim|postgres-pvc']
    .join('\n');
const statefulSet: Change = { call: /get statefulset feaf-postgres /, stdout: '1|1|1|0|revision|RollingUpdate' };
const events: Change = { call: /get events.*kind=Pod/, stdout: 'BackOff: Back-off restarting failed container\n' };
const noEvents: Change = { call: /get events/ };

const waits: { what: string; changes: Change[]; says: string[] }[] = [
  {
    what: 'the init container fails',
    changes: [
      {
        call: /get pod /,
        stdout: pod('Pending', 'False', 'init|initialize|false|2|waiting|CrashLoopBackOff||Error', 'main|postgres|false|0|waiting|PodInitializing||'),
      },
      { call: /logs .*initialize/, stdout: 'The volume holds a database of PostgreSQL 14.\n' },
    ],
    says: ['Not ready after 1 s: pod feaf-postgres-0: Pending; initialize CrashLoopBackOff, 2 restart(s), last end: Error; postgres PodInitializing.',
      'last lines of the log of container initialize:\n      The volume holds a database of PostgreSQL 14.',
      'BackOff: Back-off restarting failed container'],
  },
  {
    what: 'the server is not ready',
    changes: [
      { call: /get pod /, stdout: pod('Running', 'False', 'init|initialize|true|0|terminated|Completed||', 'main|postgres|false|0|running|||') },
      { call: /logs .*postgres/, stdout: 'LOG:  starting PostgreSQL\n' },
    ],
    says: ['initialize done; postgres running, not ready.', 'LOG:  starting PostgreSQL'],
  },
  {
    what: 'no node has room',
    changes: [{ call: /get pod /, stdout: 'pod|Pending||revision|||uid\ncondition|PodScheduled|False|Unschedulable|"Insufficient cpu"\n' }],
    says: ['Pending, not scheduled: Insufficient cpu.'],
  },
  {
    what: 'no pod is made',
    changes: [
      { call: /get pod /, ...missing('pods "feaf-postgres-0"') },
      { call: /get events.*kind=StatefulSet/, stdout: 'FailedCreate: exceeded quota\n' },
    ],
    says: ['pods "feaf-postgres-0" not found.', 'FailedCreate: exceeded quota'],
  },
  {
    what: 'the pod is still the one before',
    changes: [
      { call: /get pod /, stdout: pod('Running', 'True', 'main|postgres|true|0|running|||').replace('revision', 'older') },
    ],
    says: ['(of the revision before)', 'Replace it: kubectl delete pod feaf-postgres-0 -n feaf-dashboard'],
  },
  {
    what: 'the image has no proper name',
    changes: [
      { call: /get pod /, stdout: pod('Pending', 'False', 'main|postgres|false|0|waiting|InvalidImageName||') },
      { call: /logs/, code: 1, stderr: 'waiting to start\n' },
    ],
    says: ['Waiting longer is of no use: pod feaf-postgres-0: Pending; postgres InvalidImageName.'],
  },
  {
    what: 'it is scaled to 0',
    changes: [{ call: /get statefulset feaf-postgres /, stdout: '1|1|0|0|revision|RollingUpdate' }],
    says: ['Waiting longer is of no use: the StatefulSet is scaled to 0',
      'kubectl scale statefulset feaf-postgres -n feaf-dashboard --replicas=1'],
  },
  {
    what: 'the manifests have another name',
    changes: [{ call: /get statefulset feaf-postgres /, ...missing('statefulsets') }],
    says: ['the manifests make no StatefulSet feaf-postgres; give the name they have with --name'],
  },
];

test.each(waits)('when $what it stops waiting and says why', ({ changes, says }) => {
  const { code, said } = apply([...changes, statefulSet, events, noEvents], ['--timeout', '1']);
  says.forEach((text) => expect(said).toContain(text));
  expect(said).not.toContain('6/6');
  expect(code).toBe(1);
});

test('a failing manifest stops the steps after it', () => {
  const { code, said, calls } = apply([{ call: /apply -f .*statefulset/, code: 1, stderr: 'Error from server: quota\n' }]);
  expect(said).toContain('08-postgres-statefulset.yaml was not applied: Error from server: quota. The steps before it were.');
  expect(changing(calls)).toHaveLength(2);
  expect(code).toBe(1);
});

test('copied into one folder with the manifests, the scripts find them there', () => {
  const kubectl = new StubKubectl('apply');
  putManifests(kubectl.folder);
  readdirSync(scripts).forEach((name) => copyFileSync(join(scripts, name), join(kubectl.folder, name)));
  const { code, stdout } = kubectl.run('apply-postgres.sh', [], { from: kubectl.folder });
  kubectl.remove();
  expect(stdout).toContain(`Manifests are in ${kubectl.folder}.`);
  expect(code).toBe(0);
});

test('in the repository the manifests are those of dist/feaf-dashboard', () => {
  const anything: Change = { call: /./, code: 1, stderr: 'no\n' };
  const { stdout } = withKubectl(undefined, [{ call: /--raw/, stdout: '{}' }, anything], (kubectl) => kubectl.run('apply-postgres.sh'));
  expect(stdout).toContain(`✔ Manifests are in ${join(scripts, '..', 'dist', 'feaf-dashboard')}.`);
});

/** A PATH without kubectl: links to the commands that the scripts use. */
function onlyTools(folder: string): string {
  for (const tool of ['bash', 'dirname', 'mktemp', 'rm', 'cat', 'sed', 'grep']) {
    const found = (process.env.PATH ?? '').split(':').map((one) => join(one, tool)).find((one) => existsSync(one));
    symlinkSync(found ?? tool, join(folder, tool));
  }
  return folder;
}
