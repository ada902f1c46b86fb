import { requireAnnotations, requireLabels, requireSelectorLabels } from '../../src/expressions/labels';

const place = { construct: 'shop/postgres', property: 'labels' };

// What IsQualifiedName and IsValidLabelValue of k8s.io/apimachinery 0.34 say of the same texts.
describe.each<[string, boolean, boolean]>([
  ['app', true, true],
  ['a_b', true, true],
  ['123', true, true],
  ['', false, true],
  ['app.kubernetes.io/version', true, false],
  ['x/y_z', true, false],
  ['a.b/C', true, false],
  ['a/b/c', false, false],
  ['A.B/c', false, false],
  ['/a', false, false],
  ['a/', false, false],
  ['a b', false, false],
  ['-a', false, false],
  ['a-', false, false],
  ['ä', false, false],
  ['a'.repeat(63), true, true],
  ['a'.repeat(64), false, false],
])('%j', (text, isKey, isValue) => {
  test(`is ${isKey ? 'a' : 'no'} key of a label and of an annotation`, () => {
    const [labels, annotations] = [() => requireLabels(place, { [text]: 'x' }), () => requireAnnotations(place, { [text]: 'x y\nz' })];
    if (isKey) [labels, annotations].forEach((required) => expect(required).not.toThrow());
    else [labels, annotations].forEach((required) => expect(required).toThrow('shop/postgres: key of labels is '));
  });

  test(`is ${isValue ? 'a' : 'no'} value of a label`, () => {
    const required = () => requireLabels(place, { app: text });
    if (isValue) expect(required).not.toThrow();
    else expect(required).toThrow('shop/postgres: labels.app is ');
  });
});

test('a refusal says what is allowed', () => {
  expect(() => requireLabels(place, { 'my app': 'x' })).toThrow(new Error(
    'shop/postgres: key of labels is "my app"; it must be a name of 1 to 63 of the characters a-z, A-Z, 0-9, \'-\', \'_\' and \'.\','
    + ' beginning and ending with a letter or digit, with or without a domain and a \'/\' before it.'));
  expect(() => requireLabels(place, { app: 'my app' })).toThrow(new Error(
    'shop/postgres: labels.app is "my app"; it must be empty or 1 to 63 of the characters a-z, A-Z, 0-9, \'-\', \'_\' and \'.\','
    + ' beginning and ending with a letter or digit.'));
});

test('labels and annotations may be left out, but a selector that selects nothing is refused', () => {
  expect(() => requireLabels(place)).not.toThrow();
  expect(() => requireAnnotations(place)).not.toThrow();
  expect(() => requireSelectorLabels(place, {})).toThrow(new Error(
    'shop/postgres: labels is {}; it must have at least one label, or nothing would be found.'));
  expect(() => requireSelectorLabels(place, { app: 'my app' })).toThrow('shop/postgres: labels.app is "my app"');
});
