import { Yaml } from 'cdk8s';
import * as fc from 'fast-check';
import { LinearYaml } from '../../src/synth/linear-yaml';

const fragments = [
  '\n', '\n\n', ' ', '  ', '\t', '\r', '#', ' #', ':', ': ', '- ', '-', '?', '? ', '"', '\'', '%', '---', '...', '\\', '\\n', ',', '[', ']', '{', '}',
  '&', '*', '!', '|', '>', '@', '`', '=', '~', '<<', 'e5', 'E-3', '.inf', '.NaN', '0x1F', '0b1', '0o7', '017', '1_000', '12:30:45', '2020-01-01', '+1', '.5',
  'yes', 'No', 'ON', 'off', 'y', 'N', 'true', 'FALSE', 'null', 'Null', 'word', 'name.io/key', '$$', '{{ x }}', '\u0000', '\u007f', '\u0085', '\u00a0',
  '\u2028', '\ufeff', '\ud800', 'é', '🐘', 'x'.repeat(120),
];
const text = fc.oneof(
  fc.array(fc.constantFrom(...fragments), { maxLength: 5 }).map((parts) => parts.join('')),
  fc.fullUnicodeString(),
  fc.stringMatching(/^[A-Za-z0-9_./-]{0,8}$/),
);
const { tree, plainTree } = fc.letrec((tie) => ({
  plainTree: fc.oneof({ depthSize: 'small' }, text, fc.integer(), fc.boolean(),
    fc.array(tie('plainTree'), { maxLength: 4 }), fc.dictionary(text, tie('plainTree'), { maxKeys: 4 })),
  tree: fc.oneof({ depthSize: 'small' }, text, fc.double(), fc.maxSafeInteger(), fc.boolean(), fc.constantFrom(null, undefined, -0, new Date(0)),
    fc.array(tie('tree'), { maxLength: 4 }), fc.dictionary(text, tie('tree'), { maxKeys: 4 }),
    tie('tree').map((shared) => ({ one: shared, two: [shared] }))),
}));

function expectSame(manifests: unknown[]): void {
  // Twice with one writer, so that what it knows already is used too.
  const yaml = new LinearYaml();
  const expected = Yaml.stringify(...manifests);
  expect(yaml.stringify(manifests)).toBe(expected);
  expect(yaml.stringify(manifests)).toBe(expected);
}

describe('LinearYaml writes what Yaml.stringify writes', () => {
  test('for every text that may mean something, as a value, an item and a key, at several depths', () => {
    for (const before of ['', 'a', ...fragments]) {
      for (const fragment of fragments) {
        const nasty = `${before}${fragment}`;
        expectSame([{ top: nasty, [nasty]: { [nasty]: [nasty, [nasty, { [nasty]: nasty }], { deep: { deeper: nasty }, next: 1 }], after: nasty } }]);
      }
    }
  });

  test.each([
    ['plain trees', plainTree],
    ['trees with null, undefined, numbers of all kinds, dates and shared parts', tree],
  ])('for random %s', (_, manifest) => {
    fc.assert(fc.property(fc.array(fc.oneof(manifest, fc.dictionary(text, manifest)), { maxLength: 3 }), expectSame), { seed: 5432, numRuns: 1500 });
  });

  test('for keys of every length up to the one that needs another notation, and for sparse lists, classes and symbols', () => {
    for (const length of [199, 200, 201, 1022, 1023, 1024, 1025]) expectSame([{ ['k'.repeat(length)]: 1, [' '.repeat(length)]: { ['"'.repeat(length)]: 2 } }]);
    class Holder {
      public readonly inside = 'text';
    }
    const sparse: unknown[] = ['first'];
    sparse[2] = 'third';
    expectSame([{ sparse }, { holder: new Holder() }, { map: new Map([['a', 1]]) }, {}, [], 'text', Object.create(null), { toJSON: () => 'json' }, undefined]);
    const node = { [Symbol.for('yaml.node.type')]: Symbol.for('yaml.map'), items: [] };
    expect(() => Yaml.stringify({ node })).toThrow('Tag not resolved');
    expect(() => new LinearYaml().stringify([{ node }])).toThrow('Tag not resolved');
  });

  test('and asks for a text once, however often it comes', () => {
    const stringify = jest.spyOn(Yaml, 'stringify');
    new LinearYaml().stringify([...Array(100).keys()].map((index) => ({ name: `name-${index}`, script: 'two\nlines\n', number: index })));
    expect(stringify).toHaveBeenCalledTimes(1);
    stringify.mockRestore();
  });
});
