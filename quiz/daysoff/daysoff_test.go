package daysoff_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"quizbot/quiz/daysoff"
	"quizbot/quiz/schedule"
)

// calendar puts events into a calendar, each of them a list of lines with a space between.
func calendar(events ...string) string {
	text := "BEGIN:VCALENDAR\r\nVERSION:2.0\r\n"
	for _, e := range events {
		text += "BEGIN:VEVENT\r\n" + strings.ReplaceAll(e, " | ", "\r\n") + "\r\nEND:VEVENT\r\n"
	}
	return text + "END:VCALENDAR\r\n"
}

func date(t *testing.T, text string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(text)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// read reads a calendar for the time from December 2026 to December 2027.
func read(t *testing.T, text string) daysoff.Calendar {
	t.Helper()
	c, err := daysoff.Read(strings.NewReader(text), date(t, "2026-12-01"), date(t, "2027-12-31"))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// days are the days off as month and day, with the year where it is not 2027.
func days(c daysoff.Calendar) string {
	var list []string
	for _, d := range c.Days {
		list = append(list, strings.TrimPrefix(d.String(), "2027-"))
	}
	return strings.Join(list, " ")
}

func TestDays(t *testing.T) {
	for name, c := range map[string]struct{ event, want string }{
		"a day":                       {"DTSTART;VALUE=DATE:20270501 | SUMMARY:Labour Day", "05-01"},
		"the end is not part of it":   {"DTSTART;VALUE=DATE:20270501 | DTEND;VALUE=DATE:20270504", "05-01 05-02 05-03"},
		"an end that is the start":    {"DTSTART;VALUE=DATE:20270501 | DTEND;VALUE=DATE:20270501", "05-01"},
		"an end before the start":     {"DTSTART;VALUE=DATE:20270501 | DTEND;VALUE=DATE:20270401", "05-01"},
		"a duration in days":          {"DTSTART;VALUE=DATE:20270501 | DURATION:P2D", "05-01 05-02"},
		"a duration in weeks":         {"DTSTART;VALUE=DATE:20270501 | DURATION:P1W", "05-01 05-02 05-03 05-04 05-05 05-06 05-07"},
		"a duration of part of a day": {"DTSTART;VALUE=DATE:20270501 | DURATION:PT36H", "05-01 05-02"},
		"a duration of nothing":       {"DTSTART:20270501 | DURATION:PT0S", "05-01"},
		"a date without VALUE":        {"DTSTART:20270501", "05-01"},
		"small letters":               {"dtstart;value=date:20270501", "05-01"},
		"over the new year":           {"DTSTART;VALUE=DATE:20261231 | DTEND;VALUE=DATE:20270103", "2026-12-31 01-01 01-02"},
		"partly before the window":    {"DTSTART;VALUE=DATE:20261128 | DTEND;VALUE=DATE:20261203", "2026-12-01 2026-12-02"},
		"partly after it":             {"DTSTART;VALUE=DATE:20271231 | DTEND;VALUE=DATE:20280103", "12-31"},
		"outside of it":               {"DTSTART;VALUE=DATE:20280501", ""},
		"from midnight to midnight":   {"DTSTART;TZID=Europe/Berlin:20270501T000000 | DTEND;TZID=Europe/Berlin:20270502T000000", "05-01"},
		"of an unknown zone":          {"DTSTART;TZID=Customized Time Zone:20270501T000000 | DTEND;TZID=Customized Time Zone:20270502T000000", "05-01"},
		"in UTC, of a zone":           {"DTSTART;TZID=Asia/Shanghai:20270430T160000Z | DTEND:20270501T160000Z", "05-01"},
		"longer than a day":           {"DTSTART:20270430T090000 | DTEND:20270502T170000", "05-01"},
		"part of a day":               {"DTSTART:20270501T090000 | DTEND:20270501T170000", ""},
		"part of two days":            {"DTSTART:20270501T200000 | DTEND:20270502T030000", ""},
		"a moment":                    {"DTSTART:20270501T000000", ""},
		"Outlook's whole day":         {"DTSTART:20270501T020000 | DTEND:20270502T020000 | X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "05-01"},
		"Outlook's whole day, with times": {
			"DTSTART:20270501T090000 | DTEND:20270501T170000 | X-MICROSOFT-CDO-ALLDAYEVENT:TRUE", "05-01",
		},
		"Outlook's other days": {"DTSTART:20270501T090000 | DTEND:20270501T170000 | X-MICROSOFT-CDO-ALLDAYEVENT:FALSE", ""},
		"cancelled":            {"DTSTART:20270501 | STATUS:CANCELLED", ""},
		"transparent, as holidays are": {
			"DTSTART:20270501 | TRANSP:TRANSPARENT | STATUS:CONFIRMED", "05-01",
		},
		"with an alarm": {
			"DTSTART:20270501 | BEGIN:VALARM | TRIGGER:-PT15M | DURATION:P5D | END:VALARM", "05-01",
		},
		"yearly":           {"DTSTART:19490101 | RRULE:FREQ=YEARLY", "01-01"},
		"yearly, leap day": {"DTSTART:20240229 | RRULE:FREQ=YEARLY", ""},
		"the fourth Thursday": {
			"DTSTART:20001123 | RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH", "11-25",
		},
		"the last Monday of May": {"DTSTART:20000529 | RRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO", "05-31"},
		"until, included":        {"DTSTART:20270501 | RRULE:FREQ=DAILY;UNTIL=20270503", "05-01 05-02 05-03"},
		"until in UTC": {
			"DTSTART;TZID=Asia/Shanghai:20270501T000000 | DURATION:P1D | RRULE:FREQ=DAILY;UNTIL=20270501T160000Z", "05-01 05-02",
		},
		"a count":            {"DTSTART:20261230 | RRULE:FREQ=DAILY;COUNT=3", "2026-12-30 2026-12-31 01-01"},
		"a count that ended": {"DTSTART:20160501 | RRULE:FREQ=YEARLY;COUNT=3", ""},
		"every other week":   {"DTSTART:20271129 | RRULE:FREQ=WEEKLY;INTERVAL=2", "11-29 12-13 12-27"},
		"weekly, two days of length": {
			"DTSTART:20271218 | DTEND:20271220 | RRULE:FREQ=WEEKLY", "12-18 12-19 12-25 12-26",
		},
		"a rule with an hour":      {"DTSTART:20270501 | RRULE:FREQ=YEARLY;BYHOUR=9;BYMINUTE=0;BYSECOND=0", "05-01"},
		"a rule in small letters":  {"DTSTART:20270501 | RRULE:freq=daily;count=2", "05-01 05-02"},
		"an exception":             {"DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=3 | EXDATE;VALUE=DATE:20270502", "05-01 05-03"},
		"several exceptions":       {"DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=4 | EXDATE:20270501,20270503 | EXDATE:20270504", "05-02"},
		"an exception with a time": {"DTSTART:20270501T000000 | DURATION:P1D | RRULE:FREQ=DAILY;COUNT=2 | EXDATE:20270501T000000", "05-02"},
		"an exception by the date": {"DTSTART:20270430T120000 | DURATION:P2D | RRULE:FREQ=DAILY;COUNT=2 | EXDATE:20270430", "05-02"},
		"dates besides":            {"DTSTART:20270501 | RDATE;VALUE=DATE:20270510,20270511", "05-01 05-10 05-11"},
		"a period besides":         {"DTSTART:20270501 | RDATE;VALUE=PERIOD:20270510T000000/P1D", "05-01 05-10"},
		"a day of work":            {"DTSTART:20270502 | SUMMARY:劳动节 补班 第1天/共1天", ""},
		"a weekend of work":        {"DTSTART:20270502 | SUMMARY:调休上班", ""},
		"work in brackets":         {"DTSTART:20270502 | SUMMARY:国庆节（班）", ""},
		"work at the end":          {"DTSTART:20270502 | SUMMARY:国庆节 班", ""},
		"work in English":          {"DTSTART:20270502 | SUMMARY:Special Working Day", ""},
		"workday in one word":      {"DTSTART:20270502 | SUMMARY:Workday (National Day)", ""},
		"no work in Chinese":       {"DTSTART:20270502 | SUMMARY:全天不上班", "05-02"},
		"no work in English":       {"DTSTART:20270502 | SUMMARY:Non-working day", "05-02"},
		"rest":                     {"DTSTART:20270502 | SUMMARY:国庆节（休）", "05-02"},
		"班 within a word":          {"DTSTART:20270502 | SUMMARY:班会日", "05-02"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, calendar(c.event))
			if days(got) != c.want || len(got.Problems) > 0 {
				t.Errorf("got %q and %v, want %q", days(got), got.Problems, c.want)
			}
		})
	}
}

// The files themselves are written in many ways.
func TestFiles(t *testing.T) {
	one := calendar("DTSTART:20270501 | SUMMARY:Labour Day", "DTSTART:20270502")
	for name, c := range map[string]struct{ text, want string }{
		"with line feeds alone":  {strings.ReplaceAll(one, "\r\n", "\n"), "05-01 05-02"},
		"with a byte-order mark": {"\ufeff" + one, "05-01 05-02"},
		"in UTF-16":              {utf16(one), "05-01 05-02"},
		"two calendars":          {one + calendar("DTSTART:20270503"), "05-01 05-02 05-03"},
		"folded lines":           {calendar("DTSTART;VALUE=\r\n DATE:2027\r\n\t0501"), "05-01"},
		"in small letters":       {strings.ToLower(one), "05-01 05-02"},
		"without a last break":   {strings.TrimSpace(one), "05-01 05-02"},
		"without events":         {calendar(), ""},
		"tasks are no events":    {strings.ReplaceAll(one, "VEVENT", "VTODO"), ""},
		"in the calendar's zone": {
			strings.Replace(calendar("DTSTART:20270430T160000Z | DTEND:20270501T160000Z"), "VERSION:2.0", "X-WR-TIMEZONE:Asia/Shanghai", 1), "05-01",
		},
		"one repetition moved": {
			calendar("UID:a | DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=3", "UID:a | RECURRENCE-ID:20270502 | DTSTART:20270510"),
			"05-01 05-03 05-10",
		},
		"one repetition cancelled": {
			calendar("UID:a | RECURRENCE-ID:20270502 | DTSTART:20270502 | STATUS:CANCELLED", "UID:a | DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=3"),
			"05-01 05-03",
		},
		"one repetition longer": {
			calendar("UID:a | DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=2", "UID:a | RECURRENCE-ID:20270502 | DTSTART:20270502 | DURATION:P2D"),
			"05-01 05-02 05-03",
		},
		"one repetition with a rule of its own": {
			calendar("UID:a | RECURRENCE-ID:20270502 | DTSTART:20270502 | RRULE:FREQ=DAILY;COUNT=5"), "05-02",
		},
		"two calendars, one with a zone": {
			strings.Replace(calendar(), "VERSION:2.0", "X-WR-TIMEZONE:Asia/Shanghai", 1) + calendar("DTSTART:20270430T160000Z | DURATION:P1D"), "",
		},
		"one of another event moved": {
			calendar("UID:a | DTSTART:20270501 | RRULE:FREQ=DAILY;COUNT=2", "UID:b | RECURRENCE-ID:20270502 | DTSTART:20270510"),
			"05-01 05-02 05-10",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if got := read(t, c.text); days(got) != c.want || len(got.Problems) > 0 {
				t.Errorf("got %q and %v, want %q", days(got), got.Problems, c.want)
			}
		})
	}
}

