import { Change, withKubectl } from '../support/stub-kubectl';

jest.setTimeout(60_000);

const scriptNames = ['apply-postgres.sh', 'verify-postgres.sh', 'create-credentials.sh', 'backup-postgres.sh', 'restore-postgres.sh'];
const nothing: Change[] = [];

describe.each(scriptNames)('%s', (script) => {
  test('explains itself, with every common option', () => {
    const { code, stdout } = withKubectl(undefined, nothing, (kubectl) => kubectl.run(script, ['--help']));
    expect(stdout).toMatch(new RegExp(`^Usage: ${script} `));
    for (const option of ['namespace', 'name', 'secret', 'claim', 'port', 'folder', 'kubeconfig', 'context', 'timeout', 'help']) {
      expect(stdout).toContain(`  --${option} `);
    }
    expect(code).toBe(0);
  });

  test.each([
    [['--nonsense'], 'Option --nonsense is unknown.'],
    [['--nonsense=1'], 'Option --nonsense is unknown.'],
    [['--namespace'], 'Option --namespace needs a value.'],
    [['--namespace', 'Feaf_Dashboard'], 'Option --namespace is "Feaf_Dashboard", which is no Kubernetes name'],
    [['--name', '-x'], 'Option --name is "-x", which is no Kubernetes name'],
    [['--secret='], 'Option --secret is "", which is no Kubernetes name'],
    [['--claim', 'a/b'], 'Option --claim is "a/b", which is no Kubernetes name'],
    [['--folder', '/nonexistent'], 'Option --folder is "/nonexistent", which is no folder.'],
    [['--timeout', '0'], 'Option --timeout is "0"'],
    [['--timeout', '1m'], 'Option --timeout is "1m"'],
    [['--context', ''], 'Option --context is empty'],
    [['one', 'two', 'three'], ''],
  ])('refuses %j with a sentence, exit code 2, and without asking the cluster', (options, text) => {
    const { code, stderr, calls } = withKubectl(undefined, nothing, (kubectl) => kubectl.run(script, options));
    expect(stderr).toContain(`${script}: ${text}`);
    expect(stderr).toContain('--help');
    expect(code).toBe(2);
    expect(calls).toEqual([]);
  });
});

test.each([
  ['verify-postgres.sh', ['--output', 'yaml'], 'Option --output is "yaml": use text or json.'],
  ['verify-postgres.sh', ['--since', 'yesterday'], 'Option --since is "yesterday": use a duration such as 10m or 2h.'],
  ['backup-postgres.sh', ['--format', 'tar'], 'Option --format is "tar": use plain or custom.'],
  ['backup-postgres.sh', [''], 'The name of the file is empty.'],
  ['restore-postgres.sh', [], 'Name the file to restore.'],
])('%s refuses %j', (script, options, text) => {
  const { code, stderr } = withKubectl(undefined, nothing, (kubectl) => kubectl.run(script, options));
  expect(stderr).toContain(text);
  expect(code).toBe(2);
});
