import { overridesOf } from './defaults';
import { randomJson, randomStruct } from './random-json';
import { isWithin, randomText } from './random-text';
import { Declaration } from '../declaration';
import { EXTRA_OBJECTS } from '../extra-objects';
import { OVERRIDE_LENGTHS } from '../fullname';
import { scalarText } from '../given';
import { isElement, limitsOf, mayBeEmpty } from '../trace/column';
import { Random } from '../trace/random';

/**
 * Random values that the schema and `checkKeys` accept, the same for the same seed. Every key that values.yaml holds is there, so that they may be
 * laid over the defaults or stand alone.
 */
export function randomValues(root: Declaration, random: Random): any {
  const overrides = overridesOf(root).map((name) => [name, random.next() < 0.8 ? '' : random.pick(NAMES.filter(({ length }) => length <= OVERRIDE_LENGTHS[name]))]);
  return { ...Object.fromEntries(overrides), ...membersOf(root, random), ...extraObjects(root, random) };
}

/** Random values as a user gives them: most of the keys that have a default are left out. */
export function randomGiven(root: Declaration, random: Random): any {
  return withoutSome(root, randomValues(root, random), random.pick([0.2, 0.6, 0.9]), random);
}

function extraObjects({ hasExtraObjects }: Declaration, random: Random): object {
  if (!hasExtraObjects) return {};
  const count = random.pick([0, 0, 1, 2]);
  const extra = (index: number) => ({ apiVersion: 'example.com/v1', kind: 'Extra', metadata: { name: `extra-${index}` }, spec: randomJson(random) });
  return { [EXTRA_OBJECTS]: Array.from({ length: count }, (_extra, index) => extra(index)) };
}

const NAMES = ['a', 'web', 'a-b', '0', '1e3', 'null', 'x'.repeat(63), 'x'.repeat(40), `a${'-b'.repeat(25)}`];

function membersOf(group: Declaration, random: Random): any {
  const members: [string, any][] = [];
  for (const field of group.fields) {
    const value = mayLackKey(field) && random.next() < (field.lists.length > 0 ? 0.25 : 0.5) ? undefined : randomValue(field, random);
    if (value !== undefined) members.push([field.name, value]);
  }
  return Object.fromEntries(members);
}

/** Whether a key may be missing in values that are laid over the defaults. */
function mayLackKey({ kind, lists, value: { _options: { default: given, optional } } }: Declaration): boolean {
  if (lists.length === 0) return (kind === 'integer' || kind === 'number') && given === undefined && optional === true;
  return kind !== 'object' && (kind === 'optional' || given !== undefined || optional === true);
}

function randomValue(declaration: Declaration, random: Random): any {
  const { value: { _options: options, _allowed: allowed, _type: type } } = declaration;
  switch (declaration.kind) {
    case 'string':
      if ((options.optional && random.next() < 0.3) || (mayBeEmpty(declaration) && isWithin(declaration, '') && random.next() < 0.1)) return '';
      return randomText(declaration, random);
    case 'enumeration':
      return options.optional && random.next() < 0.3 ? '' : random.pick(allowed);
    case 'scalar':
      if (options.optional && random.next() < 0.3) return '';
      return random.next() < 0.5 ? randomText(declaration, random) : random.pick(SCALARS);
    case 'integer': case 'number':
      return randomNumber(declaration, random);
    case 'boolean':
      return random.next() < 0.5;
    case 'optional':
      return { enabled: random.next() < 0.65, ...membersOf(declaration, random) };
    case 'object':
      return membersOf(declaration, random);
    case 'list':
      return randomList(declaration, random);
    case 'map':
      return randomMap(declaration, random);
    case 'kubernetes':
      return random.next() < 0.35 && !isElement(declaration) ? {} : randomStruct(type!, random);
    case 'any':
      return random.next() < 0.3 ? {} : randomJson(random);
  }
}

function randomMap({ key, item }: Declaration, random: Random): any {
  return Object.fromEntries(Array.from({ length: random.below(5) }, () => [randomText(key!, random), randomValue(item!, random)]));
}

const SCALARS = [true, false, 0, 1, -1, 1.5, 0.1, 100, 1_000_000, 12_345_678, 1e21, 1e-7];

function randomList(list: Declaration, random: Random): any[] {
  const { key, minItems = 0, maxItems = Infinity } = list.value._options;
  const field = list.item!.fields.find(({ name }) => name === key);
  const elements: any[] = [];
  const taken = new Set<string>();
  const count = minItems + random.below(Math.min(maxItems, minItems + 5) - minItems + 1);
  // A key with few values, such as an enumeration, may not make that many elements.
  for (let attempt = 0; elements.length < count && attempt < 40 + count; attempt++) {
    const element = randomValue(list.item!, random);
    const name = field && scalarText(element[field.name] ?? field.value._options.default ?? '');
    if (name !== undefined && taken.has(name)) continue;
    if (name !== undefined) taken.add(name);
    elements.push(element);
  }
  return elements;
}

const NUMBERS = new WeakMap<Declaration, readonly number[]>();

function randomNumber(declaration: Declaration, random: Random): number {
  const { minimum, maximum } = limitsOf(declaration);
  if (random.next() < 0.6) return random.pick(numbersFor(declaration));
  const from = Math.max(minimum, Math.min(maximum - 2000, -10));
  const number = from + random.next() * (Math.min(maximum, from + 2000) - from);
  // Quarters are the same in every notation; + 0 makes 0 of -0, which JSON does not have.
  return declaration.kind === 'integer' ? Math.floor(number) : Math.min(maximum, Math.max(minimum, Math.round(number * 4) / 4)) + 0;
}

function numbersFor(declaration: Declaration): readonly number[] {
  let numbers = NUMBERS.get(declaration);
  if (!numbers) {
    const { default: given = 0, examples = [] } = declaration.value._options;
    const { minimum, maximum } = limitsOf(declaration);
    const whole = [
      minimum, minimum + 1, maximum, maximum - 1,
      ...[given, ...examples].flatMap((number) => [number, number - 1, number + 1]),
      0, 1, 2, -1, 999_999, 1_000_000, 1_000_001, 12_345_678, 3_000_000_000,
    ];
    const candidates = declaration.kind === 'integer' ? whole : [...whole, 0.5, 0.1, -0.25, 1.25e6, 1e21, 1e-7];
    numbers = [...new Set(candidates)].filter((number) => Number.isFinite(number) && number >= minimum && number <= maximum);
    NUMBERS.set(declaration, numbers);
  }
  return numbers;
}

function withoutSome(group: Declaration, values: any, share: number, random: Random): any {
  const fields = new Map(group.fields.map((field) => [field.name, field]));
  const kept = Object.entries<any>(values).filter(([name]) => !hasDefault(fields.get(name)) || random.next() >= share);
  return Object.fromEntries(kept.map(([name, value]) => {
    const field = fields.get(name);
    return [name, field && ['object', 'optional'].includes(field.kind) ? withoutSome(field, value, share, random) : value];
  }));
}

/** Whether values.yaml has the key with a valid value, so that it may be left out. Groups may hold a required value. */
function hasDefault(declaration: Declaration | undefined): boolean {
  if (!declaration) return true;
  if (declaration.kind === 'object' || declaration.kind === 'optional') return declaration.fields.every(hasDefault);
  return declaration.value._options.default !== undefined || declaration.value._options.optional === true;
}
