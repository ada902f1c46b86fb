import { bytes, good, Row } from './row';

const initdbOption = 'must be one of --builtin-locale, --icu-locale, --icu-rules, --lc-collate, --lc-ctype, --locale-provider, --no-data-checksums,'
  + " written in full, with its value behind a '='; locale and postgresql.conf have properties of their own.";

export const servers: Row[] = [
  {
    input: 'a role that is the superuser',
    props: { auth: { username: 'postgres', existingSecret: 'x' } },
    says: ': auth.username is "postgres"; it must not be "postgres", which is the superuser, nor "public" or "none", nor begin with "pg_";'
      + ' name a role for the application.',
  },
  {
    input: 'a database name of 70 characters [22]',
    props: { auth: { ...good.auth, database: 'd'.repeat(70) } },
    says: `: auth.database is "${'d'.repeat(70)}"; it must be 1 to 63 bytes without line breaks.`,
  },
  {
    input: 'a database that every server has',
    props: { auth: { ...good.auth, database: 'template1' } },
    says: ': auth.database is "template1"; it must not be "postgres", "template0" or "template1", which every server has,'
      + ' nor look like a connection string; name a database for the application.',
  },
  {
    input: 'a tag with a space [8]',
    props: { image: { tag: '17 beta' } },
    says: ": image.tag is \"17 beta\"; it must be 1 to 128 of the characters a-z, A-Z, 0-9, '_', '.' and '-', such as 15.4-bookworm.",
  },
  {
    input: 'a tag of another major',
    props: { image: { tag: '16.4' } },
    says: ': image.tag is "16.4"; it names another major than postgresVersion, which is 17;'
      + ' a database of one major cannot be opened by a server of another.',
  },
  {
    input: 'a tag that names no major, without a major',
    props: { postgresVersion: undefined, image: { tag: 'latest' } },
    says: ': postgresVersion is not given; it must be one of 14, 15, 16, 17, 18, since no tag of the image names a major.',
  },
  { input: 'a major that is no longer maintained', props: { postgresVersion: '13' }, says: ': postgresVersion is "13"; it must be one of 14, 15, 16, 17, 18.' },
  {
    input: 'a tag in the repository',
    props: { image: { repository: 'postgres:17' } },
    says: ': image.repository is "postgres:17"; it must be a repository in lower case such as postgres or library/postgres, without a tag.',
  },
  {
    input: 'a scheme before the registry',
    props: { image: { registry: 'https://registry.example' } },
    says: ': image.registry is "https://registry.example"; it must be the name of a registry such as docker.io or registry.example:5000, without a scheme.',
  },
  {
    input: 'a short digest',
    props: { image: { digest: 'sha256:abc' } },
    says: ': image.digest is "sha256:abc"; it must be sha256: and 64 hexadecimal digits in lower case.',
  },
  {
    input: 'a pull policy that does not exist [9]',
    props: { image: { pullPolicy: 'Sometimes' } },
    says: ': image.pullPolicy is "Sometimes"; it must be one of Always, IfNotPresent, Never.',
  },
  { input: 'port 0', props: { port: 0 }, says: ': port is 0; it must be a whole number from 1024 to 65535.' },
  { input: 'port 70000 [4]', props: { port: 70000 }, says: ': port is 70000; it must be a whole number from 1024 to 65535.' },
  {
    input: 'a negative number of replicas [11]',
    props: { replicas: -1 },
    says: ': replicas is -1; it must be 1, or 0 to pause: servers cannot share a volume, and copies of a database need an operator such as CloudNativePG.',
  },
  {
    input: 'more than one replica',
    props: { replicas: 2 },
    says: ': replicas is 2; it must be 1, or 0 to pause: servers cannot share a volume, and copies of a database need an operator such as CloudNativePG.',
  },
  {
    input: 'too little time to stop',
    props: { terminationGracePeriodSeconds: 5 },
    says: ': terminationGracePeriodSeconds is 5; it must be a whole number of at least 30.',
  },
  { input: 'a locale with a space', props: { locale: 'en US' }, says: ': locale is "en US"; it must be the name of a locale such as C.UTF-8 or en_US.utf8.' },
  {
    input: 'a short option of initdb',
    props: { initdbArguments: ['-k'] },
    says: `: initdbArguments[0] is "-k"; it ${initdbOption}`,
  },
  {
    input: 'an option of initdb that would lay the log outside the volume',
    props: { initdbArguments: ['--waldir=/tmp/wal'] },
    says: `: initdbArguments[0] is "--waldir=/tmp/wal"; it ${initdbOption}`,
  },
  {
    input: 'an abbreviated option of initdb',
    props: { initdbArguments: ['--encod=SQL_ASCII'] },
    says: `: initdbArguments[0] is "--encod=SQL_ASCII"; it ${initdbOption}`,
  },
  {
    input: 'a database whose name looks like a connection string',
    props: { auth: { ...good.auth, database: 'host=elsewhere' } },
    says: ': auth.database is "host=elsewhere"; it must not be "postgres", "template0" or "template1", which every server has,'
      + ' nor look like a connection string; name a database for the application.',
  },
  {
    input: 'an option of initdb that the first start gives itself',
    props: { initdbArguments: ['--pgdata=/data'] },
    says: `: initdbArguments[0] is "--pgdata=/data"; it ${initdbOption}`,
  },
  {
    input: 'a negative period of a probe [17]',
    props: { probes: { liveness: { periodSeconds: -1 } } },
    says: ': probes.liveness.periodSeconds is -1; it must be a whole number from 1 to 2147483647.',
  },
  {
    input: 'a period of a probe with a unit',
    props: { probes: { readiness: { periodSeconds: '10s' } } },
    says: ': probes.readiness.periodSeconds is "10s"; it must be a whole number from 1 to 2147483647.',
  },
  {
    input: 'half a failure of a probe',
    props: { probes: { startup: { failureThreshold: 1.5 } } },
    says: ': probes.startup.failureThreshold is 1.5; it must be a whole number from 1 to 2147483647.',
  },
  { input: 'a server that runs as root', props: { runAsUser: 0 }, says: ': runAsUser is 0; it must be a whole number from 1 to 2147483647.' },
  {
    input: 'a user id that another property would drop',
    props: { runAsUser: 1000, podSecurityContext: { runAsUser: 1001 } },
    says: ': runAsUser is 1000; it must not be given together with podSecurityContext, which replaces it; say it there.',
  },
  {
    input: 'a row of pg_hba.conf without a type',
    props: { hostBasedAuthentication: ['all all 10.0.0.0/8 md5'] },
    says: '/Settings: hostBasedAuthentication[0] is "all all 10.0.0.0/8 md5"; it must be a row of pg_hba.conf with type, databases, users,'
      + ' address and method, such as "host shop shop 10.0.0.0/8 scram-sha-256"; the socket is for our own containers, so "local" is not.',
  },
  {
    input: 'two rows of pg_hba.conf in one',
    props: { hostBasedAuthentication: ['host a a all reject\nhost all all all trust'] },
    says: '/Settings: hostBasedAuthentication[0] is "host a a all reject\\nhost all all all trust"; it must be one line.',
  },
];

