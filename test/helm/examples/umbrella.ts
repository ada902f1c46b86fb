import { Chart } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface BackendProps {
  readonly namespace?: string;
  readonly image: string;
  readonly replicas: number;
  readonly database?: { readonly host: string; readonly pool?: { readonly size: number; readonly mode: 'session' | 'transaction' } };
}

/** A Chart of its own, as it was before there was a chart of Helm. */
class Backend extends Chart {
  public readonly url: string;

  public constructor(scope: Construct, id: string, { namespace, image, replicas, database }: BackendProps) {
    super(scope, id, { labels: { component: 'backend' }, namespace });
    const deployment = new kplus.Deployment(this, 'api', {
      replicas,
      containers: [{
        image,
        portNumber: 8080,
        envVariables: {
          LISTEN: kplus.EnvValue.fromValue(':8080'),
          ...(database && { DB_HOST: kplus.EnvValue.fromValue(database.host) }),
          ...(database?.pool && { DB_POOL: kplus.EnvValue.fromValue(`${database.pool.mode}:${database.pool.size}`) }),
        },
      }],
    });
    this.url = `http://${deployment.exposeViaService().name}:8080`;
  }
}

interface FrontendProps {
  readonly backend: string;
  readonly title: string;
  readonly beta: boolean;
}

class Frontend extends Chart {
  public constructor(scope: Construct, id: string, { backend, title, beta }: FrontendProps) {
    super(scope, id, { disableResourceNameHashes: true });
    new kplus.ConfigMap(this, 'site', { data: { 'config.js': `window.config = ${JSON.stringify({ backend, beta, theme: beta ? 'new' : 'plain' })};\n`, 'title': title } });
    new kplus.Deployment(this, 'site-server', { containers: [{ image: 'site:3', portNumber: 80 }] }).exposeViaService();
  }
}

export const umbrella: Example = {
  name: 'umbrella',
  features: ['nested Chart', 'nested optional', 'optional group', 'template text', 'JSON text', 'enumeration', 'name reference', 'pod selector', 'boolean', 'optional scalar', 'empty string'],
  pkg: HelmPackage.of({
    name: 'umbrella',
    version: '5.0.0',
    values: {
      backend: Values.object({
        namespace: Values.string({ optional: true, pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 }),
        image: Values.string({ default: 'backend:9', minLength: 1 }),
        replicas: Values.integer({ default: 2, minimum: 0, maximum: 100000 }),
        database: Values.optional({
          host: Values.string({ default: 'db', minLength: 1 }),
          pool: Values.optional({ size: Values.integer({ default: 10, minimum: 1, maximum: 500 }), mode: Values.enumeration(['session', 'transaction'], { default: 'session' }) }),
        }),
      }),
      frontend: Values.optional({ title: Values.string({ default: 'Shop' }), beta: Values.boolean() }, { enabled: true }),
    },
    define: (scope, { backend, frontend }) => {
      const { url } = new Backend(scope, 'backend', backend);
      if (frontend) new Frontend(scope, 'frontend', { ...frontend, backend: url });
    },
  }),
};
