import { MyMongo } from '@opencdk8s/cdk8s-mongo-sts';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Release, Values } from '../../../src/helm';

const library = '@opencdk8s/cdk8s-mongo-sts';

/** A replicated MongoDB. */
export const mongo: ThirdPartyProgram = {
  name: 'mongo',
  library,
  version: versionOf(library),
  note: 'Written for cdk8s 1; npm is told to give it 2. It names all objects after its construct, which is called like the release here, but for one ClusterRole.',
  pkg: HelmPackage.of({
    name: 'mongo',
    version: '1.0.0',
    values: {
      image: Values.string({ default: 'mongo:4.4', minLength: 1, description: 'Container image.' }),
      replicas: Values.integer({ default: 3, minimum: 1, description: 'Number of members.' }),
      volumeSize: Values.string({ default: '10Gi', pattern: '^[0-9]+(Mi|Gi|Ti)$', description: 'Size of each volume.' }),
      storageClass: Values.optional({
        name: Values.string({ default: 'io1-slow', minLength: 1 }),
        provisioner: Values.enumeration(['kubernetes.io/aws-ebs', 'ebs.csi.aws.com'], { default: 'ebs.csi.aws.com' }),
        parameters: Values.map(Values.string()),
      }, { description: 'A class of storage of its own.' }),
      nodeSelector: Values.map(Values.string(), { description: 'Nodes to run on.' }),
      limits: Values.object({ cpu: Values.string({ optional: true }), memory: Values.string({ optional: true }) }, { description: 'What a member may use.' }),
    },
    define: (scope, values) => new MyMongo(scope, Release.name(), {
      image: values.image,
      namespace: Release.namespace(),
      defaultReplicas: values.replicas,
      volumeSize: values.volumeSize,
      createStorageClass: values.storageClass !== undefined,
      storageClassName: values.storageClass?.name,
      volumeProvisioner: values.storageClass?.provisioner,
      storageClassParams: values.storageClass?.parameters,
      nodeSelectorParams: values.nodeSelector,
      resources: { limits: values.limits },
    }),
  }),
};
