import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HURTING_NAMES, HURTING_TEXTS } from './support/hurting';
import { Case, Program, Proof, textOfAll } from './support/proof';
import { requireApplicationDatabase, requireApplicationRole } from '../../src/expressions/names';
import { namesOfToldRules, ruleNamed } from '../../src/expressions/rule';
import { HelmPackage, Values } from '../../src/helm';
import { call } from '../../src/helm/functions';
import { Context, Helpers } from '../../src/helm/print/context';
import { printHelpers } from '../../src/helm/print/helpers';
import { breach, twin, TWINS } from '../../src/helm/print/twins';
import { HelmRenderer, HelmVersion } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';
import '../../src/expressions/hash';
import '../../src/expressions/percent-encoding';
import '../../src/expressions/quoting';
import '../../src/postgres';

interface RolesProps {
  readonly users: { readonly name: string; readonly database?: { readonly name: string } }[];
  readonly owners: { readonly [database: string]: string };
  readonly admin?: { readonly name: string };
}

/** A construct with rules about values of lists, maps and groups. */
class Roles extends Construct {
  public constructor(scope: Construct, id: string, { users, owners, admin }: RolesProps) {
    super(scope, id);
    const place = (property: string) => ({ construct: this.node.path, property });
    users.forEach(({ name, database }, index) => {
      requireApplicationRole(place(`users[${index}].name`), name);
      if (database) requireApplicationDatabase(place(`users[${index}].database.name`), database.name);
    });
    for (const [database, owner] of Object.entries(owners)) requireApplicationRole(place(`owners.${database}`), owner);
    if (admin) requireApplicationRole(place('admin.name'), admin.name);
    const lines = users.map(({ name, database }) => `${name} ${database?.name ?? '-'}\n`);
    new k8s.KubeConfigMap(this, 'map', { data: { ...owners, '.users': lines.join(''), '.admin': admin?.name ?? '-' } });
  }
}

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const TEXTS = [
  ...Object.values(HURTING_TEXTS), ...HURTING_NAMES, 'a/b/c', '/', 'a$b', '$$', '$(HOME)', "a'b\\c", "\\'", 'a+b c%2Fd', "!'()*-._~", 'postgres', 'public', 'none', 'pg_', 'pg_a', 'pga', 'apg_',
  'Postgres', 'template0', 'template1', 'template2', 'a=b', 'postgres://a', 'postgresql://a', 'a postgres://b', 'postgresq://a',
];

/** Twins of one text; each that there is. */
const OF_A_TEXT = ['escapeReferences', 'pathHash', 'pathSegment', 'percentEncode', 'quoteLiteral', 'quoteSetting', 'sha256'];
const RULES_OF_A_TEXT = ['isApplicationDatabase', 'isApplicationRole'];

const OWNED = 'config_file, port, ssl';

/** Rules about values that depend on others, with values that keep and that break them. */
const RULES: { readonly [name: string]: readonly (readonly unknown[])[] } = {
  fitsIntoConfigMap: [['0'], ['1048576'], ['1048577'], ['99999999999']],
  hidesNone: [['/a', '/b, /c'], ['/a', '/b, /a'], ['/a', '/a/b'], ['/a', '/ab'], ['/a.', '/ab'], ['/', '/b'], ['/a/b', '/a']],
  memoryBudgetHolds: [['', '1073741824', '1Gi', ''], ['', '1073741825', '1Gi', ''], ['', '5', '1', ''], ['', '1000000', '1M', '']],
  sharedBuffersFit: [['', '1073741823', '1Gi'], ['', '1073741824', '1Gi'], ['', '0', '1Mi']],
  isBytes: [['1Mi'], ['1023Ki'], ['1024Ki'], ['1048576'], ['1048575'], ['512m'], ['2G'], ['1.5Gi']],
  isFree: [['a', 'b, c'], ['b', 'b, c'], ['b,', 'b, c'], ['', 'b']],
  isNotOwned: [['1', 'port', OWNED], ['1', 'PORT', OWNED], ['1', 'work_mem', OWNED], ['1', 'ssl', OWNED]],
  isNotTogether: [['a', 'must not']],
  isOneLine: [['a'], [''], ['a\nb'], ['a\rb'], ['a b\t'], ['\\n']],
  isOneServer: [[0], [1], [2], [30]],
  isQuantity: [['0'], ['1'], ['0.0'], ['1m'], ['1.5'], ['0Mi']],
  isQuantityAtMost: [['1Gi', '1Gi'], ['1Gi', '1G'], ['1G', '1Gi'], ['500m', '1'], ['1', '500m'], ['1024Mi', '1Gi']],
  isSelectorValue: [['shop', 'app', 'app=shop, tier=db'], ['other', 'app', 'app=shop'], ['x', 'team', 'app=shop'], ['db', 'tier', 'app=shop, tier=db'], ['x', 'pp', 'app=shop']],
  isValidSetting: [['1', 'valid', 'a', '17'], ['1', 'range', 'a', '17']],
  isVolume: [['a', 'a, b'], ['c', 'a, b'], ['', 'a']],
  isTagOfMajor: [
    ['17', '17', 'postgres'], ['16', '17', 'postgres'], ['17.1-bookworm', '17', 'library/postgres'], ['pg16', '17', 'other'], ['16', '17', 'other'],
    ['latest', '17', 'postgres'], ['3.4-pg17', '17', 'timescale'], ['18beta1', '18', 'postgres'], ['170', '17', 'postgres'],
  ],
};

