import { existsSync, readFileSync } from 'fs';
import { join } from 'path';

/** Where the deployment document lies, when it is there: beside the repository. */
export const SEED_DOCUMENT = join(__dirname, '../../../../shared/seed/postgresql-database-deployment.md');

/** Every command of the deployment document, in its order and as it is written there: typed from it, not computed. */
export const SEED_COMMANDS: readonly string[] = [
  'cd k8s',
  './apply-postgres.sh',
  'kubectl apply -f 08-postgres-init-configmap.yaml',
  'kubectl apply -f 08-postgres-statefulset.yaml',
  'kubectl apply -f 09-postgres-service.yaml',
  'cd k8s',
  './verify-postgres.sh',
  'kubectl get pods -n feaf-dashboard -l app=feaf-postgres',
  'kubectl get statefulset feaf-postgres -n feaf-dashboard',
  'kubectl get service feaf-postgres -n feaf-dashboard',
  'kubectl get pvc -n feaf-dashboard -l app=feaf-postgres',
  'kubectl logs -n feaf-dashboard feaf-postgres-0',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- pg_isready -U feaf_user -d feaf',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "SELECT version();"',
  'pg_isready -U feaf_user -d feaf',
  'pg_isready -U feaf_user -d feaf',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- pg_dump -U feaf_user feaf > backup.sql',
  'cat backup.sql | kubectl exec -i feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf',
  'kubectl logs -n feaf-dashboard feaf-postgres-0',
  'kubectl logs -n feaf-dashboard feaf-postgres-0 -f',
  'kubectl top pod feaf-postgres-0 -n feaf-dashboard',
  'kubectl describe pod feaf-postgres-0 -n feaf-dashboard',
  'kubectl logs -n feaf-dashboard feaf-postgres-0',
  'kubectl describe pvc -n feaf-dashboard -l app=feaf-postgres',
  'kubectl get storageclass',
  'kubectl get pod feaf-postgres-0 -n feaf-dashboard',
  'kubectl get endpoints feaf-postgres -n feaf-dashboard',
  'kubectl run -it --rm debug --image=postgres:15 --restart=Never -n feaf-dashboard -- psql -h feaf-postgres -U feaf_user -d feaf',
  'kubectl top pod feaf-postgres-0 -n feaf-dashboard',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- df -h /var/lib/postgresql/data',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "VACUUM ANALYZE;"',
  'kubectl exec -it feaf-postgres-0 -n feaf-dashboard -- psql -U feaf_user -d feaf -c "REINDEX DATABASE feaf;"',
  'kubectl apply -f 08-postgres-statefulset.yaml',
];

/** The commands of the document itself: each line of its bash blocks, and kubectl in running text. */
export function commandsOfDocument(): string[] {
  const text = readFileSync(SEED_DOCUMENT, 'utf8');
  return [...text.matchAll(/^```bash\n([^]*?)^```$|`(kubectl [^`\n]+)`/gm)]
    .flatMap(([, block, inline]) => block === undefined ? [inline] : block.split('\n'))
    .filter((line) => line.trim() !== '');
}

/** `test` where the document is, else a test that is reported as skipped. */
export function testWithDocument(title: string, body: () => void): void {
  if (existsSync(SEED_DOCUMENT)) return test(title, body);
  process.stderr.write(`\n*** NOT TESTED: "${title}", because there is no ${SEED_DOCUMENT}.\n\n`);
  test.skip(title, body);
}
