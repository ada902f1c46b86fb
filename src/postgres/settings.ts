import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { hostBasedAuthentication } from './host-based-authentication';
import { MetadataProps, objectMetadata } from './labels';
import { requireMemoryBudget } from './memory-budget';
import { majors } from './settings-catalog';
import { requireSettingNames, requireSettings, settingName } from './settings-rules';
import { restartNames } from './settings-text';
import { SHAPES } from './shapes';
import { requireOneOf } from '../expressions/choice';
import { expression } from '../expressions/expression';
import { sha256 } from '../expressions/hash';
import { requireDnsSubdomain } from '../expressions/names';
import { requirePort } from '../expressions/numbers';
import { requireBytes, shareOfQuantityAsSetting } from '../expressions/quantity';
import { quoteLiteral, quoteNames, quoteSetting } from '../expressions/quoting';
import { requireShape } from '../expressions/shape';

/** Properties of `PostgresSettings`. */
export interface PostgresSettingsProps extends MetadataProps {
  /** Major of the server, such as `15`. Settings are checked against what that major knows. */
  readonly postgresVersion: string;

  /**
   * Name of the ConfigMap.
   *
   * @default - from the path of the construct
   */
  readonly name?: string;

  /**
   * Settings by name, as in postgresql.conf but without quotes: `work_mem: '16MB'`. Names of extensions have a dot.
   * An unknown name, a value outside the range or unit of that major, and a setting that the deployment owns are refused.
   *
   * @default - none beside the defaults of the deployment
   */
  readonly parameters?: { [name: string]: string };

  /**
   * Rows of pg_hba.conf, before the last one, which asks everybody for a password.
   *
   * @default - none
   */
  readonly hostBasedAuthentication?: string[];

  /**
   * Memory limit of the server as a quantity; a budget of settings above it is refused.
   *
   * @default - settings are not checked against a limit
   */
  readonly memoryLimit?: string;

  /**
   * Memory for parallel queries in /dev/shm as a quantity; part of the budget.
   *
   * @default - none
   */
  readonly sharedMemory?: string;

  /**
   * Whether settings may promise more memory than the limit has, when all connections use their `work_mem` at once.
   *
   * @default false
   */
  readonly allowMemoryOvercommit?: boolean;

  /**
   * Port of the server.
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Whether connections are encrypted: `off`, `on`, or `required`, which refuses those that are not.
   *
   * @default off
   */
  readonly encryption?: string;
}

/**
 * The settings of a server, as a ConfigMap with a complete postgresql.conf and pg_hba.conf.
 *
 * They are files and not options of the command, so that a changed setting is reloaded; only a setting
 * that cannot be reloaded restarts the server, through `restartHash` in the pod template.
 */
export class PostgresSettings extends Construct {
  /** The statements that set the same by `ALTER SYSTEM`, for a server without this deployment. */
  public static toSql(parameters: { [name: string]: string }): string {
    requireShape('PostgresSettings.toSql', { parameters }, SHAPES.toSql);
    requireSettingNames({ construct: 'PostgresSettings.toSql', property: 'parameters' }, parameters);
    return alterSystem(parameters);
  }

  /** Name of the ConfigMap. */
  public readonly name: string;

  /** Major of the server that the settings were checked for. */
  public readonly postgresVersion: string;

  /** Port of the server. */
  public readonly port: number;

  /** Whether connections are encrypted: `off`, `on` or `required`. */
  public readonly encryption: string;

  /** A hash of the settings that need a restart, as they are written; settings of extensions that are not known count as such. */
  public readonly restartHash: string;

  /** Refuses unknown settings, values out of range and a memory budget that cannot hold. */
  public constructor(scope: Construct, id: string, props: PostgresSettingsProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.settings);
    const { postgresVersion, parameters = {}, memoryLimit, port = 5432, encryption = 'off', sharedMemory } = props;
    const placeOf = (property: string) => ({ construct: this.node.path, property });
    const place = placeOf('parameters');
    requireOneOf(placeOf('postgresVersion'), postgresVersion, majors);
    if (props.name !== undefined) requireDnsSubdomain(placeOf('settings.name'), props.name);
    requireOneOf(placeOf('encryption'), encryption, ENCRYPTIONS);
    if (memoryLimit !== undefined) requireBytes(placeOf('memoryLimit'), memoryLimit);
    if (sharedMemory !== undefined) requireBytes(placeOf('sharedMemory'), sharedMemory);
    requirePort(placeOf('port'), port);
    requireSettings(place, parameters, postgresVersion);

