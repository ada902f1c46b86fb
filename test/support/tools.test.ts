import { execFileSync, spawn, spawnSync } from 'child_process';
import { mkdtempSync, readdirSync, rmSync, statSync, symlinkSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import { describeWithTools, tool } from './tools';
import { pinnedVersion } from '../../tools/build';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'tools-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const root = join(__dirname, '../..');
const typescript = ['-r', 'ts-node/register/transpile-only'];
const buildThere = () => [...typescript, '-e', `require('./tools/build').build('kubeconform', ${JSON.stringify(folder)})`];

describeWithTools(['kubeconform', 'kustomize', 'checkov'], 'the pinned tools', () => {
  test.each([
    ['kubeconform', '-v'],
    ['kustomize', 'version'],
    ['checkov', '--version'],
  ] as const)('%s is the version that go.mod pins', (name, flag) => {
    expect(execFileSync(tool(name), [flag], { encoding: 'utf8' }).trim()).toBe(pinnedVersion(name));
  });

  test('are not built again while go.mod and go.sum stay', () => {
    const built = statSync(tool('kubeconform')).mtimeMs;
    expect(statSync(tool('kubeconform')).mtimeMs).toBe(built);
  });

  test('are built once when two processes ask at the same time, also past the lock of a process that died', async () => {
    const dead = spawnSync('true').pid;
    writeFileSync(join(folder, 'kubeconform.lock'), String(dead));

    const runs = await Promise.all([1, 2].map(() => run(buildThere())));

    expect(runs.map(({ status }) => status)).toEqual([0, 0]);
    expect(runs.filter(({ errors }) => errors.includes('Built kubeconform'))).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['kubeconform', 'kubeconform.stamp']);
    expect(execFileSync(join(folder, 'kubeconform'), ['-v'], { encoding: 'utf8' }).trim()).toBe(pinnedVersion('kubeconform'));
  }, 300_000);
});

describe('without Go', () => {
  const available = () => [
    ...typescript, '-e', `console.log(require('./test/support/tools').isAvailable('kubeconform', 'nothing is checked', ${JSON.stringify(folder)}))`,
  ];
  // A PATH with node and nothing else.
  const environment = (CI: string) => {
    symlinkSync(process.execPath, join(folder, 'node'));
    return { PATH: folder, CI };
  };

  test('a laptop says loudly what is not tested, and goes on', () => {
    const result = spawnSync(process.execPath, available(), { cwd: root, env: environment(''), encoding: 'utf8' });
    expect(result.stdout.trim()).toBe('false');
    expect(result.stderr).toContain('*** NOT TESTED: nothing is checked. kubeconform must be built, but the command "go" was not found. Install Go 1.26');
    expect(result.status).toBe(0);
  });

  test('with CI=true the run fails', () => {
    const result = spawnSync(process.execPath, available(), { cwd: root, env: environment('true'), encoding: 'utf8' });
    expect(result.stderr).toContain('kubeconform must be built, but the command "go" was not found. Install Go 1.26');
    expect(result.stderr).not.toContain('NOT TESTED');
    expect(result.status).not.toBe(0);
  });
});

function run(args: string[]): Promise<{ status: number | null; errors: string }> {
  return new Promise((resolve, reject) => {
    let errors = '';
    const child = spawn(process.execPath, args, { cwd: root, stdio: ['ignore', 'ignore', 'pipe'] });
    child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text));
    child.on('error', reject).on('close', (status) => resolve({ status, errors }));
  });
}
