import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApiObject, Chart, JsonPatch } from 'cdk8s';
import * as kplus from 'cdk8s-plus-28';
import { Construct } from 'constructs';
import { Proof, textOfAll } from './support/proof';
import { HelmPackage, ManifestOverride, Value, Values, ValueSet, when } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

/** A construct of others, which hands out nothing that it makes. */
class Shop extends Construct {
  public constructor(scope: Construct, id: string, image: string, isOpen: boolean) {
    super(scope, id);
    const web = new kplus.Deployment(this, 'web', { containers: [{ image, portNumber: 8080 }] });
    web.exposeViaService();
    if (isOpen) new kplus.Ingress(this, 'door').addHostRule('shop.example.com', '/', kplus.IngressBackend.fromService(web.exposeViaService({ name: 'open' })));
  }
}

const AFFINITY = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{}] } } };

const values = {
  image: Values.string({ default: 'shop:1', minLength: 1 }),
  isOpen: Values.boolean(),
  className: Values.string({ optional: true }),
  grace: Values.integer({ default: 30, minimum: 0 }),
  affinity: Values.kubernetes('v1.Affinity'),
  internal: Values.boolean(),
  annotations: Values.map(Values.string()),
  debug: Values.optional({ level: Values.enumeration(['info', 'trace'], { default: 'info' }) }),
};

const shop = () => HelmPackage.of({
  name: 'shop',
  version: '1.0.0',
  values,
  define: (scope, { image, isOpen, debug }) => {
    new Shop(scope, 'shop', image, isOpen);
    when(debug, ({ level }) => new kplus.ConfigMap(scope, 'debug', { data: { level } }));
  },
  overrides: ({ className, grace, affinity, internal, annotations }) => [
    {
      kind: 'Deployment',
      name: 'web',
      patch: [
        JsonPatch.add('/spec/template/spec/terminationGracePeriodSeconds', grace),
        ...(affinity ? [JsonPatch.add('/spec/template/spec/affinity', affinity)] : []),
        JsonPatch.add('/spec/template/spec/containers/0/args', ['--class', className ?? 'none']),
        JsonPatch.remove('/spec/template/spec/containers/0/securityContext/privileged'),
      ],
    },
    { kind: 'Ingress', path: 'shop/door', patch: [JsonPatch.add('/metadata/annotations', annotations), ...(className ? [JsonPatch.add('/spec/ingressClassName', className)] : [])] },
    { kind: 'Service', name: 'open', omit: internal },
  ],
});

const find = (objects: any[], kind: string, name: string) => objects.find((object) => object.kind === kind && object.metadata.name === name);

test('natively, objects are changed and left out', () => {
  const objects = shop().synth({ grace: 7, affinity: AFFINITY, isOpen: true, className: 'nginx', annotations: { a: 'b' } }, { release: { name: 'r', namespace: 'n' } });
  expect(find(objects, 'Deployment', 'r-shop-web').spec.template.spec).toMatchObject({
    terminationGracePeriodSeconds: 7, affinity: AFFINITY, containers: [{ args: ['--class', 'nginx'] }],
  });
  expect(find(objects, 'Deployment', 'r-shop-web').spec.template.spec.containers[0].securityContext).not.toHaveProperty('privileged');
  expect(find(objects, 'Ingress', 'r-shop-door')).toMatchObject({ metadata: { annotations: { a: 'b' } }, spec: { ingressClassName: 'nginx' } });
  expect(find(objects, 'Service', 'open')).toBeDefined();
  expect(find(shop().synth({ isOpen: true, internal: true }), 'Service', 'open')).toBeUndefined();
});

describe('the chart makes the same', () => {
  const proof = new Proof({ name: 'shop', pkg: shop() }, () => join(folder.path, 'shop'));
  const cases = Array.from({ length: 60 }, (_, index) => proof.caseOf(300 + index));

  test('by the evaluator', () => {
    expect(textOfAll(proof.divergencesOfEvaluator(cases))).toBe('');
  });

  describeWithTools(['render3', 'render4'], 'by Helm', () => {
    test.each([3, 4] as const)('%i', (version) => {
      expect(textOfAll(proof.divergencesOfHelm(version, cases))).toBe('');
    });
  });
});

describe('in a subclass, as other languages write it', () => {
  class Plain extends HelmPackage {
    public constructor() {
      super({ name: 'plain', version: '1.0.0', values: { image: Value.string({ default: 'a', minLength: 1 }), grace: Value.integer({ default: 5, minimum: 0 }) } });
    }

    public define(scope: Chart, given: ValueSet): void {
      new Shop(scope, 'shop', given.string('image'), false);
    }

    public overrides(given: ValueSet): ManifestOverride[] {
      return [{ kind: 'Deployment', patch: [JsonPatch.add('/spec/template/spec/terminationGracePeriodSeconds', given.number('grace'))] }];
    }
  }

  test('both sides are equal', () => {
    const plain = new Plain();
    expect(plain.evaluate({ grace: 9 })).toEqual(expect.arrayContaining(plain.synth({ grace: 9 })));
    expect(plain.synth({ grace: 9 })[0].spec.template.spec.terminationGracePeriodSeconds).toBe(9);
  });
});

