import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Example } from './example';
import { HelmPackage, Values } from '../../../src/helm';

interface BackupProps {
  readonly target: 's3' | 'gcs' | 'azure' | 'volume';
  readonly bucket: string;
  readonly region?: string;
  readonly endpoint?: string;
  readonly credentials: { readonly secretName?: string };
  readonly compression?: 'gzip' | 'zstd';
  readonly keep: { readonly days: number; readonly full?: number };
  readonly uploadLimit?: number;
  readonly scratch?: { readonly memory: boolean; readonly mebibytes: number };
  readonly verify: boolean;
}

/** A Job that copies data away, with what the kind of target needs. */
class Backup extends Construct {
  public constructor(scope: Construct, id: string, props: BackupProps) {
    super(scope, id);
    const job = new kplus.Job(this, 'backup', {
      containers: [{
        name: 'backup',
        image: 'backup:2',
        args: ['run', ...targetArguments(props), ...retention(props), ...(props.compression ? ['--compress', props.compression] : [])],
        envVariables: { VERIFY: kplus.EnvValue.fromValue(props.verify ? 'yes' : 'no'), ...this.credentials(props) },
        resources: { memory: { limit: props.scratch?.memory ? Size.gibibytes(2) : Size.mebibytes(512) } },
      }],
    });
    const [container] = job.containers;
    if (props.target === 'volume') {
      const claim = new kplus.PersistentVolumeClaim(this, 'claim', { accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_MANY], storage: Size.gibibytes(10) });
      container.mount('/backup', kplus.Volume.fromPersistentVolumeClaim(this, 'volume', claim));
    }
    if (props.scratch) {
      const { memory, mebibytes } = props.scratch;
      const medium = memory ? kplus.EmptyDirMedium.MEMORY : kplus.EmptyDirMedium.DEFAULT;
      container.mount('/tmp', kplus.Volume.fromEmptyDir(this, 'scratch', 'scratch', { medium, sizeLimit: Size.mebibytes(mebibytes) }));
    }
    if (props.verify && props.target !== 'volume') new kplus.ConfigMap(this, 'verify', { data: { bucket: props.bucket } });
  }

  private credentials({ target, credentials: { secretName } }: BackupProps): Record<string, kplus.EnvValue> {
    if (target === 'volume' || !secretName) return {};
    const secret = kplus.Secret.fromSecretName(this, 'credentials', secretName);
    const value = (key: string) => kplus.EnvValue.fromSecretValue({ secret, key });
    switch (target) {
      case 's3': return { AWS_ACCESS_KEY_ID: value('id'), AWS_SECRET_ACCESS_KEY: value('key') };
      case 'gcs': return { GOOGLE_CREDENTIALS: value('json') };
      case 'azure': return { AZURE_STORAGE_KEY: value('key') };
    }
  }
}

function targetArguments({ target, bucket, region, endpoint }: BackupProps): string[] {
  switch (target) {
    case 's3': return [`--to=s3://${bucket}`, ...(endpoint ? [`--endpoint=${endpoint}`, '--path-style'] : [`--region=${region ?? 'eu-central-1'}`])];
    case 'gcs': return [`--to=gs://${bucket}`];
    case 'azure': return [`--to=azblob://${bucket}`, ...(region ? [`--region=${region}`] : [])];
    case 'volume': return ['--to=/backup'];
  }
}

function retention({ keep: { days, full }, uploadLimit }: BackupProps): string[] {
  const flags = [`--keep-days=${days}`];
  full && flags.push(`--keep-full=${full}`);
  uploadLimit && flags.push(`--upload-limit=${uploadLimit}MB`);
  return flags;
}

export const backup: Example = {
  name: 'backup',
  features: [
    'switch statement', 'early return', 'nullish default', 'optional scalar', 'optional enumeration', 'enumeration', 'pair', 'triple', 'optional group', 'boolean',
    'fraction', 'spread', 'template text',
  ],
  pkg: HelmPackage.of({
    name: 'backup',
    version: '2.2.0',
    values: {
      target: Values.enumeration(['s3', 'gcs', 'azure', 'volume'], { default: 'volume', description: 'Where the copies go.' }),
      bucket: Values.string({ default: 'backups', minLength: 3, description: 'Not used for a volume.' }),
      region: Values.string({ optional: true }),
      endpoint: Values.string({ optional: true, pattern: '^https?://[a-z0-9.-]+(:[0-9]+)?$' }),
      credentials: Values.object({ secretName: Values.string({ optional: true }) }),
      compression: Values.enumeration(['gzip', 'zstd'], { optional: true }),
      keep: Values.object({
        days: Values.integer({ default: 14, minimum: 1, maximum: 3650 }),
        full: Values.integer({ optional: true, minimum: 1, maximum: 100 }),
      }),
      uploadLimit: Values.number({ optional: true, minimum: 0.1, maximum: 10000, description: 'MB per second.' }),
      scratch: Values.optional({ memory: Values.boolean(), mebibytes: Values.integer({ default: 512, minimum: 64, maximum: 65536 }) }),
      verify: Values.boolean({ default: true }),
    },
    define: (scope, values) => new Backup(scope, 'backup', values),
  }),
};
