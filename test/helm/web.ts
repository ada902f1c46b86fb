import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../src/helm';

interface WebProps {
  readonly image: string;
  readonly replicas: number;
  readonly ingress?: { readonly host: string };
  readonly queues: { readonly name: string; readonly depth: number }[];
  readonly labels: { readonly [key: string]: string };
  readonly settings: { readonly motd?: string; readonly debug: boolean };
  readonly affinity?: any;
}

/** A web server that knows nothing of Helm. */
class Web extends Construct {
  public constructor(scope: Construct, id: string, { image, replicas, ingress, queues, labels, settings, affinity }: WebProps) {
    super(scope, id);
    const config = new kplus.ConfigMap(this, 'config', {
      data: {
        'web.conf': [
          'listen 8080', ...(settings.debug ? ['log debug'] : []), ...(settings.motd === undefined ? [] : [`motd ${settings.motd}`]),
          ...queues.map(({ name, depth }) => `queue ${name} ${depth}`), '',
        ].join('\n'),
      },
    });
    const deployment = new kplus.Deployment(this, 'app', {
      replicas,
      podMetadata: { labels: { tier: 'front', ...labels } },
      containers: [{ image, portNumber: 8080, args: ['--config=/etc/web/web.conf', ...(settings.debug ? ['--debug'] : [])] }],
      volumes: [kplus.Volume.fromConfigMap(this, 'config-volume', config)],
    });
    const service = deployment.exposeViaService({ ports: [{ port: 80, targetPort: 8080 }] });
    if (ingress) new kplus.Ingress(this, 'ingress').addHostRule(ingress.host, '/', kplus.IngressBackend.fromService(service));
    for (const { name, depth } of queues) {
      new kplus.ConfigMap(this, `queue-${name}`, { metadata: { name: `queue-${name}` }, data: { depth: `${depth}` } });
    }
    new kplus.k8s.KubePod(this, 'debugger', { spec: { affinity, containers: [{ name: 'shell', image: 'busybox:1.37' }] } });
  }
}

/** The example of the documentation, with all that a package can have; made anew each time. */
export function makeWeb(): HelmPackage {
  return HelmPackage.of({
    name: 'web',
    version: '1.0.0',
    appVersion: '1.27',
    description: 'A web server.',
    kubeVersion: '>=1.28-0',
    keywords: ['web'],
    maintainers: [{ name: 'A. Uthor', email: 'a@example.com' }],
    annotations: { 'artifacthub.io/license': 'Apache-2.0' },
    handWritten: ['templates/extra.yaml', 'docs'],
    rawTemplates: { 'certificate.yaml': '{{- if .Values.ingress.enabled }}\nkind: Certificate\n{{- end }}\n' },
    crds: { 'queues.yaml': 'apiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\n' },
    values: {
      image: Values.string({ default: 'nginx:1.27', minLength: 1, description: 'Container image.' }),
      replicas: Values.integer({ default: 2, minimum: 1, description: 'Number of pods.' }),
      ingress: Values.optional({ host: Values.string({ default: 'web.example.com', minLength: 1, description: 'Name of the site.' }) }, { description: 'Access from outside.' }),
      queues: Values.list({
        name: Values.string({ pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$' }), depth: Values.integer({ minimum: 0 }),
      }, { default: [{ name: 'mail', depth: 10 }], description: 'Queues that are read.' }),
      labels: Values.map(Values.string(), { description: 'Further labels of the pods.' }),
      settings: Values.object({
        motd: Values.string({ optional: true, description: 'Greeting.' }), debug: Values.boolean({ description: 'Whether more is logged.' }),
      }),
      affinity: Values.kubernetes('v1.Affinity', { description: 'Where the debugger runs.' }),
    },
    define: (scope, values) => new Web(scope, 'web', values),
    tests: (scope, values) => new kplus.Pod(scope, 'connection', {
      containers: [{ image: 'busybox:1.37', command: ['wget', '-q', '-O', '-', `http://${values.ingress?.host ?? 'localhost'}`] }],
      restartPolicy: kplus.RestartPolicy.NEVER,
    }),
    notes: (values) => `The web server runs in ${values.replicas} pods.\n${values.ingress ? `See http://${values.ingress.host}.` : 'It is not to be seen from outside.'}\n`,
  });
}
