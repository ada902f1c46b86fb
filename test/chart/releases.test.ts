import { cpSync, existsSync, readdirSync, readFileSync, writeFileSync } from 'fs';
import { join } from 'path';
import { parse } from 'yaml';
import { postgresChart } from '../../src/chart';
import { Case, Proof } from '../helm/support/proof';
import { filesInArchive } from '../support/archive';
import { publishedChart } from '../support/chart-archive';
import { HelmRenderer, HelmVersion, RenderedObject, RenderResult } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

/** From every release to the chart as it is now: what Kubernetes lets nobody change stays, and the files of values of that time are taken. */
const folder = join(__dirname, '..', 'releases');
const archives = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.tgz')).sort() : [];

/** Fields of a StatefulSet that can be changed; all others are fixed when it is made. */
const CHANGEABLE = ['replicas', 'ordinals', 'template', 'updateStrategy', 'revisionHistoryLimit', 'persistentVolumeClaimRetentionPolicy', 'minReadySeconds'];

const RELEASE = { name: 'orders', namespace: 'shop' };

/** What ties a database to its volume and its clients, as text. */
function fixed(objects: readonly RenderedObject[]): string[] {
  return objects.flatMap(({ kind, metadata: { name }, spec }) => {
    const fields = Object.entries(spec ?? {});
    if (kind === 'StatefulSet') return [`${kind} ${name} ${JSON.stringify(fields.filter(([field]) => !CHANGEABLE.includes(field)))}`];
    return kind === 'Service' ? [`${kind} ${name} ${JSON.stringify(fields.filter(([field]) => field === 'selector'))}`] : [];
  }).sort();
}

const statefulSet = (result: RenderResult) => {
  if (result.error !== undefined) throw new Error(result.error);
  return JSON.stringify(result.manifests.filter(({ kind }) => kind === 'StatefulSet').map(({ metadata, spec }) => [metadata.name, spec]));
};

interface Given {
  readonly what: string;
  readonly values: any;
}

/** The files of values in a folder. */
const filesOfValues = (ci: string): Given[] => (
  (existsSync(ci) ? readdirSync(ci) : []).filter((file) => file.endsWith('-values.yaml')).map((what) => ({ what, values: parse(readFileSync(join(ci, what), 'utf8')) })));

/** What each chart makes of all values, in their order. */
const rendered = (version: HelmVersion, all: readonly Given[], ...charts: string[]) => (
  charts.map((chart) => new HelmRenderer(version, chart).render(all.map(({ values }) => ({ values, release: RELEASE })))));

const proof = new Proof({ name: 'postgres', pkg: postgresChart }, () => publishedChart);

/** Random values that the constructs take: among all of them, every option is in use. */
function randomValues(): Given[] {
  const cases: Case[] = Array.from({ length: 150 }, (_, index) => proof.caseOf(41_000 + index));
  return cases.filter((one) => proof.native(one).kind === 'made').map(({ values }, index) => ({ what: `random values ${index}`, values }));
}

/** Values without the keys that a schema does not know. */
function knownTo(schema: any, values: any, root = schema): any {
  const { $ref, properties, additionalProperties } = schema;
  if ($ref !== undefined) return knownTo($ref.split('/').slice(1).reduce((found: any, key: string) => found[key.replace(/~1/g, '/').replace(/~0/g, '~')], root), values, root);
  if (properties === undefined || values === null || typeof values !== 'object' || Array.isArray(values)) return values;
  return Object.fromEntries(Object.entries(values).filter(([key]) => key in properties || additionalProperties !== false)
    .map(([key, value]) => [key, key in properties ? knownTo(properties[key], value, root) : value]));
}

const current = parse(readFileSync(join(publishedChart, 'Chart.yaml'), 'utf8'));

test('what cannot be changed is told from what can', () => {
  const of = (values: any) => fixed(postgresChart.synth(values, { release: RELEASE }));
  const usual = of({});
  expect(usual.map((text) => text.split(' ')[0])).toEqual(['Service', 'Service', 'StatefulSet']);
  for (const part of ['"serviceName"', '"selector"', '"volumeClaimTemplates"']) expect(usual[2]).toContain(part);
  expect(of({ podAnnotations: { a: 'b' }, commonLabels: { a: 'b' }, terminationGracePeriodSeconds: 77, postgresql: { parameters: { work_mem: '1MB' } } })).toEqual(usual);
  for (const values of [{ selectorLabels: { a: 'b' } }, { persistence: { size: '9Gi' } }, { fullnameOverride: 'x' }, { headlessService: { name: 'x' } }]) {
    expect(of(values)).not.toEqual(usual);
  }
});

