import { Values } from '../helm/values';

/** Settings of the server, and who may connect. */
export const SETTINGS = {
  postgresql: Values.object({
    parameters: Values.map(Values.scalar(), {
      keyPattern: '^[a-z_][a-z0-9_]*(\\.[a-z_][a-z0-9_]*)?$',
      description: 'Settings by name, as in postgresql.conf: work_mem: 16MB. A changed one is reloaded, or restarts the server where it must.',
    }),
    pg_hba: Values.list(Values.string({
      pattern: '^(#[ -~]*|host((no)?(ssl|gssenc))?([ \\t]+[!-~]+){4}([ \\t][ -~]*)?)$', examples: ['host shop shop 10.0.0.0/8 scram-sha-256', 'hostssl all all all cert'],
    }), { optional: true, description: 'Rows of pg_hba.conf, before the last one, which asks everybody for a password.' }),
    allowMemoryOvercommit: Values.boolean({ description: 'Whether settings may promise more memory than there is.' }),
  }, { description: 'Settings of the server, and who may connect.' }),
  port: Values.integer({ default: 5432, minimum: 1024, maximum: 65535, description: 'Port of the server.' }),
};
