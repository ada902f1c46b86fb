import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface LabelsProps {
  readonly labels: Record<string, string>;
  readonly podLabels: Record<string, string>;
  readonly annotations: Record<string, string>;
  readonly team?: string;
  readonly environment: string;
  readonly restartedAt: string;
}

/** An application whose labels and annotations the user adds to, replaces, or cannot replace. */
class Labels extends Construct {
  public constructor(scope: Construct, id: string, props: LabelsProps) {
    super(scope, id);
    const own = { 'app.kubernetes.io/part-of': 'shop', 'tier': 'web', ...(props.team && { team: props.team }) };
    // Those of the user win.
    const labels = { ...own, ...props.labels };
    // Here ours win.
    const annotations = { ...props.annotations, 'example.com/owner': 'platform', 'example.com/environment': props.environment };
    const deployment = new kplus.Deployment(this, 'app', {
      metadata: { labels, annotations },
      podMetadata: {
        // Two of the user's maps, the second wins.
        labels: { ...own, ...props.labels, ...props.podLabels },
        annotations: { 'sidecar.istio.io/inject': 'false', ...(props.restartedAt === '' ? {} : { 'kubectl.kubernetes.io/restartedAt': props.restartedAt }) },
      },
      containers: [{ image: 'shop:5', portNumber: 80 }],
    });
    new kplus.Service(this, 'service', { metadata: { labels }, selector: deployment, ports: [{ port: 80 }] });
    new kplus.ConfigMap(this, 'info', { metadata: { annotations: props.annotations }, data: { application: 'shop', environment: props.environment, ...props.labels } });
  }
}

export const labels: Example = {
  name: 'labels',
  features: ['map', 'map collision', 'optional scalar', 'empty string', 'free string', 'pod selector', 'spread'],
  pkg: HelmPackage.of({
    name: 'labels',
    version: '1.0.0',
    values: {
      labels: Values.map(Values.string(), { default: { tier: 'front' }, description: 'Labels of all objects.' }),
      podLabels: Values.map(Values.string()),
      annotations: Values.map(Values.string()),
      team: Values.string({ optional: true }),
      environment: Values.string({ default: '', description: 'Such as production; may be empty.' }),
      restartedAt: Values.string({ default: '', description: 'Another time restarts the pods.' }),
    },
    define: (scope, values) => new Labels(scope, 'labels', values),
  }),
};
