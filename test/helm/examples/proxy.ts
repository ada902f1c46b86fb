import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { sha256 } from '../../../src/expressions/hash';
import { HelmPackage, Values } from '../../../src/helm';

interface ProxyProps {
  readonly workers?: number;
  readonly logFormat: 'plain' | 'json' | 'off';
  readonly gzip?: { readonly types: string[]; readonly level: number };
  readonly upstreams: { readonly name: string; readonly servers: string[]; readonly keepalive?: number; readonly sticky: boolean }[];
  readonly sites: Site[];
  readonly extraLines: string;
}

interface Site {
  readonly host: string;
  readonly upstream: string;
  readonly redirect?: string;
  readonly limit?: { readonly rate: number; readonly burst?: number };
}

/** A reverse proxy whose configuration is written from the values; its pods are restarted when that changes. */
class Proxy extends Construct {
  public constructor(scope: Construct, id: string, props: ProxyProps) {
    super(scope, id);
    const text = configuration(props);
    const config = new kplus.ConfigMap(this, 'config', { data: { 'nginx.conf': text } });
    const deployment = new kplus.Deployment(this, 'proxy', {
      podMetadata: { annotations: { 'checksum/config': sha256(text) } },
      containers: [{ image: 'nginx:1.27', portNumber: 8080 }],
    });
    deployment.containers[0].mount('/etc/nginx', kplus.Volume.fromConfigMap(this, 'files', config));
    deployment.exposeViaService();
  }
}

function configuration({ workers, logFormat, gzip, upstreams, sites, extraLines }: ProxyProps): string {
  return [
    `worker_processes ${workers ?? 'auto'};`,
    'http {',
    ...(logFormat === 'off' ? ['  access_log off;'] : [`  access_log /dev/stdout ${logFormat};`]),
    ...(logFormat === 'json' ? ['  log_format json escape=json \'{ "status": "$status", "uri": "$uri" }\';'] : []),
    ...(gzip ? ['  gzip on;', `  gzip_comp_level ${gzip.level};`, `  gzip_types ${gzip.types.join(' ')};`] : []),
    ...upstreams.flatMap(({ name, servers, keepalive, sticky }) => [
      `  upstream ${name} {`,
      ...(sticky ? ['    ip_hash;'] : []),
      ...servers.map((server) => `    server ${server};`),
      ...(keepalive ? [`    keepalive ${keepalive};`] : []),
      '  }',
    ]),
    ...sites.flatMap((site) => ['  server {', `    server_name ${site.host};`, ...siteLines(site).map((line) => `    ${line}`), '  }']),
    ...(extraLines ? [extraLines] : []),
    '}',
    '',
  ].join('\n');
}

function siteLines({ upstream, redirect, limit }: Site): string[] {
  if (redirect) return [`return 301 ${redirect};`];
  const burst = limit?.burst ? ` burst=${limit.burst}` : '';
  return [...(limit ? [`limit_req rate=${limit.rate}r/s${burst};`] : []), `proxy_pass http://${upstream};`];
}

const name = Values.string({ minLength: 1, pattern: '^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' });

export const proxy: Example = {
  name: 'proxy',
  features: [
    'text with switches', 'text with a loop', 'joined text', 'template text', 'hash', 'early return', 'nested list', 'element optional', 'optional scalar',
    'range with a conditional', 'enumeration', 'optional group', 'minimal length', 'nullish default', 'name reference',
  ],
  pkg: HelmPackage.of({
    name: 'proxy',
    version: '1.2.0',
    values: {
      workers: Values.integer({ optional: true, minimum: 1, maximum: 512, description: 'Processes, one for each CPU if left out.' }),
      logFormat: Values.enumeration(['plain', 'json', 'off'], { default: 'plain' }),
      gzip: Values.optional({
        types: Values.list(Values.string({ pattern: '^[a-z]+/[a-z0-9.+-]+$' }), { default: ['text/css', 'application/json'], minItems: 1 }),
        level: Values.integer({ default: 5, minimum: 1, maximum: 9 }),
      }),
      upstreams: Values.list({
        name,
        servers: Values.list(Values.string({ minLength: 1, pattern: '^[a-z0-9.-]+:[0-9]+$' }), { minItems: 1 }),
        keepalive: Values.integer({ optional: true, minimum: 1 }),
        sticky: Values.boolean(),
      }),
      sites: Values.list({
        host: name,
        upstream: name,
        redirect: Values.string({ optional: true, pattern: '^https?://[a-z0-9./-]+$', description: 'Where all requests are sent, in the place of the upstream.' }),
        limit: Values.optional({ rate: Values.integer({ default: 10, minimum: 1 }), burst: Values.integer({ optional: true, minimum: 1 }) }),
      }, { key: 'host' }),
      extraLines: Values.string({ default: '', description: 'Added at the end as it is.' }),
    },
    define: (scope, values) => new Proxy(scope, 'proxy', values),
  }),
};
