import { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface Route {
  readonly name: string;
  readonly hosts: string[];
  readonly match: { readonly path: string; readonly exact: boolean; readonly headers: Record<string, string> };
  readonly backends: { readonly service: string; readonly port: number; readonly weight?: number }[];
  readonly rewrite?: { readonly prefix: string };
  readonly mirrorShare?: number;
}

interface GatewayProps {
  readonly className: string;
  readonly certificates?: { readonly issuer: string; readonly kind: 'Issuer' | 'ClusterIssuer'; readonly days?: number };
  readonly domains: string[];
  readonly routes: Route[];
}

/** A Gateway with its certificate and routes: custom resources, which have no classes. */
class Gateway extends Construct {
  public constructor(scope: Construct, id: string, { className, certificates, domains, routes }: GatewayProps) {
    super(scope, id);
    const gateway = new ApiObject(this, 'gateway', {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'Gateway',
      metadata: { annotations: { 'example.com/domains': domains.join(' ') } },
      spec: {
        gatewayClassName: className,
        listeners: [
          { name: 'http', port: 80, protocol: 'HTTP' },
          ...(certificates ? domains.map((domain) => (
            { name: `https-${domain}`, port: 443, protocol: 'HTTPS', hostname: domain, tls: { certificateRefs: [{ name: 'gateway-certificate' }] } })) : []),
        ],
      },
    });
    if (certificates) {
      const { issuer, kind, days } = certificates;
      new ApiObject(this, 'certificate', {
        apiVersion: 'cert-manager.io/v1',
        kind: 'Certificate',
        metadata: { name: 'gateway-certificate' },
        spec: { secretName: 'gateway-certificate', dnsNames: ['localhost', ...domains], issuerRef: { name: issuer, kind }, ...(days && { duration: `${days}d` }) },
      });
    }
    for (const route of routes) this.addRoute(route, gateway.name);
  }

  private addRoute({ name, hosts, match, backends, rewrite, mirrorShare }: Route, gateway: string): void {
    const filters: object[] = [];
    if (rewrite) filters.push({ type: 'URLRewrite', urlRewrite: { path: { type: 'ReplacePrefixMatch', replacePrefixMatch: rewrite.prefix } } });
    if (mirrorShare !== undefined) filters.push({ type: 'RequestMirror', requestMirror: { percent: mirrorShare, backendRef: { name: 'mirror', port: 80 } } });
    new ApiObject(this, `route-${name}`, {
      apiVersion: 'gateway.networking.k8s.io/v1',
      kind: 'HTTPRoute',
      metadata: { name },
      spec: {
        parentRefs: [{ name: gateway }],
        hostnames: hosts,
        rules: [{
          matches: [{
            path: { type: match.exact ? 'Exact' : 'PathPrefix', value: match.path },
            headers: Object.entries(match.headers).map(([header, value]) => ({ name: header, value })),
          }],
          filters,
          backendRefs: backends.map(({ service, port, weight }) => ({ name: service, port, ...(weight !== undefined && { weight }) })),
        }],
      },
    });
  }
}

const dnsLabel = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';
const domain = Values.string({ pattern: '^(\\*\\.)?[a-z0-9]([-a-z0-9.]*[a-z0-9])?$' });

export const gateway: Example = {
  name: 'gateway',
  features: [
    'CRD', 'nested list', 'objects per element', 'list among literals', 'list in several places', 'map as list', 'element optional', 'fraction', 'port', 'enumeration',
    'range with a conditional', 'constant name', 'name reference', 'joined text', 'optional group', 'pair',
  ],
  pkg: HelmPackage.of({
    name: 'gateway',
    version: '0.7.0',
    values: {
      className: Values.string({ default: 'envoy', minLength: 1 }),
      certificates: Values.optional({
        issuer: Values.string({ default: 'letsencrypt', minLength: 1 }),
        kind: Values.enumeration(['Issuer', 'ClusterIssuer'], { default: 'ClusterIssuer' }),
        days: Values.integer({ optional: true, minimum: 1, maximum: 398 }),
      }),
      domains: Values.list(domain, { default: ['shop.example.com'] }),
      routes: Values.list({
        name: Values.string({ pattern: dnsLabel, maxLength: 40 }),
        hosts: Values.list(domain),
        match: Values.object({ path: Values.string({ default: '/', pattern: '^/' }), exact: Values.boolean(), headers: Values.map(Values.string(), { keyPattern: '^[A-Z][a-z]+(-[A-Z][a-z]+)*$' }) }),
        backends: Values.list({
          service: Values.string({ pattern: dnsLabel, maxLength: 63 }),
          port: Values.integer({ default: 80, minimum: 1, maximum: 65535 }),
          weight: Values.integer({ optional: true, minimum: 0, maximum: 1000000 }),
        }, { key: 'service' }),
        rewrite: Values.optional({ prefix: Values.string({ default: '/', pattern: '^/' }) }),
        mirrorShare: Values.number({ optional: true, minimum: 0, maximum: 100, description: 'Per cent of the requests that are sent to the mirror, too.' }),
      }),
    },
    define: (scope, values) => new Gateway(scope, 'gateway', values),
  }),
};
