import { join } from 'path';
import { isDeepStrictEqual } from 'util';
import { writeChart } from './charts';
import { declarations } from './rich';
import { Declaration } from '../../../src/helm/declaration';
import { Random } from '../../../src/helm/trace/random';
import { brokenValues } from '../../../src/helm/values/broken-values';
import { coalesce } from '../../../src/helm/values/coalesce';
import { defaultsOf } from '../../../src/helm/values/defaults';
import { problemsOf } from '../../../src/helm/values/problems';
import { randomGiven, randomValues } from '../../../src/helm/values/random-values';
import { schemaOf } from '../../../src/helm/values/schema';
import { HelmRenderer, Rendered, RenderResult } from '../../support/helm-render';
import { makeTemporaryFolder, TemporaryFolder } from '../../support/temporary-folder';
import { describeWithTools } from '../../support/tools';

let folder: TemporaryFolder;
beforeAll(() => {
  folder = makeTemporaryFolder();
  Object.entries(declarations).forEach(([name, root]) => writeChart(join(folder.path, name), root));
});
afterAll(() => folder.remove());

const CASES = 300;

/** Values that users might give, half of them broken. */
function valueSets(root: Declaration, seed: number): any[] {
  const random = new Random(seed);
  const kinds = [randomValues, randomGiven, brokenValues, brokenValues];
  return Array.from({ length: CASES }, (_, index) => kinds[index % kinds.length](root, random));
}

function valuesOf(result: RenderResult): any {
  return JSON.parse((result as Rendered).manifests[0].data.values);
}

describeWithTools(['render3', 'render4'], 'values of a chart', () => {
  describe.each([3, 4] as const)('by Helm %i', (version) => {
    describe.each(Object.entries(declarations))('of %s', (name, root) => {
      const render = (sets: readonly any[]) => new HelmRenderer(version, join(folder.path, name)).render(sets.map((values) => ({ values })));

      test('have the same verdict, and are the same, as those of native synthesis', () => {
        const schema = schemaOf(root, 'rich');
        const defaults = defaultsOf(root);
        const sets = valueSets(root, 7);
        const results = render(sets);
        let refused = 0;
        const differences = results.flatMap((result, index) => {
          const values = coalesce(defaults, sets[index]);
          const problems = problemsOf(schema, values);
          if (result.error !== undefined) refused += 1;
          const isSame = result.error === undefined ? problems.length === 0 && isDeepStrictEqual(valuesOf(result), values) : problems.length > 0;
          return isSame ? [] : [{ given: sets[index], values, problems, result }];
        });
        expect(differences).toEqual([]);
        expect(refused).toBeGreaterThan(CASES * 0.15);
        expect(refused).toBeLessThan(CASES * 0.5);
      });
    });
  });
});
