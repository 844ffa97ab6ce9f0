// Takes the place of Traefik's provider for Amazon ECS, whose software development kit is a quarter of what there is to build.
package ecs

import (
	"errors"

	"github.com/traefik/traefik/v3/pkg/config/dynamic"
	"github.com/traefik/traefik/v3/pkg/provider"
	"github.com/traefik/traefik/v3/pkg/safe"
)

var _ provider.Provider = (*Provider)(nil)

// Provider is what Traefik's configuration has for ECS. It can't be used.
type Provider struct{}

// Init refuses.
func (p *Provider) Init() error {
	return errors.New("this build of Traefik has no provider for ECS")
}

// Provide refuses.
func (p *Provider) Provide(chan<- dynamic.Message, *safe.Pool) error {
	return p.Init()
}
