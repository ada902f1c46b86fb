import { Construct } from 'constructs';
import { Program } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { Postgres } from '../../src/postgres';

const DNS_SUBDOMAIN = '^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$';
const LABEL_VALUE = '^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$';

/** The whole of a database, which knows nothing of Helm, as a chart with five values. */
export const skeleton: Program = {
  name: 'skeleton',
  pkg: HelmPackage.of({
    name: 'postgres',
    version: '0.1.0',
    description: 'A PostgreSQL database that is hard to lose.',
    kubeVersion: '>=1.28-0',
    values: {
      postgresVersion: Values.enumeration(['14', '15', '16', '17', '18'], { default: '17', description: 'Major of PostgreSQL. A server never opens the data of another major.' }),
      auth: Values.object({
        username: Values.string({ default: 'app', pattern: '^[a-z_][-a-z0-9_$]*$', maxLength: 63, description: "Name of the application's role and of its database." }),
        existingSecret: Values.string({ default: 'postgres-app', pattern: DNS_SUBDOMAIN, maxLength: 253, description: 'Secret with the password, under the key `password`.' }),
      }),
      persistence: Values.object({
        size: Values.string({ default: '8Gi', pattern: '^[1-9][0-9]{0,5}[MGT]i$', description: 'Size of the volume.' }),
        storageClass: Values.string({ optional: true, pattern: DNS_SUBDOMAIN, maxLength: 253, description: 'StorageClass of the volume.' }),
      }),
      tls: Values.optional({
        existingSecret: Values.string({ default: 'postgres-tls', pattern: DNS_SUBDOMAIN, maxLength: 253, description: 'Secret with `tls.crt` and `tls.key`.' }),
        required: Values.boolean({ default: true, description: 'Whether connections that are not encrypted are refused.' }),
      }, { description: 'Encryption of connections.' }),
      podLabels: Values.map(Values.string({ pattern: LABEL_VALUE, maxLength: 63 }), {
        keyPattern: '^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$', description: 'Further labels of the pod.',
      }),
    },
    // The name of the chart is that of the release.
    define: (scope: Construct, values) => new Postgres(scope, 'postgres', { name: scope.node.id, ...values }),
  }),
};
