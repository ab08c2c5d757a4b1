package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"

	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/daemon"
	"quizbot/internal/term"
	"quizbot/quiz/ident"
)

// regradeCmd grades the answers of revealed rounds to which no grader gave a grade.
type regradeCmd struct {
	Room  string `placeholder:"ROOM" help:"Only this room, such as slack/T0123/C0456. All rooms unless named."`
	Apply bool   `help:"Store the grades and give the points. Without it the command only shows what would change."`
	dataFlags
}

// Help is shown by regrade --help.
func (regradeCmd) Help() string {
	return "Grades the answers of revealed rounds that have no grade of a grader: those from before answers were graded, and those " +
		"whose grading failed. It shows each changed band with the difference in points, while the service runs or not. A grade that an " +
		"author or an admin gave stays. Points are given by new entries of the ledger, in the season of their round. A second run finds nothing.\n\n" +
		"Example:\n  quizbot regrade --config /etc/quizbot/config.yaml\n  quizbot regrade --config /etc/quizbot/config.yaml --apply"
}

func (c *regradeCmd) run(ctx context.Context, s streams) error {
	if c.Room != "" {
		if _, err := ident.ParseRoom(c.Room); err != nil {
			return usageError{err}
		}
	}
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	var report bytes.Buffer
	bar := term.StartProgress(s.stderr, "grading")
	err = control.Regrade(ctx, data, c.Room, c.Apply, &report)
	if errors.Is(err, control.ErrNoService) {
		err = c.regradeFile(ctx, data, &report)
	}
	bar.Stop()
	_, printing := fmt.Fprint(s.stdout, term.Printable(report.String()))
	return errors.Join(err, printing)
}

// regradeFile regrades a database on which no service runs, by the grader of the configuration. With
// the database alone it is the one that is built in.
func (c *regradeCmd) regradeFile(ctx context.Context, data string, report *bytes.Buffer) error {
	var set config.Settings
	if c.Data == "" {
		var err error
		if set, err = config.Load(c.Config, os.Getenv); err != nil {
			return err
		}
	}
	return daemon.RegradeFile(ctx, &set, data, c.Room, c.Apply, report)
}
