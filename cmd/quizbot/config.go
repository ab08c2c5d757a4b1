package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"os"
	"path/filepath"
	"slices"

	"quizbot/bot"
	"quizbot/quiz"
)

// config is everything that can be set: see config.example.yaml.
type config struct {
	Data      string          `yaml:"data"`
	Banks     []bankConfig    `yaml:"banks"`
	Admins    []string        `yaml:"admins"`
	Slack     slackConfig     `yaml:"slack"`
	Discord   discordConfig   `yaml:"discord"`
	Telemetry telemetryConfig `yaml:"telemetry"`
	Log       logConfig       `yaml:"log"`
	Defaults  planConfig      `yaml:"defaults"`
	Rooms     []roomConfig    `yaml:"rooms"`
}

type bankConfig struct {
	Name string `yaml:"name"`
	Path string `yaml:"path"`
}

type slackConfig struct {
	AppToken secret `yaml:"app_token"`
	BotToken secret `yaml:"bot_token"`
	APIURL   string `yaml:"api_url"`
}

type discordConfig struct {
	Token  secret `yaml:"token"`
	APIURL string `yaml:"api_url"`
}

type telemetryConfig struct {
	Listen string `yaml:"listen"`
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
		Log:       logConfig{Level: "info", Format: "text"},
		Defaults:  planToConfig(quiz.DefaultPlan()),
	}
}

// settings are a configuration that was checked.
type settings struct {
	config
	admins []quiz.MemberID
	plans  map[quiz.RoomID]quiz.Plan
	level  slog.Level
}

// loadSettings reads a configuration: defaults, then the file, then the environment. All mistakes of the file
// come back at once, each on a line of its own with file, line and column.
func loadSettings(path string, getenv func(string) string) (settings, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return settings{}, fmt.Errorf("read the configuration: %w", err)
	}
	c := defaultConfig()
	m := mistakes{file: path}
	m.decode(data, &c)
	if err := c.fromEnvironment(getenv); err != nil {
		return settings{}, err
	}
	s := c.check(&m)
	if err := m.err(); err != nil {
		return settings{}, err
	}
	s.resolve(filepath.Dir(path))
	return s, nil
}

// fromEnvironment lets variables replace what the file says.
func (c *config) fromEnvironment(getenv func(string) string) error {
	for name, value := range map[string]*string{
		"QUIZBOT_DATA": &c.Data, "QUIZBOT_TELEMETRY_LISTEN": &c.Telemetry.Listen,
		"QUIZBOT_SLACK_API_URL": &c.Slack.APIURL, "QUIZBOT_DISCORD_API_URL": &c.Discord.APIURL,
	} {
		if v := getenv(name); v != "" {
			*value = v
		}
	}
	return errors.Join(
		c.Slack.AppToken.fromEnvironment("QUIZBOT_SLACK_APP_TOKEN", getenv),
		c.Slack.BotToken.fromEnvironment("QUIZBOT_SLACK_BOT_TOKEN", getenv),
		c.Discord.Token.fromEnvironment("QUIZBOT_DISCORD_TOKEN", getenv),
	)
}

// check finds what is wrong with the values, and turns them into what the game needs.
func (c *config) check(m *mistakes) settings {
	s := settings{config: *c, plans: map[quiz.RoomID]quiz.Plan{}}
	if err := s.level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		m.add("log.level", fmt.Errorf("%q is no level: write debug, info, warn or error", c.Log.Level))
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		m.add("log.format", fmt.Errorf("%q is no format: write text or json", c.Log.Format))
	}
	if _, _, err := net.SplitHostPort(c.Telemetry.Listen); err != nil {
		m.add("telemetry.listen", fmt.Errorf("%q is no address: write it like 127.0.0.1:8080", c.Telemetry.Listen))
	}
	for i, text := range c.Admins {
		id, err := quiz.ParseMemberID(text)
		m.add(fmt.Sprintf("admins[%d]", i), err)
		s.admins = append(s.admins, id)
	}
	c.checkBanks(m)
	c.checkPlan(m, "defaults", &c.Defaults)
	for i := range c.Rooms {
		at := fmt.Sprintf("rooms[%d]", i)
		id, err := quiz.ParseRoomID(c.Rooms[i].Room)
		m.add(at+".room", err)
		if _, twice := s.plans[id]; twice && err == nil {
			m.add(at+".room", fmt.Errorf("the room %s stands here twice: keep one", id))
		}
		s.plans[id] = c.checkPlan(m, at, &c.Rooms[i].planConfig)
	}
	return s
}

func (c *config) checkBanks(m *mistakes) {
	var names []string
	for i, b := range c.Banks {
		at := fmt.Sprintf("banks[%d]", i)
		switch {
		case b.Name == "" || b.Path == "":
			m.add(at, errors.New("a bank needs a name and a path"))
		case slices.Contains(names, b.Name):
			m.add(at+".name", fmt.Errorf("the bank %q stands here twice: give one another name", b.Name))
		}
		names = append(names, b.Name)
	}
}

// checkPlan turns a plan's settings into a plan.
func (c *config) checkPlan(m *mistakes, at string, p *planConfig) quiz.Plan {
	plan, ok := p.plan(m, at)
	if ok {
		m.add(at, plan.Validate())
	}
	for _, name := range p.Banks {
		if !slices.ContainsFunc(c.Banks, func(b bankConfig) bool { return b.Name == name }) {
			m.add(at+".banks", fmt.Errorf("no bank is called %q: name it under banks", name))
		}
	}
	if !slices.Contains(bot.Languages(), p.Language) {
		m.add(at+".language", fmt.Errorf("%q is no language of quizbot: write one of %v", p.Language, bot.Languages()))
	}
	return plan
}

// resolve makes paths that are relative to the file so.
func (s *settings) resolve(folder string) {
	join := func(path *string) {
		if !filepath.IsAbs(*path) {
			*path = filepath.Join(folder, *path)
		}
	}
	join(&s.Data)
	for i := range s.Banks {
		join(&s.Banks[i].Path)
	}
}
