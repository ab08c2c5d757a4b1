package daemon

import (
	"context"
	"log/slog"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/internal/config"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// holiday returns a calendar file with a day off.
func holiday(day schedule.Date) string {
	return "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//holidays//EN\r\n" +
		"BEGIN:VEVENT\r\nUID:1\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:" + strings.ReplaceAll(day.String(), "-", "") +
		"\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
}

// Calendar files are read again every hour and on a hangup, and rooms follow them. A broken file
// changes nothing, and is logged once.
func TestWatchDaysOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		today := schedule.DateOf(time.Now())
		folder := t.TempDir()
		file, other := filepath.Join(folder, "all.ics"), filepath.Join(folder, "other.ics")
		write(t, file, holiday(today.AddDays(1)))
		write(t, other, holiday(today.AddDays(4)))
		path := filepath.Join(folder, "config.yaml")
		write(t, path, "rooms:\n  - room: slack/T1/C1\n    days_off: [all.ics]\n  - room: slack/T1/C2\n    days_off: [other.ics]\n")
		set, err := config.Load(path, noEnvironment)
		if err != nil {
			t.Fatal(err)
		}
		game := service.New(memory.New(), questions.NewLibrary(), grading.Exact{}, service.Options{})
		if err := game.SyncConfiguredRooms(t.Context(), time.Now(), set.Plans); err != nil {
			t.Fatal(err)
		}
		var out safeBuffer
		hangup := make(chan os.Signal)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() {
			ended <- watchDaysOff(ctx, game.Configuration, &set, time.Now, hangup, slog.New(slog.NewTextHandler(&out, nil)))
		}()
		expect := func(what string, room quiz.RoomID, want ...schedule.Date) {
			t.Helper()
			synctest.Wait()
			r, err := game.Room(t.Context(), room)
			if err != nil || !reflect.DeepEqual(r.Plan.DaysOff, want) {
				t.Errorf("%s: got %v, %v, want %v", what, r.Plan.DaysOff, err, want)
			}
		}
		write(t, file, holiday(today.AddDays(2)))
		expect("before the hour", "slack/T1/C1", today.AddDays(1))
		time.Sleep(calendarPollInterval)
		expect("after an hour", "slack/T1/C1", today.AddDays(2))
		write(t, file, holiday(today.AddDays(3)))
		hangup <- os.Interrupt
		expect("after a hangup", "slack/T1/C1", today.AddDays(3))

		write(t, file, "")
		write(t, other, holiday(today.AddDays(5)))
		for range 3 {
			time.Sleep(calendarPollInterval)
		}
		expect("after it broke", "slack/T1/C1", today.AddDays(3))
		expect("beside a broken one", "slack/T1/C2", today.AddDays(5))
		if n := strings.Count(out.String(), "cannot be read"); n != 1 {
			t.Errorf("it was said %d times, want once:\n%s", n, &out)
		}
		if n := strings.Count(out.String(), `"days off read"`); n != 2+2+1 {
			t.Errorf("reading was said %d times, want 5:\n%s", n, &out)
		}
		write(t, file, holiday(today.AddDays(6)))
		time.Sleep(calendarPollInterval)
		expect("after it was mended", "slack/T1/C1", today.AddDays(6))
		write(t, file, "")
		time.Sleep(calendarPollInterval)
		if synctest.Wait(); strings.Count(out.String(), "cannot be read") != 2 {
			t.Errorf("what broke again is not said again:\n%s", &out)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
