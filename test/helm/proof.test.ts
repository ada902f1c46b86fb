import { readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import * as fc from 'fast-check';
import { parse, parseAllDocuments } from 'yaml';
import { EXAMPLES } from './examples';
import { nameOf, podLabelsOf, selects, selectorsOf } from './support/disjoint';
import { everywhere, HURTING_NAMES, HURTING_TEXTS } from './support/hurting';
import { Case, made, Outcome, partsOf, Program, Proof, textOfAll } from './support/proof';
import { helm, HelmRenderer, HelmVersion, Rendered } from '../support/helm-render';
import { kubernetesVersions, validate } from '../support/kubeconform';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const programs: readonly (readonly [string, Proof])[] = EXAMPLES.map((example) => [example.name, proofOf(example)]);
const everywhereProof = proofOf(everywhere);

/** Each chart is written once for all tests of this file. */
function proofOf(program: Program): Proof {
  return new Proof(program, () => join(folder.path, program.name));
}

const VERSIONS = [3, 4] as const;
const RELEASE = { name: 'r', namespace: 'n' };
const handWritten = (values: any): Case => ({ values, release: RELEASE, apis: [] });

/** Characters that JSON takes as they are, and YAML does not. */
const SPECIAL = /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/g;
const escaped = (character: string) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

const PROPERTY_CASES = Math.ceil(2_200 / EXAMPLES.length);
const HELM_CASES = Math.ceil(320 / EXAMPLES.length);
const VERDICTS = 2 * Math.ceil(500 / EXAMPLES.length);

test('there are enough programs and cases', () => {
  expect(EXAMPLES.length).toBeGreaterThanOrEqual(12);
  expect(PROPERTY_CASES * EXAMPLES.length).toBeGreaterThanOrEqual(2_000);
  expect(HELM_CASES * EXAMPLES.length).toBeGreaterThanOrEqual(300);
  expect(VERDICTS * EXAMPLES.length).toBeGreaterThanOrEqual(1_000);
});

describe('the proof sees', () => {
  const object = (data: any, name = 'a') => ({ kind: 'ConfigMap', metadata: { name }, data });
  const native = made([object({ x: '1', y: '2' }), object({}, 'b')]);
  const refused: Outcome = { kind: 'refused', message: 'No.' };

  const seen = (ours: Outcome, theirs: Outcome) => (
    textOfAll(everywhereProof.compare('Helm 3', { ...handWritten({ text: 'a' }), seed: 5 }, ours, theirs)).split('\n').slice(3));

  test.each<[string, Outcome, Outcome, string[]]>([
    ['nothing in another order', native, made([object({}, 'b'), object({ y: '2', x: '1' })]), []],
    ['nothing in two refusals', refused, { kind: 'refused', message: 'Never.' }, []],
    ['another type', native, made([object({ x: 1, y: '2' }), object({}, 'b')]), ['ConfigMap a', '- /data/x: "1"', '+ /data/x: 1']],
    ['what is missing', native, made([object({ x: '1' }), object({}, 'b')]), ['ConfigMap a', '- /data/y: "2"', '+ /data/y: undefined']],
    ['a missing object', native, made([object({ x: '1', y: '2' })]), ['- {"data":{},"kind":"ConfigMap","metadata":{"name":"b"}}']],
    ['an object that is there twice', made([object({})]), made([object({}), object({})]), ['+ {"data":{},"kind":"ConfigMap","metadata":{"name":"a"}}']],
    ['items in another order', made([object(['a', 'b'])]), made([object(['b', 'a'])]), ['ConfigMap a', '- /data/0: "a"', '+ /data/0: "b"', '- /data/1: "b"', '+ /data/1: "a"']],
    ['an empty list for an empty mapping', made([object({})]), made([object([])]), ['ConfigMap a', '- /data: {}', '+ /data: []']],
    ['what only the construct refuses', refused, made([]), ['- refused: No.', '+ 0 objects']],
    ['what only the other refuses', made([]), refused, ['- 0 objects', '+ refused: No.']],
    ['a fault that is no refusal', refused, { kind: 'failed', message: 'nil pointer' }, ['- refused: No.', '+ failed: nil pointer']],
  ])('%s', (_what, ours, theirs, lines) => {
    expect(seen(ours, theirs)).toEqual(lines);
  });

  test('seed, program, values and release', () => {
    const [{ text }] = everywhereProof.compare('Helm 3', { ...handWritten({ text: 'a' }), seed: 5 }, refused, made([]));
    expect(text.split('\n').slice(0, 3)).toEqual(['everywhere: the construct (-) and Helm 3 (+) differ for seed 5', 'values: {"text":"a"}', 'release: n/r']);
  });
});

describe('the evaluator makes what the construct makes', () => {
  const tally = { values: new Set<string>(), made: 0, refused: 0 };

  test.each(programs)('of %s', (name, proof) => {
    proof.chart();
    const property = fc.property(seeds, (seed) => {
      const given = proof.caseOf(seed);
      const native = proof.native(given);
      tally.values.add(`${name} ${JSON.stringify(given)}`);
      tally[native.kind === 'made' ? 'made' : 'refused'] += 1;
      expect(textOfAll(proof.compare('evaluator', given, native, proof.evaluated(given)))).toBe('');
    });
    fc.assert(property, { seed: 20_240_501, numRuns: PROPERTY_CASES, endOnFailure: true });
  });

  test('with values of which nearly all differ and few are refused', () => {
    const count = tally.made + tally.refused;
    expect(tally.values.size).toBeGreaterThan(0.9 * count);
    expect(tally.refused).toBeLessThanOrEqual(0.2 * count);
  });
});

/** Neither near the limits more often, nor shrunk: a lower seed makes no simpler values. */
const seeds = fc.noBias(fc.noShrink(fc.nat()));

describeWithTools(['render3', 'render4'], 'helm template makes what the construct makes', () => {
  describe.each(VERSIONS)('by Helm %i', (version) => {
    test.each(programs)('of %s', (_name, proof) => {
      const cases = Array.from({ length: HELM_CASES }, (_, index) => proof.caseOf(7_000 + index));
      expect(textOfAll(proof.divergencesOfHelm(version, cases))).toBe('');
    });
  });
});

describe('strings that hurt come through', () => {
  const everywhereIs = (text: string) => handWritten({ text, scalar: text, items: [text, 'a', text], entries: { a: text, b: text } });
  const texts = Object.entries(HURTING_TEXTS);

  test.each(texts)('the evaluator: %s', (_what, text) => {
    expect(textOfAll(everywhereProof.divergencesOfEvaluator([everywhereIs(text)]))).toBe('');
  });

  test.each(HURTING_NAMES)('the evaluator, as name: %s', (name) => {
    expect(textOfAll(everywhereProof.divergencesOfEvaluator([handWritten({ name })]))).toBe('');
  });

  describeWithTools(['render3', 'render4'], 'the engine', () => {
    describe.each(VERSIONS)('of Helm %i', (version) => {
      test.each(texts)('%s', (_what, text) => {
        expect(textOfAll(everywhereProof.divergencesOfHelm(version, [everywhereIs(text)]))).toBe('');
      });

      test.each(HURTING_NAMES)('as name: %s', (name) => {
        expect(textOfAll(everywhereProof.divergencesOfHelm(version, [handWritten({ name })]))).toBe('');
      });
    });
  });
});

describeWithTools(['helm3', 'helm4'], 'the helm command makes what the construct makes', () => {
  /** Arguments of the command, files of values, and what the construct is given. */
  const CASES: readonly [string, { args?: readonly string[]; files?: readonly string[] }, any][] = [
    ['nothing', {}, {}],
    ['a file', { files: ['text: "{{ x }}"\nitems: ["0755", "a: b"]\nentries: { a: "yes" }\n'] }, { text: '{{ x }}', items: ['0755', 'a: b'], entries: { a: 'yes' } }],
    ['a block in a file', { files: ['text: |\n  a\n    b\n\n'] }, { text: 'a\n  b\n' }],
    ['two files', { files: ['text: a\nentries: { a: "1", b: "2" }\n', 'text: b\nentries: { b: "3" }\n'] }, { text: 'b', entries: { a: '1', b: '3' } }],
    ['large integers in a file', { files: ['count: 12345678\n'] }, { count: 12_345_678 }],
    ['the largest integer in a file', { files: ['count: 9007199254740991\n'] }, { count: Number.MAX_SAFE_INTEGER }],
    ['an integer with a fraction of zero in a file', { files: ['count: 1000000.0\nratio: 2.0\n'] }, { count: 1_000_000, ratio: 2 }],
    ['large integers by --set', { args: ['--set', 'count=12345678'] }, { count: 12_345_678 }],
    ['a large negative integer by --set', { args: ['--set', 'count=-3000000000'] }, { count: -3_000_000_000 }],
    ['strings by --set', { args: ['--set', 'text=a b\\,c,name=0755,items={x,y},entries.a\\.b=c'] }, { text: 'a b,c', name: '0755', items: ['x', 'y'], entries: { 'a.b': 'c' } }],
    ['strings by --set-string', { args: ['--set-string', 'text=1000000,name=1e3,items={0755,true},entries.a=null'] }, { text: '1000000', name: '1e3', items: ['0755', 'true'], entries: { a: 'null' } }],
    ['what is no string by --set', { args: ['--set', 'text=true'] }, { text: true }],
    ['scalars by --set', { args: ['--set', 'scalar=12345678'] }, { scalar: 12_345_678 }],
    ['a switch by --set', { args: ['--set', 'scalar=false'] }, { scalar: false }],
    ['null by --set', { args: ['--set', 'scalar=null,count=null'] }, { scalar: null, count: null }],
    ['a file and --set over it', { files: ['text: a\ncount: 1\n'], args: ['--set', 'count=2', '--set-string', 'text=0'] }, { text: '0', count: 2 }],
    ['an unknown value by --set', { args: ['--set', 'texts=a'] }, { texts: 'a' }],
    ['values for all charts', { files: ['global: { region: eu }\n'] }, { global: { region: 'eu' } }],
  ];

  describe.each(VERSIONS)('by Helm %i', (version) => {
    test.each(CASES)('of %s', (_what, { args = [], files = [] }, values) => {
      const paths = files.map((text, index) => {
        const path = join(folder.path, `values-${version}-${index}.yaml`);
        writeFileSync(path, text);
        return path;
      });
      const given = handWritten(values);
      const theirs = templated(version, everywhereProof.chart(), [...paths.flatMap((path) => ['--values', path]), ...args]);
      expect(textOfAll(everywhereProof.compare(`Helm ${version}`, given, everywhereProof.native(given), theirs))).toBe('');
    });
  });
});

describe('the verdict on values is the same', () => {
  /** Every second one is broken. */
  const casesOf = (proof: Proof) => Array.from({ length: VERDICTS }, (_, index) => proof.caseOf(90_000 + index, index % 2 === 0 ? 'valid' : 'broken'));

  test.each(programs)('of the evaluator, for %s', (_name, proof) => {
    expect(textOfAll(proof.divergencesOfEvaluator(casesOf(proof)))).toBe('');
  });

  describeWithTools(['render3', 'render4'], 'of Helm', () => {
    describe.each(VERSIONS)('%i', (version) => {
      test.each(programs)('for %s', (_name, proof) => {
        expect(textOfAll(proof.divergencesOfHelm(version, casesOf(proof)))).toBe('');
      });
    });
  });

  test('in sets of which many are accepted, many refused for their schema, and some by the construct', () => {
    const outcomes = programs.flatMap(([, proof]) => casesOf(proof).map((given) => proof.native(given)));
    const count = (is: (outcome: Outcome) => boolean) => outcomes.filter(is).length;
    expect(count(({ kind }) => kind === 'made')).toBeGreaterThan(0.3 * outcomes.length);
    expect(count((outcome) => outcome.kind === 'refused' && isOfSchema(outcome.message))).toBeGreaterThan(0.2 * outcomes.length);
    expect(count((outcome) => outcome.kind === 'refused' && !isOfSchema(outcome.message))).toBeGreaterThan(0.005 * outcomes.length);
  });
});

describe('values are accepted or refused by all alike', () => {
  const cache = programs.find(([name]) => name === 'cache')![1];
  const ACCEPTED = 'made';
  const REFUSED = 'refused';
  const CASES: readonly [string, Proof, any, Outcome['kind']][] = [
    ['nothing', cache, {}, ACCEPTED],
    ['null in the place of a default', cache, { maxMemory: null }, REFUSED],
    ['null in the place of a group', cache, { sentinel: null }, REFUSED],
    ['null in a list', cache, { disabledCommands: [null] }, REFUSED],
    ['values for all charts', cache, { global: { a: 1 } }, ACCEPTED],
    ['an unknown key', cache, { maxmemory: '1gb' }, REFUSED],
    ['an unknown key in a group', cache, { sentinel: { enabled: true, quorums: 2 } }, REFUSED],
    ['an unknown key in a disabled group', cache, { sentinel: { quorums: 2 } }, REFUSED],
    ['a number for a string', cache, { maxMemory: 1 }, REFUSED],
    ['a string for a number', cache, { sentinel: { quorum: '2' } }, REFUSED],
    ['a string for a boolean', cache, { appendOnly: 'true' }, REFUSED],
    ['a list for a group', cache, { sentinel: [] }, REFUSED],
    ['a fraction for an integer', cache, { sentinel: { enabled: true, quorum: 1.5 } }, REFUSED],
    ['an empty string that the pattern excludes', cache, { maxMemory: '' }, REFUSED],
    ['an empty string', everywhereProof, { text: '' }, ACCEPTED],
    ['an empty string for an absent one', cache, { cluster: { enabled: true, announce: '' } }, ACCEPTED],
    ['an empty enumeration', cache, { eviction: '' }, REFUSED],
    ['an empty list', cache, { disabledCommands: [] }, ACCEPTED],
    ['an empty group', cache, { cluster: {} }, ACCEPTED],
    ['the least number', cache, { sentinel: { enabled: true, quorum: 1 } }, ACCEPTED],
    ['one below the least', cache, { sentinel: { enabled: true, quorum: 0 } }, REFUSED],
    ['one below the least in a disabled group', cache, { sentinel: { enabled: false, quorum: 0 } }, ACCEPTED],
    ['the largest number', cache, { cluster: { enabled: true, shards: 1000 } }, ACCEPTED],
    ['one above the largest', cache, { cluster: { enabled: true, shards: 1001 } }, REFUSED],
    ['the largest integer', everywhereProof, { count: Number.MAX_SAFE_INTEGER }, ACCEPTED],
    ['an integer that is too large', everywhereProof, { count: 2 ** 53 }, REFUSED],
    ['Unicode', everywhereProof, { text: '\u2028äöü😀', items: ['\ufeff'], entries: { a: 'значение' } }, ACCEPTED],
    ['Unicode that the pattern excludes', everywhereProof, { name: 'ä' }, REFUSED],
    ['a line break that the pattern excludes', everywhereProof, { name: 'a\n' }, REFUSED],
    ['a pair that the construct excludes', cache, { sentinel: { enabled: true }, cluster: { enabled: true } }, REFUSED],
    ['a triple that the construct excludes', cache, { eviction: 'noeviction', cluster: { enabled: true } }, REFUSED],
    ['all but one of that triple', cache, { eviction: 'noeviction', cluster: { enabled: true }, appendOnly: true }, ACCEPTED],
  ];

  test.each(CASES)('the construct and the evaluator: %s', (_what, proof, values, kind) => {
    const given = handWritten(values);
    expect(proof.native(given).kind).toBe(kind);
    expect(textOfAll(proof.divergencesOfEvaluator([given]))).toBe('');
  });

  describeWithTools(['render3', 'render4'], 'Helm', () => {
    describe.each(VERSIONS)('%i', (version) => {
      test.each(CASES)('%s', (_what, proof, values) => {
        expect(textOfAll(proof.divergencesOfHelm(version, [handWritten(values)]))).toBe('');
      });
    });
  });
});

/** A schema with every part in its place that it refers to elsewhere among its values. */
function withoutSharing(schema: any, root = schema): any {
  if (Array.isArray(schema)) return schema.map((item) => withoutSharing(item, root));
  if (typeof schema !== 'object' || schema === null) return schema;
  const { $ref, ...rest } = schema;
  if (typeof $ref === 'string' && !/^#\/definitions\/[^/]*$/.test($ref)) {
    const keys = $ref.slice(2).split('/').map((key) => decodeURIComponent(key).replace(/~1/g, '/').replace(/~0/g, '~'));
    const { description: _ofTheOther, ...part } = keys.reduce((inside, key) => inside[key], root);
    return { ...rest, ...withoutSharing(part, root) };
  }
  return Object.fromEntries(Object.entries(schema).map(([key, value]) => [key, withoutSharing(value, root)]));
}

describe('the written chart holds', () => {
  const read = (proof: Proof, file: string) => readFileSync(join(proof.chart(), file), 'utf8');

  test.each(programs)('the schema by which synth judges: %s', (_name, proof) => {
    expect(withoutSharing(JSON.parse(read(proof, 'values.schema.json')))).toEqual(partsOf(proof.program.pkg).schema);
  });

  test.each(programs)('the values over which synth lays others: %s', (_name, proof) => {
    expect(parse(read(proof, 'values.yaml'), { version: '1.1' })).toEqual(partsOf(proof.program.pkg).defaults);
  });
});

describe('two releases in one namespace', () => {
  const releases = [{ name: 'one', namespace: 'n' }, { name: 'two', namespace: 'n' }, { name: `one-${'x'.repeat(49)}`, namespace: 'n' }, { name: `one-${'x'.repeat(48)}y`, namespace: 'n' }];
  const pairs = releases.flatMap((one) => releases.filter((two) => two !== one).map((two) => [one, two]));

  /** What each release makes of the same values; the names that a user gives in place of the release's would be those of both. */
  const madeOf = (proof: Proof, seed: number) => {
    const { values: { nameOverride, fullnameOverride, ...values } } = proof.caseOf(seed);
    return new Map(releases.map((release) => [release, objectsOf(proof.native({ values, release, apis: [] }))]));
  };

  const clashesOf = (proof: Proof) => [1, 2, 3, 4, 5, 6].flatMap((seed) => {
    const objects = madeOf(proof, seed);
    return pairs.flatMap(([one, two]) => {
      const names = new Set(objects.get(two)!.map(nameOf));
      return objects.get(one)!.map(nameOf).filter((name) => names.has(name));
    });
  });

  /** Programs that name objects themselves, by a constant or after a value, and so in every release alike; what a construct names itself is its own affair. */
  const NAMED_BY_THE_PROGRAM = ['agent', 'cron-jobs', 'job-queues', 'sites', 'tenants', 'tuning', 'widget-operator'];

  test.each(programs)('have no object in common: %s', (name, proof) => {
    const clashes = [...new Set(clashesOf(proof))];
    if (NAMED_BY_THE_PROGRAM.includes(name)) expect(clashes).not.toEqual([]);
    else expect(clashes).toEqual([]);
  });

  /** Programs that write selectors with constant labels by hand. */
  const SELECTORS_BY_HAND = ['database', 'settings', 'widget-operator'];

  test.each(programs)('select no pod of each other: %s', (name, proof) => {
    const selected = new Set([1, 2, 3, 4, 5, 6].flatMap((seed) => {
      const objects = madeOf(proof, seed);
      return pairs.flatMap(([one, two]) => objects.get(one)!.flatMap((object) => {
        const pods = objects.get(two)!.flatMap(podLabelsOf);
        return selectorsOf(object).filter((selector) => pods.some((labels) => selects(selector, labels)))
          .map((selector) => `${nameOf(object)} ${JSON.stringify(selector)}`);
      }));
    }));
    if (SELECTORS_BY_HAND.includes(name)) expect([...selected]).not.toEqual([]);
    else expect([...selected]).toEqual([]);
  });

  test('would be seen to select each other', () => {
    const selector = { matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator: 'In', values: ['web'] }] };
    expect(selects(selector, { app: 'a', tier: 'web' })).toBe(true);
    expect(selects(selector, { app: 'a' })).toBe(false);
    expect(programs.flatMap(([, proof]) => objectsOf(proof.native(proof.caseOf(1))).flatMap(selectorsOf)).length).toBeGreaterThan(EXAMPLES.length);
  });
});

