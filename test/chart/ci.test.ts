import { Yaml } from 'cdk8s';
import { CHART, Scenario, SCENARIOS } from './ci-values';
import { postgresChart } from '../../src/chart';
import { Declaration, everyDeclaration } from '../../src/helm/declaration';
import { inputsOf } from '../../src/helm/inputs';
import { nativeManifests } from '../../src/helm/native';
import { Case, partsOf, Proof, textOfAll } from '../helm/support/proof';
import { helm, HelmRenderer, HelmVersion } from '../support/helm-render';
import { kubernetesVersions, validate } from '../support/kubeconform';
import { describeWithTools } from '../support/tools';

/** Each file ci/*-values.yaml is what a user of one scenario would write. */

const committed = Object.assign(Object.create(postgresChart), { write: () => undefined });
const proof = new Proof({ name: 'postgres', pkg: committed }, () => CHART);
const release = { name: 'orders', namespace: 'shop' };
const of = ({ values }: Scenario): Case => ({ values, release, apis: [] });
const named = SCENARIOS.map((scenario) => [scenario.name, scenario] as const);

/** The pods of `helm test` as the constructs make them, with the annotations by which HelmPackage makes them hooks. */
function nativeTests(values: any): any[] {
  const environment = (postgresChart as any).environmentOf(values, { release });
  return nativeManifests((postgresChart as any)._builders(), inputsOf(partsOf(postgresChart).root, environment.values), environment)
    .filter(({ role }) => role === 'test')
    .map(({ json }) => ({
      ...json,
      metadata: {
        ...json.metadata,
        annotations: { ...json.metadata.annotations, 'helm.sh/hook': 'test', 'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded' },
      },
    }));
}

test('there are files for the scenarios of users', () => {
  expect(SCENARIOS.map(({ name }) => name)).toEqual(expect.arrayContaining([
    'bitnami-secret', 'existing-claim', 'feaf', 'global', 'headless', 'init-scripts', 'large', 'load-balancer', 'new-claim', 'node-port', 'openshift', 'scheduling',
    'sidecars', 'tls',
  ]));
});

test.each(named)('the file %s says first what it is for', (_name, { text }) => expect(text).toMatch(/^# [A-Z].{20,}/));

test('together they use every value that the chart has', () => {
  const isGiven = (value: any, [first, ...rest]: readonly string[]): boolean => (
    typeof value === 'object' && value !== null && first in value && (rest.length === 0 || isGiven(value[first], rest)));
  const own = everyDeclaration(partsOf(postgresChart).root).filter(({ parent, lists, fields, kind }: Declaration) => (
    parent !== undefined && lists.length === 0 && fields.length === 0 && kind !== 'optional'));
  const unused = own.map(({ path }) => path).filter((path) => !SCENARIOS.some(({ values }) => isGiven(values, path.split('.'))));
  expect(unused).toEqual([]);
});

test.each(named)('the constructs take %s', (_name, scenario) => expect(proof.native(of(scenario))).toMatchObject({ kind: 'made' }));

describeWithTools(['helm3', 'helm4', 'render3', 'render4'], 'of the values files of ci/', () => {
  describe.each<HelmVersion>([3, 4])('Helm %i', (version) => {
    test('makes what the constructs make', () => {
      expect(textOfAll(proof.divergencesOfHelm(version, SCENARIOS.map(of)))).toBe('');
    });

    test('makes the pods of helm test that the constructs make', () => {
      const rendered = new HelmRenderer(version, CHART).render(SCENARIOS.map(({ values }) => ({ values, release })));
      SCENARIOS.forEach(({ values }, index) => {
        const result = rendered[index];
        if (result.error !== undefined) throw new Error(result.error);
        expect(result.hooks).toEqual(nativeTests(values));
        expect(result.hooks.map(({ kind }) => kind)).toEqual(['Pod']);
      });
    });

    test.each(named)('finds nothing in %s by lint --strict', (_name, { file }) => {
      const { status, stdout } = helm(version, 'lint', '--strict', CHART, '--values', file);
      expect([status, stdout]).toEqual([0, expect.stringMatching(/\b0 chart\(s\) failed/)]);
      expect(stdout).not.toMatch(/WARNING|ERROR/);
    });
  });
});

describeWithTools(['kubeconform'], 'what the values files of ci/ make', () => {
  test.each(kubernetesVersions)('is valid for Kubernetes %s', (version) => {
    const objects = SCENARIOS.flatMap(({ values }) => [...postgresChart.synth(values, { release }), ...nativeTests(values)]);
    expect(validate(Yaml.stringify(...objects), version)).toEqual([]);
  });
});
