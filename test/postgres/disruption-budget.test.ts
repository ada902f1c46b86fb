import { PostgresProps } from '../../src';
import { databaseObjects, only } from '../support/synthesized';

const budgets = (disruptionBudget: PostgresProps['disruptionBudget'], props: Partial<PostgresProps> = {}) => (
  databaseObjects({ disruptionBudget, ...props }).filter(({ kind }) => kind === 'PodDisruptionBudget'));

test.each<[string, PostgresProps['disruptionBudget']]>([
  ['by default', undefined],
  ['when it is not to be made', { create: false, maxUnavailable: 1 }],
])('there is none %s', (_when, budget) => expect(budgets(budget)).toEqual([]));

test('it is for the pods of the database, and lets the only one go', () => {
  const [{ metadata, spec }] = budgets({}, { selectorLabels: { app: 'orders' }, labels: { team: 'shop' } });
  expect(metadata).toMatchObject({ name: 'db', namespace: 'shop', labels: { team: 'shop' } });
  expect(spec).toEqual({ maxUnavailable: 1, selector: { matchLabels: { app: 'orders' } } });
});

test.each<[NonNullable<PostgresProps['disruptionBudget']>, object]>([
  [{ maxUnavailable: 2 }, { maxUnavailable: 2 }],
  [{ minAvailable: 0 }, { minAvailable: 0 }],
])('%j says just that', (budget, said) => {
  const { selector, ...others } = only('PodDisruptionBudget', databaseObjects({ disruptionBudget: budget })).spec;
  expect(others).toEqual(said);
  expect(selector.matchLabels).toHaveProperty(['app.kubernetes.io/instance'], 'db');
});
