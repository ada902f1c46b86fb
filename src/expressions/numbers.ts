import { rule } from './rule';

/** Requires a TCP port. */
export const requirePort = rule('isPort', (port: number) => Number.isInteger(port) && port >= 1 && port <= 65535,
  'must be a whole number from 1 to 65535');

/** Requires a whole number within limits. */
export const requireWholeNumber = rule('isWholeNumber',
  (number: number, least: number, most: number) => Number.isInteger(number) && number >= least && number <= most,
  (_number, least, most) => most === Number.MAX_SAFE_INTEGER ? `must be a whole number of at least ${least}` : `must be a whole number from ${least} to ${most}`);
