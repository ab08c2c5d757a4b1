package reason

// MistakeCode is the kind of a mistake in a setting.
type MistakeCode string

// Family implements [Code].
func (MistakeCode) Family() string { return "mistake" }

// The mistakes in settings.
const (
	WrongSetting  MistakeCode = "setting"  // no such setting
	WrongClock    MistakeCode = "clock"    // not a time of day
	WrongReveal   MistakeCode = "reveal"   // not a reveal time
	WrongDays     MistakeCode = "days"     // not days of the week, or none
	WrongDate     MistakeCode = "date"     // not a date
	WrongCalendar MistakeCode = "calendar" // a calendar file, where only dates are read
	WrongDuration MistakeCode = "duration" // not a duration, or too long
	WrongSwitch   MistakeCode = "switch"   // neither on nor off
	WrongWord     MistakeCode = "word"     // not one of the setting's words
	WrongPoints   MistakeCode = "points"   // not four falling numbers
	WrongZone     MistakeCode = "zone"     // no such time zone
	WrongBank     MistakeCode = "bank"     // no such bank, or a bank without questions
	WrongTag      MistakeCode = "tag"      // no question with this tag
	WrongOverlap  MistakeCode = "overlap"  // a round would still be open at the next question
)
