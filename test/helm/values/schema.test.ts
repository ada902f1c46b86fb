import { declarations } from './rich';
import { declare } from '../../../src/helm/declaration';
import { Values } from '../../../src/helm/values';
import { schemaOf } from '../../../src/helm/values/schema';

function schemaOfFields(fields: any): any {
  return schemaOf(declare(fields), 'web');
}

describe('the schema', () => {
  test('says all limits, and is strict', () => {
    expect(schemaOfFields({
      image: Values.string({ default: 'nginx', description: 'Container image.' }),
      host: Values.string({ optional: true, minLength: 2, maxLength: 63, pattern: '^[a-z]+$' }),
      ingress: Values.optional({ host: Values.string({ minLength: 1 }), port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }) }),
      queues: Values.list({ name: Values.string(), depth: Values.integer({ default: 1, minimum: 0, maximum: 9 }) }, { maxItems: 3 }),
      labels: Values.map(Values.string(), { keyPattern: '^[a-z]+$' }),
    })).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      title: 'Values of web',
      type: 'object',
      additionalProperties: false,
      properties: {
        nameOverride: { type: 'string', maxLength: 63, pattern: '^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)?$' },
        fullnameOverride: { type: 'string', maxLength: 40, pattern: '^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)?$' },
        image: { type: 'string', description: 'Container image.' },
        host: { type: 'string', maxLength: 63, if: { minLength: 1 }, then: { minLength: 2, pattern: '^[a-z]+$' } },
        ingress: {
          type: 'object',
          additionalProperties: false,
          properties: { enabled: { type: 'boolean' }, host: { type: 'string' }, port: { type: 'integer' } },
          required: ['enabled'],
          if: { properties: { enabled: { const: true } }, required: ['enabled'] },
          then: { required: ['host', 'port'], properties: { host: { minLength: 1 }, port: { minimum: 1, maximum: 65535 } } },
        },
        queues: {
          type: 'array',
          maxItems: 3,
          items: {
            type: 'object',
            additionalProperties: false,
            properties: { name: { type: 'string', maxLength: 317 }, depth: { type: 'integer', minimum: 0, maximum: 9 } },
            required: ['name'],
          },
        },
        labels: { type: 'object', propertyNames: { minLength: 1, maxLength: 317, pattern: '^[a-z]+$' }, additionalProperties: { type: 'string' } },
        global: { type: 'object', description: 'What Helm hands to all charts of an umbrella chart; not read.' },
      },
      required: ['image', 'ingress', 'queues', 'labels'],
    });
  });

  test('has no word whose messages name no key', () => {
    for (const root of Object.values(declarations)) expect(JSON.stringify(schemaOf(root, 'web'))).not.toMatch(/"(oneOf|anyOf|allOf|not)":/);
  });

  test('admits former names, in groups of their own where need be', () => {
    const { properties } = schemaOfFields({ image: Values.object({ tag: Values.string({ default: '1', formerly: ['imageTag', 'image.version', 'old.deep.tag'] }) }) });
    const renamed = { description: 'Renamed; give image.tag instead.' };
    expect(properties.imageTag).toEqual(renamed);
    expect(properties.image.properties.version).toEqual(renamed);
    const old = { type: 'object', additionalProperties: false, properties: { tag: renamed } };
    expect(properties.old).toEqual({ type: 'object', additionalProperties: false, properties: { deep: old } });
  });

  const one = (value: any) => ({ group: Values.object({ value }) });

  test.each([
    ['a default beyond a limit', Values.integer({ default: 0, minimum: 1 }),
      'The default of group.value is not within its own limits. The value group.value is 0; it must be at least 1.'],
    ['a default of another type', Values.string({ default: 1 as any }), 'The value group.value is 1; it must be a string.'],
    ['a default that is not allowed', Values.enumeration(['a', 'b'], { default: 'c' }), 'The value group.value is "c"; it must be "a" or "b".'],
    ['elements by default that lack a member', Values.list({ name: Values.string() }, { default: [{}] }), 'The value group.value[0].name is missing; it must be given'],
    ['too few elements by default', Values.list(Values.string(), { minItems: 1, default: [] }), 'The value group.value is []; it must have at least 1 element.'],
    ['a struct by default that is none', Values.kubernetes('v1.Affinity', { default: { nodes: 1 } }), 'There is no value group.value.nodes; there are nodeAffinity'],
    ['null within a default', Values.any({ default: { a: [{ b: null }] } }), 'The value group.value.a[0].b is null, which values.yaml cannot hold.'],
    ['a default for an optional number', Values.integer({ default: 1, optional: true } as any),
      'The value group.value is optional and has the default 1, so that nobody could leave it out; give up one of the two.'],
    ['limits the wrong way round', Values.string({ default: 'abc', minLength: 5, maxLength: 3 }),
      'The value group.value has a minLength of 5, which is above its maxLength of 3.'],
    ['a limit that is no whole number', Values.list(Values.string(), { maxItems: 1.5 }), 'The value group.value has a maxItems of 1.5; it must be a whole number.'],
    ['a pattern that Go cannot read', Values.string({ pattern: '(?=a)' }), 'The value group.value cannot be checked: the pattern (?=a) is not one that Go and JavaScript'],
    ['a pattern for keys that Go cannot read', Values.map(Values.string(), { keyPattern: '[' }), 'The value group.value cannot be checked: the pattern [ is not'],
    ['nothing allowed', Values.enumeration([]), 'The value group.value is an enumeration of nothing; it must allow one string at least.'],
    ['"" allowed', Values.enumeration(['', 'a']), 'The value group.value is an enumeration of ["","a"]; all must be strings, and none "", which means absent.'],
    ['the same allowed twice', Values.enumeration(['a', 'a']), 'The value group.value allows a string twice: a, a.'],
    ['elements without their key', Values.list({ id: Values.string() }, { key: 'name' }), 'The elements of group.value differ by their name, but they have no such field.'],
    ['elements with a key of many parts', Values.list({ name: Values.list(Values.string()) }), 'which is of the kind list; it must be a string or a number.'],
    ['a former name that is no path', Values.string({ formerly: ['a b..c'] }), 'The value group.value was formerly "a b..c", which is no path; it must be like image.tag'],
    ['a former name that is taken', Values.string({ formerly: ['group.value'] }), 'The value group.value was formerly group.value, but there is a value of that name now.'],
    ['a former name within a value', Values.string({ formerly: ['group.value.tag'] }), 'formerly group.value.tag, but that goes through a value which is no group.'],
    ['a former name in the elements of nothing', Values.string({ formerly: ['group[].tag'] }), 'but that goes through the elements of what is no list.'],
  ])('is not made of %s', (_, value, message) => {
    expect(() => schemaOfFields(one(value))).toThrow(message);
  });
});
