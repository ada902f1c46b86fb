import { any, Row } from './row';
import { InitScript } from '../../src';

export const scripts: Row[] = [
  {
    input: 'two init scripts of one name',
    props: { initScripts: { scripts: [InitScript.fromString('01-a.sql', 'SELECT 1'), InitScript.fromString('01-a.sql', 'SELECT 2')] } },
    says: '/InitScripts: initScripts.scripts[1] is "01-a.sql"; it must not have the name of another script.',
  },
  {
    input: 'init scripts in another order than they would run in',
    props: { initScripts: { scripts: [InitScript.fromString('2.sql', ''), InitScript.fromString('10.sql', '')] } },
    says: '/InitScripts: initScripts.scripts[1] is "10.sql"; it must not come after 2.sql: scripts run in the order of their names;'
      + ' begin the names with numbers such as 01-.',
  },
  {
    input: 'an init script over the limit of a ConfigMap',
    props: { initScripts: { scripts: [InitScript.fromString('01-a.sql', 'x'.repeat(1024 * 1024 + 1))] } },
    says: '/InitScripts: size of initScripts.scripts in bytes is "1048577"; it must be at most 1048576, so that all of them fit into one ConfigMap.',
  },
  {
    input: 'init scripts that are over the limit of a ConfigMap together, in bytes of UTF-8',
    props: { initScripts: { scripts: [InitScript.fromString('01.sql', 'é'.repeat(300_000)), InitScript.fromString('02.sql', 'é'.repeat(300_000))] } },
    says: '/InitScripts: size of initScripts.scripts in bytes is "1200001"; it must be at most 1048576, so that all of them fit into one ConfigMap.',
  },
  {
    input: 'an init script that would not be run',
    props: { initScripts: { scripts: [InitScript.fromString('schema.txt', '')] } },
    says: '/InitScripts: initScripts.scripts[0] is "schema.txt"; it must end in .sql, .sh, .sql.gz, .sql.xz or .sql.zst, or it would not be run.',
  },
  {
    input: 'an init script with a space in its name',
    props: { initScripts: { scripts: [InitScript.fromString('my schema.sql', '')] } },
    says: "/InitScripts: initScripts.scripts[0] is \"my schema.sql\"; it must be 1 to 253 of the characters a-z, A-Z, 0-9, '-', '_' and '.',"
      + " and not begin with '..'.",
  },
  {
    input: 'init scripts as a map',
    props: { initScripts: { scripts: { '01.sql': 'SELECT 1' } } },
    says: ': initScripts.scripts is {"01.sql":"SELECT 1"}; it must be a list.',
  },
  {
    input: 'an init script without a text',
    props: { initScripts: { scripts: [InitScript.fromString('01.sql', any(undefined))] } },
    says: '/InitScripts: initScripts.scripts[0] is "01.sql"; it must have a text; make it with InitScript.fromString or InitScript.fromFile.',
  },
  {
    input: 'an init script from a file that does not exist',
    use: () => InitScript.fromFile('/nowhere/01.sql'),
    saysWholly: 'InitScript.fromFile: path is "/nowhere/01.sql"; it must be a file that exists.',
  },
  {
    input: 'an init script from a file that is no text',
    use: () => InitScript.fromFile(process.execPath, '01.sql'),
    saysWholly: `InitScript.fromFile: path is "${process.execPath}"; it must be text in UTF-8, or compressed with its name ending in`
      + ' .sql.gz, .sql.xz or .sql.zst.',
  },
];

const workMem = 'between 64kB and 2147483647kB; units are B, kB, MB, GB and TB, in this spelling, and a number without one counts kB';

export const settings: Row[] = [
  ...Object.entries<[string, string]>({
    'max_conections': ['64', 'is not a known setting; did you mean max_connections?'],
    'max_connections': ['many', 'must be a whole number from 1 to 262143'],
    'max_wal_senders': ['-1', 'must be a whole number from 0 to 262143'],
    'work_mem': ['16MiB', `must be ${workMem}`],
    'hash_mem_multiplier': ['0.5', 'must be a number from 1 to 1000'],
    'checkpoint_completion_target': ['1.5', 'must be a number from 0 to 1'],
    'log_min_duration_statement': [
      '1000 seconds', 'must be between -1 and 2147483647ms; units are us, ms, s, min, h and d, in this spelling, and a number without one counts ms',
    ],
    'autovacuum': ['maybe', 'must be on or off (or true, false, yes, no, 1, 0)'],
    'wal_level': ['max', 'must be minimal, replica or logical'],
    'server_version': ['17', 'cannot be set, since the server determines it itself'],
    'io_method': ['worker', 'is not a setting of this major, only of 18'],
    'auto-explain.log_analyze': ['on', 'must have a name like module.setting, of letters, digits and underscores that do not begin with a digit'],
  }).map(([name, [value, sentence]]) => ({
    input: `the setting ${name} = ${value}`,
    props: { parameters: { [name]: value } },
    says: `/Settings: parameters.${name} is "${value}"; it ${sentence} (PostgreSQL 17).`,
  })),
  {
    input: 'a setting misspelt [21], of another major',
    props: { postgresVersion: '14', parameters: { max_conections: '64' } },
    says: '/Settings: parameters.max_conections is "64"; it is not a known setting; did you mean max_connections? (PostgreSQL 14).',
  },
  {
    input: 'a setting below its range',
    props: { parameters: { work_mem: '10kB' } },
    says: `/Settings: parameters.work_mem is "10kB"; it must be ${workMem} (PostgreSQL 17).`,
  },
  {
    input: 'a setting that the deployment owns',
    props: { parameters: { PORT: '5433' } },
    says: '/Settings: parameters.PORT is "5433"; it is owned by the deployment: use port.',
  },
  {
    input: 'a setting that has two lines',
    props: { parameters: { search_path: "x'\nssl = 'off" } },
    says: '/Settings: parameters.search_path is "x\'\\nssl = \'off"; it must be one line.',
  },
  {
    input: 'a setting that is given by its older name, too',
    props: { parameters: { work_mem: '8MB', sort_mem: '4MB' } },
    says: '/Settings: parameters.sort_mem is "4MB"; it must be given once; work_mem is another name of the same setting.',
  },
  {
    input: 'a setting that is given twice',
    props: { parameters: { work_mem: '8MB', Work_Mem: '4MB' } },
    says: '/Settings: parameters.Work_Mem is "4MB"; it must be given once; work_mem is another name of the same setting.',
  },
];
