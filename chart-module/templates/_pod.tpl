{{/* What every pod of this chart has in common: the restricted pod security standard, above all. */}}
{{- define "hcomp-app.pod" -}}
serviceAccountName: {{ include "hcomp-app.fullname" . }}
automountServiceAccountToken: false
# Variables for each Service of the namespace could be mistaken for configuration.
enableServiceLinks: false
securityContext:
  runAsNonRoot: true
  runAsUser: 65532
  runAsGroup: 65532
  fsGroup: 65532
  seccompProfile:
    type: RuntimeDefault
{{- with .Values.imagePullSecrets }}
imagePullSecrets:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.priorityClassName }}
priorityClassName: {{ . | quote }}
{{- end }}
{{- with .Values.nodeSelector }}
nodeSelector:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- with .Values.tolerations }}
tolerations:
  {{- toYaml . | nindent 2 }}
{{- end }}
{{- end -}}

{{- define "hcomp-app.containerSecurity" -}}
allowPrivilegeEscalation: false
readOnlyRootFilesystem: true
capabilities:
  drop:
    - ALL
{{- end -}}

{{/* A container's resources, from its values cpu and memory. */}}
{{- define "hcomp-app.resources" -}}
requests:
  cpu: {{ .cpu | quote }}
  memory: {{ .memory | quote }}
limits:
  memory: {{ .memory | quote }}
{{- end -}}

{{/* Temporary files of the JVM and the server: the rest of the file system is read-only. */}}
{{- define "hcomp-app.tmpVolume" -}}
- name: tmp
  emptyDir:
    sizeLimit: 64Mi
{{- end -}}

{{/* "true" if there is always more than one pod; else empty. */}}
{{- define "hcomp-app.isReplicated" -}}
{{- $least := .Values.autoscaling.enabled | ternary .Values.autoscaling.minReplicas .Values.replicas -}}
{{- if gt (int $least) 1 }}true{{ end -}}
{{- end -}}

{{/* "true" if pods are meant to run at all; else empty. */}}
{{- define "hcomp-app.isRunning" -}}
{{- if or .Values.autoscaling.enabled (gt (int .Values.replicas) 0) }}true{{ end -}}
{{- end -}}
