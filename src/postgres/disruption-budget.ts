import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { requireSelectorLabels } from '../expressions/labels';
import { requireDnsSubdomain } from '../expressions/names';
import { refuseTogether, rule } from '../expressions/rule';
import { requireShape } from '../expressions/shape';

/**
 * What a drained node or an autoscaler may do to the pod. There is one server, so a budget can only let it go or hold its node for ever;
 * the second is refused.
 */
export interface DisruptionBudget {
  /**
   * Whether it is made.
   *
   * @default true
   */
  readonly create?: boolean;

  /**
   * Number of pods that must stay. Only 0 is taken; another one would never let the node be drained.
   *
   * @default - maxUnavailable decides
   */
  readonly minAvailable?: number;

  /**
   * Number of pods that may be missing, at least 1. Together with minAvailable it is refused, as by the API server.
   *
   * @default - 1, unless minAvailable is given
   */
  readonly maxUnavailable?: number;
}

/** Properties of `PostgresDisruptionBudget`. */
export interface DisruptionBudgetProps extends MetadataProps {
  /** Name of the budget. */
  readonly name: string;

  /** Labels of the pods that it is for. */
  readonly selectorLabels: { [name: string]: string };

  /**
   * Number of pods that must stay; only 0 is taken.
   *
   * @default - maxUnavailable decides
   */
  readonly minAvailable?: number;

  /**
   * Number of pods that may be missing, at least 1.
   *
   * @default - 1, unless minAvailable is given
   */
  readonly maxUnavailable?: number;
}

/** A PodDisruptionBudget for the pod of a database that lets its node be drained: the server is then stopped cleanly and started elsewhere. */
export class PostgresDisruptionBudget extends Construct {
  /** Refuses a budget that would block the drain of a node. */
  public constructor(scope: Construct, id: string, props: DisruptionBudgetProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.disruptionBudget);
    const { name, selectorLabels, minAvailable, maxUnavailable } = props;
    const place = (property: string) => ({ construct: this.node.path, property });
    requireDnsSubdomain(place('name'), name);
    requireSelectorLabels(place('selectorLabels'), selectorLabels);
    if (minAvailable !== undefined) {
      requireNoneKept(place('disruptionBudget.minAvailable'), minAvailable);
      if (maxUnavailable !== undefined) {
        refuseTogether(place('disruptionBudget.maxUnavailable'), maxUnavailable, 'must not be given together with minAvailable; the API server takes one of them');
      }
    }
    if (maxUnavailable !== undefined) requireOneLetGo(place('disruptionBudget.maxUnavailable'), maxUnavailable);
    const most = minAvailable === undefined ? maxUnavailable ?? 1 : undefined;
    new k8s.KubePodDisruptionBudget(this, 'PodDisruptionBudget', {
      metadata: objectMetadata(this, name, props),
      spec: {
        minAvailable: minAvailable === undefined ? undefined : k8s.IntOrString.fromNumber(minAvailable),
        maxUnavailable: most === undefined ? undefined : k8s.IntOrString.fromNumber(most),
        selector: { matchLabels: selectorLabels },
      },
    });
  }
}

const ADVICE = 'the only server could never be evicted, and a drain of its node would wait for ever; to keep an autoscaler away, annotate the pod instead';

const requireNoneKept = rule('keepsNoServer', (minAvailable: number) => minAvailable === 0, `must be 0: otherwise ${ADVICE}`,
  { breach: (_call, number) => `ne (int64 ${number}) 0` });

const requireOneLetGo = rule('letsServerGo', (maxUnavailable: number) => Number.isInteger(maxUnavailable) && maxUnavailable >= 1,
  `must be a whole number of at least 1: with less ${ADVICE}`, { breach: (_call, number) => `lt (int64 ${number}) 1` });
