import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { writeValuesPrinter } from './charts';
import { Random } from '../../../src/helm/trace/random';
import { coalesce } from '../../../src/helm/values/coalesce';
import { randomJson } from '../../../src/helm/values/random-json';
import { HelmRenderer, Rendered } from '../../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../../support/temporary-folder';
import { describeWithTools } from '../../support/tools';

describe('coalesce', () => {
  test.each([
    ['nothing given', { a: 1 }, {}, { a: 1 }],
    ['a scalar', { a: 1, b: 2 }, { a: 3 }, { a: 3, b: 2 }],
    ['a member deep inside', { a: { b: { c: 1, d: 2 } } }, { a: { b: { c: 3 } } }, { a: { b: { c: 3, d: 2 } } }],
    ['a list', { a: [1, 2, 3] }, { a: [] }, { a: [] }],
    ['null over a default', { a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: null } }, { b: { d: 3 } }],
    ['null over a mapping', { a: { b: 1 } }, { a: null }, {}],
    ['null without a default', { b: {} }, { a: null, b: { c: null, d: { e: null } } }, { a: null, b: { c: null, d: { e: null } } }],
    ['a mapping over a scalar', { a: 1, b: { c: 2 } }, { a: { x: null }, b: { c: { y: 1 } } }, { a: { x: null }, b: { c: { y: 1 } } }],
    ['a scalar over a mapping', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
    ['a list over a mapping', { a: { b: 1 } }, { a: [2] }, { a: [2] }],
    ['undefined', { a: 1 }, { a: undefined, b: undefined, c: { d: undefined } }, { a: 1, c: {} }],
    ['-0, which JSON does not have', {}, { a: -0 }, { a: 0 }],
  ])('takes %s', (_, defaults, given, expected) => {
    expect(coalesce(defaults, given)).toStrictEqual(expected);
  });

  test('keeps a key that JavaScript has a meaning for', () => {
    const given = JSON.parse('{"__proto__": {"a": 1}, "constructor": 2}');
    expect(JSON.stringify(coalesce({ toString: 1 }, given))).toBe('{"toString":1,"__proto__":{"a":1},"constructor":2}');
  });

  test('shares nothing with what it is given', () => {
    const defaults = { a: { b: [{ c: 1 }] } };
    const given = { d: { e: [{ f: 1 }] } };
    const before = JSON.stringify([defaults, given]);
    const result = coalesce(defaults, given);
    result.a.b[0].c = 2;
    result.d.e[0].f = 2;
    expect(JSON.stringify([defaults, given])).toBe(before);
  });
});

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

/** A mapping, changed here and there as a user's values are. */
function variant(value: any, random: Random): any {
  if (random.next() < 0.15) return random.pick([null, 1, 'x', [], {}, { a: null }, { app: { name: null } }]);
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const kept = Object.entries(value).filter(() => random.next() < 0.7).map(([key, member]) => [key, variant(member, random)]);
  const added = [...(random.next() < 0.3 ? [['added', randomJson(random, 2)]] : []), ...(random.next() < 0.1 ? [['gone', null]] : [])];
  return Object.fromEntries([...kept, ...added]);
}

describeWithTools(['render3', 'render4'], 'values laid over those of a chart', () => {
  test.each([3, 4] as const)('are the same by Helm %i', (version) => {
    const random = new Random(version);
    for (let chart = 0; chart < 15; chart++) {
      const defaults = Object.fromEntries(Array.from({ length: 6 }, (_, index) => [`k${index}`, randomJson(random, 4)]));
      const path = join(folder.path, `${version}-${chart}`);
      mkdirSync(path);
      writeValuesPrinter(path);
      writeFileSync(join(path, 'values.yaml'), JSON.stringify(defaults).replaceAll('\u2028', '\\u2028'));
      const sets = Array.from({ length: 30 }, () => Object.fromEntries(Object.entries(defaults)
        .filter(() => random.next() < 0.8)
        .map(([key, value]) => [key, variant(value, random)])));
      const results = new HelmRenderer(version, path).render(sets.map((values) => ({ values }))) as Rendered[];
      results.forEach((result, index) => {
        expect({ defaults, given: sets[index], values: JSON.parse(result.manifests[0].data.values) })
          .toEqual({ defaults, given: sets[index], values: coalesce(defaults, sets[index]) });
      });
    }
  });
});
