import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { SHAPES } from './shapes';
import { requirePort, requireWholeNumber } from '../expressions/numbers';
import { requireShape } from '../expressions/shape';

/** Figures of one probe. */
export interface ProbeFigures {
  /**
   * Seconds from the start of the container, or from the end of the startup probe, to the first try.
   *
   * @default 0
   */
  readonly initialDelaySeconds?: number;

  /**
   * Seconds from one try to the next.
   *
   * @default 10
   */
  readonly periodSeconds?: number;

  /**
   * Seconds after which a try has failed.
   *
   * @default 5
   */
  readonly timeoutSeconds?: number;

  /**
   * Failed tries in a row after which the probe has failed.
   *
   * @default - 6; for the startup probe 360, which is an hour; for the readiness probe 3
   */
  readonly failureThreshold?: number;
}

/** Figures of the three probes. */
export interface ProbesFigures {
  /**
   * Figures of the startup probe.
   *
   * @default - an hour
   */
  readonly startup?: ProbeFigures;

  /**
   * Figures of the liveness probe.
   *
   * @default - a minute
   */
  readonly liveness?: ProbeFigures;

  /**
   * Figures of the readiness probe.
   *
   * @default - half a minute
   */
  readonly readiness?: ProbeFigures;
}

/** Properties of `Probes`. */
export interface ProbesProps extends ProbesFigures {
  /** Role that the probes name; it must exist, or the server logs each try. */
  readonly username: string;

  /**
   * Database that the probes name.
   *
   * @default - the username
   */
  readonly database?: string;

  /**
   * Port of the server.
   *
   * @default 5432
   */
  readonly port?: number;
}

/**
 * Three probes that tell three states of a PostgreSQL server apart.
 *
 * `pg_isready` says 0 (accepting), 1 (rejecting: starting or recovering) or 2 (no answer). A server that
 * recovers is alive, so startup and liveness take 0 and 1; only readiness needs 0. A kill during recovery
 * would throw away what was replayed, over and over. The probes go over TCP, so that a server which
 * answers on its socket only does not count.
 */
export class Probes {
  /** Whether the server has come up, for the `startupProbe` of a container. */
  public readonly startup: k8s.Probe;

  /** Whether the server lives, for the `livenessProbe` of a container. */
  public readonly liveness: k8s.Probe;

  /** Whether the server takes connections, for the `readinessProbe` of a container. */
  public readonly readiness: k8s.Probe;

  /** Figures that are no whole numbers in range are refused; `scope` only gives the error its place. */
  public constructor(scope: Construct, props: ProbesProps) {
    requireShape(scope.node.path, props, SHAPES.probes);
    if (props.port !== undefined) requirePort({ construct: scope.node.path, property: 'port' }, props.port);
    this.startup = toProbe(scope, 'startup', props, props.startup, 360, TAKES_REJECTING);
    this.liveness = toProbe(scope, 'liveness', props, props.liveness, 6, TAKES_REJECTING);
    this.readiness = toProbe(scope, 'readiness', props, props.readiness, 3, []);
  }
}

// The API has 32 bits for it.
const MOST_SECONDS = 2 ** 31 - 1;

const TAKES_REJECTING = ['sh', '-c', 'pg_isready "$@"; [ $? -le 1 ]'];

function toProbe(
  scope: Construct, name: string, props: ProbesProps, figures: ProbeFigures = {}, defaultThreshold: number, wrapper: string[],
): k8s.Probe {
  const { username, database = username, port = 5432 } = props;
  const { initialDelaySeconds, periodSeconds = 10, timeoutSeconds = 5, failureThreshold = defaultThreshold } = figures;
  const place = (property: string) => ({ construct: scope.node.path, property: `probes.${name}.${property}` });
  if (initialDelaySeconds !== undefined) requireWholeNumber(place('initialDelaySeconds'), initialDelaySeconds, 0, MOST_SECONDS);
  requireWholeNumber(place('periodSeconds'), periodSeconds, 1, MOST_SECONDS);
  requireWholeNumber(place('timeoutSeconds'), timeoutSeconds, 1, MOST_SECONDS);
  requireWholeNumber(place('failureThreshold'), failureThreshold, 1, MOST_SECONDS);
  return {
    exec: { command: [...wrapper, 'pg_isready', '-q', '-h', '127.0.0.1', '-p', `${port}`, '-U', username, '-d', database, '-t', `${timeoutSeconds}`] },
    initialDelaySeconds,
    periodSeconds,
    timeoutSeconds,
    failureThreshold,
  };
}
