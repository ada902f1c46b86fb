import { Program } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { Postgres } from '../../src/postgres';

const NAME = '[a-z0-9]([-a-z0-9]*[a-z0-9])?';
const OBJECT_NAME = { pattern: `^${NAME}(\\.${NAME})*$`, maxLength: 253 };
const LABEL = '[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?';

/** The whole of a database, which knows nothing of Helm, as a chart. */
export const skeleton: Program = {
  name: 'skeleton',
  pkg: HelmPackage.of({
    name: 'postgres',
    version: '0.1.0',
    description: 'A PostgreSQL database that is hard to lose.',
    kubeVersion: '>=1.28-0',
    values: {
      postgresVersion: Values.enumeration(['14', '15', '16', '17', '18'], { default: '17', description: 'Major of PostgreSQL.' }),
      auth: Values.object({
        username: Values.string({ default: 'app', pattern: '^[a-z_][-a-z0-9_$]*$', maxLength: 63, description: 'Role of the application, and its database.' }),
        existingSecret: Values.string({ default: 'postgres-app', ...OBJECT_NAME, description: 'Secret with the password.' }),
      }),
      memory: Values.enumeration(['512Mi', '1Gi', '4Gi', '32Gi'], { default: '1Gi', description: 'Memory of the server.' }),
      allowMemoryOvercommit: Values.boolean({ description: 'Whether settings may promise more memory than there is.' }),
      persistence: Values.object({
        size: Values.string({ default: '8Gi', pattern: '^[1-9][0-9]{0,5}[MGT]i$', description: 'Size of the volume.' }),
        storageClass: Values.string({ optional: true, ...OBJECT_NAME, description: 'StorageClass of the volume.' }),
      }),
      tls: Values.optional({
        existingSecret: Values.string({ default: 'postgres-tls', ...OBJECT_NAME, description: 'Secret with the certificate.' }),
        required: Values.boolean({ default: true, description: 'Whether connections that are not encrypted are refused.' }),
      }, { description: 'Encryption of connections.' }),
      podLabels: Values.map(Values.string({ pattern: `^(${LABEL})?$`, maxLength: 63 }), {
        keyPattern: '^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$', description: 'Further labels of the pod.',
      }),
      affinity: Values.kubernetes('v1.Affinity', { description: 'Where the pod may run.' }),
    },
    define: (scope, { memory, ...values }) => new Postgres(scope, 'postgres', {
      name: scope.node.id, resources: { requests: { memory }, limits: { memory } }, ...values,
    }),
  }),
};
