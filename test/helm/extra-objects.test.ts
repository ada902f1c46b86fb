import { join } from 'path';
import { k8s } from 'cdk8s-plus-28';
import { Case, Proof, textOfAll } from './support/proof';
import { HelmPackage, Values } from '../../src/helm';
import { HelmRenderer } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const pkg = HelmPackage.of({
  name: 'extra',
  version: '1.0.0',
  extraObjects: true,
  refusedValues: {
    'primary': 'is one level too many here',
    'image.debug': 'is not there',
    'queues[].size': 'is depth here',
    'resources.ephemeral-storage': 'is ephemeralStorage here',
  },
  values: {
    image: Values.object({ tag: Values.string({ default: '1.0', formerly: ['imageTag'] }) }),
    queues: Values.list({ depth: Values.integer() }),
    resources: Values.object({ ephemeralStorage: Values.string({ optional: true }) }),
  },
  define: (scope, { image, queues, resources }) => {
    new k8s.KubeConfigMap(scope, 'map', { data: { tag: image.tag, depths: queues.map(({ depth }) => `${depth}`).join(','), storage: resources.ephemeralStorage ?? '' } });
  },
});

const proof = new Proof({ name: 'extra', pkg }, () => join(folder.path, 'extra'));
const of = (values: any): Case => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] });
const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'a' }, stringData: { text: 'a: "b"\n---\n{{ .Values }}\n', number: '007', none: '' } };
const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'b', labels: { a: 'b' } }, spec: { list: [1, { deep: null }, []], on: true } };

test('whole objects are added as they are, behind all others', () => {
  expect(pkg.synth({ extraObjects: [secret, widget] }).slice(1)).toEqual([secret, widget]);
  expect(pkg.evaluate({ extraObjects: [secret] }).slice(1)).toEqual([secret]);
  expect(pkg.synth()).toHaveLength(1);
});

test('a value of that name beside the option is refused', () => {
  expect(() => HelmPackage.of({ name: 'a', version: '1.0.0', extraObjects: true, values: { extraObjects: Values.string() }, define: () => undefined }))
    .toThrow('The value extraObjects is declared, but it is the one of the option extraObjects, too; give it another name, or leave the option out.');
});

test.each<[string, { [path: string]: string }, string]>([
  ['is no path', { 'a..b': 'is c' }, 'The refused value is "a..b", which is no path; it must be like image.tag'],
  ['is a value', { 'image.tag': 'is c' }, 'The refused value is image.tag, but there is a value of that name now.'],
  ['is inside a value', { 'image.tag.name': 'is c' }, 'The refused value is image.tag.name, but that goes through a value which is no group.'],
])('a refused value that %s is refused itself', (_what, refusedValues, sentence) => {
  expect(() => HelmPackage.of({ name: 'a', version: '1.0.0', refusedValues, values: { image: Values.object({ tag: Values.string() }) }, define: () => undefined }))
    .toThrow(sentence);
});

const REFUSED: [any, string][] = [
  [{ primary: { persistence: { size: '8Gi' } } }, 'The value primary is one level too many here.'],
  [{ primary: false }, 'The value primary is one level too many here.'],
  [{ image: { debug: true } }, 'The value image.debug is not there.'],
  [{ imageTag: '2' }, 'The value imageTag was renamed; give image.tag instead.'],
  [{ resources: { 'ephemeral-storage': '1Gi' } }, 'The value resources.ephemeral-storage is ephemeralStorage here.'],
];

test.each([...REFUSED, [{ queues: [{ depth: 1 }, { depth: 1, size: 2 }] }, 'The value queues[1].size is depth here.'] as [any, string]])('natively %j is refused', (values, sentence) => {
  expect(() => pkg.synth(values)).toThrow(sentence);
});

test.each([{ extraObjects: ['text'] }, { extraObjects: [{ kind: 'Secret', apiVersion: 'v1' }] }, { extraObjects: [{ ...secret, metadata: {} }] }, { extraObjects: {} }])('%j is refused', (values) => {
  expect(() => pkg.synth(values)).toThrow('The value extraObjects');
});

describeWithTools(['render3', 'render4'], 'Helm', () => {
  test.each([3, 4] as const)('%i makes and refuses the same', (version) => {
    const cases = [{}, { extraObjects: [secret] }, { extraObjects: [secret, widget, widget] }, { extraObjects: ['text'] }, { extraObjects: [{}] }].map(of);
    expect(textOfAll(proof.divergencesOfHelm(version, cases))).toBe('');
    const random = Array.from({ length: 60 }, (_, seed) => proof.caseOf(seed, seed % 4 === 0 ? 'broken' : 'valid'));
    expect(random.some(({ values }) => (values.extraObjects ?? []).length > 1)).toBe(true);
    expect(textOfAll(proof.divergencesOfHelm(version, random))).toBe('');
  });

  test.each([3, 4] as const)('%i says the same sentences', (version) => {
    const renderer = new HelmRenderer(version, proof.chart());
    const sets = [...REFUSED.map(([values]) => ({ values })), { values: { queues: [{ depth: 1, size: 2 }] } }];
    const sentences = [...REFUSED.map(([, sentence]) => sentence), 'The value queues[].size is depth here.'];
    renderer.render(sets).forEach(({ error }, index) => expect(error).toContain(sentences[index]));
  });
});
