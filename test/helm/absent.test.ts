import { join } from 'path';
import { k8s } from 'cdk8s-plus-28';
import { Case, Program, Proof, textOfAll } from './support/proof';
import { refuseTogether, rule } from '../../src/expressions/rule';
import { HelmPackage, Values } from '../../src/helm';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const KEY = { keyPattern: '^[A-Za-z][-A-Za-z0-9_./]{0,60}$' };

const requireExists = rule('isExists', (toleration: k8s.Toleration) => toleration.operator === 'Exists', 'must be Exists');

/** Lists and maps that may be absent, a declared `global`, structs in lists that a rule would look into, and properties that do not go together. */
const program: Program = {
  name: 'absent',
  pkg: HelmPackage.of({
    name: 'absent',
    version: '1.0.0',
    values: {
      global: Values.object({ registry: Values.string({ optional: true, pattern: '^[a-z.]+$' }) }),
      modes: Values.list(Values.string({ minLength: 1 }), { optional: true }),
      labels: Values.map(Values.string(), { optional: true, ...KEY }),
      selector: Values.map(Values.string(), { optional: true, ...KEY }),
      mounts: Values.list({ path: Values.string({ minLength: 1 }), readOnly: Values.boolean() }, { key: 'path' }),
      tolerations: Values.list(Values.kubernetes('v1.Toleration'), { optional: true }),
      claim: Values.string({ optional: true, minLength: 1 }),
      port: Values.integer({ optional: true, minimum: 30000, maximum: 32767 }),
      isOpen: Values.boolean(),
    },
    define: (scope, { global, modes = ['usual'], labels, selector = { app: 'usual' }, mounts, tolerations, claim, port, isOpen }) => {
      const place = (property: string) => ({ construct: scope.node.path, property });
      tolerations?.forEach((toleration, index) => requireExists(place(`tolerations[${index}]`), toleration));
      if (claim !== undefined && labels !== undefined) refuseTogether(place('labels'), labels, `must not be given together with claim (${claim})`);
      if (claim !== undefined && !isOpen) refuseTogether(place('claim'), claim, 'must not be given while isOpen is off');
      if (port !== undefined && !isOpen) refuseTogether(place('port'), port, 'must not be given while isOpen is off');
      new k8s.KubeConfigMap(scope, 'map', { metadata: { labels: labels ?? selector } });
      new k8s.KubePod(scope, 'pod', {
        metadata: { labels: { own: 'x', ...selector, ...labels }, annotations: labels && { said: 'yes' } },
        spec: {
          tolerations,
          containers: [{
            volumeMounts: mounts.map(({ path, readOnly }) => ({ name: `m${readOnly}`, mountPath: path, readOnly })),
            name: 'a',
            image: `${global.registry ?? 'usual'}/a`,
            args: modes,
            ports: port === undefined ? undefined : [{ containerPort: 80, hostPort: port }],
          }],
        },
      });
    },
  }),
};

const proof = new Proof(program, () => join(folder.path, 'absent'));
const of = (values: any): Case => ({ values, release: { name: 'r', namespace: 'n' }, apis: [] });
const pod = (values: any) => program.pkg.synth(values).find(({ kind }) => kind === 'Pod');

test('an empty list or map is absent, so that the construct takes its own', () => {
  expect(pod({}).spec.containers[0].args).toEqual(['usual']);
  expect(pod({ modes: [], labels: {} }).metadata.annotations).toBeUndefined();
  expect(pod({ modes: ['a'], labels: { a: 'b' } })).toMatchObject({ metadata: { annotations: { said: 'yes' } }, spec: { containers: [{ args: ['a'] }] } });
});

test('a declared global takes keys of other charts, and its own are checked', () => {
  expect(pod({ global: { registry: 'r.example', imagePullSecrets: ['a'] } }).spec.containers[0].image).toBe('r.example/a');
  expect(() => pod({ global: { registry: 'R' } })).toThrow('The value global.registry is "R"; it must match ^[a-z.]+$.');
});

test('a rule about a struct that is handed through is left to its schema', () => {
  expect(pod({ tolerations: [{ operator: 'Equal', key: 'a' }] }).spec.tolerations).toEqual([{ operator: 'Equal', key: 'a' }]);
  expect(() => pod({ tolerations: [{ opertor: 'Equal' }] })).toThrow('There is no value tolerations[0].opertor; did you mean tolerations[0].operator?');
});

const REFUSED: readonly [any, string][] = [
  [{ claim: 'c', isOpen: true, labels: { a: 'b' } }, 'labels is '],
  [{ claim: 'c' }, 'claim is "c"; it must not be given while isOpen is off.'],
  [{ port: 30001 }, 'port is 30001; it must not be given while isOpen is off.'],
  [{ claim: 'c', labels: { a: 'b' }, port: 30001 }, 'must not be given'],
];

test.each(REFUSED)('%j is refused natively', (values, sentence) => {
  expect(() => pod(values)).toThrow(sentence);
});

/** The construct lets labels win over those of the selector, and a template must, too, whatever else collides. */
const TAKEN = [{}, { mounts: [{ path: '/a' }, { path: '/b', readOnly: true }] }, { labels: { app: '1' } }, { labels: { app: '1', own: '2' }, selector: { app: '3', b: '4' } }, { claim: 'c', isOpen: true, port: 30001 }];

test('the evaluator makes what the construct makes, of random values and of what collides', () => {
  const cases = [...TAKEN, ...REFUSED.map(([values]) => values)].map(of);
  expect(textOfAll(proof.divergencesOfEvaluator([...cases, ...Array.from({ length: 150 }, (_, seed) => proof.caseOf(seed))]))).toBe('');
});

describeWithTools(['render3', 'render4'], 'Helm', () => {
  test.each([3, 4] as const)('%i makes what the construct makes, and refuses with the same words', (version) => {
    const cases = [...TAKEN, ...REFUSED.map(([values]) => values)].map(of);
    expect(textOfAll(proof.divergencesOfHelm(version, [...cases, ...Array.from({ length: 60 }, (_, seed) => proof.caseOf(1_000 + seed))]))).toBe('');
    proof.rendered(version, REFUSED.map(([values]) => of(values))).forEach((outcome, index) => {
      expect(outcome).toMatchObject({ kind: 'refused', message: expect.stringContaining(REFUSED[index][1]) });
    });
  });
});

test.each(['first', 'second'] as const)('that %s wins is known even when the construct refuses a key of another mapping', (winner) => {
  const pkg = HelmPackage.of({
    name: 'winner',
    version: '1.0.0',
    values: { first: Values.map(Values.string(), KEY), second: Values.map(Values.string(), KEY), notes: Values.map(Values.string(), KEY) },
    define: (scope, { first, second, notes }) => {
      if (Object.keys(notes).includes('taken')) throw new Error('notes: taken is taken.');
      const labels = winner === 'first' ? { ...second, ...first } : { ...first, ...second };
      new k8s.KubeConfigMap(scope, 'map', { metadata: { labels, annotations: { taken: 'x', ...notes } } });
    },
  });
  const values = { first: { a: 'first' }, second: { a: 'second' } };
  expect(pkg.synth(values)[0].metadata.labels.a).toBe(winner);
  expect(pkg.evaluate(values)).toEqual(pkg.synth(values));
});
