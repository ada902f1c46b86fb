import { readdirSync, readFileSync } from 'fs';
import { dirname, join, relative } from 'path';
import * as ts from 'typescript';

/** Who may know whom: the rooms below src/ and what they import, read from every import, export, require and import type. */
const source = join(__dirname, '..', 'src');
const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

interface Import {
  readonly from: string;

  /** A file below src/ without its ending, or the name of a package. */
  readonly to: string;
}

const imports: Import[] = files.flatMap((file) => importsOf(file, readFileSync(join(source, file), 'utf8')));

test('the imports are found at all, in every way that there is', () => {
  expect(importsOf('postgres/a.ts', `
    import { a } from './b';
    import type { c } from '../helm/c';
    export * from '../expressions/d';
    import e = require('e');
    const f = require('../helm/f');
    const g = () => import('../helm/g');
    type H = import('../helm/h').H;
    import '@scope/i/j';
  `).map(({ to }) => to).sort()).toEqual(
    ['@scope/i', 'e', 'expressions/d', 'helm/c', 'helm/f', 'helm/g', 'helm/h', 'postgres/b']);
  expect(imports.length).toBeGreaterThan(100);
});

test.each<[string, string, RegExp]>([
  ['src/expressions knows no other room', 'expressions/', /^(?!expressions\/).*\//],
  ['src/expressions knows neither cdk8s nor constructs, nor any other package but those of node', 'expressions/', /^(?!crypto$)[^/]+$/],
  ['src/postgres knows nothing of Helm', 'postgres/', /^helm(\/|$)/],
  ['src/postgres knows nothing of the FEAF Dashboard and of apps', 'postgres/', /^(?!postgres\/|expressions\/)(feaf|main|chart|linear|write|index)/],
  ['src/helm knows nothing of PostgreSQL', 'helm/', /^(postgres(\/|$)|feaf|chart$)/],
])('%s', (_rule, room, forbidden) => {
  const broken = imports.filter(({ from, to }) => from.startsWith(room) && forbidden.test(to));
  expect(broken.map(({ from, to }) => `${from} imports ${to}`)).toEqual([]);
});

test('src/main.ts loads nothing of src/helm, however far', () => {
  const loaded = reachable('main');
  expect([...loaded]).toContain('postgres/postgres');
  expect([...loaded].filter((file) => file.startsWith('helm/') || file === 'helm')).toEqual([]);
});

test('src/index.ts exports and does nothing else', () => {
  const { statements } = parse('index.ts', readFileSync(join(source, 'index.ts'), 'utf8'));
  expect(statements.every(ts.isExportDeclaration)).toBe(true);
});

test('only packages that users have are imported', () => {
  const packages = [...new Set(imports.map(({ to }) => to).filter((to) => !to.includes('/') && !files.includes(`${to}.ts`) && !isFolder(to)))];
  const { peerDependencies, dependencies = {} } = JSON.parse(readFileSync(join(source, '..', 'package.json'), 'utf8'));
  const known = [...Object.keys({ ...peerDependencies, ...dependencies }), 'buffer', 'crypto', 'fs', 'os', 'path'];
  expect(packages.filter((name) => !known.includes(name))).toEqual([]);
});

function reachable(entry: string, seen = new Set<string>()): Set<string> {
  if (seen.has(entry)) return seen;
  seen.add(entry);
  for (const { from, to } of imports) {
    if ([`${entry}.ts`, `${entry}/index.ts`].includes(from)) reachable(to, seen);
  }
  return seen;
}

function importsOf(file: string, text: string): Import[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const specifier = specifierOf(node);
    if (specifier && ts.isStringLiteralLike(specifier)) found.push(specifier.text);
    ts.forEachChild(node, visit);
  };
  visit(parse(file, text));
  return found.map((specifier) => ({ from: file, to: targetOf(file, specifier) }));
}

/** What a node loads, when it loads something. */
function specifierOf(node: ts.Node): ts.Node | undefined {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument)) return node.argument.literal;
  if (!ts.isCallExpression(node)) return undefined;
  const loads = node.expression.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(node.expression) && node.expression.text === 'require');
  return loads ? node.arguments[0] : undefined;
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('.')) return relative(source, join(source, dirname(file), specifier));
  return specifier.split('/').slice(0, specifier.startsWith('@') ? 2 : 1).join('/');
}

function parse(file: string, text: string): ts.SourceFile {
  return ts.createSourceFile(file, text, ts.ScriptTarget.ES2022);
}

function isFolder(name: string): boolean {
  return files.some((file) => file.startsWith(`${name}/`));
}
