package config

import (
	"cmp"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/scoring"

	"github.com/goccy/go-yaml"
)

func noEnv(string) string { return "" }

// write writes a configuration into a file of its own.
func write(t *testing.T, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// The example holds the defaults.
func TestExampleEqualsDefaults(t *testing.T) {
	path := filepath.Join("..", "..", "config.example.yaml")
	s, err := Load(path, noEnv)
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Data = filepath.Join(filepath.Dir(path), want.Data)
	want.Backup.Folder = filepath.Join(filepath.Dir(path), want.Backup.Folder)
	if got, want := flat(t, s.Config), flat(t, want); got != want {
		t.Errorf("config.example.yaml differs from the defaults:\n%s\nwant\n%s", got, want)
	}
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range plan.SettingNames() {
		if !strings.Contains(string(text), "\n  "+name+": ") {
			t.Errorf("config.example.yaml does not show defaults.%s", name)
		}
	}
}

// Each setting is read from a file as it is typed in chat.
func TestEverySettingInAFile(t *testing.T) {
	for _, s := range plan.Settings() {
		p := plan.Default()
		typed := cmp.Or(s.Example, s.Format(&p))
		if s.Values != nil {
			typed = s.Values[len(s.Values)-1]
		}
		if err := p.Set(s.Name, typed); err != nil {
			t.Fatal(err)
		}
		written := s.Write(&p)
		value := map[plan.Kind]any{
			plan.TextKind: written.Text, plan.ListKind: written.List, plan.SwitchKind: written.Switch, plan.PointsKind: Points(written.Points),
		}[s.Kind]
		file, err := yaml.Marshal(map[string]any{"banks": []Bank{{Name: "python", Path: "p.md"}, {Name: "go", Path: "g.md"}}, "defaults": map[string]any{s.Name: value}})
		if err != nil {
			t.Fatal(err)
		}
		got, err := Load(write(t, string(file)), noEnv)
		if err != nil || got.DefaultPlan.Setting(s.Name) != typed {
			t.Errorf("%s: %v is read as %q, %v, want %q", s.Name, value, got.DefaultPlan.Setting(s.Name), err, typed)
		}
	}
}

// flat returns a configuration as text, with an empty list for a missing one.
func flat(t *testing.T, c Config) string {
	t.Helper()
	text, err := yaml.Marshal(c)
	if err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(string(text), ": null", ": []")
}

func TestRoomsInheritTheDefaults(t *testing.T) {
	s, err := Load(write(t, `
rooms:
  - room: slack/T1/C1
    time_zone: Asia/Shanghai
    days: [sun]
    tags: [z]
  - room: discord/G1/C2
    ask: "08:00"
    points: {full: 20}
    days_off: [2026-12-25]
defaults:
  ask: "10:00"
  language: zh-CN
  days: [mon, wed, fri]
  tags: [a, b]
`), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	one, two := s.Plans["slack/T1/C1"], s.Plans["discord/G1/C2"]
	if one.TimeZone != "Asia/Shanghai" || one.Ask != 600 || one.Language != "zh-CN" || one.Points != scoring.DefaultPoints() {
		t.Errorf("the first room got %+v", one)
	}
	if fmt.Sprint(one.Days.Names(), one.Tags, two.Days.Names(), two.Tags) != "[sun] [z] [mon wed fri] [a b]" {
		t.Errorf("lists: got %v %v and %v %v", one.Days.Names(), one.Tags, two.Days.Names(), two.Tags)
	}
	if two.TimeZone != "UTC" || two.Ask != 480 || two.Points.Full != 20 || two.Points.Mostly != 7 || len(two.DaysOff) != 1 {
		t.Errorf("the second room got %+v", two)
	}
}

// All errors are told at once, each with its position and a cure.
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
backup: {every: often, keep: 0}
`)
	_, err := Load(path, noEnv)
	if err == nil {
		t.Fatal("no mistake was found")
	}
	for _, want := range []string{
		":1:7: data: this is no text", ":2:1: slak: there is no such setting", ":3:14: log.level: ", ":3:28: log.format: ",
		":4:21: telemetry.listen: ", `:5:9: admins[0]: "ann" is no member`, `:8:12: banks[1].name: the bank "a" stands here twice`,
		":9:5: banks[2]: a bank needs a name and a path", `:11:8: defaults.ask: "25:00"`, `defaults.days: "someday"`,
		`backup.every: "often" is no time between backups`, `backup.keep: 0 is no number of backups to keep`,
		`:14:11: rooms[0].room: "nowhere" is no room`, `rooms[1].time_zone: time zone "Mars/Base" is not known`,
		`:23:12: rooms[2].banks: no bank is called "b"`, ":24:15: rooms[2].language: ", "team.ics: there is no such file: name one by its path",
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

// Every syntax error has a position and a cure. Nothing of the source is repeated, because it may
// hold a secret.
func TestBrokenFiles(t *testing.T) {
	for text, want := range map[string]string{
		"a: [":                           ":1:",
		"data: a\ndata: b":               ":2:1: mapping key",
		"slack: {bot_token: xoxb-secret": ":1:8: ",
		"slack:\n  app_token: x\n  bot_token:xoxb-secret": ":3:3: ",
		"slack:\n  bot_token: \"xoxb-secret\n":            ":2:14: ",
		"slack:\n  bot_token: xoxb: secret":               ":2:14: ",
		"slack: xoxb-secret":                              ":1:8: slack: settings with names",
		"slack: {bot_token: [xoxb-secret]}":               "slack.bot_token: this is no text",
		"slack: {bot_token: *xoxb-secret}":                "slack.bot_token: anchors",
		"slack: {bot_token: &xoxb-secret x}":              "slack.bot_token: anchors",
		"slack: {app_token: @xoxb-secret}":                ":1:20: ",
		"- a\n- b":                                        ":1:1: settings with names",
		"rooms: 3":                                        "rooms: a list belongs here",
		"banks: {a: b}":                                   "banks: a list belongs here",
		"data: a\n---\nlog: {}":                           ":3:4: a second document",
		"data: \xff":                                      ": this is no text in UTF-8",
		"data: ''":                                        ":1:7: data: there is no file",
		"slack: {api_url: slack.com}":                     ":1:18: slack.api_url: this is no address",
		"discord: {api_url: 'ftp://x/'}":                  ":1:20: discord.api_url: this is no address",
	} {
		path := write(t, text)
		_, err := Load(path, noEnv)
		if err == nil || !strings.HasPrefix(err.Error(), path+":") || !strings.Contains(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%q: got %v, want %q", text, err, want)
		} else if strings.Contains(err.Error(), "secret") {
			t.Errorf("%q: the mistake tells the secret: %v", text, err)
		}
	}
	if _, err := Load(filepath.Join(t.TempDir(), "none.yaml"), noEnv); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("a missing file: got %v", err)
	}
	for _, text := range []string{"", "---\n", "# nothing\n", "\ufefflog: {level: info}\n", "log:\r\n  level: info\r\n", "rooms:\ndefaults:\n"} {
		if s, err := Load(write(t, text), noEnv); err != nil || s.Telemetry.Listen != "127.0.0.1:8080" {
			t.Errorf("%q: got %+v, %v", text, s.Telemetry, err)
		}
	}
}

// An error of the defaults is told once, not for each room that inherits it, and hides none of the
// rooms' own. A rule about a setting that cannot be read is not checked.
func TestMistakesOfDefaults(t *testing.T) {
	path := write(t, `rooms:
  - room: slack/T1/C1
  - room: slack/T1/C2
    time_zone: Venus
    days_off: [nodate]
  - room: slack/T1/C3
    catch_up: 25h
defaults:
  time_zone: Mars
  language: tlh
  ask: lunch time
  reveal: "+9d 09:00"
  days_off: [nodate]
  unanswered: maybe
`)
	_, err := Load(path, noEnv)
	want := []string{
		`:4:16: rooms[1].time_zone: time zone "Venus" is not known: write an IANA name such as Europe/Berlin or Asia/Shanghai`,
		`:5:15: rooms[1].days_off[0]: "nodate" is not a date: write it like 2026-11-23, or the path of a calendar file, which ends with .ics`,
		`:7:15: rooms[2].catch_up: catch_up 25h0m0s is not a time to catch up in: write it like 4h, at most 24h`,
		`:9:14: defaults.time_zone: time zone "Mars" is not known: write an IANA name such as Europe/Berlin or Asia/Shanghai`,
		`:10:13: defaults.language: "tlh" is no language of quizbot: write en or zh-CN`,
		`:11:8: defaults.ask: "lunch time" is not a time of day: write it like 09:30`,
		`:13:13: defaults.days_off[0]: "nodate" is not a date: write it like 2026-11-23, or the path of a calendar file, which ends with .ics`,
		`:14:15: defaults.unanswered: this is no true or false`,
	}
	if got := fmt.Sprint(err); got != path+strings.Join(want, "\n"+path) {
		t.Errorf("got\n%s\nwant\n%s", got, strings.Join(want, "\n"))
	}
}

// Each rule that a plan can break is told in an English sentence with a cure.
func TestBrokenRules(t *testing.T) {
	for written, want := range map[string]string{
		"days: []":                              "days: days is empty: name at least one, such as mon",
		"catch_up: 0s":                          "catch_up: catch_up 0s is not a time to catch up in: write it like 4h, at most 24h",
		"order: sideways":                       `order: order "sideways" isn't one of shuffled, bank, difficulty`,
		`order: "a\"b*c` + "`d`" + `"`:          `order: order "a\"b*c` + "`d`" + `" isn't one of shuffled, bank, difficulty`,
		"practice: never":                       `practice: practice "never" isn't one of all, asked`,
		"threads: maybe":                        `threads: threads "maybe" isn't one of count, talk`,
		`days: [mon, tue]; reveal: "+3d 09:00"`: "reveal: reveal +3d 09:00 comes after the question that follows Monday's: reveal earlier, or ask on fewer days",
		"points: {full: 10, mostly: 11}":        "points: points full 10, mostly 11, partial 4, tried 1 do not fall from best to worst: a better answer must not earn less, and none less than 0",
		"points: {full: 1000001}":               "points: points are at most 1000000 for an answer",
	} {
		path := write(t, "defaults:\n  "+strings.ReplaceAll(written, "; ", "\n  "))
		_, err := Load(path, noEnv)
		if _, text, _ := strings.Cut(fmt.Sprint(err), "defaults."); text != want {
			t.Errorf("%s: got\n%s\nwant\n%s", written, text, want)
		}
	}
}