export const amounts: Row[] = [
  { input: 'a memory limit of 1GiB [5]', props: { resources: { limits: { memory: '1GiB' } } }, says: `: resources.limits.memory is "1GiB"; it must be ${bytes}` },
  { input: 'a memory limit of half a byte', props: { resources: { limits: { memory: '512m' } } }, says: `: resources.limits.memory is "512m"; it must be ${bytes}` },
  {
    input: 'a CPU request of 500mm [6]',
    props: { resources: { requests: { cpu: '500mm' } } },
    says: ': resources.requests.cpu is "500mm"; it must be a Kubernetes quantity above zero, such as 500m, 1.5 or 2.',
  },
  { input: 'a storage of 8GB [7]', props: { persistence: { size: '8GB' } }, says: `: persistence.size is "8GB"; it must be ${bytes}` },
  { input: 'a shared memory of 1GiB', props: { sharedMemory: '1GiB' }, says: `: sharedMemory is "1GiB"; it must be ${bytes}` },
  {
    input: 'a memory request above the limit [12]',
    props: { resources: { requests: { memory: '2Gi' }, limits: { memory: '1Gi' } } },
    says: ': resources.requests.memory is "2Gi"; it must not be above the limit of 1Gi.',
  },
  {
    input: 'a CPU request above the limit, in other units',
    props: { resources: { requests: { cpu: '1.5' }, limits: { cpu: '1499m' } } },
    says: ': resources.requests.cpu is "1.5"; it must not be above the limit of 1499m.',
  },
  {
    input: 'shared_buffers above the memory limit',
    props: { parameters: { shared_buffers: '2GB' } },
    says: '/Settings: parameters.shared_buffers is "2GB"; it must be below the memory limit of 1Gi, or the server never starts;'
      + ' about a quarter of it is usual.',
  },
  {
    input: 'a memory budget that cannot hold',
    props: { resources: { limits: { memory: '2Gi' } }, parameters: { work_mem: '16MB', shared_buffers: '256MB', maintenance_work_mem: '128MB' } },
    says: '/Settings: memory of all settings together is "2344 MiB"; it must fit into the memory limit of 2Gi: shared_buffers 256 MiB'
      + ' + wal_buffers 8 MiB + 100 connections x work_mem 1600 MiB + maintenance_work_mem 128 MiB + autovacuum workers 96 MiB + shared memory 256 MiB;'
      + ' lower work_mem or max_connections, raise resources.limits.memory, or set allowMemoryOvercommit.',
  },
];
