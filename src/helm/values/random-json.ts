import { Schema } from './schema-parts';
import { kubernetesSchema } from '../kubernetes-schema';
import { Random } from '../trace/random';

const TEXTS = ['', 'a', 'text', '0755', 'yes', 'null', '1e3', 'a: b', '{{ x }}', '"', '\\', 'a\nb', '# x', '<>&', '%d', '😀', ' a', '-', 'app', 'r.example.com'];
const KEYS = ['app', 'a.b/c', '10', '9', 'name', 'B', 'yes', '0755', 'a b'];
const NUMBERS = [0, 1, -1, 2, 80, 8080, 1_000_000, 12_345_678, 3_000_000_000, Number.MAX_SAFE_INTEGER];

/** Any JSON, not deep, and never `null` itself. */
export function randomJson(random: Random, depth = 3): any {
  const kind = random.below(depth > 0 ? 8 : 4);
  switch (kind) {
    case 0: return random.pick(NUMBERS);
    case 1: return random.pick([true, false]);
    case 2: case 3: return random.pick(TEXTS);
    case 4: case 5: return Array.from({ length: random.below(4) }, () => randomJson(random, depth - 1));
    default: return entries(random, random.below(4), () => (random.next() < 0.03 ? 0.5 : randomJson(random, depth - 1)));
  }
}

/** An instance of a Kubernetes type: all that it must have, and some of what it may have. */
export function randomStruct(type: string, random: Random): any {
  const { schema, definitions } = schemaOfType(type);
  return instance(schema, definitions, random, 0);
}

const TYPES = new Map<string, { readonly schema: Schema; readonly definitions: Schema }>();

function schemaOfType(type: string): { readonly schema: Schema; readonly definitions: Schema } {
  if (!TYPES.has(type)) {
    const { ref, definitions } = kubernetesSchema(type);
    TYPES.set(type, { schema: { $ref: ref }, definitions });
  }
  return TYPES.get(type)!;
}

function instance(schema: Schema, definitions: Schema, random: Random, depth: number): any {
  if (schema.$ref) return instance(definitions[schema.$ref.replace('#/definitions/', '')], definitions, random, depth);
  if (schema.enum) return random.pick(schema.enum);
  if (schema.pattern) return random.pick(QUANTITIES);
  const types: string[] = schema.type === undefined ? ['string', 'integer'] : [schema.type].flat().filter((type) => type !== 'null');
  switch (random.pick(types)) {
    case 'string': return random.pick(TEXTS);
    case 'integer': return random.pick(NUMBERS);
    case 'number': return random.pick([...NUMBERS, 0.5]);
    case 'boolean': return random.pick([true, false]);
    case 'array': return Array.from({ length: depth > 4 ? 0 : random.below(3) }, () => instance(schema.items ?? {}, definitions, random, depth + 1));
    default: return members(schema, definitions, random, depth);
  }
}

// The only pattern in the schemas of Kubernetes is that of quantities.
const QUANTITIES = [0, 1, 0.5, 2_000_000, '1', '500m', '1Gi', '1e3', '0.1', '+1', '12E', '100Mi'];

function members(schema: Schema, definitions: Schema, random: Random, depth: number): any {
  if (!schema.properties) {
    return depth > 4 ? {} : entries(random, random.below(4), () => instance(schema.additionalProperties || {}, definitions, random, depth + 1));
  }
  const required: string[] = schema.required ?? [];
  const share = depth > 3 ? 0 : 0.5 / (depth + 1) ** 0.5;
  const names = Object.keys(schema.properties);
  // Of the hundred fields of a large struct, some.
  const least = share * Math.min(1, 12 / names.length);
  return Object.fromEntries(names
    .filter((name) => required.includes(name) || random.next() < least)
    .map((name) => [name, instance(schema.properties[name], definitions, random, depth + 1)]));
}

function entries(random: Random, count: number, value: () => any): any {
  return Object.fromEntries(Array.from({ length: count }, () => [random.pick(KEYS), value()]));
}
