import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { parseAllDocuments } from 'yaml';
import { FEAF_NAMESPACE } from '../../src/feaf';
import { helm } from '../support/helm-render';
import { describeWithTools } from '../support/tools';

const root = join(__dirname, '..', '..');
const chart = join(root, 'charts', 'postgres');

/** What Helm's convention adds to every object; all else must be the same. */
const LABELS_OF_HELM = ['helm.sh/chart', 'app.kubernetes.io/managed-by'];

const documentsOf = (text: string): any[] => parseAllDocuments(text).map((document) => document.toJS()).filter((object) => object !== null);

const byName = (objects: any[]): { [name: string]: any } => Object.fromEntries(objects.map((object) => [`${object.kind} ${object.metadata.name}`, object]));

function distributed(): any[] {
  const folder = join(root, 'dist', 'feaf-dashboard');
  return readdirSync(folder).filter((file) => /^\d.*\.yaml$/.test(file)).flatMap((file) => documentsOf(readFileSync(join(folder, file), 'utf8')));
}

/** What only Helm runs, and only when it is asked to: `helm test`. It is no part of dist/. */
const HOOKS = ['Pod feaf-postgres-test'];

const isHook = ({ metadata }: any): boolean => metadata.annotations?.['helm.sh/hook'] !== undefined;

/** An object of the chart without Helm's labels, in the namespace into which Helm puts it. */
function installed({ metadata, ...object }: any): any {
  const labels = Object.fromEntries(Object.entries(metadata.labels).filter(([name]) => !LABELS_OF_HELM.includes(name)));
  return { ...object, metadata: { ...metadata, labels, namespace: FEAF_NAMESPACE } };
}

describeWithTools(['helm3', 'helm4'], 'the FEAF deployment is one values file', () => {
  test.each([3, 4] as const)('of which Helm %i makes the objects of dist/feaf-dashboard', (version) => {
    const { status, stdout, stderr } = helm(version, 'template', 'feaf-postgres', chart, '--namespace', FEAF_NAMESPACE, '--kube-version', '1.34.0',
      '--values', join(chart, 'ci', 'feaf-values.yaml'));
    expect([status, stderr]).toEqual([0, '']);
    const objects = documentsOf(stdout);
    expect(objects.every(({ metadata }) => LABELS_OF_HELM.every((name) => name in metadata.labels))).toBe(true);
    expect(Object.keys(byName(objects.filter(isHook)))).toEqual(HOOKS);
    expect(byName(objects.filter((object) => !isHook(object)).map(installed))).toEqual(byName(distributed()));
  });
});
