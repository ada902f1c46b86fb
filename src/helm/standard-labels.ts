import { ChartData } from './environment';
import { chartLabel } from './fullname';

/** A label that all objects of a chart have by convention. */
export interface StandardLabel {
  readonly key: string;
  /** What it says: the same in each release, or a fact about the release. */
  readonly value: string | { readonly fact: 'name' | 'chartName' };
  /** How a template says the same. */
  readonly template: string;
}

/** The labels that all objects of a chart have by convention; none where the author wants none. */
export function standardLabels({ name, version, appVersion, hasStandardLabels }: ChartData): readonly StandardLabel[] {
  if (!hasStandardLabels) return [];
  return [
    { key: 'helm.sh/chart', value: chartLabel(name, version), template: `{{ include "${name}.chart" . }}` },
    { key: 'app.kubernetes.io/name', value: { fact: 'chartName' }, template: `{{ include "${name}.name" . | quote }}` },
    { key: 'app.kubernetes.io/instance', value: { fact: 'name' }, template: '{{ .Release.Name | quote }}' },
    ...(appVersion === undefined ? [] : [{ key: 'app.kubernetes.io/version', value: appVersion, template: '{{ .Chart.AppVersion | quote }}' }]),
    { key: 'app.kubernetes.io/managed-by', value: 'Helm', template: '{{ .Release.Service }}' },
  ];
}
