import { Declaration } from '../declaration';
import { Environment, read } from '../environment';
import { given, isAbsent } from '../given';
import { Value } from '../value';
import { regExpOf } from '../values/pattern';

/** One of the few things that a value can be for the control flow of a construct. */
export type Choice =
  | { readonly kind: 'off' | 'on' | 'absent' | 'empty' | 'present' }
  | { readonly kind: 'is'; readonly value: string }
  /** Numbers from `from` on and below `to`. */
  | { readonly kind: 'range'; readonly from: number; readonly to: number };

/** A value that the construct may branch on, as a variable with few values. */
export interface Column {
  readonly declaration: Declaration;
  readonly choices: readonly Choice[];
  /** For a column that is no value: the API that the cluster has or has not. */
  readonly api?: string;
  /** Which choice it is; -1 when a group around it has no such value at all. */
  of(environment: Environment): number;
}

/** Comparisons that were found in the construct: numbers at which it changes what it does, and strings that it knows. */
export interface Cuts {
  readonly numbers: readonly number[];
  readonly strings: readonly string[];
}

const NO_CUTS: Cuts = { numbers: [], strings: [] };

/** Which groups and lists are there decides much, so that they are tried on more often than off. */
export function decidesMuch(column: Column): boolean {
  return ['optional', 'list', 'map', 'kubernetes', 'any'].includes(column.declaration.kind);
}

/** The column of a declaration, if the construct can branch on it. */
export function columnOf(declaration: Declaration, cuts: Cuts = NO_CUTS): Column | undefined {
  const choices = choicesOf(declaration, cuts);
  if (choices.length < 2) return undefined;
  return { declaration, choices, of: (environment) => choices.findIndex((choice) => isChosen(choice, declaration, read(declaration, environment))) };
}

/** The column of an API that the construct asked for. */
export function columnOfApi(api: string): Column {
  const declaration: Declaration = { path: `(API ${api})`, name: '', kind: 'boolean', value: Value.boolean(), fields: [], lists: [] };
  return { declaration, api, choices: [{ kind: 'off' }, { kind: 'on' }], of: ({ surroundings }) => Number(surroundings.apis.has(api)) };
}

function choicesOf(declaration: Declaration, cuts: Cuts): Choice[] {
  const { _options: options, _allowed: allowed } = declaration.value;
  switch (declaration.kind) {
    case 'boolean': case 'optional':
      return [{ kind: 'off' }, { kind: 'on' }];
    case 'enumeration':
      return [...(options.optional ? [{ kind: 'absent' } as const] : []), ...allowed.map((value) => ({ kind: 'is', value } as const))];
    case 'string': case 'scalar':
      return [
        ...(options.optional ? [{ kind: 'absent' } as const] : mayBeEmpty(declaration) ? [{ kind: 'empty' } as const] : []),
        ...cuts.strings.filter((value) => value !== '').map((value) => ({ kind: 'is', value } as const)),
        { kind: 'present' },
      ];
    case 'integer': case 'number':
      return [...(options.optional ? [{ kind: 'absent' } as const] : []), ...rangesOf(declaration, cuts.numbers)];
    case 'list':
      return (options.minItems ?? 0) > 0 ? [] : [{ kind: 'empty' }, { kind: 'present' }];
    case 'map':
      return [{ kind: 'empty' }, { kind: 'present' }];
    case 'kubernetes': case 'any':
      return isElement(declaration) ? [] : [{ kind: 'absent' }, { kind: 'present' }];
    default:
      return [];
  }
}

/** Whether the string may be "" without meaning absent. */
export function mayBeEmpty(declaration: Declaration): boolean {
  const { optional, minLength = 0, pattern } = declaration.value._options;
  // An element itself cannot be told from no element; the hunt finds code that looks at it.
  if (isElement(declaration)) return false;
  // The key of a map is no place for "", and a scalar "" is a string like any other.
  return !optional && minLength === 0 && (pattern === undefined || regExpOf(pattern).test(''));
}

/** Whether it is an element of a list itself, which is there whatever it holds. */
export function isElement(declaration: Declaration): boolean {
  return declaration.name === '' && declaration.parent !== undefined;
}

/** The smallest and the largest number that is allowed. */
export function limitsOf(declaration: Declaration): { readonly minimum: number; readonly maximum: number } {
  const { minimum, maximum } = declaration.value._options;
  return declaration.kind === 'integer'
    ? { minimum: minimum ?? Number.MIN_SAFE_INTEGER, maximum: maximum ?? Number.MAX_SAFE_INTEGER }
    : { minimum: minimum ?? -Infinity, maximum: maximum ?? Infinity };
}

function rangesOf(declaration: Declaration, cuts: readonly number[]): Choice[] {
  const { minimum, maximum } = limitsOf(declaration);
  const inner = [...new Set(cuts)].filter((cut) => cut > minimum && cut <= maximum).sort((a, b) => a - b);
  const bounds = [minimum, ...inner, Infinity];
  return bounds.slice(0, -1).map((from, index) => ({ kind: 'range', from, to: bounds[index + 1] }));
}

/** Whether a value is one of the choices of its column. */
export function isChosen(choice: Choice, declaration: Declaration, raw: any): boolean {
  const value = given(declaration, raw);
  switch (choice.kind) {
    case 'off': case 'on':
      return (declaration.kind === 'optional' ? raw?.enabled === true : value === true) === (choice.kind === 'on');
    case 'absent':
      return isAbsent(declaration, raw);
    case 'empty':
      return value === '' || (typeof value === 'object' && value !== null && Object.keys(value).length === 0);
    case 'is':
      return value === choice.value;
    case 'range':
      return typeof value === 'number' && value >= choice.from && value < choice.to;
    case 'present':
      // The last of its choices, so that those before it have been tried.
      return value !== undefined;
  }
}