test('there is a release to come from', () => {
  const how = 'Freeze one: npm run package:chart -- --destination test/releases, and copy charts/postgres/ci beside it, as CONTRIBUTING.md says.';
  if (archives.length === 0) throw new Error(`The folder test/releases has no archive of the chart, so no upgrade is tested. ${how}`);
  for (const archive of archives) {
    if (!existsSync(join(folder, archive.replace('.tgz', '-ci')))) throw new Error(`Beside test/releases/${archive} is no folder of its files of values. ${how}`);
  }
});

describeWithTools(['render3', 'render4'], 'an upgrade', () => {
  let temporary: TemporaryFolder;
  let random: Given[];
  beforeAll(() => {
    temporary = makeTemporaryFolder();
    random = randomValues();
  });
  afterAll(() => temporary.remove());

  // No `describe.each`, which fails in words of its own when there is none.
  for (const archive of archives) {
    describe(`from ${archive}`, () => upgradesFrom(archive));
  }

  function upgradesFrom(archive: string): void {
    const released = join(folder, archive);
    const files = filesOfValues(released.replace('.tgz', '-ci'));

    describe.each([3, 4] as const)('with Helm %i', (version) => {
      const upgraded = (all: readonly Given[]) => {
        const [before, after] = rendered(version, all, released, publishedChart);
        return all.map(({ what }, index) => ({ what, before: before[index], after: after[index] }));
      };

      test('takes the defaults and every file of values of that release, and keeps what cannot be changed', () => {
        const rows = upgraded([{ what: 'the defaults', values: {} }, ...files]);
        expect(rows.length).toBeGreaterThan(1);
        for (const { what, before, after } of rows) {
          expect([what, before.error, after.error]).toEqual([what, undefined, undefined]);
          if (before.error !== undefined || after.error !== undefined) continue;
          expect([what, fixed(after.manifests)]).toEqual([what, fixed(before.manifests)]);
        }
      });

      test('keeps what cannot be changed with all options that the release has', () => {
        const schema = JSON.parse(filesInArchive(released).find(({ name }) => name === 'postgres/values.schema.json')!.text);
        const known = random.map(({ what, values }) => ({ what, values: knownTo(schema, values) }));
        const rows = upgraded(known).filter(({ before }) => before.error === undefined);
        expect(rows.length).toBeGreaterThan(20);
        for (const { what, before, after } of rows) {
          expect([what, after.error]).toEqual([what, undefined]);
          if (before.error !== undefined || after.error !== undefined) continue;
          expect([what, fixed(after.manifests)]).toEqual([what, fixed(before.manifests)]);
        }
      });
    });
  }

  describe.each([3, 4] as const)('to the next version of the same chart, with Helm %i', (version) => {
    test('restarts nothing: the StatefulSet is the same to the byte, whatever the values are', () => {
      const next = join(temporary.path, `next-${version}`);
      cpSync(publishedChart, next, { recursive: true });
      for (const file of readdirSync(next, { recursive: true, encoding: 'utf8' }).filter((name) => /\.(yaml|tpl)$/.test(name))) {
        const text = readFileSync(join(next, file), 'utf8');
        const labelled = text.replaceAll(`postgres-${current.version}`, 'postgres-77.0.0');
        writeFileSync(join(next, file), labelled.replace(`\nversion: ${current.version}\n`, '\nversion: 77.0.0\n'));
      }
      const all = [{ what: 'the defaults', values: {} }, ...filesOfValues(join(publishedChart, 'ci')), ...random];
      const [before, after] = rendered(version, all, publishedChart, next);
      // It is the next version.
      const labels = [before, after].map(([{ error, manifests }]: any) => error ?? manifests[0].metadata.labels['helm.sh/chart']);
      expect(labels).toEqual([`postgres-${current.version}`, 'postgres-77.0.0']);
      all.forEach(({ what }, index) => expect([what, statefulSet(after[index])]).toEqual([what, statefulSet(before[index])]));
    });
  });
});
