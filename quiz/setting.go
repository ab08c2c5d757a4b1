package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// setting is one setting of a plan: how it is read, and how it is shown.
type setting struct {
	name string
	// set reads a text that a person typed. It changes nothing where it returns an error.
	set func(p *Plan, text string) error
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
		typed("digest", WrongClock, func(p *Plan) *Clock { return &p.Digest }, ParseClockOrOff),
		typed("days", WrongDays, func(p *Plan) *Weekdays { return &p.Days }, func(s string) (Weekdays, error) { return ParseWeekdays(list(s)) }),
		typed("days_off", WrongDate, func(p *Plan) *dates { return (*dates)(&p.DaysOff) }, parseDates),
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
		set:  func(p *Plan, text string) error { return setTo(field(p), name, text, code, parse) },
		show: func(p *Plan) string { return (*field(p)).String() },
	}
}

// names is a setting that is a list of names.
func names(name string, field func(*Plan) *[]string) setting {
	return setting{
		name: name,
		set: func(p *Plan, text string) error {
			*field(p) = list(text)
			return nil
		},
		show: func(p *Plan) string { return strings.Join(*field(p), ", ") },
	}
}

// words is a setting that is one of a few words.
func words[T ~string](name string, field func(*Plan) *T, known ...T) setting {
	s := setting{
		name: name,
		set:  func(p *Plan, text string) error { return setTo(field(p), name, text, WrongWord, oneOf(known...)) },
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
		name:  name,
		set:   func(p *Plan, text string) error { return setTo(field(p), name, text, WrongSwitch, parseSwitch) },
		show:  func(p *Plan) string { return map[bool]string{true: "on", false: "off"}[*field(p)] },
		words: []string{"on", "off"},
	}
}

func setZone(p *Plan, text string) (err error) {
	zone, err := ParseZone(text)
	if err == nil {
		p.TimeZone = zone
	}
	return err
}

func setLanguage(p *Plan, text string) error {
	p.Language = text
	return nil
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
// parts, and "all" or "none" empties them. It returns a [Mistake] or an [UnknownZoneError] and changes nothing
// where value cannot be read. Whether the plan as a whole makes sense is for [Plan.Validate] to say, and whether
// there is such a language or bank for who knows them.
func (p *Plan) Set(setting, value string) (err error) {
	s := settingNamed(setting)
	if s.set == nil {
		return mistake(setting, WrongSetting, setting, "is no setting: name one of %s", strings.Join(Settings(), ", "))
	}
	return s.set(p, strings.TrimSpace(value))
}

// Setting returns a setting as [Plan.Set] reads it, and empty for a list that is.
func (p Plan) Setting(name string) string { return settingNamed(name).show(&p) }

// setTo sets a value to what parse makes of text.
func setTo[T any](to *T, setting, text string, code MistakeCode, parse func(string) (T, error)) error {
	value, err := parse(text)
	if err != nil {
		return mistake(setting, code, text, "cannot be read: %v", err)
	}
	*to = value
	return nil
}

// list is what stands between the commas of a text, "all" and "none" standing for nothing. Commas may be wide
// ones, as they are typed in Chinese.
func list(text string) []string {
	if strings.EqualFold(text, "all") || strings.EqualFold(text, "none") {
		return nil
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",，、", c) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

// dates are days of the calendar in their order.
type dates []Date

// String returns them with commas between.
func (d dates) String() string {
	var list []string
	for _, date := range d {
		list = append(list, date.String())
	}
	return strings.Join(list, ", ")
}

func parseDates(text string) (found dates, err error) {
	for _, part := range list(text) {
		d, err := ParseDate(part)
		if err != nil {
			return nil, err
		}
		found = append(found, d)
	}
	slices.SortFunc(found, Date.Compare)
	return slices.Compact(found), nil
}

// stretch is a time to catch up in.
type stretch time.Duration

// String returns it like 4h rather than 4h0m0s.
func (s stretch) String() string { return shortDuration(time.Duration(s)) }

func parseStretch(text string) (stretch, error) {
	d, err := time.ParseDuration(text)
	return stretch(d), err
}

func parseSwitch(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "on", "true", "yes":
		return true, nil
	case "off", "false", "no":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", text)
}

// parsePoints reads four numbers, those for the best answers first.
func parsePoints(text string) (p Points, err error) {
	parts := list(text)
	fields := []*int{&p.Full, &p.Mostly, &p.Partial, &p.Tried}
	if len(parts) != len(fields) {
		return p, fmt.Errorf("%q is not four numbers: write them like 10, 7, 4, 1", text)
	}
	for i, part := range parts {
		if *fields[i], err = strconv.Atoi(part); err != nil {
			return p, fmt.Errorf("%q is no number: write four of them like 10, 7, 4, 1", part)
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
