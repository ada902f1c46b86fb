import { Carriers, CarrierSet } from './carriers';
import { Parameter } from './reference';
import { Interpreter, Place } from '../../expressions/expression';
import { NOT_TOGETHER } from '../../expressions/rule';
import { misuse, opaqueDetails } from '../opaque';
import { hasBreach } from '../print/twins';

/** A rule about values that are not known yet. */
export interface NotedRule {
  readonly name: string;
  readonly place: Place;
  readonly values: readonly unknown[];
}

/** Notes down the functions and rules of `src/expressions` for values that are carriers. */
export function interpreterOf(carriers: Carriers, set: CarrierSet, note: (rule: NotedRule) => void = () => undefined): Interpreter {
  const isUnknown = (value: unknown): boolean => {
    if (typeof value === 'string') return carriers.read(value).text.some((part) => typeof part !== 'string');
    if (typeof value === 'number') return carriers.readNumber(value) !== undefined;
    if (typeof value !== 'object' || value === null) return false;
    return opaqueDetails(value) !== undefined || (isPlain(value) && Object.values(value).some(isUnknown));
  };
  const parameterOf = (name: string, value: unknown): Parameter => {
    if (typeof value === 'string') return { kind: 'text', ...carriers.read(value), exact: false };
    if (typeof value === 'object' && value !== null && isPlain(value)) return { kind: 'json', json: requireReadable(name, value) };
    if (!isUnknown(value)) return { kind: 'constant', value };
    if (typeof value === 'number') return { kind: 'text', text: [carriers.readNumber(value)!], raws: [`${value}`], exact: true };
    throw notReadable(name);
  };
  return {
    isUnknown,
    isClosed: (value) => opaqueDetails(value) !== undefined,
    isAlwaysNoted,
    apply: (name, values) => carriers.ofReference({ kind: 'call', name, parameters: values.map((value) => parameterOf(name, value)) }, set),
    // The other rules are for the schema to say; the hunt refuses a chart whose schema accepts what a rule does not.
    require: (name, place, values) => {
      if (hasBreach(name)) note({ name, place, values });
    },
  };
}

/** A map or list of texts and numbers, at any depth. */
function requireReadable(name: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (!isPlain(value)) throw notReadable(name);
  for (const member of Object.values(value)) requireReadable(name, member);
  return value;
}

function notReadable(name: string): Error {
  return misuse(`The function ${name} of an expression is called with a struct that is handed through as it is, or with an object of a class; it must get texts, numbers, maps and lists.`);
}

/** A hash tells nothing of what it is of; that two values do not go together is not about what they are. What is called with a map is one function for all maps. */
const ALWAYS_NOTED = new Set([NOT_TOGETHER, 'quantityBytes', 'sha256', 'shareOfQuantity', 'shareOfQuantityAsSetting']);

/** Whether a function is noted down even where all that it is called with is known. */
export function isAlwaysNoted(name: string, values: readonly unknown[]): boolean {
  return ALWAYS_NOTED.has(name) || values.some((value) => typeof value === 'object' && value !== null);
}

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
