package main

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/discord"
	"quizbot/bot/slack"
	"quizbot/questions"
	"quizbot/quiz"
)

// check finds what is wrong with the values, and turns them into what the game needs.
func (c *config) check(m *mistakes, files *calendarFiles) settings {
	s := settings{config: *c, plans: map[quiz.RoomID]quiz.Plan{}, daysOff: map[quiz.RoomID][]string{}}
	if c.Data == "" {
		m.add("data", errors.New("there is no file to keep what happens in: name one, such as quizbot.db"))
	}
	if err := s.level.UnmarshalText([]byte(c.Log.Level)); err != nil {
		m.add("log.level", fmt.Errorf("%q is no level: write debug, info, warn or error", c.Log.Level))
	}
	if c.Log.Format != "text" && c.Log.Format != "json" {
		m.add("log.format", fmt.Errorf("%q is no format: write text or json", c.Log.Format))
	}
	if _, _, err := net.SplitHostPort(c.Telemetry.Listen); err != nil {
		m.add("telemetry.listen", fmt.Errorf("%q is no address: write it like 127.0.0.1:8080", c.Telemetry.Listen))
	}
	s.backupEvery = c.checkBackup(m)
	m.add("slack.api_url", checkURL(c.Slack.APIURL))
	m.add("discord.api_url", checkURL(c.Discord.APIURL))
	c.checkTokens(m)
	for i, text := range c.Admins {
		id, err := quiz.ParseMemberID(text)
		m.add(fmt.Sprintf("admins[%d]", i), err)
		s.admins = append(s.admins, id)
	}
	c.checkBanks(m)
	s.defaults = c.checkPlan(m, "defaults", &c.Defaults, files)
	c.checkRooms(m, &s, files)
	s.calendars = files.read
	return s
}

// checkTokens looks at tokens by their looks. Slack's two are both needed, and each is easily taken for the other.
func (c *config) checkTokens(m *mistakes) {
	app, bot := c.Slack.AppToken, c.Slack.BotToken
	if app.set() || bot.set() {
		m.add("slack.app_token", slack.CheckToken(app.reveal(), "xapp-"))
		m.add("slack.bot_token", slack.CheckToken(bot.reveal(), "xoxb-"))
	}
	if c.Discord.Token.set() {
		m.add("discord.token", discord.CheckToken(c.Discord.Token.reveal()))
	}
	if _, err := strconv.ParseUint(c.Discord.Server, 10, 64); c.Discord.Server != "" && err != nil {
		m.add("discord.server", fmt.Errorf("%q is no server's id: it is a number, which Copy Server ID gives in Discord's Developer Mode", c.Discord.Server))
	}
}

func checkURL(text string) error {
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		return errors.New("this is no address of a service: write it like https://example.com/api/")
	}
	return nil
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
		if b.Format != "" && !slices.Contains(questions.Formats(), b.Format) {
			m.add(at+".format", fmt.Errorf("there is no format %q: name one of %s, or none to have it recognised", b.Format, strings.Join(questions.Formats(), ", ")))
		}
		names = append(names, b.Name)
	}
}

// checkRooms finds the plan of each room.
func (c *config) checkRooms(m *mistakes, s *settings, files *calendarFiles) {
	for i := range c.Rooms {
		at := fmt.Sprintf("rooms[%d]", i)
		id, err := quiz.ParseRoomID(c.Rooms[i].Room)
		m.add(at+".room", err)
		if _, twice := s.plans[id]; twice && err == nil {
			m.add(at+".room", fmt.Errorf("the room %s stands here twice: keep one", id))
		}
		s.plans[id], s.daysOff[id] = c.checkPlan(m, at, &c.Rooms[i].planConfig, files), c.Rooms[i].DaysOff
	}
}

// checkPlan turns a plan's settings into a plan.
func (c *config) checkPlan(m *mistakes, at string, p *planConfig, files *calendarFiles) quiz.Plan {
	plan := p.plan(m, at, files)
	for _, wrong := range plan.Mistakes() {
		c.addRule(m, at, wrong)
	}
	for _, name := range p.Banks {
		if !slices.ContainsFunc(c.Banks, func(b bankConfig) bool { return b.Name == name }) {
			m.add(at+".banks", fmt.Errorf("no bank is called %q: name it under banks", name))
		}
	}
	if !slices.Contains(bot.Languages(), p.Language) {
		m.add(at+".language", fmt.Errorf("%q is no language of quizbot: write %s", p.Language, strings.Join(bot.Languages(), " or ")))
	}
	return plan
}

// addRule notes a rule that a plan breaks. One about a setting that could not be read, or that rests on one, would
// only confuse.
func (c *config) addRule(m *mistakes, at string, wrong *quiz.Mistake) {
	restsOn := []string{wrong.Setting}
	if wrong.Code == quiz.WrongOverlap {
		restsOn = []string{"reveal", "ask", "days"}
	}
	if !slices.ContainsFunc(restsOn, func(n string) bool { return m.wrong[at+"."+n] }) {
		m.add(at+"."+wrong.Setting, wrong)
	}
}

// checkBackup reads how often a scheduled backup is made.
func (c *config) checkBackup(m *mistakes) time.Duration {
	if c.Backup.Keep < 1 {
		m.add("backup.keep", fmt.Errorf("%d is no number of backups to keep: write 1 or more, or every: off for no backups", c.Backup.Keep))
	}
	if c.Backup.Every == "off" {
		return 0
	}
	every, err := time.ParseDuration(c.Backup.Every)
	if err != nil || every < time.Hour {
		m.add("backup.every", fmt.Errorf("%q is no time between backups: write it like 24h, at least 1h, or off", c.Backup.Every))
	}
	return every
}
