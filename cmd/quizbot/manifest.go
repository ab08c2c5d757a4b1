package main

import (
	"context"
	"io"

	"quizbot/bot/slack"
	"quizbot/bot/words"
)

// manifestCmd prints what the setup page of a platform asks for.
type manifestCmd struct {
	Platform string `arg:"" enum:"slack" help:"slack."`
}

// Help is shown by manifest --help.
func (manifestCmd) Help() string {
	return "Paste it at api.slack.com/apps, Create New App, From a manifest; docs/slack.md goes through it step by step.\n\nExample:\n  quizbot manifest slack"
}

func (c *manifestCmd) run(_ context.Context, s streams) error {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		return err
	}
	_, err = io.WriteString(s.stdout, slack.Manifest(catalogue.In("en", "UTC")))
	return err
}
