import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { withKubectl } from './support/stub-kubectl';

/**
 * Every figure and name of the deployment document of the FEAF Dashboard, and where it stands in the YAML that is committed.
 *
 * What is expected is typed here from the document, on purpose a second time: nothing is taken from `src/`.
 */
const root = join(__dirname, '..');
const dist = join(root, 'dist', 'feaf-dashboard');

const INIT = '08-postgres-init-configmap.yaml';
const SERVER = '08-postgres-statefulset.yaml';
const SERVICE = '09-postgres-service.yaml';
const CLAIM = 'prerequisites/persistent-volume-claim.yaml';
const SECRET = 'prerequisites/feaf-secrets.example.yaml';

const statefulSet = [SERVER, 'StatefulSet', 'feaf-postgres'] as const;
const service = [SERVICE, 'Service', 'feaf-postgres'] as const;
const claim = [CLAIM, 'PersistentVolumeClaim', 'postgres-pvc'] as const;
const secret = [SECRET, 'Secret', 'feaf-secrets'] as const;
const scripts = [INIT, 'ConfigMap', 'postgres-init-scripts'] as const;
const pod = 'spec.template.spec';
const postgres = `${pod}.containers[name=postgres]`;

type Fact = readonly [words: string, file: string, kind: string, name: string, path: string, expected: unknown];

