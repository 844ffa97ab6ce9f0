{{/*
Name of every resource: the release's, with the chart's where that isn't in it. A release that has
the chart several times calls it by an alias, which is the chart's name then.
*/}}
{{- define "hcomp-app.fullname" -}}
{{- if and (eq .Chart.Name "hcomp-app") (contains "hcomp-app" .Release.Name) -}}
{{- .Release.Name | trunc 63 | trimSuffix "-" -}}
{{- else -}}
{{- printf "%s-%s" .Release.Name .Chart.Name | trunc 63 | trimSuffix "-" -}}
{{- end -}}
{{- end -}}

{{/* Name of a resource beside the main one of its kind. Give it a list: context, what is added. */}}
{{- define "hcomp-app.nameWith" -}}
{{- $ending := printf "-%s" (last .) -}}
{{- $room := int (sub 63 (len $ending)) -}}
{{- include "hcomp-app.fullname" (first .) | trunc $room | trimSuffix "-" -}}{{ $ending }}
{{- end -}}

{{/* A Deployment's selector can't change: nothing here may depend on a version or the chart. */}}
{{- define "hcomp-app.selectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{/* The smoke test's pods have another name: no selector of the service may find them. */}}
{{- define "hcomp-app.smokeTestSelectorLabels" -}}
app.kubernetes.io/name: {{ .Chart.Name }}-smoke-test
app.kubernetes.io/instance: {{ .Release.Name | quote }}
{{- end -}}

{{- define "hcomp-app.labels" -}}
{{ include "hcomp-app.selectorLabels" . }}
app.kubernetes.io/component: service
{{ include "hcomp-app.commonLabels" . }}
{{- end -}}

{{- define "hcomp-app.smokeTestLabels" -}}
{{ include "hcomp-app.smokeTestSelectorLabels" . }}
app.kubernetes.io/component: smoke-test
{{ include "hcomp-app.commonLabels" . }}
{{- end -}}

{{- define "hcomp-app.commonLabels" -}}
app.kubernetes.io/managed-by: {{ .Release.Service | quote }}
helm.sh/chart: {{ printf "%s-%s" .Chart.Name .Chart.Version | trunc 63 | trimAll "-_." | quote }}
{{- with .Values.image.tag | default "" | trunc 63 | trimAll "-_." }}
app.kubernetes.io/version: {{ . | quote }}
{{- end }}
{{- with .Values.labels }}
{{ toYaml . }}
{{- end }}
{{- end -}}

{{/* Where the image is pulled from: <registry>/<repository>, then its digest or else its tag. */}}
{{- define "hcomp-app.image" -}}
{{- $image := .Values.image -}}
{{- $global := .Values.global | default dict -}}
{{- with $global.imageRegistry }}{{ . }}/{{ end -}}
{{- $image.repository -}}
{{- if $image.digest -}}
@{{ $image.digest }}
{{- else if $image.tag -}}
:{{ $image.tag }}
{{- else -}}
{{- fail (printf "\n\nNo image: neither image.tag nor image.digest is set for %s.\nNothing was promoted here yet; a promotion sets both." $image.repository) -}}
{{- end -}}
{{- end -}}