const overriding = (overrides: (given: any) => ManifestOverride[], spec: (given: any) => any = (given) => given) => HelmPackage.of({
  name: 'web',
  version: '1.0.0',
  values: { image: Values.string({ default: 'abc', minLength: 1 }), affinity: Values.any(), isOn: Values.boolean() },
  define: (scope, given) => new ApiObject(scope, 'app', { apiVersion: 'example.com/v1', kind: 'Thing', spec: spec(given) } as any),
  overrides,
});

test.each<[string, HelmPackage, string]>([
  ['that finds no object', overriding(() => [{ kind: 'Thing', name: 'other' }]),
    'the override of Thing other finds no object, whatever the values are; there are Thing app at app. Give the kind, name or path of one of them.'],
  ['of a place that is not there', overriding(() => [{ kind: 'Thing', patch: [JsonPatch.add('/spec/a/b', 1)] }]),
    'The override of Thing cannot add /spec/a/b: /spec/a is not there in the manifest at app. Name a place that is there'],
  ['that takes away what is not there', overriding(() => [{ kind: 'Thing', path: 'app', patch: [JsonPatch.remove('/spec/a')] }]),
    'The override of Thing at app cannot remove /spec/a: /spec/a is not there in the manifest at app.'],
  ['that looks into a value', overriding(({ image }) => [{ kind: 'Thing', patch: [JsonPatch.add('/spec/isLocal', image.startsWith('localhost/'))] }]),
    'looks into the value image, at app (Thing): spec.isLocal: it calls startsWith("localhost/")'],
  ['that looks into a struct', overriding(({ affinity }) => [{ kind: 'Thing', patch: [JsonPatch.add('/spec/a', affinity?.nodeAffinity ?? 1)] }]),
    'The value affinity is handed through as it is, but the construct reads its property "nodeAffinity".'],
  ['that copies a struct', overriding(({ affinity }) => (affinity ? [{ kind: 'Thing', patch: [JsonPatch.copy('/spec/affinity', '/spec/other')] }] : [])),
    'The override of Thing copies /spec/affinity, in which there is a value that is handed through as it is; move it, or add the value itself.'],
])('an override is refused %s, and nothing written', (_what, pkg, sentence) => {
  const chart = join(folder.path, 'refused');
  mkdirSync(chart, { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), 'name: known\n');
  expect(() => pkg.write(chart)).toThrow(sentence);
});

test('a place that is there for some values only is refused for the others by both', () => {
  const pkg = overriding(() => [{ kind: 'Thing', patch: [JsonPatch.replace('/spec/on', 'yes')] }], ({ isOn, ...given }) => ({ ...given, ...(isOn ? { on: 'x' } : {}) }));
  expect(pkg.evaluate({ isOn: true })).toEqual(pkg.synth({ isOn: true }));
  for (const make of [pkg.synth, pkg.evaluate]) expect(() => make.call(pkg, {})).toThrow('The override of Thing cannot replace /spec/on: /spec/on is not there');
});

test('patches are seen by the next ones, and an override by the next', () => {
  const pkg = overriding(({ image, isOn }) => [
    { kind: 'Thing', patch: [JsonPatch.add('/spec/list', [image]), JsonPatch.add('/spec/list/-', 'b'), JsonPatch.move('/spec/list', '/spec/a~1b')] },
    { kind: 'Thing', patch: [JsonPatch.test('/spec/a~1b/1', 'b'), JsonPatch.replace('/metadata/name', 'other')] },
    { kind: 'Thing', name: 'other', omit: isOn },
  ]);
  expect(pkg.synth()).toMatchObject([{ metadata: { name: 'other' }, spec: { 'a/b': ['abc', 'b'] } }]);
  expect(pkg.synth({ isOn: true })).toEqual([]);
  for (const given of [{}, { isOn: true }, { image: 'x', affinity: { a: 1 } }]) expect(pkg.evaluate(given)).toEqual(pkg.synth(given));
});

describe('when', () => {
  test.each<[unknown, boolean]>([
    [undefined, false], [null, false], [false, false], ['', false], [true, true], [0, true], ['a', true], [[], true], [{}, true],
  ])('%j is there: %j', (value, isThere) => {
    const made = when(value, (given) => [given]);
    expect(made).toEqual(isThere ? [value] : undefined);
  });

  test('knows the type of what is there', () => {
    const group: { readonly host: string } | undefined = when(true, () => ({ host: 'a' }));
    const host: string | undefined = when(group, (given) => given.host);
    // @ts-expect-error it may be absent
    const wrong: string = when(group, (given) => given.host);
    expect([host, wrong]).toEqual(['a', 'a']);
  });
});
