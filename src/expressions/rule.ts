import { Call, interpreterOf, Place } from './expression';

/** What a rule says about a value that breaks it, as the end of the sentence "it …". */
type Allowed<A extends readonly unknown[]> = string | ((...values: A) => string);

/**
 * Makes a rule about a value, and possibly about others that it depends on.
 *
 * A broken rule throws one sentence with place, value and what is allowed. For values that are not
 * known yet the rule is noted down, so that another output can say the same. What is allowed may be worked out from the values.
 */
export function rule<A extends readonly [unknown, ...unknown[]]>(
  name: string, holds: (...values: A) => boolean, allowed: Allowed<A>, forms: RuleForms<A> = {},
): (place: Place, ...values: A) => void {
  rules.set(name, { holds, allowed, ...forms } as NamedRule);
  return (place, ...values) => {
    const interpreter = interpreterOf(name, values);
    if (interpreter) interpreter.require(name, place, values);
    else requireRule(name, place, values);
  };
}

/** A rule in other words, for values that are only named. */
export interface RuleForms<A extends readonly unknown[]> {
  /** What is allowed, where that is worked out from the values. */
  readonly inGeneral?: (...values: A) => string;
  /** The test in the language of Go templates that is true where the rule is broken, made of the expressions of the values. */
  readonly breach?: (call: Call, ...values: string[]) => string;
}

/** What a rule asks of values. */
export interface NamedRule extends RuleForms<any[]> {
  readonly holds: (...values: any[]) => boolean;
  readonly allowed: string | ((...values: any[]) => string);
}

const rules = new Map<string, NamedRule>();

/** The names of all rules that can be told in the language of Go templates. */
export function namesOfToldRules(): string[] {
  return [...rules].flatMap(([name, { breach }]) => (breach ? [name] : []));
}

/** The rule of a name. */
export function ruleNamed(name: string): NamedRule {
  const found = rules.get(name);
  if (!found) throw new Error(`There is no rule named ${name}.`);
  return found;
}

/** Refuses known values that break the rule of a name. */
export function requireRule(name: string, place: Place, values: readonly unknown[]): void {
  const { holds, allowed } = ruleNamed(name);
  if (!holds(...values)) refuse(place, values[0], typeof allowed === 'function' ? allowed(...values) : allowed);
}

/** Refuses a value outright, for mistakes in how properties are combined. */
export function refuse(place: Place, value: unknown, allowed: string): never {
  const given = value === undefined ? 'is not given' : `is ${shown(value)}`;
  throw new Error(`${place.construct || '(root)'}: ${place.property} ${given}; it ${allowed}.`);
}

/** Refuses a property beside another one that it does not go with. Unlike `refuse` it is noted down where values are not known yet, by itself. */
export function refuseTogether(place: Place, value: unknown, allowed: string): void {
  const isNoted = interpreterOf(NOT_TOGETHER, []) !== undefined;
  requireNotTogether(place, isNoted && typeof value === 'object' ? '(given)' : value, allowed);
}

/** Name of the rule that two properties do not go together. */
export const NOT_TOGETHER = 'isNotTogether';

const requireNotTogether = rule(NOT_TOGETHER, (_value: unknown, _allowed: string) => false, (_value, allowed) => allowed, { breach: () => 'true' });

/** Refuses a property that does not exist, without its value, which may be a password. */
export function refuseUnknown(place: Place, known: string[]): never {
  throw new Error(`${place.construct || '(root)'}: ${place.property} is not a known property; it must be one of ${known.join(', ')}.`);
}

const SHOWN_LENGTH = 100;

function shown(value: unknown): string {
  const text = written(value);
  const { length } = typeof value === 'string' ? value : text;
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}… (${length} characters)` : text;
}

function written(value: unknown): string {
  // JSON has no NaN and no bigint.
  if (typeof value === 'number' || typeof value === 'bigint') return `${value}`;
  try {
    return JSON.stringify(value) ?? String(value);
  } catch {
    // A construct, for instance, leads back to itself.
    return `an object of the class ${(value as object).constructor.name}`;
  }
}
