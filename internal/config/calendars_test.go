package config

import (
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// holidays returns a calendar file with a whole day off on each date.
func holidays(dates ...schedule.Date) string {
	var b strings.Builder
	b.WriteString("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//example//holidays//EN\r\n")
	for _, d := range dates {
		b.WriteString("BEGIN:VEVENT\r\nUID:" + d.String() + "\r\nSUMMARY:Holiday\r\nDTSTART;VALUE=DATE:" + strings.ReplaceAll(d.String(), "-", "") + "\r\nEND:VEVENT\r\n")
	}
	return b.String() + "END:VCALENDAR\r\n"
}

// Days off are dates and calendar files, those of the defaults too. Paths start from the
// configuration's folder.
func TestDaysOff(t *testing.T) {
	today := schedule.DateOf(time.Now())
	day := today.AddDays
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
	s, err := Load(filepath.Join(filepath.Base(folder), "config.yaml"), noEnv)
	if err != nil {
		t.Fatal(err)
	}
	for id, want := range map[quiz.RoomID][]schedule.Date{"slack/T1/C1": {day(9)}, "slack/T1/C2": {day(2), day(3), day(9)}, "slack/T1/C3": nil} {
		if got := s.Plans[id].DaysOff; !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, want %v", id, got, want)
		}
	}
	if got := s.DefaultPlan.DaysOff; !reflect.DeepEqual(got, []schedule.Date{day(9)}) {
		t.Errorf("the defaults: got %v", got)
	}
	if len(s.Calendars) != 2 {
		t.Errorf("got %d calendars, want 2", len(s.Calendars))
	}
}

// A wrong day off is told with its position.
func TestDaysOffMistakes(t *testing.T) {
	folder := t.TempDir()
	save(t, filepath.Join(folder, "page.ics"), "<html>")
	path := filepath.Join(folder, "config.yaml")
	save(t, path, "rooms:\n  - room: slack/T1/C1\n    days_off: [none.ics, page.ics, 'https://example.com/x.ics', Xmas]\n  - room: slack/T1/C2\n    days_off: [none.ics]\n")
	_, err := Load(path, noEnv)
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
