package config

import (
	"fmt"
	"time"

	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/timezone"
)

// Plan is a plan as it is written down.
type Plan struct {
	Banks      []string `yaml:"banks"`
	Tags       []string `yaml:"tags"`
	Order      string   `yaml:"order"`
	Unanswered bool     `yaml:"unanswered"`
	Practice   string   `yaml:"practice"`
	TimeZone   string   `yaml:"time_zone"`
	Days       []string `yaml:"days"`
	DaysOff    []string `yaml:"days_off"`
	Ask        string   `yaml:"ask"`
	Reveal     string   `yaml:"reveal"`
	Digest     string   `yaml:"digest"`
	CatchUp    string   `yaml:"catch_up"`
	Threads    string   `yaml:"threads"`
	Broadcast  bool     `yaml:"broadcast"`
	Language   string   `yaml:"language"`
	Points     Points   `yaml:"points"`
}

// Points are the points that the bands of grades earn.
type Points struct {
	Full    int `yaml:"full"`
	Mostly  int `yaml:"mostly"`
	Partial int `yaml:"partial"`
	Tried   int `yaml:"tried"`
}

// writtenPlan returns a plan as it would be written down, without its banks, tags and days off.
func writtenPlan(p plan.Plan) Plan {
	return Plan{
		Order: string(p.Order), Practice: string(p.Practice), Broadcast: p.Broadcast,
		TimeZone: p.TimeZone, Days: p.Days.Names(), Ask: p.Ask.String(), Reveal: p.Reveal.String(), Digest: p.Digest.String(),
		CatchUp: p.Setting("catch_up"), Threads: string(p.Threads), Language: p.Language, Points: Points(p.Points),
	}
}

// parse returns the plan that is written down at a path. A setting that cannot be read is added to
// errs, and has its default.
func (w *Plan) parse(errs *errorCollector, at string, calendars *CalendarReader) plan.Plan {
	p := plan.Default()
	p.Banks, p.Tags, p.Unanswered, p.Broadcast = w.Banks, w.Tags, w.Unanswered, w.Broadcast
	p.Order, p.Practice = plan.Order(w.Order), plan.Practice(w.Practice)
	p.Threads, p.Language, p.Points = plan.Threads(w.Threads), w.Language, scoring.Points(w.Points)
	parseSetting(errs, at+".time_zone", w.TimeZone, timezone.Parse, &p.TimeZone)
	parseSetting(errs, at+".days", w.Days, schedule.ParseWeekdayNames, &p.Days)
	parseSetting(errs, at+".ask", w.Ask, schedule.ParseClock, &p.Ask)
	parseSetting(errs, at+".reveal", w.Reveal, schedule.ParseRevealAt, &p.Reveal)
	parseSetting(errs, at+".digest", w.Digest, schedule.ParseClockOrOff, &p.Digest)
	parseSetting(errs, at+".catch_up", w.CatchUp, parseDuration, &p.CatchUp)
	for i, text := range w.DaysOff {
		days, err := calendars.DaysOff(text)
		errs.add(fmt.Sprintf("%s.days_off[%d]", at, i), err)
		p.DaysOff = append(p.DaysOff, days...)
	}
	p.DaysOff = sortedDates(p.DaysOff)
	return p
}

// parseSetting sets *to to the parsed text of a setting. A text that cannot be parsed is added to
// errs, and changes nothing.
func parseSetting[S, T any](errs *errorCollector, path string, text S, parse func(S) (T, error), to *T) {
	value, err := parse(text)
	if err != nil {
		errs.add(path, err)
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
