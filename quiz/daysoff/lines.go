package daysoff

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	ics "github.com/arran4/golang-ical"
)

// maxLineLength is the length limit of a line in bytes. Only lists of dates come near.
const maxLineLength = 64 << 10

// knownProperties are the properties of an event that are read. All others are ignored.
func knownProperties() []string {
	return []string{
		"SUMMARY", "UID", "DTSTART", "DTEND", "DURATION", "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
		"X-MICROSOFT-CDO-ALLDAYEVENT",
	}
}

var errTruncated = errors.New("its parts do not end where they should, so it was cut off or damaged: download it again")

// readEvents returns the events of all calendars in a text, and the problems of unreadable events.
// It fails for a text without a calendar and for a truncated one.
//
// The library reads lines and properties. Its parser for whole calendars is not used: it fails for
// one wrong line, and reads only one calendar of a file.
func readEvents(text []byte) ([]event, []Problem, error) {
	lines := ics.NewCalendarStream(bytes.NewReader(text))
	var r eventReader
	for {
		line, err := lines.ReadLine()
		if line != nil && !r.readLine(*line) {
			return nil, nil, errTruncated
		}
		switch {
		case errors.Is(err, io.EOF) && r.calendars == 0:
			return nil, nil, errors.New("it holds no calendar: name a file that begins with BEGIN:VCALENDAR")
		case errors.Is(err, io.EOF) && len(r.open) > 0:
			return nil, nil, errTruncated
		case errors.Is(err, io.EOF):
			return r.events, r.problems, nil
		case err != nil:
			return nil, nil, err
		}
	}
}

// eventReader collects the events of calendars, line by line.
type eventReader struct {
	events    []event
	problems  []Problem
	calendars int
	zone      string   // of the current calendar
	open      []string // open components
	raw       properties
}

// readLine reads a line. It reports false for the end of a component that is not open.
func (r *eventReader) readLine(line ics.ContentLine) bool {
	name, value := propertyName(string(line))
	switch {
	case name == "BEGIN":
		r.beginComponent(value)
	case name == "END":
		return r.endComponent(value)
	case name == "X-WR-TIMEZONE" && slices.Equal(r.open, []string{"VCALENDAR"}):
		_, r.zone, _ = strings.Cut(string(line), ":")
	case slices.Equal(r.open, []string{"VCALENDAR", "VEVENT"}) && slices.Contains(knownProperties(), name):
		r.raw.addLine(name, line)
	}
	return true
}

func (r *eventReader) beginComponent(component string) {
	if component == "VCALENDAR" {
		r.calendars++
		r.zone = ""
	}
	if component == "VEVENT" {
		r.raw = properties{}
	}
	r.open = append(r.open, component)
}

func (r *eventReader) endComponent(component string) bool {
	last := len(r.open) - 1
	if last < 0 || r.open[last] != component {
		return false
	}
	r.open = r.open[:last]
	if component != "VEVENT" {
		return true
	}
	e, err := newEvent(r.raw, r.zone)
	if err != nil {
		r.problems = append(r.problems, Problem{r.raw.title(), err})
		return true
	}
	r.events = append(r.events, e)
	return true
}

// propertyName returns the name of a line's property. For BEGIN and END it also returns the value.
// Both are in capitals.
func propertyName(line string) (name, value string) {
	i := strings.IndexAny(line, ":;")
	if i < 0 || i > len("X-MICROSOFT-CDO-ALLDAYEVENT") {
		return "", ""
	}
	name = strings.ToUpper(line[:i])
	if name == "BEGIN" || name == "END" {
		value = strings.ToUpper(strings.TrimSpace(line[i+1:]))
	}
	return name, value
}

// properties are the properties of an event by name, and the first error in them.
type properties struct {
	values map[string][]*ics.BaseProperty
	err    error
}

// addLine parses a line.
func (p *properties) addLine(name string, line ics.ContentLine) {
	if p.values == nil {
		p.values = map[string][]*ics.BaseProperty{}
	}
	if len(line) > maxLineLength {
		p.setError(fmt.Errorf("%s is longer than %d KB", name, maxLineLength>>10))
		return
	}
	read, err := ics.ParseProperty(line)
	if err != nil || read == nil {
		p.setError(fmt.Errorf("%s cannot be read", name))
		return
	}
	p.values[name] = append(p.values[name], read)
}

func (p *properties) setError(err error) {
	if p.err == nil {
		p.err = err
	}
}

// firstProperty returns the first property of a name, nil if there is none.
func (p *properties) firstProperty(name string) *ics.BaseProperty {
	if list := p.values[name]; len(list) > 0 {
		return list[0]
	}
	return nil
}

// firstValue returns the value of the first property of a name.
func (p *properties) firstValue(name string) string {
	if first := p.firstProperty(name); first != nil {
		return strings.TrimSpace(first.Value)
	}
	return ""
}

// title returns the event's name for people.
func (p *properties) title() string {
	for _, property := range []string{"SUMMARY", "UID", "DTSTART"} {
		if text := p.firstValue(property); text != "" {
			return text
		}
	}
	return "without a name"
}
