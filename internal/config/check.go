package config

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/bot/discord"
	"quizbot/bot/slack"
	"quizbot/bot/words"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/ident"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
)

// check collects the errors in the values, and returns the values as the service needs them.
func (c *Config) check(errs *errorCollector, calendars *CalendarReader) Settings {
	s := Settings{Config: *c, Plans: map[quiz.RoomID]plan.Plan{}, DaysOff: map[quiz.RoomID][]string{}}
	if c.Data == "" {
		errs.add("data", errors.New("there is no file to keep what happens in: name one, such as quizbot.db"))
	}
	if err := s.LogLevel.UnmarshalText([]byte(c.Log.Level)); err != nil {
		errs.add("log.level", fmt.Errorf("%q is no level: write debug, info, warn or error", c.Log.Level))
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		errs.add("log.format", fmt.Errorf("%q is no format: write text or json", c.Log.Format))
	}
	if _, _, err := net.SplitHostPort(c.Telemetry.Listen); err != nil {
		errs.add("telemetry.listen", fmt.Errorf("%q is no address: write it like 127.0.0.1:8080", c.Telemetry.Listen))
	}
	s.BackupInterval = c.checkBackup(errs)
	s.RetentionTime = c.checkRetention(errs)
	errs.add("slack.api_url", checkURL(c.Slack.APIURL))
	errs.add("discord.api_url", checkURL(c.Discord.APIURL))
	c.checkTokens(errs)
	c.Grader.check(errs)
	for i, text := range c.Admins {
		id, err := ident.ParseMember(text)
		errs.add(fmt.Sprintf("admins[%d]", i), err)
		s.AdminIDs = append(s.AdminIDs, id)
	}
	s.Allowed = c.checkAllow(errs)
	c.checkBanks(errs)
	s.DefaultPlan = c.checkPlan(errs, "defaults", c.Defaults, calendars)
	c.checkRooms(errs, &s, calendars)
	s.Calendars = calendars.Read
	return s
}

// checkTokens checks the form of tokens. Slack needs both of its tokens, and each is easily taken
// for the other.
func (c *Config) checkTokens(errs *errorCollector) {
	app, bot := c.Slack.AppToken, c.Slack.BotToken
	if app.IsSet() || bot.IsSet() {
		errs.add("slack.app_token", slack.CheckTokenPrefix(app.Reveal(), "xapp-"))
		errs.add("slack.bot_token", slack.CheckTokenPrefix(bot.Reveal(), "xoxb-"))
	}
	if c.Discord.Token.IsSet() {
		errs.add("discord.token", discord.CheckToken(c.Discord.Token.Reveal()))
	}
	if _, err := strconv.ParseUint(c.Discord.Server, 10, 64); c.Discord.Server != "" && err != nil {
		errs.add("discord.server", fmt.Errorf("%q isn't a server's id: that is a number, which Copy Server ID gives in Discord's Developer Mode", c.Discord.Server))
	}
}

// checkAllow returns the workspaces and servers that may use the bot.
func (c *Config) checkAllow(errs *errorCollector) []quiz.WorkspaceID {
	var allowed []quiz.WorkspaceID
	for i, text := range c.Allow {
		id, err := ident.ParseWorkspace(text)
		if platform, local, _ := strings.Cut(text, "/"); err == nil && platform == "discord" {
			if _, wrong := strconv.ParseUint(local, 10, 64); wrong != nil {
				err = fmt.Errorf("%q isn't a server's id: that is a number, which Copy Server ID gives in Discord's Developer Mode", local)
			}
		} else if err == nil && platform != "slack" {
			err = fmt.Errorf("there is no platform %q: write slack/WORKSPACE or discord/SERVER", platform)
		}
		errs.add(fmt.Sprintf("allow[%d]", i), err)
		if slices.Contains(allowed, id) && err == nil {
			errs.add(fmt.Sprintf("allow[%d]", i), fmt.Errorf("%s stands here twice: keep one", id))
		}
		allowed = append(allowed, id)
	}
	if server := c.Discord.Server; server != "" && len(allowed) > 0 && !slices.Contains(allowed, quiz.WorkspaceID("discord/"+server)) {
		errs.add("discord.server", fmt.Errorf("allow doesn't name discord/%s: add it there", server))
	}
	return allowed
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("this is no address of a service: write it like https://example.com/api/")
	}
	return nil
}

func (c *Config) checkBanks(errs *errorCollector) {
	var names []string
	for i, b := range c.Banks {
		at := fmt.Sprintf("banks[%d]", i)
		switch {
		case b.Name == "" || b.Path == "":
			errs.add(at, errors.New("a bank needs a name and a path"))
		case slices.Contains(names, b.Name):
			errs.add(at+".name", fmt.Errorf("the bank %q stands here twice: give one another name", b.Name))
		}
		if b.Format != "" && !slices.Contains(questions.Formats(), b.Format) {
			errs.add(at+".format", fmt.Errorf("there is no format %q: name one of %s, or none to have it recognised", b.Format, strings.Join(questions.Formats(), ", ")))
		}
		names = append(names, b.Name)
	}
}

