import { isAlways } from './condition';
import { MapTemplate } from '../tree/template';

/** Stands for the key of a whole object. */
export const ROOT = '(object)';

/** Where the keys stand that are not named. */
const OTHERS = '';

const REFERENCE = ['apiVersion', 'apiGroup', 'kind', 'name', 'namespace'];
const CONTAINER = [
  'name', 'image', 'imagePullPolicy', 'workingDir', 'command', 'args', 'ports', 'envFrom', 'env', 'startupProbe', 'livenessProbe', 'readinessProbe',
  'lifecycle', 'resources', 'securityContext', 'volumeMounts',
];
const PROBE = ['exec', 'httpGet', 'tcpSocket', 'grpc', 'initialDelaySeconds', 'periodSeconds', 'timeoutSeconds', 'successThreshold', 'failureThreshold'];

/** The order in which people write the keys of a mapping, by the key under which it, or the list that it is an element of, stands in a manifest. */
const ORDERS: { readonly [key: string]: readonly string[] } = {
  [ROOT]: ['apiVersion', 'kind', 'metadata'],
  metadata: ['name', 'generateName', 'namespace', 'labels', 'annotations'],
  spec: [
    // Of Services, Ingresses, NetworkPolicies, autoscalers, CronJobs and workloads.
    'type', 'clusterIP', 'ingressClassName', 'podSelector', 'policyTypes', 'scaleTargetRef', 'minReplicas', 'maxReplicas', 'schedule', 'timeZone',
    'replicas', 'serviceName', 'minAvailable', 'maxUnavailable', 'selector', 'strategy', 'updateStrategy',
    // Of pods.
    'serviceAccountName', 'automountServiceAccountToken', 'imagePullSecrets', 'securityContext', 'initContainers', 'containers',
    OTHERS,
    'nodeSelector', 'affinity', 'tolerations', 'volumes', 'ports', 'template', 'jobTemplate', 'volumeClaimTemplates',
  ],
  containers: CONTAINER,
  initContainers: CONTAINER,
  ephemeralContainers: CONTAINER,
  startupProbe: PROBE,
  livenessProbe: PROBE,
  readinessProbe: PROBE,
  strategy: ['type'],
  updateStrategy: ['type'],
  ports: ['name', 'port', 'containerPort', 'targetPort', 'nodePort', 'protocol'],
  volumeMounts: ['name', 'mountPath', 'subPath', 'readOnly'],
  rules: ['alert', 'record', 'expr', 'for', 'labels', 'annotations', 'apiGroups', 'resources', 'resourceNames', 'verbs'],
  endpoints: ['port', 'path', 'interval'],
  metrics: ['type'],
  target: ['type'],
  policies: ['type', 'value', 'periodSeconds'],
  paths: ['path', 'pathType', 'backend'],
  httpGet: ['path', 'port'],
  scaleTargetRef: REFERENCE,
  roleRef: REFERENCE,
  subjects: REFERENCE,
};

/** The entries of a mapping in the order in which people write them. */
export function inOrder(entries: MapTemplate['entries'], key: string | undefined): MapTemplate['entries'] {
  // Among the entries of maps the order decides who wins.
  if (entries.some(({ kind }) => kind === 'loop')) return entries;
  const order = (Object.hasOwn(ORDERS, key ?? '') ? ORDERS[key ?? ''] : ['name', OTHERS]);
  const others = order.includes(OTHERS) ? order.indexOf(OTHERS) : order.length;
  const rank = (entry: MapTemplate['entries'][number]): number => {
    const position = entry.kind === 'entry' ? order.indexOf(entry.key.join('')) : -1;
    return position === -1 ? others : position;
  };
  return [...entries].sort((a, b) => rank(a) - rank(b));
}

/** The same for an element of a list. An entry that begins with its key for all values comes first, if there is one: it stands behind the dash. */
export function inElementOrder(entries: MapTemplate['entries'], key: string | undefined): MapTemplate['entries'] {
  if (entries.some(({ kind }) => kind === 'loop')) return entries;
  const ordered = inOrder(entries, key);
  const first = ordered.find((entry) => isAlways(entry.when) && entry.kind === 'entry' && entry.value.kind !== 'choice');
  return first ? [first, ...ordered.filter((entry) => entry !== first)] : ordered;
}
