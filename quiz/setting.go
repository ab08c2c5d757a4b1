package quiz

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz/input"
	"quizbot/quiz/timezone"
)

// setting is one setting of a plan: how it is read, and how it is shown.
type setting struct {
	name string
	// set reads a text that a person typed. It changes nothing where it returns an error.
	set func(p *Plan, text string, today Date) error
	// show is the value as set reads it, empty for a list that is.
	show func(p *Plan) string
	// words are all that it can be, where there are only a few.
	words []string
}

// settings are all of them, in the order in which a plan is shown.
func settings() []setting {
	return []setting{
		typed("ask", WrongClock, func(p *Plan) *Clock { return &p.Ask }, ParseClock),
		typed("reveal", WrongReveal, func(p *Plan) *RevealAt { return &p.Reveal }, ParseRevealAt),
		typed("digest", WrongClock, func(p *Plan) *Clock { return &p.Digest }, parseDigest),
		typed("days", WrongDays, func(p *Plan) *Weekdays { return &p.Days }, ReadWeekdays),
		{name: "days_off", set: setDaysOff, show: func(p *Plan) string { return dates(p.DaysOff).String() }},
		{name: "time_zone", set: setZone, show: func(p *Plan) string { return p.TimeZone }},
		names("banks", func(p *Plan) *[]string { return &p.Banks }),
		names("tags", func(p *Plan) *[]string { return &p.Tags }),
		words("order", func(p *Plan) *Order { return &p.Order }, OrderShuffled, OrderBank, OrderByDifficulty),
		onOff("unanswered", func(p *Plan) *bool { return &p.Unanswered }),
		words("practice", func(p *Plan) *Practice { return &p.Practice }, PracticeAll, PracticeAsked),
		typed("catch_up", WrongDuration, func(p *Plan) *stretch { return (*stretch)(&p.CatchUp) }, parseStretch),
		words("threads", func(p *Plan) *Threads { return &p.Threads }, ThreadsCount, ThreadsTalk),
		onOff("broadcast", func(p *Plan) *bool { return &p.Broadcast }),
		{name: "language", set: setLanguage, show: func(p *Plan) string { return p.Language }},
		typed("points", WrongPoints, func(p *Plan) *Points { return &p.Points }, parsePoints),
	}
}

// typed is a setting of a type that shows itself, read by parse.
func typed[T fmt.Stringer](name string, code MistakeCode, field func(*Plan) *T, parse func(string) (T, error)) setting {
	return setting{
		name: name,
		set:  func(p *Plan, text string, _ Date) error { return setTo(field(p), name, text, code, parse) },
		show: func(p *Plan) string { return (*field(p)).String() },
	}
}

// names is a setting that is a list of names.
func names(name string, field func(*Plan) *[]string) setting {
	return setting{
		name: name,
		set: func(p *Plan, text string, _ Date) error {
			*field(p) = input.SplitList(text)
			return nil
		},
		show: func(p *Plan) string { return strings.Join(*field(p), ", ") },
	}
}

// words is a setting that is one of a few words.
func words[T ~string](name string, field func(*Plan) *T, known ...T) setting {
	s := setting{
		name: name,
		set: func(p *Plan, text string, _ Date) error {
			return setTo(field(p), name, text, WrongWord, oneOf(known...))
		},
		show: func(p *Plan) string { return string(*field(p)) },
	}
	for _, w := range known {
		s.words = append(s.words, string(w))
	}
	return s
}

// onOff is a setting that is on or off.
func onOff(name string, field func(*Plan) *bool) setting {
	return setting{
		name: name,
		set: func(p *Plan, text string, _ Date) error {
			return setTo(field(p), name, text, WrongSwitch, input.ParseSwitch)
		},
		show:  func(p *Plan) string { return map[bool]string{true: "on", false: "off"}[*field(p)] },
		words: []string{"on", "off"},
	}
}

func setZone(p *Plan, text string, _ Date) (err error) {
	zone, err := timezone.Parse(input.Normalize(text))
	if err == nil {
		p.TimeZone = zone
	}
	return err
}

func setLanguage(p *Plan, text string, _ Date) error {
	p.Language = text
	return nil
}

// parseDigest reads a time, off, or on for the default's time.
func parseDigest(text string) (Clock, error) {
	clock, err := ParseClockOrOff(text)
	if on, _ := input.ParseSwitch(text); err != nil && on {
		return DefaultPlan().Digest, nil
	}
	return clock, err
}

