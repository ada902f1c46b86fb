import { existsSync, readdirSync, readFileSync, statSync } from 'fs';
import { join } from 'path';
import { Testing } from 'cdk8s';
import { shop } from './python/shop';
import { InitScript, Postgres } from '../../src';
import { compileLibrary, packageFor, run as runIn, versionOf } from '../support/library';
import { makeTemporaryFolder } from '../support/temporary-folder';

/** HelmPackage from another language, as its users get it: the wheel is built from a copy of the sources and installed into an environment of its own. */
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

  test('has the database, too, with the scripts that run in its pod', () => {
    const native = Testing.chart();
    new Postgres(native, 'database', {
      name: 'shop-postgres',
      postgresVersion: '17',
      auth: { username: 'shop', existingSecret: 'shop-postgres' },
      persistence: { size: '50Gi' },
      parameters: { work_mem: '2MB' },
      initScripts: { scripts: [InitScript.fromString('01-extensions.sql', 'CREATE EXTENSION pg_trgm;')] },
    });
    const objects = JSON.parse(run(python, join(__dirname, 'python', 'database.py')));
    expect(objects).toEqual(Testing.synth(native));
    expect(objects.map(({ kind }: any) => kind)).toContain('StatefulSet');
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

function buildWheel(): string {
  const copy = join(folder.path, 'package');
  compileLibrary(copy);
  const wheels = packageFor('python', copy);
  return join(wheels, readdirSync(wheels).find((file) => file.endsWith('.whl'))!);
}

function run(command: string, ...parameters: string[]): string {
  return runIn(folder.path, command, ...parameters);
}

function filesIn(root: string): { [file: string]: string } {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(root, file)).isFile());
  return Object.fromEntries(files.sort().map((file) => [file, readFileSync(join(root, file), 'utf8')]));
}
