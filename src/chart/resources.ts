import { Values } from '../helm/values';

const CPU = { pattern: '^[0-9]+(\\.[0-9]{1,3})?m?$', maxLength: 12, examples: ['250m', '1.5', '0.25', '2'] };
const BYTES = { pattern: '^[0-9]+(\\.[0-9]{1,3})?(M|G|T|P|Mi|Gi|Ti|Pi)$', maxLength: 12, examples: ['512Mi', '1Gi', '1.5Gi', '500M', '2000Mi', '1Ti'] };

/** What the server may use. */
export const RESOURCES = {
  resources: Values.object({
    requests: Values.object({
      cpu: Values.string({ default: '250m', optional: true, ...CPU, description: 'Cores that are set aside, such as 500m or 2.' }),
      memory: Values.string({ default: '1Gi', optional: true, ...BYTES, description: 'Memory that is set aside.' }),
      ephemeralStorage: Values.string({ optional: true, ...BYTES, description: 'Space for temporary files on the node that is set aside.' }),
    }, { description: 'What the scheduler sets aside.' }),
    limits: Values.object({
      cpu: Values.string({ optional: true, ...CPU, description: 'Cores at most; a limit slows a database down.' }),
      memory: Values.string({ default: '1Gi', optional: true, ...BYTES, description: 'Memory at most; what all settings together need must fit into it.' }),
      ephemeralStorage: Values.string({ optional: true, ...BYTES, description: 'Space for temporary files on the node at most.' }),
    }, { description: 'What the server may use at most.' }),
  }, { description: 'Resources of the server. Settings are checked against its memory.' }),
  reload: Values.object({
    resources: Values.object({
      requests: Values.object({
        cpu: Values.string({ default: '10m', optional: true, ...CPU, description: 'Cores that are set aside.' }),
        memory: Values.string({ default: '32Mi', optional: true, ...BYTES, description: 'Memory that is set aside.' }),
        ephemeralStorage: Values.string({ optional: true, ...BYTES, description: 'Space for logs on the node that is set aside.' }),
      }, { description: 'What the scheduler sets aside.' }),
      limits: Values.object({
        cpu: Values.string({ default: '200m', optional: true, ...CPU, description: 'Cores at most.' }),
        memory: Values.string({ default: '64Mi', optional: true, ...BYTES, description: 'Memory at most.' }),
        ephemeralStorage: Values.string({ optional: true, ...BYTES, description: 'Space for logs on the node at most.' }),
      }, { description: 'What it may use at most.' }),
    }, { description: 'Its resources.' }),
    probes: Values.boolean({ description: 'Whether it has probes of its own: alive while its watch runs, ready when it finds the server ready.' }),
  }, { description: 'The small container that applies changed settings, certificates and passwords to the running server.' }),
  shmVolume: Values.object({
    sizeLimit: Values.string({ optional: true, ...BYTES, description: 'Size of /dev/shm; an eighth of the memory when empty.' }),
  }, { description: 'Memory for parallel queries.' }),
};
