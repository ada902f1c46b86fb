import { Random } from '../../src/helm/trace/random';

const QUANTITIES = ['1', '0', '0.0', '500m', '1.5', '0.25', '0.001', '1Gi', '1.5Gi', '512Mi', '500M', '1M', '1.048576M', '1048576', '1023Ki', '1024Ki', '1T', '999Pi', '1.001G', '65.536G', '4194.304k', '1Ei'];

const TAGS = ['17', '16', '17.2-bookworm', '16.4', 'pg17', 'latest-pg16', '2.1-pg17-x', '15-pg16', '170', '1', 'v17', 'pg170', 'bookworm', '18beta1', 'x-17', '3.4-pg1'];

const REPOSITORIES = ['postgres', 'library/postgres', 'postgis/postgis', 'timescale/timescaledb', 'mypostgres', 'a/postgresql'];

const TAKEN = ['PGDATA, PGPORT, A', 'checksum/restart-settings', ''];

const SELECTORS = ['app=a', 'app.kubernetes.io/name=postgres, app.kubernetes.io/instance=r', 'a=, b=c'];

const PATHS = '/opt/cdk8s-postgres, /etc/postgresql/settings, /tmp, /var/run/postgresql, /dev/shm';

const every = (first: readonly unknown[], second: readonly unknown[]) => first.flatMap((one) => second.map((other) => [one, other]));

/** What the rules that have a form in templates and ask for more than one text are called with: such as hold and such as do not. */
export const RULE_CALLS: { readonly [name: string]: readonly (readonly unknown[])[] } = {
  fitsIntoConfigMap: ['0', '1048576', '1048577', '99999999999'].map((bytes) => [bytes]),
  hidesNone: ['/tmp', '/tm', '/tmpx', '/var', '/var/run', '/var/lib/postgresql', '/etc/postgresql', '/', '/dev/shm/x', '/opt/cdk8s.postgres'].map((path) => [path, PATHS]),
  isBytes: QUANTITIES.map((quantity) => [quantity]),
  isFree: every(['PGDATA', 'A', 'B', 'checksum/restart-settings', 'PG'], TAKEN),
  isNotOwned: ['port', 'PORT', 'ssl', 'ssl_ciphers', 'work_mem'].map((name) => ['x', name, 'allow_alter_system, config_file, data_directory, external_pid_file, hba_file, ident_file, '
    + 'listen_addresses, port, ssl, ssl_cert_file, ssl_key_file, unix_socket_directories']),
  isNotTogether: [['a', 'must not be given']],
  isOneLine: ['', 'a', 'a\nb', 'a\rb', 'a\tb', '\n', 'é😀'].map((text) => [text]),
  isOneServer: [0, 1, 2, 3, 1_000_000].map((replicas) => [replicas]),
  isQuantity: QUANTITIES.map((quantity) => [quantity]),
  isQuantityAtMost: every(QUANTITIES, QUANTITIES),
  isSelectorValue: ['a', 'b', '', 'postgres'].flatMap((value) => every(['app', 'a', 'b', 'app.kubernetes.io/name', 'name'], SELECTORS).map((more) => [value, ...more])),
  isTagOfMajor: every(TAGS, REPOSITORIES).flatMap(([tag, repository]) => ['16', '17'].map((major) => [tag, major, repository])),
  isValidSetting: [['16MB', 'valid', 'work_mem', '17'], ['16mb', 'invalid', 'work_mem', '17']],
  isVolume: every(['data', 'a', 'b', 'dat'], ['data, a', 'data']),
  memoryBudgetHolds: randomPairs().map(([bytes, limit]) => ['1 MiB', bytes, limit, 'all']),
  sharedBuffersFit: randomPairs().map(([bytes, limit]) => ['1MB', bytes, limit]),
};

function randomPairs(): (readonly [string, string])[] {
  const random = new Random(3);
  return Array.from({ length: 60 }, () => {
    const mebibytes = 1 + random.below(4096);
    return [`${(mebibytes + random.pick([-1, 0, 1])) * 2 ** 20 + random.pick([-1, 0, 1])}`, `${mebibytes}Mi`] as const;
  });
}
