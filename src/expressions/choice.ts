import { rule } from './rule';

/** Requires one of the texts that are allowed. */
export const requireOneOf = rule('isOneOf', (value: string, allowed: readonly string[]) => allowed.includes(value),
  (_value, allowed) => `must be one of ${allowed.join(', ')}`);
