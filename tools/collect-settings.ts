/**
 * Asks real servers which settings they have, and writes src/postgres/settings-catalog.generated.ts:
 *
 *   node -r ts-node/register/transpile-only tools/collect-settings.ts
 */
import { readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { Client } from 'pg';
import type { SettingFacts, SettingSpan } from '../src/postgres/settings-catalog';
import { installedMajors, postgresBinaries } from '../test/support/postgres-binaries';
import { RealPostgres } from '../test/support/real-postgres';

/** Every setting of one major by name. */
export type CollectedSettings = Map<string, SettingFacts>;

/** Starts a server with every module that has settings, so that these are known to it. */
export async function startWithModules(major: string): Promise<RealPostgres> {
  return RealPostgres.start(major, { settings: settingsWithModules(major) });
}

/** A postgresql.conf that loads every module that has settings. */
export function settingsWithModules(major: string): string {
  return `shared_preload_libraries = '${modulesWithSettings(major).join(',')}'\n`;
}

// Modules that define settings name the function for it. Procedural languages need an interpreter that the server does not bring.
function modulesWithSettings(major: string): string[] {
  const folder = join(postgresBinaries(major).folder, 'lib', 'postgresql');
  return readdirSync(folder)
    .filter((file) => file.endsWith('.so') && !['plperl.so', 'pltcl.so'].includes(file))
    .filter((file) => readFileSync(join(folder, file)).includes('DefineCustom'))
    .map((file) => file.replace('.so', ''))
    .sort();
}

/** Asks a server of `startWithModules` for its settings. */
export async function collectSettings(server: RealPostgres): Promise<CollectedSettings> {
  const client = await server.connect();
  // Thousands of refusals are asked for; they belong neither into the log nor onto the wire.
  await client.query("SET log_min_messages = 'panic'; SET log_min_error_statement = 'panic'");
  const { rows } = await client.query<SettingRow>('SELECT * FROM pg_settings ORDER BY name COLLATE "C"');
  const settings: CollectedSettings = new Map();
  for (const row of rows) settings.set(row.name, await describe(client, row, rows));
  await client.query('ALTER SYSTEM RESET ALL');
  await client.end();
  return settings;
}

/** A row of pg_settings. */
interface SettingRow {
  readonly name: string;
  readonly vartype: 'bool' | 'integer' | 'real' | 'string' | 'enum';
  readonly unit: SettingFacts['unit'] | null;
  readonly min_val: string | null;
  readonly max_val: string | null;
  readonly enumvals: string[] | null;
  readonly context: string;
  readonly boot_val: string | null;
  readonly source: string;
}

async function describe(client: Client, row: SettingRow, all: readonly SettingRow[]): Promise<SettingFacts> {
  // What a server determines itself it refuses to set. Files may name a few more, but it overrides them without a word.
  const isFixed = row.context === 'internal' || (row.source === 'override' && !await accepts(client, `ALTER SYSTEM RESET ${quoted(row.name)}`));
  if (isFixed) return { type: row.vartype, context: row.context, fixed: true };
  const hidden = row.vartype === 'enum' ? await acceptedOf(client, row, hiddenCandidates(row, all)) : [];
  const values = row.vartype === 'enum' ? await acceptedOf(client, row, row.enumvals!) : undefined;
  const onlyBoolean = row.vartype === 'bool' ? await acceptedOf(client, row, ['on', 'off']) : [];
  return {
    type: row.vartype,
    ...(row.unit === null ? {} : { unit: row.unit }),
    ...(row.min_val === null ? {} : { min: Number(row.min_val) }),
    // pg_settings rounds the greatest double so that the number it shows is a little below it.
    ...(row.max_val === null || row.max_val === '1.79769e+308' ? {} : { max: Number(row.max_val) }),
    ...(values ? { values } : {}),
    ...(hidden.length > 0 ? { hidden } : {}),
    ...(onlyBoolean.length === 1 ? { values: onlyBoolean } : {}),
    context: row.context,
    ...(row.boot_val === null ? {} : { default: row.boot_val }),
  };
}

// Enumerations take words that pg_settings does not show: spellings of booleans, names of older versions, and
// words of a related enumeration, which is one that has a shown word in common.
function hiddenCandidates({ enumvals }: SettingRow, all: readonly SettingRow[]): string[] {
  const related = all.map((row) => row.enumvals ?? []).filter((words) => words.some((word) => enumvals!.includes(word)));
  const candidates = [...related.flat(), 'on', 'off', 'true', 'false', 'yes', 'no', '1', '0', 'archive', 'hot_standby', 'debug', ''];
  return [...new Set(candidates)].filter((word) => !enumvals!.includes(word)).sort();
}

async function acceptedOf(client: Client, row: SettingRow, words: readonly string[]): Promise<string[]> {
  const accepted: string[] = [];
  for (const word of words) {
    if (await accepts(client, `ALTER SYSTEM SET ${quoted(row.name)} = '${word}'`)) accepted.push(word);
  }
  return accepted;
}

async function accepts(client: Client, statement: string): Promise<boolean> {
  return client.query(statement).then(() => true, () => false);
}

function quoted(name: string): string {
  return name.split('.').map((part) => `"${part}"`).join('.');
}

/** Names of other majors, or of long ago, that a server takes for a setting it has. */
export async function collectAliases(
  server: RealPostgres, settings: CollectedSettings, namesElsewhere: Iterable<string>,
): Promise<CollectedSettings> {
  const aliases: CollectedSettings = new Map();
  const client = await server.connect();
  for (const name of [...namesElsewhere, 'sort_mem', 'vacuum_mem']) {
    if (settings.has(name)) continue;
    const shown = await client.query(`SHOW ${quoted(name)}`).catch(() => undefined);
    if (shown) aliases.set(name, { alias: shown.fields[0].name });
  }
  await client.end();
  return aliases;
}

/** Collects all majors at once. */
export async function collectAll(servers: readonly RealPostgres[]): Promise<CollectedSettings[]> {
  const collected = await Promise.all(servers.map(collectSettings));
  const names = new Set(collected.flatMap((settings) => [...settings.keys()]));
  const aliases = await Promise.all(servers.map((server, index) => collectAliases(server, collected[index], names)));
  return collected.map((settings, index) => new Map([...settings, ...aliases[index]]));
}

/**
 * The text of the generated file: one line for each setting, with what differs from the major before.
 * It is JSON in a string, which loads in a tenth of the time that the same as an object literal takes.
 */
export function renderCatalog(versions: readonly string[], collected: readonly CollectedSettings[]): string {
  const majors = versions.map((version) => version.split('.')[0]);
  const names = [...new Set(collected.flatMap((settings) => [...settings.keys()]))].sort();
  const lines = names.map((name) => `"${name}":${JSON.stringify(spans(majors, collected.map((settings) => settings.get(name))))}`);
  return `// Collected by tools/collect-settings.ts from real servers: PostgreSQL ${versions.join(', ')}. Do not edit.

export const collectedMajors = [${majors.map((major) => `'${major}'`).join(', ')}];

/** JSON: the spans of each setting. */
export const collectedSettings = String.raw\`{
${lines.join(',\n')}
}\`;
`;
}

function spans(majors: readonly string[], settings: readonly (SettingFacts | undefined)[]): SettingSpan[] {
  const result: SettingSpan[] = [];
  let before: SettingFacts | undefined;
  settings.forEach((setting, index) => {
    const major = Number(majors[index]);
    if (setting && before && JSON.stringify(setting) === JSON.stringify(before)) result.push({ ...result.pop()!, to: major });
    else if (setting) result.push({ from: major, to: major, ...(before ? difference(before, setting) : setting) });
    before = setting;
  });
  return result;
}

// A span that names a type stands alone; one that does not has everything else from the span before.
function difference(before: SettingFacts, setting: SettingFacts): SettingFacts {
  const isLost = Object.keys(before).some((key) => !(key in setting));
  if (isLost || before.type !== setting.type) return setting;
  const isSame = (key: string) => JSON.stringify(setting[key as keyof SettingFacts]) === JSON.stringify(before[key as keyof SettingFacts]);
  return Object.fromEntries(Object.entries(setting).filter(([key]) => !isSame(key)));
}

async function main(): Promise<void> {
  const servers = await Promise.all(installedMajors.map(startWithModules));
  try {
    const text = renderCatalog(servers.map((server) => server.version), await collectAll(servers));
    writeFileSync(join(__dirname, '..', 'src', 'postgres', 'settings-catalog.generated.ts'), text);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

if (require.main === module) {
  main().catch((error: Error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  });
}
