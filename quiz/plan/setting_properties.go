package plan

import (
	"cmp"
	"slices"
)

// Content is the kind of a setting's value, for settings whose possible values are not in the plan.
type Content int

// A value is text or one of the setting's own words, or it names things of these kinds.
const (
	OwnWords Content = iota
	ZoneName
	WeekdayNames
	LanguageTag
	BankNames
	TagNames
	Dates // in configuration files also the paths of calendar files, which their reader replaces
)

// SettingOf returns the first setting with values of a kind.
func SettingOf(content Content) Setting {
	for _, s := range Settings() {
		if s.Content == content {
			return s
		}
	}
	return Setting{}
}

// SetupPlace is the place of a setting among those for setting a room up, counted from 1: of the
// command's parameter, and of the form's field. Some platforms show only the first five fields.
type SetupPlace struct{ Param, Field int }

// SetupSettings returns the settings for setting a room up, in the order of the command's
// parameters.
func SetupSettings() []Setting {
	list := slices.DeleteFunc(Settings(), func(s Setting) bool { return s.Setup == SetupPlace{} })
	slices.SortFunc(list, func(a, b Setting) int { return cmp.Compare(a.Setup.Param, b.Setup.Param) })
	return list
}

// Control is the control in which a form asks for a setting.
type Control int

// A value is typed, or chosen from options.
const (
	TextField Control = iota
	OneChoice
	ManyChoices
)

// Control returns the control for the setting.
func (s Setting) Control() Control {
	switch {
	case s.Content == WeekdayNames || s.Content == BankNames:
		return ManyChoices
	case s.Content == LanguageTag || s.Values != nil:
		return OneChoice
	default:
		return TextField
	}
}

// Wording is the code of a text that shows a value in words.
type Wording string

// The wordings of values. Those of empty lists are also typed, in English.
const (
	AllWording     Wording = "all"      // an empty list that restricts nothing
	NoneWording    Wording = "none"     // an empty list of exceptions
	NextDayWording Wording = "next_day" // a time of day on the day after the question
)

// Show returns the setting's value for people: a text, or a wording and the text that belongs into
// it.
func (s Setting) Show(p *Plan) (Wording, string) {
	if s.show != nil {
		return s.show(p)
	}
	text := s.format(p)
	if text == "" {
		return s.Empty, ""
	}
	return "", text
}

// showReveal words a time on the next day that is written without its day.
func showReveal(p *Plan) (Wording, string) {
	if p.RevealsNextDay() {
		return NextDayWording, p.Reveal.Clock.String()
	}
	return "", p.Reveal.String()
}
