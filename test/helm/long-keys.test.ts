import { readFileSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { parse } from 'yaml';
import { Case, partsOf, Program, Proof, textOfAll } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

/** The longest key that Kubernetes takes anywhere: a prefix of 253 characters, a slash and a name of 63. */
const LONGEST = 317;

const LONG = 'd'.repeat(2_000);

/** The longest key inside a struct, of characters that take most space as JSON. */
const STRUCT = '<'.repeat(170);

/** Mappings whose keys are values, in each form that a key has in a template. */
const program: Program = {
  name: 'keys',
  pkg: HelmPackage.of({
    name: 'keys',
    version: '1.0.0',
    values: {
      texts: Values.list({ name: Values.string({ minLength: 1 }), text: Values.string({ default: 'text' }), isLast: Values.boolean({ default: true }) }, { key: '' }),
      named: Values.list({ name: Values.string({ pattern: '^[a-z]+$' }) }),
      word: Values.string({ default: 'word', pattern: '^[a-z]+$' }),
      usual: Values.map(Values.string()),
      free: Values.map(Values.string(), { keyPattern: '^[^\n]+$', default: { ['d'.repeat(LONGEST)]: 'default', a: 'b' } }),
      struct: Values.any({ default: { [STRUCT]: [{ [STRUCT]: ['a'] }] } }),
      affinity: Values.kubernetes('v1.LabelSelector'),
    },
    define: (scope, { texts, named, word, usual, free, struct, affinity }) => {
      const object = (id: string, content: object) => new ApiObject(scope, id, { apiVersion: 'v1', kind: 'Thing', metadata: { name: id }, ...content });
      object('texts', {
        data: Object.fromEntries(texts.map(({ name, text }) => [name, text])),
        parts: Object.fromEntries(texts.map(({ name, text }) => [`part-${name}`, `text ${text}`])),
        groups: Object.fromEntries(texts.map(({ name, text, isLast }) => [name, { text, isLast, lines: `first\n${text}\n` }])),
        items: texts.map(({ name, isLast }) => ({ [name]: isLast ? 'last' : 'not the last' })),
      });
      object('named', { data: Object.fromEntries(named.map(({ name }) => [`${name}.conf`, name])) });
      object('words', { data: { [word]: 'one', [`${word}.${word}`]: ['a', word], [LONG]: { a: word } }, items: [{ [`${word}-`]: word }, { [`${LONG} `]: `${word}\nb\n` }] });
      object('maps', { metadata: { name: 'maps', annotations: { ...usual, own: 'own' } }, free: { own: 'own', ...free }, struct, affinity });
    },
  }),
};

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const proof = new Proof(program, () => join(folder.path, program.name));

const LENGTHS = [1, 1_000, 1_018, 1_019, 1_020, 1_021, 1_022, 1_023, 1_024, 1_025, 5_000, 100_000];
const HURTING = ['a\nb', '\n', 'a: b', '? a', '"', '\\', ': ', '- a', 'null', '0755', '{{ a }}', ' a ', '😀', '\u2028', '\u0001', '\u{e0001}', 'ä'];

const keys = [...LENGTHS.map((length) => 'k'.repeat(length)), ...HURTING, ...HURTING.map((text) => text.repeat(900))];

const caseOf = (values: any): Case => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] });

const CASES: readonly (readonly [string, Case])[] = keys.map((key) => [
  `${JSON.stringify(key.slice(0, 10))} of ${key.length}`,
  caseOf({
    texts: [{ name: key }, { name: `${key}2`, isLast: false }],
    word: /^[a-z]+$/.test(key) ? key : 'word',
    usual: { ['k'.repeat(Math.min(key.length, LONGEST))]: 'a' },
    free: key.includes('\n') ? {} : { [[...key].slice(0, 160).join('')]: 'a', [`${[...key][0]}2`]: 'b' },
    // In structs, Helm itself changes this one.
    struct: key.includes('\u2028') || [...key].length > 170 ? {} : { [key]: [{ [key]: [key] }] },
  }),
]);

