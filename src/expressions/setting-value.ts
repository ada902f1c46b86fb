/**
 * How PostgreSQL reads the text of a setting. It reads numbers as C's `strtol` and `strtod` do, so that
 * hexadecimal and octal numbers are allowed, and units are told apart by upper and lower case.
 */

/** What a plain number of a setting counts: one of these, or nothing. */
export type SettingUnit = 'B' | 'kB' | '8kB' | 'MB' | 'us' | 'ms' | 's' | 'min';

/** Bytes of each unit of memory, from the greatest. */
export const memoryUnits: Units = { 'TB': 2 ** 40, 'GB': 2 ** 30, 'MB': 2 ** 20, '8kB': 2 ** 13, 'kB': 2 ** 10, 'B': 1 };

/** Microseconds of each unit of time, from the greatest. */
export const timeUnits: Units = { d: 86_400e6, h: 3_600e6, min: 60e6, s: 1e6, ms: 1e3, us: 1 };

type Units = { readonly [unit: string]: number };

/** The table of units that the given one is of. */
export function unitsLike(unit: SettingUnit): Units {
  return unit in memoryUnits ? memoryUnits : timeUnits;
}

/** The units that may be written behind a number whose plain form counts the given one. Blocks have no name of their own. */
export function unitNames(unit: SettingUnit): string[] {
  return Object.keys(unitsLike(unit)).filter((name) => name !== '8kB').reverse();
}

/** Reads `on`, `off`, `true`, `false`, `yes`, `no`, `1`, `0` or an unambiguous beginning of them, in upper or lower case. */
export function parseBoolean(text: string): boolean | undefined {
  const word = text.toLowerCase();
  if (word === '') return undefined;
  if ('true'.startsWith(word) || 'yes'.startsWith(word) || word === 'on' || word === '1') return true;
  if ('false'.startsWith(word) || 'no'.startsWith(word) || word === 'off' || word === 'of' || word === '0') return false;
  return undefined;
}

/** Reads a whole number as a count of `unit`, rounded as PostgreSQL rounds; nothing when it is none or does not fit into 32 bits. */
export function parseInteger(text: string, unit?: SettingUnit): number | undefined {
  const number = readWholeNumber(text);
  const value = number && inUnit(number, unit);
  if (value === undefined) return undefined;
  // Adding nothing makes zero of a negative zero, which whole numbers do not have.
  const rounded = roundHalfToEven(value) + 0;
  return rounded >= -(2 ** 31) && rounded < 2 ** 31 ? rounded : undefined;
}

/** Reads a number as a count of `unit`; nothing when it is none. It may be infinite. */
export function parseReal(text: string, unit?: SettingUnit): number | undefined {
  const number = readNumber(text);
  return number && inUnit(number, unit);
}

/** A number and what stands behind it. */
interface LeadingNumber {
  readonly value: number;
  readonly rest: string;
}

// White space of C: JavaScript's includes more.
const SPACE = '[ \\t\\n\\v\\f\\r]*';
const WHOLE = new RegExp(`^${SPACE}([+-]?)(0[xX][0-9a-fA-F]+|0[0-7]*|[1-9][0-9]*)`);
const DECIMAL = new RegExp(`^${SPACE}[+-]?(?:[0-9]+\\.?[0-9]*|\\.[0-9]+)(?:[eE][+-]?[0-9]+)?`);
const HEXADECIMAL = new RegExp(`^${SPACE}([+-]?)0[xX](?:([0-9a-fA-F]+)\\.?([0-9a-fA-F]*)|\\.([0-9a-fA-F]+))(?:[pP]([+-]?[0-9]+))?`);
const INFINITE = new RegExp(`^${SPACE}([+-]?)inf(?:inity)?`, 'i');
const TRAILING_UNIT = new RegExp(`^${SPACE}(.*?)${SPACE}$`, 's');

// First as a whole number, and once more as a fraction when it goes on like one. So ".5" is a number, but " .5" and "-.5" are none.
function readWholeNumber(text: string): LeadingNumber | undefined {
  const match = WHOLE.exec(text);
  const rest = text.slice(match?.[0].length ?? 0);
  if (/^[.eE]/.test(rest)) return readNumber(text);
  if (!match) return undefined;
  const [, sign, digits] = match;
  const isOctal = /^0[0-7]/.test(digits);
  return { value: signed(sign, isOctal ? parseInt(digits, 8) : Number(digits)), rest };
}

function readNumber(text: string): LeadingNumber | undefined {
  const hexadecimal = HEXADECIMAL.exec(text);
  const match = hexadecimal ?? DECIMAL.exec(text) ?? INFINITE.exec(text);
  if (!match) return undefined;
  const rest = text.slice(match[0].length);
  if (match[0].toLowerCase().includes('inf')) return { value: signed(match[1], Infinity), rest };
  const value = hexadecimal ? hexadecimalValue(hexadecimal) : Number(match[0]);
  // What is too great or too near to zero for a double is refused.
  const isNothing = !/[1-9a-f]/i.test(match[0].replace(/0x/i, '').replace(hexadecimal ? /p.*/i : /e.*/i, ''));
  return isNothing || (Math.abs(value) >= SMALLEST_NORMAL && Math.abs(value) < Infinity) ? { value, rest } : undefined;
}

function hexadecimalValue([, sign, whole = '', behind = '', onlyBehind = '', exponent = '0']: RegExpExecArray): number {
  const fraction = behind + onlyBehind;
  return signed(sign, Number(`0x0${whole}${fraction}`) * 2 ** (Number(exponent) - 4 * fraction.length));
}

const SMALLEST_NORMAL = 2 ** -1022;

function inUnit({ value, rest }: LeadingNumber, unit: SettingUnit | undefined): number | undefined {
  const given = TRAILING_UNIT.exec(rest)![1];
  if (given === '') return value;
  if (unit === undefined || !unitNames(unit).includes(given)) return undefined;
  const sizes = unitsLike(unit);
  const inBase = value * (sizes[given] / sizes[unit]);
  // A fraction is rounded to whole ones of the next smaller unit: 1.5GB is 1536MB, and 30.1GB is 30822MB.
  const names = unitNames(unit);
  const smaller = names[names.indexOf(given) - 1];
  if (smaller === undefined) return inBase;
  const step = sizes[smaller] / sizes[unit];
  return roundHalfToEven(inBase / step) * step;
}

function signed(sign: string, value: number): number {
  return sign === '-' ? -value : value;
}

function roundHalfToEven(value: number): number {
  const floor = Math.floor(value);
  const isHalf = value - floor === 0.5;
  return isHalf ? 2 * Math.round(floor / 2) : Math.round(value);
}