const facts: Fact[] = [
  // Components
  ['StatefulSet (`feaf-postgres`)', ...statefulSet, 'metadata.name', 'feaf-postgres'],
  ['stable network identity', ...statefulSet, 'spec.serviceName', 'feaf-postgres'],
  ['Service (`feaf-postgres`)', ...service, 'metadata.name', 'feaf-postgres'],
  ['Headless', ...service, 'spec.clusterIP', 'None'],
  ['ClusterIP service', ...service, 'spec.type', 'ClusterIP'],
  ['PersistentVolumeClaim: 20Gi storage', ...claim, 'spec.resources.requests.storage', '20Gi'],
  ['ConfigMap (`postgres-init-scripts`)', ...scripts, 'metadata.name', 'postgres-init-scripts'],
  ['Secret (`feaf-secrets`): Database credentials', ...statefulSet, `${pod}.volumes[name=credentials].secret.secretName`, 'feaf-secrets'],

  // Resource allocation
  ['CPU Request: 500m', ...statefulSet, `${postgres}.resources.requests.cpu`, '500m'],
  ['CPU Limit: 1000m (1 core)', ...statefulSet, `${postgres}.resources.limits.cpu`, '1'],
  ['Memory Request: 1Gi', ...statefulSet, `${postgres}.resources.requests.memory`, '1Gi'],
  ['Memory Limit: 2Gi', ...statefulSet, `${postgres}.resources.limits.memory`, '2Gi'],
  ['Storage: 20Gi persistent volume', ...statefulSet, `${pod}.volumes[name=data].persistentVolumeClaim.claimName`, 'postgres-pvc'],
  ['ReadWriteOnce, since there is one pod', ...claim, 'spec.accessModes', ['ReadWriteOnce']],

  // Prerequisites
  ['Namespace `feaf-dashboard` exists', 'prerequisites/namespace.yaml', 'Namespace', 'feaf-dashboard', 'metadata.name', 'feaf-dashboard'],
  ['Secret `feaf-secrets` is created', ...secret, 'metadata.namespace', 'feaf-dashboard'],
  ['PersistentVolumeClaim `postgres-pvc` is created', ...claim, 'metadata.namespace', 'feaf-dashboard'],
  ['-n feaf-dashboard: StatefulSet', ...statefulSet, 'metadata.namespace', 'feaf-dashboard'],
  ['-n feaf-dashboard: Service', ...service, 'metadata.namespace', 'feaf-dashboard'],
  ['-n feaf-dashboard: scripts', ...scripts, 'metadata.namespace', 'feaf-dashboard'],

  // Labels by which the commands find things
  ['get pods -l app=feaf-postgres', ...statefulSet, 'spec.template.metadata.labels.app', 'feaf-postgres'],
  ['get pvc -l app=feaf-postgres', ...claim, 'metadata.labels.app', 'feaf-postgres'],
  ['the StatefulSet finds its pod by app=feaf-postgres alone', ...statefulSet, 'spec.selector.matchLabels', { app: 'feaf-postgres' }],
  ['get endpoints feaf-postgres: the Service finds the pod', ...service, 'spec.selector', { app: 'feaf-postgres' }],

  // Connection details
  ['Host: `feaf-postgres` within namespace', ...service, 'metadata.name', 'feaf-postgres'],
  ['Port: `5432`', ...service, 'spec.ports[name=postgresql].port', 5432],
  ['Port: `5432` leads to the server', ...service, 'spec.ports[name=postgresql].targetPort', 5432],
  ['Port: `5432` of the container', ...statefulSet, `${postgres}.ports[name=postgresql].containerPort`, 5432],
  ['Port: `5432` of the probes and scripts', ...statefulSet, `${postgres}.env[name=PGPORT].value`, '5432'],
  ['Database: `feaf`', ...statefulSet, `${postgres}.env[name=POSTGRES_DB].value`, 'feaf'],
  ['Database: `feaf`, made at first start', ...statefulSet, `${pod}.initContainers[name=initialize].env[name=POSTGRES_DB].value`, 'feaf'],
  ['User: `feaf_user`', ...statefulSet, `${postgres}.env[name=POSTGRES_USER].value`, 'feaf_user'],
  ['User: `feaf_user`, made at first start', ...statefulSet, `${pod}.initContainers[name=initialize].env[name=POSTGRES_USER].value`, 'feaf_user'],
  [
    'Password: Stored in `feaf-secrets`', ...statefulSet, `${pod}.volumes[name=credentials].secret.items`, [{ key: 'POSTGRES_PASSWORD', path: 'password' }],
  ],
  ['the keys of the Secret, without values', ...secret, 'stringData', { POSTGRES_USER: '', POSTGRES_PASSWORD: '', POSTGRES_DB: '', DATABASE_URL: '' }],

  // The pod
  ['feaf-postgres-0: the default container is the server', ...statefulSet,
    'spec.template.metadata.annotations["kubectl.kubernetes.io/default-container"]', 'postgres'],
  ['a single replica (1 pod)', ...statefulSet, 'spec.replicas', 1],
  ['image=postgres:15', ...statefulSet, `${postgres}.image`, 'postgres:15'],
  ['image=postgres:15, also when the database is made', ...statefulSet, `${pod}.initContainers[name=initialize].image`, 'postgres:15'],
  ['df -h /var/lib/postgresql/data', ...statefulSet, `${postgres}.volumeMounts[name=data].mountPath`, '/var/lib/postgresql/data'],
  ['scripts run when the database is first created', ...statefulSet, `${pod}.volumes[name=init-scripts].configMap.name`, 'postgres-init-scripts'],
  ['scripts lie where they are looked for', ...statefulSet,
    `${pod}.initContainers[name=initialize].volumeMounts[name=init-scripts].mountPath`, '/docker-entrypoint-initdb.d'],
  ['scripts 01 and 02 and no others', ...scripts, 'keys of data', ['01-init-database.sql', '02-performance-tuning.sql']],

  // Health checks
  ['Liveness: Initial Delay 30 seconds', ...statefulSet, `${postgres}.livenessProbe.initialDelaySeconds`, 30],
  ['Liveness: Period 10 seconds', ...statefulSet, `${postgres}.livenessProbe.periodSeconds`, 10],
  ['Liveness: Timeout 5 seconds', ...statefulSet, `${postgres}.livenessProbe.timeoutSeconds`, 5],
  ['Liveness: Failure Threshold 3', ...statefulSet, `${postgres}.livenessProbe.failureThreshold`, 3],
  ['Liveness: pg_isready -U feaf_user -d feaf', ...statefulSet, `${postgres}.livenessProbe.exec.command`, [
    'sh', '-c', 'pg_isready "$@"; [ $? -le 1 ]', 'pg_isready', '-q', '-h', '127.0.0.1', '-p', '5432', '-U', 'feaf_user', '-d', 'feaf', '-t', '5',
  ]],
  ['Readiness: Initial Delay 10 seconds', ...statefulSet, `${postgres}.readinessProbe.initialDelaySeconds`, 10],
  ['Readiness: Period 5 seconds', ...statefulSet, `${postgres}.readinessProbe.periodSeconds`, 5],
  ['Readiness: Timeout 3 seconds', ...statefulSet, `${postgres}.readinessProbe.timeoutSeconds`, 3],
  ['Readiness: Failure Threshold 3', ...statefulSet, `${postgres}.readinessProbe.failureThreshold`, 3],
  ['Readiness: pg_isready -U feaf_user -d feaf', ...statefulSet, `${postgres}.readinessProbe.exec.command`, [
    'pg_isready', '-q', '-h', '127.0.0.1', '-p', '5432', '-U', 'feaf_user', '-d', 'feaf', '-t', '3',
  ]],

  // Network security
  ['No external access is exposed: no node port', ...service, 'spec.ports[name=postgresql].nodePort', undefined],
  ['No external access is exposed: no address outside', ...service, 'spec.externalIPs', undefined],
];

