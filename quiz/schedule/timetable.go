package schedule

import (
	"time"

	"quizbot/quiz/timezone"
)

// Timetable says when a room's questions, reveals and digests come.
type Timetable struct {
	// TimeZone is an IANA name such as Asia/Shanghai.
	TimeZone string   `json:"time_zone"`
	Days     Weekdays `json:"days"`
	DaysOff  []Date   `json:"days_off,omitempty"`
	Ask      Clock    `json:"ask"`
	Reveal   RevealAt `json:"reveal"`
	// Digest is when the digest comes, [Off] where there is to be none.
	Digest Clock `json:"digest"`
	// CatchUp is how long after its time a question or digest may still come, more than 0 and at most 24 hours.
	CatchUp time.Duration `json:"catch_up"`
}

// DefaultTimetable is the timetable of a room that says nothing else.
func DefaultTimetable() Timetable {
	return Timetable{
		TimeZone: "UTC", Days: Workdays, Ask: 9*60 + 30, Reveal: RevealAt{Clock: 17*60 + 30}, Digest: 9*60 + 25, CatchUp: 4 * time.Hour,
	}
}

// Location finds the time zone, refusing names that mean another one on another machine.
func (t Timetable) Location() (*time.Location, error) {
	name, err := timezone.Parse(t.TimeZone)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name)
}

// Overlap finds a day of the week whose round would still be open when the next question is due.
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

// minutesToReveal is when a round is revealed, in minutes after the midnight that its date begins with.
func (t Timetable) minutesToReveal() int {
	days := t.Reveal.Days
	if days == 0 && t.Reveal.Clock <= t.Ask {
		days = 1
	}
	return days*24*60 + int(t.Reveal.Clock)
}