describeWithTools(['helm3', 'helm4'], 'helm lint --strict has nothing to say', () => {
  describe.each(VERSIONS)('by Helm %i', (version) => {
    test.each([...programs, ['everywhere', everywhereProof] as const])('about %s', (_name, proof) => {
      const { status, stdout, stderr } = helm(version, 'lint', '--strict', proof.chart());
      expect(`${stdout}${stderr}`).toContain('1 chart(s) linted, 0 chart(s) failed');
      expect(status).toBe(0);
    });
  });
});

describeWithTools(['render3', 'kubeconform'], 'kubeconform -strict has nothing to say', () => {
  /** The kinds of which there are schemas. */
  const VALIDATED = [
    'ConfigMap', 'CronJob', 'Deployment', 'HorizontalPodAutoscaler', 'Ingress', 'Job', 'Namespace', 'NetworkPolicy', 'PersistentVolumeClaim', 'Pod',
    'PodDisruptionBudget', 'Role', 'RoleBinding', 'Secret', 'Service', 'ServiceAccount', 'StatefulSet',
  ];
  /** Those of which there are none, and custom resources. */
  const WITHOUT_SCHEMA = [
    'ClusterRole', 'ClusterRoleBinding', 'DaemonSet', 'ResourceQuota',
    'AgentOptions', 'Certificate', 'Gateway', 'HTTPRoute', 'PrometheusRule', 'ServiceMonitor',
  ];
  /** Nothing that this program makes has a schema. */
  const WITHOUT_ANY = ['agent'];
  const newest = kubernetesVersions[kubernetesVersions.length - 1];

  test.each(programs)('about %s', (name, proof) => {
    const values = [{}, ...[1, 2, 3, 4, 5].map((seed) => proof.caseOf(seed).values)];
    const results = new HelmRenderer(3, proof.chart()).render(values.map((given) => ({ values: given, release: RELEASE })));
    const objects = results.flatMap((result) => (result as Rendered).manifests ?? []);
    expect(objects.map(({ kind }) => kind).filter((kind) => ![...VALIDATED, ...WITHOUT_SCHEMA].includes(kind))).toEqual([]);
    const validated = objects.filter(({ kind }) => VALIDATED.includes(kind));
    if (WITHOUT_ANY.includes(name)) expect(validated).toEqual([]);
    else expect(validate(validated.map((object) => `---\n${JSON.stringify(object).replace(SPECIAL, escaped)}\n`).join(''), newest)).toEqual([]);
  });
});

function objectsOf(outcome: Outcome): any[] {
  return outcome.kind === 'made' ? outcome.objects.map((text) => JSON.parse(text)) : [];
}

function isOfSchema(message: string): boolean {
  return /^The values of the chart \S+ are refused\./.test(message);
}

/** What the command prints, read as Kubernetes reads it. */
function templated(version: HelmVersion, chart: string, args: readonly string[]): Outcome {
  const { status, stdout, stderr } = helm(version, 'template', RELEASE.name, chart, '--namespace', RELEASE.namespace, '--kube-version', '1.34.0', ...args);
  if (status !== 0) return { kind: stderr.includes("values don't meet the specifications of the schema") ? 'refused' : 'failed', message: stderr };
  return made(parseAllDocuments(stdout, { version: '1.1' }).map((document) => document.toJS()).filter((object) => object !== null));
}
