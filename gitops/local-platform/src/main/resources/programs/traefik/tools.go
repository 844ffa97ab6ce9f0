// Pins what the local platform builds; never compiled itself.
//go:build tools

package tools

import (
	_ "github.com/traefik/traefik/v3/cmd/traefik"
)
