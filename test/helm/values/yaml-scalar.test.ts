import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { declare } from '../../../src/helm/declaration';
import { yamlString } from '../../../src/helm/print/scalar';
import { Random } from '../../../src/helm/trace/random';
import { Values } from '../../../src/helm/values';
import { randomText } from '../../../src/helm/values/random-text';
import { isPlain, quoted } from '../../../src/helm/values/yaml-scalar';
import { HelmRenderer } from '../../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../../support/temporary-folder';
import { describeWithTools } from '../../support/tools';
import { HURTING_NAMES, HURTING_TEXTS } from '../support/hurting';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const random = new Random(3);

/** Of the characters of which numbers, times, words and indicators are made, so that many are something else than they seem. */
function tricky(): string {
  const characters = [...random.pick(['0123456789', '0123456789:.-+_eE', '01xXoObBaf_', '.infINFnaN+-', 'yYnNoOfFeEsStTrRuU', '-?:,[]{}#&*!|>\'"%@` a', '~=<$(){}/\\;^ aZ0'])];
  return Array.from({ length: 1 + random.below(6) }, () => random.pick(characters)).join('');
}

const text = declare({ text: Values.string() }).fields[0];
const TEXTS = [...new Set([
  ...Object.values(HURTING_TEXTS), ...HURTING_NAMES,
  ...Array.from({ length: 3_000 }, tricky), ...Array.from({ length: 1_000 }, () => randomText(text, random)),
  '2001-12-14t21:59:43.10-05:00', '2001-12-14 21:59:43.10 -5',
  '190:20:30.15', '6.8523015e+5', '685.230_15e+03',
  '-0b1010_0111', '02472256', '.', '-.', '+', '+.inf', '-.INF', '.NaN',
])];

test.each(['25%', '1500m', '2048Mi', '1Gi', '30s', '--debug', '-O', '--config=/etc/web/web.conf', 'before-hook-creation,hook-succeeded', '10.0.0.0/8', 'a: b'.slice(0, 1), 'nginx:1.27',
  'http://localhost', '/', './a', '$(HOME)/a', 'Two words, and more.', '1-1', 'a#b', 'https://*.example.com'])('%s has no quotes', (plain) => {
  expect(isPlain(plain)).toBe(true);
});

test.each(['', ' a', 'a ', '1.27', '1.2.3', '0755', '1e3', '12:30', '2024-01-01', 'yes', 'No', 'null', '~', '-', '- a', '---', '--- a', '...', '.5', 'a: b', 'a:', 'a #b', '#', '*a', '&a', '!a', '@a', '`a`', '%a',
  '|', '>', '[a]', '{a}', '"a"', "'a'", 'ä', 'a\tb', '?', '? a', ':a', '<<', '='])('%j has quotes', (other) => {
  expect(isPlain(other)).toBe(false);
});

test('there are many of both', () => {
  expect(TEXTS.filter(isPlain).length).toBeGreaterThan(500);
  expect(TEXTS.filter((one) => !isPlain(one)).length).toBeGreaterThan(1_000);
});

test.each(['1.1', '1.2'] as const)('YAML %s reads the text as it is', (version) => {
  const yaml = TEXTS.map((one) => `- ${isPlain(one) ? one : quoted(one)}\n`).join('');
  expect(parse(yaml, { version })).toEqual(TEXTS);
});

test.each(['1.1', '1.2'] as const)('YAML %s reads the key as it is', (version) => {
  const keys = TEXTS.filter((one) => one.length < 900);
  const yaml = keys.map((one) => `- ${isPlain(one) ? one : quoted(one)}: 1\n`).join('');
  expect(parse(yaml, { version }).map((entry: object) => Object.entries(entry))).toEqual(keys.map((one) => [[one, 1]]));
});

describeWithTools(['render3', 'render4'], 'a template', () => {
  test.each([3, 4] as const)('of Helm %i reads the text as it is, and as a key', (version) => {
    const chart = join(folder.path, `chart-${version}`);
    mkdirSync(join(chart, 'templates'), { recursive: true });
    writeFileSync(join(chart, 'Chart.yaml'), 'apiVersion: v2\nname: texts\nversion: 1.0.0\n');
    const keys = TEXTS.filter((one) => one.length < 900);
    const lines = [...TEXTS.map((one) => `  - ${yamlString(one)}`), 'keys:', ...keys.map((one) => `  - ${yamlString(one)}: ${yamlString(one)}`)];
    writeFileSync(join(chart, 'templates', 'texts.yaml'), `kind: Texts\nitems:\n${lines.join('\n')}\n`);
    const [result] = new HelmRenderer(version, chart).render([{}]);
    if (result.error !== undefined) throw new Error(result.error);
    expect(result.manifests[0].items).toEqual(TEXTS);
    expect(result.manifests[0].keys.map((entry: object) => Object.entries(entry))).toEqual(keys.map((one) => [[one, one]]));
  });
});
