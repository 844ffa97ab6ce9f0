// Pins what the local platform builds; never compiled itself.
//go:build tools

package tools

import (
	_ "helm.sh/helm/v4/cmd/helm"
)
