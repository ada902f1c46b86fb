{{- /* Written by HelmPackage of cdk8s-postgres; a change here is lost. */}}
{{/* The name of the chart. */}}
{{- define "web.name" -}}
{{- default .Chart.Name .Values.nameOverride | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The name that all objects of the release begin with; a hash keeps it unique where it is cut. */}}
{{- define "web.fullname" -}}
{{- $name := .Values.fullnameOverride }}
{{- if not $name }}
{{- $chart := default .Chart.Name .Values.nameOverride }}
{{- $name = contains $chart .Release.Name | ternary .Release.Name (printf "%s-%s" .Release.Name $chart) }}
{{- end }}
{{- if gt (len $name) 40 }}
{{- printf "%s-%s" ($name | trunc 31 | trimSuffix "-") ($name | sha256sum | trunc 8) }}
{{- else }}
{{- trimSuffix "-" $name }}
{{- end }}
{{- end }}

{{/* The chart with its version, as a label. */}}
{{- define "web.chart" -}}
{{- printf "%s-%s" .Chart.Name .Chart.Version | replace "+" "_" | trunc 63 | trimSuffix "-" }}
{{- end }}

{{/* The labels of every object. */}}
{{- define "web.labels" -}}
helm.sh/chart: {{ include "web.chart" . }}
app.kubernetes.io/name: {{ include "web.name" . | quote }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
app.kubernetes.io/version: {{ .Chart.AppVersion | quote }}
app.kubernetes.io/managed-by: {{ .Release.Service }}
{{- end }}

{{/* web.conf in config-configmap.yaml. */}}
{{- define "web.config.web-conf" -}}
listen 8080
{{- if .Values.settings.debug }}
log debug
{{- end }}
{{- if .Values.settings.motd }}
motd {{ .Values.settings.motd }}
{{- end }}
{{- range .Values.queues }}
queue {{ .name }} {{ int64 .depth }}
{{- end }}
{{- end }}
