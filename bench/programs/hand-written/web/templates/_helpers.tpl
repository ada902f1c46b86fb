{{- define "web.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* Short enough that what is appended to it still fits into a name; the hash keeps a name that was cut apart from others. */}}
{{- define "web.fullname" -}}
{{- $chart := default .Chart.Name .Values.nameOverride }}
{{- $release := contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) }}
{{- $name := default $release .Values.fullnameOverride }}
{{- if gt (len $name) 40 }}
{{- printf "%s-%s" ($name | trunc 31 | trimSuffix "-") ($name | sha256sum | trunc 8) }}
{{- else }}
{{- trimSuffix "-" $name }}
{{- end }}
{{- end }}

{{- define "web.labels" -}}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
app.kubernetes.io/name: {{ include "web.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* How the Service finds the pods. */}}
{{- define "web.selectorLabels" -}}
cdk8s.io/metadata.addr: {{ include "web.fullname" . }}-f5e9bf0f
{{- end }}