test.each(facts)('%s: %s, %s %s, %s', (_words, file, kind, name, path, expected) => {
  expect(at(path, object(file, kind, name))).toEqual(expected);
});

test('Host: `feaf-postgres.feaf-dashboard.svc.cluster.local`', () => {
  const { name, namespace } = at('metadata', object(...service)) as { name: string; namespace: string };
  expect(`${name}.${namespace}.svc.cluster.local`).toBe('feaf-postgres.feaf-dashboard.svc.cluster.local');
});

/** Performance tuning, and what is logged. */
const settings: [words: string, name: string, value: string][] = [
  ['shared_buffers: 256MB', 'shared_buffers', '256MB'],
  ['effective_cache_size: 512MB', 'effective_cache_size', '512MB'],
  ['work_mem: 16MB', 'work_mem', '16MB'],
  ['maintenance_work_mem: 128MB', 'maintenance_work_mem', '128MB'],
  ['random_page_cost: 1.1', 'random_page_cost', '1.1'],
  ['checkpoint_completion_target: 0.9', 'checkpoint_completion_target', '0.9'],
  ['wal_buffers: 16MB', 'wal_buffers', '16MB'],
  ['autovacuum: Enabled', 'autovacuum', 'on'],
  ['autovacuum: with 3 workers', 'autovacuum_max_workers', '3'],
  ['log_min_duration_statement: 1000ms; slow queries (>1 second)', 'log_min_duration_statement', '1000ms'],
  ['connection events', 'log_connections', 'on'],
  ['connection events, their end', 'log_disconnections', 'on'],
];

describe.each(settings)('%s', (_words, name, value) => {
  test('is in the configuration of the server', () => {
    expect(linesAbout(name, 'data["postgresql.conf"]', 'feaf-postgres-settings')).toEqual([`${name} = '${value}'`]);
  });

  test('is in 02-performance-tuning.sql', () => {
    expect(linesAbout(name, 'data["02-performance-tuning.sql"]', 'postgres-init-scripts')).toEqual([`ALTER SYSTEM SET ${name} = '${value}';`]);
  });
});

describe('the initialization scripts', () => {
  const text = (script: string): string => at(`data["${script}"]`, object(...scripts)) as string;

  test('01-init-database.sql creates extensions', () => {
    expect(text('01-init-database.sql')).toMatch(/^CREATE EXTENSION IF NOT EXISTS "uuid-ossp";$/m);
    expect(text('01-init-database.sql')).toMatch(/^CREATE EXTENSION IF NOT EXISTS pg_trgm;$/m);
  });

  test('01-init-database.sql sets the timezone of the database', () => {
    expect(text('01-init-database.sql')).toContain("EXECUTE format('ALTER DATABASE %I SET timezone TO %L', current_database(), 'UTC');");
  });

  test('the ConfigMap carries exactly the files of sql/, byte by byte', () => {
    const files = readdirSync(join(root, 'sql')).sort();
    expect(files).toEqual(['01-init-database.sql', '02-performance-tuning.sql']);
    for (const file of files) expect(text(file)).toBe(readFileSync(join(root, 'sql', file), 'utf8'));
  });
});

