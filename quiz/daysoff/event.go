package daysoff

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	ics "github.com/arran4/golang-ical"

	"quizbot/quiz/schedule"
)

// event is an event, on its own clock.
type event struct {
	properties
	// start is the beginning. length is the duration; a day has 24 hours.
	start  time.Time
	length time.Duration
	zone   *time.Location
	// recurrenceID is the repetition that the event replaces, zero for an independent event.
	recurrenceID time.Time
	cancelled    bool
	working      bool
}

const day = 24 * time.Hour

// newEvent parses an event. Times in UTC are converted to the zone of the event or its calendar.
func newEvent(p properties, calendarZone string) (event, error) {
	e := event{properties: p, cancelled: strings.EqualFold(p.firstValue("STATUS"), "CANCELLED"), working: isWorkingDay(p.firstValue("SUMMARY"))}
	if p.err != nil {
		return e, p.err
	}
	start := p.firstProperty("DTSTART")
	if start == nil {
		return e, errors.New("it has no DTSTART")
	}
	e.zone = eventZone(start, calendarZone)
	var err error
	var whole bool
	if e.start, whole, err = e.parseTime(start.Value); err != nil {
		return e, err
	}
	if e.start.Year() < 1600 {
		return e, fmt.Errorf("it begins in the year %d", e.start.Year())
	}
	if replaced := p.firstValue("RECURRENCE-ID"); replaced != "" {
		if e.recurrenceID, _, err = e.parseTime(replaced); err != nil {
			return e, err
		}
	}
	if e.length, err = e.eventLength(whole); err != nil {
		return e, err
	}
	if strings.EqualFold(p.firstValue("X-MICROSOFT-CDO-ALLDAYEVENT"), "TRUE") {
		end := e.start.Add(e.length)
		e.start = midnightUTC(schedule.DateOf(e.start))
		e.length = max(day, end.Sub(e.start).Truncate(day))
	}
	return e, nil
}

// eventZone returns the zone of a property, or its calendar's zone if that is unknown.
func eventZone(p *ics.BaseProperty, calendar string) *time.Location {
	for name, values := range p.ICalParameters {
		if strings.EqualFold(name, "TZID") && len(values) > 0 {
			calendar = values[0]
		}
	}
	zone, err := time.LoadLocation(strings.TrimSpace(calendar))
	if err != nil {
		return time.UTC
	}
	return zone
}

// parseTime parses a whole date, or a date with a time, on the clock of the event.
func (e *event) parseTime(text string) (at time.Time, whole bool, err error) {
	text = strings.ToUpper(strings.TrimSpace(text))
	if at, err = time.Parse("20060102", text); err == nil {
		return at, true, nil
	}
	at, err = time.Parse("20060102T150405", strings.TrimSuffix(text, "Z"))
	if err != nil {
		return at, false, fmt.Errorf("%q is no date: write it like 20261225", text)
	}
	if strings.HasSuffix(text, "Z") {
		_, offset := at.In(e.zone).Zone()
		at = at.Add(time.Duration(offset) * time.Second)
	}
	return at, false, nil
}

// eventLength returns the duration of an event. whole says that it begins with a whole day.
func (e *event) eventLength(whole bool) (time.Duration, error) {
	least := time.Duration(0)
	if whole {
		least = day
	}
	if text := e.firstValue("DURATION"); text != "" {
		length, err := parseDuration(text)
		if whole {
			length = (length + day - 1).Truncate(day)
		}
		return max(least, length), err
	}
	text := e.firstValue("DTEND")
	if text == "" {
		return least, nil
	}
	end, _, err := e.parseTime(text)
	if err != nil {
		return 0, err
	}
	return max(least, end.Sub(e.start)), nil
}

var durationPattern = regexp.MustCompile(`^\+?P(?:(\d{1,4})W)?(?:(\d{1,5})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,8})M)?(?:(\d{1,9})S)?)?$`)

// parseDuration parses a duration like P3D or PT36H.
func parseDuration(text string) (time.Duration, error) {
	parts := durationPattern.FindStringSubmatch(strings.ToUpper(text))
	if parts == nil {
		return 0, fmt.Errorf("%q is no duration: write it like P3D", text)
	}
	var length time.Duration
	for i, unit := range []time.Duration{7 * day, day, time.Hour, time.Minute, time.Second} {
		n, _ := strconv.Atoi(parts[i+1]) // absent parts are 0
		length += time.Duration(n) * unit
	}
	return length, nil
}

// coversWholeDay reports whether the event covers a day from midnight to midnight.
func (e *event) coversWholeDay() bool {
	return firstMidnight(e.start).Before(schedule.DateOf(e.start.Add(e.length)))
}

// The patterns of working days at weekends, as in Chinese calendars: 补班, 上班, （班）, or 班 alone, and
// of phrases for the contrary.
var (
	workingDayPattern = regexp.MustCompile(`补班|补课|上班|(?:^|[^\p{L}])班(?:$|[^\p{L}])|(?i:\bwork(?:ing)?[ -]?day\b)`)
	dayOffPattern     = regexp.MustCompile(`(?:不|不用|无需|不必|停止?)上班|(?i:\bno(?:t a|n)?[ -]?work(?:ing)?[ -]?day\b)`)
)

// isWorkingDay reports whether a summary marks a working day.
func isWorkingDay(summary string) bool {
	return workingDayPattern.MatchString(summary) && !dayOffPattern.MatchString(summary)
}
