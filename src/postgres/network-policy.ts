import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { requireSelectorLabels } from '../expressions/labels';
import { requireDnsLabel } from '../expressions/names';
import { requirePort } from '../expressions/numbers';
import { requireShape } from '../expressions/shape';

/** Who may reach a database over the network, and what it may reach: closed but for what is named. The network of the cluster must enforce policies. */
export interface NetworkPolicy {
  /**
   * Whether everybody may connect who has a password, from anywhere. Otherwise only pods of the same namespace that carry the label of clients,
   * `<name>-client: "true"`, and those of `extraIngress`.
   *
   * @default false
   */
  readonly allowExternal?: boolean;

  /**
   * Further rules for connections to the pod, such as for clients in other namespaces. One without `from` lets everybody in.
   *
   * @default - none
   */
  readonly extraIngress?: k8s.NetworkPolicyIngressRule[];

  /**
   * Further rules for connections that the server itself makes, such as to a server of foreign tables.
   *
   * @default - none, so that it can ask for names and nothing else
   */
  readonly extraEgress?: k8s.NetworkPolicyEgressRule[];
}

/** Properties of `PostgresNetworkPolicy`. */
export interface NetworkPolicyProps extends NetworkPolicy, MetadataProps {
  /** Name of the policy, a DNS label of at most 52 characters; the label of clients is made of it. */
  readonly name: string;

  /** Labels of the pods that the policy is for. */
  readonly selectorLabels: { [name: string]: string };

  /**
   * Port of the server, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Whether the cluster is OpenShift, whose DNS pods listen on port 5353.
   *
   * @default false
   */
  readonly openshift?: boolean;
}

/** A NetworkPolicy for the pod of a database: in come named clients, out go questions for names. */
export class PostgresNetworkPolicy extends Construct {
  /** Labels of pods that may connect. */
  public readonly clientLabels: { [name: string]: string };

  /** Refuses a name that is no DNS label, a port outside 1 to 65535, and labels that select nothing. */
  public constructor(scope: Construct, id: string, props: NetworkPolicyProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.networkPolicy);
    const { name, selectorLabels, port = 5432, openshift = false, allowExternal = false, extraIngress = [], extraEgress = [] } = props;
    const place = (property: string) => ({ construct: this.node.path, property });
    requireDnsLabel(place('name'), name, LONGEST_NAME);
    requireSelectorLabels(place('selectorLabels'), selectorLabels);
    requirePort(place('port'), port);

    this.clientLabels = clientLabelsOf(name);
    new k8s.KubeNetworkPolicy(this, 'NetworkPolicy', {
      metadata: objectMetadata(this, name, props),
      spec: {
        podSelector: { matchLabels: selectorLabels },
        policyTypes: ['Ingress', 'Egress'],
        ingress: [
          {
            from: allowExternal ? undefined : [{ podSelector: { matchLabels: this.clientLabels } }],
            ports: [tcp(port)],
          },
          ...extraIngress,
        ],
        egress: [
          // Pods of DNS, and the addresses of one node alone at which its cache or its cloud answers.
          { to: [{ namespaceSelector: {} }, { ipBlock: { cidr: '169.254.0.0/16' } }], ports: [...dns(53), ...(openshift ? dns(5353) : [])] },
          ...extraEgress,
        ],
      },
    });
  }
}

/** The labels of pods that the policy of a database lets in. */
export function clientLabelsOf(name: string): { [name: string]: string } {
  return { [`${name}-client`]: 'true' };
}

// The name of a label has at most 63 characters; a StatefulSet has no longer name either.
const LONGEST_NAME = 52;

function tcp(port: number): k8s.NetworkPolicyPort {
  return { protocol: 'TCP', port: k8s.IntOrString.fromNumber(port) };
}

function dns(port: number): k8s.NetworkPolicyPort[] {
  return [{ protocol: 'UDP', port: k8s.IntOrString.fromNumber(port) }, tcp(port)];
}
