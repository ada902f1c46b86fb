import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { helm } from '../support/helm-render';
import { checkov, kubeScore, podSecurity, Scan, SCANNERS } from '../support/scanners';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const root = join(__dirname, '..', '..');
const chart = join(root, 'charts', 'postgres');
const inCi = (name: string) => join(chart, 'ci', name);

/** What is found in the chart with its defaults, and argued in docs/security.md. A finding that comes or goes fails this test. */
const OF_DEFAULTS = {
  'checkov': ['CKV2_K8S_6', 'CKV_K8S_11', 'CKV_K8S_15', 'CKV_K8S_40', 'CKV_K8S_43', 'CKV_K8S_8', 'CKV_K8S_9'],
  'kube-score': [
    'container-ephemeral-storage-request-and-limit', 'container-image-pull-policy', 'container-resources', 'container-security-context-user-group-id', 'pod-networkpolicy',
  ],
  'kube-score with optional tests': ['container-cpu-requests-equal-limits', 'container-memory-requests-equal-limits', 'container-resource-requests-equal-limits'],
};

/** What is found in the pod of `helm test`, beside a hardened installation, and argued in docs/security.md. */
const OF_TEST_POD = {
  'checkov': ['CKV2_K8S_6', 'CKV_K8S_8', 'CKV_K8S_9'],
  'kube-score': [
    'container-cpu-requests-equal-limits', 'container-ephemeral-storage-request-equals-limit', 'container-memory-requests-equal-limits',
    'container-resource-requests-equal-limits', 'pod-networkpolicy',
  ],
};

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

/** The file into which Helm prints what an installation with files of values makes; without the pods of `helm test`, which live for seconds. */
function rendered(name: string, ...files: string[]): string {
  return printed(name, files, '--skip-tests');
}

function printed(name: string, files: readonly string[], ...options: readonly string[]): string {
  const values = files.flatMap((file) => ['--values', inCi(file)]);
  const { status, stdout, stderr } = helm(4, 'template', 'orders', chart, '--namespace', 'shop', '--kube-version', '1.34.0', ...options, ...values);
  expect([status, stderr]).toEqual([0, '']);
  return written(name, stdout);
}

function written(name: string, manifests: string): string {
  const file = join(folder.path, `${name}.yaml`);
  writeFileSync(file, manifests);
  return file;
}

/** The first words, in backticks, of the rows of the table below a heading of docs/security.md. */
function argued(heading: string): string[] {
  const [, section] = readFileSync(join(root, 'docs', 'security.md'), 'utf8').split(`\n## ${heading}\n`);
  return [...section.split('\n## ')[0].matchAll(/^\| `([^`]+)`.*\| (.+) \|$/gm)].filter(([, , reason]) => reason.length > 40).map(([, id]) => id).sort();
}

describeWithTools(['helm4', ...SCANNERS], 'scanners', () => {
  const all = (file: string): { readonly [scanner: string]: Scan } => ({
    'checkov': checkov(file), 'kube-score': kubeScore(file, true), 'restricted': podSecurity(file, 'restricted'),
  });

  test('find in the defaults just what docs/security.md argues, and the pod is "restricted"', () => {
    const file = rendered('default');
    expect(checkov(file).findings).toEqual(OF_DEFAULTS.checkov);
    expect(kubeScore(file, false).findings).toEqual(OF_DEFAULTS['kube-score']);
    expect(kubeScore(file, true).findings).toEqual([...OF_DEFAULTS['kube-score'], ...OF_DEFAULTS['kube-score with optional tests']].sort());
    expect(podSecurity(file, 'restricted')).toEqual({ findings: [], passed: 1 });
    expect(argued('What scanners find in the defaults')).toEqual(Object.values(OF_DEFAULTS).flat().sort());
  });

  test.each([
    ['hardened', ['hardened-values.yaml', 'sample-digest.yaml']],
    ['everything', ['everything-values.yaml']],
  ])('find nothing with %s values', (name, files) => {
    const scans = all(rendered(name, ...files));
    expect(Object.fromEntries(Object.entries(scans).map(([scanner, { findings }]) => [scanner, findings]))).toEqual({ 'checkov': [], 'kube-score': [], 'restricted': [] });
    expect(scans.checkov.passed).toBeGreaterThan(90);
    expect(scans['kube-score'].passed).toBeGreaterThan(30);
    expect(scans.restricted.passed).toBe(1);
  });

  test.each([
    ['its defaults', []],
    ['hardened values', ['hardened-values.yaml']],
    ['everything', ['everything-values.yaml']],
  ])('every pod of the chart with %s is "restricted", those of helm test as well', (name, files) => {
    const { findings, passed } = podSecurity(printed(`all pods of ${name}`, files), 'restricted');
    expect(findings).toEqual([]);
    expect(passed).toBeGreaterThan(0);
  });

  test('find in the pod of helm test, beside hardened values, what docs/security.md argues', () => {
    const file = printed('with tests', ['hardened-values.yaml', 'sample-digest.yaml']);
    expect(checkov(file).findings).toEqual(OF_TEST_POD.checkov);
    expect(kubeScore(file, true).findings).toEqual(OF_TEST_POD['kube-score']);
    expect(argued('What scanners find in the pod of helm test')).toEqual(Object.values(OF_TEST_POD).flat().sort());
  });

  test('find only that the digest is missing when hardened values come without the sample', () => {
    const file = rendered('without-digest', 'hardened-values.yaml');
    expect(checkov(file).findings).toEqual(['CKV_K8S_43']);
    expect(kubeScore(file, true).findings).toEqual([]);
  });

  test('see what is wrong, so that the rows above can fail', () => {
    const text = readFileSync(rendered('mended', 'hardened-values.yaml', 'sample-digest.yaml'), 'utf8');
    const broken = text.replaceAll('readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false').replaceAll('privileged: false', 'privileged: true');
    const scans = all(written('broken', broken));
    expect(scans.checkov.findings).toEqual(['CKV_K8S_16', 'CKV_K8S_22']);
    expect(scans['kube-score'].findings).toEqual(['container-security-context-privileged', 'container-security-context-readonlyrootfilesystem']);
    expect(scans.restricted.findings.join()).toContain('privileged');
  });
});

test('nothing tells a scanner to look away', () => {
  for (const file of ['hardened-values.yaml', 'everything-values.yaml', 'sample-digest.yaml']) {
    expect(readFileSync(inCi(file), 'utf8')).not.toMatch(/checkov\.io|kube-score\/|skip/i);
  }
});

/** Keys that cannot stand beside others, or that open what the scan is about. */
const NOT_IN_EVERYTHING = ['persistence.existingClaim', 'openshift', 'podSecurityContext', 'networkPolicy.allowExternal', 'pdb.minAvailable', 'postgresql.allowMemoryOvercommit'];

test('the values with everything give every other key of the chart', () => {
  const given = parse(readFileSync(inCi('everything-values.yaml'), 'utf8'));
  const { properties } = JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'));
  expect(missingIn(given, properties).sort()).toEqual([...NOT_IN_EVERYTHING].sort());
});

/** Paths of the keys of a schema that values do not have, but for names that are only there to be refused. */
function missingIn(values: any, properties: any, path: string[] = []): string[] {
  return Object.entries<any>(properties).filter(([, schema]) => !/^Refused:/.test(schema.description)).flatMap(([key, schema]) => {
    const here = [...path, key];
    if (values[key] === undefined) return [here.join('.')];
    return schema.properties ? missingIn(values[key], schema.properties, here) : [];
  });
}
