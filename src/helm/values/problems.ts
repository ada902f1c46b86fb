import { isTable } from './copy';
import { regExpOf } from './pattern';
import { Schema } from './schema-parts';
import { editDistance } from '../../expressions/edit-distance';

/**
 * What a schema refuses in a value, each as a sentence. It knows the words of JSON Schema (draft 7) that schemas of values are made of.
 *
 * @throws Error for any other word, so that nothing is accepted by not being understood.
 */
export function problemsOf(schema: Schema, value: any, path = ''): string[] {
  requireKnownWords(schema);
  const found: string[] = [];
  new Check(schema.definitions ?? {}).check(schema, value, path, found);
  return found;
}

const TYPES: { readonly [type: string]: { readonly name: string; is(value: any): boolean } } = {
  string: { name: 'a string', is: (value) => typeof value === 'string' },
  number: { name: 'a number', is: (value) => Number.isFinite(value) },
  integer: { name: 'a whole number', is: (value) => Number.isInteger(value) },
  boolean: { name: 'true or false', is: (value) => typeof value === 'boolean' },
  object: { name: 'a mapping', is: isTable },
  array: { name: 'a list', is: Array.isArray },
  null: { name: 'null', is: (value) => value === null },
};

const NOTES = ['$schema', 'title', 'description', 'definitions'];
const WORDS = new Set([
  ...NOTES, 'type', 'properties', 'additionalProperties', 'required', 'enum', 'const', 'pattern', 'minLength', 'maxLength', 'minimum', 'maximum',
  'minItems', 'maxItems', 'items', 'propertyNames', 'minProperties', 'if', 'then', '$ref',
]);

class Check {
  constructor(private readonly definitions: Schema) {}

  check(schema: Schema, value: any, path: string, found: string[], subject = `The value ${path || '(all values)'}`): void {
    if (schema.$ref !== undefined) {
      // Draft 7 ignores whatever stands beside it.
      this.check(this.definitions[schema.$ref.replace('#/definitions/', '')], value, path, found, subject);
      return;
    }
    const must = (what: string) => found.push(`${subject} is ${show(value)}; it must ${what}.`);
    const types: string[] = schema.type === undefined ? [] : [schema.type].flat();
    if (types.length > 0 && !types.some((type) => TYPES[type].is(value))) {
      must(`be ${words(types.map((type) => TYPES[type].name))}`);
      return;
    }
    if (schema.const !== undefined && value !== schema.const) must(`be ${show(schema.const)}`);
    if (schema.enum !== undefined && !schema.enum.includes(value)) must(`be ${words(schema.enum.map(show))}`);
    if (typeof value === 'string') checkText(schema, value, must);
    if (typeof value === 'number') checkNumber(schema, value, must);
    if (Array.isArray(value)) this.checkList(schema, value, path, found, must);
    if (isTable(value)) this.checkTable(schema, value, path, found, must);
    if (schema.if !== undefined && this.admits(schema.if, value)) this.check(schema.then, value, path, found, subject);
  }

  private admits(schema: Schema, value: any): boolean {
    const found: string[] = [];
    this.check(schema, value, '', found);
    return found.length === 0;
  }

  private checkList(schema: Schema, value: readonly any[], path: string, found: string[], must: (what: string) => void): void {
    if (value.length < (schema.minItems ?? 0)) must(`have at least ${counted(schema.minItems, 'element')}`);
    if (value.length > (schema.maxItems ?? Infinity)) must(`have at most ${counted(schema.maxItems, 'element')}`);
    if (schema.items) value.forEach((element, index) => this.check(schema.items, element, `${path}[${index}]`, found));
  }

  private checkTable(schema: Schema, value: { readonly [key: string]: any }, path: string, found: string[], must: (what: string) => void): void {
    const properties: Schema = schema.properties ?? {};
    const keys = Object.keys(value);
    if (keys.length < (schema.minProperties ?? 0)) must(`have at least ${counted(schema.minProperties, 'member')}`);
    for (const name of schema.required ?? []) {
      if (!Object.hasOwn(value, name)) found.push(`The value ${memberPath(path, name)} is missing; it must be given, and not be null.`);
    }
    for (const key of keys) {
      const place = memberPath(path, key);
      if (schema.propertyNames) this.check(schema.propertyNames, key, path, found, `A key of ${path}`);
      if (Object.hasOwn(properties, key)) this.check(properties[key], value[key], place, found);
      else if (schema.additionalProperties === false) found.push(`There is no value ${place}${hint(path, key, Object.keys(properties))}`);
      else if (schema.additionalProperties) this.check(schema.additionalProperties, value[key], place, found);
    }
  }
}

function checkText(schema: Schema, value: string, must: (what: string) => void): void {
  const { minLength = 0, maxLength = Infinity, pattern } = schema;
  // Characters are those of Unicode, as they are for Helm.
  const length = [...value].length;
  if (length < minLength) must(`have at least ${counted(minLength, 'character')}`);
  if (length > maxLength) must(`have at most ${counted(maxLength, 'character')}, not ${length}`);
  if (pattern !== undefined && !regExpOf(pattern).test(value)) must(`match ${pattern}`);
}

function checkNumber({ minimum = -Infinity, maximum = Infinity }: Schema, value: number, must: (what: string) => void): void {
  if (value < minimum) must(`be at least ${minimum}`);
  if (value > maximum) must(`be at most ${maximum}`);
}

const KNOWN = new WeakSet<object>();

function requireKnownWords(schema: Schema): void {
  if (KNOWN.has(schema)) return;
  for (const word of Object.keys(schema)) {
    if (!WORDS.has(word)) throw new Error(`The schema has the word ${word}, which is not checked here: ${JSON.stringify(schema).slice(0, 200)}.`);
  }
  if ((schema.if === undefined) !== (schema.then === undefined)) throw new Error('The schema has one of the words if and then without the other.');
  if (typeof schema.const === 'object') throw new Error('The schema has a const that is no scalar.');
  KNOWN.add(schema);
  const { items, additionalProperties, propertyNames, if: condition, then, properties = {}, definitions = {} } = schema;
  [items, additionalProperties, propertyNames, condition, then, ...Object.values(properties), ...Object.values(definitions)]
    .filter((part) => typeof part === 'object')
    .forEach(requireKnownWords);
}

/** The path of a member, for people. */
export function memberPath(path: string, key: string): string {
  if (!/^[A-Za-z_][\w-]*$/.test(key)) return `${path}[${JSON.stringify(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

function hint(path: string, key: string, known: readonly string[]): string {
  // What is much longer than any name is no slip of the keyboard.
  const typed = key.slice(0, 100).toLowerCase();
  const [nearest] = known.map((name) => ({ name, distance: editDistance(typed, name.toLowerCase()) })).sort((a, b) => a.distance - b.distance);
  if (!nearest) return '.';
  if (nearest.distance <= Math.floor(nearest.name.length / 4) + 1) return `; did you mean ${memberPath(path, nearest.name)}?`;
  return `; there ${known.length === 1 ? 'is' : 'are'} ${words(known.length > 8 ? [...known.slice(0, 8), 'others'] : known, 'and')}.`;
}

function show(value: any): string {
  const isJson = typeof value === 'string' || (typeof value === 'object' && value !== null);
  const text = isJson ? JSON.stringify(value, (_, member) => (typeof member === 'bigint' ? String(member) : member)) : String(value);
  return text.length > 100 ? `${text.slice(0, 100)}...` : text;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}

function words(texts: readonly string[], last = 'or'): string {
  return texts.length < 2 ? texts.join('') : `${texts.slice(0, -1).join(', ')} ${last} ${texts.at(-1)}`;
}
