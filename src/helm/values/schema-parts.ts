import { ANY_MEMBERS } from './struct-keys';
import { Declaration } from '../declaration';
import { kubernetesSchema } from '../kubernetes-schema';
import { isElement, limitsOf } from '../trace/column';

/** A JSON schema of draft 7 while it is made. */
export interface Schema {
  [word: string]: any;
}

/** The schema of a value with all its rules. */
export function schemaOfValue(declaration: Declaration): Schema {
  return merged(shapeOf(declaration), rulesOf(declaration));
}

/** Of what type a value is and which members it has: what is checked even in a group that is off. */
export function shapeOf(declaration: Declaration): Schema {
  const { description } = declaration.value._options;
  return { ...(description ? { description } : {}), ...typeOf(declaration) };
}

function typeOf(declaration: Declaration): Schema {
  const { kind, item, fields, value } = declaration;
  switch (kind) {
    case 'string': case 'enumeration':
      return { type: 'string' };
    case 'integer': case 'number': case 'boolean':
      return { type: kind };
    case 'scalar':
      return { type: ['string', 'number', 'boolean'] };
    case 'optional':
      return groupOf({ enabled: { type: 'boolean' }, ...byName(fields, shapeOf) });
    case 'object':
      return groupOf(byName(fields, shapeOf));
    case 'list':
      return { type: 'array', items: shapeOf(item!) };
    case 'map':
      return { type: 'object', additionalProperties: shapeOf(item!) };
    case 'kubernetes':
      // An element of a list is there, however empty it is.
      return isElement(declaration) ? { $ref: kubernetesSchema(value._type!).ref } : structOf(value._type!);
    case 'any':
      return { type: ['object', 'array', 'string', 'number', 'boolean'], ...ANY_MEMBERS };
  }
}

/** A group with these members and no others. */
export function groupOf(properties: Schema): Schema {
  return { type: 'object', additionalProperties: false, properties };
}

/** The limits of a value and the members that it must have: what is not checked in a group that is off. Without any, the schema is empty. */
export function rulesOf(declaration: Declaration): Schema {
  const { kind, item, key, fields, value: { _options: options, _allowed: allowed } } = declaration;
  switch (kind) {
    case 'string':
      return textRules(declaration);
    case 'enumeration':
      return { enum: [...(options.optional ? [''] : []), ...allowed] };
    case 'integer': case 'number': {
      const { minimum, maximum } = limitsOf(declaration);
      return defined({ minimum: finite(minimum), maximum: finite(maximum) });
    }
    case 'optional':
      return {
        ...(isElementPart(declaration) ? {} : { required: ['enabled'] }),
        ...conditional({ properties: { enabled: { const: true } }, required: ['enabled'] }, memberRules(fields)),
      };
    case 'object':
      return memberRules(fields);
    case 'list':
      return defined({ minItems: options.minItems || undefined, maxItems: options.maxItems, items: unlessEmpty(rulesOf(item!)) });
    case 'map':
      return defined({ propertyNames: textRules(key!), additionalProperties: unlessEmpty(rulesOf(item!)) });
    default:
      return {};
  }
}

function merged(schema: Schema, rules: Schema): Schema {
  const result = { ...schema };
  for (const [word, value] of Object.entries(rules)) {
    const below = result[word];
    if (word === 'properties' && below) result[word] = mergedMembers(below, value);
    else if ((word === 'items' || word === 'additionalProperties') && below) result[word] = merged(below, value);
    else result[word] = value;
  }
  return result;
}

function mergedMembers(members: Schema, rules: Schema): Schema {
  return { ...members, ...Object.fromEntries(Object.entries(rules).map(([name, rule]) => [name, merged(members[name] ?? {}, rule)])) };
}

function textRules({ value: { _options: { optional, minLength = 0, maxLength, pattern } } }: Declaration): Schema {
  if (!optional) return defined({ minLength: minLength || undefined, maxLength, pattern });
  // A condition says exactly what is meant, and its message names the key and the pattern that the author wrote.
  return { ...defined({ maxLength }), ...conditional({ minLength: 1 }, defined({ minLength: minLength > 1 ? minLength : undefined, pattern })) };
}

function memberRules(fields: readonly Declaration[]): Schema {
  const required = fields.filter(isRequired).map(({ name }) => name);
  const properties = Object.fromEntries(fields.map((field) => [field.name, rulesOf(field)]).filter(([, rules]) => unlessEmpty(rules as Schema)));
  return defined({ required: required.length > 0 ? required : undefined, properties: unlessEmpty(properties) });
}

/**
 * Whether the key must be there. What has a default has its key, unless `null` took it away; so templates need no guards.
 * In the elements of a list, which Helm does not complete, only what has no default must be there, and groups.
 */
function isRequired(declaration: Declaration): boolean {
  const { default: given, optional } = declaration.value._options;
  switch (declaration.kind) {
    case 'object':
      return true;
    case 'optional':
      return !isElementPart(declaration);
    default:
      return given === undefined ? !optional : !isElementPart(declaration);
  }
}

function isElementPart(declaration: Declaration): boolean {
  return declaration.lists.length > 0;
}

/** The default of a struct has no members and means absent, even where the type must have some. */
function structOf(type: string): Schema {
  const { ref, definitions } = kubernetesSchema(type);
  const isObject = definitions[ref.replace('#/definitions/', '')].type === 'object';
  return { ...(isObject ? { type: 'object' } : {}), if: { minProperties: 1 }, then: { $ref: ref } };
}

function conditional(condition: Schema, rules: Schema): Schema {
  return unlessEmpty(rules) ? { if: condition, then: rules } : {};
}

function byName(fields: readonly Declaration[], schema: (field: Declaration) => Schema): Schema {
  return Object.fromEntries(fields.map((field) => [field.name, schema(field)]));
}

function finite(limit: number): number | undefined {
  return Number.isFinite(limit) ? limit : undefined;
}

function defined(schema: Schema): Schema {
  return Object.fromEntries(Object.entries(schema).filter(([, value]) => value !== undefined));
}

function unlessEmpty(schema: Schema): Schema | undefined {
  return Object.keys(schema).length > 0 ? schema : undefined;
}
