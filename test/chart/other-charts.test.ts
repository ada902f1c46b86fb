import { readFileSync } from 'fs';
import { join } from 'path';
import { postgresChart } from '../../src/chart';
import { OTHER_CHARTS } from '../../src/chart/other-charts';
import { HelmRenderer } from '../support/helm-render';
import { describeWithTools } from '../support/tools';

const chart = join(__dirname, '..', '..', 'charts', 'postgres');

const ROWS = Object.entries(OTHER_CHARTS).map(([path, verdict]) => ({ path, sentence: `The value ${path} ${verdict}.`, values: valuesOf(path.split('.')) }));

test.each(ROWS)('$path is refused with what to give instead', ({ values, sentence }) => {
  expect(() => postgresChart.synth(values)).toThrow(sentence);
});

test('what to give instead are values that the chart has', () => {
  const paths = new Set(pathsOf(JSON.parse(readFileSync(join(chart, 'values.schema.json'), 'utf8'))));
  const named = [...new Set(Object.values(OTHER_CHARTS).flatMap((verdict) => verdict.match(/\b[a-z]\w*\.\w+(\.\w+)*/g) ?? []))];
  expect(named.length).toBeGreaterThan(20);
  const ofSettings = (path: string) => path.startsWith('postgresql.parameters.') || path === 'pgaudit.log' || path === 'tls.crt' || path === 'tls.key';
  expect(named.filter((path) => !paths.has(path) && !ofSettings(path))).toEqual([]);
});

describeWithTools(['render3', 'render4'], 'Helm', () => {
  test.each([3, 4] as const)('%i refuses each of them with the same sentence', (version) => {
    const results = new HelmRenderer(version, chart).render(ROWS.map(({ values }) => ({ values })));
    expect(results.flatMap(({ error }, index) => (error?.includes(ROWS[index].sentence) ? [] : [[ROWS[index].path, error]]))).toEqual([]);
  });
});

function valuesOf([key, ...rest]: readonly string[]): object {
  return { [key]: rest.length === 0 ? 'x' : valuesOf(rest) };
}

function pathsOf(schema: any, path = ''): string[] {
  return Object.entries<any>(schema.properties ?? {}).flatMap(([name, member]) => {
    const inside = path === '' ? name : `${path}.${name}`;
    return [inside, ...pathsOf(member, inside)];
  });
}