// setDaysOff reads dates. Calendar files are for configuration files, which can be read again.
func setDaysOff(p *Plan, text string, today Date) error {
	if strings.Contains(input.Fold(text), ".ics") {
		return NewMistake("days_off", WrongCalendar, text, "names a calendar file, which only a configuration file can: write dates here")
	}
	return setTo((*dates)(&p.DaysOff), "days_off", text, WrongDate, func(text string) (dates, error) { return readDates(text, today) })
}

// Settings are the names of a plan's settings, in the order in which a plan is shown.
func Settings() []string {
	var list []string
	for _, s := range settings() {
		list = append(list, s.name)
	}
	return list
}

// SettingWords are all that a setting can be, nil where that is not a few words.
func SettingWords(name string) []string { return settingNamed(name).words }

// settingNamed finds a setting; one that there is not shows nothing.
func settingNamed(name string) setting {
	for _, s := range settings() {
		if s.name == name {
			return s
		}
	}
	return setting{show: func(*Plan) string { return "" }}
}

// Set changes one setting, named as in configuration files, to what value says; lists have commas between their
// parts, and "all" or "none" empties them. It returns a [Mistake] or an [timezone.UnknownError] and changes nothing
// where value cannot be read. Whether the plan as a whole makes sense is for [Plan.Validate] to say, and whether
// there is such a language or bank for who knows them.
func (p *Plan) Set(setting, value string) error { return p.SetOn(Date{}, setting, value) }

// SetOn is Set on a given day, so that dates such as tomorrow can be read.
func (p *Plan) SetOn(today Date, setting, value string) error {
	s := settingNamed(setting)
	if s.set == nil {
		return NewMistake(setting, WrongSetting, setting, "is no setting: name one of %s", strings.Join(Settings(), ", "))
	}
	return s.set(p, strings.TrimSpace(value), today)
}

// Setting returns a setting as [Plan.Set] reads it, and empty for a list that is.
func (p Plan) Setting(name string) string { return settingNamed(name).show(&p) }

// setTo sets a value to what parse makes of text.
func setTo[T any](to *T, setting, text string, code MistakeCode, parse func(string) (T, error)) error {
	value, err := parse(text)
	if err != nil {
		return NewMistake(setting, code, text, "cannot be read: %v", err)
	}
	*to = value
	return nil
}

// stretch is a time to catch up in.
type stretch time.Duration

// String returns it like 4h rather than 4h0m0s.
func (s stretch) String() string { return shortDuration(time.Duration(s)) }

var stretchUnits = regexp.MustCompile(`(\d) ?(hours?|hrs?|个?小时|个?钟头|minutes?|mins?|分钟?)`)

// parseStretch reads hours and minutes: 4h, 90m, 1h30m, 4 hours, 90分钟.
func parseStretch(text string) (stretch, error) {
	bare := stretchUnits.ReplaceAllStringFunc(input.ConvertHanNumbers(input.Fold(text)), func(s string) string {
		unit := "h"
		if strings.Contains(s, "m") || strings.Contains(s, "分") {
			unit = "m"
		}
		return s[:1] + unit
	})
	d, err := time.ParseDuration(strings.ReplaceAll(strings.ReplaceAll(bare, " and ", ""), " ", ""))
	if err != nil {
		return 0, fmt.Errorf("%q isn't a time to catch up in: write it like 4h or 90m", text)
	}
	return stretch(d), nil
}

var pointsPattern = regexp.MustCompile(`-?\d+`)

// parsePoints reads four numbers, those for the best answers first, with anything but letters between them, or each
// behind its name.
func parsePoints(text string) (p Points, err error) {
	bare := input.Fold(text)
	for _, name := range []string{"full", "mostly", "partial", "tried", "points", "and"} {
		bare = strings.ReplaceAll(bare, name, " ")
	}
	found := pointsPattern.FindAllString(bare, -1)
	rest := strings.Trim(pointsPattern.ReplaceAllString(bare, ""), "")
	fields := []*int{&p.Full, &p.Mostly, &p.Partial, &p.Tried}
	if len(found) != len(fields) || strings.Trim(rest, " ,、;；/:={}|分") != "" {
		return p, fmt.Errorf("%q is not four numbers: write them like 10, 7, 4, 1", text)
	}
	for i, n := range found {
		if *fields[i], err = strconv.Atoi(n); err != nil {
			return p, fmt.Errorf("%q is no number: write four of them like 10, 7, 4, 1", n)
		}
	}
	return p, nil
}

// shortDuration is a stretch of time like 4h rather than 4h0m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
