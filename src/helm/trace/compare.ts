import { Row } from './rows';
import { Environment } from '../environment';
import { namesOf, withNames } from '../native';
import { evaluate } from '../tree/evaluate';
import { ChartTemplate } from '../tree/template';

/** What differs between two sets of objects, one object of each side; nothing if there is no difference. */
export interface Difference {
  readonly native?: any;
  readonly evaluated?: any;
}

/** The first difference between what was seen in a row and what the template makes of its values. */
export function differenceInRow(template: ChartTemplate, row: Row): Difference | undefined {
  const evaluated = attempt(() => evaluateAll(template, row.environment));
  if (row.refusal) return evaluated instanceof Error ? undefined : { native: 'a refusal' };
  if (evaluated instanceof Error) return { evaluated: evaluated.message };
  const names = namesOf(row.environment);
  return differenceOf(row.documents!.map(({ json }) => withNames(json, names)), evaluated);
}

/** All that a template makes, notes included. */
export function evaluateAll(template: ChartTemplate, environment: Environment): any[] {
  const { objects, tests, notes } = evaluate(template, environment);
  return [...objects, ...tests, ...(notes === undefined ? [] : [notes])];
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

/** Where two values first differ, as a path. */
export function firstDifference(a: any, b: any, path: readonly string[] = []): string {
  if (typeof a === 'object' && typeof b === 'object' && a !== null && b !== null && Array.isArray(a) === Array.isArray(b)) {
    for (const key of new Set([...Object.keys(a), ...Object.keys(b)])) {
      if (canonical(a[key]) !== canonical(b[key])) return firstDifference(a[key], b[key], [...path, key]);
    }
  }
  return path.join('.');
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
