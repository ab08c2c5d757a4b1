package plan

import (
	"strings"
	"time"

	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Setting is a setting of a plan. Its entry in [Settings] and its field of [Plan] define it. Chat,
// completion, help and configuration files iterate over the entries.
type Setting struct {
	// Name is the key in configuration files, and the last part of the catalogue's keys for it.
	Name string
	// Kind is the form in configuration files.
	Kind Kind
	// Content is the kind of its value.
	Content Content
	// Values are the possible values, nil if there are many.
	Values []string
	// Example is a value for help and completion if the default is no good example.
	Example string
	// Empty words an empty list.
	Empty Wording
	// Setup is its place among the settings for setting a room up, zero for all others.
	Setup SetupPlace
	// MaxLength is the greatest number of characters that a form takes.
	MaxLength int
	// Redraws reports whether the card of an open round depends on it.
	Redraws bool

	parse     func(p *Plan, text string, today schedule.Date) error
	format    func(p *Plan) string
	configure func(p *Plan, value Written) error
	write     func(p *Plan) Written
	check     func(p *Plan) *reason.Mistake   // nil if every value is right
	show      func(p *Plan) (Wording, string) // nil if people read the value as they type it
}

// Kind is the form of a setting in configuration files.
type Kind int

// A setting is a text, a list of texts, true or false, or four points.
const (
	TextKind Kind = iota
	ListKind
	SwitchKind
	PointsKind
)

// Written is a setting's value in a configuration file, in the field for the setting's [Kind].
type Written struct {
	Text   string
	List   []string
	Switch bool
	Points scoring.Points
}

// Settings returns all settings, in the order in which a plan is shown.
func Settings() []Setting {
	return []Setting{
		textSetting("ask", reason.WrongClock, func(p *Plan) *schedule.Clock { return &p.Ask }, schedule.ParseClock).
			inSetup(3, 3),
		textSetting("reveal", reason.WrongReveal, func(p *Plan) *schedule.RevealAt { return &p.Reveal }, schedule.ParseRevealAt).
			checkedBy(checkOverlap).shownBy(showReveal).inSetup(4, 4),
		textSetting("digest", reason.WrongClock, func(p *Plan) *schedule.Clock { return &p.Digest }, parseDigest).
			configuredBy(configureDigest),
		textSetting("days", reason.WrongDays, func(p *Plan) *schedule.Weekdays { return &p.Days }, schedule.ParseWeekdays).
			configuredBy(configureDays).writtenBy(ListKind, writeDays).checkedBy(checkDays).naming(WeekdayNames).inSetup(2, 2),
		daysOffSetting(),
		zoneSetting().checkedBy(checkZone).inSetup(1, 1),
		listSetting("banks", func(p *Plan) *[]string { return &p.Banks }).naming(BankNames).withExample("python, go").inSetup(5, 6),
		listSetting("tags", func(p *Plan) *[]string { return &p.Tags }).naming(TagNames).withExample("generators"),
		choiceSetting("order", func(p *Plan) *Order { return &p.Order }, OrderShuffled, OrderBank, OrderByDifficulty),
		switchSetting("unanswered", func(p *Plan) *bool { return &p.Unanswered }),
		choiceSetting("practice", func(p *Plan) *Practice { return &p.Practice }, PracticeAll, PracticeAsked),
		durationSetting("catch_up", reason.WrongDuration, func(p *Plan) *time.Duration { return &p.CatchUp }).checkedBy(checkCatchUp),
		choiceSetting("threads", func(p *Plan) *Threads { return &p.Threads }, ThreadsCount, ThreadsTalk),
		switchSetting("broadcast", func(p *Plan) *bool { return &p.Broadcast }),
		languageSetting().inSetup(6, 5),
		pointsSetting(),
		numberSetting("streak_bonus", func(p *Plan) *int { return &p.StreakBonus }, maxStreakBonus),
		numberSetting("streak_freezes", func(p *Plan) *int { return &p.StreakFreezes }, maxStreakFreezes),
		switchSetting("scale_by_difficulty", func(p *Plan) *bool { return &p.ScaleByDifficulty }),
		durationSetting("grade_deadline", reason.WrongDeadline, func(p *Plan) *time.Duration { return &p.GradeDeadline }).
			checkedBy(checkGradeDeadline),
	}
}

// FindSetting returns the setting of a name, and reports whether there is one.
func FindSetting(name string) (Setting, bool) {
	for _, s := range Settings() {
		if s.Name == name {
			return s, true
		}
	}
	return Setting{}, false
}

// SettingNames returns the names of all settings, in the order in which a plan is shown.
func SettingNames() []string {
	var list []string
	for _, s := range Settings() {
		list = append(list, s.Name)
	}
	return list
}

// Parse sets the setting to a typed text. It changes nothing for an invalid text, and returns a
// [reason.Mistake] or a [timezone.UnknownError].
func (s Setting) Parse(p *Plan, text string, today schedule.Date) error {
	return s.parse(p, strings.TrimSpace(text), today)
}

// Format returns the setting as [Setting.Parse] parses it, or an empty text for an empty list.
func (s Setting) Format(p *Plan) string { return s.format(p) }

// Configure sets the setting to its value in a configuration file. It changes nothing for an
// invalid value. [Plan.Mistakes] checks words.
func (s Setting) Configure(p *Plan, value Written) error { return s.configure(p, value) }

// Write returns the setting as [Setting.Configure] takes it.
func (s Setting) Write(p *Plan) Written { return s.write(p) }

// Set changes a setting to a typed value; lists have commas between their parts, and "all" or
// "none" empties them. It changes nothing for an invalid value, and returns a [reason.Mistake] or a
// [timezone.UnknownError]. Rules over several settings are for [Plan.Validate]; the caller checks
// languages and banks.
func (p *Plan) Set(setting, value string) error { return p.SetOn(schedule.Date{}, setting, value) }

// SetOn is Set on a given day, for dates such as tomorrow.
func (p *Plan) SetOn(today schedule.Date, setting, value string) error {
	s, ok := FindSetting(setting)
	if !ok {
		return newMistake(reason.WrongSetting, setting, setting, "settings", strings.Join(SettingNames(), ", "))
	}
	return s.Parse(p, value, today)
}

// Setting returns a setting as [Plan.Set] parses it. It is empty for an empty list and for an
// unknown name.
func (p Plan) Setting(name string) string {
	s, ok := FindSetting(name)
	if !ok {
		return ""
	}
	return s.Format(&p)
}
