package main

import (
	"context"

	"quizbot/internal/health"
)

// healthcheckCmd asks a running service. Images from scratch hold no other program for it.
type healthcheckCmd struct {
	Listen string `help:"The address of the service's telemetry." default:"127.0.0.1:8080" env:"QUIZBOT_TELEMETRY_LISTEN"`
}

// Help is shown by healthcheck --help.
func (healthcheckCmd) Help() string {
	return "Example:\n  quizbot healthcheck --listen 127.0.0.1:8080"
}

func (c *healthcheckCmd) run(ctx context.Context, _ streams) error {
	return health.Check(ctx, c.Listen)
}
