package schedule

import (
	"time"

	"quizbot/quiz/timezone"
)

// Timetable holds the times of a room's questions, reveals and digests.
type Timetable struct {
	// TimeZone is an IANA name such as Asia/Shanghai.
	TimeZone string   `json:"time_zone"`
	Days     Weekdays `json:"days"`
	DaysOff  []Date   `json:"days_off,omitempty"`
	Ask      Clock    `json:"ask"`
	Reveal   RevealAt `json:"reveal"`
	// Digest is the time of the digest, or [Off].
	Digest Clock `json:"digest"`
	// CatchUp is the longest delay of a question or digest: over 0, at most 24 hours.
	CatchUp time.Duration `json:"catch_up"`
}

// DefaultTimetable returns the timetable of a room without settings.
func DefaultTimetable() Timetable {
	return Timetable{
		TimeZone: "UTC", Days: Workdays, Ask: 9*60 + 30, Reveal: RevealAt{Clock: 17*60 + 30}, Digest: 9*60 + 25, CatchUp: 4 * time.Hour,
	}
}

// Location returns the time zone. It refuses machine-dependent names such as Local.
func (t Timetable) Location() (*time.Location, error) {
	name, err := timezone.Parse(t.TimeZone)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name)
}

// RevealsNextDay reports whether a reveal without a number of days comes on the day after the
// question, because its time of day is not the later one.
func (t Timetable) RevealsNextDay() bool {
	return t.Reveal.Days == 0 && t.Reveal.Clock <= t.Ask
}

// Overlap returns a weekday whose round would still be open at the next question, and reports
// whether there is one.
func (t Timetable) Overlap() (time.Weekday, bool) {
	const day = 24 * 60
	for d := range time.Weekday(7) {
		if !t.Days.Has(d) {
			continue
		}
		gap := 1
		for !t.Days.Has((d + time.Weekday(gap)) % 7) {
			gap++
		}
		if t.minutesToReveal() > gap*day+int(t.Ask) {
			return d, true
		}
	}
	return 0, false
}

// minutesToReveal returns the reveal time in minutes after the midnight at the start of the
// round's date.
func (t Timetable) minutesToReveal() int {
	days := t.Reveal.Days
	if days == 0 && t.Reveal.Clock <= t.Ask {
		days = 1
	}
	return days*24*60 + int(t.Reveal.Clock)
}
