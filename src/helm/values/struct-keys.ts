import { Schema } from './schema-parts';
import { kubernetesSchema } from '../kubernetes-schema';

/**
 * The most characters of a key that a user chooses inside a struct. `toYaml` of Helm makes nothing at all of a mapping with a key that takes more
 * than 1,024 characters as JSON, where one character may take six.
 */
const LONGEST_KEY = { maxLength: 170 };

const ANYTHING = 'anything';

const REFERENCE = { $ref: `#/definitions/${ANYTHING}` };

/**
 * The words of a schema by which a mapping or list may hold anything, but for keys that are too long. They are a condition, since generators of
 * types know no members of what may be a scalar.
 */
export const ANY_MEMBERS: Schema = { if: { type: ['object', 'array'] }, then: REFERENCE };

/** What `ANY_MEMBERS` refers to. */
export const ANY_DEFINITIONS: Schema = { [ANYTHING]: { propertyNames: LONGEST_KEY, additionalProperties: REFERENCE, items: REFERENCE } };

/** The definitions that the schema of a type of Kubernetes needs, with a limit for the keys that a user chooses. */
export function definitionsOfType(type: string): Schema {
  const definitions = Object.entries(kubernetesSchema(type).definitions).map(([name, definition]) => [name, withKeyLimits(definition)] as const);
  const isOpen = definitions.some(([, definition]) => JSON.stringify(definition).includes(REFERENCE.$ref));
  return { ...Object.fromEntries(definitions), ...(isOpen ? ANY_DEFINITIONS : {}) };
}

function withKeyLimits(schema: Schema): Schema {
  const { $ref, type, properties, additionalProperties, items } = schema;
  if ($ref !== undefined) return schema;
  const mayBeObject = type === undefined || [type].flat().includes('object');
  if (mayBeObject && !properties && additionalProperties === undefined) return { ...schema, ...ANY_MEMBERS };
  const limited = { ...schema };
  if (items) limited.items = withKeyLimits(items);
  if (properties) limited.properties = Object.fromEntries(Object.entries<Schema>(properties).map(([name, member]) => [name, withKeyLimits(member)]));
  if (typeof additionalProperties === 'object') Object.assign(limited, { propertyNames: LONGEST_KEY, additionalProperties: withKeyLimits(additionalProperties) });
  return limited;
}
