import { Carriers, CarrierSet } from './carriers';
import { Choice, Column } from './column';
import { Declaration } from '../declaration';

/** Which choice a column has, for the elements at these positions of the lists around it. */
export type Pick = (column: Column, indices: readonly number[]) => number;

/** How values are made for one run. */
export interface Situation {
  readonly columns: ReadonlyMap<Declaration, Column>;
  readonly carriers: Carriers;
  readonly set: CarrierSet;
  readonly pick: Pick;
  /** How many elements a list or map has when it is not empty. */
  readonly count: (list: Declaration, indices: readonly number[]) => number;
  /** Keys that maps have besides, to learn who wins. */
  readonly keys?: ReadonlyMap<Declaration, readonly string[]>;
}

/** The most elements that a list is tried with. */
export const MOST_ELEMENTS = 3;

/** What values.yaml would hold in a situation, with carriers for all that is unknown. */
export function valuesIn(situation: Situation, declaration: Declaration, indices: readonly number[] = []): any {
  const { columns, carriers, set, pick } = situation;
  const column = columns.get(declaration);
  const choice: Choice | undefined = column?.choices[pick(column, indices)];
  switch (declaration.kind) {
    case 'object':
      return fieldsIn(situation, declaration, indices);
    case 'optional':
      return { enabled: choice!.kind === 'on', ...fieldsIn(situation, declaration, indices) };
    case 'boolean':
      return choice!.kind === 'on';
    case 'enumeration':
      return choice === undefined ? declaration.value._allowed[0] : choice.kind === 'is' ? choice.value : '';
    case 'list':
      if (choice?.kind === 'empty') return [];
      return distinct(declaration, range(countOf(situation, declaration, indices)).map((index) => (
        valuesIn(situation, declaration.item!, [...indices, index]))));
    case 'map':
      return choice?.kind === 'empty' ? {} : mapIn(situation, declaration, indices);
    case 'kubernetes': case 'any':
      return choice?.kind === 'absent' ? {} : { [carriers.of(declaration, indices, undefined, set)]: 'zq' };
    default:
      if (choice?.kind === 'absent') return declaration.kind === 'integer' || declaration.kind === 'number' ? undefined : '';
      if (choice?.kind === 'empty') return '';
      return choice?.kind === 'is' ? choice.value : carriers.of(declaration, indices, choice, set);
  }
}

/** The elements with other choices, or without some of them, so that none is there twice where an enumeration tells them apart. */
function distinct(list: Declaration, elements: any[]): any[] {
  const key = list.item!.fields.find(({ name }) => name === list.value._options.key);
  if (key?.kind !== 'enumeration') return elements;
  const left = new Set(key.value._allowed);
  return elements.flatMap((element) => {
    const name = left.has(element[key.name]) ? element[key.name] : [...left][0];
    left.delete(name);
    return name === undefined ? [] : [{ ...element, [key.name]: name }];
  });
}

function fieldsIn(situation: Situation, declaration: Declaration, indices: readonly number[]): any {
  const fields: { [name: string]: any } = {};
  for (const field of declaration.fields) {
    const value = valuesIn(situation, field, indices);
    if (value !== undefined) fields[field.name] = value;
  }
  return fields;
}

function mapIn(situation: Situation, map: Declaration, indices: readonly number[]): any {
  const { carriers, set, keys } = situation;
  // Their alphabetical order must be that of their positions, in both sets, since that is the order in which templates go through a map.
  const positions = range(MOST_ELEMENTS);
  const words = new Map((set === 0 ? positions.reverse() : positions).map((index) => (
    [index, carriers.of(map.key!, [...indices, index], undefined, set)])));
  const entries = range(countOf(situation, map, indices)).map((index) => [words.get(index)!, valuesIn(situation, map.item!, [...indices, index])]);
  const besides = (keys?.get(map) ?? []).map((key, index) => [key, valuesIn(situation, map.item!, [...indices, MOST_ELEMENTS + index])]);
  return Object.fromEntries([...entries, ...besides]);
}

function countOf(situation: Situation, list: Declaration, indices: readonly number[]): number {
  const { minItems = 1, maxItems = Infinity } = list.value._options;
  return Math.max(1, minItems, Math.min(situation.count(list, indices), maxItems));
}

function range(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index);
}
