import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { requireOneOf } from '../expressions/choice';
import { requireSelectorLabels } from '../expressions/labels';
import { requireServiceName } from '../expressions/names';
import { requirePort, requireWholeNumber } from '../expressions/numbers';
import { refuseTogether, rule } from '../expressions/rule';
import { requireShape } from '../expressions/shape';

/** How applications reach a database at an address of its own. */
export interface ClientService extends MetadataProps {
  /**
   * Name of the Service, a DNS label; within its namespace also the host name.
   *
   * @default - the name of the database
   */
  readonly name?: string;

  /**
   * Kind of the Service: `ClusterIP`, `NodePort` or `LoadBalancer`.
   *
   * @default ClusterIP
   */
  readonly type?: string;

  /**
   * Port for applications, 1 to 65535.
   *
   * @default - the port of the server
   */
  readonly port?: number;

  /**
   * Port on each node, 30000 to 32767; refused for the type ClusterIP.
   *
   * @default - one that the cluster chooses, where the type has one
   */
  readonly nodePort?: number;

  /**
   * Addresses that may connect to a load balancer, in CIDR notation; refused for other types.
   *
   * @default - all
   */
  readonly loadBalancerSourceRanges?: string[];
}

/** Properties of `PostgresClientService`. */
export interface ClientServiceProps extends ClientService {
  /** Labels of the pods that the Service finds. */
  readonly selectorLabels: { [name: string]: string };

  /** Port of the server. */
  readonly targetPort: number;
}

/** A Service with an address of its own, in front of the one server. */
export class PostgresClientService extends Construct {
  /** Name of the Service; within its namespace also the host name. */
  public readonly name: string;

  /** Port for applications. */
  public readonly port: number;

  /** Refuses ports out of range, and what the type of the Service does not have. */
  public constructor(scope: Construct, id: string, props: ClientServiceProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.clientService);
    const { name, type = 'ClusterIP', targetPort, port = targetPort, nodePort, loadBalancerSourceRanges, selectorLabels } = props;
    const place = (property: string) => ({ construct: this.node.path, property: `clientService.${property}` });
    if (name !== undefined) requireServiceName(place('name'), name);
    requireOneOf(place('type'), type, TYPES);
    requirePort(place('port'), port);
    requirePort(place('targetPort'), targetPort);
    requireSelectorLabels(place('selectorLabels'), selectorLabels);
    if (nodePort !== undefined) {
      if (type === 'ClusterIP') refuseTogether(place('nodePort'), nodePort, 'must not be given for the type ClusterIP, which has none; choose NodePort or LoadBalancer');
      requireWholeNumber(place('nodePort'), nodePort, 30000, 32767);
    }
    if (loadBalancerSourceRanges !== undefined && type !== 'LoadBalancer') {
      refuseTogether(place('loadBalancerSourceRanges'), loadBalancerSourceRanges, `must not be given for the type ${type}; only a LoadBalancer looks at it`);
    }
    loadBalancerSourceRanges?.forEach((range, index) => requireRange(place(`loadBalancerSourceRanges[${index}]`), range));

    const service = new k8s.KubeService(this, 'Service', {
      metadata: objectMetadata(this, name, props),
      spec: {
        type,
        ports: [{ name: 'postgresql', port, targetPort: k8s.IntOrString.fromNumber(targetPort), nodePort }],
        loadBalancerSourceRanges,
        selector: selectorLabels,
      },
    });
    this.name = service.name;
    this.port = port;
  }
}

const TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer'];

const requireRange = rule('isAddressRange', (range: string) => /^\d{1,3}(\.\d{1,3}){3}\/\d{1,2}$|^[0-9a-fA-F:]+\/\d{1,3}$/.test(range),
  'must be a range of addresses such as 10.0.0.0/8');
