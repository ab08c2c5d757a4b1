package main

import (
	"bytes"
	"context"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// writeConfig writes a configuration into a file of its own.
func writeConfig(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestServeSaysWhatIsMissing(t *testing.T) {
	for name, c := range map[string]struct{ config, say string }{
		"no platform": {"", "no platform is configured"},
		"one token":   {"slack: {bot_token: xoxb-secret}", "slack.app_token: it is not set"},
		"swapped":     {"slack: {app_token: xoxb-secret, bot_token: xoxb-secret}", "slack.app_token: it does not begin with xapp-"},
		"quotes":      {"slack: {app_token: xapp-secret, bot_token: 'xoxb-secret\"'}", "slack.bot_token: there are spaces or quotation marks in it"},
		"an id":       {"discord: {token: '123456789012345678'}", "discord.token: this is the application's id"},
		"a secret":    {"discord: {token: xoxb-secret}", "discord.token: this does not look like one"},
		"a server":    {"discord: {server: Quiz}", "discord.server: \"Quiz\" isn't a server's id"},
	} {
		var errs bytes.Buffer
		status := run(context.Background(), []string{"serve", "--config", writeConfig(t, c.config)}, streams{strings.NewReader(""), io.Discard, &errs})
		if said := errs.String(); status != statusFailed || !strings.Contains(said, c.say) || strings.Count(said, "\n") != 1 || strings.Contains(said, "xoxb") {
			t.Errorf("%s: status %d, said %q", name, status, said)
		}
	}
}
