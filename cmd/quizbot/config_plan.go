package main

import (
	"fmt"
	"strings"
	"time"

	"quizbot/quiz"
)

// planConfig is a plan as it is written down.
type planConfig struct {
	Banks      []string     `yaml:"banks"`
	Tags       []string     `yaml:"tags"`
	Order      string       `yaml:"order"`
	Unanswered bool         `yaml:"unanswered"`
	Practice   string       `yaml:"practice"`
	TimeZone   string       `yaml:"time_zone"`
	Days       []string     `yaml:"days"`
	DaysOff    []string     `yaml:"days_off"`
	Ask        string       `yaml:"ask"`
	Reveal     string       `yaml:"reveal"`
	Digest     string       `yaml:"digest"`
	CatchUp    string       `yaml:"catch_up"`
	Threads    string       `yaml:"threads"`
	Broadcast  bool         `yaml:"broadcast"`
	Language   string       `yaml:"language"`
	Points     pointsConfig `yaml:"points"`
}

type pointsConfig struct {
	Full    int `yaml:"full"`
	Mostly  int `yaml:"mostly"`
	Partial int `yaml:"partial"`
	Tried   int `yaml:"tried"`
}

func planToConfig(p quiz.Plan) planConfig {
	return planConfig{
		Order: string(p.Order), Practice: string(p.Practice), Broadcast: p.Broadcast,
		TimeZone: p.TimeZone, Days: p.Days.Names(), Ask: p.Ask.String(), Reveal: p.Reveal.String(), Digest: p.Digest.String(),
		CatchUp: shortDuration(p.CatchUp), Threads: string(p.Threads), Language: p.Language, Points: pointsConfig(p.Points),
	}
}

// shortDuration is a stretch of time like 4h rather than 4h0m0s.
func shortDuration(d time.Duration) string {
	return strings.TrimSuffix(strings.TrimSuffix(d.String(), "0s"), "0m")
}

// plan reads the settings. Those that cannot be read are noted, and have the default's value.
func (c *planConfig) plan(m *mistakes, at string, files *calendarFiles) quiz.Plan {
	p := quiz.DefaultPlan()
	p.Banks, p.Tags, p.Unanswered, p.Broadcast = c.Banks, c.Tags, c.Unanswered, c.Broadcast
	p.Order, p.Practice = quiz.Order(c.Order), quiz.Practice(c.Practice)
	p.Threads, p.Language, p.Points = quiz.Threads(c.Threads), c.Language, quiz.Points(c.Points)
	read(m, at+".time_zone", c.TimeZone, quiz.ParseZone, &p.TimeZone)
	read(m, at+".days", c.Days, quiz.ParseWeekdays, &p.Days)
	read(m, at+".ask", c.Ask, quiz.ParseClock, &p.Ask)
	read(m, at+".reveal", c.Reveal, quiz.ParseRevealAt, &p.Reveal)
	read(m, at+".digest", c.Digest, quiz.ParseClockOrOff, &p.Digest)
	read(m, at+".catch_up", c.CatchUp, parseDuration, &p.CatchUp)
	for i, text := range c.DaysOff {
		days, err := files.daysOff(text)
		m.add(fmt.Sprintf("%s.days_off[%d]", at, i), err)
		p.DaysOff = append(p.DaysOff, days...)
	}
	p.DaysOff = sorted(p.DaysOff)
	return p
}

// read sets a value to what a setting says. What cannot be read is noted, and changes nothing.
func read[S, T any](m *mistakes, path string, from S, parse func(S) (T, error), to *T) {
	value, err := parse(from)
	if err != nil {
		m.add(path, err)
		return
	}
	*to = value
}

func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no stretch of time: write it like 4h or 90m", text)
	}
	return d, nil
}
