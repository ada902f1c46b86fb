import { Chart } from 'cdk8s';
import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { MetadataProps, objectMetadata } from './labels';
import { SHAPES } from './shapes';
import { requireSelectorLabels } from '../expressions/labels';
import { requireDnsSubdomain, requireServiceName } from '../expressions/names';
import { requirePort } from '../expressions/numbers';
import { requireShape } from '../expressions/shape';

/** Properties of `HeadlessService`. */
export interface HeadlessServiceProps extends MetadataProps {
  /**
   * Name of the Service, a DNS label of at most 63 characters that begins with a letter; a StatefulSet does not let it change.
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

  /** Refuses a name that is no DNS label, a port outside 1 to 65535, and labels that select nothing. */
  public constructor(scope: Construct, id: string, props: HeadlessServiceProps) {
    super(scope, id);
    requireShape(this.node.path, props, SHAPES.headlessService);
    const { name, port = 5432, selectorLabels, clusterDomain = 'cluster.local' } = props;
    const place = (property: string) => ({ construct: this.node.path, property });
    if (name !== undefined) requireServiceName(place('name'), name);
    requirePort(place('port'), port);
    requireSelectorLabels(place('selectorLabels'), selectorLabels);
    requireDnsSubdomain(place('clusterDomain'), clusterDomain);

    // The Service of cdk8s-plus writes fields that the API server does not keep, such as an empty list, so that each apply would change it.
    const service = new k8s.KubeService(this, 'Service', {
      metadata: objectMetadata(this, name, props),
      spec: {
        type: 'ClusterIP',
        clusterIp: 'None',
        publishNotReadyAddresses: props.publishNotReadyAddresses,
        ports: [{ name: 'postgresql', port, targetPort: k8s.IntOrString.fromNumber(port) }],
        selector: selectorLabels,
      },
    });

    this.name = service.name;
    this.host = hostOf(this, service.name, clusterDomain);
    this.port = port;
  }
}

/** Host name of a Service: complete when the chart names a namespace, otherwise the name within the namespace. */
export function hostOf(scope: Construct, service: string, clusterDomain = 'cluster.local'): string {
  const { namespace } = Chart.of(scope);
  return namespace === undefined ? service : `${service}.${namespace}.svc.${clusterDomain}`;
}
