import { Result } from './support/command';
import { Feaf } from './support/feaf';
import { kubectl } from './support/kubectl';
import { hasMetrics } from './support/metrics';
import { FEAF } from './support/namespaces';
import { eventually } from './support/wait';

/** What verify-postgres.sh reports, in the order of the checks. */
const CHECKS = [
  'cluster', 'namespace', 'secret', 'statefulset', 'pod', 'service', 'claim', 'connectivity', 'queries', 'settings', 'resources', 'log',
];

describe('the deployment of the document, from its folder, in a namespace that enforces Pod Security "restricted"', () => {
  let feaf: Feaf;
  let applied: Result;

  beforeAll(async () => {
    feaf = await Feaf.prepare(FEAF, ['pod-security.kubernetes.io/enforce=restricted']);
    applied = await feaf.folder.execute('./apply-postgres.sh', { seconds: 330 });
  });

  afterAll(async () => feaf?.remove());

  test('apply-postgres.sh makes all objects in six steps and waits until the database is ready', async () => {
    expect(applied).toMatchObject({ status: 0, stderr: '' });
    expect(applied.stdout.match(/^\d\/6 .*/gm)).toHaveLength(6);
    for (const object of ['configmap/postgres-init-scripts', 'statefulset.apps/feaf-postgres', 'service/feaf-postgres']) {
      expect(applied.stdout).toContain(`✔ ${object} created`);
    }
    expect(applied.stdout).toMatch(/✔ pod feaf-postgres-0: Running; .*postgres ready; reload ready\./);
    expect(applied.stdout).not.toContain('✘');
  });

  test('verify-postgres.sh finds every check to hold', async () => {
    const { status, stdout } = await feaf.folder.execute('./verify-postgres.sh');
    expect(stdout).not.toContain('✘');
    expect(stdout).toMatch(/12 checks: 1[12] ok, [01] with a warning, 0 failed, 0 not made/);
    expect(status).toBe(0);
  });

  test('verify-postgres.sh --output json says the same for machines', async () => {
    const { status, stdout } = await feaf.folder.execute('./verify-postgres.sh --output json');
    const report = JSON.parse(stdout);
    expect(report).toMatchObject({ ok: true, namespace: FEAF, name: 'feaf-postgres', summary: { failed: 0, skipped: 0 } });
    expect(report.checks.map(({ check }: { check: string }) => check)).toEqual(CHECKS);
    // Figures of a new pod come later, and not on every cluster.
    expect(report.checks.filter((check: { check: string; status: string }) => check.status !== 'ok' && check.check !== 'resources')).toEqual([]);
    expect(status).toBe(0);
  });

  test('verify-postgres.sh --strict holds where the cluster has metrics, and fails for the want of them elsewhere', async () => {
    const metrics = await hasMetrics();
    await eventually('the figures of a new pod are there', { within: 120 }, async () => {
      const { status, stdout } = await feaf.folder.execute('./verify-postgres.sh --strict');
      if (metrics) {
        expect(stdout).toMatch(/✔ Container postgres uses \d+m CPU and \d+Mi memory\./);
        expect(status).toBe(0);
      } else {
        expect(stdout).toMatch(/✘ It cannot be read: .*Metrics API not available/);
        expect(status).toBe(1);
      }
    });
  });

  test('a second apply reports every object unchanged and leaves the pod alone', async () => {
    const before = await feaf.database.pod();
    const { status, stdout } = await feaf.folder.execute('./apply-postgres.sh');
    expect(status).toBe(0);
    const objects = stdout.match(/✔ \S+\/\S+ (created|configured|unchanged)$/gm);
    expect(objects).toEqual([
      '✔ configmap/postgres-init-scripts unchanged',
      '✔ configmap/feaf-postgres-settings unchanged',
      '✔ configmap/feaf-postgres-runtime unchanged',
      '✔ statefulset.apps/feaf-postgres unchanged',
      '✔ service/feaf-postgres unchanged',
    ]);
    expect((await feaf.database.pod()).metadata.uid).toBe(before.metadata.uid);
  });

  test('a second apply of the prerequisites reports both unchanged', async () => {
    const { stdout } = await feaf.folder.run('kubectl apply -k prerequisites');
    expect(stdout).toBe('namespace/feaf-dashboard unchanged\npersistentvolumeclaim/postgres-pvc unchanged\n');
  });

  test.each(['.', 'prerequisites'])('kubectl diff -k %s finds no difference', async (folder) => {
    expect(await feaf.folder.execute(`kubectl diff -k ${folder}`)).toMatchObject({ status: 0, stdout: '' });
  });

  test.each(['.', 'prerequisites'])('kubectl diff --server-side -k %s finds no difference after a server-side apply', async (folder) => {
    const before = await feaf.database.pod();
    const { stdout } = await feaf.folder.run(`kubectl apply --server-side --force-conflicts -k ${folder}`);
    expect(stdout).toContain('serverside-applied');
    expect(await feaf.folder.execute(`kubectl diff --server-side -k ${folder}`)).toMatchObject({ status: 0, stdout: '' });
    expect((await feaf.database.pod()).metadata.uid).toBe(before.metadata.uid);
  });

  test('kubectl diff does find a difference when there is one', async () => {
    await kubectl(`label service feaf-postgres -n ${FEAF} app.kubernetes.io/version=14 --overwrite`);
    const { status, stdout } = await feaf.folder.execute('kubectl diff -k .');
    expect(status).toBe(1);
    expect(stdout).toContain('+    app.kubernetes.io/version: "15"');
  });
});
