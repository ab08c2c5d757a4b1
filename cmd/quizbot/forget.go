package main

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"

	"quizbot/internal/config"
	"quizbot/internal/control"
	"quizbot/internal/daemon"
	"quizbot/internal/term"
	"quizbot/quiz/ident"
)

// forgetCmd deletes everything that is stored of a workspace.
type forgetCmd struct {
	Workspace string `required:"" placeholder:"WORKSPACE" help:"The workspace or server, such as slack/T0123 or discord/112233445566778899. An unknown one gets a list of all."`
	Yes       bool   `help:"Delete it without asking."`
	dataFlags
}

// Help is shown by forget --help.
func (forgetCmd) Help() string {
	return "Shows what is stored of a workspace or server, asks for its name, and then deletes all of it: rooms, rounds, answers, points, members, " +
		"key points and the audit log. It works while the service runs or not. The data of a workspace that removed the bot is deleted by itself after " +
		"retention_after_removal. Take the workspace's rooms out of the configuration, too: the next start makes them anew otherwise.\n\n" +
		"Example:\n  quizbot forget --config /etc/quizbot/config.yaml --workspace slack/T0123"
}

func (c *forgetCmd) run(ctx context.Context, s streams) error {
	if _, err := ident.ParseWorkspace(c.Workspace); err != nil {
		return usageError{err}
	}
	data, err := c.databasePath()
	if err != nil {
		return err
	}
	if err := c.forget(ctx, s, data, false); err != nil {
		return err
	}
	if !c.Yes {
		if err := c.askForConfirmation(s); err != nil {
			return err
		}
	}
	return c.forget(ctx, s, data, true)
}

// forget prints what would be deleted, or deletes it with apply. A running service does it itself.
func (c *forgetCmd) forget(ctx context.Context, s streams, data string, apply bool) error {
	var report bytes.Buffer
	bar := term.StartProgress(s.stderr, "deleting")
	err := control.Forget(ctx, data, c.Workspace, apply, &report)
	if errors.Is(err, control.ErrNoService) {
		err = daemon.ForgetFile(ctx, data, c.Workspace, c.retention(), apply, &report)
	}
	bar.Stop()
	_, printing := fmt.Fprint(s.stdout, term.Printable(report.String()))
	return errors.Join(err, printing)
}

// retention returns the configuration's retention_after_removal, or a negative time if it is unknown:
// the database may be named without a configuration.
func (c *forgetCmd) retention() time.Duration {
	if c.Data != "" {
		return -1
	}
	set, err := config.Load(c.Config, os.Getenv)
	if err != nil {
		return -1
	}
	return set.RetentionTime
}

// askForConfirmation returns an error unless the name of the workspace is typed.
func (c *forgetCmd) askForConfirmation(s streams) error {
	if _, err := fmt.Fprintf(s.stdout, "Type %s to delete it for good: ", c.Workspace); err != nil {
		return err
	}
	typed, err := bufio.NewReader(s.stdin).ReadString('\n')
	if strings.TrimSpace(typed) == c.Workspace {
		return nil
	}
	if err != nil {
		_, _ = fmt.Fprintln(s.stdout)
	}
	return errors.New("nothing is deleted: the name was not typed. --yes deletes without asking")
}
