{{/*
Says what is wrong with a file of environments/: one line for each mistake, nothing if it is right.
Call it with a dict of file (its path), text (its content).
*/}}
{{- define "argocd-root.mistakes" -}}
{{- $file := .file -}}
{{- $name := base $file | trimSuffix ".yaml" -}}
{{- if or (ne (dir $file) "environments") (not (hasSuffix ".yaml" $file)) (not (regexMatch "^[a-z0-9]([-a-z0-9]{0,30}[a-z0-9])?$" $name)) }}
{{ $file }}: not the name of an environment's file. Allowed: environments/<name>.yaml, the name in lower-case letters, digits and hyphens, at most 32.
{{- end -}}
{{- $environment := fromYaml .text -}}
{{- if hasKey $environment "Error" }}
{{ $file }}: can't be read: {{ $environment.Error }}
{{- else -}}
{{- range $key := without (keys $environment | sortAlpha) "cluster" "namespace" "project" "release" "replaced" "held" }}
{{ $file }}: unknown key {{ $key }}. Allowed: cluster, namespace, project, release, replaced, held.
{{- end -}}
{{- /* The YAML reader takes the last of two: after a bad merge, silently the wrong pin. */}}
{{- $text := .text -}}
{{- range $key := list "cluster" "namespace" "project" "release" "replaced" "held" -}}
{{- if gt (len (regexFindAll (printf "(?m)^%s[ \t]*:" $key) $text -1)) 1 }}
{{ $file }}: {{ $key }} is there twice. Allowed: once.
{{- end -}}
{{- end -}}
{{- $release := regexFind "(?m)^release[ \t]*:.*(\r?\n([ \t#].*)?)*" $text -}}
{{- range $key := list "version" "digest" -}}
{{- if gt (len (regexFindAll (printf "(?m)^[ \t]+%s[ \t]*:" $key) $release -1)) 1 }}
{{ $file }}: {{ $key }} is there twice. Allowed: once.
{{- end -}}
{{- end -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment "key" "cluster" "form" "^[A-Za-z0-9][A-Za-z0-9._:/@-]*$" "allowed" "a cluster's name in Argo CD") -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment "key" "namespace" "form" "^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$" "allowed" "a namespace's name") -}}
{{- if regexMatch "^(argocd|default|kube-.*)$" (toString (get $environment "namespace")) }}
{{ $file }}: namespace {{ $environment.namespace }} isn't ours to deploy to. Allowed: a namespace of its own, such as hcomp-{{ $name }}.
{{- end -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment "key" "project" "form" "^(staging|production)$" "allowed" "staging, production") -}}
{{- if hasKey $environment "release" -}}
{{- if not (kindIs "map" $environment.release) }}
{{ $file }}: release is not a mapping. Allowed: version and digest, or no release at all.
{{- else -}}
{{- range $key := without (keys $environment.release | sortAlpha) "version" "digest" "chart" "image" }}
{{ $file }}: unknown key release.{{ $key }}. Allowed: release.version, release.digest, release.chart, release.image.
{{- end -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment.release "key" "version" "under" "release." "form" "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$" "allowed" "an exact version, such as 1.0.3") -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment.release "key" "digest" "under" "release." "form" "^sha256:[0-9a-f]{64}$" "allowed" "sha256: and 64 hexadecimal digits; the version alone could be moved") -}}
{{- range $key := list "chart" "image" -}}
{{- if hasKey $environment.release $key -}}
{{- include "argocd-root.mistake" (dict "file" $file "in" $environment.release "key" $key "under" "release." "form" "." "allowed" "a text for people, in quotes where it looks like a number") -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- include "argocd-root.pastMistakes" (dict "file" $file "in" $environment "key" "replaced" "needs" (list "version" "digest" "soaked")) -}}
{{- include "argocd-root.pastMistakes" (dict "file" $file "in" $environment "key" "held" "needs" (list "version" "digest") "may" (list "payload")) -}}
{{- end -}}
{{- end -}}

{{/*
What is wrong with replaced or held: releases that ran here before. Nothing here is made of them;
the goals that promote read them.
*/}}
{{- define "argocd-root.pastMistakes" -}}
{{- $key := .key -}}
{{- $file := .file -}}
{{- $keys := concat .needs (.may | default list) -}}
{{- $digest := dict "form" "^sha256:[0-9a-f]{64}$" "allowed" "sha256: and 64 hexadecimal digits" -}}
{{- $forms := dict
  "version" (dict "form" "^(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)\\.(0|[1-9][0-9]*)(-[0-9A-Za-z.-]+)?$" "allowed" "an exact version, such as 1.0.3")
  "digest" $digest
  "payload" $digest
  "soaked" (dict "form" "^P([0-9]+D|([0-9]+D)?T[0-9][0-9HMS.]*[HMS])$" "allowed" "a duration, such as PT2H10M")
-}}
{{- $list := get .in $key -}}
{{- if and (hasKey .in $key) (not (kindIs "slice" $list)) (not (kindIs "invalid" $list)) }}
{{ $file }}: {{ $key }} is no list. Allowed: a list of releases, newest first.
{{- else -}}
{{- range $index, $entry := $list | default list -}}
{{- $under := printf "%s[%d]" $key $index -}}
{{- if not (kindIs "map" $entry) }}
{{ $file }}: {{ $under }} is not a mapping. Allowed: {{ join ", " $keys }}.
{{- else -}}
{{- range $name := keys $entry | sortAlpha -}}
{{- if not (has $name $keys) }}
{{ $file }}: unknown key {{ $under }}.{{ $name }}. Allowed: {{ join ", " $keys }}.
{{- end -}}
{{- end -}}
{{- range $name := $keys -}}
{{- if or (has $name $.needs) (hasKey $entry $name) -}}
{{- include "argocd-root.mistake" (merge (dict "file" $file "in" $entry "key" $name "under" (printf "%s." $under)) (get $forms $name)) -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}
{{- end -}}

{{/* One line if a value is missing, is no text or hasn't the form that it needs. */}}
{{- define "argocd-root.mistake" -}}
{{- $name := printf "%s%s" (.under | default "") .key -}}
{{- $value := get .in .key -}}
{{- if not (hasKey .in .key) }}
{{ .file }}: {{ $name }} is missing. Allowed: {{ .allowed }}.
{{- else if not (kindIs "string" $value) }}
{{ .file }}: {{ $name }} is no text: {{ toJson $value }}. Allowed: {{ .allowed }}.
{{- else if not (regexMatch .form $value) }}
{{ .file }}: {{ $name }} {{ quote $value }} is not allowed. Allowed: {{ .allowed }}.
{{- end -}}
{{- end -}}
