import { execFileSync } from 'child_process';
import { cpSync, existsSync, readdirSync, readFileSync, statSync, symlinkSync } from 'fs';
import { join } from 'path';
import { shop } from './python/shop';
import { makeTemporaryFolder } from '../support/temporary-folder';

/** HelmPackage from another language, as its users get it: the wheel is built from a copy of the sources and installed into an environment of its own. */
const repository = join(__dirname, '..', '..');
const folder = makeTemporaryFolder();
const python = join(folder.path, 'python', 'bin', 'python');

/** What shop.py says on its last line. */
interface Said {
  readonly seconds: number;
  readonly calls: number;
  readonly rows: number;
  readonly switches: number;
  readonly objects: any[];
  readonly refusals: { readonly [what: string]: string };
}

(hasPython() ? describe : describe.skip)('a package in Python', () => {
  const chart = join(folder.path, 'chart');
  const twin = join(folder.path, 'twin');
  let said: Said;

  beforeAll(() => {
    const wheel = buildWheel();
    run(python, '-m', 'pip', 'install', '--quiet', '--no-deps', wheel);
    said = JSON.parse(run(python, join(__dirname, 'python', 'shop.py'), chart).trimEnd().split('\n').pop()!);
    shop.write(twin);
    const { seconds, calls, rows, switches } = said;
    process.stderr.write(`Python: ${switches} columns, ${rows} rows, ${calls} runs of define, ${seconds.toFixed(1)} s in write, ${(1000 * seconds / calls).toFixed(1)} ms a run; `
      + `wheel ${Math.round(statSync(wheel).size / 1000)} kB.\n`);
  }, 600_000);

  test('writes byte for byte the chart of the same program in TypeScript', () => {
    expect(filesIn(chart)).toEqual(filesIn(twin));
    expect(Object.keys(filesIn(chart)).length).toBeGreaterThan(10);
  });

  test('makes the same objects without Helm', () => {
    expect(said.objects).toEqual(shop.synth({ replicas: 5, batch: true, affinity: { nodeAffinity: {} } }, { release: { name: 'r', namespace: 'n' } }));
  });

  test('with ten switches takes at most a minute', () => {
    expect(said.switches).toBeGreaterThanOrEqual(10);
    expect(said.seconds).toBeLessThan(60);
  });

  test.each([
    ['a name that Helm refuses', 'name', /^HelmPackage: name is "Wrong Name"; it must be 1 to 63 of the characters .*\.$/],
    ['a default outside its limits', 'default', /The default of a is not within its own limits\. The value a is "x"; it must have at least 3 characters\.$/],
    ['a value outside its limits', 'value', /The value replicas is 0; it must be at least 1\.$/],
    ['a value that is not there', 'missing', /There is no value "replica" here; there are replicas\./],
    ['arithmetic on a value, with its place', 'arithmetic', /\bmap\b.*\bdata\.twice\b/s],
    ['what the construct itself says', 'construct', /Batches run in the modes plain and fast only\.$/],
  ])('says in Python, as a sentence, %s', (_what, refusal, sentence) => {
    expect(said.refusals[refusal]).toMatch(sentence);
  });

  test('writes nothing when it refuses', () => {
    expect(existsSync(`${chart}-wrong`)).toBe(false);
  });
});

/** Makes the environment. Where it cannot be made, that is said, and with CI=true an error. */
function hasPython(): boolean {
  try {
    run('python3', '-m', 'venv', join(folder.path, 'python'));
    run(python, '-m', 'pip', 'install', '--quiet', ...['cdk8s', 'cdk8s-plus-28', 'constructs'].map((name) => `${name}==${versionOf(name)}`), `jsii==${versionOf('jsii-pacmak')}`);
    return true;
  } catch (error) {
    if (process.env.CI === 'true') throw error;
    process.stderr.write(`\n*** NOT TESTED: HelmPackage from Python. It needs python3 with venv and pip, and the network. ${(error as Error).message}\n\n`);
    return false;
  }
}

/** As `npx projen compile` and `npx projen package:python` do it, in a copy, since both write into the folder of the package. */
function buildWheel(): string {
  const copy = join(folder.path, 'package');
  for (const name of ['src', 'package.json', 'tsconfig.json', 'README.md', 'LICENSE', '.npmignore']) cpSync(join(repository, name), join(copy, name), { recursive: true });
  symlinkSync(join(repository, 'node_modules'), join(copy, 'node_modules'));
  const bin = join(repository, 'node_modules', '.bin');
  run(join(bin, 'jsii'), copy, '--silence-warnings=reserved-word');
  run(join(bin, 'jsii-pacmak'), copy, '--target', 'python');
  const wheels = join(copy, 'packages', 'python');
  return join(wheels, readdirSync(wheels).find((file) => file.endsWith('.whl'))!);
}

function run(command: string, ...parameters: string[]): string {
  // Which releases of node are still maintained is no matter of this test.
  const env = { ...process.env, JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION: '1' };
  return execFileSync(command, parameters, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'], env, timeout: 300_000, maxBuffer: 64_000_000 });
}

function versionOf(name: string): string {
  return JSON.parse(readFileSync(join(repository, 'node_modules', name, 'package.json'), 'utf8')).version;
}

function filesIn(root: string): { [file: string]: string } {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(root, file)).isFile());
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}
