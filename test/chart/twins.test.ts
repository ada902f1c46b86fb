import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { RULE_CALLS } from './rule-calls';
import { ruleNamed } from '../../src/expressions/rule';
import { call } from '../../src/helm/functions';
import { Context, Helpers } from '../../src/helm/print/context';
import { printHelpers } from '../../src/helm/print/helpers';
import { quoted } from '../../src/helm/print/scalar';
import { BREACHES, twin } from '../../src/helm/print/twins';
import { Random } from '../../src/helm/trace/random';
import '../../src/postgres';
import { findSetting, majors, settingNames } from '../../src/postgres/settings-catalog';
import { HelmRenderer, HelmVersion } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const random = new Random(5);

const QUANTITIES = ['1', '0', '500m', '1.5', '0.25', '1Gi', '1.5Gi', '512Mi', '500M', '1T', '999Pi', '1.001G', '0.001Ti', '65.536G', '4194.304k', '8.388608M', '123456789012Ki', '1Ei'];

const SETTINGS = { 'work_mem': '16MB', 'b.c': "it's", 'a.b': 'x\\y', 'auto_explain.log_min_duration': '1s', 'max_connections': '64', 'zz': '' };

const MEMORY = ['-1', '2048', '2048kB', '64MB', '1.5GB', '1 GB', '+3MB', '1025MB'].map((text) => ({
  shared_buffers: text.replace('-1', '16'), wal_buffers: text, work_mem: text.replace('-1', '64'), maintenance_work_mem: text.replace('-1', '65536'), autovacuum_work_mem: text, max_connections: '64', autovacuum_max_workers: '3',
}));

const PARTS = '268435456 8388608 419430400 67108864 100663296';

/** What each function is called with. */
const CALLS: { readonly [name: string]: readonly (readonly unknown[])[] } = {
  byteLength: [['', 0], ['abc', 5], ['é😀\n', 1_000_000]],
  configuration: [[SETTINGS], [{}]],
  entryOf: [[SETTINGS, 'work_mem'], [SETTINGS, 'zz']],
  mebibytes: ['0', '1048576', '1572864', '1572863', '99999999999999'].map((bytes) => [bytes]),
  memoryPart: [0, 1, 2, 3, 4].map((position) => [PARTS, position]),
  memoryParts: MEMORY.map((settings) => [settings]),
  memoryTotal: QUANTITIES.map((quantity) => [PARTS, quantity]),
  quantityBytes: QUANTITIES.map((quantity) => [quantity]),
  restartRequired: [[SETTINGS, ' max_connections !auto_explain.log_min_duration '], [{}, ' a ']],
  settingVerdict: [...verdicts()],
  shareOfQuantity: QUANTITIES.flatMap((quantity) => [[quantity, 8, 1024], [quantity, 3, 100]]),
  shareOfQuantityAsSetting: QUANTITIES.map((quantity) => [quantity, 4, 8192]),
};

/** For settings of every kind, values at and beside their limits, in every unit and in spellings that are taken and not. */
function* verdicts(): Generator<readonly [string, string, string]> {
  for (const major of majors) {
    for (const name of [...settingNames(major), 'shared_bufers', 'a.b', 'plpgsql.nothing', '1.a', 'a.b.c', 'sort_memory']) {
      const { min = -1, max = 10, values = ['a'], unit } = findSetting(name, major) ?? {};
      const written = [`${min}`, `${min - 1}`, `${max}`, `${max + 1}`, `${Math.floor((min + max) / 2)}`, '1', '0', '-1', '1.5', '010', '0x1F', '1e3', 'on', 'ON', 'tr', 'maybe', '', ...values];
      const inUnits = [unit, 'kB', 'MB', 'GB', 'ms', 's', 'min', 'd', 'mb'].flatMap((one) => [`1${one}`, `16 ${one} `, `1.5${one}`, `-1${one}`, `99999999999${one}`]);
      for (const value of [...written, ...inUnits]) if (random.next() < 0.12) yield [value, name, major];
    }
  }
}

describeWithTools(['render3', 'render4'], 'what PostgreSQL needs in templates', () => {
  describe.each([3, 4] as const)('in Helm %i', (version) => {
    test.each(Object.keys(CALLS))('%s is what the function of that name makes', (name) => {
      const calls = CALLS[name];
      const made = rendered(version, name, calls, (context, ...values) => twin(name, values, context));
      const differing = calls.map((values, index) => [...values, made[index], `${call(name, values)}`]).filter((row) => row[row.length - 1] !== row[row.length - 2]);
      expect(differing).toEqual([]);
    });

    test.each(Object.keys(RULE_CALLS))('the rule %s is broken where it is natively', (name) => {
      const calls = RULE_CALLS[name];
      const broken = rendered(version, name, calls, (_context, ...values) => `ternary "broken" "kept" (${BREACHES[name](...values)})`);
      const differing = calls.map((values, index) => [...values, broken[index], ruleNamed(name).holds(...values) ? 'kept' : 'broken']).filter((row) => row[row.length - 1] !== row[row.length - 2]);
      expect(differing).toEqual([]);
      expect(new Set(broken).size).toBe(name === 'isNotTogether' ? 1 : 2);
    });
  });

  test('verdicts of both kinds are among those that are compared', () => {
    const made = CALLS.settingVerdict.map((values) => call('settingVerdict', values));
    for (const verdict of ['valid', 'invalid']) expect(made.filter((one) => one === verdict).length).toBeGreaterThan(1000);
  });
});

/** What an expression gives for each of the calls. */
function rendered(
  version: HelmVersion, name: string, calls: readonly (readonly unknown[])[], print: (context: Context, ...values: string[]) => string,
): string[] {
  const context: Context = { chart: 'twins', root: '', loops: [], helpers: new Helpers(), file: 'results.yaml', subject: 'results', keys: [], standardLabels: [] };
  const lines = calls.map((values) => `- {{ ${print(context, ...values.map(expressionOf))} | toJson | b64enc | quote }}`);
  const chart = join(folder.path, `${name}-${version}`);
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: twins\nversion: 0.1.0\n');
  writeFileSync(join(chart, 'templates', 'results.yaml'), `kind: Results\napiVersion: v1\nresults:\n${lines.join('\n')}\n`);
  writeFileSync(join(chart, 'templates', '_helpers.tpl'), printHelpers('twins', [], context.helpers.all));
  const [result] = new HelmRenderer(version, chart).render([{}]);
  if (result.error !== undefined) throw new Error(result.error);
  return result.manifests[0].results.map((text: string) => JSON.parse(Buffer.from(text, 'base64').toString()));
}

function expressionOf(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'object') return `(fromJson ${quoted(JSON.stringify(value))})`;
  return JSON.stringify(value);
}
