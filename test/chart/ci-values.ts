import { readdirSync, readFileSync } from 'fs';
import { basename, join } from 'path';
import { parse } from 'yaml';

/** The chart as it is committed. */
export const CHART = join(__dirname, '..', '..', 'charts', 'postgres');

/** Values that belong to one scenario of a user. */
export interface Scenario {
  /** Name of the file without `-values.yaml`. */
  readonly name: string;
  readonly file: string;
  readonly text: string;
  readonly values: any;
}

/** All files `ci/*-values.yaml` of the chart. */
export const SCENARIOS: readonly Scenario[] = readdirSync(join(CHART, 'ci')).filter((name) => name.endsWith('-values.yaml')).sort().map((name) => {
  const file = join(CHART, 'ci', name);
  const text = readFileSync(file, 'utf8');
  return { name: basename(name, '-values.yaml'), file, text, values: parse(text) };
});
