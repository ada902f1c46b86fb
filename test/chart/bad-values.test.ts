import { join } from 'path';
import { BAD_VALUES } from './bad-values';
import { postgresChart } from '../../src/chart';
import { HelmRenderer } from '../support/helm-render';
import { describeWithTools } from '../support/tools';

const chart = join(__dirname, '..', '..', 'charts', 'postgres');

test.each(BAD_VALUES)('$input is refused natively, and the key is named', ({ values, key }) => {
  expect(() => postgresChart.synth(values)).toThrow(key);
});

test('what is good is not refused, so that the rows above can fail', () => {
  expect(postgresChart.synth({})).toHaveLength(5);
});

test('the rows hold all 24 inputs that Helm charts of PostgreSQL were measured with', () => {
  const numbers = BAD_VALUES.flatMap(({ input }) => /\[(\d+)\]/.exec(input)?.[1] ?? []).map(Number);
  expect(new Set(numbers)).toEqual(new Set(Array.from({ length: 24 }, (_, index) => index + 1)));
  expect(BAD_VALUES.length).toBeGreaterThanOrEqual(60);
});

describeWithTools(['render3', 'render4'], 'Helm', () => {
  describe.each([3, 4] as const)('%i', (version) => {
    const results = () => new HelmRenderer(version, chart).render([{ values: {} }, ...BAD_VALUES.map(({ values }) => ({ values }))]);

    test('refuses each and names the key, and takes the defaults', () => {
      const [good, ...bad] = results();
      expect(good.error).toBeUndefined();
      const wrong = BAD_VALUES.map(({ input, key }, index) => ({ input, key, error: bad[index].error ?? 'made' }));
      expect(wrong.filter(({ key, error }) => !error.includes(key.split('.').pop()!))).toEqual([]);
    });
  });
});