// utf16 is a text as Windows at times writes it: in UTF-16 with a mark in front.
func utf16(text string) string {
	b := []byte{0xff, 0xfe}
	for _, r := range text {
		b = append(b, byte(r), byte(r>>8))
	}
	return string(b)
}

func TestCounts(t *testing.T) {
	c := read(t, calendar("DTSTART:20270501", "DTSTART:20270502 | SUMMARY:补班", "DTSTART:20270503T090000 | DURATION:PT1H",
		"DTSTART:20270503T110000 | DURATION:PT1H", "DTSTART:20270504T110000 | STATUS:CANCELLED"))
	if c.Partial != 2 || c.Working != 1 || days(c) != "05-01" {
		t.Errorf("got %d events of part of a day, %d of work, and the days %q", c.Partial, c.Working, days(c))
	}
}

// One event that is wrong is told, and takes none of the others with it.
func TestProblems(t *testing.T) {
	for name, c := range map[string]struct{ event, want string }{
		"no date":                {"DTSTART:soon | SUMMARY:Feast", `the event "Feast": "SOON" is no date: write it like 20261225`},
		"no start":               {"SUMMARY:Feast", `the event "Feast": it has no DTSTART`},
		"a year long ago":        {"DTSTART:00010101 | SUMMARY:Feast", `the event "Feast": it begins in the year 1`},
		"no end":                 {"UID:a@b | DTSTART:20270501 | DTEND:later", `the event "a@b": "LATER" is no date`},
		"no duration":            {"DTSTART:20270501 | DURATION:long", `the event "20270501": "long" is no duration: write it like P3D`},
		"less than no time":      {"DTSTART:20270501 | DURATION:-P1D", `is no duration`},
		"a parameter cut off":    {"DTSTART;VALUE | SUMMARY:Feast", `the event "Feast": DTSTART cannot be read`},
		"a rule that is none":    {"DTSTART:20270501 | RRULE:FREQ=SOMETIMES", `its rule "FREQ=SOMETIMES" cannot be read`},
		"a month that is none":   {"DTSTART:20270501 | RRULE:FREQ=YEARLY;BYMONTH=13", `its rule "FREQ=YEARLY;BYMONTH=13" cannot be read`},
		"each second":            {"DTSTART:20270501 | RRULE:FREQ=SECONDLY", "it repeats more often than daily"},
		"each hour":              {"DTSTART:20270501 | RRULE:FREQ=HOURLY;INTERVAL=24", "it repeats more often than daily"},
		"a long way":             {"DTSTART:20270501 | RRULE:FREQ=DAILY;INTERVAL=9223372036854775807", "leaves too long a time between"},
		"an end that is none":    {"DTSTART:20270501 | RRULE:FREQ=DAILY;UNTIL=ever", `"EVER" is no date`},
		"an exception of none":   {"DTSTART:20270501 | EXDATE:ever", `"EVER" is no date`},
		"a date besides of none": {"DTSTART:20270501 | RDATE:ever", `"EVER" is no date`},
		"an instance of none":    {"DTSTART:20270501 | RECURRENCE-ID:ever", `"EVER" is no date`},
		"a line without end":     {"DTSTART:20270501 | EXDATE:" + strings.Repeat("20270501,", 1<<13) + "20270501", "EXDATE is longer than 64 KB"},
	} {
		t.Run(name, func(t *testing.T) {
			got := read(t, calendar(c.event, "DTSTART:20270601"))
			if !strings.HasSuffix(days(got), "06-01") || len(got.Problems) != 1 || !strings.Contains(got.Problems[0].Error(), c.want) {
				t.Errorf("got %q and %v, want %q", days(got), got.Problems, c.want)
			}
		})
	}
}

