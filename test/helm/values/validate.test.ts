import { declare } from '../../../src/helm/declaration';
import { Values } from '../../../src/helm/values';
import { coalesce } from '../../../src/helm/values/coalesce';
import { defaultsOf } from '../../../src/helm/values/defaults';
import { problemsOf } from '../../../src/helm/values/problems';
import { schemaOf } from '../../../src/helm/values/schema';
import { checkKeys, validate } from '../../../src/helm/values/validate';

const root = declare({
  image: Values.object({ tag: Values.string({ default: '1', formerly: ['imageTag'] }) }),
  replicas: Values.integer({ default: 2, minimum: 1, maximum: 9 }),
  ratio: Values.number({ optional: true }),
  host: Values.string({ optional: true, minLength: 2, maxLength: 5, pattern: '^[a-z😀]+$' }),
  level: Values.enumeration(['debug', 'info', 'warn'], { default: 'info' }),
  setting: Values.scalar({ default: 'on' }),
  flag: Values.boolean(),
  ingress: Values.optional({ host: Values.string({ minLength: 1 }), rules: Values.list({ name: Values.string({ minLength: 1 }) }) }),
  queues: Values.list({ name: Values.string(), hosts: Values.list({ id: Values.scalar() }, { key: 'id' }), old: Values.string({ optional: true, formerly: ['queues[].older'] }) }),
  words: Values.list(Values.string({ minLength: 1 }), { maxItems: 2 }),
  labels: Values.map(Values.string(), { keyPattern: '^[a-z.]+$', default: { app: 'web' } }),
  resources: Values.kubernetes('v1.ResourceRequirements'),
  extra: Values.any(),
});
const schema = schemaOf(root, 'web');
const check = (given: any) => {
  const values = coalesce(defaultsOf(root), given);
  validate(schema, values, 'web');
  checkKeys(root, values);
};

