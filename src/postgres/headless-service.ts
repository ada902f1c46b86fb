import * as kplus from 'cdk8s-plus-28';
import { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { requireDnsLabel } from '../expressions/names';
import { requirePort } from '../expressions/numbers';
import { MetadataProps } from './labels';

/** Properties of `HeadlessService`. */
export interface HeadlessServiceProps extends MetadataProps {
  /**
   * Name of the Service, a DNS label of at most 63 characters; a StatefulSet does not let it change.
   *
   * @default - from the path of the construct
   */
  readonly name?: string;

  /** Labels of the pods that the Service finds. */
  readonly selectorLabels: { [name: string]: string };

  /**
   * Port of the server, 1 to 65535.
   *
   * @default 5432
   */
  readonly port?: number;

  /**
   * Whether pods that are not ready have addresses, too. Applications would then meet a server that still recovers.
   *
   * @default false
   */
  readonly publishNotReadyAddresses?: boolean;

  /**
   * Domain of the cluster, for `host`.
   *
   * @default cluster.local
   */
  readonly clusterDomain?: string;
}

/** A Service without an address of its own: its DNS name leads to the pod, and the pod gets a stable name below it. */
export class HeadlessService extends Construct {
  /** Name of the Service; within its namespace also the host name. */
  public readonly name: string;

  /** Host name that works in the whole cluster when the chart names a namespace, otherwise the name within the namespace. */
  public readonly host: string;

  /** Port of the server. */
  public readonly port: number;

  /** Refuses a name that is no DNS label, and a port outside 1 to 65535. */
  public constructor(scope: Construct, id: string, props: HeadlessServiceProps) {
    super(scope, id);
    const { name, port = 5432, selectorLabels, labels, annotations, clusterDomain = 'cluster.local' } = props;
    if (name !== undefined) requireDnsLabel({ construct: this.node.path, property: 'service.name' }, name, 63);
    requirePort({ construct: this.node.path, property: 'port' }, port);

    const service = new kplus.Service(this, 'Service', {
      metadata: { name, labels, annotations },
      clusterIP: 'None',
      publishNotReadyAddresses: props.publishNotReadyAddresses ?? false,
      ports: [{ name: 'postgresql', port, targetPort: port }],
    });
    for (const [label, value] of Object.entries(selectorLabels)) service.selectLabel(label, value);

    const { namespace } = Chart.of(this);
    this.name = service.name;
    this.host = namespace === undefined ? service.name : `${service.name}.${namespace}.svc.${clusterDomain}`;
    this.port = port;
  }
}
