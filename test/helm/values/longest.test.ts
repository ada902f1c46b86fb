import { declare } from '../../../src/helm/declaration';
import { Random } from '../../../src/helm/trace/random';
import { Values } from '../../../src/helm/values';
import { longestOf, longestText, nameLimit } from '../../../src/helm/values/longest';
import { parsePattern } from '../../../src/helm/values/pattern';
import { sample } from '../../../src/helm/values/random-text';

/** With the longest that a text can be that it matches, and how much space that takes between quotes. */
const PATTERNS: readonly (readonly [string, number, number])[] = [
  ['^[a-z]$', 1, 1],
  ['^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$', 63, 63],
  ['^(a|bc|def)$', 3, 3],
  ['^["a]{3}$', 3, 6],
  ['^[\\\\]{2}x$', 3, 5],
  ['^[^a]{2}$', 2, 20],
  ['^(?:ab){1,4}c*$', Infinity, Infinity],
  ['^\\d{4}-\\w\\n$', 7, 16],
  ['[a-z]{3}', Infinity, Infinity],
  ['^a|b$', Infinity, Infinity],
  ['^a', Infinity, Infinity],
  ['^$', 0, 0],
];

const ofString = (options: object) => longestOf(declare({ text: Values.string(options) }).fields[0]);

test.each(PATTERNS)('what %s matches takes no more space', (pattern, characters, quoted) => {
  expect(ofString({ pattern })).toBe(quoted);
  const random = new Random(1);
  const samples = Array.from({ length: 200 }, () => sample(parsePattern(pattern), random));
  expect(Math.max(...samples.map((text) => [...text].length))).toBeLessThanOrEqual(characters);
  expect(Math.max(...samples.map(longestText))).toBeLessThanOrEqual(quoted);
});

test('the limit and the pattern hold together', () => {
  expect(ofString({ maxLength: 9 })).toBe(90);
  expect(ofString({ maxLength: 9, pattern: '^[a-z]*$' })).toBe(9);
  expect(ofString({ maxLength: 9, pattern: '^[a-z"]*$' })).toBe(18);
  expect(ofString({ maxLength: 9, pattern: '^[a-z]{3}$' })).toBe(3);
  expect(ofString({})).toBe(Infinity);
});

test.each([
  [Values.boolean(), 5], [Values.integer(), 32], [Values.number(), 32], [Values.enumeration(['a', '"b"', 'äb']), 11],
  [Values.enumeration(['a', '"b"']), 5], [Values.scalar(), Infinity],
])('values of other kinds, too', (value, expected) => {
  expect(longestOf(declare({ value }).fields[0])).toBe(expected);
});

test('a name has the limit of Kubernetes unless its pattern is stricter', () => {
  expect(nameLimit(undefined)).toBe(317);
  expect(nameLimit('^[a-z]+$')).toBe(317);
  expect(nameLimit('^[a-z]{1,400}$')).toBe(317);
  expect(nameLimit('^[a-z]{1,317}$')).toBeUndefined();
  expect(nameLimit('[')).toBe(317);
});