test.each(CASES)('the construct and the evaluator take the key %s', (_what, given) => {
  expect(proof.native(given).kind).toBe('made');
  expect(textOfAll(proof.divergencesOfEvaluator([given]))).toBe('');
});

const usual = (length: number): Case => caseOf({ usual: { ['k'.repeat(length)]: 'a' } });
const named = (length: number): Case => caseOf({ named: [{ name: 'k'.repeat(length) }] });

test('the usual key of a map, and the name of an element, is no longer than Kubernetes takes any', () => {
  expect([usual(LONGEST), named(LONGEST)].map((given) => proof.native(given).kind)).toEqual(['made', 'made']);
  expect(proof.native(usual(LONGEST + 1))).toEqual({ kind: 'refused', message: expect.stringMatching(/A key of usual is "k+\.\.\.; it must have at most 317 characters, not 318\./) });
  expect(proof.native(named(LONGEST + 1))).toEqual({ kind: 'refused', message: expect.stringMatching(/named\[0\]\.name is "k+\.\.\.; it must have at most 317 characters, not 318\./) });
});

describe('a key inside a struct', () => {
  const STRUCTS: readonly (readonly [string, any, string])[] = [
    ['of anything', { struct: { [`${STRUCT}<`]: 'a' } }, 'A key of struct is'],
    ['deep in anything', { struct: [[{ a: [{ [`${STRUCT}<`]: 'a' }] }]] }, 'A key of struct[0][0].a[0] is'],
    ['of a type of Kubernetes', { affinity: { matchLabels: { ['a'.repeat(171)]: 'a' } } }, 'A key of affinity.matchLabels is'],
  ];

  test.each(STRUCTS)('%s that is too long is refused', (_what, values, sentence) => {
    const native = proof.native(caseOf(values));
    expect(native.kind).toBe('refused');
    if (native.kind === 'refused') expect(native.message).toMatch(new RegExp(`${sentence.replace(/[[\]]/g, '\\$&')} .*it must have at most 170 characters, not 171`));
  });

  test('that is too long is no default', () => {
    const declare = () => HelmPackage.of({ name: 'a', version: '1.0.0', values: { a: Values.any({ default: { [`${STRUCT}<`]: 1 } }) }, define: () => undefined });
    expect(declare).toThrow('The default of a is not within its own limits. A key of a is');
  });

  describeWithTools(['render3', 'render4'], 'Helm has the same verdict', () => {
    describe.each([3, 4] as const)('%i', (version) => {
      test.each(STRUCTS)('%s', (_what, values) => {
        expect(textOfAll(proof.divergencesOfHelm(version, [caseOf(values), caseOf(JSON.parse(JSON.stringify(values).replace(/<<|aa/, '')))]))).toBe('');
      });
    });
  });
});

test('values.yaml holds long keys in a form that YAML takes', () => {
  const text = readFileSync(join(proof.chart(), 'values.yaml'), 'utf8');
  expect(parse(text, { version: '1.1' })).toEqual(partsOf(program.pkg).defaults);
});

test('only a key that may be too long for its line has a line of its own', () => {
  const words = readFileSync(join(proof.chart(), 'templates', 'words-thing.yaml'), 'utf8');
  const maps = readFileSync(join(proof.chart(), 'templates', 'maps-thing.yaml'), 'utf8');
  expect(words).toContain('  ? {{ .Values.word | quote }}\n  : one\n');
  expect(maps).not.toContain('    ? ');
  expect(readFileSync(join(proof.chart(), 'templates', 'named-thing.yaml'), 'utf8')).toContain('  "{{ .name }}.conf": {{ .name | quote }}\n');
});

describeWithTools(['render3', 'render4'], 'Helm takes long keys', () => {
  describe.each([3, 4] as const)('%i', (version) => {
    test('that are defaults', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, [caseOf({})]))).toBe('');
    });

    test.each(CASES)('%s', (_what, given) => {
      expect(textOfAll(proof.divergencesOfHelm(version, [given]))).toBe('');
    });

    test.each([LONGEST, LONGEST + 1])('or refuses them where native synthesis does: of %i', (length) => {
      expect(textOfAll(proof.divergencesOfHelm(version, [usual(length), named(length)]))).toBe('');
    });
  });
});
