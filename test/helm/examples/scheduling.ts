import { Duration, Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface Nodes {
  readonly pool: string;
  readonly zones: string[];
  readonly required: boolean;
  readonly taint?: { readonly key: string; readonly value?: string };
}

interface SchedulingProps {
  readonly nodes?: Nodes;
  readonly spread: boolean;
  readonly storage: { readonly gibibytes: number; readonly className?: string; readonly shared: boolean };
  readonly grace: number;
  readonly rolling?: { readonly surge: number; readonly minReady?: number };
  readonly closed: boolean;
}

/** Two applications that share a volume: on which nodes they run, and that nobody else talks to them. */
class Scheduling extends Construct {
  public constructor(scope: Construct, id: string, props: SchedulingProps) {
    super(scope, id);
    const { storage, rolling, nodes } = props;
    const claim = new kplus.PersistentVolumeClaim(this, 'claim', {
      storage: Size.gibibytes(storage.gibibytes),
      storageClassName: storage.className,
      accessModes: [storage.shared ? kplus.PersistentVolumeAccessMode.READ_WRITE_MANY : kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
    });
    const oneLess = kplus.PercentOrAbsolute.absolute(1);
    const writer = new kplus.Deployment(this, 'writer', {
      replicas: 1,
      terminationGracePeriod: Duration.seconds(props.grace),
      strategy: rolling && storage.shared
        ? kplus.DeploymentStrategy.rollingUpdate({ maxSurge: kplus.PercentOrAbsolute.percent(rolling.surge), maxUnavailable: oneLess })
        : kplus.DeploymentStrategy.recreate(),
      minReady: rolling?.minReady ? Duration.seconds(rolling.minReady) : undefined,
      containers: [{ image: 'writer:1', portNumber: 7000 }],
    });
    writer.containers[0].mount('/data', kplus.Volume.fromPersistentVolumeClaim(this, 'data', claim));
    const reader = new kplus.Deployment(this, 'reader', { containers: [{ image: 'reader:1', portNumber: 7001 }] });
    if (nodes) {
      for (const deployment of [writer, reader]) this.place(deployment, nodes);
    } else if (props.spread) {
      reader.scheduling.separate(writer, { topology: kplus.Topology.HOSTNAME });
    }
    if (!props.closed) return;
    writer.connections.isolate();
    reader.connections.allowTo(writer, { ports: [kplus.NetworkPolicyPort.tcp(7000)] });
  }

  private place({ scheduling }: kplus.Deployment, { pool, zones, required, taint }: Nodes): void {
    const where = [kplus.NodeLabelQuery.is('pool', pool), ...(zones.length > 0 ? [kplus.NodeLabelQuery.in('topology.kubernetes.io/zone', zones)] : [])];
    scheduling.attract(kplus.Node.labeled(...where), required ? {} : { weight: 50 });
    if (!taint) return;
    const query = taint.value ? kplus.NodeTaintQuery.is(taint.key, taint.value) : kplus.NodeTaintQuery.exists(taint.key);
    scheduling.tolerate(kplus.Node.tainted(query));
  }
}

export const scheduling: Example = {
  name: 'scheduling',
  features: ['nested optional', 'early return', 'pod selector', 'pair', 'triple', 'list of scalars', 'optional scalar', 'boolean', 'optional group', 'name reference', 'port'],
  pkg: HelmPackage.of({
    name: 'scheduling',
    version: '0.4.0',
    values: {
      nodes: Values.optional({
        pool: Values.string({ default: 'general', minLength: 1 }),
        zones: Values.list(Values.string({ minLength: 1 })),
        required: Values.boolean({ default: true }),
        taint: Values.optional({ key: Values.string({ default: 'dedicated', minLength: 1 }), value: Values.string({ optional: true }) }),
      }),
      spread: Values.boolean({ default: true, description: 'Whether readers keep away from the writer, unless nodes are chosen.' }),
      storage: Values.object({
        gibibytes: Values.integer({ default: 10, minimum: 1, maximum: 60000 }),
        className: Values.string({ optional: true }),
        shared: Values.boolean(),
      }),
      grace: Values.integer({ default: 30, minimum: 0, maximum: 3600, description: 'Seconds that a pod has to end.' }),
      rolling: Values.optional({
        surge: Values.integer({ default: 25, minimum: 1, maximum: 100 }),
        minReady: Values.integer({ optional: true, minimum: 1, maximum: 500 }),
      }),
      closed: Values.boolean(),
    },
    define: (scope, values) => new Scheduling(scope, 'pair', values),
  }),
};
