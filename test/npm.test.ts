import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'fs';
import { join } from 'path';
import { compileLibrary, run, versionOf } from './support/library';
import { makeTemporaryFolder, TemporaryFolder } from './support/temporary-folder';

/** The npm package, as its users get it: packed from a copy of the sources, installed into an empty project that knows nothing of this repository. */
const repository = join(__dirname, '..');

/** What this repository deploys and publishes, and nobody imports. */
const OWN = /^(main|feaf.*|write-.*|chart|chart\/.*)\.ts$/;

/** What lies about where somebody works, and must stay there. */
const SCRATCH = ['notes.txt', 'lib/index.js.map', 'lib/left.tsbuildinfo', 'lib/chart/left.js', 'test/a.test.ts', 'tools/a.ts', 'docs/a.md', 'charts/a.tgz', 'packages/a.tgz', '.env'];

const filesBelow = (folder: string) => readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => statSync(join(folder, file)).isFile());

let folder: TemporaryFolder;
let packed: { readonly filename: string; readonly size: number; readonly files: readonly { readonly path: string; readonly size: number }[] };

beforeAll(() => {
  folder = makeTemporaryFolder();
  const copy = join(folder.path, 'copy');
  compileLibrary(copy);
  for (const file of SCRATCH) {
    mkdirSync(join(copy, file, '..'), { recursive: true });
    writeFileSync(join(copy, file), 'scratch');
  }
  // Beside `files` npm does not read it.
  writeFileSync(join(copy, '.npmignore'), '/runtime/\n/scripts/\n');
  [packed] = JSON.parse(run(copy, 'npm', 'pack', '--json', '--ignore-scripts', '--pack-destination', folder.path));
  process.stderr.write(`npm package: ${Math.round(packed.size / 1000)} kB, ${packed.files.length} files.\n`);
}, 300_000);

afterAll(() => folder.remove());

test('has the library, what runs in the pod, the scripts for operators, and nothing else', () => {
  const library = filesBelow(join(repository, 'src')).filter((file) => !OWN.test(file)).map((file) => file.replace(/\.ts$/, ''));
  const expected = [
    '.jsii', 'LICENSE', 'README.md', 'package.json',
    ...library.flatMap((file) => [`lib/${file}.js`, `lib/${file}.d.ts`]),
    ...['runtime', 'scripts'].flatMap((name) => filesBelow(join(repository, name)).map((file) => `${name}/${file}`)),
  ];
  expect(packed.files.map(({ path }) => path).sort()).toEqual(expected.sort());
});

test('is at most half a megabyte', () => expect(packed.size).toBeLessThan(500_000));

test('has no source maps inside its files', () => {
  const scripts = packed.files.map(({ path }) => path).filter((path) => path.endsWith('.js'));
  expect(scripts.length).toBeGreaterThan(100);
  for (const path of scripts) expect([path, /^\/\/# sourceMappingURL=/m.test(readFileSync(join(folder.path, 'copy', path), 'utf8'))]).toEqual([path, false]);
});

describe('in an empty project', () => {
  let project: string;
  let missing: string | undefined;

  beforeAll(() => {
    project = join(folder.path, 'project');
    mkdirSync(project);
    writeFileSync(join(project, 'package.json'), '{ "name": "empty", "version": "1.0.0", "private": true }');
    copyFileSync(join(folder.path, packed.filename), join(project, packed.filename));
    const peers = ['cdk8s', 'cdk8s-plus-28', 'constructs', '@types/node'].map((name) => `${name}@${versionOf(name)}`);
    try {
      run(project, 'npm', 'install', '--prefer-offline', '--ignore-scripts', '--no-audit', '--no-fund', `./${packed.filename}`, ...peers);
    } catch (error) {
      // Without the network nothing can be installed; whatever else npm has to say is a failure of the package.
      missing = /\b(ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ETIMEDOUT|ENETUNREACH)\b/.exec((error as any).stderr)?.[0];
      if (missing === undefined || process.env.CI === 'true') throw error;
      process.stderr.write(`\n*** NOT TESTED: the npm package in an empty project. npm cannot reach its registry: ${missing}.\n\n`);
    }
  }, 300_000);

  const examples = [...readFileSync(join(repository, 'README.md'), 'utf8').matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source]) => source);

  test('the examples of the README type-check, and make manifests and a chart', () => {
    if (missing !== undefined) return;
    const compilerOptions = { strict: true, target: 'ES2022', module: 'CommonJS', types: ['node'] };
    writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, include: ['*.ts'] }));
    examples.forEach((source, index) => writeFileSync(join(project, `example-${index}.ts`), source));
    run(project, process.execPath, join(repository, 'node_modules', 'typescript', 'bin', 'tsc'), '-p', '.');
    expect(examples).toHaveLength(2);
    examples.forEach((_, index) => run(project, process.execPath, `example-${index}.js`));

    const [manifests] = filesBelow(join(project, 'dist'));
    const kinds = readFileSync(join(project, 'dist', manifests), 'utf8').match(/^kind: .*/gm)!.map((line) => line.slice('kind: '.length));
    expect(kinds.sort()).toEqual(['ConfigMap', 'ConfigMap', 'ConfigMap', 'Deployment', 'Service', 'StatefulSet']);
    for (const file of ['Chart.yaml', 'values.yaml', 'values.schema.json', 'templates/server-deployment.yaml']) {
      expect([file, existsSync(join(project, 'charts', 'web', file))]).toEqual([file, true]);
    }
  }, 120_000);

  test('the scripts for operators can be run', () => {
    if (missing !== undefined) return;
    const scripts = join(project, 'node_modules', 'cdk8s-postgres', 'scripts');
    expect(run(project, 'bash', join(scripts, 'verify-postgres.sh'), '--help')).toContain('--namespace');
  });
});
