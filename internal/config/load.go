package config

import (
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quizbot/quiz/plan"
)

// Load reads a configuration: defaults, then the file, then the environment, then flags. All errors
// come back at once as an [ErrorList], those of the file each with line and column.
//
// Relative paths start from the file's folder if the file names them, and from the working
// directory if the environment or a flag does. The path of backups starts from the folder of the
// database.
func Load(path string, getenv func(string) string, flags ...Override) (Settings, error) {
	data, err := readFile(path)
	if err != nil {
		return Settings{}, fmt.Errorf("read the configuration: %w: name one with --config; config.example.yaml shows what it holds", err)
	}
	c := Default()
	errs := newErrorCollector(path)
	decodeYAML(data, &c, errs)
	c.resolvePaths(filepath.Dir(path))
	c.override(errs, append(environmentOverrides(getenv), flags...))
	if !filepath.IsAbs(c.Backup.Folder) {
		c.Backup.Folder = filepath.Join(filepath.Dir(c.Data), c.Backup.Folder)
	}
	c.overrideSecrets(errs, getenv)
	s := c.check(errs, NewCalendarReader(time.Now()))
	return s, errs.err()
}

// maxFile is the limit of a configuration and of a file with a secret in bytes.
const maxFile = 1 << 20

// readFile reads a file. One beyond the limit is an error: a device may never end.
func readFile(path string) ([]byte, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }() // it was only read
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err == nil && len(data) > maxFile {
		err = fmt.Errorf("%s has more than %d MB", path, maxFile>>20)
	}
	return data, err
}

// resolvePaths makes relative paths start from a folder.
func (c *Config) resolvePaths(folder string) {
	resolve := func(path *string) {
		if *path != "" && !filepath.IsAbs(*path) {
			*path = filepath.Join(folder, *path)
		}
	}
	resolve(&c.Data)
	for i := range c.Banks {
		resolve(&c.Banks[i].Path)
	}
	if program := c.Grader.Exec; len(program) > 0 && strings.ContainsAny(program[0], `/\`) {
		resolve(&program[0]) // a bare name is looked for in PATH
		if path, err := filepath.Abs(program[0]); err == nil {
			program[0] = path // "./grade.py" must not become one
		}
	}
	resolveCalendars := func(list []string) []string {
		list = slices.Clone(list) // rooms share the defaults' list
		for i := range list {
			if isCalendarPath(list[i]) {
				resolve(&list[i])
			}
		}
		return list
	}
	daysOff := plan.SettingOf(plan.Dates).Name
	for _, p := range c.plans() {
		written := p[daysOff]
		written.List = resolveCalendars(written.List)
		p[daysOff] = written
	}
}

// plans returns the plans of the defaults and of all rooms.
func (c *Config) plans() []Plan {
	plans := []Plan{c.Defaults}
	for i := range c.Rooms {
		plans = append(plans, c.Rooms[i].Plan)
	}
	return plans
}

// Override is a value for a setting from outside the file.
type Override struct {
	Path   string // of the setting in the file, such as telemetry.listen
	Origin string // the flag or variable to name in errors
	Value  string // empty to keep the file's
}

// environmentOverrides returns the settings that variables replace.
func environmentOverrides(getenv func(string) string) []Override {
	list := []Override{
		{Path: "data", Origin: "QUIZBOT_DATA"},
		{Path: "telemetry.listen", Origin: "QUIZBOT_TELEMETRY_LISTEN"},
		{Path: "slack.api_url", Origin: "QUIZBOT_SLACK_API_URL"},
		{Path: "discord.api_url", Origin: "QUIZBOT_DISCORD_API_URL"},
	}
	for i := range list {
		list[i].Value = getenv(list[i].Origin)
	}
	return list
}

// override replaces settings, in the order of the list.
func (c *Config) override(errs *errorCollector, list []Override) {
	fields := map[string]*string{
		"data": &c.Data, "telemetry.listen": &c.Telemetry.Listen,
		"slack.api_url": &c.Slack.APIURL, "discord.api_url": &c.Discord.APIURL,
	}
	for _, o := range list {
		if o.Value != "" {
			*fields[o.Path] = o.Value
			errs.positions[o.Path] = Position{Name: o.Origin}
		}
	}
}

// overrideSecrets replaces the secrets of the file by those of variables.
func (c *Config) overrideSecrets(errs *errorCollector, getenv func(string) string) {
	for name, s := range map[string]struct {
		*Secret
		path string
	}{
		"QUIZBOT_SLACK_APP_TOKEN":  {&c.Slack.AppToken, "slack.app_token"},
		"QUIZBOT_SLACK_BOT_TOKEN":  {&c.Slack.BotToken, "slack.bot_token"},
		"QUIZBOT_DISCORD_TOKEN":    {&c.Discord.Token, "discord.token"},
		"QUIZBOT_GRADER_MODEL_KEY": {&c.Grader.Model.Key, "grader.model.key"},
	} {
		origin, err := s.readEnvironment(name, getenv)
		if err != nil {
			errs.addAt(Position{}, err.Error())
		}
		if origin != "" {
			errs.positions[s.path] = Position{Name: origin}
		}
	}
}
