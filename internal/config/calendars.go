package config

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quizbot/quiz/daysoff"
	"quizbot/quiz/schedule"
)

// Days off are taken from calendar files within this range, in days from today. No two questions
// fall due on days before it. Calendars are published for a year at a time, so the range ends
// later.
const (
	daysOffBefore = 7
	daysOffAhead  = 500
)

// CalendarReader reads days off as they are written down in a configuration: a date, or the path of
// a calendar file. It reads each file once.
type CalendarReader struct {
	Read   map[string]daysoff.Calendar // the calendars that were read, by path
	Failed map[string]error            // the files that could not be read, by path
	today  schedule.Date
}

// NewCalendarReader returns a CalendarReader for the days around now.
func NewCalendarReader(now time.Time) *CalendarReader {
	return &CalendarReader{today: schedule.DateOf(now), Read: map[string]daysoff.Calendar{}, Failed: map[string]error{}}
}

// isCalendarPath reports whether a day off is written as the path of a calendar file.
func isCalendarPath(text string) bool {
	return strings.EqualFold(filepath.Ext(text), ".ics") && !isLink(text)
}

func isLink(text string) bool { return strings.Contains(text, "://") }

// DaysOff returns the dates of a day off as it is written down.
func (r *CalendarReader) DaysOff(text string) ([]schedule.Date, error) {
	switch {
	case isLink(text):
		return nil, errors.New("this is an address: download the calendar, and write the path of its file, which ends with .ics")
	case isCalendarPath(text):
		calendar, err := r.readFile(text)
		return calendar.Days, err
	}
	day, err := schedule.ParseDate(text)
	if err != nil {
		return nil, fmt.Errorf("%w, or the path of a calendar file, which ends with .ics", err)
	}
	return []schedule.Date{day}, nil
}

// AllDaysOff returns the dates of a room's days off in order, each once.
func (r *CalendarReader) AllDaysOff(list []string) ([]schedule.Date, error) {
	var days []schedule.Date
	var errs error
	for _, text := range list {
		more, err := r.DaysOff(text)
		days, errs = append(days, more...), errors.Join(errs, err)
	}
	return sortedDates(days), errs
}

// expandDates replaces the calendar files among days off by their dates, and adds the errors of
// entries that cannot be read.
func (r *CalendarReader) expandDates(errs *errorCollector, at string, list []string) []string {
	for i, text := range list {
		_, err := r.DaysOff(text)
		errs.add(fmt.Sprintf("%s[%d]", at, i), err)
	}
	days, _ := r.AllDaysOff(list) // its errors are those that were added
	var dates []string
	for _, day := range days {
		dates = append(dates, day.String())
	}
	return dates
}

// readFile reads a calendar file, unless it was read before.
func (r *CalendarReader) readFile(path string) (daysoff.Calendar, error) {
	if calendar, known := r.Read[path]; known {
		return calendar, nil
	}
	if err, known := r.Failed[path]; known {
		return daysoff.Calendar{}, err
	}
	calendar, err := daysoff.ReadFile(path, r.today.AddDays(-daysOffBefore), r.today.AddDays(daysOffAhead))
	if errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("%s: there is no such file: name one by its path from the configuration's folder", path)
	}
	if err != nil {
		r.Failed[path] = err
		return calendar, err
	}
	r.Read[path] = calendar
	return calendar, nil
}

// sortedDates returns dates in order, each once.
func sortedDates(dates []schedule.Date) []schedule.Date {
	slices.SortFunc(dates, schedule.Date.Compare)
	return slices.Compact(dates)
}
