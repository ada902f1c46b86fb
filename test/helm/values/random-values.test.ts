import { declarations } from './rich';
import { Declaration } from '../../../src/helm/declaration';
import { Random } from '../../../src/helm/trace/random';
import { brokenValues } from '../../../src/helm/values/broken-values';
import { coalesce } from '../../../src/helm/values/coalesce';
import { defaultsOf } from '../../../src/helm/values/defaults';
import { randomGiven, randomValues } from '../../../src/helm/values/random-values';
import { schemaOf } from '../../../src/helm/values/schema';
import { checkKeys, validate } from '../../../src/helm/values/validate';

const COUNT = 600;

function many(make: (root: Declaration, random: Random) => any, root: Declaration, seed: number, count = COUNT): any[] {
  const random = new Random(seed);
  return Array.from({ length: count }, () => make(root, random));
}

describe.each(Object.entries(declarations))('random values of %s', (_, root) => {
  const schema = schemaOf(root, 'web');
  const defaults = defaultsOf(root);

  /** What is wrong with each. */
  const problemsWith = (sets: readonly any[]) => sets.flatMap((values) => {
    try {
      validate(schema, values, 'web');
      checkKeys(root, values);
      return [];
    } catch (error) {
      return [{ values, message: (error as Error).message }];
    }
  });

  test('are valid, laid over the defaults and alone', () => {
    const sets = many(randomValues, root, 3);
    expect(problemsWith(sets)).toEqual([]);
    expect(problemsWith(sets.map((values) => coalesce(defaults, values)))).toEqual([]);
  });

  test('are valid over the defaults when some are left out', () => {
    expect(problemsWith(many(randomGiven, root, 4).map((values) => coalesce(defaults, values)))).toEqual([]);
  });

  test('are mostly refused when broken', () => {
    const refused = problemsWith(many(brokenValues, root, 5).map((values) => coalesce(defaults, values)));
    expect(refused.length).toBeGreaterThan(COUNT * 0.4);
  });

  test.each([randomValues, randomGiven, brokenValues])('are the same for the same seed', (make) => {
    expect(JSON.stringify(many(make, root, 6, 50))).toBe(JSON.stringify(many(make, root, 6, 50)));
    expect(JSON.stringify(many(make, root, 6, 50))).not.toBe(JSON.stringify(many(make, root, 7, 50)));
  });

  test('are made fast', () => {
    const started = Date.now();
    many(randomValues, root, 8);
    expect(Date.now() - started).toBeLessThan(3_000);
  });
});

test('random values reach what hurts', () => {
  const texts = JSON.stringify(Object.values(declarations).map((root) => many(randomValues, root, 9)));
  for (const hurting of ['"0755"', '"yes"', '"null"', '"1e3"', '\u2028', '%!s(MISSING)', '{{ .Values.x }}', '\\n"', '" a"', '"a: b"', '"# x"', '<>&', '"-"', '\\t', '😀', '"10":', '1000000', '12345678']) {
    expect(texts).toContain(hurting);
  }
  expect(texts).toMatch(/"x{300}"/);
});

test('random numbers reach their limits', () => {
  const { numbers } = declarations;
  const sets = many(randomValues, numbers, 10);
  for (const port of [1, 2, 65534, 65535]) expect(sets.some((values) => values.port === port)).toBe(true);
  expect(sets.some(({ limit }) => limit === undefined)).toBe(true);
  expect(sets.some(({ limit }) => limit === 10)).toBe(true);
  expect(sets.some(({ free }) => free === 16)).toBe(true);
  expect(sets.some(({ replicas }) => replicas === 3_000_000_000)).toBe(true);
});
