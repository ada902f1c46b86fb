import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'fs';
import { tmpdir } from 'os';
import { join } from 'path';
import * as ts from 'typescript';

const readme = readFileSync(join(__dirname, '..', 'README.md'), 'utf8');
const examples = [...readme.matchAll(/```ts\n([\s\S]*?)```/g)].map(([, source]) => source);

test('the examples of the README type-check without casts', () => {
  const program = compile(examples);
  expect(ts.getPreEmitDiagnostics(program).map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'))).toEqual([]);
});

test('the first example of the README gives the manifests of a database and a client', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  process.env.CDK8S_OUTDIR = folder;
  try {
    run(examples[0]);
    const yaml = readFileSync(join(folder, readdirSync(folder)[0]), 'utf8');
    expect(yaml.match(/^kind: .*/gm)?.sort()).toEqual([
      'kind: ConfigMap', 'kind: ConfigMap', 'kind: ConfigMap', 'kind: Deployment', 'kind: Service', 'kind: StatefulSet',
    ]);
    expect(yaml).toContain('value: shop-postgres.shop.svc.cluster.local');
  } finally {
    delete process.env.CDK8S_OUTDIR;
    rmSync(folder, { recursive: true });
  }
});

test('the second example of the README writes a chart', () => {
  const folder = mkdtempSync(join(tmpdir(), 'readme-'));
  try {
    run(examples[1].replace("'charts/web'", JSON.stringify(join(folder, 'web'))));
    for (const file of ['values.yaml', 'values.schema.json', 'templates/server-deployment.yaml', 'templates/ingress.yaml']) {
      expect(existsSync(join(folder, 'web', file))).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('every script that the README names exists, and every script is named', () => {
  const scripts = readdirSync(join(__dirname, '..', 'scripts')).filter((file) => !file.startsWith('common'));
  expect([...new Set(readme.match(/(?<=scripts\/)[a-z-]+\.sh/g))].sort()).toEqual(scripts.sort());
});

function compile(sources: readonly string[]): ts.Program {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    // As the sources are compiled, which are read here in the place of their declarations.
    esModuleInterop: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2022,
    module: ts.ModuleKind.CommonJS,
    types: [],
    paths: { 'cdk8s-postgres': [join(__dirname, '..', 'src', 'index.ts')] },
    typeRoots: [],
  };
  const files = new Map(sources.map((source, index) => [join(__dirname, `readme-example-${index}.ts`), source]));
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists } = host;
  host.fileExists = (name) => files.has(name) || fileExists(name);
  host.getSourceFile = (name, ...rest) =>
    files.has(name) ? ts.createSourceFile(name, files.get(name)!, ts.ScriptTarget.ES2022) : getSourceFile.call(host, name, ...rest);
  return ts.createProgram([...files.keys()], { ...options, types: ['node'], typeRoots: [join(__dirname, '..', 'node_modules', '@types')] }, host);
}

function run(source: string): void {
  const compilerOptions = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
  const { outputText } = ts.transpileModule(source, { compilerOptions });
  // eslint-disable-next-line @typescript-eslint/no-require-imports
  const load = (name: string) => name === 'cdk8s-postgres' ? require('../src') : require(name);
  new Function('require', 'exports', outputText)(load, {});
}
