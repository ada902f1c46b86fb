import { mkdirSync, writeFileSync } from 'fs';
import { join } from 'path';
import { ApiObject } from 'cdk8s';
import { parse } from 'yaml';
import { HelmPackage } from '../../src/helm';
import { ChartProps } from '../../src/helm/package-props';
import { chartYaml } from '../../src/helm/print/chart-yaml';
import { helm } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

/** What Chart.yaml says of a chart: taken where Helm takes it, and refused where Helm does. */
let folder: TemporaryFolder;
beforeAll(() => { folder = makeTemporaryFolder(); });
afterAll(() => folder.remove());

const everything = {
  appVersion: '18',
  description: 'A chart with "quotes", a colon: and ünïcode 🐘.',
  kubeVersion: '>=1.28-0',
  home: 'https://example.com/web',
  icon: 'https://example.com/web/icon.svg?raw=true',
  sources: ['https://example.com/web.git', 'git://example.com/web'],
  keywords: ['web', 'two words'],
  maintainers: [{ name: 'A. Uthor', email: 'a@example.com', url: 'https://example.com/~a' }],
  deprecated: true,
  annotations: { 'artifacthub.io/license': 'Apache-2.0', 'artifacthub.io/links': '- name: a\n  url: https://example.com\n' },
};

const made = (props: Partial<ChartProps>) => HelmPackage.of({
  name: 'web', version: '1.0.0', ...props, define: (scope) => { new ApiObject(scope, 'thing', { apiVersion: 'v1', kind: 'ConfigMap' }); },
});

let count = 0;

/** A chart with one template and this Chart.yaml. */
function chartWith(text: string): string {
  const chart = join(folder.path, `${count++}`, 'web');
  mkdirSync(join(chart, 'templates'), { recursive: true });
  writeFileSync(join(chart, 'Chart.yaml'), text);
  writeFileSync(join(chart, 'templates', 'map.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: map\n');
  return chart;
}

test('everything that can be said stands in Chart.yaml', () => {
  expect(parse(chartYaml({ name: 'web', version: '1.0.0', ...everything }, 'header'))).toEqual({ apiVersion: 'v2', type: 'application', name: 'web', version: '1.0.0', ...everything });
});

test('a chart that is not given up says nothing of it', () => {
  for (const deprecated of [undefined, false]) expect(parse(chartYaml({ name: 'web', version: '1.0.0', deprecated }, 'header'))).not.toHaveProperty('deprecated');
});

const VERSIONS: { readonly [text: string]: boolean } = {
  '>=1.28-0': true,
  '1.28': true,
  'v1.28.0': true,
  '>= 1.28.0, < 1.36.0': true,
  '>=1.28-0 <1.36-0': true,
  '~1.30 || ^1.34.2': true,
  '1.28 - 1.36': true,
  '1.x': true,
  '*': true,
  '!=1.30.0': true,
  '=>1.28.0-0': true,
  ' >=1.28-0 ': true,
  '1.28 or newer': false,
  '1.28+': false,
  'a': false,
  '>>1.28': false,
  '1.28..1.30': false,
  '>=1.28 ||': false,
  '1.2.3.4': false,
};

describeWithTools(['helm3', 'helm4'], 'about a chart', () => {
  describe.each([3, 4] as const)('Helm %i', (version) => {
    test('reads everything, and lints it without a word', () => {
      const chart = chartWith(chartYaml({ name: 'web', version: '1.0.0', ...everything, deprecated: false }, 'header'));
      const { stdout } = helm(version, 'show', 'chart', chart);
      const { deprecated: _, ...said } = everything;
      expect(parse(stdout)).toEqual({ apiVersion: 'v2', type: 'application', name: 'web', version: '1.0.0', ...said });
      expect(helm(version, 'lint', '--strict', chart)).toMatchObject({ status: 0, stdout: expect.not.stringMatching(/\[(INFO|WARNING|ERROR)\] Chart/) });
    });

    test.each(Object.entries(VERSIONS))('says of the versions of Kubernetes "%s" what we say', (kubeVersion, isTaken) => {
      const chart = chartWith(`apiVersion: v2\nname: web\nversion: 1.0.0\nkubeVersion: "${kubeVersion}"\n`);
      // What Helm cannot compare it takes for versions that no Kubernetes is one of.
      const isForSome = ['1.28.0', '1.30.0', '1.34.2'].some((kubernetes) => helm(version, 'template', chart, '--kube-version', kubernetes).status === 0);
      expect(isForSome).toBe(isTaken);
      const make = () => made({ kubeVersion });
      if (isTaken) expect(make).not.toThrow();
      else expect(make).toThrow('HelmPackage web: kubeVersion is ');
    });

    test.each<[string, string]>([
      ['icon: icon.svg', 'icon'], ['sources: [""]', 'source'], ['maintainers: [{ name: "" }]', 'name'], ['maintainers: [{ name: a, email: b }]', 'email'],
      ['appVersion: 18', 'appVersion'], ['annotations: { a: [b] }', 'annotations'],
    ])('refuses %s, too', (line, named) => {
      const { status, stdout, stderr } = helm(version, 'lint', '--strict', chartWith(`apiVersion: v2\nname: web\nversion: 1.0.0\n${line}\n`));
      expect([status, stdout + stderr]).toEqual([1, expect.stringContaining(named)]);
    });
  });
});
