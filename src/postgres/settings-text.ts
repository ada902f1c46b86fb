import { FURTHER_RULES } from './setting-sentences';
import { findSetting, isRestartRequired, settingNames } from './settings-catalog';
import { parseBoolean, SettingUnit, unitNames, unitsLike } from '../expressions/setting-value';

// What templates need of the catalog, as texts: they cannot ask it, and a text of some kilobytes is searched in microseconds.

/** The names of the settings of a major that need a restart, each between spaces; those of extensions that need none have an exclamation mark. */
export function restartNames(major: string): string {
  return remembered(restarts, major, () => ` ${settingNames(major).map((name) => name.toLowerCase()).flatMap((name) => (
    isRestartRequired(name, major) ? [name] : name.includes('.') ? [`!${name}`] : [])).sort().join(' ')} `);
}

/**
 * A row for each setting of a major, each behind a semicolon: name, type, and what is allowed. The types are `fixed`, `text`, `words` with the words between bars, and
 * for numbers `whole`, `any` and `octal`, with the least, the most and how much each unit is and what is asked further.
 */
export function catalogText(major: string): string {
  return remembered(catalogs, major, () => settingNames(major).map((name) => `;${name.toLowerCase()} ${rowOf(name, major)}`).join(''));
}

const restarts = new Map<string, string>();

const catalogs = new Map<string, string>();

function remembered(known: Map<string, string>, major: string, make: () => string): string {
  if (!known.has(major)) known.set(major, make());
  return known.get(major)!;
}

const TRUTHS = ['1', '0', 'on', 'off', 'of', ...['true', 'false', 'yes', 'no'].flatMap((word) => [...word].map((_letter, index) => word.slice(0, index + 1)))];

function rowOf(name: string, major: string): string {
  const { type, unit, min = -Infinity, max = Number.MAX_VALUE, values, hidden = [], fixed } = findSetting(name, major)!;
  if (fixed) return 'fixed';
  switch (type) {
    case 'bool': return `words ${TRUTHS.filter((word) => values === undefined || values.includes(parseBoolean(word) ? 'on' : 'off')).join('|')}`;
    case 'enum': return `words ${[...values!, ...hidden].map((word) => word.toLowerCase()).join('|')}`;
    case 'integer': case 'real': {
      const form = OCTAL.includes(name) ? 'octal' : type === 'integer' ? 'whole' : 'any';
      return [form, `${Math.max(min, -Number.MAX_VALUE)}`, `${max}`, ...unit === undefined ? [] : sizesOf(unit), ...FURTHER_RULES[name] ? [FURTHER_RULES[name].mark] : []].join(' ');
    }
    default: return 'text';
  }
}

/** Modes of files, which people write in octal digits. */
export const OCTAL = ['log_file_mode', 'unix_socket_permissions'];

function sizesOf(unit: SettingUnit): string[] {
  const sizes = unitsLike(unit);
  return unitNames(unit).map((name) => `${name}=${sizes[name] / sizes[unit]}`);
}
