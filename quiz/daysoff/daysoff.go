// Package daysoff reads days off from iCalendar files, such as those of public holidays.
package daysoff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"
	"time"

	"golang.org/x/text/encoding/unicode"
	"golang.org/x/text/transform"

	"quizbot/quiz/schedule"
)

// Calendar is what a file says of a stretch of days.
type Calendar struct {
	// Days are those off, in order, each once.
	Days []schedule.Date
	// Partial counts events that cover no whole day, and Working those that mark a day as one of work, as calendars
	// of China do for weekends that make up for a holiday. Neither takes a day off.
	Partial, Working int
	// Problems are the events that could not be read. They take no day off.
	Problems []Problem
}

// Problem is what is wrong with one event.
type Problem struct {
	// Event is its summary, or what tells it where it has none.
	Event string
	What  error
}

// Error says what is wrong and where.
func (p Problem) Error() string { return fmt.Sprintf("the event %q: %v", p.Event, p.What) }

// Unwrap returns what is wrong.
func (p Problem) Unwrap() error { return p.What }

// MaxSize is the size of the largest file that is read, in bytes. That of a country's holidays takes some 100 KB.
const MaxSize = 16 << 20

// maxRuleTime is how long the rules of one file may take. Those of a country take milliseconds.
const maxRuleTime = 3 * time.Second

// ReadFile is [Read] of a file, whose name begins the errors.
func ReadFile(path string, from, to schedule.Date) (Calendar, error) {
	file, err := os.Open(path)
	if err != nil {
		return Calendar{}, err
	}
	defer func() { _ = file.Close() }()
	c, err := Read(file, from, to)
	if err != nil {
		return Calendar{}, fmt.Errorf("%s: %w", path, err)
	}
	return c, nil
}

// Read reads the days off between two dates, both of them included. Off is each day that an event covers from midnight
// to midnight on its own clock, unless the event is cancelled or marks a day of work. It fails where r holds no
// complete calendar, more than [MaxSize], or rules that take very long to work out.
func Read(r io.Reader, from, to schedule.Date) (Calendar, error) {
	text, err := io.ReadAll(io.LimitReader(r, MaxSize+1))
	if err != nil {
		return Calendar{}, err
	}
	if len(text) > MaxSize {
		return Calendar{}, fmt.Errorf("it is larger than %d MB: name a calendar of holidays alone", MaxSize>>20)
	}
	if text, _, err = transform.Bytes(unicode.BOMOverride(transform.Nop), text); err != nil {
		return Calendar{}, fmt.Errorf("it is no text: save it as UTF-8: %w", err)
	}
	start := bytes.TrimSpace(text)
	switch {
	case len(start) == 0:
		return Calendar{}, errors.New("it is empty: download the calendar again")
	case start[0] == '<':
		return Calendar{}, errors.New("it is a web page, not a calendar: download what the link to the .ics file leads to")
	}
	events, problems, err := readEvents(text)
	if err != nil {
		return Calendar{}, err
	}
	w := window{from: from, to: to, deadline: time.Now().Add(maxRuleTime), days: map[schedule.Date]bool{}}
	c := Calendar{Problems: problems}
	moved := movedInstances(events)
	for i := range events {
		if err := w.addEvent(&c, &events[i], moved); err != nil {
			return Calendar{}, err
		}
	}
	for day := range w.days {
		c.Days = append(c.Days, day)
	}
	slices.SortFunc(c.Days, schedule.Date.Compare)
	return c, nil
}

// window is the stretch of days that is asked for, with those found to be off.
type window struct {
	from, to schedule.Date
	// deadline is when patience ends.
	deadline time.Time
	days     map[schedule.Date]bool
}

// addEvent takes an event in.
func (w *window) addEvent(c *Calendar, e *event, moved map[string][]time.Time) error {
	switch {
	case e.cancelled:
		return nil
	case e.working:
		c.Working++
		return nil
	case !e.coversWholeDay():
		c.Partial++
		return nil
	}
	err := e.eachOccurrence(w, moved[e.text("UID")], w.addDaysOff)
	if errors.Is(err, errTooSlow) {
		return fmt.Errorf("its rules take very long to work out, last that of the event %q: name a calendar of holidays alone", e.title())
	}
	if err != nil {
		c.Problems = append(c.Problems, Problem{e.title(), err})
	}
	return nil
}

// addDaysOff notes the whole days from one moment to another.
func (w *window) addDaysOff(start, end time.Time) {
	first, last := firstMidnight(start), schedule.DateOf(end)
	if first.Before(w.from) {
		first = w.from
	}
	for d := first; d.Before(last) && !w.to.Before(d); d = d.AddDays(1) {
		w.days[d] = true
	}
}

// firstMidnight is the first day that begins at or after a moment.
func firstMidnight(t time.Time) schedule.Date {
	d := schedule.DateOf(t)
	if t.Equal(midnight(d)) {
		return d
	}
	return d.AddDays(1)
}

// midnight is the beginning of a day on the clock that all times of a file are read on: none in particular.
func midnight(d schedule.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
