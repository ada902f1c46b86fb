import { good, key, labelValue, serviceName, statefulSetName, subdomain, Row } from './row';
import { InitScript } from '../../src';

export const names: Row[] = [
  { input: 'a name with capitals and an underscore [14]', props: { name: 'My_DB' }, says: `: name is "My_DB"; it must be ${statefulSetName}` },
  { input: 'an empty name', props: { name: '' }, says: `: name is ""; it must be ${statefulSetName}` },
  {
    input: 'a name that is too long for the pods of a StatefulSet [15]',
    props: { name: 'a'.repeat(60) },
    says: `: name is "${'a'.repeat(60)}"; it must be ${statefulSetName}`,
  },
  { input: 'a name that its Service cannot have', props: { name: '1db' }, says: `: service.name is "1db"; it must be ${serviceName}` },
  { input: 'a name of the Service', props: { service: { name: 'shop.db' } }, says: `: service.name is "shop.db"; it must be ${serviceName}` },
  {
    input: 'a domain of the cluster',
    props: { service: { clusterDomain: 'cluster_local' } },
    says: `/Service: clusterDomain is "cluster_local"; it must be ${subdomain}`,
  },
  {
    input: 'a name of the Secret',
    props: { auth: { username: 'shop', existingSecret: 'My_Secret' } },
    says: `: auth.existingSecret is "My_Secret"; it must be ${subdomain}`,
  },
  {
    input: 'a name of a key in the Secret',
    props: { auth: { ...good.auth, secretKeys: { uriKey: 'a/b' } } },
    says: ": auth.secretKeys.uriKey is \"a/b\"; it must be 1 to 253 of the characters a-z, A-Z, 0-9, '-', '_' and '.', and not begin with '..'.",
  },
  { input: 'a name of the claim', props: { persistence: { existingClaim: 'Data' } }, says: `: persistence.existingClaim is "Data"; it must be ${subdomain}` },
  {
    input: 'a name of the StorageClass',
    props: { persistence: { storageClass: 'Fast SSD' } },
    says: `: persistence.storageClass is "Fast SSD"; it must be ${subdomain}`,
  },
  {
    input: 'a name of the ConfigMap of scripts',
    props: { initScripts: { name: 'Scripts', scripts: [InitScript.fromString('01.sql', '')] } },
    says: `/InitScripts: initScripts.name is "Scripts"; it must be ${subdomain}`,
  },
  {
    input: 'a name of an existing ConfigMap of scripts',
    props: { initScripts: { existingConfigMap: 'my_scripts' } },
    says: `/InitScripts: initScripts.existingConfigMap is "my_scripts"; it must be ${subdomain}`,
  },
  {
    input: 'a name of the Secret of the certificate',
    props: { tls: { existingSecret: 'cert_' } },
    says: `: tls.existingSecret is "cert_"; it must be ${subdomain}`,
  },
  { input: 'a name of a pull Secret', props: { image: { pullSecrets: ['ok', 'Not'] } }, says: `: image.pullSecrets[1] is "Not"; it must be ${subdomain}` },
  { input: 'a name of the ServiceAccount', props: { serviceAccount: { name: 'Default' } }, says: `/Server: serviceAccount.name is "Default"; it must be ${subdomain}` },
  {
    input: 'a name of the PriorityClass',
    props: { priorityClassName: 'high priority' },
    says: `: priorityClassName is "high priority"; it must be ${subdomain}`,
  },
  { input: 'a key of a label', props: { labels: { 'my team': 'x' } }, says: `: key of labels is "my team"; it must be ${key}` },
  { input: 'a value of a label', props: { labels: { team: 'the shop' } }, says: `: labels.team is "the shop"; it must be ${labelValue}` },
  { input: 'a key of an annotation', props: { annotations: { 'a/b/c': 'x' } }, says: `: key of annotations is "a/b/c"; it must be ${key}` },
  {
    input: 'a label of the claim',
    props: { persistence: { labels: { team: '-' } } },
    says: `: persistence.labels.team is "-"; it must be ${labelValue}`,
  },
  {
    input: 'a label of a node',
    props: { nodeSelector: { disk: 'solid state' } },
    says: `: nodeSelector.disk is "solid state"; it must be ${labelValue}`,
  },
  {
    input: 'a selector that selects nothing',
    props: { selectorLabels: {} },
    says: ': selectorLabels is {}; it must have at least one label, or nothing would be found.',
  },
  {
    input: 'a pod that its selector would not find',
    props: { selectorLabels: { app: 'shop' }, podLabels: { app: 'other' } },
    says: '/Server: podLabels.app is "other"; it must be as in selectorLabels (app=shop), or the pod would not be found.',
  },
  {
    input: 'an annotation that would keep the server from being restarted',
    props: { podAnnotations: { 'checksum/restart-settings': 'x' } },
    says: '/Server: key of podAnnotations is "checksum/restart-settings"; it must be another one than checksum/restart-settings.',
  },
];
