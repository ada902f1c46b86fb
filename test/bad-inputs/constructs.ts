import { Chart } from 'cdk8s';
import { any, good, labelValue, serviceName, subdomain, Row } from './row';
import {
  ConnectionTest, ConnectionTestProps, HeadlessService, InitScript, InitScripts, Postgres, PostgresSettings, PostgresStatefulSet, Probes, RuntimeScripts,
} from '../../src';

const connectionTest = (props: Partial<ConnectionTestProps>) => (chart: Chart) => (
  new ConnectionTest(chart, 'test', { postgres: new Postgres(chart, 'postgres', { ...good, name: 'db' }), ...props }));

export const alone: Row[] = [
  {
    input: 'a ConnectionTest without a database',
    use: (chart) => new ConnectionTest(chart, 'test', any({})),
    saysWholly: 'shop/test: postgres is not given; it must be made by new Postgres.',
  },
  {
    input: 'a ConnectionTest of the properties of a database',
    use: connectionTest({ postgres: any(good) }),
    saysWholly: `shop/test: postgres is ${JSON.stringify(good)}; it must be made by new Postgres.`,
  },
  {
    input: 'a ConnectionTest with a name that is none',
    use: connectionTest({ name: 'Try it' }),
    saysWholly: 'shop/test: name is "Try it"; it must be 1 to 63 of the characters a-z, 0-9 and \'-\', beginning and ending with a letter or digit.',
  },
  {
    input: 'a ConnectionTest that waits for hours',
    use: connectionTest({ waitSeconds: 7200 }),
    saysWholly: 'shop/test: waitSeconds is 7200; it must be a whole number from 1 to 600.',
  },
  {
    input: 'a ConnectionTest with a misspelt property',
    use: connectionTest(any({ timeout: 5 })),
    saysWholly: 'shop/test: timeout is not a known property; it must be one of annotations, labels, name, postgres, waitSeconds.',
  },
  {
    input: 'a ConnectionTest in another namespace than its database',
    use: (chart) => {
      const postgres = new Postgres(new Chart(chart, 'data', { namespace: 'data' }), 'postgres', good);
      return new ConnectionTest(new Chart(chart, 'web', { namespace: 'web' }), 'test', { postgres });
    },
    saysWholly: 'shop/web/test: namespace is "web"; it must be data, as in the chart of the database, since the pod reads the same Secret.',
  },
  {
    input: 'a HeadlessService with a name that begins with a digit',
    use: (chart) => new HeadlessService(chart, 'service', { name: '9db', selectorLabels: { app: 'db' } }),
    saysWholly: `shop/service: name is "9db"; it must be ${serviceName}`,
  },
  {
    input: 'a HeadlessService with port 70000',
    use: (chart) => new HeadlessService(chart, 'service', { port: 70000, selectorLabels: { app: 'db' } }),
    saysWholly: 'shop/service: port is 70000; it must be a whole number from 1 to 65535.',
  },
  {
    input: 'a HeadlessService that selects nothing',
    use: (chart) => new HeadlessService(chart, 'service', { selectorLabels: {} }),
    saysWholly: 'shop/service: selectorLabels is {}; it must have at least one label, or nothing would be found.',
  },
  {
    input: 'a HeadlessService with the switch "false"',
    use: (chart) => new HeadlessService(chart, 'service', { selectorLabels: { app: 'db' }, publishNotReadyAddresses: any('false') }),
    saysWholly: 'shop/service: publishNotReadyAddresses is "false"; it must be true or false, without quotes.',
  },
  {
    input: 'a PostgresStatefulSet without a Service',
    use: (chart) => new PostgresStatefulSet(chart, 'server', any(good)),
    saysWholly: 'shop/server: serviceName is not given; it must be a string.',
  },
  {
    input: 'a PostgresStatefulSet with scripts as Postgres takes them',
    use: (chart) => new PostgresStatefulSet(chart, 'server', { ...good, serviceName: 'db', initScripts: any({ scripts: [] }) }),
    saysWholly: 'shop/server: initScripts is {"scripts":[]}; it must be made by new InitScripts.',
  },
  {
    input: 'a PostgresStatefulSet with settings, which are a construct of their own',
    use: (chart) => new PostgresStatefulSet(chart, 'server', { ...good, serviceName: 'db', settings: any({ work_mem: '8MB' }) }),
    saysWholly: 'shop/server: settings is {"work_mem":"8MB"}; it must be made by new PostgresSettings.',
  },
  {
    input: 'InitScripts of one name',
    use: (chart) => new InitScripts(chart, 'scripts', { scripts: [InitScript.fromString('a.sh', ''), InitScript.fromString('a.sh', '')] }),
    saysWholly: 'shop/scripts: initScripts.scripts[1] is "a.sh"; it must not have the name of another script.',
  },
  {
    input: 'Probes of a user that is a number',
    use: (chart) => new Probes(chart, { username: any(5) }),
    saysWholly: 'shop: username is 5; it must be a string.',
  },
  {
    input: 'Probes of port 0',
    use: (chart) => new Probes(chart, { username: 'shop', port: 0 }),
    saysWholly: 'shop: port is 0; it must be a whole number from 1 to 65535.',
  },
  {
    input: 'settings without encryption for a pod that requires it',
    use: (chart) => new PostgresStatefulSet(chart, 'server', {
      ...good,
      serviceName: 'db',
      tls: { existingSecret: 'certificate', required: true },
      settings: new PostgresSettings(chart, 'settings', { postgresVersion: '17' }),
    }),
    saysWholly: 'shop/server: settings.encryption is "off"; it must be required, as the pod has it; make the settings with that.',
  },
  {
    input: 'settings of another port than that of the pod',
    use: (chart) => new PostgresStatefulSet(chart, 'server', {
      ...good, serviceName: 'db', port: 6000, settings: new PostgresSettings(chart, 'settings', { postgresVersion: '17' }),
    }),
    saysWholly: 'shop/server: settings.port is 5432; it must be 6000, as the pod has it; make the settings with that.',
  },
  {
    input: 'PostgresSettings of an unknown major',
    use: (chart) => new PostgresSettings(chart, 'settings', { postgresVersion: '99' }),
    saysWholly: 'shop/settings: postgresVersion is "99"; it must be one of 14, 15, 16, 17, 18.',
  },
  {
    input: 'PostgresSettings with an encryption that does not exist',
    use: (chart) => new PostgresSettings(chart, 'settings', { postgresVersion: '17', encryption: 'yes' }),
    saysWholly: 'shop/settings: encryption is "yes"; it must be one of off, on, required.',
  },
  {
    input: 'PostgresSettings.toSql with a statement in a name',
    use: () => PostgresSettings.toSql({ 'work_mem = 1; --': '1' }),
    saysWholly: 'PostgresSettings.toSql: name in parameters is "work_mem = 1; --"; it must be the name of a setting such as work_mem,'
      + ' or of an extension such as auto_explain.log_analyze.',
  },
  {
    input: 'RuntimeScripts with a label in two words',
    use: (chart) => new RuntimeScripts(chart, 'runtime', { labels: { team: 'the shop' } }),
    saysWholly: `shop/runtime: labels.team is "the shop"; it must be ${labelValue}`,
  },
  {
    input: 'RuntimeScripts with a name in capitals',
    use: (chart) => new RuntimeScripts(chart, 'runtime', { name: 'Runtime' }),
    saysWholly: `shop/runtime: name is "Runtime"; it must be ${subdomain}`,
  },
];
