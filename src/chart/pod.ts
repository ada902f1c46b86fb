import { LABEL_KEY, LABEL_VALUE, OBJECT_NAME } from './limits';
import { Values } from '../helm/values';

const ID = { optional: true, minimum: 1, maximum: 2147483647 } as const;

/** Where the pod runs, and as whom. */
export const POD = {
  nodeSelector: Values.map(Values.string(LABEL_VALUE), { optional: true, ...LABEL_KEY, description: 'Labels that a node must have.' }),
  tolerations: Values.list(Values.kubernetes('v1.Toleration'), { optional: true, description: 'Taints that the pod tolerates.' }),
  affinity: Values.kubernetes('v1.Affinity', { description: 'Affinity to nodes and pods.' }),
  topologySpreadConstraints: Values.list(Values.kubernetes('v1.TopologySpreadConstraint'), { optional: true, description: 'How pods spread over the topology.' }),
  priorityClassName: Values.string({ optional: true, ...OBJECT_NAME, description: 'Name of a PriorityClass.' }),
  schedulerName: Values.string({ optional: true, ...OBJECT_NAME, description: 'Name of a scheduler.' }),
  runtimeClassName: Values.string({ optional: true, ...OBJECT_NAME, description: 'Name of a RuntimeClass.' }),
  updateStrategy: Values.kubernetes('apps/v1.StatefulSetUpdateStrategy', { description: 'How the StatefulSet replaces its pod.' }),
  dnsPolicy: Values.enumeration(['ClusterFirst', 'ClusterFirstWithHostNet', 'Default', 'None'], { optional: true, description: 'Which DNS the pod asks.' }),
  dnsConfig: Values.kubernetes('v1.PodDNSConfig', { description: 'DNS of the pod.' }),
  hostAliases: Values.list(Values.kubernetes('v1.HostAlias'), { optional: true, description: 'Entries for /etc/hosts.' }),
  openshift: Values.boolean({ description: 'Whether the platform gives user and group ids itself, as OpenShift does; the pod then names none.' }),
  runAsUser: Values.integer({ ...ID, description: 'User of the server, 999 when left out. It owns the data, so it can never be changed.' }),
  runAsGroup: Values.integer({ ...ID, description: 'Group of the server, 999 when left out.' }),
  fsGroup: Values.integer({ ...ID, description: 'Group that volumes are given to; runAsGroup when left out.' }),
  podSecurityContext: Values.kubernetes('v1.PodSecurityContext', { description: 'Security context of the pod, in the place of the one made of the ids above.' }),
  containerSecurityContext: Values.kubernetes('v1.SecurityContext', { description: 'Security context of the containers; no rights at all when empty.' }),
  lifecycleHooks: Values.object({
    postStart: Values.kubernetes('v1.LifecycleHandler', { description: 'Just after the container has started.' }),
    preStop: Values.kubernetes('v1.LifecycleHandler', { description: 'Just before the server is told to stop; a checkpoint when empty.' }),
  }, { description: 'What is done around the life of the server.' }),
  serviceAccount: Values.object({
    create: Values.boolean({ description: 'Whether it is made.' }),
    name: Values.string({ optional: true, ...OBJECT_NAME, description: 'Its name.' }),
    annotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Annotations of one that is made.' }),
  }, { description: 'ServiceAccount of the pod; its token is never mounted.' }),
};
