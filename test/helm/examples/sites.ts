import { Cron, Duration } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface SitesProps {
  readonly sites: { readonly host: string; readonly content: string; readonly auth?: { readonly secretName: string }; readonly aliases: string[] }[];
  readonly certificate: 'none' | 'shared' | 'each';
  readonly resync?: { readonly repository: string; readonly branch?: string; readonly hour: number };
  readonly owner: { readonly name: string; readonly email?: string };
}

/** Static sites behind one Ingress, filled again every night. */
class Sites extends Construct {
  public constructor(scope: Construct, id: string, props: SitesProps) {
    super(scope, id);
    const { sites, certificate, resync, owner } = props;
    const content = new kplus.ConfigMap(this, 'content', {
      data: { 'owner.txt': owner.email ? `${owner.name} <${owner.email}>` : owner.name, ...Object.fromEntries(sites.map((site) => [`${site.host}.html`, site.content])) },
    });
    const server = new kplus.Deployment(this, 'server', { containers: [{ image: 'httpd:2.4', portNumber: 80 }] });
    server.containers[0].mount('/srv', kplus.Volume.fromConfigMap(this, 'files', content));
    const service = server.exposeViaService();
    const ingress = new kplus.Ingress(this, 'ingress', { defaultBackend: kplus.IngressBackend.fromService(service) });
    for (const { host } of sites) ingress.addHostRule(host, '/', kplus.IngressBackend.fromService(service));
    if (certificate === 'shared') ingress.addTls([{ hosts: sites.flatMap(({ host, aliases }) => [host, ...aliases]), secret: this.secret('sites-tls') }]);
    if (certificate === 'each') for (const { host } of sites) ingress.addTls([{ hosts: [host], secret: this.secret(`tls-${host}`) }]);
    for (const { host, auth } of sites) {
      if (!auth) continue;
      new kplus.Secret(this, `auth-${host}`, { metadata: { name: `auth-${host}`, annotations: { from: auth.secretName } }, stringData: { realm: host } });
    }
    if (!resync) return;
    new kplus.CronJob(this, 'resync', {
      schedule: new Cron({ minute: '0', hour: `${resync.hour}` }),
      startingDeadline: Duration.seconds(60),
      containers: [{ image: 'git:2', args: ['clone', ...(resync.branch ? ['--branch', resync.branch] : []), resync.repository, '/srv'] }],
    });
  }

  private secret(name: string): kplus.ISecret {
    return kplus.Secret.fromSecretName(this, `secret-${name}`, name);
  }
}

const host = Values.string({ pattern: '^[a-z]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$', maxLength: 200 });

export const sites: Example = {
  name: 'sites',
  features: [
    'objects per element', 'list in several places', 'element optional', 'nested list', 'flatMap', 'early return', 'enumeration', 'optional group', 'list among literals', 'template text', 'port', 'constant name', 'name reference', 'pod selector',
  ],
  pkg: HelmPackage.of({
    name: 'sites',
    version: '1.5.0',
    values: {
      sites: Values.list({
        host,
        content: Values.string({ default: '<h1>Soon</h1>', description: 'HTML.' }),
        auth: Values.optional({ secretName: Values.string({ minLength: 1 }) }),
        aliases: Values.list(host),
      }, { key: 'host' }),
      certificate: Values.enumeration(['none', 'shared', 'each'], { default: 'shared' }),
      resync: Values.optional({
        repository: Values.string({ default: 'https://git.example.com/sites', minLength: 1 }),
        branch: Values.string({ optional: true }),
        hour: Values.integer({ default: 3, minimum: 0, maximum: 23 }),
      }),
      owner: Values.object({ name: Values.string({ default: 'web team', minLength: 1 }), email: Values.string({ optional: true }) }),
    },
    define: (scope, values) => new Sites(scope, 'sites', values),
  }),
};
