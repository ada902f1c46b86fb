import * as kplus from 'cdk8s-plus-28';
import { any, good, Row } from './row';
import { Postgres } from '../../src';

const properties = 'affinity, allowMemoryOvercommit, annotations, auth, clientService, containerSecurityContext, disruptionBudget, dnsConfig, dnsPolicy,'
  + ' extraEnvVars, extraVolumeMounts, extraVolumes, fsGroup, hostAliases, hostBasedAuthentication, image, initContainers, initScripts, initdbArguments,'
  + ' labels, lifecycleHooks, locale, name, networkPolicy, nodeSelector, parameters, persistence, platform, podAnnotations, podLabels, podSecurityContext, port,'
  + ' postgresVersion, priorityClassName, probes, reload, replicas, resources, runAsGroup, runAsUser, runtimeClassName, schedulerName, selectorLabels, service,'
  + ' serviceAccount, sharedMemory, sidecars, terminationGracePeriodSeconds, tls, tolerations, topologySpreadConstraints, updateStrategy.';

export const types: Row[] = [
  {
    input: 'a property that does not exist [1]',
    props: { typoKey: 1 },
    says: `: typoKey is not a known property; it must be one of ${properties}`,
  },
  {
    input: 'a misspelt property of a group [2]',
    props: { resources: { limit: { memory: '1Gi' } } },
    says: ': resources.limit is not a known property; it must be one of limits, requests.',
  },
  {
    input: 'a misspelt figure of a probe',
    props: { probes: { liveness: { initialDelay: 30 } } },
    says: ': probes.liveness.initialDelay is not a known property; it must be one of failureThreshold, initialDelaySeconds, periodSeconds, timeoutSeconds.',
  },
  {
    input: 'a type of the Service, which is always headless [10]',
    props: { service: { type: 'ClusterIp' } },
    says: ': service.type is not a known property; it must be one of annotations, clusterDomain, name.',
  },
  {
    input: 'a node port of the Service, which has none [24]',
    props: { service: { nodePort: 80 } },
    says: ': service.nodePort is not a known property; it must be one of annotations, clusterDomain, name.',
  },
  {
    input: 'a password beside the Secret, which is not repeated in the sentence [23]',
    props: { auth: { ...good.auth, password: 'hunter2' } },
    says: ': auth.password is not a known property; it must be one of database, existingSecret, secretKeys, username.',
  },
  {
    input: 'a schedule of backups, which there is no property for [16]',
    props: { backup: { schedule: 'every day' } },
    says: `: backup is not a known property; it must be one of ${properties}`,
  },
  { input: 'letters as a number [3]', props: { port: 'abc' }, says: ': port is "abc"; it must be a whole number from 1024 to 65535.' },
  {
    input: 'a number in quotes',
    props: { replicas: '1' },
    says: ': replicas is "1"; it must be 1, or 0 to pause:'
    + ' servers cannot share a volume, and copies of a database need an operator such as CloudNativePG.',
  },
  { input: 'a list as a map [18]', props: { extraEnvVars: { FOO: 'bar' } }, says: ': extraEnvVars is {"FOO":"bar"}; it must be a list.' },
  { input: 'a map as a list', props: { podLabels: ['rev'] }, says: ': podLabels is ["rev"]; it must be an object with a string for each name.' },
  { input: 'a text as a group', props: { image: 'postgres:17' }, says: ': image is "postgres:17"; it must be an object with properties.' },
  { input: 'a text as a list', props: { initdbArguments: '--wal-segsize=64' }, says: ': initdbArguments is "--wal-segsize=64"; it must be a list.' },
  {
    input: 'the text "false" as a switch [19]',
    props: { tls: { existingSecret: 'certificate', required: 'false' } },
    says: ': tls.required is "false"; it must be true or false, without quotes.',
  },
  { input: 'a number as a label [20]', props: { podLabels: { rev: 123 } }, says: ': podLabels.rev is 123; it must be a string.' },
  { input: 'a number as a major', props: { postgresVersion: 17 }, says: ': postgresVersion is 17; it must be a string.' },
  { input: 'a number as a quantity', props: { resources: { requests: { cpu: 2 } } }, says: ': resources.requests.cpu is 2; it must be a string.' },
  { input: 'a number as a setting', props: { parameters: { max_connections: 64 } }, says: ': parameters.max_connections is 64; it must be a string.' },
  { input: 'null as a group', props: { tls: null }, says: ': tls is null; it must be an object with properties.' },
  { input: 'null as a text', props: { name: null }, says: ': name is null; it must be a string.' },
  { input: 'null as a number', props: { port: null }, says: ': port is null; it must be a whole number from 1024 to 65535.' },
  { input: 'null as a setting', props: { parameters: { work_mem: null } }, says: ': parameters.work_mem is null; it must be a string.' },
  { input: 'null in a list', props: { sidecars: [null] }, says: ': sidecars[0] is null; it must be an object of the Kubernetes API.' },
  {
    input: 'a construct as the name of a Secret',
    use: (chart) => new Postgres(chart, 'postgres', {
      ...good, auth: { username: 'shop', existingSecret: any(kplus.Secret.fromSecretName(chart, 'secret', 'shop-credentials')) },
    }),
    says: ': auth.existingSecret is an object of the class ImportedSecret; it must be a string.',
  },
  { input: 'no auth', props: { auth: undefined }, says: ': auth is not given; it must be an object with properties.' },
  {
    input: 'a Secret without a name',
    props: { auth: { username: 'shop', existingSecret: '' } },
    says: ': auth.existingSecret is ""; it must be 1 to 253 of the characters a-z, 0-9, \'-\' and \'.\', each part beginning and ending with a letter or digit.',
  },
  { input: 'no role', props: { auth: { existingSecret: 'a' } }, says: ': auth.username is not given; it must be a string.' },
  {
    input: 'nothing at all',
    use: (chart) => new Postgres(chart, 'postgres', any(undefined)),
    says: ': props is not given; it must be an object with properties.',
  },
];
