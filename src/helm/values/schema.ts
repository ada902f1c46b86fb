import { checkDeclarations } from './check-declarations';
import { overridesOf } from './defaults';
import { admitRefusedNames } from './refused-names';
import { Schema, schemaOfValue } from './schema-parts';
import { ANY_DEFINITIONS, definitionsOfType } from './struct-keys';
import { Declaration, everyDeclaration } from '../declaration';
import { extraObjectsDefinitions, extraObjectsSchema } from '../extra-objects';
import { OVERRIDE_LENGTHS } from '../fullname';

/**
 * The schema of all values, as values.schema.json of a chart holds it: draft 7, and strict. The limits of an optional group hold only while it is
 * enabled; types and unknown keys are checked always. There is no `oneOf` or `anyOf`, whose messages name no key.
 *
 * @throws Error when a declaration is at odds with itself, such as a default that the schema refuses.
 */
export function schemaOf(root: Declaration, chartName: string): object {
  checkDeclarations(root);
  const { properties, required, ...rest } = schemaOfValue(root);
  const overrides = Object.fromEntries(overridesOf(root).map((name) => [name, { type: 'string', maxLength: OVERRIDE_LENGTHS[name], pattern: OVERRIDE_PATTERN }]));
  const schema: Schema = {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: `Values of ${chartName}`,
    ...rest,
    properties: { ...overrides, ...properties, ...extraObjectsSchema(root), global: globalOf(properties.global) },
    ...(required ? { required } : {}),
  };
  admitRefusedNames(schema, root);
  const definitions = definitionsOf(root);
  return Object.keys(definitions).length > 0 ? { ...schema, definitions } : schema;
}

/** What Helm hands to all charts of an umbrella chart: other charts of it have keys of their own there. */
function globalOf(declared?: Schema): Schema {
  if (!declared) return { type: 'object', description: 'What Helm hands to all charts of an umbrella chart; not read.' };
  const { additionalProperties: _closed, ...open } = declared;
  return open;
}

/** A part of the name of an object, or "". */
const OVERRIDE_PATTERN = '^(?:[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)?$';

function definitionsOf(root: Declaration): Schema {
  const found = everyDeclaration(root).flatMap(({ kind, value }) => Object.entries(kind === 'any' ? ANY_DEFINITIONS : value._type ? definitionsOfType(value._type) : {}));
  return Object.fromEntries([...found, ...Object.entries(extraObjectsDefinitions(root))].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)));
}
