import { describeInvalid, listed } from './setting-sentences';
import { collectedMajors, collectedSettings } from './settings-catalog.generated';
import { editDistance } from '../expressions/edit-distance';
import { memoryUnits, parseInteger, parseReal, SettingUnit } from '../expressions/setting-value';

/** What a server says of one of its settings. */
export interface SettingFacts {
  readonly type?: 'bool' | 'integer' | 'real' | 'string' | 'enum';
  readonly unit?: SettingUnit;
  readonly min?: number;
  readonly max?: number;

  /** Words that pg_settings shows; also of a boolean that the server takes in one state only. */
  readonly values?: readonly string[];

  /** Words that are taken as well. */
  readonly hidden?: readonly string[];

  /** When a change takes effect: `postmaster` after a restart, all others after a reload. */
  readonly context?: string;

  /** In the base unit, as pg_settings shows it in boot_val. */
  readonly default?: string;

  /** Whether the server determines it itself and takes no value, or passes over it. */
  readonly fixed?: boolean;

  /** The setting that this is another name of. */
  readonly alias?: string;
}

/** What the majors of a span say of a setting. A span without type and alias has what it does not say from the span before. */
export interface SettingSpan extends SettingFacts {
  readonly from: number;
  readonly to: number;
}

/** A setting of one major. */
export interface Setting extends SettingFacts {
  readonly name: string;
}

/** The majors of PostgreSQL whose settings are known. */
export const majors: string[] = collectedMajors;

/** Finds a setting by a name in upper or lower case, or by an older name that the server still takes. */
export function findSetting(name: string, major: string): Setting | undefined {
  const { names, settings } = catalog();
  const canonicalName = names.get(name.toLowerCase());
  if (canonicalName === undefined) return undefined;
  const spans = settings[canonicalName];
  const index = spans.findIndex(({ from, to }) => from <= Number(major) && Number(major) <= to);
  if (index < 0) return undefined;
  let first = index;
  while (spans[first].type === undefined && spans[first].alias === undefined) first--;
  const setting: Setting = Object.assign({ name: canonicalName }, ...spans.slice(first, index + 1));
  if (setting.alias !== undefined) return findSetting(setting.alias, major);
  return setting.type === 'enum' && canonicalName in BUILT_IN_WORDS ? { ...setting, values: [...setting.values!, ...BUILT_IN_WORDS[canonicalName]] } : setting;
}

/** The names of all settings of a major, without older names. */
export function settingNames(major: string): string[] {
  return Object.keys(catalog().settings).filter((name) => findSetting(name, major)?.name === name);
}

/**
 * Whether a change takes effect only after a restart. An unknown setting is taken to need one:
 * one that silently is not in force is worse than a needless restart.
 */
export function isRestartRequired(name: string, major: string): boolean {
  const setting = findSetting(name, major);
  return setting === undefined || setting.context === 'postmaster';
}

/** The known setting whose name is nearest to a wrong one, if any is near. */
export function suggestSetting(name: string, major: string): string | undefined {
  const wrong = name.toLowerCase().replace(/-/g, '_');
  let nearest: string | undefined;
  let least = Math.floor(wrong.length / 4) + 1;
  for (const candidate of settingNames(major)) {
    const distance = editDistance(wrong, candidate.toLowerCase());
    if (distance <= least && (nearest === undefined || distance < least)) {
      nearest = candidate;
      least = distance;
    }
  }
  return nearest;
}

/** Says what is wrong with the name of a setting, as the end of the sentence "it …"; nothing when it is right. */
export function describeInvalidName(name: string, major: string): string | undefined {
  if (findSetting(name, major) !== undefined) return undefined;
  if (name.includes('.') && !EXTENSION_SETTING.test(name)) {
    return 'must have a name like module.setting, of letters, digits and underscores that do not begin with a digit';
  }
  if (name.includes('.') && !isOfKnownModule(name, major)) return undefined;
  const others = majors.filter((other) => findSetting(name, other) !== undefined);
  if (others.length > 0) return `is not a setting of this major, only of ${listed(others, 'and')}`;
  const suggestion = suggestSetting(name, major);
  return `is not a known setting${suggestion === undefined ? '' : `; did you mean ${suggestion}?`}`;
}

/**
 * Says what is wrong with a setting and its value, as the end of the sentence "it …"; nothing when the server takes it.
 * The value is the text between the quotes of postgresql.conf. Texts are taken as they are: only the server can judge them.
 */
export function describeInvalidValue(name: string, value: string, major: string): string | undefined {
  const setting = findSetting(name, major);
  if (setting === undefined) return describeInvalidName(name, major);
  if (setting.fixed) return 'cannot be set, since the server determines it itself';
  return describeInvalid(setting, value);
}

/**
 * The number of a setting in its base unit (8kB for shared_buffers), of the default when no value is given.
 * Nothing for a value that the server does not take, and for a setting that is no number.
 */
export function settingNumber(name: string, value: string | undefined, major: string): number | undefined {
  const setting = findSetting(name, major);
  const text = value ?? setting?.default;
  if (setting === undefined || text === undefined || describeInvalidValue(name, text, major) !== undefined) return undefined;
  if (setting.type === 'integer') return parseInteger(text, setting.unit);
  return setting.type === 'real' ? parseReal(text, setting.unit) : undefined;
}

/**
 * The bytes of a setting of memory, of the default when no value is given. A negative number is no amount but
 * has a meaning of its own (`wal_buffers` -1: worked out by the server), and comes back as it is.
 * Nothing for a value that the server does not take, and for a setting that is no memory.
 */
export function settingBytes(name: string, value: string | undefined, major: string): number | undefined {
  const unit = findSetting(name, major)?.unit;
  const number = settingNumber(name, value, major);
  if (unit === undefined || !(unit in memoryUnits) || number === undefined) return undefined;
  return number < 0 ? number : number * memoryUnits[unit];
}

/**
 * Words that a server takes only when it was built with a certain library. The servers that were asked lack these
 * libraries, the official image has them. So the words are allowed; a server without them says so when it starts.
 */
const BUILT_IN_WORDS: { readonly [name: string]: readonly string[] } = {
  default_toast_compression: ['lz4'],
  io_method: ['io_uring'],
  wal_compression: ['lz4', 'zstd'],
};

// The grammar of postgresql.conf, which allows one dot; ALTER SYSTEM would take more.
const EXTENSION_SETTING = /^[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*\.[a-z_\u0080-\uffff][a-z0-9_\u0080-\uffff]*$/i;

interface Catalog {
  readonly settings: { readonly [name: string]: readonly SettingSpan[] };

  /** The names by themselves in lower case. */
  readonly names: ReadonlyMap<string, string>;
}

let parsed: Catalog | undefined;

// Read when it is first asked for, since many programs that load this file never do.
function catalog(): Catalog {
  if (!parsed) {
    const settings = JSON.parse(collectedSettings) as Catalog['settings'];
    parsed = { settings, names: new Map(Object.keys(settings).map((name) => [name.toLowerCase(), name])) };
  }
  return parsed;
}

// A server that has loaded a module drops settings with the prefix of that module that it does not know.
function isOfKnownModule(name: string, major: string): boolean {
  const prefix = name.toLowerCase().split('.')[0];
  return settingNames(major).some((known) => known.startsWith(`${prefix}.`));
}
