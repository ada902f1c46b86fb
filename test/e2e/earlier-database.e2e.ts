import { run } from './support/command';
import { Database } from './support/database';
import { Feaf } from './support/feaf';
import { apply, kubectl, read } from './support/kubectl';
import { eventually } from './support/wait';

const NAMESPACE = 'e2e-earlier';

const fromSecret = (name: string) => ({ name, valueFrom: { secretKeyRef: { name: 'feaf-secrets', key: name } } });

/** A deployment as the document has it, by the image alone: its entrypoint, its layout on the volume, its roles. */
const EARLIER = {
  apiVersion: 'apps/v1',
  kind: 'StatefulSet',
  metadata: { name: 'feaf-postgres', namespace: NAMESPACE },
  spec: {
    serviceName: 'feaf-postgres',
    replicas: 1,
    selector: { matchLabels: { app: 'feaf-postgres' } },
    template: {
      metadata: { labels: { app: 'feaf-postgres' } },
      spec: {
        containers: [{
          name: 'postgres',
          image: 'postgres:15',
          env: [
            ...['POSTGRES_USER', 'POSTGRES_PASSWORD', 'POSTGRES_DB'].map(fromSecret),
            { name: 'PGDATA', value: '/var/lib/postgresql/data/pgdata' },
          ],
          ports: [{ containerPort: 5432 }],
          volumeMounts: [{ name: 'postgres-storage', mountPath: '/var/lib/postgresql/data' }],
          readinessProbe: { exec: { command: ['pg_isready', '-h', '127.0.0.1', '-U', 'feaf_user', '-d', 'feaf'] }, periodSeconds: 2 },
        }],
        volumes: [{ name: 'postgres-storage', persistentVolumeClaim: { claimName: 'postgres-pvc' } }],
      },
    },
  },
};

/** Names and contents of all files of the earlier database, and every database on the volume; no other pod may use the volume meanwhile. */
async function readVolume(): Promise<{ contents: string; databases: string }> {
  const commands = 'cd /volume/pgdata && find . -type f -print0 | sort -z | xargs -0 sha256sum; find /volume -name PG_VERSION -not -path "*/base/*"';
  await apply(JSON.stringify({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'reader', namespace: NAMESPACE },
    spec: {
      restartPolicy: 'Never',
      containers: [{
        name: 'reader',
        image: 'postgres:15',
        command: ['bash', '-c', commands],
        volumeMounts: [{ name: 'volume', mountPath: '/volume', readOnly: true }],
      }],
      volumes: [{ name: 'volume', persistentVolumeClaim: { claimName: 'postgres-pvc' } }],
    },
  }));
  await kubectl(`wait --for=jsonpath={.status.phase}=Succeeded pod/reader -n ${NAMESPACE} --timeout=60s`);
  const log = await kubectl(`logs reader -n ${NAMESPACE}`);
  await kubectl(`delete pod reader -n ${NAMESPACE} --wait`);
  const databases = log.split('\n').filter((line) => line.startsWith('/volume'));
  return { contents: log, databases: databases.join(' ') };
}

describe('a volume with the database of an earlier deployment', () => {
  let feaf: Feaf;
  let database: Database;
  let before: { contents: string; databases: string };

  beforeAll(async () => {
    feaf = await Feaf.prepare(NAMESPACE);
    database = feaf.database;
    await startEarlier();
    await database.sql('CREATE TABLE board AS SELECT n AS number, md5(n::text) AS name FROM generate_series(1, 100) n');
  });

  afterAll(async () => feaf?.remove());

  const rows = async () => database.sql("SELECT count(*), md5(string_agg(name, ',' ORDER BY number)) FROM board");

  async function startEarlier(): Promise<void> {
    await apply(JSON.stringify(EARLIER));
    await run(`kubectl rollout status statefulset feaf-postgres -n ${NAMESPACE} --timeout=120s`, { seconds: 130 });
  }

  async function stop(): Promise<void> {
    await run(`kubectl delete statefulset feaf-postgres -n ${NAMESPACE} && kubectl wait --for=delete pod/feaf-postgres-0 -n ${NAMESPACE} --timeout=60s`);
  }

  test('is not taken over while the earlier deployment runs: the server refuses, and nothing is changed', async () => {
    const { metadata } = await read(`statefulset feaf-postgres -n ${NAMESPACE}`);
    const { status, stdout } = await feaf.folder.script('apply-postgres.sh');
    expect(stdout).toMatch(/✘ The server refuses the manifests:\n.*updates to statefulset spec for fields other than/);
    expect(status).toBe(1);
    const after = (await read(`statefulset feaf-postgres -n ${NAMESPACE}`)).metadata;
    expect(after.resourceVersion).toBe(metadata.resourceVersion);
  });

  test('is recognised: the pod does not start, and says where the database lies and what to do', async () => {
    await stop();
    before = await readVolume();
    expect(before.contents.split('\n').length).toBeGreaterThan(500);

    const { status, stdout } = await feaf.folder.script('apply-postgres.sh --timeout 15');
    expect(status).toBe(1);
    expect(stdout).toContain('The volume holds a database of PostgreSQL 15 in pgdata, made by another deployment');
    const log = await database.log('initialize');
    expect(log).toMatch(/in pgdata, made by another deployment: this one keeps its data in 15\/docker\. No empty database is made beside it, and nothing was changed\./);
    expect(log).toMatch(/Run the earlier deployment again, dump the database .*backup-postgres\.sh.*, and restore the dump .*restore-postgres\.sh/);
    const { status: state } = await database.pod();
    expect(state.phase).toBe('Pending');
    expect(state.containerStatuses.map(({ started }: { started: boolean }) => started)).toEqual([false, false]);
  });

  test('is left as it was, with no empty database beside it', async () => {
    await stop();
    expect(await readVolume()).toEqual(before);
    expect(before.databases).toBe('/volume/pgdata/PG_VERSION');
  });

  test('goes over to this deployment in the way that was named: earlier deployment, dump, new volume, restore', async () => {
    await startEarlier();
    const expected = await rows();
    expect(expected).toMatch(/^100\|/);
    expect(await feaf.folder.script('backup-postgres.sh earlier.sql')).toMatchObject({ status: 0 });
    await stop();
    await kubectl(`delete pvc postgres-pvc -n ${NAMESPACE}`);
    await feaf.folder.run('kubectl apply -k prerequisites');
    expect(await feaf.folder.script('apply-postgres.sh')).toMatchObject({ status: 0 });
    expect(await feaf.folder.script('restore-postgres.sh earlier.sql')).toMatchObject({ status: 0 });
    await eventually('the rows are there', { within: 10, explain: async () => database.explain() }, async () => expect(await rows()).toBe(expected));
  });
});
