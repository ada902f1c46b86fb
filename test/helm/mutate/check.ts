/**
 * What `mutate.ts` runs for each mutant: small programs, of which the construct, the evaluator and Helm must make the same. It ends with 1, and says what
 * was seen, on the first thing that is not as it should be.
 */
import { writeFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { Tiny, TINY } from './programs';
import { Random } from '../../../src/helm/trace/random';
import { Tracer } from '../../../src/helm/trace/tracer';
import { helm } from '../../support/helm-render';
import { makeTemporaryFolder } from '../../support/temporary-folder';
import { settings } from '../examples/settings';
import { Case, partsOf, Proof } from '../support/proof';

const RANDOM_CASES = 60;
const RELEASE = { name: 'r', namespace: 'n' };

const folder = makeTemporaryFolder();
try {
  for (const tiny of [...TINY, { ...settings, given: [{}] } as Tiny]) check(tiny);
} catch (error) {
  console.log((error as Error).message);
  process.exitCode = 1;
} finally {
  folder.remove();
}

function check(tiny: Tiny): void {
  const proof = new Proof(tiny, () => join(folder.path, tiny.name));
  const random = new Random(7);
  const cases = [
    ...tiny.given.map((values): Case => ({ values, release: RELEASE, apis: [] })),
    ...Array.from({ length: RANDOM_CASES }, () => proof.caseOf(random.below(2 ** 31))),
  ];
  requireKnown(tiny);
  const divergences = [...proof.divergencesOfEvaluator(cases), ...proof.divergencesOfHelm(4, cases)];
  if (divergences.length > 0) throw new Error(divergences[0].text);
  const refused = cases.filter((given) => proof.native(given).kind === 'refused');
  if (refused.length > cases.length / 2) throw new Error(`${tiny.name}: ${refused.length} of ${cases.length} cases are refused, as ${JSON.stringify(refused[0].values).slice(0, 200)}.`);
  if (tiny.strict) requireStrict(tiny, proof);
  if (tiny.isCertified) requireCertified(tiny);
  if (tiny.hasTwoSets) requireTwoSets(tiny);
}

/** Requires of the construct what is written down. */
function requireKnown({ name, pkg, known = [] }: Tiny): void {
  for (const { values, data } of known) {
    const [made] = pkg.synth(values).filter(({ kind }) => kind === 'ConfigMap');
    const keys = new Set([...Object.keys(data), ...('note' in made.data ? ['note'] : [])]);
    for (const key of keys) {
      if (made.data[key] !== data[key]) throw new Error(`${name}: ${key} is ${JSON.stringify(made.data[key])} for ${JSON.stringify(values)}, not ${JSON.stringify(data[key])}`);
    }
  }
}

/** Requires that the text itself is YAML in which no key is there twice, of which Helm and Kubernetes take the last. */
function requireStrict({ name, strict }: Tiny, proof: Proof): void {
  const file = join(folder.path, 'values.json');
  writeFileSync(file, JSON.stringify(strict));
  const { status, stdout, stderr } = helm(4, 'template', 'r', proof.chart(), '--values', file);
  if (status !== 0) throw new Error(`${name}: ${stderr}`);
  const errors = parseAllDocuments(stdout).flatMap((document) => document.errors);
  if (errors.length > 0) throw new Error(`${name}: ${errors[0].message}`);
}

/** Requires that all combinations of three choices were run. */
function requireCertified({ name, pkg }: Tiny): void {
  const tracer = traced(pkg);
  const columns = tracer.rootColumns;
  const seen = new Set<string>();
  for (const { environment } of tracer.rows) {
    const choices = columns.map((column) => column.of(environment));
    triples(columns.length, (a, b, c) => seen.add([a, choices[a], b, choices[b], c, choices[c]].join()));
  }
  let wanted = 0;
  triples(columns.length, (a, b, c) => { wanted += columns[a].choices.length * columns[b].choices.length * columns[c].choices.length; });
  if (columns.length < 4 || seen.size !== wanted) throw new Error(`${name}: ${seen.size} of ${wanted} combinations of three choices were run`);
}

/** Requires that the second set of carriers shows where the values have none. */
function requireTwoSets({ name, pkg }: Tiny): void {
  const names = new Set(traced(pkg).rows.map(({ environment }) => environment.surroundings.release.name));
  if (names.size !== 2) throw new Error(`${name}: the release has ${names.size} names in all runs, not 2`);
}

function traced(pkg: Tiny['pkg']): Tracer {
  const { root, props: { name, version, appVersion } } = partsOf(pkg);
  const builders = (pkg as any)._builders();
  const tracer = new Tracer({ chart: { name, version, appVersion, hasStandardLabels: true }, root, builders }, new Map());
  tracer.trace();
  return tracer;
}

function triples(count: number, visit: (a: number, b: number, c: number) => void): void {
  for (let a = 0; a < count; a++) for (let b = a + 1; b < count; b++) for (let c = b + 1; c < count; c++) visit(a, b, c);
}
