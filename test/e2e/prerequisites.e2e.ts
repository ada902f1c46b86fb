import { execute, run } from './support/command';
import { inventory } from './support/database';
import { Feaf } from './support/feaf';
import { read } from './support/kubectl';
import { markNamespace } from './support/namespaces';

const NAMESPACE = 'e2e-prerequisites';

/** A prerequisite, what apply-postgres.sh says when it is missing, and what is there once the command in that sentence has run. */
const PREREQUISITES = [
  { object: 'secret feaf-secrets', missing: /✘ Secret feaf-secrets does not exist in namespace e2e-prerequisites\. Create it: (.*create-credentials\.sh.*)$/m },
  { object: 'persistentvolumeclaim postgres-pvc', missing: /✘ PersistentVolumeClaim postgres-pvc does not exist in namespace e2e-prerequisites\. Create it: (kubectl apply -k .*)$/m },
  { object: 'namespace e2e-prerequisites', missing: /✘ Namespace e2e-prerequisites does not exist\. Create it: (kubectl apply -k .*)$/m },
];

describe('apply-postgres.sh stops before it changes anything', () => {
  let feaf: Feaf;

  beforeAll(async () => {
    feaf = await Feaf.prepare(NAMESPACE);
  });

  afterAll(async () => feaf?.remove());

  const exists = async (object: string) => (await execute(`kubectl get ${object} -n ${NAMESPACE}`)).status === 0;

  test.each(PREREQUISITES)('without the $object, and names the command that makes it', async ({ object, missing }) => {
    await run(`kubectl delete ${object} -n ${NAMESPACE}`);
    const isNamespace = object.startsWith('namespace');
    const before = isNamespace ? [] : await inventory(NAMESPACE);

    const { status, stdout, stderr } = await feaf.folder.script('apply-postgres.sh');
    expect(status).toBe(1);
    expect(stderr).toContain('Nothing was changed.');
    expect(stdout).toMatch(missing);
    expect(stdout).not.toContain('2/6');
    if (isNamespace) expect(await exists(object)).toBe(false);
    else expect(await inventory(NAMESPACE)).toEqual(before);

    expect(await exists(object)).toBe(false);
    await run(missing.exec(stdout)![1]);
    expect(await exists(object)).toBe(true);
    if (isNamespace) await markNamespace(NAMESPACE);
  });

  test('with a Secret whose keys do not agree, and names the command that makes its values anew', async () => {
    await feaf.folder.script('create-credentials.sh');
    await run(`kubectl patch secret feaf-secrets -n ${NAMESPACE} --type merge -p '{"stringData":{"POSTGRES_PASSWORD":""}}'`);
    const before = await inventory(NAMESPACE);
    const { status, stdout } = await feaf.folder.script('apply-postgres.sh');
    expect(status).toBe(1);
    expect(stdout).toContain('✘ Secret feaf-secrets: Key POSTGRES_PASSWORD is missing or empty.');
    expect(await inventory(NAMESPACE)).toEqual(before);
    await run(/Make its values anew: (.*)$/m.exec(stdout)![1]);
    const { data } = await read(`secret feaf-secrets -n ${NAMESPACE}`);
    expect(data!.POSTGRES_PASSWORD.length).toBeGreaterThan(40);
  });

  test('without a cluster that answers, and says so', async () => {
    const env = { KUBECONFIG: '/dev/null' };
    const { status, stdout, stderr } = await feaf.folder.script('apply-postgres.sh', { env });
    expect(status).toBe(1);
    expect(`${stdout}${stderr}`).toMatch(/The cluster does not answer: .*\n.*Nothing was changed/);
  });

  test('with a manifest that the server refuses, and says why', async () => {
    const before = await inventory(NAMESPACE);
    await feaf.folder.run('sed -i "s/port: 5432/port: 70000/" 09-postgres-service.yaml');
    const { status, stdout } = await feaf.folder.script('apply-postgres.sh');
    expect(stdout).toMatch(/✘ The server refuses the manifests:\n.*spec\.ports\[0\]\.port: Invalid value: 70000/);
    expect(status).toBe(1);
    expect(await inventory(NAMESPACE)).toEqual(before);
  });
});
