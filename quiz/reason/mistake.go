package reason

// MistakeCode says what is wrong with a setting.
type MistakeCode string

// Family implements [Code].
func (MistakeCode) Family() string { return "mistake" }

// What can be wrong with a setting.
const (
	WrongSetting  MistakeCode = "setting"  // there is none of that name
	WrongClock    MistakeCode = "clock"    // not a time of day
	WrongReveal   MistakeCode = "reveal"   // not a time of day, nor one some days later
	WrongDays     MistakeCode = "days"     // not days of the week, or none
	WrongDate     MistakeCode = "date"     // not a date
	WrongCalendar MistakeCode = "calendar" // a calendar file, where only dates are read
	WrongDuration MistakeCode = "duration" // not a stretch of time, or one that is too long
	WrongSwitch   MistakeCode = "switch"   // neither on nor off
	WrongWord     MistakeCode = "word"     // not one of the setting's words
	WrongPoints   MistakeCode = "points"   // not four numbers that fall
	WrongZone     MistakeCode = "zone"     // there is no such time zone
	WrongBank     MistakeCode = "bank"     // there is no such bank, or it has no question
	WrongTag      MistakeCode = "tag"      // no question has such a tag
	WrongOverlap  MistakeCode = "overlap"  // a round would be open when the next question is due
)
