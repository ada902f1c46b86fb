import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { tmpdir } from 'os';
import { dirname, join } from 'path';
import { Yaml } from 'cdk8s';
import { parseAllDocuments } from 'yaml';
import { CHART, SCENARIOS } from './ci-values';
import { postgresChart } from '../../src/chart';
import { partsOf } from '../helm/support/proof';
import { helm, HelmVersion } from '../support/helm-render';
import { describeWithTools } from '../support/tools';

/**
 * An update that changes no value restarts nothing, and can always be made: what is in the pod template restarts the server, and what is in
 * selectors and claim templates can never be changed in a cluster.
 */

const named = SCENARIOS.map((scenario) => [scenario.name, scenario] as const);
const release = { name: 'orders', namespace: 'shop' };
const byKind = (objects: any[], kind: string) => objects.filter((object) => object.kind === kind);

/** What restarts the server when it changes, as the text that the API server gets. */
const podTemplateOf = (objects: any[]) => JSON.stringify(byKind(objects, 'StatefulSet').map(({ spec }) => spec.template));

/** What Kubernetes never lets anybody change, and by which labels Services find the pod. */
function immutableOf(objects: any[]): any {
  const [{ metadata, spec }] = byKind(objects, 'StatefulSet');
  const { template, replicas, updateStrategy, persistentVolumeClaimRetentionPolicy, ...rest } = spec;
  const services = byKind(objects, 'Service').map((service) => [service.metadata.name, service.spec.selector]);
  return { statefulSet: metadata.name, ...rest, services: Object.fromEntries(services), dataVolume: template.spec.volumes.filter(({ name }: any) => name === 'data') };
}

/** The same package with another version of itself and of what it installs. */
function nextVersion(): typeof postgresChart {
  const { props } = partsOf(postgresChart);
  return Object.assign(Object.create(postgresChart), { props: { ...props, version: '9.9.9', appVersion: '9.9-next' } });
}

describe('of the next version of the chart', () => {
  test.each(named)('the constructs make the pod template, selectors and claims of %s as they are', (_name, { values }) => {
    const now = postgresChart.synth(values, { release });
    const next = nextVersion().synth(values, { release });
    expect(JSON.stringify(next)).toContain('9.9.9');
    expect(podTemplateOf(next)).toBe(podTemplateOf(now));
    expect(JSON.stringify(immutableOf(next))).toBe(JSON.stringify(immutableOf(now)));
  });

  test('the constructs change nothing but labels that say the version', () => {
    for (const { values } of SCENARIOS) {
      // The order of labels means nothing.
      const lines = (objects: any[]) => Yaml.stringify(...objects).split('\n').sort();
      const [now, next] = [postgresChart, nextVersion()].map((pkg) => lines(pkg.synth(values, { release })));
      expect(next.map((line) => line.replace('postgres-9.9.9', 'postgres-0.1.0')).sort()).toEqual(now);
    }
  });
});

test('a pod template, and what can never be changed, are other ones when something of them changes', () => {
  const now = postgresChart.synth({}, { release });
  expect(podTemplateOf(postgresChart.synth({ podAnnotations: { a: 'b' } }, { release }))).not.toBe(podTemplateOf(now));
  for (const values of [{ selectorLabels: { app: 'a' } }, { persistence: { size: '9Gi' } }, { headlessService: { name: 'a' } }, { persistence: { existingClaim: 'a' } }]) {
    expect(immutableOf(postgresChart.synth(values, { release }))).not.toEqual(immutableOf(now));
  }
});

describe('of the next version of the package', () => {
  /** The package as it will be: another version in package.json, and other scripts in runtime/. */
  function nextPackage(): typeof postgresChart {
    let next: typeof postgresChart | undefined;
    jest.isolateModules(() => {
      jest.doMock('fs', () => {
        const fs = jest.requireActual('fs');
        const changed = (file: unknown, text: string) => {
          if (/\/runtime\/[a-z]+\.sh$/.test(`${file}`)) return `${text}# The next version.\n`;
          return /\/package\.json$/.test(`${file}`) ? text.replace(/"version": "[^"]*"/, '"version": "9.9.9"') : text;
        };
        return {
          ...fs,
          readFileSync: (file: unknown, ...more: unknown[]) => {
            const found = fs.readFileSync(file, ...more);
            return typeof found === 'string' ? changed(file, found) : found;
          },
        };
      });
      next = jest.requireActual('../../src/chart').postgresChart;
    });
    jest.dontMock('fs');
    return next!;
  }

  const next = nextPackage();

  test.each(named)('the constructs make the pod template, selectors and claims of %s as they are', (_name, { values }) => {
    const now = postgresChart.synth(values, { release });
    const then = next.synth(values, { release });
    expect(JSON.stringify(then)).toContain('# The next version.');
    expect(podTemplateOf(then)).toBe(podTemplateOf(now));
    expect(JSON.stringify(immutableOf(then))).toBe(JSON.stringify(immutableOf(now)));
  });
});

