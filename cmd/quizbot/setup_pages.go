package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"

	"quizbot/bot/discord"
	"quizbot/bot/slack"
	"quizbot/bot/words"
	"quizbot/internal/config"
)

// inviteCmd prints the address that adds the bot to a server.
type inviteCmd struct {
	Platform    string `arg:"" enum:"discord" help:"discord."`
	Application string `placeholder:"ID" help:"The application's id, from its page General Information. The token tells it otherwise."`
	Config      string `help:"The configuration that holds the token: see config.example.yaml. (${default} unless named.)" default:"config.yaml" placeholder:"FILE"`
}

// applicationIDPattern matches Discord's ids.
var applicationIDPattern = regexp.MustCompile(`^[0-9]{17,20}$`)

// Help is shown by invite --help.
func (inviteCmd) Help() string {
	return "Open the address in a browser as somebody who manages the server. It asks for what the bot needs and no more; docs/discord.md goes through it step by step.\n\nExample:\n  quizbot invite discord --config /etc/quizbot/config.yaml"
}

func (c *inviteCmd) run(_ context.Context, s streams) error {
	app := c.Application
	if app != "" && !applicationIDPattern.MatchString(app) {
		return usageError{errors.New("--application takes the application's id, a number of 17 digits or more: it is on the page General Information of the application at discord.com/developers/applications")}
	}
	if app == "" {
		set, err := config.Load(c.Config, os.Getenv)
		if err != nil {
			return err
		}
		if !set.Discord.Token.IsSet() {
			return errors.New("discord.token is not set: set it in the configuration or in QUIZBOT_DISCORD_TOKEN, or name the application with --application")
		}
		if app, err = discord.ApplicationOf(set.Discord.Token.Reveal()); err != nil {
			return fmt.Errorf("discord.token: %w", err)
		}
	}
	_, err := fmt.Fprintln(s.stdout, discord.Invitation(app))
	return err
}

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
