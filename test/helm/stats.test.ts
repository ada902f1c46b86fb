import { spawnSync } from 'child_process';
import { existsSync, writeFileSync } from 'fs';
import { join } from 'path';
import { statsText } from '../../src/helm/stats';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';

let temporary: TemporaryFolder;
beforeAll(() => { temporary = makeTemporaryFolder(); });
afterAll(() => temporary.remove());

/** Runs the program as people do. */
function run(folder: string, { args = [], environment = {} }: { args?: string[]; environment?: Record<string, string> }) {
  const program = join(__dirname, 'support', 'write-small.ts');
  return spawnSync(process.execPath, ['-r', 'ts-node/register/transpile-only', program, folder, ...args], {
    cwd: join(__dirname, '..', '..'), env: { ...process.env, CDK8S_POSTGRES_STATS: '', ...environment }, encoding: 'utf8',
  });
}

test.each([
  ['--stats', { args: ['--stats'] }],
  ['--stats among other arguments', { args: ['--other', '--stats', 'x'] }],
  ['the environment', { environment: { CDK8S_POSTGRES_STATS: '1' } }],
])('%s has the figures printed to stderr, those that write returns', (_what, options) => {
  const folder = join(temporary.path, 'with');
  const { status, stdout, stderr } = run(folder, options);
  expect(status).toBe(0);
  const report = JSON.parse(stdout);
  const [title, ...lines] = stderr.trimEnd().split('\n');
  expect(title).toMatch(/^small 1\.2\.3 was written to .*with in [0-9.]+ m?s$/);
  expect(lines.map((line) => line.trim().split(/ +/, 2))).toEqual([
    ['switches', `${report.switches}`], ['rows', `${report.rows}`], ['replays', `${report.replays}`], ['certificate', `${report.certificateChecks}`], ['hunt', `${report.huntCases}`],
  ]);
  expect(report.huntCases).toBeGreaterThan(0);
  expect(existsSync(join(folder, 'Chart.yaml'))).toBe(true);
});

test.each([
  ['no argument', {}],
  ['an argument that is longer', { args: ['--stats=1', '--statistics'] }],
  ['a variable that says no', { environment: { CDK8S_POSTGRES_STATS: '0' } }],
])('%s has nothing printed', (_what, options) => {
  const { status, stderr } = run(join(temporary.path, 'without'), options);
  expect([status, stderr]).toEqual([0, '']);
});

test('a chart that is not written has no figures', () => {
  const folder = temporary.path;
  writeFileSync(join(folder, 'other.txt'), '');
  const { status, stdout, stderr } = run(folder, { args: ['--stats'] });
  expect(status).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain('is not empty and holds no chart; nothing was written');
  expect(stderr).not.toContain('replays');
});

test('the figures are for people', () => {
  expect(statsText('web 1.0.0', 'charts/web', {
    switches: 30,
    rows: 1234,
    replays: 2468,
    replayTime: 4936,
    learnTime: 999.4,
    certificateChecks: 1234567,
    certificateTime: 2,
    unreachable: 3,
    huntCases: 200,
    huntFound: 1,
    huntTime: 61000,
    totalTime: 70049,
  })).toBe(`\
web 1.0.0 was written to charts/web in 70.0 s
  switches           30 values and elements of lists that the construct can branch on
  rows            1,234 situations that the templates were learned from, in 999 ms
  replays         2,468 runs of the construct, in 4.9 s, 2.0 ms each
  certificate 1,234,567 sets of values checked, in 2 ms; 3 combinations out of reach
  hunt              200 random cases without a difference, in 61.0 s; 1 difference found and learned before
`);
});
