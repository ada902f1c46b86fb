import { Carriers, CarrierSet } from './carriers';
import { Parameter } from './reference';
import { Interpreter, Place, twinOf } from '../../expressions/expression';
import { NOT_TOGETHER } from '../../expressions/rule';
import { opaqueDetails } from '../opaque';
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
    if (opaqueDetails(value) !== undefined) return true;
    return isPlain(value) && (Object.values(value).some(isUnknown) || (!Array.isArray(value) && Object.keys(value).some(isUnknown)));
  };
  const parameterOf = (name: string, value: unknown): Parameter => {
    if (typeof value === 'string') return { kind: 'text', ...carriers.read(value), exact: false };
    if (typeof value === 'number' && isUnknown(value)) return { kind: 'text', text: [carriers.readNumber(value)!], raws: [`${value}`], exact: true };
    if (Array.isArray(value)) return { kind: 'sequence', items: value.map((item) => parameterOf(name, item)) };
    if (typeof value === 'object' && value !== null && isPlain(value)) {
      return {
        kind: 'map',
        entries: Object.entries(value).filter(([, member]) => member !== undefined)
          .map(([key, member]) => ({ key: carriers.read(key).text, rawKey: key, value: parameterOf(name, member) })),
      };
    }
    if (!isUnknown(value)) return { kind: 'constant', value };
    throw new Error(`The function ${name} of an expression is called with a struct that is handed through as it is; declare it as Values.object, Values.list or Values.map to work with its parts.`);
  };
  return {
    isUnknown,
    isClosed: (value) => opaqueDetails(value) !== undefined,
    // Of an object with nothing unknown in it the result could not be understood beside those that have something.
    isAlwaysNoted: (name) => ALWAYS_NOTED.has(name) || twinOf(name) !== undefined,
    apply: (name, values) => carriers.ofReference({ kind: 'call', name, parameters: values.map((value) => parameterOf(name, value)) }, set),
    // The other rules are for the schema to say; the hunt refuses a chart whose schema accepts what a rule does not.
    require: (name, place, values) => {
      if (hasBreach(name)) note({ name, place, values });
    },
  };
}

/** A hash tells nothing of what it is of; that two values do not go together is not about what they are. */
const ALWAYS_NOTED = new Set([NOT_TOGETHER, 'sha256']);

function isPlain(value: object): boolean {
  return Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype;
}
