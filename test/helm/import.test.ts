import { spawnSync } from 'child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { createProgram, flattenDiagnosticMessageText, getPreEmitDiagnostics, ModuleKind, ModuleResolutionKind, ScriptTarget } from 'typescript';
import { stringify } from 'yaml';
import { EXAMPLES } from './examples';
import { Example } from './examples/example';
import { partsOf } from './support/proof';
import { Declaration } from '../../src/helm/declaration';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';

const repository = join(__dirname, '../..');

/** What the compiler says of the default values of each program, written down as a literal, and of the same with a value too many. */
let problems: Map<string, { readonly defaults: string[]; readonly unknown: string[] }>;
let folder: TemporaryFolder;
beforeAll(() => {
  folder = makeTemporaryFolder();
  EXAMPLES.forEach(writeSchema);
  importCharts();
  problems = compile();
}, 60_000);
afterAll(() => folder.remove());

describe.each(EXAMPLES.map(({ name }) => [name]))('the types that cdk8s import makes for %s', (name) => {
  test('take the defaults', () => {
    expect(problems.get(name)?.defaults).toEqual([]);
  });

  test('do not take what is not declared', () => {
    expect(problems.get(name)?.unknown).toEqual([expect.stringMatching(/'"unknownValue"' does not exist in type/)]);
  });
});

/** A chart as far as the command reads it; the schema is the one that `write` writes, which proof.test.ts checks. */
function writeSchema({ name, pkg }: Example): void {
  const chart = join(folder.path, 'charts', name);
  mkdirSync(chart, { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), stringify({ apiVersion: 'v2', name, version: '1.0.0' }));
  writeFileSync(join(chart, 'values.schema.json'), JSON.stringify(partsOf(pkg).schema));
}

/** The installed command makes the types with json2jsii. */
function importCharts(): void {
  const imports = EXAMPLES.map(({ name }) => `helm:${join(folder.path, 'charts', name)}`);
  writeFileSync(join(folder.path, 'cdk8s.yaml'), stringify({ language: 'typescript', app: 'none', imports }));
  const command = join(repository, 'node_modules/cdk8s-cli/bin/cdk8s');
  const { status, stdout, stderr } = spawnSync(process.execPath, [command, 'import', '--output', 'imports', '--no-save', '--no-check-upgrade'], {
    cwd: folder.path,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`cdk8s import failed: ${stdout}${stderr}`);
}

function compile(): typeof problems {
  const files = new Map(EXAMPLES.map(({ name, pkg }) => {
    const { root, defaults } = partsOf(pkg);
    const given = withoutAbsent(root, defaults);
    return [name, { defaults: writeLiteral(name, 'defaults', given), unknown: writeLiteral(name, 'unknown', { ...given, unknownValue: 1 }) }];
  }));
  const program = createProgram([...files.values()].flatMap(({ defaults, unknown }) => [defaults, unknown]), {
    strict: true,
    noEmit: true,
    skipLibCheck: true,
    types: [],
    target: ScriptTarget.ES2022,
    module: ModuleKind.CommonJS,
    moduleResolution: ModuleResolutionKind.Node10,
    // The folder has no modules of its own.
    baseUrl: repository,
    paths: { '*': ['node_modules/*'] },
  });
  const found = getPreEmitDiagnostics(program).map(({ file, messageText }) => ({ file: file?.fileName, message: flattenDiagnosticMessageText(messageText, '\n') }));
  const strays = found.filter(({ file }) => ![...files.values()].some(({ defaults, unknown }) => file === defaults || file === unknown));
  if (strays.length > 0) throw new Error(`The types themselves do not compile: ${JSON.stringify(strays.slice(0, 5))}`);
  const of = (path: string) => found.filter(({ file }) => file === path).map(({ message }) => message);
  return new Map([...files].map(([name, { defaults, unknown }]) => [name, { defaults: of(defaults), unknown: of(unknown) }]));
}

function writeLiteral(name: string, what: string, values: any): string {
  const source = readFileSync(join(folder.path, 'imports', `${name}.ts`), 'utf8');
  const [, type] = /readonly values\??: (\w+);/.exec(source) ?? [];
  const path = join(folder.path, `${name}.${what}.ts`);
  writeFileSync(path, `import { ${type} } from './imports/${name}';\n${WRITTEN}\nexport const values: Written<${type}> = ${JSON.stringify(values)};\n`);
  return path;
}

/** Enumerations of TypeScript do not take a string that is one of their values; a literal says the value, and a program would say its name. */
const WRITTEN = `
type Written<T> = T extends string ? \`\${T}\`
  : T extends readonly (infer E)[] ? readonly Written<E>[]
  : T extends object ? { [K in keyof T]: Written<T[K]> }
  : T;
`;

/** What values.yaml says with "" about an enumeration that is left out, a program says by leaving it out. */
function withoutAbsent(group: Declaration, values: any): any {
  const left = Object.entries(values).filter(([key, value]) => value !== '' || group.fields.find(({ name }) => name === key)?.kind !== 'enumeration');
  return Object.fromEntries(left.map(([key, value]) => {
    const field = group.fields.find(({ name }) => name === key);
    return [key, field && ['object', 'optional'].includes(field.kind) ? withoutAbsent(field, value) : value];
  }));
}
