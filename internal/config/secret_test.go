package config

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

func TestSecretsComeFromTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("xoxb-from-a-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"QUIZBOT_SLACK_APP_TOKEN": "xapp-from-a-variable", "QUIZBOT_SLACK_BOT_TOKEN_FILE": file, "QUIZBOT_DATA": "/data/x.db",
	}
	s, err := Load(write(t, "slack: {app_token: a, bot_token: b}\ndiscord: {token: MTIzNDU2Nzg5MDEyMzQ1Njc4.xxxxxx.very-secret}"), func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		s.Slack.AppToken.Reveal(): "xapp-from-a-variable", s.Slack.BotToken.Reveal(): "xoxb-from-a-file",
		s.Discord.Token.Reveal(): "MTIzNDU2Nzg5MDEyMzQ1Njc4.xxxxxx.very-secret", s.Data: "/data/x.db",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	for wrong, want := range map[string]string{file + ".gone": "no such file", empty: "is empty"} {
		env["QUIZBOT_DISCORD_TOKEN_FILE"] = wrong
		_, err := Load(write(t, "colour: red"), func(name string) string { return env[name] })
		if said := fmt.Sprint(err); !strings.Contains(said, "QUIZBOT_DISCORD_TOKEN_FILE: ") || !strings.Contains(said, want) || !strings.Contains(said, "no such setting") {
			t.Errorf("a file of which %q: got %v", want, err)
		}
	}
}

// A secret is printed by no verb, logger or encoder.
func TestSecretsAreNotPrinted(t *testing.T) {
	const token = "xoxb-very-secret"
	c := Config{Slack: Slack{AppToken: NewSecret(token)}, Discord: Discord{Token: NewSecret(token)}}
	unexported := struct{ token Secret }{NewSecret(token)}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%p", "%t", "%e", "%c", "%U", "%T", "%w"} {
		fmt.Fprintf(&out, verb, c)
		fmt.Fprintf(&out, verb, unexported)
		fmt.Fprintf(&out, verb, &unexported)
		fmt.Fprintf(&out, verb, Settings{Config: c})
		fmt.Fprintf(&out, verb, &c.Discord.Token)
		fmt.Fprintf(&out, verb, c.Discord.Token)
		fmt.Fprintf(&out, verb, &c.Slack)
	}
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("x", "config", c, "settings", Settings{Config: c}, "unexported", unexported, "token", c.Discord.Token, "slack", &c.Slack)
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	fmt.Fprint(&out, fmt.Errorf("connect with %v", c.Slack.AppToken))
	for _, form := range []string{token, fmt.Sprintf("%x", token), fmt.Sprintf("%X", token), fmt.Sprintf("%d", []byte(token))} {
		if strings.Contains(out.String(), form) {
			t.Errorf("the secret was printed: %s", out.String())
		}
	}
	if got := NewSecret(token).Reveal(); got != token {
		t.Errorf("the secret is lost: %q", got)
	}
}