describe('the connection string', () => {
  /** What the Secret holds that scripts/create-credentials.sh makes, with a password that is the word PASSWORD. */
  const made = withKubectl(undefined, [
    { call: /--raw/, stdout: '{"gitVersion": "v1.34.0"}' },
    { call: /get secret/, code: 1, stderr: 'Error from server (NotFound): secrets "feaf-secrets" not found\n' },
    { call: /create -f -/, stdout: 'secret/feaf-secrets created' },
  ], (kubectl) => {
    const outcome = kubectl.run('create-credentials.sh', ['--password-file', '-'], { input: 'PASSWORD\n' });
    return JSON.parse(`${outcome.calls.find(({ stdin }) => stdin !== undefined)?.stdin}`);
  });
  const value = (key: string) => Buffer.from(made.data[key], 'base64').toString();

  test('is stored in the `feaf-secrets` secret of the namespace', () => {
    expect(made).toMatchObject({ kind: 'Secret', metadata: { name: 'feaf-secrets', namespace: 'feaf-dashboard' } });
  });

  test('is postgresql://feaf_user:PASSWORD@feaf-postgres:5432/feaf', () => {
    expect(value('DATABASE_URL')).toBe('postgresql://feaf_user:PASSWORD@feaf-postgres:5432/feaf');
  });

  test('agrees with the other keys, and there are those of the example and no more', () => {
    expect([value('POSTGRES_USER'), value('POSTGRES_PASSWORD'), value('POSTGRES_DB')]).toEqual(['feaf_user', 'PASSWORD', 'feaf']);
    expect(Object.keys(made.data).sort()).toEqual(at('keys of stringData', object(...secret)));
  });
});

describe('the files', () => {
  test.each(['08-postgres-init-configmap.yaml', '08-postgres-statefulset.yaml', '09-postgres-service.yaml'])('%s is there to be applied by hand', (file) => {
    expect(documents(file).length).toBeGreaterThan(0);
  });

  test.each(['apply-postgres.sh', 'verify-postgres.sh'])('%s is there', (file) => {
    expect(readdirSync(join(root, 'scripts'))).toContain(file);
  });

  test('of the deployment hold no claim, Secret or Namespace, which are expected to exist', () => {
    const kinds = [INIT, SERVER, SERVICE].flatMap(documents).map(({ kind }) => kind);
    expect(new Set(kinds)).toEqual(new Set(['ConfigMap', 'StatefulSet', 'Service']));
  });
});

test('no fact of the document was forgotten since they were counted', () => {
  expect(facts.length + settings.length * 2).toBeGreaterThanOrEqual(79);
});

/** The documents of a file as it is committed. */
function documents(file: string): any[] {
  return parseAllDocuments(readFileSync(join(dist, file), 'utf8')).map((document) => {
    expect(document.errors).toEqual([]);
    return document.toJS();
  });
}

function object(file: string, kind: string, name: string): unknown {
  const found = documents(file).filter((each) => each.kind === kind && each.metadata.name === name);
  expect(found).toHaveLength(1);
  return found[0];
}

/** What stands at a path such as `spec.containers[name=postgres].image` or `data["a.sql"]`. */
function at(path: string, from: unknown): unknown {
  if (path.startsWith('keys of ')) return Object.keys(at(path.slice('keys of '.length), from) as object);
  const steps = path.matchAll(/\[name=([^\]]+)\]|\["([^"]+)"\]|([^.[]+)/g);
  return [...steps].reduce<any>((value, [, item, key, name]) => {
    if (item === undefined) return value[key ?? name];
    const found = value.filter((each: { name: string }) => each.name === item);
    expect(found).toHaveLength(1);
    return found[0];
  }, from);
}

/** The lines of a text in a ConfigMap that are about a setting. */
function linesAbout(setting: string, path: string, configMap: string): string[] {
  const text = at(path, object(INIT, 'ConfigMap', configMap)) as string;
  return text.split('\n').filter((line) => new RegExp(`\\b${setting}\\b`).test(line));
}
