package main

import (
	"context"
	"os"

	"quizbot/internal/config"
	"quizbot/internal/daemon"
)

// serveCmd is the service.
type serveCmd struct {
	Config string `help:"The configuration: see config.example.yaml. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
	Data   string `help:"The database file, whatever the configuration says." placeholder:"FILE"`
	Listen string `help:"The address of /healthz and /readyz, whatever the configuration says." placeholder:"ADDRESS"`
	OnLoss string `help:"What to do if the database file is deleted or renamed meanwhile: exit with 1, or restore it. (${default} unless named.)" enum:"exit,restore" default:"exit" placeholder:"exit|restore"`
}

// Help is shown by serve --help.
func (serveCmd) Help() string { return "Example:\n  quizbot serve --config /etc/quizbot/config.yaml" }

func (c *serveCmd) run(ctx context.Context, s streams) error {
	set, err := c.loadSettings()
	if err != nil {
		return err
	}
	set.RestoreIfLost = c.OnLoss == "restore"
	log := daemon.NewLogger(&set, s.stderr)
	platforms, err := daemon.Platforms(&set, log)
	if err != nil {
		return err
	}
	return daemon.Run(ctx, &set, version(), platforms, log)
}

// loadSettings reads the configuration with the flags on top.
func (c *serveCmd) loadSettings() (config.Settings, error) {
	return config.Load(c.Config, os.Getenv,
		config.Override{Path: "data", Origin: "--data", Value: c.Data},
		config.Override{Path: "telemetry.listen", Origin: "--listen", Value: c.Listen})
}
