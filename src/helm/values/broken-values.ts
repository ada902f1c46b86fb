import { overridesOf } from './defaults';
import { randomGiven } from './random-values';
import { refusedNames } from './refused-names';
import { Declaration } from '../declaration';
import { Random } from '../trace/random';

/**
 * Random values with one thing done to them that a chart should refuse: a wrong type, `null`, a key too many or too few, just outside a limit.
 * Now and then they are valid all the same, so whoever uses them compares verdicts.
 */
export function brokenValues(root: Declaration, random: Random): any {
  const values = structuredClone(randomGiven(root, random));
  if (random.next() < 0.5) enableAll(root, values);
  const places = [...placesOf(root, values), ...strayPlaces(root, values)];
  const { declaration, holder, key } = random.pick(places);
  const wrongs = declaration ? wrongFor(declaration, holder[key], random) : [];
  const wrong = random.pick(wrongs.length > 0 && random.next() < 0.7 ? wrongs : ANYTHING);
  if (wrong === MISSING && Array.isArray(holder)) holder.splice(Number(key), 1);
  else if (wrong === MISSING) delete holder[key];
  else holder[key] = structuredClone(wrong);
  return values;
}

/** A value where it stands. */
interface Place {
  readonly declaration?: Declaration;
  readonly holder: any;
  readonly key: string | number;
}

const MISSING = Symbol('missing');
const ANYTHING = [MISSING, null, null, '', 'text', '7', 'true', 7, 1.5, 0, true, [], {}, [1], ['a'], [null], { a: 1 }, { name: 'a' }];

function enableAll(group: Declaration, values: any): void {
  for (const field of group.fields) {
    if (field.kind === 'optional') values[field.name] = { ...values[field.name], enabled: true };
    if (field.kind === 'optional' || (field.kind === 'object' && values[field.name])) enableAll(field, values[field.name]);
  }
}

function placesOf(group: Declaration, values: any): Place[] {
  return group.fields.flatMap((field) => [
    { declaration: field, holder: values, key: field.name },
    ...placesWithin(field, values[field.name]),
  ]);
}

function placesWithin(declaration: Declaration, value: any): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const { kind, item } = declaration;
  if (kind === 'optional') return [{ holder: value, key: 'enabled' }, ...placesOf(declaration, value)];
  if (kind === 'object') return placesOf(declaration, value);
  if (kind === 'kubernetes') return structPlaces(value);
  if (kind !== 'list' && kind !== 'map') return [];
  return Object.keys(value).flatMap((key) => [
    { declaration: item, holder: value, key: kind === 'list' ? Number(key) : key },
    ...placesWithin(item!, value[key]),
  ]);
}

function structPlaces(struct: any): Place[] {
  return Object.keys(struct).flatMap((key) => [
    { holder: struct, key },
    ...(typeof struct[key] === 'object' && struct[key] !== null ? structPlaces(struct[key]) : []),
  ]);
}

function strayPlaces(root: Declaration, values: any): Place[] {
  const refused = refusedNames(root).filter(({ keys }) => keys.length === 1).map(({ keys }) => keys[0]);
  return [...overridesOf(root), 'global', 'unknown', '', ...refused].map((key) => ({ holder: values, key }));
}

function wrongFor(declaration: Declaration, value: any, random: Random): any[] {
  const { value: { _options: options, _allowed: allowed }, fields } = declaration;
  switch (declaration.kind) {
    case 'string': case 'scalar':
      return wrongTexts(options.minLength ?? 0, options.maxLength ?? 300, String(value ?? ''), random);
    case 'enumeration':
      return [`${allowed[0]} `, allowed[0].toUpperCase(), allowed.join(''), ''];
    case 'integer': case 'number':
      return wrongNumbers(options.minimum ?? Number.MIN_SAFE_INTEGER, options.maximum ?? Number.MAX_SAFE_INTEGER, value ?? 0);
    case 'boolean':
      return ['true', 'yes', 0, 1, null];
    case 'list':
      return wrongLists(options.minItems ?? 0, options.maxItems ?? 5, value);
    case 'map':
      return [{ ...value, '': 'a' }, { ...value, 'a b': '1' }, { ...value, 'a\n': '1' }, { ...value, a: null }, { ...value, a: {} }, { ...value, a: ['b'] }];
    case 'optional': case 'object': case 'kubernetes':
      return [
        { ...value, unknown: 1 }, { ...value, Enabled: true }, { ...value, enabled: 'true' }, { ...value, '': 1 },
        ...(fields.length > 0 ? [{ ...value, [`${fields[0].name}s`]: 1 }, { ...value, [fields[0].name.toUpperCase()]: 1 }] : []),
      ];
    case 'any':
      return [null, { a: null }];
  }
}

function wrongTexts(least: number, most: number, value: string, random: Random): string[] {
  const character = random.pick(['a', '0', 'A', '😀', 'é', ' ']);
  return [
    ...[Math.max(0, least - 1), least, most, most + 1].map((count) => character.repeat(count)),
    `${value}\n`, ` ${value}`, `${value} `, `\n${value}`, value.toUpperCase(), `${value}\u2028`, `${value}\u00a0${value}`, `${value}-`, `-${value}`, value.slice(1), value.slice(0, -1), '\ufeff', '.',
  ];
}

function wrongNumbers(least: number, most: number, value: any): any[] {
  return [least - 1, least, most, most + 1, -least, Number(value) + 0.5, String(value), 2 ** 53, -(2 ** 53), 1e16, 1e300, 1e-9];
}

function wrongLists(least: number, most: number, value: any): any[] {
  const elements: any[] = Array.isArray(value) && value.length > 0 ? value : ['a'];
  const repeated = (count: number) => Array.from({ length: Math.max(0, count) }, (_, index) => elements[index % elements.length]);
  const lengths = [least - 1, least, most, most + 1].map(repeated);
  return [...lengths, [...elements, elements[0]], [...elements, elements[0]], [...elements, null], [elements], { ...elements }];
}
