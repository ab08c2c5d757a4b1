package main

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"

	"quizbot/internal/control"
	"quizbot/internal/health"
	"quizbot/internal/term"
	"quizbot/store/bolt"
)

// checkCmd checks a whole database.
type checkCmd struct {
	File string `arg:"" optional:"" help:"A backup, or another database. (The database of the configuration unless named.)"`
	dataFlags
}

// Help is shown by check --help.
func (checkCmd) Help() string {
	return "Reads every page, record and index of the database or of a backup, and changes nothing. The service may run. " +
		"The status is 1 if something is damaged.\n\nExample:\n  quizbot check --config /etc/quizbot/config.yaml\n  quizbot check /backups/quizbot.db"
}

func (c *checkCmd) run(ctx context.Context, s streams) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	bar := term.StartProgress(s.stderr, "checking")
	report, err := control.Check(ctx, path)
	if errors.Is(err, control.ErrNoService) {
		report, err = bolt.CheckFile(ctx, path)
	}
	bar.Stop()
	if err != nil {
		return err
	}
	for _, note := range report.Notes {
		_, _ = fmt.Fprintf(s.stdout, "%s: %s\n", path, note)
	}
	for _, fault := range report.Faults {
		_, _ = fmt.Fprintf(s.stdout, "%s: %s\n", path, fault)
	}
	if len(report.Faults) > 0 {
		_, _ = fmt.Fprintf(s.stdout, "%s is damaged: restore a backup with quizbot restore, or keep what can be kept with quizbot restore --salvage.\n", path)
		return errFindings
	}
	_, err = fmt.Fprintf(s.stdout, "%s is sound: every page, record and index of its %.1f MB was read.\n", path, float64(report.Size)/1e6)
	return err
}

// path returns the absolute path of the file to check.
func (c *checkCmd) path() (string, error) {
	if c.File != "" {
		return filepath.Abs(c.File)
	}
	return c.databasePath()
}

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
