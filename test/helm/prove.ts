/**
 * The long run of the proof: `npm run prove -- --cases 10000 [--seed 1] [--only web-app --only cache]`. Random values for each program of the tests; what the
 * construct makes of them is compared with the evaluator, Helm 3 and Helm 4. It ends with 1 when anything differs, or cannot be packaged.
 */
import { join } from 'path';
import { parseArgs } from 'util';
import { EXAMPLES } from './examples';
import { everywhere } from './support/hurting';
import { Case, Divergence, Program, Proof, textOfAll } from './support/proof';
import { thirdParty } from './third-party';
import { postgresChart } from '../../src/chart';
import { Random } from '../../src/helm/trace/random';
import { makeTemporaryFolder } from '../support/temporary-folder';

/** The published chart, as it is committed. */
const published: Program = { name: 'postgres', pkg: Object.assign(Object.create(postgresChart), { write: () => undefined }) };

/** How many cases Helm renders in one process. */
const BATCH = 100;

/** One in so many cases has broken values. */
const BROKEN = 4;

/** What came of one program. */
interface Result {
  readonly name: string;
  cases: number;
  refused: number;
  divergences: Divergence[];
  error?: string;
}

main();

function main(): void {
  const { values: { cases: wanted, seed: given, only } } = parseArgs({
    options: { cases: { type: 'string', default: '10000' }, seed: { type: 'string' }, only: { type: 'string', multiple: true } },
  });
  const cases = positive('--cases', wanted);
  const seed = given === undefined ? Math.floor(Math.random() * 2 ** 31) : positive('--seed', given);
  const programs = [everywhere, published, ...EXAMPLES, ...thirdParty].filter(({ name }) => only === undefined || only.includes(name));
  if (programs.length === 0) throw new Error(`There is no program ${only?.join(', ')}.`);
  console.log(`seed ${seed}, ${cases} cases, ${programs.length} programs, each case by the evaluator, Helm 3 and Helm 4`);

  const started = Date.now();
  const folder = makeTemporaryFolder();
  const random = new Random(seed);
  const results = programs.map((program, index) => {
    const share = Math.floor(((index + 1) * cases) / programs.length) - Math.floor((index * cases) / programs.length);
    const result = prove(program, share, random, join(folder.path, `${index}`));
    report(result);
    return result;
  });
  folder.remove();

  const sum = (of: (result: Result) => number) => results.reduce((total, result) => total + of(result), 0);
  const divergences = sum((result) => result.divergences.length);
  const failed = results.filter(({ error }) => error !== undefined).length;
  const seconds = ((Date.now() - started) / 1000).toFixed(1);
  console.log(`${line('total', sum(({ cases: count }) => count), sum(({ refused }) => refused), divergences)}, ${failed} programs failed, seed ${seed}, ${seconds} s`);
  process.exitCode = divergences + failed > 0 ? 1 : 0;
}

function prove(program: Program, share: number, random: Random, folder: string): Result {
  const proof = new Proof(program, () => (program === published ? join(__dirname, '..', '..', 'charts', 'postgres') : folder));
  const result: Result = { name: program.name, cases: 0, refused: 0, divergences: [] };
  try {
    proof.chart();
    while (result.cases < share) {
      const batch = Array.from({ length: Math.min(BATCH, share - result.cases) }, () => randomCase(proof, random));
      proveBatch(proof, batch, result);
    }
  } catch (error) {
    result.error = (error as Error).message;
  }
  return result;
}

function randomCase(proof: Proof, random: Random): Case {
  return proof.caseOf(random.below(2 ** 31), random.below(BROKEN) === 0 ? 'broken' : 'valid');
}

function proveBatch(proof: Proof, batch: readonly Case[], result: Result): void {
  const rendered = { 'Helm 3': proof.rendered(3, batch), 'Helm 4': proof.rendered(4, batch) };
  batch.forEach((given, index) => {
    const native = proof.native(given);
    result.cases += 1;
    if (native.kind !== 'made') result.refused += 1;
    result.divergences.push(
      ...proof.compare('evaluator', given, native, proof.evaluated(given)),
      ...proof.compare('Helm 3', given, native, rendered['Helm 3'][index]),
      ...proof.compare('Helm 4', given, native, rendered['Helm 4'][index]),
    );
  });
}

function report({ name, cases, refused, divergences, error }: Result): void {
  console.log(line(name, cases, refused, divergences.length));
  if (divergences.length > 0) console.log(`${textOfAll(divergences)}\n`);
  if (error !== undefined) console.log(`${name} failed: ${error}\n`);
}

function line(name: string, cases: number, refused: number, divergences: number): string {
  return `${name.padEnd(32)} ${cases} cases, ${refused} refused by the construct, ${divergences} divergences`;
}

function positive(option: string, text: string): number {
  if (!/^[0-9]+$/.test(text)) throw new Error(`${option} is ${text}; it must be a number.`);
  return Number(text);
}
