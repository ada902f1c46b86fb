import { createHash } from 'crypto';
import { Environment } from './environment';

/** How long the name of a release's objects may be, so that what constructs append to it still fits into 63 characters. */
export const FULLNAME_LENGTH = 40;

/** What is read from the values by Helm's own convention. */
export const OVERRIDES = ['nameOverride', 'fullnameOverride'] as const;

/** How many characters they may have. A name that somebody chose is refused rather than cut. */
export const OVERRIDE_LENGTHS: { readonly [name in typeof OVERRIDES[number]]: number } = { nameOverride: 63, fullnameOverride: FULLNAME_LENGTH };

/**
 * The name that all objects of a release begin with, by the rule of Helm's own starter chart: the name of the release and the chart, the chart's
 * left out when the release has it already. When it is cut, a hash keeps it apart from others with the same beginning.
 */
export function fullname(environment: Environment): string {
  const { nameOverride, fullnameOverride } = environment.values;
  const { name } = environment.surroundings.release;
  if (fullnameOverride) return cut(fullnameOverride);
  const chart = nameOverride || environment.surroundings.chart.name;
  return cut(name.includes(chart) ? name : `${name}-${chart}`);
}

/** The name of the chart in labels, which the user may choose. */
export function chartName(environment: Environment): string {
  return (environment.values.nameOverride || environment.surroundings.chart.name).slice(0, 63).replace(/-$/, '');
}

/** The label that names a chart with its version, by the rule of Helm's starter chart. */
export function chartLabel(name: string, version: string): string {
  return `${name}-${version}`.replace(/\+/g, '_').slice(0, 63).replace(/-$/, '');
}

function cut(name: string): string {
  if (name.length <= FULLNAME_LENGTH) return name.replace(/-$/, '');
  return `${name.slice(0, FULLNAME_LENGTH - 9).replace(/-$/, '')}-${createHash('sha256').update(name).digest('hex').slice(0, 8)}`;
}
