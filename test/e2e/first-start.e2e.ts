import { execute } from './support/command';
import { Database } from './support/database';
import { apply, kubectl, read } from './support/kubectl';
import { manifests } from './support/manifests';
import { makeNamespace, removeNamespace } from './support/namespaces';
import { eventually } from './support/wait';
import { InitScript, PostgresProps } from '../../src/postgres';

const NAMESPACE = 'e2e-first-start';

const GOOD = 'CREATE TABLE second (number integer);\n';
const BROKEN = 'CREATE TABLE second (number integer);\nINSERT INTO no_such_table VALUES (1);\n';

/** Somebody else's database: a claim of its own, small, and quick to start. */
function props(second: string, parameters: { [name: string]: string } = {}, tag = '15'): PostgresProps {
  const quick = { initialDelaySeconds: 0, periodSeconds: 2 };
  return {
    name: 'orders',
    image: { tag },
    auth: { username: 'orders', existingSecret: 'orders-credentials' },
    persistence: { size: '1Gi' },
    resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
    probes: { startup: quick, readiness: quick },
    parameters: { max_connections: '20', ...parameters },
    initScripts: {
      scripts: [
        InitScript.fromString('01-first.sql', 'CREATE TABLE first (number integer);\n'),
        InitScript.fromString('02-second.sql', second),
        InitScript.fromString('03-third.sql', 'CREATE TABLE third (number integer);\n'),
      ],
    },
  };
}

describe('in a namespace that enforces Pod Security "restricted"', () => {
  const database = new Database(NAMESPACE, 'orders');
  const explain = async () => database.explain();
  const query = async (statement: string) => database.sql(statement, 'orders', 'orders');

  beforeAll(async () => {
    await makeNamespace(NAMESPACE, ['pod-security.kubernetes.io/enforce=restricted']);
    await kubectl(`create secret generic orders-credentials -n ${NAMESPACE} --from-literal=password=only-for-this-test`);
  });

  afterAll(async () => removeNamespace(NAMESPACE));

  test('a pod that may do more is refused', async () => {
    const { status, stderr } = await execute(`kubectl run more --image=postgres:15 -n ${NAMESPACE} --dry-run=server`);
    expect(stderr).toContain('violates PodSecurity "restricted');
    expect(status).toBe(1);
  });

  describe('a first start whose second init script of three fails', () => {
    let uid: string;

    beforeAll(async () => {
      await apply(manifests(NAMESPACE, props(BROKEN)));
    });

    test('says which script failed and why, in the log and in the state of the pod', async () => {
      const reason = /Init script 02-second\.sql \(2 of 3\) failed: .*02-second\.sql:2: ERROR: {2}relation "no_such_table" does not exist/;
      await eventually('the init container fails', { within: 120, explain }, async () => {
        const { metadata, status } = await database.pod();
        const { state, lastState } = status.initContainerStatuses[0];
        expect((state.terminated ?? lastState.terminated)?.message).toMatch(reason);
        expect(status.phase).toBe('Pending');
        uid = metadata.uid;
      });
    });

    test('completes by itself once the script is mended, with each script run once', async () => {
      await apply(manifests(NAMESPACE, props(GOOD)));
      const pod = await database.ready();
      expect(pod.metadata.uid).toBe(uid);
      expect(await query("SELECT string_agg(tablename, ' ' ORDER BY tablename) FROM pg_tables WHERE schemaname = 'public'")).toBe('first second third');
      expect(await database.log('initialize')).toMatch(/An earlier first start did not come to its end/);
    });
  });

  describe('a rollout of a setting with which no server starts', () => {
    let former: string;

    beforeAll(async () => {
      former = (await database.pod()).metadata.uid;
      await query('INSERT INTO first VALUES (42)');
      await apply(manifests(NAMESPACE, props(GOOD, { shared_preload_libraries: 'no_such_library' })));
    });

    test('says so in the state of the new pod', async () => {
      await eventually('the init container of the new pod fails', { within: 120, explain }, async () => {
        const { metadata, status } = await database.pod();
        expect(metadata.uid).not.toBe(former);
        const { state, lastState } = status.initContainerStatuses[0];
        expect((state.terminated ?? lastState.terminated)?.message).toMatch(/could not access file "no_such_library"/);
      });
    });

    test('is replaced by the next rollout without hand work', async () => {
      await apply(manifests(NAMESPACE, props(GOOD, { max_connections: '21' })));
      await database.ready(former);
      expect(await query('SHOW max_connections')).toBe('21');
      expect(await query('SELECT number FROM first')).toBe('42');
      expect((await read(`statefulset orders -n ${NAMESPACE}`)).status.readyReplicas).toBe(1);
    });
  });

  describe('a rollout of an image that does not exist', () => {
    let former: string;

    beforeAll(async () => {
      former = (await database.pod()).metadata.uid;
      await apply(manifests(NAMESPACE, props(GOOD, { max_connections: '21' }, '15-no-such-tag')));
    });

    test('says so in the state of the new pod', async () => {
      await eventually('the new pod has no image', { within: 120, explain }, async () => {
        const { metadata, status } = await database.pod();
        expect(metadata.uid).not.toBe(former);
        expect(status.initContainerStatuses[0].state.waiting.reason).toMatch(/^(ErrImagePull|ImagePullBackOff|ErrImageNeverPull)$/);
      });
    });

    // Only because of the pod management policy Parallel: with OrderedReady the broken pod keeps its successor away for ever.
    test('is replaced by the next rollout without hand work', async () => {
      await apply(manifests(NAMESPACE, props(GOOD, { max_connections: '21' })));
      await database.ready(former);
      expect(await query('SELECT number FROM first')).toBe('42');
    });
  });
});