describeWithTools(['helm3', 'helm4'], 'of a copy of the chart with the next version', () => {
  const copy = mkdtempSync(join(tmpdir(), 'next-chart-'));
  afterAll(() => rmSync(copy, { recursive: true }));

  beforeAll(() => {
    const { name, version } = partsOf(postgresChart).props;
    for (const file of readdirSync(CHART, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile())) {
      const from = join(file.parentPath, file.name);
      const to = join(copy, from.slice(CHART.length));
      mkdirSync(dirname(to), { recursive: true });
      // As HelmPackage would write it: the version stands in Chart.yaml and in a label.
      const text = readFileSync(from, 'utf8').replaceAll(`${name}-${version}`, `${name}-9.9.9`);
      writeFileSync(to, file.name === 'Chart.yaml' ? `${text.replace(/^version: .*$/m, 'version: 9.9.9')}appVersion: 9.9-next\n` : text);
    }
  });

  const rendered = (version: HelmVersion, chart: string, file: string) => {
    const { status, stdout, stderr } = helm(version, 'template', release.name, chart, '--namespace', release.namespace, '--kube-version', '1.34.0', '--values', file);
    expect([status, stderr]).toEqual([0, '']);
    return stdout;
  };

  describe.each<HelmVersion>([3, 4])('Helm %i', (version) => {
    test.each(named)('makes the pod template, selectors and claims of %s byte by byte as they are, and changes nothing but one label', (_name, { file }) => {
      const [now, next] = [CHART, copy].map((chart) => rendered(version, chart, file));
      const [before, after] = [now, next].map((text) => text.split('\n'));
      expect(after.length).toBe(before.length);
      expect([...new Set(after.filter((line, index) => line !== before[index]))]).toEqual(['    helm.sh/chart: postgres-9.9.9']);
      const [objectsBefore, objectsAfter] = [now, next].map((text) => parseAllDocuments(text).map((document) => document.toJS()).filter(Boolean));
      expect(podTemplateOf(objectsAfter)).toBe(podTemplateOf(objectsBefore));
      expect(JSON.stringify(immutableOf(objectsAfter))).toBe(JSON.stringify(immutableOf(objectsBefore)));
    });
  });
});

/**
 * Written anew by `UPDATE_GOLDEN=1 npx jest test/chart/no-op.test.ts`. New files of ci/ are added by that; a change of what is there is one that
 * no user of a published version can take.
 */
describe('what can never be changed in a cluster', () => {
  const folder = join(__dirname, 'golden');
  const goldenOf = (name: string) => join(folder, `${name}.yaml`);

  test.each(named)('is for %s as it was published', (name, { values }) => {
    const now = Yaml.stringify(immutableOf(postgresChart.synth(values, { release })));
    const file = goldenOf(name);
    if (process.env.UPDATE_GOLDEN) writeFileSync(file, now);
    if (!existsSync(file)) throw new Error(`There is no golden copy of the scenario ${name} yet. Write it: UPDATE_GOLDEN=1 npx jest test/chart/no-op.test.ts`);
    const published = readFileSync(file, 'utf8');
    if (now === published) return;
    throw new Error([
      `For the values of ci/${name}-values.yaml, a name, selector, claim or claim template is another one than in ${file}.`,
      'Kubernetes does not let these change: with such a version, `helm upgrade` of an existing release fails, or its server starts on another, empty volume, or no Service finds it.',
      'Take the change back. If it must be, it is a new major version, with a way to move the data in its notes, and only then the golden copy is written anew (UPDATE_GOLDEN=1).',
      ...differing(published, now),
    ].join('\n'));
  });

  test('has a golden copy for no other scenario', () => {
    expect(readdirSync(folder).sort()).toEqual(SCENARIOS.map(({ name }) => `${name}.yaml`).sort());
  });
});

function differing(published: string, now: string): string[] {
  const [before, after] = [published, now].map((text) => text.split('\n'));
  return [...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`), ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`)];
}
