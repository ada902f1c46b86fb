import type * as Library from '@opencdk8s/cdk8s-cluster-autoscaler-aws';
import { load } from './load';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

const library = '@opencdk8s/cdk8s-cluster-autoscaler-aws';

// It loads the AWS CDK for a class about AWS policies, which has nothing to do with Kubernetes.
const { ClusterAutoScaler } = load<typeof Library>(library, 'lib/index.js', { 'aws-cdk-lib/aws-iam': {} });

/** The autoscaler of AWS clusters. */
export const clusterAutoscaler: ThirdPartyProgram = {
  name: 'cluster-autoscaler',
  library,
  version: versionOf(library),
  note: 'All names are constants of the library, and it binds to a role of the whole cluster: one release for each cluster.',
  pkg: HelmPackage.of({
    name: 'cluster-autoscaler',
    version: '1.0.0',
    values: {
      cluster: Values.string({ default: 'example', minLength: 1, description: 'Name of the cluster.' }),
      image: Values.string({ optional: true, description: 'Container image.' }),
      serviceAccount: Values.object({
        create: Values.boolean({ default: true }), name: Values.string({ optional: true }),
      }, { description: 'Who the autoscaler is.' }),
      namespace: Values.enumeration(['kube-system', 'autoscaling'], { default: 'kube-system', description: 'Where it runs.' }),
      expander: Values.enumeration(['least-waste', 'priority', 'random'], { optional: true, description: 'Which group of nodes grows.' }),
      delayAfterAdd: Values.integer({ default: 10, minimum: 0, description: 'Minutes from growing to shrinking.' }),
      arguments: Values.list(Values.string({ minLength: 1 }), { description: 'More arguments.' }),
    },
    define: (scope, values) => new ClusterAutoScaler(scope, 'autoscaler', {
      image: values.image,
      createServiceAccount: values.serviceAccount.create,
      serviceAccountName: values.serviceAccount.name,
      namespace: values.namespace,
      command: [
        `--node-group-auto-discovery=asg:tag=k8s.io/cluster-autoscaler/enabled,k8s.io/cluster-autoscaler/${values.cluster}`,
        ...(values.expander ? [`--expander=${values.expander}`] : []),
        `--scale-down-delay-after-add=${values.delayAfterAdd}m`,
        ...values.arguments,
      ],
    }),
  }),
};
