package daemon

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"slices"
	"time"

	"quizbot/internal/config"
	"quizbot/quiz"
	"quizbot/quiz/daysoff"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
)

// calendarPollInterval is the time between two readings of calendar files. Files may have changed,
// and days come within reach.
const calendarPollInterval = time.Hour

// watchDaysOff reads calendar files every [calendarPollInterval] and on each hangup. Rooms with
// other days off get new plans. A file that cannot be read leaves its rooms alone. now tells the time to
// decide by: days off are read for the days around it.
func watchDaysOff(
	ctx context.Context, rooms *service.Configuration, set *config.Settings, now func() time.Time, hangup <-chan os.Signal, log *slog.Logger,
) error {
	plans, logged := maps.Clone(set.Plans), map[string]string{}
	tick := time.NewTicker(calendarPollInterval)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-hangup:
		case <-tick.C:
		}
		calendars := config.NewCalendarReader(now())
		changed := plansWithNewDaysOff(plans, set.DaysOff, calendars)
		logFailedCalendars(log, calendars, logged)
		if len(changed) == 0 {
			continue
		}
		if err := rooms.SyncPlans(ctx, now(), changed); err != nil {
			log.Error("cannot take up new days off: this is tried again", "in", calendarPollInterval, "err", err)
			continue
		}
		maps.Copy(plans, changed)
		logCalendars(log, calendars.Read)
	}
}

// plansWithNewDaysOff returns the plans of the rooms with other days off than before.
func plansWithNewDaysOff(plans map[quiz.RoomID]plan.Plan, daysOff map[quiz.RoomID][]string, calendars *config.CalendarReader) map[quiz.RoomID]plan.Plan {
	changed := map[quiz.RoomID]plan.Plan{}
	for id, list := range daysOff {
		plan := plans[id]
		days, err := calendars.AllDaysOff(list)
		if err != nil || slices.Equal(days, plan.DaysOff) {
			continue
		}
		plan.DaysOff = days
		changed[id] = plan
	}
	return changed
}

// logFailedCalendars logs the files that cannot be read, each error once. The errors that are
// already in the log are kept in logged, by path.
func logFailedCalendars(log *slog.Logger, calendars *config.CalendarReader, logged map[string]string) {
	for path, err := range calendars.Failed {
		if logged[path] != err.Error() {
			log.Error("a calendar cannot be read: the days off read before stay", "file", path, "err", err)
		}
		logged[path] = err.Error()
	}
	for path := range calendars.Read {
		delete(logged, path)
	}
}

// logCalendars logs each calendar, and the events that are not understood.
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
