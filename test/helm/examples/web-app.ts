import { Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface WebAppProps {
  readonly image: { readonly repository: string; readonly tag: string };
  readonly replicas: number;
  readonly arguments: string[];
  readonly service: { readonly type: 'ClusterIP' | 'NodePort' | 'LoadBalancer'; readonly port: number };
  readonly autoscaling?: { readonly minReplicas: number; readonly maxReplicas: number; readonly cpuPercent?: number };
  readonly ingress?: { readonly host: string; readonly path: string; readonly className?: string; readonly tls?: { readonly secretName: string } };
  readonly probes: boolean;
}

/** A web application with its Service, and what may stand before and beside it. */
class WebApp extends Construct {
  public constructor(scope: Construct, id: string, props: WebAppProps) {
    super(scope, id);
    const { image, service: { type, port }, autoscaling, ingress } = props;
    const probe = kplus.Probe.fromHttpGet('/healthz', { initialDelaySeconds: Duration.seconds(5) });
    const deployment = new kplus.Deployment(this, 'app', {
      replicas: autoscaling ? undefined : props.replicas,
      containers: [{
        image: `${image.repository}:${image.tag}`,
        imagePullPolicy: image.tag === 'latest' ? kplus.ImagePullPolicy.ALWAYS : kplus.ImagePullPolicy.IF_NOT_PRESENT,
        args: ['--listen=:8080', ...props.arguments, '--'],
        portNumber: 8080,
        ...(props.probes && { liveness: probe, readiness: probe }),
      }],
    });
    const service = deployment.exposeViaService({ serviceType: kplus.ServiceType[typeNames[type]], ports: [{ port, targetPort: 8080 }] });

    if (ingress) {
      const rules = new kplus.Ingress(this, 'ingress', { className: ingress.className });
      rules.addHostRule(ingress.host, ingress.path, kplus.IngressBackend.fromService(service));
      if (ingress.tls) rules.addTls([{ hosts: [ingress.host], secret: kplus.Secret.fromSecretName(this, 'certificate', ingress.tls.secretName) }]);
    }
    if (autoscaling) {
      new kplus.HorizontalPodAutoscaler(this, 'autoscaler', {
        target: deployment,
        minReplicas: autoscaling.minReplicas,
        maxReplicas: autoscaling.maxReplicas,
        metrics: [kplus.Metric.resourceCpu(kplus.MetricTarget.averageUtilization(autoscaling.cpuPercent ?? 80))],
      });
    }
    if (autoscaling || props.replicas > 1) {
      new kplus.k8s.KubePodDisruptionBudget(this, 'disruption', {
        spec: { maxUnavailable: kplus.k8s.IntOrString.fromNumber(1), selector: { matchLabels: { ...deployment.matchLabels } } },
      });
    }
  }
}

const typeNames = { ClusterIP: 'CLUSTER_IP', NodePort: 'NODE_PORT', LoadBalancer: 'LOAD_BALANCER' } as const;

export const webApp: Example = {
  name: 'web-app',
  features: [
    'boolean', 'optional group', 'nested optional', 'enumeration', 'optional scalar', 'nullish default', 'free number', 'free string', 'port', 'pair',
    'list of scalars', 'list among literals', 'template text', 'name reference', 'pod selector', 'spread',
  ],
  pkg: HelmPackage.of({
    name: 'web-app',
    version: '1.0.0',
    appVersion: '2.4.1',
    values: {
      image: Values.object({
        repository: Values.string({ default: 'registry.example.com/web', minLength: 1, description: 'Container image.' }),
        tag: Values.string({ default: '2.4.1', pattern: '^[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}$' }),
      }),
      replicas: Values.integer({ default: 2, minimum: 0, maximum: 1000, description: 'Number of pods, unless they are scaled automatically.' }),
      arguments: Values.list(Values.string(), { description: 'Further arguments of the program.' }),
      service: Values.object({
        type: Values.enumeration(['ClusterIP', 'NodePort', 'LoadBalancer'], { default: 'ClusterIP' }),
        port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }),
      }),
      autoscaling: Values.optional({
        minReplicas: Values.integer({ default: 2, minimum: 1, maximum: 10 }),
        maxReplicas: Values.integer({ default: 10, minimum: 10, maximum: 1000 }),
        cpuPercent: Values.integer({ optional: true, minimum: 1, maximum: 100, description: 'Use of the CPU that is aimed at, 80 if left out.' }),
      }),
      ingress: Values.optional({
        host: Values.string({ default: 'web.example.com', pattern: '^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$' }),
        path: Values.string({ default: '/', pattern: '^/' }),
        className: Values.string({ optional: true }),
        tls: Values.optional({ secretName: Values.string({ default: 'web-tls', minLength: 1 }) }),
      }),
      probes: Values.boolean({ default: true, description: 'Whether the pods are asked if they live and are ready.' }),
    },
    define: (scope, values) => new WebApp(scope, 'web', values),
  }),
};
