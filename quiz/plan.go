package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz/timezone"
)

// Plan is a room's settings: what is asked there, when, and what answers earn.
type Plan struct {
	// Banks names the banks that questions come from; none means all.
	Banks []string `json:"banks,omitempty"`
	// Tags narrows the questions to those with one of them; none means no narrowing.
	Tags []string `json:"tags,omitempty"`
	// Unanswered also asks questions for which the bank has no answer.
	Unanswered bool `json:"unanswered,omitempty"`
	// Order is how the next question is picked.
	Order Order `json:"order"`
	// Practice says which questions /question gives, and answers, outside of rounds.
	Practice Practice `json:"practice"`
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
	Threads Threads       `json:"threads"`
	// Broadcast tells the channel, not only the thread, that the answer is out.
	Broadcast bool `json:"broadcast"`
	// Language is a BCP 47 tag of a catalogue: en or zh-CN.
	Language string `json:"language"`
	Points   Points `json:"points"`
}

// Threads says what messages in a question's thread are.
type Threads string

// Messages in the thread count as answers, or are talk.
const (
	ThreadsCount Threads = "count"
	ThreadsTalk  Threads = "talk"
)

// DefaultPlan is the plan of a room that says nothing else.
func DefaultPlan() Plan {
	return Plan{
		Order:     OrderShuffled,
		Practice:  PracticeAll,
		TimeZone:  "UTC",
		Days:      Workdays,
		Ask:       9*60 + 30,
		Reveal:    RevealAt{Clock: 17*60 + 30},
		Digest:    9*60 + 25,
		CatchUp:   4 * time.Hour,
		Threads:   ThreadsCount,
		Broadcast: true,
		Language:  "en",
		Points:    DefaultPoints(),
	}
}

// RevealAt says when a round closes and is revealed: at the first such time of day after the question,
// or at that time a number of days after the question's date.
type RevealAt struct {
	// Days after the round's date, 0 for the first such time after the question.
	Days  int
	Clock Clock
}

// String returns r as [ParseRevealAt] reads it.
func (r RevealAt) String() string {
	if r.Days == 0 {
		return r.Clock.String()
	}
	return fmt.Sprintf("+%dd %s", r.Days, r.Clock)
}

// MarshalText writes r as [RevealAt.String] does.
func (r RevealAt) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads what MarshalText wrote.
func (r *RevealAt) UnmarshalText(text []byte) (err error) {
	if written, ok := writtenReveal(string(text)); ok {
		*r = written
		return nil
	}
	*r, err = ParseRevealAt(string(text))
	return err
}

// writtenReveal reads exactly what [RevealAt.String] writes.
func writtenReveal(text string) (r RevealAt, ok bool) {
	if days, clock, later := strings.Cut(text, "d "); later {
		n, err := strconv.ParseUint(strings.TrimPrefix(days, "+"), 10, 8)
		if err != nil || n == 0 || days[0] != '+' {
			return r, false
		}
		r.Days, text = int(n), clock
	}
	r.Clock, ok = writtenClock(text)
	return r, ok && r.Clock != Off
}

// Mistakes returns everything that is wrong with p.
func (p Plan) Mistakes() []*Mistake {
	var wrong []*Mistake
	if _, err := p.zone(); err != nil {
		wrong = append(wrong, NewMistake("time_zone", WrongZone, p.TimeZone, "%v", err))
	}
	if p.Days == 0 {
		wrong = append(wrong, NewMistake("days", WrongDays, "", "is empty: name at least one, such as mon"))
	}
	if p.CatchUp <= 0 || p.CatchUp > 24*time.Hour {
		wrong = append(wrong, NewMistake("catch_up", WrongDuration, shortDuration(p.CatchUp), "%s is not a time to catch up in: write it like 4h, at most 24h", p.CatchUp))
	}
	for _, name := range Settings() {
		if words := SettingWords(name); words != nil && !slices.Contains(words, p.Setting(name)) {
			wrong = append(wrong, NewMistake(name, WrongWord, p.Setting(name), "%q isn't one of %s", p.Setting(name), strings.Join(words, ", ")))
		}
	}
	if day, ok := p.overlap(); ok {
		wrong = append(wrong, NewMistake("reveal", WrongOverlap, p.Reveal.String(), "%s comes after the question that follows %s's: reveal earlier, or ask on fewer days", p.Reveal, day))
	}
	return append(wrong, p.Points.mistakes()...)
}

// Validate returns the first of [Plan.Mistakes], nil where there is none.
func (p Plan) Validate() error {
	if wrong := p.Mistakes(); len(wrong) > 0 {
		return wrong[0]
	}
	return nil
}

// zone finds the time zone, refusing names that mean another one on another machine.
func (p Plan) zone() (*time.Location, error) {
	name, err := timezone.Parse(p.TimeZone)
	if err != nil {
		return nil, err
	}
	return time.LoadLocation(name)
}

// overlap finds a day of the week whose round would still be open when the next question is due.
func (p Plan) overlap() (time.Weekday, bool) {
	const day = 24 * 60
	for d := range time.Weekday(7) {
		if !p.Days.Has(d) {
			continue
		}
		gap := 1
		for !p.Days.Has((d + time.Weekday(gap)) % 7) {
			gap++
		}
		if p.revealAfter() > gap*day+int(p.Ask) {
			return d, true
		}
	}
	return 0, false
}

// revealAfter is when a round is revealed, in minutes after the midnight that its date begins with.
func (p Plan) revealAfter() int {
	days := p.Reveal.Days
	if days == 0 && p.Reveal.Clock <= p.Ask {
		days = 1
	}
	return days*24*60 + int(p.Reveal.Clock)
}
