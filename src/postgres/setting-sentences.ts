import type { Setting } from './settings-catalog';
import { parseBoolean, parseInteger, parseReal, SettingUnit, unitNames, unitsLike } from '../expressions/setting-value';

/** Says what a setting must be, as the end of the sentence "it …", when the server would not take the value; else nothing. */
export function describeInvalid(setting: Setting, value: string): string | undefined {
  switch (setting.type) {
    case 'bool': return isBoolean(setting, value) ? undefined : `must be ${setting.values ? listed(setting.values, 'or') : 'on or off (or true, false, yes, no, 1, 0)'}`;
    case 'enum': return isWord(setting, value) ? undefined : `must be ${listed(setting.values!, 'or')}`;
    case 'integer': return isInRange(setting, parseInteger(value, setting.unit)) ? undefined : `must be ${rangeOf(setting)}`;
    case 'real': return isInRange(setting, parseReal(value, setting.unit)) ? undefined : `must be ${rangeOf(setting)}`;
    default: return undefined;
  }
}

/** `a, b and c`. */
export function listed(words: readonly string[], conjunction: 'and' | 'or'): string {
  const shown = words.map((word) => word === '' ? "''" : word);
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} ${conjunction} ${shown[shown.length - 1]}`;
}

/** What a server asks of a number beside its range, which pg_settings does not show. */
interface FurtherRule {
  readonly holds: (number: number) => boolean;
  readonly sentence: string;

  /** The same for a template: `%` and what the number must be a multiple of, `!` and what it must not be, `?` and what it must reach unless it is 0. */
  readonly mark: string;
}

const WHOLE_BANKS: FurtherRule = { holds: (number) => number % 16 === 0, sentence: 'a multiple of 128kB (16 blocks of 8kB)', mark: '%=16' };

/** What servers ask of numbers beside their ranges. */
export const FURTHER_RULES: { readonly [name: string]: FurtherRule } = {
  commit_timestamp_buffers: WHOLE_BANKS,
  io_max_concurrency: { holds: (number) => number !== 0, sentence: 'not 0', mark: '!=0' },
  multixact_member_buffers: WHOLE_BANKS,
  multixact_offset_buffers: WHOLE_BANKS,
  notify_buffers: WHOLE_BANKS,
  serializable_buffers: WHOLE_BANKS,
  subtransaction_buffers: WHOLE_BANKS,
  transaction_buffers: WHOLE_BANKS,
  vacuum_buffer_usage_limit: { holds: (number) => number === 0 || number >= 128, sentence: '0 or at least 128kB', mark: '?=128' },
};

function isBoolean({ values }: Setting, value: string): boolean {
  const state = parseBoolean(value);
  return state !== undefined && (values === undefined || values.includes(state ? 'on' : 'off'));
}

function isWord({ values = [], hidden = [] }: Setting, value: string): boolean {
  return values.includes(value.toLowerCase()) || [...values, ...hidden].some((word) => word.toLowerCase() === value.toLowerCase());
}

function isInRange({ name, min = -Infinity, max = Number.MAX_VALUE }: Setting, number: number | undefined): boolean {
  return number !== undefined && number >= min && number <= max && (FURTHER_RULES[name]?.holds(number) ?? true);
}

function rangeOf({ name, type, unit, min = -Infinity, max }: Setting): string {
  const further = FURTHER_RULES[name] ? `, and ${FURTHER_RULES[name].sentence}` : '';
  if (unit === undefined) {
    const kind = type === 'integer' ? 'a whole number' : 'a number';
    return `${kind} ${max === undefined ? `of at least ${min}` : `from ${min} to ${max}`}${further}`;
  }
  const plain = unit === '8kB' ? 'blocks of 8kB' : unit;
  return `between ${amount(min, unit)} and ${amount(max!, unit)}${further}; `
    + `units are ${listed(unitNames(unit), 'and')}, in this spelling, and a number without one counts ${plain}`;
}

// In the greatest unit that needs no fraction.
function amount(number: number, unit: SettingUnit): string {
  if (number <= 0) return `${number}`;
  const sizes = unitsLike(unit);
  const total = number * sizes[unit];
  const greatest = unitNames(unit).reverse().find((name) => total % sizes[name] === 0) ?? unit;
  return `${total / sizes[greatest]}${greatest}${unit === '8kB' ? ` (${number} blocks of 8kB)` : ''}`;
}
