package schedule

import (
	"testing"
	"time"
)

func calendarOf(t *testing.T, change func(*Timetable)) Calendar {
	t.Helper()
	times := DefaultTimetable()
	change(&times)
	c, err := NewCalendar(times)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func date(t *testing.T, s string) Date {
	t.Helper()
	d, err := ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

func clock(t *testing.T, s string) Clock {
	t.Helper()
	c, err := ParseClock(s)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func moment(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse(time.RFC3339, s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestPlanned(t *testing.T) {
	cal := calendarOf(t, func(p *Timetable) { p.DaysOff = []Date{date(t, "2026-11-26")} })
	for day, want := range map[string]bool{
		"2026-11-23": true, "2026-11-25": true, "2026-11-26": false, "2026-11-27": true, "2026-11-28": false, "2026-11-29": false,
	} {
		if got := cal.IsPlanned(date(t, day)); got != want {
			t.Errorf("%s: planned %v, want %v", day, got, want)
		}
	}
	apia := calendarOf(t, func(p *Timetable) { p.TimeZone = "Pacific/Apia" })
	if apia.IsPlanned(date(t, "2011-12-30")) {
		t.Error("a question is planned for 30 December 2011 in Apia, a day that never was")
	}
}

func TestClosesAt(t *testing.T) {
	for name, c := range map[string]struct {
		reveal, days      string
		day, asked, wants string
	}{
		"the same day":                        {"17:30", "", "2026-11-23", "2026-11-23T09:30:00Z", "2026-11-23T17:30:00Z"},
		"the next morning":                    {"09:00", "", "2026-11-23", "2026-11-23T09:30:00Z", "2026-11-24T09:00:00Z"},
		"over the weekend":                    {"+3d 09:00", "fri", "2026-11-27", "2026-11-27T09:30:00Z", "2026-11-30T09:00:00Z"},
		"asked late, before the reveal":       {"17:30", "", "2026-11-23", "2026-11-23T16:00:00Z", "2026-11-23T17:30:00Z"},
		"asked by hand after the reveal time": {"17:30", "", "2026-11-23", "2026-11-23T18:00:00Z", "2026-11-24T09:30:00Z"},
		"asked by hand on a day off":          {"17:30", "", "2026-11-28", "2026-11-28T10:00:00Z", "2026-11-28T17:30:00Z"},
		"by hand on a day off, late":          {"17:30", "", "2026-11-28", "2026-11-28T18:00:00Z", "2026-11-29T17:30:00Z"},
	} {
		t.Run(name, func(t *testing.T) {
			cal := calendarOf(t, func(p *Timetable) {
				p.Reveal, _ = ParseRevealAt(c.reveal)
				if c.days != "" {
					_ = p.Days.UnmarshalText([]byte(c.days))
				}
			})
			if got, want := cal.ClosesAt(date(t, c.day), moment(t, c.asked)), moment(t, c.wants); !got.Equal(want) {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestParseClock(t *testing.T) {
	for s, want := range map[string]Clock{"00:00": 0, "09:30": 570, "9:30": 570, "23:59": 1439} {
		if got, err := ParseClock(s); err != nil || got != want {
			t.Errorf("%s: got %v, %v, want %v", s, got, err, want)
		}
	}
	for _, s := range []string{"", "24:00", "25", "09:60", "-1:30", "09:30x", "09:3", "13am", "25pm", "9:30:30", "10000", "+9:30", "ten"} {
		if got, err := ParseClock(s); err == nil {
			t.Errorf("%q: got %v, want an error", s, got)
		}
	}
}

func TestParseRevealAt(t *testing.T) {
	for s, want := range map[string]RevealAt{"17:30": {0, 1050}, "+2d 09:00": {2, 540}, "+10d 00:00": {10, 0}} {
		got, err := ParseRevealAt(s)
		if err != nil || got != want || got.String() != s {
			t.Errorf("%s: got %v (%q), %v, want %v", s, got, got, err, want)
		}
	}
	for _, s := range []string{"", "+0d 09:00", "+100d 09:00", "+-1d 09:00", "+2x 09:00", "+2d", "+2d 25:00"} {
		if got, err := ParseRevealAt(s); err == nil {
			t.Errorf("%q: got %v, want an error", s, got)
		}
	}
}
