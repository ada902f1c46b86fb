import { EXAMPLES, REFUSED_TODAY } from './examples';
import { FEATURES } from './examples/features';

test.each(Object.entries(FEATURES))('a program does this: %s, %s', (feature) => {
  expect(EXAMPLES.filter(({ features }) => (features as readonly string[]).includes(feature))).not.toEqual([]);
});

test.each(EXAMPLES.map((example) => [example.name, example] as const))('%s says what it does, each once', (_name, { features }) => {
  expect(features.length).toBeGreaterThan(0);
  expect(new Set(features).size).toBe(features.length);
});

test('no two programs have the same name', () => {
  expect(new Set(EXAMPLES.map(({ name }) => name)).size).toBe(EXAMPLES.length);
});

test.each(REFUSED_TODAY.map((example) => [example.name, example] as const))('%s is refused with a sentence, rather than written wrong', (_name, { pkg }) => {
  expect(() => pkg.report()).toThrow(/^Nothing was written, since /);
});
