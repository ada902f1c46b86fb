import { isTable } from './copy';
import { memberPath, problemsOf } from './problems';
import { Schema } from './schema-parts';

export { checkKeys } from './check-keys';

/**
 * Checks values, laid over the defaults, by the schema of a chart, with the verdict of Helm.
 *
 * @throws Error with a sentence for each value that is refused: where it is, what it is, what it must be.
 */
export function validate(schema: object, values: unknown, chartName: string): void {
  const refused = problemsOf(schema as Schema, values);
  const problems = refused.length > 0 ? refused : notJson(values, '');
  if (problems.length > 0) throw new Error(`The values of the chart ${chartName} are refused.\n${problems.map((problem) => `- ${problem}`).join('\n')}`);
}

/** What a program can give and a file cannot, deep inside what the schema leaves open. */
function notJson(value: any, path: string): string[] {
  if (Array.isArray(value)) return value.flatMap((element, index) => notJson(element, `${path}[${index}]`));
  if (isTable(value)) return Object.entries(value).flatMap(([key, member]) => [key, member].flatMap((part) => notJson(part, memberPath(path, key))));
  if (typeof value === 'string' && !isWellFormed(value)) {
    return [`The value ${path} is ${JSON.stringify(value)}, which has half of a character that needs two; YAML files cannot say it.`];
  }
  if (value === null || Number.isFinite(value) || ['string', 'boolean'].includes(typeof value)) return [];
  return [`The value ${path} is ${String(value)}, which YAML files cannot say; it must be a mapping, a list, a string, a number, true, false or null.`];
}

/** Whether the text has no half of a surrogate pair. */
function isWellFormed(text: string): boolean {
  return !/[\ud800-\udfff]/u.test(text);
}
