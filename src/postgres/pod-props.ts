import { k8s } from 'cdk8s-plus-28';
import { ServiceAccount } from './service-account';

/** Where the pod may run. */
export interface Scheduling {
  /**
   * Labels that a node must have.
   *
   * @default - any node
   */
  readonly nodeSelector?: { [name: string]: string };

  /**
   * Taints that the pod tolerates.
   *
   * @default - none
   */
  readonly tolerations?: k8s.Toleration[];

  /**
   * Affinity to nodes and pods.
   *
   * @default - none
   */
  readonly affinity?: k8s.Affinity;

  /**
   * How pods spread over the topology.
   *
   * @default - as the scheduler does by itself
   */
  readonly topologySpreadConstraints?: k8s.TopologySpreadConstraint[];

  /**
   * Name of a PriorityClass.
   *
   * @default - the default class of the cluster
   */
  readonly priorityClassName?: string;
}

/** As whom the containers run. The defaults pass the Pod Security level "restricted". */
export interface PodSecurity {
  /**
   * User id of the server. It owns the files of the data directory, so it can never be changed for existing data.
   *
   * @default 999 - `postgres` in the official image
   */
  readonly runAsUser?: number;

  /**
   * Group id of the server.
   *
   * @default 999 - `postgres` in the official image
   */
  readonly runAsGroup?: number;

  /**
   * Group that volumes are given to.
   *
   * @default - the value of runAsGroup
   */
  readonly fsGroup?: number;

  /**
   * Security context of the pod, instead of the one made from the ids above.
   *
   * @default - non-root, seccomp RuntimeDefault, fsGroupChangePolicy OnRootMismatch
   */
  readonly podSecurityContext?: k8s.PodSecurityContext;

  /**
   * Security context of our containers.
   *
   * @default - no privileges, no capabilities, read-only root file system
   */
  readonly containerSecurityContext?: k8s.SecurityContext;
}

/** What a pod can have beside the server. */
export interface PodExtensions {
  /**
   * Labels of the pod beside those of the selector. A changed one restarts the server.
   *
   * @default - none
   */
  readonly podLabels?: { [name: string]: string };

  /**
   * Annotations of the pod. A changed one restarts the server.
   *
   * @default - none
   */
  readonly podAnnotations?: { [name: string]: string };

  /**
   * Environment variables of the server, its init scripts and the container that reloads.
   *
   * @default - none
   */
  readonly extraEnvVars?: k8s.EnvVar[];

  /**
   * Volumes of the pod.
   *
   * @default - none
   */
  readonly extraVolumes?: k8s.Volume[];

  /**
   * Mounts of the server's container, and of those that run its init scripts and try its settings.
   *
   * @default - none
   */
  readonly extraVolumeMounts?: k8s.VolumeMount[];

  /**
   * Containers beside the server. They do not see its socket, so they need a password.
   *
   * @default - none
   */
  readonly sidecars?: k8s.Container[];

  /**
   * Containers that run before the database is made or checked.
   *
   * @default - none
   */
  readonly initContainers?: k8s.Container[];

  /**
   * The ServiceAccount of the pod. Its token is never mounted.
   *
   * @default - that of the namespace
   */
  readonly serviceAccount?: ServiceAccount;
}

/** The annotation of the pod that restarts the server when a setting needs that. */
export const RESTART_CHECKSUM = 'checksum/restart-settings';

const POSTGRES_ID = 999;

/** The security context of the pod. */
export function toPodSecurityContext(security: PodSecurity, isGivenIds: boolean): k8s.PodSecurityContext {
  const { runAsUser = POSTGRES_ID, runAsGroup = POSTGRES_ID, fsGroup = runAsGroup } = security;
  return security.podSecurityContext ?? {
    runAsNonRoot: true,
    ...(isGivenIds ? {} : { runAsUser, runAsGroup, fsGroup }),
    // A recursive chown of a large volume at each start takes minutes.
    fsGroupChangePolicy: 'OnRootMismatch',
    seccompProfile: { type: 'RuntimeDefault' },
  };
}

/** The security context of each of our containers. */
export function toContainerSecurityContext(security: PodSecurity): k8s.SecurityContext {
  return security.containerSecurityContext ?? {
    allowPrivilegeEscalation: false,
    capabilities: { drop: ['ALL'] },
    privileged: false,
    readOnlyRootFilesystem: true,
    runAsNonRoot: true,
    seccompProfile: { type: 'RuntimeDefault' },
  };
}