// checkRooms sets the plan and the days off of each room in s.
func (c *Config) checkRooms(errs *errorCollector, s *Settings, calendars *CalendarReader) {
	for i := range c.Rooms {
		at := fmt.Sprintf("rooms[%d]", i)
		id, err := ident.ParseRoom(c.Rooms[i].Room)
		errs.add(at+".room", err)
		if _, twice := s.Plans[id]; twice && err == nil {
			errs.add(at+".room", fmt.Errorf("the room %s stands here twice: keep one", id))
		}
		if workspace := ident.WorkspaceOf(id); err == nil && len(s.Allowed) > 0 && !slices.Contains(s.Allowed, workspace) {
			errs.add(at+".room", fmt.Errorf("allow doesn't name %s: add it there, or take the room out", workspace))
		}
		s.Plans[id], s.DaysOff[id] = c.checkPlan(errs, at, c.Rooms[i].Plan, calendars), c.Rooms[i].Plan.writtenDaysOff()
	}
}

// checkPlan returns the plan that is written down at a path.
func (c *Config) checkPlan(errs *errorCollector, at string, written Plan, calendars *CalendarReader) plan.Plan {
	parsed := written.parse(errs, at, calendars)
	for _, broken := range parsed.Mistakes() {
		addBrokenRule(errs, at, broken)
	}
	for _, s := range plan.Settings() {
		c.checkNames(errs, at+"."+s.Name, s.Content, s.Write(&parsed))
	}
	return parsed
}

// checkNames checks that the banks and languages in a setting exist.
func (c *Config) checkNames(errs *errorCollector, at string, content plan.Content, value plan.Written) {
	switch content {
	case plan.BankNames:
		for _, name := range value.List {
			if !slices.ContainsFunc(c.Banks, func(b Bank) bool { return b.Name == name }) {
				errs.add(at, fmt.Errorf("no bank is called %q: name it under banks", name))
			}
		}
	case plan.LanguageTag:
		if !slices.Contains(words.Languages(), value.Text) {
			errs.add(at, fmt.Errorf("%q is no language of quizbot: write %s", value.Text, strings.Join(words.Languages(), " or ")))
		}
	}
}

// addBrokenRule adds a rule that a plan breaks. A rule about a setting that could not be read is
// left out, because it would only confuse.
func addBrokenRule(errs *errorCollector, at string, broken *reason.Mistake) {
	setting := broken.Args["setting"]
	settings := append([]string{setting}, reason.SplitList(broken.Args["others"])...)
	if !slices.ContainsFunc(settings, func(name string) bool { return errs.failed[at+"."+name] }) {
		errs.add(at+"."+setting, wordMistake(broken))
	}
}

// wordMistake returns an error with the English wording of a mistake: an operator reads it before
// any room has a language.
func wordMistake(m *reason.Mistake) error {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		return err
	}
	return errors.New(catalogue.In("en", "UTC").ReasonIn("mistake_in_file", m, nil).Plain())
}

// checkBackup returns the time between two scheduled backups, 0 if none are made.
func (c *Config) checkBackup(errs *errorCollector) time.Duration {
	if c.Backup.Keep < 1 {
		errs.add("backup.keep", fmt.Errorf("%d is no number of backups to keep: write 1 or more, or every: off for no backups", c.Backup.Keep))
	}
	if c.Backup.Every == "off" {
		return 0
	}
	every, err := time.ParseDuration(c.Backup.Every)
	if err != nil || every < time.Hour {
		errs.add("backup.every", fmt.Errorf("%q is no time between backups: write it like 24h, at least 1h, or off", c.Backup.Every))
	}
	return every
}

// maxRetention is the greatest number of days to keep data for, a hundred years.
const maxRetention = 36_500

// checkRetention returns how long the data of a workspace is kept that removed the bot, 0 for ever.
func (c *Config) checkRetention(errs *errorCollector) time.Duration {
	const day = 24 * time.Hour
	if c.Retention == "off" {
		return 0
	}
	number, isDays := strings.CutSuffix(c.Retention, "d")
	days, err := strconv.ParseUint(number, 10, 32)
	if err != nil || !isDays || days < 1 || days > maxRetention {
		errs.add("retention_after_removal", fmt.Errorf("%q is no time to keep data for: write it in days like 30d, at least 1d, or off to keep it until quizbot forget deletes it", c.Retention))
		return 0
	}
	return time.Duration(days) * day
}
