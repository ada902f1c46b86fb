import { Provider, SecretProviderClass } from '@opencdk8s/cdk8s-secrets-store-csi-driver';
import { ThirdPartyProgram, versionOf } from './program';
import { HelmPackage, Values } from '../../../src/helm';

const library = '@opencdk8s/cdk8s-secrets-store-csi-driver';

/** Secrets of a vault as files of a pod, and one of them as a Secret besides. */
export const secretsStore: ThirdPartyProgram = {
  name: 'secrets-store',
  library,
  version: versionOf(library),
  pkg: HelmPackage.of({
    name: 'secrets-store',
    version: '1.0.0',
    values: {
      provider: Values.enumeration(Object.values(Provider), { default: Provider.AWS, description: 'Where the secrets are kept.' }),
      region: Values.string({ optional: true, description: 'Region, if the provider has them.' }),
      objects: Values.list({
        name: Values.string({ minLength: 1 }), type: Values.enumeration(['secretsmanager', 'ssmparameter'], { default: 'ssmparameter' }), alias: Values.string({ optional: true }),
      }, { description: 'What to fetch.' }),
      usePodIdentity: Values.boolean({ description: 'Whether the pod logs in with its own identity.' }),
      secret: Values.optional({
        type: Values.string({ default: 'Opaque', minLength: 1 }), key: Values.string({ default: 'password', minLength: 1 }), labels: Values.map(Values.string({ minLength: 1 })),
      }, { description: 'A Secret with the first object.' }),
      parameters: Values.map(Values.string({ minLength: 1 }), { description: 'More parameters of the provider.' }),
    },
    define: (scope, values) => new SecretProviderClass(scope, 'secrets', {
      spec: {
        provider: values.provider,
        parameters: {
          ...values.parameters,
          ...(values.region ? { region: values.region } : {}),
          ...(values.usePodIdentity ? { usePodIdentity: 'true' } : {}),
          objects: values.objects.map(({ name, type, alias }) => (
            `- objectName: ${name}\n  objectType: ${type}\n${alias ? `  objectAlias: ${alias}\n` : ''}`)).join(''),
        },
        ...(values.secret ? {
          secretObjects: [{
            secretName: 'fetched', type: values.secret.type, labels: values.secret.labels, data: [{ objectName: 'first', key: values.secret.key }],
          }],
        } : {}),
      },
    }),
  }),
};
