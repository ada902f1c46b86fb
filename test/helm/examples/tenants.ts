import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

const { k8s } = kplus;

interface Tenant {
  readonly name: string;
  readonly plan: 'trial' | 'team' | 'enterprise';
  readonly quota?: kplus.k8s.ResourceQuotaSpec;
  readonly members: { readonly name: string; readonly role: 'view' | 'edit' | 'admin'; readonly isGroup: boolean }[];
  readonly isolated: boolean;
  readonly labels: Record<string, string>;
}

interface TenantsProps {
  readonly prefix?: string;
  readonly tenants: Tenant[];
}

/** A namespace for each tenant, what it may use, and a RoleBinding for each of its members. */
class Tenants extends Construct {
  public constructor(scope: Construct, id: string, { prefix, tenants }: TenantsProps) {
    super(scope, id);
    for (const tenant of tenants) {
      const own = new Construct(this, `tenant-${tenant.name}`);
      const namespace = prefix ? `${prefix}-${tenant.name}` : tenant.name;
      new k8s.KubeNamespace(own, 'namespace', { metadata: { name: namespace, labels: { plan: tenant.plan, ...tenant.labels } } });
      if (tenant.plan !== 'enterprise') {
        new k8s.KubeResourceQuota(own, 'quota', {
          metadata: { name: 'quota', namespace },
          spec: tenant.quota ?? { hard: { pods: k8s.Quantity.fromNumber(tenant.plan === 'trial' ? 5 : 50) } },
        });
      }
      if (tenant.isolated) {
        new k8s.KubeNetworkPolicy(own, 'isolation', {
          metadata: { name: 'isolation', namespace }, spec: { podSelector: {}, ingress: [{ from: [{ podSelector: {} }] }] },
        });
      }
      for (const { name, role, isGroup } of tenant.members) {
        new k8s.KubeRoleBinding(own, `member-${name}`, {
          metadata: { name: `member-${name}`, namespace },
          subjects: [{ kind: isGroup ? 'Group' : 'User', name, apiGroup: 'rbac.authorization.k8s.io' }],
          roleRef: { kind: 'ClusterRole', name: tenant.plan === 'trial' && role === 'admin' ? 'edit' : role, apiGroup: 'rbac.authorization.k8s.io' },
        });
      }
    }
    new kplus.ConfigMap(this, 'list', {
      data: { tenants: tenants.map(({ name, plan }) => `${name} (${plan})`).join(', '), trials: tenants.filter(({ plan }) => plan === 'trial').map(({ name }) => `${name}\n`).join('') },
    });
  }
}

const dnsLabel = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$';

export const tenants: Example = {
  name: 'tenants',
  features: [
    'objects per element', 'objects per nested element', 'nested list', 'element enumeration', 'element struct', 'opaque struct', 'range with a conditional', 'joined text',
    'map', 'map collision', 'constant name', 'nullish default', 'pair', 'list in several places', 'L1',
  ],
  pkg: HelmPackage.of({
    name: 'tenants',
    version: '0.2.0',
    values: {
      prefix: Values.string({ optional: true, pattern: '^[a-z][-a-z0-9]*$', maxLength: 20 }),
      tenants: Values.list({
        name: Values.string({ pattern: dnsLabel, maxLength: 30 }),
        plan: Values.enumeration(['trial', 'team', 'enterprise'], { default: 'team' }),
        quota: Values.kubernetes('v1.ResourceQuotaSpec'),
        members: Values.list({
          name: Values.string({ pattern: dnsLabel, maxLength: 30 }),
          role: Values.enumeration(['view', 'edit', 'admin'], { default: 'view' }),
          isGroup: Values.boolean(),
        }),
        isolated: Values.boolean({ default: true }),
        labels: Values.map(Values.string()),
      }),
    },
    define: (scope, values) => new Tenants(scope, 'tenants', values),
  }),
};