// Tags are refused everywhere, and end nothing.
func TestTags(t *testing.T) {
	for _, text := range []string{
		"admins: !x {a: b}", "defaults: {banks: !x {a: b}}", "defaults: {days: !x {a: b}}", "defaults: {tags: [a, !x {a: b}]}", "rooms: [{room: a/b/c, banks: !x {a: b}}]", "banks: !x {a: b}",
		"slack: !x [a]", "defaults: {points: !x [1]}", "data: !x {a: b}", "data: !!str a", "rooms: [!x {room: a/b/c}]", "!x\ndata: a",
	} {
		if _, err := Load(write(t, text+"\n"), noEnv); err == nil || !strings.Contains(err.Error(), "tags (!) are not read") {
			t.Errorf("%s: got %v", text, err)
		}
	}
}

// An error names the variable or the flag that caused it, not the file.
func TestOverrides(t *testing.T) {
	path := write(t, "data: a.db\nbanks: [{name: x, path: x.md}]\ntelemetry: {listen: 127.0.0.1:1}\n")
	env := map[string]string{}
	getenv := func(name string) string { return env[name] }
	load := func(flags ...Override) Settings {
		t.Helper()
		s, err := Load(path, getenv, flags...)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	if s := load(); s.Data != filepath.Join(filepath.Dir(path), "a.db") || s.Banks[0].Path != filepath.Join(filepath.Dir(path), "x.md") {
		t.Errorf("paths of the file: got %s and %s, want them in its folder", s.Data, s.Banks[0].Path)
	}
	if s := load(Override{"data", "--data", "/elsewhere/c.db"}); s.Backup.Folder != "/elsewhere/backups" {
		t.Errorf("backups go to %s, want the folder of the database", s.Backup.Folder)
	}
	env["QUIZBOT_DATA"], env["QUIZBOT_TELEMETRY_LISTEN"] = "b.db", "127.0.0.1:2"
	if s := load(); s.Data != "b.db" || s.Telemetry.Listen != "127.0.0.1:2" {
		t.Errorf("the environment: got %s and %s, want b.db of the working directory and 127.0.0.1:2", s.Data, s.Telemetry.Listen)
	}
	if s := load(Override{"data", "--data", "c.db"}, Override{"telemetry.listen", "--listen", ""}); s.Data != "c.db" || s.Telemetry.Listen != "127.0.0.1:2" {
		t.Errorf("flags: got %s and %s, want c.db and what the environment says", s.Data, s.Telemetry.Listen)
	}
	env["QUIZBOT_TELEMETRY_LISTEN"], env["QUIZBOT_SLACK_API_URL"] = "here", "::"
	_, err := Load(path, getenv, Override{"telemetry.listen", "--listen", "there"})
	want := "--listen: telemetry.listen: \"there\" is no address: write it like 127.0.0.1:8080\n" +
		"QUIZBOT_SLACK_API_URL: slack.api_url: this is no address of a service: write it like https://example.com/api/"
	if got := fmt.Sprint(err); got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// Reading any file ends, and each error has a position in it.
func FuzzConfiguration(f *testing.F) {
	example, err := os.ReadFile(filepath.Join("..", "..", "config.example.yaml"))
	if err != nil {
		f.Fatal(err)
	}
	for _, text := range []string{string(example), "rooms: [{room: a/b/c, points: {full: x}}]", "a: &a [*a]", "? {a: b}\n: c", "<<: x", "log: !!map {a: b}"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c := Default()
		errs := newErrorCollector("config.yaml")
		decodeYAML(data, &c, errs)
		c.check(errs, NewCalendarReader(time.Now()))
		if err := errs.err(); err != nil {
			for _, mistake := range errs.list {
				if !strings.HasPrefix(mistake.Error(), "config.yaml:") {
					t.Errorf("this mistake has no place: %v", mistake)
				}
			}
		}
	})
}
