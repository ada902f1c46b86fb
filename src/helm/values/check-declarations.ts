import { Declaration, everyDeclaration, pathOf } from '../declaration';
import { isEmpty } from '../given';
import { parsePattern } from './pattern';
import { problemsOf } from './problems';
import { requireType } from './require-type';
import { schemaOfValue } from './schema-parts';
import { ANY_DEFINITIONS, definitionsOfType } from './struct-keys';

/** Refuses declarations that are at odds with themselves, before anything is made of them. */
export function checkDeclarations(root: Declaration): void {
  for (const declaration of everyDeclaration(root)) {
    requireType(declaration);
    requirePatterns(declaration);
    requireLimits(declaration);
    requireKey(declaration);
    requireDefault(declaration);
  }
}

function requirePatterns(declaration: Declaration): void {
  const { pattern, keyPattern } = declaration.value._options;
  for (const source of [pattern, keyPattern]) {
    if (source === undefined) continue;
    try {
      parsePattern(source);
    } catch (error) {
      throw new Error(`The value ${pathOf(declaration)} cannot be checked: ${(error as Error).message}.`);
    }
  }
}

function requireLimits(declaration: Declaration): void {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, optional, default: given } = declaration.value._options;
  const pairs = [['minLength', minLength, 'maxLength', maxLength], ['minimum', minimum, 'maximum', maximum], ['minItems', minItems, 'maxItems', maxItems]] as const;
  for (const [least, from, most, to] of pairs) {
    if (from !== undefined && to !== undefined && from > to) {
      throw new Error(`The value ${pathOf(declaration)} has a ${least} of ${from}, which is above its ${most} of ${to}.`);
    }
    for (const [name, limit] of [[least, from], [most, to]] as const) requireLimit(declaration, name, limit);
  }
  if (declaration.kind === 'enumeration') requireAllowed(declaration);
  if (['integer', 'number'].includes(declaration.kind) && optional && given !== undefined) {
    throw new Error(`The value ${pathOf(declaration)} is optional and has the default ${given}, so that nobody could leave it out; give up one of the two.`);
  }
}

function requireLimit(declaration: Declaration, name: string, limit: number | undefined): void {
  if (limit === undefined) return;
  const mustBeWhole = declaration.kind !== 'number';
  const isFine = mustBeWhole ? Number.isSafeInteger(limit) && (declaration.kind === 'integer' || limit >= 0) : Number.isFinite(limit);
  if (!isFine) throw new Error(`The value ${pathOf(declaration)} has a ${name} of ${limit}; it must be a ${mustBeWhole ? 'whole ' : ''}number.`);
}

function requireAllowed(declaration: Declaration): void {
  const { _allowed: allowed } = declaration.value;
  if (allowed.length === 0) throw new Error(`The value ${pathOf(declaration)} is an enumeration of nothing; it must allow one string at least.`);
  if (new Set(allowed).size < allowed.length) throw new Error(`The value ${pathOf(declaration)} allows a string twice: ${allowed.join(', ')}.`);
  if (allowed.some((text) => typeof text !== 'string' || text === '')) {
    throw new Error(`The value ${pathOf(declaration)} is an enumeration of ${JSON.stringify(allowed)}; all must be strings, and none "", which means absent.`);
  }
}

function requireKey({ kind, item, value, path }: Declaration): void {
  const { key } = value._options;
  if (kind !== 'list' || !key) return;
  const field = item!.fields.find(({ name }) => name === key);
  if (!field) throw new Error(`The elements of ${path} differ by their ${key}, but they have no such field.`);
  if (!['string', 'integer', 'number', 'enumeration', 'scalar'].includes(field.kind)) {
    throw new Error(`The elements of ${path} differ by their ${key}, which is of the kind ${field.kind}; it must be a string or a number.`);
  }
}

function requireDefault(declaration: Declaration): void {
  const { default: given } = declaration.value._options;
  if (given === undefined) return;
  // Most structs have the default {}, which is always admitted, and reading the schemas of types takes its time.
  if (declaration.kind === 'kubernetes' && isEmpty(given)) return;
  const schema = schemaOfValue(declaration);
  const type = declaration.value._type;
  const definitions = type ? definitionsOfType(type) : ANY_DEFINITIONS;
  const problems = problemsOf({ ...schema, definitions }, given, declaration.path);
  const all = [...problems, ...nullsOf(given, declaration.path)];
  if (all.length > 0) throw new Error(`The default of ${pathOf(declaration)} is not within its own limits. ${all.join(' ')}`);
}

/** Helm takes a `null` of values.yaml for absent or not, by its version and the depth. */
function nullsOf(value: any, path: string): string[] {
  if (value === null) return [`The value ${path} is null, which values.yaml cannot hold.`];
  if (typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, member]) => nullsOf(member, Array.isArray(value) ? `${path}[${key}]` : `${path}.${key}`));
}
