import { Size } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { FEAF_NAMESPACE } from './feaf';

const labels = { app: 'feaf-postgres' };

/** What the deployment document expects to exist before the database is deployed. */
export class FeafPrerequisites extends Construct {
  public constructor(scope: Construct, id: string) {
    super(scope, id);
    new kplus.Namespace(this, 'Namespace', { metadata: { name: FEAF_NAMESPACE } });
    new kplus.PersistentVolumeClaim(this, 'Claim', {
      metadata: { name: 'postgres-pvc', namespace: FEAF_NAMESPACE, labels: { ...labels, 'app.kubernetes.io/version': '15' } },
      accessModes: [kplus.PersistentVolumeAccessMode.READ_WRITE_ONCE],
      storage: Size.gibibytes(20),
    });
    // Only the names of the keys: scripts/create-credentials.sh makes the real one.
    new kplus.Secret(this, 'Credentials', {
      metadata: { name: 'feaf-secrets', namespace: FEAF_NAMESPACE, labels: { ...labels, 'app.kubernetes.io/version': '15' } },
      stringData: { POSTGRES_USER: '', POSTGRES_PASSWORD: '', POSTGRES_DB: '', DATABASE_URL: '' },
    });
  }
}
