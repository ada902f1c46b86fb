import { ApiObject, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { HelmPackage, Values } from '../../../src/helm';

interface ShopProps {
  readonly image: string;
  readonly replicas: number;
  readonly mode: string;
  readonly debug: boolean;
  readonly metrics: boolean;
  readonly account: boolean;
  readonly quiet: boolean;
  readonly batch: boolean;
  readonly ingress?: { readonly host: string; readonly tls: boolean };
  readonly motto?: string;
  readonly queues: { readonly name: string; readonly depth: number; readonly durable: boolean }[];
  readonly settings: { [key: string]: string };
  readonly affinity?: any;
}

/** What `define` of shop.py makes, statement by statement. */
function defineShop(scope: Construct, values: ShopProps): void {
  const { image, mode, debug, quiet, batch, ingress: group, motto, affinity } = values;
  if (batch && mode === 'safe') throw new Error('Batches run in the modes plain and fast only.');
  const args = [`--mode=${mode}`];
  if (debug) args.push('--debug');
  if (quiet && !debug) args.push('--quiet');
  const app = new kplus.Deployment(scope, 'shop', {
    replicas: values.replicas,
    containers: [{ image, portNumber: 8080, args }],
    automountServiceAccountToken: values.account,
  });
  const service = app.exposeViaService();
  if (values.metrics) service.metadata.addAnnotation('prometheus.io/scrape', 'true');
  if (group) {
    const ingress = new kplus.Ingress(scope, 'ingress');
    ingress.addHostRule(group.host, '/', kplus.IngressBackend.fromService(service));
    if (group.tls) ingress.addTls([{ hosts: [group.host], secret: kplus.Secret.fromSecretName(scope, 'certificate', 'shop-tls') }]);
  }

  const lines = [`mode = ${mode}`];
  if (motto) lines.push(`motto = ${motto}`);
  for (const { name, depth, durable } of values.queues) lines.push(`queue ${name} ${depth}${durable ? ' durable' : ''}`);
  new kplus.ConfigMap(scope, 'config', { data: { 'shop.conf': `${lines.join('\n')}\n` } });
  new kplus.ConfigMap(scope, 'settings', { data: { 'built-in': 'yes', ...values.settings } });

  if (batch) {
    const job = new ApiObject(scope, 'batch', { apiVersion: 'batch/v1', kind: 'Job' });
    const pod = { restartPolicy: 'OnFailure', containers: [{ name: 'batch', image }], ...(affinity && { affinity }) };
    job.addJsonPatch(JsonPatch.add('/spec', { template: { spec: pod } }));
  }
  if (affinity) ApiObject.of(app).addJsonPatch(JsonPatch.add('/spec/template/spec/affinity', affinity));
}

export const shop = HelmPackage.of({
  name: 'shop',
  version: '1.0.0',
  appVersion: '4.2',
  description: 'A shop, packaged from Python.',
  values: {
    image: Values.string({ default: 'shop:4.2', description: 'Container image.' }),
    replicas: Values.integer({ default: 2, minimum: 1 }),
    mode: Values.enumeration(['plain', 'fast', 'safe'], { default: 'plain', description: 'How orders are kept.' }),
    debug: Values.boolean(),
    metrics: Values.boolean({ default: true }),
    account: Values.boolean(),
    quiet: Values.boolean(),
    batch: Values.boolean(),
    ingress: Values.optional({ host: Values.string({ minLength: 1 }), tls: Values.boolean({ default: true }) }),
    motto: Values.string({ optional: true }),
    queues: Values.list({ name: Values.string({ minLength: 1 }), depth: Values.integer({ default: 10 }), durable: Values.boolean() }),
    settings: Values.map(Values.string(), { default: { currency: 'EUR' } }),
    affinity: Values.kubernetes('v1.Affinity'),
  },
  define: defineShop,
});