// A text without a complete calendar is refused with a remedy.
func TestRefused(t *testing.T) {
	one := calendar("DTSTART:20270501")
	for name, c := range map[string]struct{ text, want string }{
		"empty":         {"", "it is empty: download the calendar again"},
		"blank":         {"\ufeff \n", "it is empty: download the calendar again"},
		"a web page":    {"\n<!DOCTYPE html><html>", "it is a web page, not a calendar: download what the link to the .ics file leads to"},
		"other text":    {"Days off: none", "it holds no calendar: name a file that begins with BEGIN:VCALENDAR"},
		"cut off":       {one[:len(one)-20], "its parts do not end where they should, so it was cut off or damaged: download it again"},
		"an end missed": {strings.Replace(one, "END:VEVENT\r\n", "", 1), "its parts do not end where they should, so it was cut off or damaged: download it again"},
		"an end alone":  {strings.TrimSuffix(one, "END:VEVENT\r\nEND:VCALENDAR\r\n"), "its parts do not end where they should, so it was cut off or damaged: download it again"},
		"crossed ends": {
			strings.TrimSuffix(one, "END:VEVENT\r\nEND:VCALENDAR\r\n") + "END:VCALENDAR\r\nEND:VEVENT\r\n",
			"its parts do not end where they should, so it was cut off or damaged: download it again",
		},
		"too large": {one + strings.Repeat(" ", daysoff.MaxSize), "it is larger than 16 MB: name a calendar of holidays alone"},
		"rules that take for ever": {
			calendar(repeated("DTSTART:20270501 | RRULE:FREQ=DAILY;BYMONTH=2;BYMONTHDAY=30", 200)...),
			`its rules take very long to work out, last that of the event "20270501": name a calendar of holidays alone`,
		},
	} {
		t.Run(name, func(t *testing.T) {
			began := time.Now()
			_, err := daysoff.Read(strings.NewReader(c.text), date(t, "2026-12-01"), date(t, "2027-12-31"))
			if fmt.Sprint(err) != c.want {
				t.Errorf("got %v, want %s", err, c.want)
			}
			if passed := time.Since(began); passed > time.Minute {
				t.Errorf("it took %s", passed)
			}
		})
	}
}

