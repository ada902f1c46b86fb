import { Auth } from './auth';
import { PostgresImage } from './image';
import { MetadataProps } from './labels';
import { Persistence } from './persistence';
import { Platform } from './platform';
import { PodExtensions, PodSecurity, Scheduling } from './pod-props';
import { PodRuntime } from './pod-runtime';
import { ProbesFigures } from './probes';
import { ReloadContainer } from './reload';
import { DEFAULT_RESOURCES, Resources } from './resources';
import { PostgresSettingsProps } from './settings';
import { Tls } from './tls';
import { shareOfQuantity } from '../expressions/quantity';

/** What a database pod is made of, whoever makes its Service and settings. */
export interface PostgresPodProps extends MetadataProps, Scheduling, PodSecurity, PodExtensions, PodRuntime {
  /**
   * Name of the StatefulSet, a DNS label of at most 52 characters.
   *
   * @default - from the path of the construct
   */
  readonly name?: string;

  /**
   * Major of PostgreSQL, such as `17`. A server never opens the data of another major.
   *
   * @default - the major that the tag of the image names; without one it is required
   */
  readonly postgresVersion?: string;

  /**
   * The image.
   *
   * @default - `postgres` with the major as tag
   */
  readonly image?: PostgresImage;

  /** The application's role, its database and the Secret of its password. */
  readonly auth: Auth;

  /**
   * What the platform prescribes.
   *
   * @default - nothing
   */
  readonly platform?: Platform;

  /**
   * Where the data lies.
   *
   * @default - a new claim of 8Gi
   */
  readonly persistence?: Persistence;

  /**
   * Certificates of the server.
   *
   * @default - connections are not encrypted
   */
  readonly tls?: Tls;

  /**
   * Figures of the probes.
   *
   * @default - an hour to start, a minute to answer
   */
  readonly probes?: ProbesFigures;

  /**
   * Resources of the server. The memory limit is what settings are checked against.
   *
   * @default - 250m CPU and 1Gi of memory
   */
  readonly resources?: Resources;

  /**
   * The container that applies changed settings, certificates and passwords.
   *
   * @default - small, without probes of its own
   */
  readonly reload?: ReloadContainer;

  /**
   * Size of /dev/shm for parallel queries, as a quantity. It counts as memory of the container.
   *
   * @default - an eighth of the memory limit, at most 1Gi; 64Mi without a limit
   */
  readonly sharedMemory?: string;

  /**
   * Labels by which the pod is found. They can never be changed for an existing database.
   *
   * @default - `app.kubernetes.io/name: postgres` and `app.kubernetes.io/instance` with the name
   */
  readonly selectorLabels?: { [name: string]: string };

  /**
   * Port of the server, 1024 to 65535 (a lower one needs privileges).
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Number of servers: 1, or 0 to pause. More on one volume would destroy it; replicas are the work of an operator.
   *
   * @default 1
   */
  readonly replicas?: number;

  /**
   * Seconds that a server has to write everything down and stop.
   *
   * @default 300
   */
  readonly terminationGracePeriodSeconds?: number;

  /**
   * Options of initdb beside encoding, checksums and locale, each one argument such as `--icu-locale=de-DE`; options that a file of the deployment would undo are refused. They count at first start only.
   *
   * @default - none
   */
  readonly initdbArguments?: string[];

  /**
   * Locale of a new database. The order of texts follows it, and an index is only good for the order that it was made with.
   *
   * @default C.UTF-8 - the same in every version of the system's library
   */
  readonly locale?: string;
}

/** The size of /dev/shm, given or from the memory limit. */
export function sharedMemoryOf(props: PostgresPodProps): string {
  const limit = (props.resources ?? DEFAULT_RESOURCES).limits?.memory;
  return props.sharedMemory ?? (limit === undefined ? '64Mi' : shareOfQuantity(limit, 8, 1024));
}

/** What the settings of a pod follow from. */
export function settingsProps(props: PostgresPodProps, name: string, postgresVersion: string, metadata: MetadataProps): PostgresSettingsProps {
  return {
    ...metadata,
    name: `${name}-settings`,
    postgresVersion,
    port: props.port,
    encryption: props.tls === undefined ? 'off' : props.tls.required ? 'required' : 'on',
    memoryLimit: (props.resources ?? DEFAULT_RESOURCES).limits?.memory,
    sharedMemory: sharedMemoryOf(props),
  };
}
