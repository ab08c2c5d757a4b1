package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"time"

	"quizbot/internal/control"
	"quizbot/internal/health"
	"quizbot/internal/term"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/clockrepair"
	"quizbot/store/bolt"
)

// checkCmd checks a whole database.
type checkCmd struct {
	File string `arg:"" optional:"" help:"A backup, or another database. (The database of the configuration unless named.)"`
	dataFlags
	AcceptClock bool `help:"List the records that are dated in the future, and correct them: this machine's clock is right, and once ran ahead."`
}

// Help is shown by check --help.
func (checkCmd) Help() string {
	return "Reads every page, record and index of the database or of a backup, and changes nothing. The service may run. " +
		"The status is 1 if something is damaged. With --accept-clock it instead corrects what a clock that ran ahead has dated in the future.\n\nExample:\n  quizbot check --config /etc/quizbot/config.yaml\n  quizbot check /backups/quizbot.db"
}

func (c *checkCmd) run(ctx context.Context, s streams) error {
	path, err := c.path()
	if err != nil {
		return err
	}
	if c.AcceptClock {
		return acceptClock(ctx, s, path)
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

// acceptClock lists the records that are dated in the future, and corrects them. A running service
// does it itself.
func acceptClock(ctx context.Context, s streams, path string) error {
	list, err := control.AcceptClock(ctx, path)
	if errors.Is(err, control.ErrNoService) {
		list, err = acceptClockOffline(ctx, path)
	}
	if err != nil {
		return err
	}
	for _, line := range list {
		_, _ = fmt.Fprintf(s.stdout, "%s\n", line)
	}
	if len(list) == 0 {
		_, err = fmt.Fprintf(s.stdout, "%s holds nothing that is dated in the future.\n", path)
		return err
	}
	_, err = fmt.Fprintf(s.stdout, "%s: corrected, as it is %s now. The rooms continue with what is due next.\n", path, time.Now().UTC().Format(time.RFC3339))
	return err
}

// acceptClockOffline corrects a file that no service has open.
func acceptClockOffline(ctx context.Context, path string) (list []string, err error) {
	if _, err := os.Stat(path); err != nil {
		return nil, err
	}
	clock := clockguard.New(clockguard.Options{Now: time.Now, Floor: clockguard.BuildTime()})
	if err := clock.Refute(); err != nil {
		return nil, err
	}
	db, err := bolt.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	return clockrepair.Correct(ctx, db, time.Now())
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
	return "Tells, too, which channels wait for a person and which ones `allow` leaves out: the service is well all the same.\n\n" +
		"Example:\n  quizbot healthcheck --listen 127.0.0.1:8080"
}

func (c *healthcheckCmd) run(ctx context.Context, s streams) error {
	notes, err := health.Ask(ctx, c.Listen)
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.stdout, notes)
	return err
}
