import { Definition } from './context';
import { FULLNAME_LENGTH } from '../fullname';
import { StandardLabel } from '../standard-labels';

/** `_helpers.tpl`: the names and labels that charts have by convention, and texts that got a definition of their own. */
export function printHelpers(chart: string, labels: readonly StandardLabel[], definitions: readonly Definition[]): string {
  const cut = FULLNAME_LENGTH - 9;
  return `{{/* The name of the chart. */}}
{{- define "${chart}.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name that all objects of the release begin with; a hash keeps it unique where it is cut. */}}
{{- define "${chart}.fullname" -}}
{{- $name := .Values.fullnameOverride }}
{{- if not $name }}
{{- $chart := default .Chart.Name .Values.nameOverride }}
{{- $name = contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) }}
{{- end }}
{{- if gt (len $name) ${FULLNAME_LENGTH} }}
{{- printf "%s-%s" ($name | trunc ${cut} | trimSuffix "-") ($name | sha256sum | trunc 8) }}
{{- else }}
{{- trimSuffix "-" $name }}
{{- end }}
{{- end }}
${labels.length > 0 ? labelHelpers(chart, labels) : ''}${definitions.map(({ name, body, places }) => `
{{/* ${[...places].join(', ').replace(/\*\/|\s+/g, ' ')}. */}}
{{- define "${name}"${body}
`).join('')}`;
}

function labelHelpers(chart: string, labels: readonly StandardLabel[]): string {
  return `
{{/* The chart with its version, as a label. */}}
{{- define "${chart}.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The labels of every object. */}}
{{- define "${chart}.labels" -}}
${labels.map(({ key, template }) => `${key}: ${template}\n`).join('')}{{- end }}
`;
}
