// Pins what the local platform builds; never compiled itself.
//go:build tools

package tools

import (
	_ "github.com/argoproj/argo-cd/v3/cmd"
)
