package reason

// Mistake is a mistake in a setting of a plan.
type Mistake = Reason[MistakeCode]

// MistakeCode is the kind of a mistake in a setting.
type MistakeCode string

// Family implements [Code].
func (MistakeCode) Family() string { return "mistake" }

// The mistakes in settings. The arguments setting and value are the setting's name in configuration
// files and the written value. The argument words lists the known values.
const (
	WrongSetting  MistakeCode = "setting"     // args: settings; no such setting
	WrongClock    MistakeCode = "clock"       // not a time of day
	WrongReveal   MistakeCode = "reveal"      // not a reveal time
	WrongDays     MistakeCode = "days"        // not days of the week, or none
	WrongDate     MistakeCode = "date"        // not a date
	WrongCalendar MistakeCode = "calendar"    // a calendar file, where only dates are read
	WrongDuration MistakeCode = "duration"    // args: duration, most; not a duration, or too long
	WrongDeadline MistakeCode = "deadline"    // args: duration, least, most; not a duration, too short or too long
	WrongSwitch   MistakeCode = "switch"      // neither on nor off
	WrongWord     MistakeCode = "word"        // args: quoted, words; not one of the setting's words
	WrongPoints   MistakeCode = "points"      // args: full, mostly, partial, tried; not four falling numbers
	HighPoints    MistakeCode = "points_high" // args: most; more points than an answer may earn
	WrongZone     MistakeCode = "zone"        // args: cause; no such time zone
	MisspeltZone  MistakeCode = "zone_near"   // args: near; no such time zone, but similar ones
	WrongBank     MistakeCode = "bank"        // args: words; no such bank, or a bank without questions
	WrongTag      MistakeCode = "tag"         // args: words; no question with this tag
	WrongOverlap  MistakeCode = "overlap"     // args: day, others, a list of settings; a round would still be open at the next question
)

// AsMistake returns the mistake in err, nil if there is none.
func AsMistake(err error) *Mistake { return findReason[MistakeCode](err) }
