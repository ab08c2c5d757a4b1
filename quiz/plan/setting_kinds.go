package plan

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz/input"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/timezone"
)

// The greatest lengths of typed values: of a time, of a time zone or points, and of a list.
const (
	maxWord = 20
	maxZone = 60
	maxList = 400
)

// textSetting returns a setting of a type with a String method. parse parses its typed form.
func textSetting[T fmt.Stringer](name string, code reason.MistakeCode, field func(*Plan) *T, parse func(string) (T, error)) Setting {
	return Setting{
		Name: name, MaxLength: maxWord,
		parse: func(p *Plan, text string, _ schedule.Date) error {
			return parseSetting(field(p), name, text, code, parse)
		},
		format:    func(p *Plan) string { return (*field(p)).String() },
		configure: func(p *Plan, w Written) error { return parseInto(field(p), w.Text, parse) },
		write:     func(p *Plan) Written { return Written{Text: (*field(p)).String()} },
	}
}

// checkedBy returns the setting with a rule for its values, which is given the setting's name.
func (s Setting) checkedBy(check func(name string, p *Plan) *reason.Mistake) Setting {
	s.check = func(p *Plan) *reason.Mistake { return check(s.Name, p) }
	return s
}

// configuredBy returns the setting with another parser for configuration files.
func (s Setting) configuredBy(configure func(p *Plan, w Written) error) Setting {
	s.configure = configure
	return s
}

// writtenBy returns the setting with another form in configuration files.
func (s Setting) writtenBy(kind Kind, write func(p *Plan) Written) Setting {
	s.Kind, s.write = kind, write
	return s
}

// withExample returns the setting with an example for help and completion.
func (s Setting) withExample(example string) Setting {
	s.Example = example
	return s
}

// naming returns the setting with a kind of things that its value names.
func (s Setting) naming(content Content) Setting {
	s.Content = content
	return s
}

// shownBy returns the setting with another form for people.
func (s Setting) shownBy(show func(p *Plan) (Wording, string)) Setting {
	s.show = show
	return s
}

// inSetup returns the setting with its place among the parameters and fields for setting a room up.
func (s Setting) inSetup(param, field int) Setting {
	s.Setup = SetupPlace{Param: param, Field: field}
	return s
}

// durationSetting returns a setting for a duration. code is the mistake of a text that is none.
func durationSetting(name string, code reason.MistakeCode, field func(*Plan) *time.Duration) Setting {
	return textSetting(name, code, func(p *Plan) *timeSpan { return (*timeSpan)(field(p)) }, parseTimeSpan).
		configuredBy(func(p *Plan, w Written) error { return parseInto(field(p), w.Text, parseDuration) })
}

// listSetting returns a setting for a list of names.
func listSetting(name string, field func(*Plan) *[]string) Setting {
	return Setting{
		Name: name, Kind: ListKind, Empty: AllWording, MaxLength: maxList,
		parse: func(p *Plan, text string, _ schedule.Date) error {
			*field(p) = input.SplitList(text)
			return nil
		},
		format: func(p *Plan) string { return strings.Join(*field(p), ", ") },
		configure: func(p *Plan, w Written) error {
			*field(p) = w.List
			return nil
		},
		write: func(p *Plan) Written { return Written{List: *field(p)} },
	}
}

// choiceSetting returns a setting with few possible values.
func choiceSetting[T ~string](name string, field func(*Plan) *T, known ...T) Setting {
	var values []string
	for _, w := range known {
		values = append(values, string(w))
	}
	s := Setting{
		Name: name, Values: values,
		parse: func(p *Plan, text string, _ schedule.Date) error {
			return parseSetting(field(p), name, text, reason.WrongWord, parseOneOf(known...), "words", reason.JoinList(values))
		},
		format: func(p *Plan) string { return string(*field(p)) },
		configure: func(p *Plan, w Written) error {
			*field(p) = T(w.Text)
			return nil
		},
		write: func(p *Plan) Written { return Written{Text: string(*field(p))} },
	}
	s.check = func(p *Plan) *reason.Mistake {
		value := s.Format(p)
		if slices.Contains(values, value) {
			return nil
		}
		return newMistake(reason.WrongWord, name, value, "quoted", strconv.Quote(value), "words", reason.JoinList(values))
	}
	return s
}

// The greatest bonus for a streak, and the greatest number of its freezes a month.
const (
	maxStreakBonus   = 5
	maxStreakFreezes = 2
)

// numberSetting returns a setting for a number from 0 to a small one. "off" and "none" mean 0.
func numberSetting(name string, field func(*Plan) *int, most int) Setting {
	var values []string
	for n := range most + 1 {
		values = append(values, strconv.Itoa(n))
	}
	parse := func(text string) (int, error) {
		word := input.ConvertHanNumbers(input.Fold(text))
		if on, err := input.ParseSwitch(word); err == nil && !on {
			word = "0"
		}
		n := slices.Index(values, word)
		if n < 0 {
			return 0, errUnreadable
		}
		return n, nil
	}
	format := func(p *Plan) string { return strconv.Itoa(*field(p)) }
	return Setting{
		Name: name, Values: values,
		parse: func(p *Plan, text string, _ schedule.Date) error {
			return parseSetting(field(p), name, text, reason.WrongWord, parse, "words", reason.JoinList(values))
		},
		format: format,
		configure: func(p *Plan, w Written) error {
			n, err := strconv.Atoi(w.Text)
			if err != nil {
				return newMistake(reason.WrongWord, name, w.Text, "quoted", strconv.Quote(w.Text), "words", reason.JoinList(values))
			}
			*field(p) = n
			return nil
		},
		write: func(p *Plan) Written { return Written{Text: format(p)} },
		check: func(p *Plan) *reason.Mistake {
			if value := format(p); !slices.Contains(values, value) {
				return newMistake(reason.WrongWord, name, value, "quoted", strconv.Quote(value), "words", reason.JoinList(values))
			}
			return nil
		},
	}
}

