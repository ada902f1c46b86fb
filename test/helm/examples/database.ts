import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

const { k8s } = kplus;

interface DatabaseProps {
  readonly image: string;
  readonly persistence?: {
    readonly size: string;
    readonly storageClass?: string;
    readonly accessModes: string[];
    readonly labels: Record<string, string>;
  };
  readonly resources?: kplus.k8s.ResourceRequirements;
  readonly affinity?: kplus.k8s.Affinity;
  readonly tolerations: kplus.k8s.Toleration[];
  readonly podSecurityContext?: kplus.k8s.PodSecurityContext;
  readonly nodeSelector: Record<string, string>;
  readonly extraEnv: kplus.k8s.EnvVar[];
  readonly extraVolumes: kplus.k8s.Volume[];
  readonly metrics?: { readonly image: string; readonly port: number; readonly resources?: kplus.k8s.ResourceRequirements };
}

/** A StatefulSet of one pod, whose structs the user may give as Kubernetes has them. */
class Database extends Construct {
  public constructor(scope: Construct, id: string, props: DatabaseProps) {
    super(scope, id);
    const { persistence, metrics } = props;
    const labels = { component: 'database' };
    const service = new k8s.KubeService(this, 'service', { spec: { clusterIp: 'None', selector: labels, ports: [{ name: 'db', port: 5432 }] } });
    new k8s.KubeStatefulSet(this, 'server', {
      spec: {
        serviceName: service.name,
        replicas: 1,
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            affinity: props.affinity,
            tolerations: props.tolerations,
            nodeSelector: props.nodeSelector,
            securityContext: props.podSecurityContext ?? { runAsNonRoot: true, runAsUser: 999, fsGroup: 999 },
            containers: [
              {
                name: 'database',
                image: props.image,
                ports: [{ name: 'db', containerPort: 5432 }],
                env: [{ name: 'PGDATA', value: '/data/pg' }, ...props.extraEnv, { name: 'SERVICE', value: service.name }],
                resources: props.resources,
                volumeMounts: [{ name: 'data', mountPath: '/data' }],
              },
              ...(metrics ? [{ name: 'metrics', image: metrics.image, ports: [{ name: 'metrics', containerPort: metrics.port }], resources: metrics.resources }] : []),
            ],
            volumes: [...(persistence ? [] : [{ name: 'data', emptyDir: {} }]), ...props.extraVolumes],
          },
        },
        volumeClaimTemplates: persistence && [{
          metadata: { name: 'data', labels: persistence.labels },
          spec: {
            accessModes: persistence.accessModes,
            storageClassName: persistence.storageClass,
            resources: { requests: { storage: k8s.Quantity.fromString(persistence.size) } },
          },
        }],
      },
    });
  }
}

export const database: Example = {
  name: 'database',
  features: [
    'opaque struct', 'splice', 'L1', 'map', 'optional group', 'optional scalar', 'list of scalars', 'minimal length', 'nullish default', 'name reference', 'port',
    'list among literals', 'spread',
  ],
  pkg: HelmPackage.of({
    name: 'database',
    version: '2.0.0',
    appVersion: '16.4',
    values: {
      image: Values.string({ default: 'postgres:16.4', minLength: 1 }),
      persistence: Values.optional({
        size: Values.string({ default: '8Gi', pattern: '^[1-9][0-9]*[MGT]i$' }),
        storageClass: Values.string({ optional: true }),
        accessModes: Values.list(Values.enumeration(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany']), { default: ['ReadWriteOnce'], minItems: 1 }),
        labels: Values.map(Values.string()),
      }, { enabled: true }),
      resources: Values.kubernetes('v1.ResourceRequirements', { default: { requests: { cpu: '250m', memory: '256Mi' } } }),
      affinity: Values.kubernetes('v1.Affinity'),
      tolerations: Values.list(Values.kubernetes('v1.Toleration')),
      podSecurityContext: Values.kubernetes('v1.PodSecurityContext', { description: 'In the place of the one that runs as user 999.' }),
      nodeSelector: Values.map(Values.string()),
      extraEnv: Values.list(Values.kubernetes('v1.EnvVar')),
      extraVolumes: Values.list(Values.kubernetes('v1.Volume')),
      metrics: Values.optional({
        image: Values.string({ default: 'postgres-exporter:0.15', minLength: 1 }),
        port: Values.integer({ default: 9187, minimum: 1, maximum: 65535 }),
        resources: Values.kubernetes('v1.ResourceRequirements'),
      }),
    },
    define: (scope, values) => new Database(scope, 'db', values),
  }),
};