describe('values are refused in sentences', () => {
  test.each<[string, any, string]>([
    ['an unknown key', { unknown: 1 }, 'There is no value unknown; there are nameOverride, fullnameOverride, image,'],
    ['a slip in a key', { image: { tga: '2' } }, 'There is no value image.tga; did you mean image.tag?'],
    ['a slip in a key of a group that is off', { ingress: { hots: '2' } }, 'There is no value ingress.hots; did you mean ingress.host?'],
    ['a wrong type', { replicas: '2' }, 'The value replicas is "2"; it must be a whole number.'],
    ['a wrong type in a group that is off', { ingress: { host: 2 } }, 'The value ingress.host is 2; it must be a string.'],
    ['a fraction', { replicas: 1.5 }, 'The value replicas is 1.5; it must be a whole number.'],
    ['a number that is none', { ratio: NaN }, 'The value ratio is NaN; it must be a number.'],
    ['one too few', { replicas: 0 }, 'The value replicas is 0; it must be at least 1.'],
    ['one too many', { replicas: 10 }, 'The value replicas is 10; it must be at most 9.'],
    ['no safe integer', { replicas: 2 ** 53 }, 'it must be at most 9.'],
    ['null over a default', { replicas: null }, 'The value replicas is missing; it must be given, and not be null.'],
    ['null without a default', { ratio: null }, 'The value ratio is null; it must be a number.'],
    ['null over a group', { ingress: null }, 'The value ingress is missing; it must be given, and not be null.'],
    ['too short a string', { host: 'a' }, 'The value host is "a"; it must have at least 2 characters.'],
    ['too long a string', { host: 'abcdef' }, 'The value host is "abcdef"; it must have at most 5 characters, not 6.'],
    ['what does not match', { host: 'ab\n' }, 'The value host is "ab\\n"; it must match ^[a-z😀]+$.'],
    ['what is not allowed', { level: 'Info' }, 'The value level is "Info"; it must be "debug", "info" or "warn".'],
    ['"" for what is not optional', { level: '' }, 'The value level is ""; it must be "debug", "info" or "warn".'],
    ['a list for a scalar', { setting: [] }, 'The value setting is []; it must be a string, a number or true or false.'],
    ['a string for a switch', { flag: 'true' }, 'The value flag is "true"; it must be true or false.'],
    ['a string for a switch of a group', { ingress: { enabled: 'true' } }, 'The value ingress.enabled is "true"; it must be true or false.'],
    ['what is missing while the group is on', { ingress: { enabled: true } }, 'The value ingress.host is missing'],
    ['a limit while the group is on', { ingress: { enabled: true, host: '' } }, 'The value ingress.host is ""; it must have at least 1 character.'],
    ['an element while the group is on', { ingress: { enabled: true, host: 'a', rules: [{}] } }, 'The value ingress.rules[0].name is missing'],
    ['an element', { words: ['a', ''] }, 'The value words[1] is ""; it must have at least 1 character.'],
    ['a hole', { words: Object.assign(['a', 'b'], { 0: undefined }) }, 'The value words[0] is undefined; it must be a string.'],
    ['too many elements', { words: ['a', 'b', 'c'] }, 'The value words is ["a","b","c"]; it must have at most 2 elements.'],
    ['a key of a map', { labels: { 'a b': '' } }, 'A key of labels is "a b"; it must match ^[a-z.]+$.'],
    ['an entry of a map', { labels: { 'a.b': 1 } }, 'The value labels["a.b"] is 1; it must be a string.'],
    ['an unknown key of a struct', { resources: { limit: {} } }, 'There is no value resources.limit; did you mean resources.limits?'],
    ['a quantity', { resources: { limits: { cpu: 'much' } } }, 'The value resources.limits.cpu is "much"; it must match'],
    ['null for anything', { extra: null }, 'The value extra is missing'],
    ['a name that is none', { nameOverride: 'Web' }, 'The value nameOverride is "Web"; it must match'],
    ['a function', { extra: () => 1 }, 'The value extra is () => 1; it must be a mapping, a list, a string, a number or true or false.'],
    ['a date', { extra: new Date(0) }, 'The value extra is "1970-01-01T00:00:00.000Z"; it must be a mapping'],
    ['a date deep inside', { extra: { a: [new Date(0)] } }, 'The value extra.a[0] is Thu Jan 01 1970'],
    ['a number that is none, deep inside', { global: { 'a b': Infinity } }, 'The value global["a b"] is Infinity, which YAML files cannot say;'],
    ['half of a character', { extra: { a: '\ud83d' } }, 'The value extra.a is "\\ud83d", which has half of a character that needs two;'],
    ['half of a character in a key', { extra: { 'a\ud83d': 1 } }, 'The value extra["a\\ud83d"] is "a\\ud83d", which has half of a character that needs two;'],
    ['a long key in a struct', { extra: [{ ['a'.repeat(171)]: 1 }] }, 'it must have at most 170 characters, not 171.'],
    ['a long key of a map', { labels: { ['a'.repeat(318)]: '' } }, 'it must have at most 317 characters, not 318.'],
    ['a big integer', { extra: 10n }, 'The value extra is 10; it must be a mapping'],
    ['an old name', { imageTag: '2' }, 'The value imageTag was renamed; give image.tag instead.'],
    ['an old name in an element', { queues: [{ name: 'a' }, { name: 'b', older: 'x' }] }, 'The value queues[1].older was renamed; give queues[].old instead.'],
    ['the same key twice', { queues: [{ name: 'a' }, { name: 'b' }, { name: 'a' }] }, 'The list queues has several elements with the name "a"; each must have its own.'],
    ['the same key twice, deeper', { queues: [{ name: 'a', hosts: [{ id: 1 }, { id: '1' }] }] }, 'The list queues[0].hosts has several elements with the id "1"'],
    ['the same key twice in a group that is on', { ingress: { enabled: true, host: 'a', rules: [{ name: 'a' }, { name: 'a' }] } }, 'The list ingress.rules has several'],
  ])('%s', (_, given, sentence) => {
    expect(() => check(given)).toThrow(sentence);
  });

  test('all at once', () => {
    expect(() => check({ replicas: 0, flag: 1 })).toThrow(new Error(`\
The values of the chart web are refused.
- The value replicas is 0; it must be at least 1.
- The value flag is 1; it must be true or false.`));
  });
});

test.each<[string, any]>([
  ['nothing', {}],
  ['"" for what is optional', { host: '' }],
  ['characters, not halves of them', { host: '😀😀😀😀😀' }],
  ['limits of a group that is off', { ingress: { host: '', rules: [{ name: '' }, {}] } }],
  ['duplicates in a group that is off', { ingress: { rules: [{ name: 'a' }, { name: 'a' }] } }],
  ['null over an entry by default', { labels: { app: null } }],
  ['what Helm hands to all charts', { global: { anything: [null] } }],
  ['any kind of scalar', { setting: false }],
  ['whole numbers with a point', { replicas: 2.0 }],
  ['keys that are just as long as they may be', { extra: { ['<'.repeat(170)]: [] }, labels: { ['a'.repeat(317)]: '' } }],
  ['null within anything', { extra: [null, { a: null }] }],
])('%s is accepted', (_, given) => {
  expect(() => check(given)).not.toThrow();
});

test.each([{ anyOf: [] }, { properties: { a: { oneOf: [] } } }, { items: { format: 'date' } }, { definitions: { a: { not: {} } } }, { if: {} }, { const: {} }])(
  'the schema %j is not understood', (unknown) => {
    expect(() => problemsOf({ type: 'object', ...unknown }, {})).toThrow(/^The schema has /);
  });
