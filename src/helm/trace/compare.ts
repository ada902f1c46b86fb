import { Carriers } from './carriers';
import { parameterValue, Reference } from './reference';
import { Row } from './rows';
import { MOST_ELEMENTS } from './situation';
import { Declaration } from '../declaration';
import { Environment, inside, read } from '../environment';
import { call } from '../functions';
import { namesOf, withNames } from '../native';
import { evaluate, referenced } from '../tree/evaluate';
import { ChartTemplate, DocumentTemplate } from '../tree/template';

/** What differs between two sets of objects, one object of each side; nothing if there is no difference. */
export interface Difference {
  readonly native?: any;
  readonly evaluated?: any;
}

/** The first difference between what was seen in a row and what the template makes of its values. */
export function differenceInRow(template: ChartTemplate, row: Row, carriers: Carriers): Difference | undefined {
  const evaluated = attempt(() => evaluateAll(withoutRules(template), row.environment));
  if (row.refusal) return evaluated instanceof Error ? undefined : { native: 'a refusal' };
  if (evaluated instanceof Error) return { evaluated: evaluated.message };
  return differenceOf(shownIn(row, carriers), evaluated);
}

/** Carriers may break a rule that they were never asked to obey. */
function withoutRules(template: ChartTemplate): ChartTemplate {
  return { ...template, documents: template.documents.filter(({ role }) => role !== 'rule') };
}

/** What a row showed, with the names of its release, and with what functions give in the place of what stood for it. */
export function shownIn(row: Row, carriers: Carriers): any[] {
  let known = shown.get(row);
  if (!known) shown.set(row, known = showIn(row, carriers));
  return known;
}

/** A row is compared with many templates. */
const shown = new WeakMap<Row, any[]>();

function showIn({ documents, environment }: Row, carriers: Carriers): any[] {
  const names = namesOf(environment);
  return documents!.filter(({ role }) => role !== 'rule').map(({ json }) => {
    const { text, raws } = carriers.read(JSON.stringify(json));
    const calls = new Map<string, string>();
    text.forEach((part, index) => {
      if (typeof part !== 'string' && part.kind === 'call' && !calls.has(raws[index])) calls.set(raws[index], `${resolved(part, environment, carriers)}`);
    });
    return withNames(json, [...calls, ...names]);
  });
}

/** What a reference stands for, of the elements at its positions. */
export function resolved(reference: Reference, environment: Environment, carriers: Carriers, compute = call): any {
  if (reference.kind === 'release') return referenced(reference, environment);
  if (reference.kind === 'value') {
    const { indices } = reference;
    const { lists } = reference.declaration;
    const around = lists.reduce((current, list, depth) => elementAt(list, indices.slice(0, depth + 1), current, carriers), environment);
    return referenced({ ...reference, indices: [] }, around);
  }
  const of = (inner: Reference) => resolved(inner, environment, carriers, compute);
  return compute(reference.name, reference.parameters.map((parameter) => parameterValue(parameter, of)));
}

/** The element at a position. Among the keys of a map there may be known words, which stand anywhere in its order, and count from MOST_ELEMENTS on. */
function elementAt(list: Declaration, indices: readonly number[], environment: Environment, carriers: Carriers): Environment {
  const elements = inside(list, environment);
  const index = indices[indices.length - 1];
  if (list.kind !== 'map') return elements[index];
  const keysAt = (position: number) => ([0, 1] as const).map((set) => carriers.of(list.key!, [...indices.slice(0, -1), position], undefined, set));
  const carried = Array.from({ length: MOST_ELEMENTS }, (_, position) => keysAt(position)).flat();
  const words = Object.keys(read(list, environment)).filter((key) => !carried.includes(key));
  const wanted = index < MOST_ELEMENTS ? keysAt(index) : [words[index - MOST_ELEMENTS]];
  // A known key may have taken the place of one that was found.
  return elements.find(({ element }) => wanted.includes(element.key)) ?? elements[index];
}

/** All that a template makes, notes included. */
export function evaluateAll(template: ChartTemplate, environment: Environment): any[] {
  const { objects, tests, notes } = evaluate(template, environment);
  return [...objects, ...tests, ...notes];
}

/** The first difference between two sets of objects, in whatever order. */
export function differenceOf(native: readonly any[], evaluated: readonly any[]): Difference | undefined {
  const one = sortedByText(native);
  const other = sortedByText(evaluated);
  const texts = new Set(other.map(({ text }) => text));
  const missing = one.find(({ text }) => !texts.has(text));
  const known = new Set(one.map(({ text }) => text));
  const extra = other.find(({ text }) => !known.has(text));
  return missing || extra || one.length !== other.length ? { native: missing?.json, evaluated: extra?.json } : undefined;
}

/** In how many places objects differ from those of the same names. */
function distanceBetween(native: readonly any[], evaluated: readonly any[]): number {
  const nameOf = (json: any) => `${json?.kind} ${json?.metadata?.name}`;
  const others = new Map(native.map((json) => [nameOf(json), json]));
  return evaluated.reduce((sum, json) => sum + distance(others.get(nameOf(json)), json), 0);
}

function distance(a: any, b: any): number {
  if (typeof a !== 'object' && typeof b !== 'object') return Number(a !== b);
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null || Array.isArray(a) !== Array.isArray(b)) return Number(canonical(a) !== canonical(b));
  return [...new Set([...Object.keys(a), ...Object.keys(b)])].reduce((sum, key) => sum + distance(a[key], b[key]), 0);
}

/** In how many places a row differs from what some documents of a template make of its values. */
export function distanceInRow(documents: readonly DocumentTemplate[], row: Row, carriers: Carriers): number {
  const evaluated = attempt(() => evaluateAll(withoutRules({ documents, refusals: [] }), row.environment));
  if (evaluated instanceof Error || !row.documents) return 1000;
  return distanceBetween(shownIn(row, carriers), evaluated);
}

/** Where two values first differ, as a path. */
export function firstDifference(a: any, b: any, path: readonly string[] = []): string {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && Array.isArray(a) === Array.isArray(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (canonical(a[key]) !== canonical(b[key])) return firstDifference(a[key], b[key], [...path, key]);
    }
  }
  return path.join('.');
}

/** What stands at a path as `firstDifference` gives it; keys may have dots in them. */
export function at(json: any, path: string): any {
  if (path === '') return json;
  if (typeof json !== 'object' || json === null) return undefined;
  const key = Object.keys(json).find((one) => path === one || path.startsWith(`${one}.`));
  return key === undefined ? undefined : at(json[key], path.slice(key.length + 1));
}

/** The object with structs that are handed through as they would be in JSON. */
export function plain(json: any): any {
  return json === undefined ? undefined : JSON.parse(JSON.stringify(json));
}

/** A text that is the same for equal JSON, whatever the order of its keys. */
export function canonical(json: any): string {
  return JSON.stringify(json, (_key, value) => (
    typeof value === 'object' && value !== null && !Array.isArray(value) ? Object.fromEntries(Object.keys(value).sort().map((key) => [key, value[key]])) : value)) ?? '';
}

/** What something gives, or the error with which it ends. */
export function attempt<R>(body: () => R): R | Error {
  try {
    return body();
  } catch (error) {
    return error as Error;
  }
}

function sortedByText(objects: readonly any[]): { readonly json: any; readonly text: string }[] {
  return objects.map((json) => ({ json, text: canonical(json) })).sort((a, b) => (a.text < b.text ? -1 : 1));
}
