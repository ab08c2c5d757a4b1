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

// Calendar is the content of a file for a period.
type Calendar struct {
	// Days are the days off, in order, each once.
	Days []schedule.Date
	// Partial counts events without a whole day. Working counts events for working days, such as
	// the make-up days at weekends in Chinese calendars. Neither takes a day off.
	Partial, Working int
	// Problems are the unreadable events. They take no day off.
	Problems []Problem
}

// Problem is the error of one event.
type Problem struct {
	// Event is the event's summary, or another identifying property.
	Event string
	What  error
}

// Error returns the event and its error.
func (p Problem) Error() string { return fmt.Sprintf("the event %q: %v", p.Event, p.What) }

// Unwrap returns the error.
func (p Problem) Unwrap() error { return p.What }

// MaxSize is the size limit of a file in bytes. A country's holidays take some 100 KB.
const MaxSize = 16 << 20

// maxRuleTime is the time limit for the rules of one file. A country's rules take milliseconds.
const maxRuleTime = 3 * time.Second

// ReadFile reads a file as [Read] does. Its errors begin with the file's name.
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

// Read returns the days off between two dates, both included. A day is off if an event covers it
// from midnight to midnight on the event's clock, unless the event is cancelled or marks a working
// day. Read fails for a text without a complete calendar, for one over [MaxSize], and for rules
// over the time limit.
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

// window is the requested period, with the days off found in it.
type window struct {
	from, to schedule.Date
	// deadline is the end of [maxRuleTime].
	deadline time.Time
	days     map[schedule.Date]bool
}

// addEvent adds the days off of an event.
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
	err := e.eachOccurrence(w, moved[e.firstValue("UID")], w.addDaysOff)
	if errors.Is(err, errTooSlow) {
		return fmt.Errorf("its rules take very long to work out, last that of the event %q: name a calendar of holidays alone", e.title())
	}
	if err != nil {
		c.Problems = append(c.Problems, Problem{e.title(), err})
	}
	return nil
}

// addDaysOff adds the whole days between two moments.
func (w *window) addDaysOff(start, end time.Time) {
	first, last := firstMidnight(start), schedule.DateOf(end)
	if first.Before(w.from) {
		first = w.from
	}
	for d := first; d.Before(last) && !w.to.Before(d); d = d.AddDays(1) {
		w.days[d] = true
	}
}

// firstMidnight returns the first day that begins at or after a moment.
func firstMidnight(t time.Time) schedule.Date {
	d := schedule.DateOf(t)
	if t.Equal(midnightUTC(d)) {
		return d
	}
	return d.AddDays(1)
}

// midnightUTC returns the beginning of a day. All times of a file are read as UTC, whatever their
// zone.
func midnightUTC(d schedule.Date) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)
}
