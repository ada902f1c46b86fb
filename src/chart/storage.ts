import { LABEL_KEY, LABEL_VALUE, OBJECT_NAME, PATH } from './limits';
import { Values } from '../helm/values';

/** Where the data lies. */
export const STORAGE = {
  persistence: Values.object({
    existingClaim: Values.string({ optional: true, ...OBJECT_NAME, description: 'A claim that exists; a new one is made when empty.' }),
    size: Values.string({
      optional: true,
      pattern: '^[0-9]+(\\.[0-9]{1,3})?(M|G|T|P|Mi|Gi|Ti|Pi)$',
      maxLength: 12,
      examples: ['8Gi', '20Gi', '1.5Ti', '500M'],
      description: 'Size of a new claim, 8Gi when empty. It can never be changed.',
    }),
    storageClass: Values.string({ optional: true, ...OBJECT_NAME, description: 'StorageClass of a new claim; global.storageClass, then the default of the cluster, when empty.' }),
    accessModes: Values.list(Values.enumeration(['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany']), {
      optional: true, maxItems: 1, description: 'Access mode of a new claim; ReadWriteOnce when empty.',
    }),
    labels: Values.map(Values.string(LABEL_VALUE), { optional: true, ...LABEL_KEY, description: 'Labels of a new claim; those of the selector when empty.' }),
    annotations: Values.map(Values.string(), { optional: true, ...LABEL_KEY, description: 'Annotations of a new claim.' }),
    retentionPolicy: Values.optional({
      whenDeleted: Values.enumeration(['Retain', 'Delete'], { default: 'Retain', description: 'What becomes of a new claim when the release is uninstalled.' }),
    }, { description: 'What becomes of a new claim; it is kept when this is off.' }),
    mountPath: Values.string({
      default: '/var/lib/postgresql', ...PATH, description: 'Where the volume is mounted; the data lies below it, in <major>/docker.',
    }),
  }, { description: 'Where the data lies.' }),
};
