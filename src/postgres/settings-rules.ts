import { settingVerdict } from './setting-verdict';
import { describeInvalidValue, findSetting } from './settings-catalog';
import { Place } from '../expressions/expression';
import { requireOneLine } from '../expressions/quoting';
import { refuse, rule } from '../expressions/rule';

/** Requires settings that a server of that major takes, and none that the deployment owns. */
export function requireSettings(place: Place, parameters: { [name: string]: string }, postgresVersion: string): void {
  const seen = new Map<string, string>();
  for (const [name, value] of Object.entries(parameters)) {
    const where = { construct: place.construct, property: `${place.property}.${name}` };
    requireOneLine(where, value);
    requireNotOwned(where, value, name, OWNED_NAMES);
    requireValidSetting(where, value, settingVerdict(value, name, postgresVersion), name, postgresVersion);
    const setting = settingName(name, postgresVersion);
    const twin = seen.get(setting);
    if (twin !== undefined) refuse(where, value, `must be given once; ${twin} is another name of the same setting`);
    seen.set(setting, name);
  }
}

/** The one name of a setting that can be written in upper and lower case, and may have an older name, too. */
export function settingName(name: string, postgresVersion: string): string {
  return (findSetting(name, postgresVersion)?.name ?? name).toLowerCase();
}

/** Requires names that are safe as a part of a statement, whatever settings a server knows. */
export function requireSettingNames(place: Place, parameters: { [name: string]: string }): void {
  for (const name of Object.keys(parameters)) requireSettingName({ ...place, property: `name in ${place.property}` }, name);
}

/** Settings that other properties or the layout of the pod decide, and what to use instead. */
const OWNED: { readonly [name: string]: string } = {
  allow_alter_system: 'the deployment takes back by ALTER SYSTEM what would hide its settings',
  config_file: 'the deployment lays it into the data directory',
  data_directory: 'it follows from persistence.mountPath and postgresVersion',
  external_pid_file: 'the root file system is read-only',
  hba_file: 'use hostBasedAuthentication',
  ident_file: 'it lies in the data directory',
  listen_addresses: 'Services need all addresses',
  port: 'use port',
  ssl: 'use tls',
  ssl_cert_file: 'use tls',
  ssl_key_file: 'use tls',
  unix_socket_directories: 'probes and scripts use the one in /var/run/postgresql',
};

const requireSettingName = rule('isSettingName', (name: string) => /^[A-Za-z_][A-Za-z0-9_$]*(\.[A-Za-z_][A-Za-z0-9_$]*)*$/.test(name),
  'must be the name of a setting such as work_mem, or of an extension such as auto_explain.log_analyze');

const OWNED_NAMES = Object.keys(OWNED).join(', ');

const requireNotOwned = rule('isNotOwned', (_value: string, name: string, _owned: string) => !Object.hasOwn(OWNED, name.toLowerCase()),
  (_value, name) => `is owned by the deployment: ${OWNED[name.toLowerCase()]}`,
  {
    inGeneral: (_value, _name, owned) => `is owned by the deployment, as are ${owned}`,
    breach: (_call, _value, name, owned) => `has (lower ${name}) (splitList ", " ${owned})`,
  });

const requireValidSetting = rule('isValidSetting',
  (_value: string, verdict: string, _name: string, _version: string) => verdict === 'valid',
  (value, _verdict, name, version) => `${describeInvalidValue(name, value, version) ?? 'must be written in decimal digits, such as 16MB or 0.9'} (PostgreSQL ${version})`,
  {
    inGeneral: (_value, _verdict, _name, version) =>
      `must be a setting of PostgreSQL ${version} with a value that it takes; numbers are in decimal digits with a unit such as MB or min`,
    breach: (_call, _value, verdict) => `ne ${verdict} "valid"`,
  });