const CONTEXT: Context = { chart: 'twins', root: '', loops: [], helpers: new Helpers(), file: 'results.yaml', subject: 'results', keys: [], standardLabels: [] };

test('every twin is in the tables of this test', () => {
  expect(Object.keys(TWINS).sort()).toEqual(OF_A_TEXT);
  expect(namesOfToldRules().sort()).toEqual([...RULES_OF_A_TEXT, ...Object.keys(RULES)].sort());
});

test('a function without a twin is refused', () => {
  expect(() => twin('quoteNames', ['.Values.text'], CONTEXT)).toThrow('The function quoteNames of src/expressions is applied to values of the chart, but has no form in templates');
});

describeWithTools(['render3', 'render4'], 'a twin does what its function does', () => {
  describe.each([3, 4] as const)('in Helm %i', (version) => {
    test.each(OF_A_TEXT)('%s', (name) => {
      const made = rendered(version, name, twin(name, ['$text'], CONTEXT));
      expect(made).toEqual(TEXTS.map((text) => call(name, [text])));
    });

    test.each(RULES_OF_A_TEXT)('%s', (name) => {
      const breaks = rendered(version, name, `ternary true false (${breach(name, ['$text'], CONTEXT)})`);
      expect(breaks).toEqual(TEXTS.map((text) => !ruleNamed(name).holds(text)));
      expect(new Set(breaks).size).toBe(2);
    });

    test.each(Object.entries(RULES))('%s', (name, sets) => {
      const parameters = sets[0].map((_parameter, index) => `(index $text ${index})`);
      const breaks = rendered(version, name, `ternary true false (${breach(name, parameters, CONTEXT)})`, sets);
      expect(sets.map((values, index) => [values, breaks[index]])).toEqual(sets.map((values) => [values, !isKept(name, values)]));
    });
  });
});

describeWithTools(['render3', 'render4'], 'a rule about values of the chart', () => {
  const program: Program = {
    name: 'roles',
    pkg: HelmPackage.of({
      name: 'roles',
      version: '1.0.0',
      values: {
        users: Values.list({ name: Values.string({ pattern: '^[a-z_]+$' }), database: Values.optional({ name: Values.string({ default: 'main' }) }) }),
        owners: Values.map(Values.string()),
        admin: Values.optional({ name: Values.string({ default: 'admin' }) }),
      },
      define: (scope, values) => new Roles(scope, 'roles', values),
    }),
  };
  const proof = new Proof(program, () => join(folder.path, 'roles'));
  const of = (values: any): Case => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] });

  test.each<[any, string | undefined]>([
    [{}, undefined],
    [{ users: [{ name: 'a' }, { name: 'b', database: { enabled: true } }], owners: { a: 'b' }, admin: { enabled: true } }, undefined],
    [{ users: [{ name: 'a' }, { name: 'pg_b' }] }, 'users[].name is "pg_b"; it must not be'],
    [{ users: [{ name: 'a', database: { enabled: true, name: 'template1' } }] }, 'users[].database.name is "template1"; it must not be'],
    [{ users: [{ name: 'a', database: { enabled: false, name: 'template1' } }] }, undefined],
    [{ owners: { a: 'b', b: 'public' } }, 'owners.b is "public"; it must not be'],
    [{ admin: { enabled: true, name: 'none' } }, 'admin.name is "none"; it must not be'],
    [{ admin: { enabled: false, name: 'none' } }, undefined],
  ])('in %j is broken: %s', (values, sentence) => {
    const native = proof.native(of(values));
    const evaluated = proof.evaluated(of(values));
    expect([native.kind, evaluated.kind]).toEqual(sentence === undefined ? ['made', 'made'] : ['refused', 'refused']);
    expect(textOfAll(proof.compare('evaluator', of(values), native, evaluated))).toBe('');
    if (sentence !== undefined) expect(evaluated).toMatchObject({ message: expect.stringContaining(sentence) });
    for (const version of [3, 4] as const) {
      expect(textOfAll(proof.divergencesOfHelm(version, [of(values)]))).toBe('');
      const [result] = new HelmRenderer(version, proof.chart()).render([{ values }]);
      if (sentence === undefined) expect(result.error).toBeUndefined();
      else expect(result.error).toContain(sentence);
    }
  });
});

function isKept(name: string, values: readonly unknown[]): boolean {
  return ruleNamed(name).holds(...values);
}

/** What an expression gives for each of the texts. Base 64, since YAML does not take every character. */
function rendered(version: HelmVersion, name: string, expression: string, texts: readonly unknown[] = TEXTS): any[] {
  const chart = join(folder.path, `${name}-${version}`);
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: twins\nversion: 1.0.0\n');
  writeFileSync(join(chart, 'templates', 'results.yaml'), `kind: Results
items:
{{- range $text := .Values.texts }}
  - {{ ${expression} | toJson | b64enc | quote }}
{{- end }}
`);
  writeFileSync(join(chart, 'templates', '_helpers.tpl'), printHelpers('twins', [], CONTEXT.helpers.all));
  const [result] = new HelmRenderer(version, chart).render([{ values: { texts } }]);
  if (result.error !== undefined) throw new Error(result.error);
  return result.manifests[0].items.map((item: string) => JSON.parse(Buffer.from(item, 'base64').toString()));
}
