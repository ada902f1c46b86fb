import { Declaration, pathOf } from './declaration';

/** A Kubernetes struct on its way through a construct, which cannot look into it. */
export interface Opaque {
  readonly declaration: Declaration;
  readonly indices: readonly number[];
  readonly json: any;
}

const DETAILS = new WeakMap<object, Opaque>();

/** Properties that the platform asks any object for, without looking into it. */
const PLATFORM = new Set<PropertyKey>(['constructor', 'resolve', 'value', 'toJSON', 'then', 'nodeType', 'asymmetricMatch', '$$typeof', '_toKube', 'toString']);

/** Wraps a struct, so that no construct reads what a template could not read, and no filter for known fields drops any. */
export function opaque(declaration: Declaration, indices: readonly number[], json: any): object {
  const refuse = (what: string): never => {
    throw misuse(`The value ${pathOf(declaration)} is handed through as it is, but the construct ${what}. `
      + 'Declare it as Values.object, Values.list or Values.map to work with its parts.');
  };
  const wrapped = new Proxy(json instanceof Array ? [] : {}, {
    get: (_target, property) => {
      if (typeof property === 'symbol' && property !== Symbol.iterator) return undefined;
      if (PLATFORM.has(property)) return property === 'constructor' ? OpaqueStruct : undefined;
      return refuse(property === Symbol.iterator ? 'goes through its elements' : `reads its property "${String(property)}"`);
    },
    has: (_target, property) => (typeof property === 'symbol' ? false : refuse(`looks for its property "${String(property)}"`)),
    ownKeys: () => refuse('lists its properties'),
    set: (_target, property) => refuse(`sets its property "${String(property)}"`),
  });
  DETAILS.set(wrapped, { declaration, indices, json });
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

/** The class that a wrapped struct says it is of, so that nobody takes it for a plain object and copies it. */
class OpaqueStruct {}
