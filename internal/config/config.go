// Package config reads the configuration: the file, the environment and flags, with the position of
// every error, and turns it into the values that the service needs.
package config

import (
	"log/slog"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/daysoff"
	"quizbot/quiz/grading/llm"
	"quizbot/quiz/plan"
)

// Config is the configuration as it is written down. config.example.yaml shows every setting.
type Config struct {
	Data      string    `yaml:"data"`
	Banks     []Bank    `yaml:"banks"`
	Admins    []string  `yaml:"admins"`
	Allow     []string  `yaml:"allow"`
	Slack     Slack     `yaml:"slack"`
	Discord   Discord   `yaml:"discord"`
	Grader    Grader    `yaml:"grader"`
	Telemetry Telemetry `yaml:"telemetry"`
	Backup    Backup    `yaml:"backup"`
	Log       Log       `yaml:"log"`
	Retention string    `yaml:"retention_after_removal"`
	Defaults  Plan      `yaml:"defaults"`
	Rooms     []Room    `yaml:"rooms"`
}

// Bank is a bank of questions.
type Bank struct {
	Name   string `yaml:"name"`
	Path   string `yaml:"path"`
	Format string `yaml:"format"`
}

// Slack connects the bot to Slack.
type Slack struct {
	AppToken Secret `yaml:"app_token"`
	BotToken Secret `yaml:"bot_token"`
	APIURL   string `yaml:"api_url"`
}

// Discord connects the bot to Discord.
type Discord struct {
	Token  Secret `yaml:"token"`
	APIURL string `yaml:"api_url"`
	Server string `yaml:"server"`
}

// Grader grades open answers. Without settings the grader that is built in does.
type Grader struct {
	Exec  []string `yaml:"exec"` // a program with its arguments
	Model Model    `yaml:"model"`
}

// Model is a language model behind an API like OpenAI's. Budget is the number of requests a day.
type Model struct {
	URL    string `yaml:"url"`
	Name   string `yaml:"name"`
	Key    Secret `yaml:"key"`
	Budget int    `yaml:"budget"`
}

// IsSet reports whether a model is configured, wholly or in part.
func (m *Model) IsSet() bool { return m.URL != "" || m.Name != "" || m.Key.IsSet() }

// Telemetry is where the service answers health checks.
type Telemetry struct {
	Listen string `yaml:"listen"`
}

// Backup plans scheduled backups.
type Backup struct {
	Folder string `yaml:"folder"`
	Every  string `yaml:"every"`
	Keep   int    `yaml:"keep"`
}

// Log is how the service logs.
type Log struct {
	Level  string `yaml:"level"`
	Format string `yaml:"format"`
}

// Room is a room and its plan.
type Room struct {
	Room string `yaml:"room"`
	Plan Plan   `yaml:"-"` // beside the room, in the same mapping
}

// Default returns the configuration of an empty file.
func Default() Config {
	return Config{
		Data:      "quizbot.db",
		Slack:     Slack{APIURL: "https://slack.com/api/"},
		Discord:   Discord{APIURL: "https://discord.com/api/"},
		Grader:    Grader{Model: Model{Budget: llm.DefaultBudget}},
		Telemetry: Telemetry{Listen: "127.0.0.1:8080"},
		Backup:    Backup{Folder: "backups", Every: "24h", Keep: 7},
		Log:       Log{Level: "info", Format: "text"},
		Retention: "30d",
		Defaults:  writtenPlan(plan.Default()),
	}
}

// Settings is a configuration that was checked, with its values.
type Settings struct {
	Config
	AdminIDs    []quiz.MemberID
	Allowed     []quiz.WorkspaceID
	DefaultPlan plan.Plan
	Plans       map[quiz.RoomID]plan.Plan
	// DaysOff are the rooms' days off as they are written down. Calendars are the files among them,
	// by path.
	DaysOff   map[quiz.RoomID][]string
	Calendars map[string]daysoff.Calendar
	LogLevel  slog.Level
	// BackupInterval is the time between two scheduled backups, 0 if none are made.
	BackupInterval time.Duration
	// RetentionTime is how long the data of a workspace is kept that removed the bot, 0 for ever.
	RetentionTime time.Duration
	// RestoreIfLost is set if a database file that is deleted or renamed is written back.
	RestoreIfLost bool
}
