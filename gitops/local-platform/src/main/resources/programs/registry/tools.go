// Pins what the local platform builds; never compiled itself.
//go:build tools

package tools

import (
	_ "github.com/distribution/distribution/v3/cmd/registry"
)
