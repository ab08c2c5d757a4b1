package main

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

	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/store"
)

// holidays is a calendar file with a whole day off on each date.
func holidays(dates ...quiz.Date) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//holidays//EN\r\n")
	for _, d := range dates {
		b.WriteString("BEGIN:VEVENT\r\nUID:" + d.String() + "\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:" + strings.ReplaceAll(d.String(), "-", "") + "\r\nEND:VEVENT\r\n")
	}
	return b.String() + "END:VCALENDAR\r\n"
}

// Days off are dates and calendar files, those of the defaults too; paths start from the configuration's folder.
func TestDaysOff(t *testing.T) {
	today := quiz.DateOf(time.Now())
	day := func(n int) quiz.Date { return today.AddDays(n) }
	path := write(t, `defaults:
  days_off: [all.ics]
rooms:
  - room: slack/T1/C1
  - room: slack/T1/C2
    days_off: [sub/team.ICS, `+day(3).String()+", all.ics, "+day(3).String()+`]
  - room: slack/T1/C3
    days_off: []
`)
	folder := filepath.Dir(path)
	t.Chdir(filepath.Dir(folder)) // a path that is resolved twice would lead astray
	save(t, filepath.Join(folder, "all.ics"), holidays(day(9), day(-300), day(5000)))
	save(t, filepath.Join(folder, "sub", "team.ICS"), holidays(day(2), day(9)))
	s, err := loadSettings(filepath.Join(filepath.Base(folder), "config.yaml"), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[quiz.RoomID][]quiz.Date{"slack/T1/C1": {day(9)}, "slack/T1/C2": {day(2), day(3), day(9)}, "slack/T1/C3": nil} {
		if got := s.plans[id].DaysOff; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
	if got := s.defaults.DaysOff; !reflect.DeepEqual(got, []quiz.Date{day(9)}) {
		t.Errorf("the defaults: got %v", got)
	}
	if len(s.calendars) != 2 {
		t.Errorf("got %d calendars, want 2", len(s.calendars))
	}
}

// What is no day off is said with its place.
func TestDaysOffMistakes(t *testing.T) {
	folder := t.TempDir()
	save(t, filepath.Join(folder, "page.ics"), "<html>")
	path := filepath.Join(folder, "config.yaml")
	save(t, path, "rooms:\n  - room: slack/T1/C1\n    days_off: [none.ics, page.ics, 'https://example.com/x.ics', Xmas]\n  - room: slack/T1/C2\n    days_off: [none.ics]\n")
	_, err := loadSettings(path, noEnv)
	if err == nil {
		t.Fatal("no mistake was found")
	}
	for _, want := range []string{
		":3:15: rooms[0].days_off[0]: " + filepath.Join(folder, "none.ics") + ": there is no such file: name one",
		":3:15: rooms[0].days_off[1]: " + filepath.Join(folder, "page.ics") + ": it is a web page",
		":3:15: rooms[0].days_off[2]: this is an address: download the calendar",
		`:3:15: rooms[0].days_off[3]: "Xmas" is not a date: write it like 2026-11-23, or the path of a calendar file`,
		":5:15: rooms[1].days_off[0]: ",
	} {
		if !strings.Contains(err.Error(), path+want) {
			t.Errorf("it does not say %q", want)
		}
	}
	if t.Failed() {
		t.Log(err)
	}
}

func save(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

// Calendar files are read again every hour and on a hangup, and rooms follow them; one that broke changes nothing,
// which is said once.
func TestKeepDaysOff(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		today := quiz.DateOf(time.Now())
		folder := t.TempDir()
		file, other := filepath.Join(folder, "all.ics"), filepath.Join(folder, "other.ics")
		save(t, file, holidays(today.AddDays(1)))
		save(t, other, holidays(today.AddDays(4)))
		path := filepath.Join(folder, "config.yaml")
		save(t, path, "rooms:\n  - room: slack/T1/C1\n    days_off: [all.ics]\n  - room: slack/T1/C2\n    days_off: [other.ics]\n")
		set, err := loadSettings(path, noEnv)
		if err != nil {
			t.Fatal(err)
		}
		game := quiz.NewService(store.Memory(), questions.NewLibrary(), grading.Certain{}, quiz.Options{})
		if err := game.Adopt(t.Context(), time.Now(), set.plans); err != nil {
			t.Fatal(err)
		}
		var out safe
		hangup := make(chan os.Signal)
		ctx, stop := context.WithCancel(t.Context())
		ended := make(chan error)
		go func() { ended <- keepDaysOff(ctx, game, &set, hangup, slog.New(slog.NewTextHandler(&out, nil))) }()
		expect := func(what string, room quiz.RoomID, want ...quiz.Date) {
			t.Helper()
			synctest.Wait()
			r, err := game.Room(t.Context(), room)
			if err != nil || !reflect.DeepEqual(r.Plan.DaysOff, want) {
				t.Errorf("%s: got %v, %v, want %v", what, r.Plan.DaysOff, err, want)
			}
		}
		save(t, file, holidays(today.AddDays(2)))
		expect("before the hour", "slack/T1/C1", today.AddDays(1))
		time.Sleep(calendarsEvery)
		expect("after an hour", "slack/T1/C1", today.AddDays(2))
		save(t, file, holidays(today.AddDays(3)))
		hangup <- os.Interrupt
		expect("after a hangup", "slack/T1/C1", today.AddDays(3))

		save(t, file, "")
		save(t, other, holidays(today.AddDays(5)))
		for range 3 {
			time.Sleep(calendarsEvery)
		}
		expect("after it broke", "slack/T1/C1", today.AddDays(3))
		expect("beside a broken one", "slack/T1/C2", today.AddDays(5))
		if n := strings.Count(out.String(), "cannot be read"); n != 1 {
			t.Errorf("it was said %d times, want once:\n%s", n, &out)
		}
		if n := strings.Count(out.String(), `"days off read"`); n != 2+2+1 {
			t.Errorf("reading was said %d times, want 5:\n%s", n, &out)
		}
		save(t, file, holidays(today.AddDays(6)))
		time.Sleep(calendarsEvery)
		expect("after it was mended", "slack/T1/C1", today.AddDays(6))
		save(t, file, "")
		time.Sleep(calendarsEvery)
		if synctest.Wait(); strings.Count(out.String(), "cannot be read") != 2 {
			t.Errorf("what broke again is not said again:\n%s", &out)
		}
		stop()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}
