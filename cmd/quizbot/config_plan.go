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
	Unanswered bool         `yaml:"unanswered"`
	TimeZone   string       `yaml:"time_zone"`
	Days       []string     `yaml:"days"`
	DaysOff    []string     `yaml:"days_off"`
	Ask        string       `yaml:"ask"`
	Reveal     string       `yaml:"reveal"`
	Digest     string       `yaml:"digest"`
	CatchUp    string       `yaml:"catch_up"`
	Threads    string       `yaml:"threads"`
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
		TimeZone: p.TimeZone, Days: p.Days.Names(), Ask: p.Ask.String(), Reveal: p.Reveal.String(), Digest: p.Digest.String(),
		CatchUp: shortDuration(p.CatchUp), Threads: string(p.Threads), Language: p.Language, Points: pointsConfig(p.Points),
	}
}

// shortDuration is a stretch of time like 4h rather than 4h0m0s.
func shortDuration(d time.Duration) string {
	return strings.TrimSuffix(strings.TrimSuffix(d.String(), "0s"), "0m")
}

// plan reads the settings. It reports false where one of them cannot be read.
func (c *planConfig) plan(m *mistakes, at string) (quiz.Plan, bool) {
	before := len(m.list)
	p := quiz.Plan{
		Banks: c.Banks, Tags: c.Tags, Unanswered: c.Unanswered, TimeZone: c.TimeZone, Threads: quiz.Threads(c.Threads),
		Language: c.Language, Points: quiz.Points(c.Points),
	}
	var err error
	p.Days, err = quiz.ParseWeekdays(c.Days)
	m.add(at+".days", err)
	p.Ask, err = quiz.ParseClock(c.Ask)
	m.add(at+".ask", err)
	p.Reveal, err = quiz.ParseRevealAt(c.Reveal)
	m.add(at+".reveal", err)
	p.Digest, err = quiz.ParseClock(c.Digest)
	m.add(at+".digest", err)
	if p.CatchUp, err = time.ParseDuration(c.CatchUp); err != nil {
		m.add(at+".catch_up", fmt.Errorf("%q is no stretch of time: write it like 4h or 90m", c.CatchUp))
	}
	for i, text := range c.DaysOff {
		d, err := quiz.ParseDate(text)
		if err != nil && strings.HasSuffix(text, ".ics") {
			err = fmt.Errorf("%q: calendar files are not read yet: write the dates, like 2026-12-25", text)
		}
		m.add(fmt.Sprintf("%s.days_off[%d]", at, i), err)
		p.DaysOff = append(p.DaysOff, d)
	}
	return p, len(m.list) == before
}
