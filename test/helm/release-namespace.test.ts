import { k8s } from 'cdk8s-plus-28';
import { Program, Proof, textOfAll } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const program = (releaseNamespace?: boolean): Program => ({
  name: 'placed',
  pkg: HelmPackage.of({
    name: 'placed',
    version: '1.0.0',
    releaseNamespace,
    values: { text: Values.string({ default: 'a' }) },
    define: (scope, { text }) => {
      new k8s.KubeConfigMap(scope, 'map', { data: { text } });
      new k8s.KubeConfigMap(scope, 'elsewhere', { metadata: { namespace: 'kube-public' }, data: { text } });
    },
  }),
});

const release = { name: 'orders', namespace: 'shop' };
const namespaces = (releaseNamespace?: boolean) => program(releaseNamespace).pkg.synth({}, { release }).map(({ metadata }) => metadata.namespace);

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

test('objects name no namespace by default, since Helm puts them into that of the release', () => {
  expect(namespaces()).toEqual([undefined, 'kube-public']);
});

test('with releaseNamespace they name that of the release, but for those that name another', () => {
  expect(namespaces(true)).toEqual(['shop', 'kube-public']);
});

describeWithTools(['render3', 'render4'], 'in Helm', () => {
  test.each([3, 4] as const)('%i they name the same', (version) => {
    const proof = new Proof(program(true), () => `${folder.path}/placed`);
    expect(textOfAll(proof.divergencesOfHelm(version, ['shop', 'another'].map((namespace) => ({ values: {}, release: { ...release, namespace }, apis: [] }))))).toBe('');
  });
});
