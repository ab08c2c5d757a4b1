package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/daysoff"
)

// Days off are taken from calendar files as far as this, in days from today. Two questions fall due on none of those
// before, and calendars are published for a year, or for the next one, too.
const (
	daysOffBefore = 7
	daysOffAhead  = 500
)

// calendarFiles reads days off as they are written down in a configuration: a date, or the path of a calendar file,
// which is read once.
type calendarFiles struct {
	today quiz.Date
	read  map[string]daysoff.Calendar
	wrong map[string]error
}

func newCalendarFiles(now time.Time) *calendarFiles {
	return &calendarFiles{today: quiz.DateOf(now), read: map[string]daysoff.Calendar{}, wrong: map[string]error{}}
}

// isCalendar reports whether a day off is written as the path of a calendar file.
func isCalendar(text string) bool {
	return strings.EqualFold(filepath.Ext(text), ".ics") && !isLink(text)
}

func isLink(text string) bool { return strings.Contains(text, "://") }

// daysOff are the dates that a day off as it is written down stands for.
func (f *calendarFiles) daysOff(text string) ([]quiz.Date, error) {
	switch {
	case isLink(text):
		return nil, errors.New("this is an address: download the calendar, and write the path of its file, which ends with .ics")
	case isCalendar(text):
		calendar, err := f.calendar(text)
		return calendar.Days, err
	}
	day, err := quiz.ParseDate(text)
	if err != nil {
		return nil, fmt.Errorf("%w, or the path of a calendar file, which ends with .ics", err)
	}
	return []quiz.Date{day}, nil
}

// calendar reads a file, unless it was read before.
func (f *calendarFiles) calendar(path string) (daysoff.Calendar, error) {
	if calendar, known := f.read[path]; known {
		return calendar, nil
	}
	if err, known := f.wrong[path]; known {
		return daysoff.Calendar{}, err
	}
	calendar, err := daysoff.ReadFile(path, f.today.AddDays(-daysOffBefore), f.today.AddDays(daysOffAhead))
	if errors.Is(err, os.ErrNotExist) {
		err = fmt.Errorf("%s: there is no such file: name one by its path from the configuration's folder", path)
	}
	if err != nil {
		f.wrong[path] = err
		return calendar, err
	}
	f.read[path] = calendar
	return calendar, nil
}

// sorted are dates in order, each once.
func sorted(dates []quiz.Date) []quiz.Date {
	slices.SortFunc(dates, quiz.Date.Compare)
	return slices.Compact(dates)
}

// logCalendars says what was read from calendar files, and what was not understood.
func logCalendars(log *slog.Logger, calendars map[string]daysoff.Calendar) {
	for _, path := range slices.Sorted(maps.Keys(calendars)) {
		calendar := calendars[path]
		for _, p := range calendar.Problems {
			log.Warn("an event is not understood: write its dates under days_off if they are free", "file", path, "event", p.Event, "why", p.What)
		}
		log.Info("days off read", "file", path, "days", len(calendar.Days), "partial", calendar.Partial,
			"working", calendar.Working, "problems", len(calendar.Problems))
	}
}

// calendarsEvery is how often calendar files are read again: they may have changed, and days come into reach.
const calendarsEvery = time.Hour

// keepDaysOff reads calendar files again every [calendarsEvery] and on each signal, and gives rooms whose days off have
// changed their new plans. A file that cannot be read leaves its rooms as they were.
func keepDaysOff(ctx context.Context, game *quiz.Service, set *settings, hangup <-chan os.Signal, log *slog.Logger) error {
	plans, said := maps.Clone(set.plans), map[string]string{}
	tick := time.NewTicker(calendarsEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
		case <-tick.C:
		}
		files := newCalendarFiles(time.Now())
		changed := changedDaysOff(plans, set.daysOff, files)
		for path, err := range files.wrong {
			if said[path] != err.Error() {
				log.Error("a calendar cannot be read: the days off read before stay", "file", path, "err", err)
			}
			said[path] = err.Error()
		}
		for path := range files.read {
			delete(said, path)
		}
		if len(changed) == 0 {
			continue
		}
		if err := game.Replan(ctx, time.Now(), changed); err != nil {
			log.Error("cannot take up new days off: this is tried again", "in", calendarsEvery, "err", err)
			continue
		}
		maps.Copy(plans, changed)
		logCalendars(log, files.read)
	}
}

// changedDaysOff are the plans of the rooms that have other days off by now.
func changedDaysOff(plans map[quiz.RoomID]quiz.Plan, written map[quiz.RoomID][]string, files *calendarFiles) map[quiz.RoomID]quiz.Plan {
	changed := map[quiz.RoomID]quiz.Plan{}
	for id, list := range written {
		var days []quiz.Date
		var failed error
		for _, text := range list {
			more, err := files.daysOff(text)
			days, failed = append(days, more...), errors.Join(failed, err)
		}
		plan := plans[id]
		if days = sorted(days); failed != nil || slices.Equal(days, plan.DaysOff) {
			continue
		}
		plan.DaysOff = days
		changed[id] = plan
	}
	return changed
}
