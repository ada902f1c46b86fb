import { join } from 'path';
import { skeleton } from './skeleton';
import { Case, Proof, textOfAll } from './support/proof';
import { helm, HelmRenderer } from '../support/helm-render';
import { kubernetesVersions, validate } from '../support/kubeconform';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const proof = new Proof(skeleton, () => join(folder.path, 'postgres'));
const casesFrom = (seed: number, count: number, kind: 'valid' | 'broken' = 'valid') => Array.from({ length: count }, (_, index) => proof.caseOf(seed + index, kind));
const of = (values: any): Case => ({ values, release: { name: 'shop', namespace: 'n' }, apis: [] });

const USERNAME = 'auth.username is "pg_app"; it must not be "postgres", which is the superuser, nor "public" or "none", nor begin with "pg_"; name a role for the application.';
const DATABASE = 'is "template1"; it must not be "postgres", "template0" or "template1", which every server has';
const BUDGET = 'memory of all settings together is "756 MiB"; it must fit into the memory limit of 512Mi';

/** Values that the schema accepts and a rule of the database does not, and what it says. */
const REFUSED: readonly [string, any, string][] = [
  ['a reserved role', { auth: { username: 'pg_app' } }, USERNAME],
  ['the name of a database that is there anyway', { auth: { username: 'template1' } }, DATABASE],
  ['too little memory', { memory: '512Mi' }, BUDGET],
];

/** Values near those that are refused, and others whose texts go through functions. */
const TAKEN: readonly [string, any][] = [
  ['nothing', {}],
  ['nearly a reserved role', { auth: { username: 'pgapp' } }],
  ['a dollar sign in the environment', { auth: { username: 'a$b$$c' } }],
  ['little memory, knowingly', { memory: '512Mi', allowMemoryOvercommit: true }],
  ['encryption', { tls: { enabled: true, required: false } }],
];

test('the construct knows the major: what it needs is in the texts of the chart', () => {
  const [settings] = skeleton.pkg.synth({ postgresVersion: '18', memory: '32Gi', tls: { enabled: true } }).filter(({ metadata }) => metadata.name === 'release-name-postgres-settings');
  expect(settings.metadata.labels['app.kubernetes.io/version']).toBe('18');
  expect(settings.data['postgresql.conf']).toContain("shared_buffers = '8192MB'\nssl = 'on'\n");
  expect(settings.data['pg_hba.conf']).toContain('hostnossl all all all reject');
});

test('all is found and confirmed in a few hundred runs', () => {
  const { rows, huntFound, totalTime } = skeleton.pkg.report();
  expect(rows).toBeLessThan(600);
  expect(huntFound).toBe(0);
  expect(totalTime).toBeLessThan(60_000);
});

describe('the evaluator makes what the construct makes', () => {
  test('of 300 random values', () => {
    const cases = casesFrom(1_000, 300);
    expect(textOfAll(proof.divergencesOfEvaluator(cases))).toBe('');
    expect(cases.filter((given) => proof.native(given).kind === 'made').length).toBeGreaterThan(200);
  });

  test('of 100 random values that are mostly broken', () => {
    expect(textOfAll(proof.divergencesOfEvaluator(casesFrom(2_000, 100, 'broken')))).toBe('');
  });

  test.each(TAKEN)('of %s', (_what, values) => {
    expect(proof.native(of(values)).kind).toBe('made');
    expect(textOfAll(proof.divergencesOfEvaluator([of(values)]))).toBe('');
  });

  test.each(REFUSED)('and refuses %s', (_what, values, sentence) => {
    expect(() => skeleton.pkg.synth(values)).toThrow(sentence);
    expect(() => skeleton.pkg.evaluate(values)).toThrow(sentence);
  });
});

describeWithTools(['render3', 'render4', 'helm3', 'helm4', 'kubeconform'], 'Helm makes what the construct makes', () => {
  describe.each([3, 4] as const)('by Helm %i', (version) => {
    test('of 80 random values', () => {
      const cases = casesFrom(3_000, 80);
      expect(textOfAll(proof.divergencesOfHelm(version, cases))).toBe('');
    });

    test('of 40 random values that are mostly broken', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, casesFrom(4_000, 40, 'broken')))).toBe('');
    });

    test('of all that is written by hand here', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, [...TAKEN, ...REFUSED].map(([, values]) => of(values))))).toBe('');
    });

    test.each(REFUSED)('and refuses %s', (_what, values, sentence) => {
      expect(new HelmRenderer(version, proof.chart()).render([{ values }])).toEqual([{ error: expect.stringContaining(sentence) }]);
    });

    test('and finds nothing to say about the chart', () => {
      const { status, stdout, stderr } = helm(version, 'lint', '--strict', proof.chart());
      expect(`${stdout}${stderr}`).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect(`${stdout}${stderr}`).not.toContain('[WARNING]');
      expect(status).toBe(0);
    });
  });

  test.each([kubernetesVersions[0], kubernetesVersions[kubernetesVersions.length - 1]])('which Kubernetes %s takes', (kubernetes) => {
    const rendered = new HelmRenderer(4, proof.chart()).render(TAKEN.map(([, values]) => ({ values })));
    const objects = rendered.flatMap((result) => (result.error === undefined ? result.manifests : []));
    expect(objects.length).toBe(4 * TAKEN.length);
    expect(validate(objects.map((object) => `---\n${JSON.stringify(object)}\n`).join(''), kubernetes)).toEqual([]);
  });
});
