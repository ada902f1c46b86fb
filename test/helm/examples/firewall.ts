import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

const { k8s } = kplus;

interface FirewallProps {
  readonly mode: 'open' | 'namespace' | 'closed';
  readonly allowed: { readonly cidr: string; readonly except: string[]; readonly ports: number[] }[];
  readonly namespaces: string[];
  readonly dns: boolean;
  readonly egress?: { readonly cidrs: string[]; readonly allowInternet: boolean };
}

/** Who may talk to the pods of the application, and to whom they may. */
class Firewall extends Construct {
  public constructor(scope: Construct, id: string, props: FirewallProps) {
    super(scope, id);
    const policyTypes = ['Ingress', ...(props.egress ? ['Egress'] : [])];
    new k8s.KubeNetworkPolicy(this, 'policy', {
      spec: { podSelector: { matchLabels: { app: 'shop' } }, policyTypes, ingress: incoming(props), egress: outgoing(props) },
    });
  }
}

function incoming({ mode, allowed, namespaces }: FirewallProps): kplus.k8s.NetworkPolicyIngressRule[] {
  switch (mode) {
    case 'open': return [{}];
    case 'namespace': return [{ from: [{ podSelector: {} }] }];
    case 'closed': return [
      ...allowed.map(({ cidr, except, ports }) => ({
        from: [{ ipBlock: { cidr, ...(except.length > 0 && { except }) } }],
        ports: ports.map((port) => ({ port: k8s.IntOrString.fromNumber(port), protocol: 'TCP' })),
      })),
      ...(namespaces.length > 0 ? [{
        from: namespaces.map((namespace) => ({ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } })),
      }] : []),
    ];
  }
}

function outgoing({ egress, dns }: FirewallProps): kplus.k8s.NetworkPolicyEgressRule[] | undefined {
  if (!egress) return undefined;
  const rules: kplus.k8s.NetworkPolicyEgressRule[] = [];
  if (dns) rules.push({ ports: [{ port: k8s.IntOrString.fromNumber(53), protocol: 'UDP' }, { port: k8s.IntOrString.fromNumber(53), protocol: 'TCP' }] });
  for (const cidr of egress.cidrs) rules.push({ to: [{ ipBlock: { cidr } }] });
  if (egress.allowInternet) rules.push({ to: [{ ipBlock: { cidr: '0.0.0.0/0', except: ['10.0.0.0/8', ...egress.cidrs] } }] });
  return rules;
}

const cidr = Values.string({ pattern: '^([0-9]{1,3}\\.){3}[0-9]{1,3}/[0-9]{1,2}$' });

export const firewall: Example = {
  name: 'firewall',
  features: [
    'switch statement', 'early return', 'enumeration', 'nested list', 'range with a conditional', 'list of scalars', 'list in several places', 'port', 'triple',
    'optional group', 'L1', 'list among literals',
  ],
  pkg: HelmPackage.of({
    name: 'firewall',
    version: '0.1.0',
    values: {
      mode: Values.enumeration(['open', 'namespace', 'closed'], { default: 'closed' }),
      allowed: Values.list({ cidr, except: Values.list(cidr), ports: Values.list(Values.integer({ minimum: 1, maximum: 65535 })) }, { key: 'cidr' }),
      namespaces: Values.list(Values.string({ minLength: 1 })),
      dns: Values.boolean({ default: true, description: 'Whether names may be asked for.' }),
      egress: Values.optional({ cidrs: Values.list(cidr), allowInternet: Values.boolean() }),
    },
    define: (scope, values) => new Firewall(scope, 'firewall', values),
  }),
};
