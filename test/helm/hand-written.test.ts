import { cpSync, mkdirSync, rmSync } from 'fs';
import { join } from 'path';
import { made } from './support/proof';
import { HelmRenderer, Rendered, RenderRequest } from '../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../support/temporary-folder';
import { describeWithTools } from '../support/tools';

const BY_HAND = join(__dirname, '..', '..', 'bench', 'programs', 'hand-written', 'web');
const GOLDEN = join(__dirname, 'golden', 'web');

const AFFINITY = {
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'disk', operator: 'In', values: ['ssd', '1'] }] }] } },
};

/** What users would give, each value alone and several together. */
const CASES: readonly RenderRequest[] = [
  {},
  ...[
    { image: 'registry.example.com:5000/web@sha256:0123' },
    { replicas: 1 }, { replicas: 12_345_678 },
    { ingress: { enabled: true } }, { ingress: { enabled: true, host: 'www.example.com' } }, { ingress: { host: 'unused.example.com' } },
    { queues: [] }, { queues: [{ name: 'a', depth: 0 }, { name: 'b-1', depth: 3_000_000 }, { name: 'c', depth: 7 }] },
    { labels: { team: 'web', tier: 'back' } }, { labels: { 'example.com/cost': '0755', 'a': 'yes' } },
    { settings: { debug: true } }, { settings: { motd: 'Welcome: "all" {{ of }} you' } }, { settings: { motd: 'a', debug: true } },
    { affinity: AFFINITY },
    { nameOverride: 'site' }, { fullnameOverride: 'www' },
    { replicas: 3, ingress: { enabled: true }, labels: { tier: '1' }, affinity: AFFINITY, settings: { debug: true }, queues: [{ name: 'q', depth: 1 }] },
  ].map((values) => ({ values })),
  { release: { name: 'web', namespace: 'shop' } },
  { release: { name: 'a-release-with-a-name-that-must-be-cut-somewhere', namespace: 'shop' }, values: { ingress: { enabled: true } } },
];

let folder: TemporaryFolder;
let generated: string;
beforeAll(() => {
  folder = makeTemporaryFolder();
  generated = join(folder.path, 'web');
  mkdirSync(generated);
  cpSync(GOLDEN, generated, { recursive: true });
  // Not made from the construct.
  for (const file of ['certificate.yaml', 'extra.yaml']) rmSync(join(generated, 'templates', file));
});
afterAll(() => folder.remove());

test('there are twenty sets of values, all different', () => {
  expect(new Set(CASES.map((request) => JSON.stringify(request))).size).toBe(20);
});

describeWithTools(['render3', 'render4'], 'the chart that is written by hand for the bench', () => {
  describe.each([3, 4] as const)('makes in Helm %i what the generated one makes', (version) => {
    test.each(CASES.map((request) => [JSON.stringify(request), request] as const))('of %s', (_what, request) => {
      const [byHand, ours] = [BY_HAND, generated].map((chart) => {
        const [result] = new HelmRenderer(version, chart).render([request]);
        if (result.error !== undefined) throw new Error(result.error);
        return result as Rendered;
      });
      expect(made(byHand.manifests)).toEqual(made(ours.manifests));
      expect(made(byHand.hooks)).toEqual(made(ours.hooks));
      expect(byHand.notes.trim()).toBe(ours.notes.trim());
      expect(byHand.manifests.length).toBeGreaterThanOrEqual(4);
    });

    test('and refuses two queues of one name, and what is no value', () => {
      for (const values of [{ queues: [{ name: 'a', depth: 1 }, { name: 'a', depth: 2 }] }, { replica: 1 }, { replicas: 0 }]) {
        for (const chart of [BY_HAND, generated]) expect(new HelmRenderer(version, chart).render([{ values }])[0].error).toBeDefined();
      }
    });
  });
});