    const settings = {
      ...DEFAULTS,
      ...(memoryLimit === undefined ? {} : { shared_buffers: shareOfQuantityAsSetting(memoryLimit, SHARED_BUFFERS_DIVISOR, MOST_SHARED_BUFFERS) }),
      ...underOneName(parameters, postgresVersion),
      ...(encryption === 'off' ? {} : ENCRYPTION),
      listen_addresses: '*',
      port: `${port}`,
    };
    if (memoryLimit !== undefined) {
      requireMemoryBudget(place, settings, postgresVersion, memoryLimit, sharedMemory ?? '0', props.allowMemoryOvercommit ?? false);
    }
    this.restartHash = sha256(restartRequired(settings, restartNames(postgresVersion)));

    const configMap = new kplus.ConfigMap(this, 'ConfigMap', {
      metadata: objectMetadata(this, props.name, props),
      data: {
        'postgresql.conf': HEADER + configuration(settings),
        'pg_hba.conf': HEADER + hostBasedAuthentication(place.construct, props.hostBasedAuthentication ?? [], encryption),
      },
    });
    this.name = configMap.name;
    this.postgresVersion = postgresVersion;
    this.port = port;
    this.encryption = encryption;
  }
}

const ENCRYPTIONS = ['off', 'on', 'required'];

const HEADER = `# Written by the deployment. A change here is replaced; change the deployment.
`;

// A quarter of the memory, as PostgreSQL's manual advises; above 8 GB it rarely helps.
const SHARED_BUFFERS_DIVISOR = 4;
const MOST_SHARED_BUFFERS = 8192;

const DEFAULTS: { readonly [name: string]: string } = {
  // What initdb writes for C and English locales; without it words would not be reduced to their stems.
  default_text_search_config: 'pg_catalog.english',
  // Worker memory is set apart from maintenance_work_mem, since there are three workers.
  autovacuum_work_mem: '32MB',
  // Without huge pages granted to the pod, taking them from the node ends the server with SIGBUS.
  huge_pages: 'off',
  // Logs are read by people and scripts, which look for FATAL and PANIC.
  lc_messages: 'C',
  log_line_prefix: '%m [%p] %q%u@%d ',
  log_timezone: 'UTC',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  unix_socket_directories: '/var/run/postgresql',
};

const ENCRYPTION: { readonly [name: string]: string } = {
  ssl: 'on',
  ssl_cert_file: '/etc/postgresql/tls/tls.crt',
  ssl_key_file: '/etc/postgresql/tls/tls.key',
};

// For PostgreSQL names in upper and lower case, and some older names, are the same; for a map, and for the budget, they are not.
function underOneName(parameters: { [name: string]: string }, version: string): { [name: string]: string } {
  return Object.fromEntries(Object.entries(parameters).map(([name, value]) => [settingName(name, version), value]));
}

const configuration = expression('configuration', (settings: { [name: string]: string }): string =>
  sorted(settings).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`).join(''), {
  parameters: ['settings'],
  body: (call) => `{{ range $name, $value := .settings }}{{ $name }} = {{ ${call('quoteSetting', '$value')} }}{{ "\\n" }}{{ end }}`,
});

// A setting of an extension is not known, and taken to need a restart: one that silently is not in force is worse than a needless restart.
const restartRequired = expression('restartRequired', (settings: { [name: string]: string }, names: string): string =>
  sorted(settings).filter(([name]) => names.includes(` ${name} `) || (name.includes('.') && !names.includes(` !${name} `))).map(([name, value]) => `${name} = ${quoteSetting(value)}\n`).join(''), {
  parameters: ['settings', 'names'],
  body: (call) => '{{ $names := .names }}{{ range $name, $value := .settings }}'
    + '{{ if or (contains (print " " $name " ") $names) (and (contains "." $name) (not (contains (print " !" $name " ") $names))) }}'
    + `{{ $name }} = {{ ${call('quoteSetting', '$value')} }}{{ "\\n" }}{{ end }}{{ end }}`,
});

const alterSystem = expression('alterSystem', (parameters: { [name: string]: string }): string =>
  Object.entries(parameters).map(([name, value]) =>
    `ALTER SYSTEM SET ${name} = ${NAME_LISTS.includes(name.toLowerCase()) ? quoteNames(value) : quoteLiteral(value)};\n`).join(''));

/** Settings whose value is a list of names that may be quoted (GUC_LIST_QUOTE in PostgreSQL's guc tables). */
const NAME_LISTS = [
  'local_preload_libraries', 'search_path', 'session_preload_libraries', 'shared_preload_libraries', 'temp_tablespaces', 'unix_socket_directories',
];

function sorted(settings: { [name: string]: string }): [string, string][] {
  return Object.entries(settings).sort(([a], [b]) => a < b ? -1 : 1);
}