// switchSetting returns a setting that is on or off.
func switchSetting(name string, field func(*Plan) *bool) Setting {
	return Setting{
		Name: name, Kind: SwitchKind, Values: []string{"on", "off"},
		parse: func(p *Plan, text string, _ schedule.Date) error {
			return parseSetting(field(p), name, text, reason.WrongSwitch, input.ParseSwitch)
		},
		format: func(p *Plan) string { return map[bool]string{true: "on", false: "off"}[*field(p)] },
		configure: func(p *Plan, w Written) error {
			*field(p) = w.Switch
			return nil
		},
		write: func(p *Plan) Written { return Written{Switch: *field(p)} },
	}
}

// daysOffSetting is a list of dates. In configuration files, it may also name calendar files: the
// reader of the file replaces them by their dates.
func daysOffSetting() Setting {
	const name = "days_off"
	return Setting{
		Name: name, Kind: ListKind, Content: Dates, Example: "2026-12-24, 2026-12-25", Empty: NoneWording, MaxLength: maxList,
		parse: func(p *Plan, text string, today schedule.Date) error {
			if strings.Contains(input.Fold(text), ".ics") {
				return newMistake(reason.WrongCalendar, name, text)
			}
			return parseSetting((*schedule.DateList)(&p.DaysOff), name, text, reason.WrongDate, func(text string) (schedule.DateList, error) { return schedule.ParseTypedDates(text, today) })
		},
		format: func(p *Plan) string { return schedule.DateList(p.DaysOff).String() },
		configure: func(p *Plan, w Written) error {
			var list schedule.DateList
			for _, text := range w.List {
				date, err := schedule.ParseDate(text)
				if err != nil {
					return err
				}
				list = append(list, date)
			}
			p.DaysOff = list
			return nil
		},
		write: func(p *Plan) Written {
			var list []string
			for _, d := range p.DaysOff {
				list = append(list, d.String())
			}
			return Written{List: list}
		},
	}
}

func zoneSetting() Setting {
	return Setting{
		Name: "time_zone", Content: ZoneName, MaxLength: maxZone, Redraws: true,
		parse: func(p *Plan, text string, _ schedule.Date) error {
			return parseInto(&p.TimeZone, input.Normalize(text), timezone.Parse)
		},
		format:    func(p *Plan) string { return p.TimeZone },
		configure: func(p *Plan, w Written) error { return parseInto(&p.TimeZone, w.Text, timezone.Parse) },
		write:     func(p *Plan) Written { return Written{Text: p.TimeZone} },
	}
}

func languageSetting() Setting {
	set := func(p *Plan, text string) error {
		p.Language = text
		return nil
	}
	return Setting{
		Name: "language", Content: LanguageTag, Redraws: true,
		parse:     func(p *Plan, text string, _ schedule.Date) error { return set(p, text) },
		format:    func(p *Plan) string { return p.Language },
		configure: func(p *Plan, w Written) error { return set(p, w.Text) },
		write:     func(p *Plan) Written { return Written{Text: p.Language} },
	}
}

func pointsSetting() Setting {
	s := textSetting("points", reason.WrongPoints, func(p *Plan) *scoring.Points { return &p.Points }, parsePoints)
	s.Kind, s.MaxLength = PointsKind, maxZone
	s.configure = func(p *Plan, w Written) error {
		p.Points = w.Points
		return nil
	}
	s.write = func(p *Plan) Written { return Written{Points: p.Points} }
	return s.checkedBy(checkPoints)
}

func configureDays(p *Plan, w Written) error {
	days, err := schedule.ParseWeekdayNames(w.List)
	if err == nil {
		p.Days = days
	}
	return err
}

func writeDays(p *Plan) Written { return Written{List: p.Days.Names()} }

func configureDigest(p *Plan, w Written) error {
	return parseInto(&p.Digest, w.Text, schedule.ParseClockOrOff)
}

// parseDigest parses a time, off, or on for the default time.
func parseDigest(text string) (schedule.Clock, error) {
	clock, err := schedule.ParseClockOrOff(text)
	if on, _ := input.ParseSwitch(text); err != nil && on {
		return schedule.DefaultTimetable().Digest, nil
	}
	return clock, err
}

// parseSetting sets *to to the parsed text, or returns a [reason.Mistake]. more are further
// arguments of the mistake.
func parseSetting[T any](to *T, setting, text string, code reason.MistakeCode, parse func(string) (T, error), more ...string) error {
	if parseInto(to, text, parse) != nil {
		return newMistake(code, setting, text, more...)
	}
	return nil
}

// parseInto sets *to to the parsed text, or changes nothing.
func parseInto[T any](to *T, text string, parse func(string) (T, error)) error {
	value, err := parse(text)
	if err == nil {
		*to = value
	}
	return err
}