func repeated(text string, n int) []string {
	list := make([]string, n)
	for i := range list {
		list[i] = text
	}
	return list
}

func TestReadFile(t *testing.T) {
	path := filepath.Join(t.TempDir(), "holidays.ics")
	from, to := date(t, "2027-01-01"), date(t, "2027-12-31")
	if _, err := daysoff.ReadFile(path, from, to); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a file that does not exist: got %v", err)
	}
	for text, want := range map[string]string{"": path + ": it is empty: download the calendar again", calendar("DTSTART:20270501"): "<nil>"} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		c, err := daysoff.ReadFile(path, from, to)
		if fmt.Sprint(err) != want {
			t.Errorf("got %v, want %s", err, want)
		}
		if err == nil && days(c) != "05-01" {
			t.Errorf("got %q", days(c))
		}
	}
}

// Whatever a file holds, reading it ends, and all days are within the window.
func FuzzRead(f *testing.F) {
	for _, event := range []string{
		"DTSTART;VALUE=DATE:20270501 | DTEND;VALUE=DATE:20270504", "DTSTART:20270501 | RRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=-1MO;COUNT=3",
		"UID:a | DTSTART;TZID=Asia/Shanghai:20270430T160000Z | RRULE:FREQ=MONTHLY;BYSETPOS=-1;BYDAY=MO,TU;UNTIL=20280101 | EXDATE:20270502",
		"UID:a | RECURRENCE-ID:20270502 | DTSTART:20270502T000000 | DURATION:P1DT2H | RDATE;VALUE=PERIOD:20270510T000000/P1D | X-MICROSOFT-CDO-ALLDAYEVENT:TRUE",
		"DTSTART:20270501 | RRULE:FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYWEEKNO=1,53;BYYEARDAY=-1;BYEASTER=1",
	} {
		f.Add([]byte(calendar(event)))
	}
	from, to := schedule.Date{Year: 2026, Month: 12, Day: 1}, schedule.Date{Year: 2027, Month: 12, Day: 31}
	f.Fuzz(func(t *testing.T, text []byte) {
		c, err := daysoff.Read(strings.NewReader(string(text)), from, to)
		if err != nil && (len(c.Days) > 0 || strings.Contains(err.Error(), "\n")) {
			t.Errorf("%d days with the error %v", len(c.Days), err)
		}
		for i, d := range c.Days {
			if d.Before(from) || to.Before(d) || i > 0 && !c.Days[i-1].Before(d) {
				t.Errorf("%v", c.Days)
			}
		}
	})
}
