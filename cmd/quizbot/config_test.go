package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"quizbot/quiz"

	"github.com/goccy/go-yaml"
)

func noEnv(string) string { return "" }

// write puts a configuration into a file of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The example says what holds without it.
func TestExampleEqualsDefaults(t *testing.T) {
	path := filepath.Join("..", "..", "config.example.yaml")
	s, err := loadSettings(path, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	want := defaultConfig()
	want.Data = filepath.Join(filepath.Dir(path), want.Data)
	if got, want := flat(t, s.config), flat(t, want); got != want {
		t.Errorf("config.example.yaml differs from the defaults:\n%s\nwant\n%s", got, want)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range fieldNames(reflect.ValueOf(defaultConfig().Defaults)) {
		if !strings.Contains(string(text), "\n  "+name+": ") {
			t.Errorf("config.example.yaml does not show defaults.%s", name)
		}
	}
}

// flat is a configuration as text, in which an empty list is a missing one.
func flat(t *testing.T, c config) string {
	t.Helper()
	text, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), ": null", ": []")
}

func TestRoomsInheritTheDefaults(t *testing.T) {
	s, err := loadSettings(write(t, `
rooms:
  - room: slack/T1/C1
    time_zone: Asia/Shanghai
  - room: discord/G1/C2
    ask: "08:00"
    points: {full: 20}
    days_off: [2026-12-25]
defaults:
  ask: "10:00"
  language: zh-CN
`), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	one, two := s.plans["slack/T1/C1"], s.plans["discord/G1/C2"]
	if one.TimeZone != "Asia/Shanghai" || one.Ask != 600 || one.Language != "zh-CN" || one.Points != quiz.DefaultPoints() {
		t.Errorf("the first room got %+v", one)
	}
	if two.TimeZone != "UTC" || two.Ask != 480 || two.Points.Full != 20 || two.Points.Mostly != 7 || len(two.DaysOff) != 1 {
		t.Errorf("the second room got %+v", two)
	}
}

// All mistakes are told at once, each with its place and what would be right.
func TestMistakes(t *testing.T) {
	path := write(t, `data: [x]
slak: {}
log: {level: loud, format: xml}
telemetry: {listen: here}
admins: [ann, slack/T1/U1]
banks:
  - {name: a, path: a.md}
  - {name: a, path: b.md}
  - {path: c.md}
defaults:
  ask: "25:00"
  days: [someday]
rooms:
  - room: nowhere
  - room: slack/T1/C1
    ask: "09:00"
    days: [mon]
    time_zone: Mars/Base
  - room: slack/T1/C2
    ask: "09:00"
    days: [mon, tue]
    reveal: "+3d 09:00"
    banks: [b]
    language: tlh
    days_off: [team.ics]
    color: red
`)
	_, err := loadSettings(path, noEnv)
	if err == nil {
		t.Fatal("no mistake was found")
	}
	for _, want := range []string{
		":1:7: data: this is no text", ":2:1: slak: there is no such setting", ":3:14: log.level: ", ":3:28: log.format: ",
		":4:21: telemetry.listen: ", `:5:9: admins[0]: "ann" is no member`, `:8:12: banks[1].name: the bank "a" stands here twice`,
		":9:5: banks[2]: a bank needs a name and a path", `:11:8: defaults.ask: "25:00"`, `defaults.days: "someday"`,
		`:14:11: rooms[0].room: "nowhere" is no room`, `rooms[1]: time_zone "Mars/Base" is not known`,
		`:23:12: rooms[2].banks: no bank is called "b"`, ":24:15: rooms[2].language: ", "calendar files are not read yet",
		":26:5: rooms[2].color: there is no such setting",
	} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("it does not say %q", want)
		}
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		if !strings.HasPrefix(line, path+":") {
			t.Errorf("this mistake has no place: %s", line)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func TestBrokenFiles(t *testing.T) {
	for text, want := range map[string]string{"a: [": "1:", "- a\n- b": "settings with names", "rooms: 3": "a list belongs here", "banks: {a: b}": "a list belongs here"} {
		if _, err := loadSettings(write(t, text), noEnv); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if _, err := loadSettings(filepath.Join(t.TempDir(), "none.yaml"), noEnv); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: got %v", err)
	}
	if s, err := loadSettings(write(t, ""), noEnv); err != nil || s.Telemetry.Listen != "127.0.0.1:8080" {
		t.Errorf("an empty file: got %+v, %v", s.Telemetry, err)
	}
}

func TestSecretsComeFromTheEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "token")
	if err := os.WriteFile(file, []byte("from a file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	env := map[string]string{
		"QUIZBOT_SLACK_APP_TOKEN": "from a variable", "QUIZBOT_SLACK_BOT_TOKEN_FILE": file, "QUIZBOT_DATA": "/data/x.db",
	}
	s, err := loadSettings(write(t, "slack: {app_token: a, bot_token: b}\ndiscord: {token: from the configuration}"), func(name string) string { return env[name] })
	if err != nil {
		t.Fatal(err)
	}
	for got, want := range map[string]string{
		s.Slack.AppToken.reveal(): "from a variable", s.Slack.BotToken.reveal(): "from a file",
		s.Discord.Token.reveal(): "from the configuration", s.Data: "/data/x.db",
	} {
		if got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	}
	env["QUIZBOT_DISCORD_TOKEN_FILE"] = file + ".gone"
	if _, err := loadSettings(write(t, ""), func(name string) string { return env[name] }); err == nil || !strings.Contains(err.Error(), "QUIZBOT_DISCORD_TOKEN_FILE") {
		t.Errorf("a file that is gone: got %v", err)
	}
}

// A secret shows nowhere, whatever prints it.
func TestSecretsAreNotPrinted(t *testing.T) {
	const token = "xoxb-very-secret"
	c := config{Slack: slackConfig{AppToken: token}, Discord: discordConfig{Token: token}}
	var out bytes.Buffer
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%d"} {
		fmt.Fprintf(&out, verb, c)
		fmt.Fprintf(&out, verb, c.Discord.Token)
		fmt.Fprintf(&out, verb, &c.Slack)
	}
	for _, log := range []*slog.Logger{slog.New(slog.NewTextHandler(&out, nil)), slog.New(slog.NewJSONHandler(&out, nil))} {
		log.Info("x", "config", c, "token", c.Discord.Token, "slack", &c.Slack)
	}
	for _, marshal := range []func(any) ([]byte, error){json.Marshal, yaml.Marshal} {
		text, err := marshal(c)
		if err != nil {
			t.Fatal(err)
		}
		out.Write(text)
	}
	fmt.Fprint(&out, fmt.Errorf("connect with %v", c.Slack.AppToken))
	for _, form := range []string{token, fmt.Sprintf("%x", token)} {
		if strings.Contains(out.String(), form) {
			t.Errorf("the secret was printed: %s", out.String())
		}
	}
	if got := secret(token).reveal(); got != token {
		t.Errorf("the secret is lost: %q", got)
	}
}
