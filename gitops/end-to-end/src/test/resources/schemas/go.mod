// What the charts' manifests are validated for, beside the local platform's own Kubernetes: the oldest
// one that chart-module/Chart.yaml allows, and the Gateway API. Only schemas are taken from them.
module schemas

go 1.21

require (
	k8s.io/kubernetes v1.30.0
	sigs.k8s.io/gateway-api v1.4.0
)
