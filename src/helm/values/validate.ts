import { problemsOf } from './problems';
import { Schema } from './schema-parts';

export { checkKeys } from './check-keys';

/**
 * Checks values, laid over the defaults, by the schema of a chart, with the verdict of Helm.
 *
 * @throws Error with a sentence for each value that is refused: where it is, what it is, what it must be.
 */
export function validate(schema: object, values: unknown, chartName: string): void {
  const problems = problemsOf(schema as Schema, values);
  if (problems.length > 0) throw new Error(`The values of the chart ${chartName} are refused.\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}
