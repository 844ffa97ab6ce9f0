{{/* The ports that the service listens on. */}}
{{- define "hcomp-app.servicePorts" -}}
- protocol: TCP
  port: 8080
- protocol: TCP
  port: 8081
{{- end -}}

{{/* Any pod of the namespace that is named. */}}
{{- define "hcomp-app.namespacePeer" -}}
- namespaceSelector:
    matchLabels:
      kubernetes.io/metadata.name: {{ . | quote }}
{{- end -}}

{{/* Lets pods resolve names. Give it the values of networkPolicy. */}}
{{- define "hcomp-app.dnsRule" -}}
- to:
    {{- include "hcomp-app.namespacePeer" .dnsNamespace | nindent 4 }}
  ports:
    - protocol: UDP
      port: 53
    - protocol: TCP
      port: 53
{{- end -}}

{{/* A listener that a route attaches to. Give it a list: the gateway, the listener's name. */}}
{{- define "hcomp-app.listener" -}}
- group: gateway.networking.k8s.io
  kind: Gateway
  name: {{ (first .).name | quote }}
  namespace: {{ (first .).namespace | quote }}
  sectionName: {{ last . | quote }}
{{- end -}}
