import { k8s } from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { requireOneOf } from '../expressions/choice';
import { requireAnnotations, requireLabels } from '../expressions/labels';
import { requireAbsolutePath, requireDnsSubdomain } from '../expressions/names';
import { requireBytes } from '../expressions/quantity';
import { refuse, refuseTogether, rule } from '../expressions/rule';

/** Where the data lies: on a claim that exists, or on one that the StatefulSet makes. */
export interface Persistence {
  /**
   * Name of a PersistentVolumeClaim that exists. Together with `size` or another property of a new claim it is refused.
   *
   * @default - the StatefulSet makes a claim
   */
  readonly existingClaim?: string;

  /**
   * Size of a new claim, as a quantity such as `20Gi`. The StatefulSet does not let it change.
   *
   * @default 8Gi
   */
  readonly size?: string;

  /**
   * StorageClass of a new claim; an empty name is that of no class.
   *
   * @default - the default class of the cluster
   */
  readonly storageClass?: string;

  /**
   * Access modes of a new claim. `ReadWriteOncePod` keeps a second pod out, where the storage driver knows it.
   *
   * @default - ReadWriteOnce
   */
  readonly accessModes?: string[];

  /**
   * Labels of a new claim. The StatefulSet does not let them change.
   *
   * @default - those of the selector
   */
  readonly labels?: { [name: string]: string };

  /**
   * Annotations of a new claim. The StatefulSet does not let them change.
   *
   * @default - none
   */
  readonly annotations?: { [name: string]: string };

  /**
   * What becomes of a new claim when the StatefulSet goes: `Retain` or `Delete`.
   *
   * @default - both Retain
   */
  readonly retentionPolicy?: RetentionPolicy;

  /**
   * Where the volume is mounted in the server's container, an absolute path. The data lies below it, in `<major>/docker`.
   *
   * @default /var/lib/postgresql
   */
  readonly mountPath?: string;
}

/** What becomes of a claim that the StatefulSet made. */
export interface RetentionPolicy {
  /**
   * When the StatefulSet is deleted: `Retain` or `Delete`.
   *
   * @default Retain
   */
  readonly whenDeleted?: string;

  /**
   * When the StatefulSet is scaled to 0: only `Retain`, since 0 is a pause and must not cost the data.
   *
   * @default Retain
   */
  readonly whenScaled?: string;
}

/** The parts of a StatefulSet that say where the data lies. */
export interface ResolvedPersistence {
  readonly mountPath: string;
  readonly volumes: k8s.Volume[];
  readonly volumeClaimTemplates?: k8s.KubePersistentVolumeClaimProps[];
  readonly persistentVolumeClaimRetentionPolicy?: k8s.StatefulSetPersistentVolumeClaimRetentionPolicy;
}

/** Name of the volume, and of the claim template. */
export const DATA_VOLUME = 'data';

/** Checks where the data lies and returns it as a StatefulSet takes it. */
export function resolvePersistence(
  scope: Construct, persistence: Persistence, selectorLabels: { [name: string]: string }, usualStorageClass?: string,
): ResolvedPersistence {
  const place = (property: string) => ({ construct: scope.node.path, property: `persistence.${property}` });
  const { existingClaim, mountPath = '/var/lib/postgresql', size = '8Gi', accessModes = ['ReadWriteOnce'] } = persistence;
  requireAbsolutePath(place('mountPath'), mountPath);
  if (existingClaim !== undefined) {
    requireDnsSubdomain(place('existingClaim'), existingClaim);
    for (const property of OF_A_NEW_CLAIM) {
      if (persistence[property] !== undefined) {
        refuseTogether(place(property), persistence[property], `must not be given together with persistence.existingClaim (${existingClaim}); leave out one of them`);
      }
    }
    return { mountPath, volumes: [{ name: DATA_VOLUME, persistentVolumeClaim: { claimName: existingClaim } }] };
  }

  requireBytes(place('size'), size);
  // An empty name is that of no class: the claim then takes a volume that somebody has made.
  if (persistence.storageClass) requireDnsSubdomain(place('storageClass'), persistence.storageClass);
  requireLabels(place('labels'), persistence.labels);
  requireAnnotations(place('annotations'), persistence.annotations);
  if (accessModes.length === 0) refuse(place('accessModes'), accessModes, `must have at least one of ${ACCESS_MODES.join(', ')}`);
  for (const mode of accessModes) requireOneOf(place('accessModes'), mode, ACCESS_MODES);
  requireAloneIfOncePod(place('accessModes'), accessModes);
  const { whenDeleted = 'Retain', whenScaled = 'Retain' } = persistence.retentionPolicy ?? {};
  requireRetention(place('retentionPolicy.whenDeleted'), whenDeleted);
  requireKeptInPause(place('retentionPolicy.whenScaled'), whenScaled);
  return {
    mountPath,
    volumes: [],
    volumeClaimTemplates: [{
      metadata: { name: DATA_VOLUME, labels: persistence.labels ?? selectorLabels, annotations: persistence.annotations },
      spec: {
        accessModes,
        storageClassName: persistence.storageClass ?? usualStorageClass,
        resources: { requests: { storage: k8s.Quantity.fromString(size) } },
      },
    }],
    persistentVolumeClaimRetentionPolicy: { whenDeleted, whenScaled },
  };
}

const OF_A_NEW_CLAIM = ['size', 'storageClass', 'accessModes', 'labels', 'annotations', 'retentionPolicy'] as const;

const ACCESS_MODES = ['ReadWriteOnce', 'ReadWriteOncePod', 'ReadWriteMany'];

const requireKeptInPause = rule('isKeptInPause', (value: string) => value === 'Retain',
  'must be Retain: to scale to 0 is to pause the server, and Delete would delete the database with its claim');

const requireAloneIfOncePod = rule('isAloneIfOncePod', (modes: string[]) => modes.length === 1 || !modes.includes('ReadWriteOncePod'),
  'must have ReadWriteOncePod alone; the API server takes it together with no other mode');

function requireRetention(place: { construct: string; property: string }, value: string): void {
  if (!['Retain', 'Delete'].includes(value)) refuse(place, value, 'must be Retain or Delete');
}
