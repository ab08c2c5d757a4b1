package main

import (
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/daysoff"
)

// config is everything that can be set: see config.example.yaml.
type config struct {
	Data      string          `yaml:"data"`
	Banks     []bankConfig    `yaml:"banks"`
	Admins    []string        `yaml:"admins"`
	Slack     slackConfig     `yaml:"slack"`
	Discord   discordConfig   `yaml:"discord"`
	Telemetry telemetryConfig `yaml:"telemetry"`
	Backup    backupConfig    `yaml:"backup"`
	Log       logConfig       `yaml:"log"`
	Defaults  planConfig      `yaml:"defaults"`
	Rooms     []roomConfig    `yaml:"rooms"`
}

type bankConfig struct {
	Name   string `yaml:"name"`
	Path   string `yaml:"path"`
	Format string `yaml:"format"`
}

type slackConfig struct {
	AppToken secret `yaml:"app_token"`
	BotToken secret `yaml:"bot_token"`
	APIURL   string `yaml:"api_url"`
}

type discordConfig struct {
	Token  secret `yaml:"token"`
	APIURL string `yaml:"api_url"`
	Server string `yaml:"server"`
}

type telemetryConfig struct {
	Listen string `yaml:"listen"`
}

type backupConfig struct {
	Folder string `yaml:"folder"`
	Every  string `yaml:"every"`
	Keep   int    `yaml:"keep"`
}

type logConfig struct {
	Level  string `yaml:"level"`
	Format string `yaml:"format"`
}

type roomConfig struct {
	Room       string `yaml:"room"`
	planConfig `yaml:",inline"`
}

// defaultConfig is what holds where nothing else is said.
func defaultConfig() config {
	return config{
		Data:      "quizbot.db",
		Slack:     slackConfig{APIURL: "https://slack.com/api/"},
		Discord:   discordConfig{APIURL: "https://discord.com/api/"},
		Telemetry: telemetryConfig{Listen: "127.0.0.1:8080"},
		Backup:    backupConfig{Folder: "backups", Every: "24h", Keep: 7},
		Log:       logConfig{Level: "info", Format: "text"},
		Defaults:  planToConfig(quiz.DefaultPlan()),
	}
}

// settings are a configuration that was checked.
type settings struct {
	config
	admins   []quiz.MemberID
	defaults quiz.Plan
	plans    map[quiz.RoomID]quiz.Plan
	// daysOff are the rooms' days off as they are written down, and calendars the files among them.
	daysOff   map[quiz.RoomID][]string
	calendars map[string]daysoff.Calendar
	level     slog.Level
	// backupEvery is how long lies between two scheduled backups, 0 where none are made.
	backupEvery time.Duration
}

// loadSettings reads a configuration: defaults, then the file, then the environment, then flags. All mistakes
// come back at once, those of the file each with line and column. Relative paths start from the file's
// folder where the file names them, and from the working directory where the environment or a flag does; that of
// backups starts from the folder of the database.
func loadSettings(path string, getenv func(string) string, flags ...override) (settings, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return settings{}, fmt.Errorf("read the configuration: %w: name one with --config; config.example.yaml shows what it holds", err)
	}
	c := defaultConfig()
	m := newMistakes(path)
	m.decode(data, &c)
	c.resolve(filepath.Dir(path))
	c.override(m, append(environment(getenv), flags...))
	if !filepath.IsAbs(c.Backup.Folder) {
		c.Backup.Folder = filepath.Join(filepath.Dir(c.Data), c.Backup.Folder)
	}
	c.secrets(m, getenv)
	s := c.check(m, newCalendarFiles(time.Now()))
	return s, m.err()
}

// resolve makes paths start from a folder.
func (c *config) resolve(folder string) {
	join := func(path *string) {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(folder, *path)
		}
	}
	join(&c.Data)
	for i := range c.Banks {
		join(&c.Banks[i].Path)
	}
	calendars := func(list []string) []string {
		list = slices.Clone(list) // rooms share the defaults' list
		for i := range list {
			if isCalendar(list[i]) {
				join(&list[i])
			}
		}
		return list
	}
	c.Defaults.DaysOff = calendars(c.Defaults.DaysOff)
	for i := range c.Rooms {
		c.Rooms[i].DaysOff = calendars(c.Rooms[i].DaysOff)
	}
}

// override is a setting that comes from outside the file: its path in the file, what to blame where it is
// wrong, and the value, empty for none.
type override struct{ path, origin, value string }

// environment are the settings that variables replace.
func environment(getenv func(string) string) []override {
	list := []override{
		{path: "data", origin: "QUIZBOT_DATA"},
		{path: "telemetry.listen", origin: "QUIZBOT_TELEMETRY_LISTEN"},
		{path: "slack.api_url", origin: "QUIZBOT_SLACK_API_URL"},
		{path: "discord.api_url", origin: "QUIZBOT_DISCORD_API_URL"},
	}
	for i := range list {
		list[i].value = getenv(list[i].origin)
	}
	return list
}

// override replaces settings, the later ones last.
func (c *config) override(m *mistakes, list []override) {
	fields := map[string]*string{
		"data": &c.Data, "telemetry.listen": &c.Telemetry.Listen,
		"slack.api_url": &c.Slack.APIURL, "discord.api_url": &c.Discord.APIURL,
	}
	for _, o := range list {
		if o.value != "" {
			*fields[o.path] = o.value
			m.places[o.path] = place{name: o.origin}
		}
	}
}

// secrets lets variables replace the secrets of the file.
func (c *config) secrets(m *mistakes, getenv func(string) string) {
	for name, s := range map[string]struct {
		*secret
		path string
	}{
		"QUIZBOT_SLACK_APP_TOKEN": {&c.Slack.AppToken, "slack.app_token"},
		"QUIZBOT_SLACK_BOT_TOKEN": {&c.Slack.BotToken, "slack.bot_token"},
		"QUIZBOT_DISCORD_TOKEN":   {&c.Discord.Token, "discord.token"},
	} {
		from, err := s.fromEnvironment(name, getenv)
		if err != nil {
			m.say(place{}, err.Error())
		}
		if from != "" {
			m.places[s.path] = place{name: from}
		}
	}
}
