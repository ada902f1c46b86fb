import { writeFileSync } from 'fs';
import { join } from 'path';
import { writeValuesPrinter } from './charts';
import { declare } from '../../../src/helm/declaration';
import { Random } from '../../../src/helm/trace/random';
import { Values } from '../../../src/helm/values';
import { parsePattern, regExpOf } from '../../../src/helm/values/pattern';
import { randomText } from '../../../src/helm/values/random-text';
import { HelmRenderer } from '../../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../../support/temporary-folder';
import { describeWithTools } from '../../support/tools';

const PATTERNS = [
  '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', 'a.b', '^.$', '^.*$', '\\s', '^\\S+$', '^[\\s\\w]+$', '[^\\s]', '^[^a]$', '\\d{2,}', '^(?:a|b|)$', 'a|b$', '^$', '', '\\bword\\b',
  '\\B', '[\\]\\[^-]', '[-a]', '[a-]', '[a\\-z]', '^\\x41+?$', '^é😀?$', '^[à-ü😀-😅]{1,3}$', '\\/\\.\\{\\}', '^(a{1,10}){1,100}$', '\\t|\\n|\\r|\\f|\\v', '[\\d.]+[.]',
  '^([0-9]+(\\.[0-9]+)?|[a-z])$', '(^a|b)$', '^\\W*$', '^\\D$', '[\\W\\d]', '$^', '^[+-]?\\d+$', '"\'', '^[\\n]$', '[ -~]', '[^\\x00-\\x1f]', 'x{0}', '^[\\w.-]+(:\\d+)?$',
];

describe('a pattern', () => {
  test.each([
    ['(?=a)', 'it has a group with (? that is not (?:'], ['(?<n>a)', 'a group with (?'], ['(?i)a', 'a group with (?'], ['(a)\\1', 'it has \\1'], ['\\pL', 'it has \\p'],
    ['\\u0041', 'it has \\u'], ['\\cA', 'it has \\c'], ['\\0', 'it has \\0'], ['\\_', 'it has \\_'], ['\\-', 'it has \\-'], ['[\\b]', 'it has \\b'], ['\\A', 'it has \\A'],
    ['\\x{41}', 'it has \\x'], ['a**', 'it repeats a repetition'], ['a{2}{3}', 'it repeats a repetition'], ['^*', 'it repeats ^'], ['*', 'nothing to repeat'], ['a{,2}', 'no count'],
    ['a{', 'no count'], ['a}', 'ends nothing'], ['a]', 'ends nothing'], ['[]', 'begins with ]'], ['[^]', 'begins with ]'], ['[]a]', 'begins with ]'], ['[[:alpha:]]', 'a set by name'],
    ['[a-\\d]', 'a range in a set'], ['[\\d-z]', 'a range in a set'], ['[z-a]', 'a range in a set'], ['a{1001}', 'beyond 1000'], ['(a{100}){11}', 'beyond 1000 in all'],
    ['a{3,2}', 'from 3 to 2'], ['(a', 'without its )'], ['a)', 'without its ('], ['[a', 'ends too early'], ['a\\', 'ends too early'],
  ])('%s is refused', (pattern, reason) => {
    expect(() => parsePattern(pattern)).toThrow(reason);
    expect(() => parsePattern(pattern)).toThrow(`the pattern ${pattern} is not one that Go and JavaScript read alike: `);
  });

  test('is matched over characters, and a line ends with \\n alone', () => {
    expect(regExpOf('^.$').test('😀')).toBe(true);
    expect(regExpOf('a.b').test('a\u2028b')).toBe(true);
    expect(regExpOf('a.b').test('a\nb')).toBe(false);
    expect(regExpOf('\\s').test('\u00a0\v')).toBe(false);
    expect(regExpOf('a$').test('a\n')).toBe(false);
  });
});

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

describeWithTools(['render3', 'render4'], 'patterns in a schema', () => {
  test.each([3, 4] as const)('match alike by Helm %i', (version) => {
    const random = new Random(version);
    writeValuesPrinter(folder.path);
    const properties = Object.fromEntries(PATTERNS.map((pattern, index) => [`p${index}`, { type: 'string', pattern }]));
    writeFileSync(join(folder.path, 'values.schema.json'), JSON.stringify({ $schema: 'http://json-schema.org/draft-07/schema#', properties }));
    const any = declare({ text: Values.string() }).fields[0];
    const sources = PATTERNS.map((pattern) => declare({ text: Values.string({ pattern, examples: ['a'] }) }).fields[0]);
    const textFor = (index: number) => {
      if (random.next() < 0.5) return randomText(any, random);
      try {
        return `${randomText(sources[index], random)}${random.pick(['', '', '\n', '\u2028', 'A'])}`;
      } catch {
        return '';
      }
    };
    const cases = PATTERNS.flatMap((pattern, index) => Array.from({ length: 12 }, () => ({ pattern, key: `p${index}`, text: textFor(index) })));
    const results = new HelmRenderer(version, folder.path).render(cases.map(({ key, text }) => ({ values: { [key]: text } })));
    expect(cases.filter(({ pattern, text }, index) => regExpOf(pattern).test(text) !== (results[index].error === undefined))).toEqual([]);
    expect(results.filter(({ error }) => error !== undefined).length).toBeGreaterThan(cases.length / 5);
  });
});
