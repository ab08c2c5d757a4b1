package slack

import (
	"slices"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"

	"quizbot/bot"
	"quizbot/bot/words"
)

// The manifest is valid YAML with every command and every scope of the bot.
func TestManifest(t *testing.T) {
	var m struct {
		Display struct {
			Name        string `yaml:"name"`
			Description string `yaml:"description"`
		} `yaml:"display_information"`
		Features struct {
			Commands []struct {
				Command     string `yaml:"command"`
				Description string `yaml:"description"`
				Hint        string `yaml:"usage_hint"`
				Escape      bool   `yaml:"should_escape"`
			} `yaml:"slash_commands"`
		} `yaml:"features"`
		OAuth struct {
			Scopes struct {
				Bot []string `yaml:"bot"`
			} `yaml:"scopes"`
		} `yaml:"oauth_config"`
		Settings struct {
			Events struct {
				Bot []string `yaml:"bot_events"`
			} `yaml:"event_subscriptions"`
			Interactivity struct {
				Enabled bool `yaml:"is_enabled"`
			} `yaml:"interactivity"`
			Socket bool `yaml:"socket_mode_enabled"`
		} `yaml:"settings"`
	}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(Manifest(catalogue.In("en", "UTC"))), &m); err != nil {
		t.Fatal(err)
	}
	// Limits of docs.slack.dev/reference/app-manifest.
	if len(m.Display.Name) > 35 || len(m.Display.Description) > 140 || !m.Settings.Socket || !m.Settings.Interactivity.Enabled {
		t.Errorf("got %+v", m)
	}
	for _, spec := range bot.Commands() {
		name, rest, _ := strings.Cut(spec.Path, " ")
		i := 0
		for i < len(m.Features.Commands) && m.Features.Commands[i].Command != "/"+name {
			i++
		}
		if i == len(m.Features.Commands) {
			t.Errorf("there is no command /%s", name)
			continue
		}
		c := m.Features.Commands[i]
		if len(c.Description) > 2000 || len(c.Hint) > 1000 || !c.Escape || !strings.Contains(c.Hint, rest) {
			t.Errorf("/%s is %+v", name, c)
		}
	}
	for _, s := range OAuthScopes() {
		if !slices.Contains(m.OAuth.Scopes.Bot, s.Name) {
			t.Errorf("there is no scope %s", s.Name)
		}
	}
	if want := []string{"message.channels", "message.groups", "app_home_opened"}; slices.ContainsFunc(want, func(e string) bool { return !slices.Contains(m.Settings.Events.Bot, e) }) {
		t.Errorf("the events are %v", m.Settings.Events.Bot)
	}
}
