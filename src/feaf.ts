import { join } from 'path';
import { InitScript } from './postgres/init-scripts';
import { PostgresProps } from './postgres/postgres';
import { PostgresSettings } from './postgres/settings';

/** Namespace of the FEAF Dashboard. */
export const FEAF_NAMESPACE = 'feaf-dashboard';

const PARAMETERS = {
  // The document leaves the number of connections open; PostgreSQL's 100 with 16MB each would not fit into 2Gi.
  max_connections: '64',
  shared_buffers: '256MB',
  effective_cache_size: '512MB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  random_page_cost: '1.1',
  checkpoint_completion_target: '0.9',
  wal_buffers: '16MB',
  autovacuum: 'on',
  autovacuum_max_workers: '3',
  autovacuum_work_mem: '64MB',
  log_min_duration_statement: '1000ms',
  log_connections: 'on',
  log_disconnections: 'on',
};

const SQL = join(__dirname, '..', 'sql');

/** `02-performance-tuning.sql`: the settings again, for a server without this deployment. */
export const FEAF_TUNING_SQL = `-- Written by \`npm run synth\` from src/feaf.ts; a change here is lost.
-- Works alone: run it with psql on any server of that major and restart the server.
${PostgresSettings.toSql(PARAMETERS)}`;

/** The database of the FEAF Dashboard, as its deployment document describes it. */
export const FEAF_POSTGRES: PostgresProps = {
  name: 'feaf-postgres',
  image: { repository: 'postgres', tag: '15' },
  selectorLabels: { app: 'feaf-postgres' },
  auth: {
    username: 'feaf_user',
    database: 'feaf',
    existingSecret: 'feaf-secrets',
    secretKeys: { userPasswordKey: 'POSTGRES_PASSWORD', uriKey: 'DATABASE_URL' },
  },
  persistence: { existingClaim: 'postgres-pvc', mountPath: '/var/lib/postgresql/data' },
  resources: {
    requests: { cpu: '500m', memory: '1Gi' },
    // The document's 1000m, in the API server's own spelling, so that a second apply changes nothing.
    limits: { cpu: '1', memory: '2Gi' },
  },
  sharedMemory: '256Mi',
  parameters: PARAMETERS,
  probes: {
    liveness: { initialDelaySeconds: 30, periodSeconds: 10, timeoutSeconds: 5, failureThreshold: 3 },
    readiness: { initialDelaySeconds: 10, periodSeconds: 5, timeoutSeconds: 3, failureThreshold: 3 },
  },
  initScripts: {
    name: 'postgres-init-scripts',
    scripts: [
      InitScript.fromFile(join(SQL, '01-init-database.sql')),
      InitScript.fromString('02-performance-tuning.sql', FEAF_TUNING_SQL),
    ],
  },
};
