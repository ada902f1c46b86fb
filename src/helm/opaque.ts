import { Declaration, pathOf } from './declaration';
import { OpaqueStruct } from './opaque-struct';

/** A Kubernetes struct on its way through a construct, which cannot look into it. */
export interface Opaque {
  readonly declaration: Declaration;
  readonly indices: readonly number[];
  readonly json: any;
}

const DETAILS = new WeakMap<object, Opaque>();

/** Properties that the platform asks any object for, without looking into it. */
const PLATFORM = new Set<PropertyKey>(['constructor', 'resolve', 'value', 'then', 'nodeType', 'asymmetricMatch', '$$typeof', '_toKube', 'toString']);

/** Wraps a struct, so that no construct reads what a template could not read, and no filter for known fields drops any. */
export function opaque(declaration: Declaration, indices: readonly number[], json: any): object {
  return wrap({ declaration, indices, json }, json instanceof Array ? [] : {});
}

/** A wrapped struct as other languages than TypeScript can get it: they would copy an array. */
export function byReference(value: any): any {
  const details = opaqueDetails(value);
  return details && Array.isArray(value) ? wrap(details, {}) : value;
}

function wrap(details: Opaque, target: object): object {
  const { declaration } = details;
  const refuse = (what: string): never => {
    throw misuse(`The value ${pathOf(declaration)} is handed through as it is, but the construct ${what}. `
      + 'Declare it as Values.object, Values.list or Values.map to work with its parts.');
  };
  const wrapped = new Proxy(target, {
    get: (_target, property) => {
      // Under symbols of its own, jsii notes how the other language calls an object.
      if (typeof property === 'symbol' && property !== Symbol.iterator) return Reflect.get(target, property);
      if (property === 'toJSON') return marks && (() => mark(details));
      if (PLATFORM.has(property)) return property === 'constructor' ? OpaqueStruct : undefined;
      // The last that JavaScript asks for when it wants a text.
      if (property === 'valueOf') return refuse('makes a text of it');
      return refuse(property === Symbol.iterator ? 'goes through its elements' : `reads its property "${String(property)}"`);
    },
    has: (_target, property) => (typeof property === 'symbol' ? false : refuse(`looks for its property "${String(property)}"`)),
    ownKeys: () => refuse('lists its properties'),
    set: (_target, property) => refuse(`sets its property "${String(property)}"`),
  });
  DETAILS.set(wrapped, details);
  return wrapped;
}

let misused: Error | undefined;

/** An error of the program that uses a value, which no values of a user can bring about or avoid. */
export function misuse(sentence: string): Error {
  misused ??= new Error(sentence);
  return misused;
}

/** The first such error since the last call: constructs may have put it into another. */
export function takeMisuse(): Error | undefined {
  const found = misused;
  misused = undefined;
  return found;
}

/** What is wrapped, if it is. */
export function opaqueDetails(value: unknown): Opaque | undefined {
  return typeof value === 'object' && value !== null ? DETAILS.get(value) : undefined;
}

let marks: Opaque[] | undefined;

/** How JSON text, such as that of a JsonPatch, shows a struct. */
const MARK = /zq\u2063opaque(\d+)\u2063/;

/** Runs something that may go through JSON text, and tells which structs that text has marks for, by their number. */
export function marking<R>(body: () => R): { readonly result: R; readonly marked: readonly Opaque[] } {
  const before = marks;
  const marked: Opaque[] = marks = [];
  try {
    return { result: body(), marked };
  } finally {
    marks = before;
  }
}

/** The number of a text that is nothing but a mark; -1 when it has one somewhere, nothing when it has none. */
export function markIn(text: string): number | undefined {
  const found = MARK.exec(text);
  return found ? (found[0] === text ? Number(found[1]) : -1) : undefined;
}

function mark(details: Opaque): string {
  return `zq\u2063opaque${marks!.push(details) - 1}\u2063`;
}
