{{/* What holds in the end, as YAML: the values of Git, with the overrides over them. */}}
{{- define "bootstrap.effective" -}}
{{- $effective := pick .Values "name" "registry" "inCluster" -}}
{{- range $key, $value := .Values.overrides -}}
{{- $_ := set $effective $key $value -}}
{{- end -}}
{{- toYaml $effective -}}
{{- end -}}
