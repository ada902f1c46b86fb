import { k8s } from 'cdk8s-plus-28';

/** How the cluster runs and replaces the pod. */
export interface PodRuntime {
  /**
   * How the StatefulSet replaces its pod when that changes.
   *
   * @default - at once, by a rolling update
   */
  readonly updateStrategy?: k8s.StatefulSetUpdateStrategy;

  /**
   * What is done just after the server has started and just before it stops.
   *
   * @default - before it stops, the server writes a checkpoint, so that stopping takes seconds
   */
  readonly lifecycleHooks?: LifecycleHooks;

  /**
   * DNS of the pod.
   *
   * @default - as the cluster has it
   */
  readonly dnsConfig?: k8s.PodDnsConfig;

  /**
   * Which DNS the pod asks: `ClusterFirst`, `ClusterFirstWithHostNet`, `Default` or `None`.
   *
   * @default - ClusterFirst
   */
  readonly dnsPolicy?: string;

  /**
   * Entries for /etc/hosts.
   *
   * @default - none
   */
  readonly hostAliases?: k8s.HostAlias[];

  /**
   * Name of a scheduler.
   *
   * @default - that of the cluster
   */
  readonly schedulerName?: string;

  /**
   * Name of a RuntimeClass.
   *
   * @default - the runtime of the node
   */
  readonly runtimeClassName?: string;
}

/** What is done around the life of the server. */
export interface LifecycleHooks {
  /**
   * Just after the server's container has started; the server itself may still be starting.
   *
   * @default - nothing
   */
  readonly postStart?: k8s.LifecycleHandler;

  /**
   * Just before the server is told to stop, in the place of what is done by default.
   *
   * @default - a checkpoint
   */
  readonly preStop?: k8s.LifecycleHandler;
}
