import { interpreterFor, Place } from './expression';

/** What a rule says about a value that breaks it, as the end of the sentence "it …". */
type Allowed<A extends readonly unknown[]> = string | ((...values: A) => string);

/**
 * Makes a rule about a value, and possibly about others that it depends on.
 *
 * A broken rule throws one sentence with place, value and what is allowed. For values that are not
 * known yet the rule is noted down, so that another output can say the same.
 */
export function rule<A extends readonly [unknown, ...unknown[]]>(
  name: string, holds: (...values: A) => boolean, allowed: Allowed<A>,
): (place: Place, ...values: A) => void {
  return (place, ...values) => {
    const interpreter = interpreterFor(values);
    if (interpreter) interpreter.require(name, place, values);
    else if (!holds(...values)) refuse(place, values[0], typeof allowed === 'function' ? allowed(...values) : allowed);
  };
}

/** Refuses a value outright, for mistakes in how properties are combined. */
export function refuse(place: Place, value: unknown, allowed: string): never {
  throw new Error(sentence(place, value, allowed));
}

function sentence(place: Place, value: unknown, allowed: string): string {
  const given = value === undefined ? 'is not given' : `is ${shown(value)}`;
  return `${place.construct || '(root)'}: ${place.property} ${given}; it ${allowed}.`;
}

const SHOWN_LENGTH = 100;

function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  return text.length > SHOWN_LENGTH ? `${text.slice(0, SHOWN_LENGTH)}… (${text.length} characters)` : text;
}
