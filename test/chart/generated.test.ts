import { cpSync, readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { postgresChart } from '../../src/chart';
import { Proof, textOfAll } from '../helm/support/proof';
import { helm } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const committed = join(__dirname, '..', '..', 'charts', 'postgres');

let folder: TemporaryFolder;
const proof = new Proof({ name: 'postgres', pkg: postgresChart }, () => join(folder.path, 'postgres'));

beforeAll(() => {
  folder = makeTemporaryFolder();
  // Files that are written by hand stay where they are.
  cpSync(committed, join(folder.path, 'postgres'), { recursive: true });
  proof.chart();
}, 300_000);

afterAll(() => folder.remove());

const filesIn = (root: string) => readdirSync(root, { recursive: true, withFileTypes: true }).filter((entry) => !entry.isDirectory())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name).slice(root.length + 1)).sort();

test('charts/postgres has the files that the source gives, to the byte; if not, run `npm run chart`', () => {
  const written = join(folder.path, 'postgres');
  expect(filesIn(committed)).toEqual(filesIn(written));
  const differing = filesIn(written).filter((file) => readFileSync(join(written, file), 'utf8') !== readFileSync(join(committed, file), 'utf8'));
  expect(differing).toEqual([]);
});

test('all of it is found and confirmed, and no combination of choices is out of reach', () => {
  const { switches, rows, unreachable, huntFound } = postgresChart.report();
  expect(switches).toBeGreaterThan(80);
  expect(rows).toBeLessThan(3_000);
  expect([unreachable, huntFound]).toEqual([0, 0]);
});

const casesFrom = (seed: number, count: number, kind: 'valid' | 'broken' = 'valid') => Array.from({ length: count }, (_, index) => proof.caseOf(seed + index, kind));

test('the evaluator makes what the construct makes, of 400 random values, and refuses what it refuses', () => {
  const cases = [...casesFrom(1_000, 300), ...casesFrom(2_000, 100, 'broken')];
  expect(textOfAll(proof.divergencesOfEvaluator(cases))).toBe('');
  expect(cases.filter((given) => proof.native(given).kind === 'made').length).toBeGreaterThan(40);
}, 60_000);

describeWithTools(['render3', 'render4', 'helm3', 'helm4'], 'Helm', () => {
  test.each([3, 4] as const)('%i makes what the construct makes, of 200 random values', (version) => {
    expect(textOfAll(proof.divergencesOfHelm(version, [...casesFrom(3_000, 150), ...casesFrom(4_000, 50, 'broken')]))).toBe('');
  }, 60_000);

  test.each([3, 4] as const)('%i has nothing to say about the chart, with its defaults and with each file of ci/', (version) => {
    const files = readdirSync(join(committed, 'ci'));
    expect(files).toContain('feaf-values.yaml');
    for (const values of [[], ...files.map((file) => ['--values', join(committed, 'ci', file)])]) {
      const { status, stdout, stderr } = helm(version, 'lint', '--strict', ...values, committed);
      expect(`${stdout}${stderr}`).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect(status).toBe(0);
    }
  });
});
