import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Release, Values } from '../../../src/helm';

const { k8s } = kplus;

interface OperatorProps {
  readonly namespace: string;
  readonly scope: 'cluster' | 'namespaces';
  readonly watched: { readonly name: string }[];
  readonly serviceAccount: { readonly create: boolean; readonly name?: string; readonly annotations: Record<string, string> };
  readonly rules: { readonly apiGroup: string; readonly resources: string[]; readonly verbs: string[] }[];
  readonly aggregate: boolean;
}

/** An operator and what it may do: everywhere, or in some namespaces only. */
class Operator extends Construct {
  private readonly account: { readonly name: string; readonly namespace: string };

  public constructor(scope: Construct, id: string, private readonly props: OperatorProps) {
    super(scope, id);
    const { serviceAccount, namespace } = props;
    const name = serviceAccount.create ? this.createAccount() : serviceAccount.name ?? 'default';
    this.account = { name, namespace };
    new k8s.KubeDeployment(this, 'operator', {
      spec: {
        selector: { matchLabels: { app: 'widget-operator' } },
        template: {
          metadata: { labels: { app: 'widget-operator' } },
          spec: {
            serviceAccountName: name,
            containers: [{ name: 'operator', image: 'widget-operator:1.4', env: [{ name: 'WATCH', value: props.scope === 'cluster' ? '*' : props.watched.map((watched) => watched.name).join(',') }] }],
          },
        },
      },
    });
    this.addRoles();
    if (props.aggregate) {
      new k8s.KubeClusterRole(this, 'view', {
        metadata: { name: 'widgets-view', labels: { 'rbac.authorization.k8s.io/aggregate-to-view': 'true' } },
        rules: [{ apiGroups: ['example.com'], resources: ['widgets'], verbs: ['get', 'list', 'watch'] }],
      });
    }
  }

  private createAccount(): string {
    const { name, annotations } = this.props.serviceAccount;
    return new k8s.KubeServiceAccount(this, 'account', { metadata: { ...(name && { name }), annotations } }).name;
  }

  private addRoles(): void {
    const rules = [
      { apiGroups: ['example.com'], resources: ['widgets', 'widgets/status'], verbs: ['*'] },
      ...this.props.rules.map(({ apiGroup, resources, verbs }) => ({ apiGroups: [apiGroup], resources, verbs })),
    ];
    const subjects = [{ kind: 'ServiceAccount', name: this.account.name, namespace: this.account.namespace }];
    if (this.props.scope === 'cluster') {
      const role = new k8s.KubeClusterRole(this, 'role', { rules });
      new k8s.KubeClusterRoleBinding(this, 'binding', { subjects, roleRef: { apiGroup: role.apiGroup, kind: role.kind, name: role.name } });
      return;
    }
    for (const { name: namespace } of this.props.watched) {
      const metadata = { namespace, name: 'widget-operator' };
      const role = new k8s.KubeRole(this, `role-${namespace}`, { metadata, rules });
      new k8s.KubeRoleBinding(this, `binding-${namespace}`, { metadata, subjects, roleRef: { apiGroup: role.apiGroup, kind: role.kind, name: role.name } });
    }
  }
}

export const operator: Example = {
  name: 'widget-operator',
  features: [
    'constant name', 'release', 'early return', 'objects per element', 'empty string', 'list of scalars', 'list in several places', 'nested list', 'joined text',
    'map', 'pair', 'triple', 'nullish default', 'enumeration', 'L1', 'name reference', 'list among literals',
  ],
  pkg: HelmPackage.of({
    name: 'widget-operator',
    version: '1.4.2',
    values: {
      scope: Values.enumeration(['cluster', 'namespaces'], { default: 'cluster' }),
      watched: Values.list({ name: Values.string({ pattern: '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$', maxLength: 63 }) }, { description: 'Namespaces, when the scope is not the cluster.' }),
      serviceAccount: Values.object({
        create: Values.boolean({ default: true }),
        name: Values.string({ optional: true }),
        annotations: Values.map(Values.string()),
      }),
      rules: Values.list({
        apiGroup: Values.string({ default: '', description: 'Empty for the core group.' }),
        resources: Values.list(Values.string({ minLength: 1 })),
        verbs: Values.list(Values.enumeration(['get', 'list', 'watch', 'create', 'update', 'delete'])),
      }),
      aggregate: Values.boolean(),
    },
    define: (scope, values) => new Operator(scope, 'operator', { ...values, namespace: Release.namespace() }),
  }),
};
