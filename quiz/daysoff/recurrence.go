package daysoff

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/teambition/rrule-go"

	"quizbot/quiz/schedule"
)

// errTooSlow says that rules exceed the time limit.
var errTooSlow = errors.New("it takes very long")

// movedInstances returns the repetitions that other events replace or cancel, by the UID of the
// repeating event.
func movedInstances(events []event) map[string][]time.Time {
	moved := map[string][]time.Time{}
	for i := range events {
		if e := &events[i]; !e.recurrenceID.IsZero() && e.firstValue("UID") != "" {
			moved[e.firstValue("UID")] = append(moved[e.firstValue("UID")], e.recurrenceID)
		}
	}
	return moved
}

// eachOccurrence calls cover for each occurrence in the window or before it: the event itself, and
// its repetitions by rules and dates. It returns an error for an unreadable rule, and errTooSlow
// at the deadline.
func (e *event) eachOccurrence(w *window, moved []time.Time, cover func(start, end time.Time)) error {
	if time.Now().After(w.deadline) {
		return errTooSlow
	}
	never, err := e.excludedTimes(moved)
	if err != nil {
		return err
	}
	at := func(start time.Time) {
		if !never[start] {
			cover(start, start.Add(e.length))
		}
	}
	rules := e.values["RRULE"]
	if !e.recurrenceID.IsZero() {
		at(e.start)
		return nil
	}
	if len(rules) == 0 {
		at(e.start)
	}
	for _, extra := range e.values["RDATE"] {
		for text := range strings.SplitSeq(extra.Value, ",") {
			text, _, _ = strings.Cut(text, "/") // the beginning of a period
			start, err := e.parseOccurrence(text)
			if err != nil {
				return err
			}
			at(start)
		}
	}
	for _, r := range rules {
		rule, err := e.parseRule(r.Value)
		if err != nil {
			return err
		}
		next := rule.Iterator()
		for start, more := next(); more && !w.to.Before(schedule.DateOf(start)); start, more = next() {
			if time.Now().After(w.deadline) {
				return errTooSlow
			}
			at(start)
		}
		if time.Now().After(w.deadline) {
			return errTooSlow
		}
	}
	return nil
}

// excludedTimes returns the occurrences that the event's rules exclude or other events replace.
func (e *event) excludedTimes(moved []time.Time) (map[time.Time]bool, error) {
	never := map[time.Time]bool{}
	if !e.recurrenceID.IsZero() {
		return never, nil
	}
	for _, except := range e.values["EXDATE"] {
		for text := range strings.SplitSeq(except.Value, ",") {
			start, err := e.parseOccurrence(text)
			if err != nil {
				return nil, err
			}
			never[start] = true
		}
	}
	for _, at := range moved {
		never[e.occurrenceOn(at)] = true // an event occurs once on a date
	}
	return never, nil
}

// parseOccurrence parses an occurrence. A date alone gets the event's time of day.
func (e *event) parseOccurrence(text string) (time.Time, error) {
	at, whole, err := e.parseTime(text)
	if err != nil || !whole {
		return at, err
	}
	return e.occurrenceOn(at), nil
}

// occurrenceOn returns the occurrence on the date of a moment.
func (e *event) occurrenceOn(at time.Time) time.Time {
	return midnightUTC(schedule.DateOf(at)).Add(e.start.Sub(midnightUTC(schedule.DateOf(e.start))))
}

// parseRule parses a rule of repetition (RFC 5545 section 3.3.10). It ignores times of day,
// because only the date matters.
func (e *event) parseRule(text string) (*rrule.RRule, error) {
	var parts []string
	var until time.Time
	for part := range strings.SplitSeq(strings.ToUpper(text), ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		switch name {
		case "", "BYHOUR", "BYMINUTE", "BYSECOND":
		case "UNTIL":
			at, whole, err := e.parseTime(value)
			if err != nil {
				return nil, err
			}
			if until = at; whole {
				until = at.Add(day - time.Second)
			}
		default:
			parts = append(parts, name+"="+value)
		}
	}
	o, err := rrule.StrToROption(strings.Join(parts, ";"))
	if err != nil {
		return nil, fmt.Errorf("its rule %q cannot be read: %w", text, err)
	}
	if o.Freq > rrule.DAILY {
		return nil, fmt.Errorf("it repeats more often than daily: %q", text)
	}
	const longestInterval = 10000 // above every calendar's; larger intervals would overflow in the library
	if o.Interval > longestInterval {
		return nil, fmt.Errorf("its rule %q leaves too long a time between", text)
	}
	o.Dtstart, o.Until = e.start, until
	for _, list := range []*[]int{&o.Bysetpos, &o.Bymonth, &o.Bymonthday, &o.Byyearday, &o.Byweekno, &o.Byeaster} {
		slices.Sort(*list)
		*list = slices.Compact(*list)
	}
	rule, err := rrule.NewRRule(*o)
	if err != nil {
		return nil, fmt.Errorf("its rule %q cannot be read: %w", text, err)
	}
	return rule, nil
}
