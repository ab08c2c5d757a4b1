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

// maxLineLength is the length of the longest line that is read, in bytes. Only lists of dates come near.
const maxLineLength = 64 << 10

// knownProperties are the properties that an event is read from. All others are passed over, whatever they hold.
func knownProperties() []string {
	return []string{
		"SUMMARY", "UID", "DTSTART", "DTEND", "DURATION", "STATUS", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID",
		"X-MICROSOFT-CDO-ALLDAYEVENT",
	}
}

var errTruncated = errors.New("its parts do not end where they should, so it was cut off or damaged: download it again")

// readEvents reads the events of all calendars of a text, with those that could not be read. It fails where the text
// holds no calendar or does not end as one.
//
// The library reads lines and properties. Its reading of whole calendars is not used: that gives all up for one wrong
// line, and takes one calendar in a file.
func readEvents(text []byte) (events []event, problems []Problem, err error) {
	lines := ics.NewCalendarStream(bytes.NewReader(text))
	var open []string // the components that are open
	var raw properties
	zone := ""
	calendars := 0
	for {
		line, err := lines.ReadLine()
		if line != nil {
			name, value := propertyName(string(*line))
			switch {
			case name == "BEGIN":
				if value == "VCALENDAR" {
					calendars++
					zone = ""
				}
				if value == "VEVENT" {
					raw = properties{}
				}
				open = append(open, value)
			case name == "END":
				last := len(open) - 1
				if last < 0 || open[last] != value {
					return nil, nil, errTruncated
				}
				if open = open[:last]; value == "VEVENT" {
					e, err := newEvent(raw, zone)
					if err != nil {
						problems = append(problems, Problem{raw.title(), err})
						continue
					}
					events = append(events, e)
				}
			case name == "X-WR-TIMEZONE" && slices.Equal(open, []string{"VCALENDAR"}):
				_, zone, _ = strings.Cut(string(*line), ":")
			case slices.Equal(open, []string{"VCALENDAR", "VEVENT"}) && slices.Contains(knownProperties(), name):
				raw.add(name, *line)
			}
		}
		switch {
		case errors.Is(err, io.EOF) && calendars == 0:
			return nil, nil, errors.New("it holds no calendar: name a file that begins with BEGIN:VCALENDAR")
		case errors.Is(err, io.EOF) && len(open) > 0:
			return nil, nil, errTruncated
		case errors.Is(err, io.EOF):
			return events, problems, nil
		case err != nil:
			return nil, nil, err
		}
	}
}

// propertyName returns the name of a line's property, and its value where it has no parameters, both in capitals.
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

// properties are those of an event, by name. An event that is wrong keeps the first mistake under no name.
type properties struct {
	values map[string][]*ics.BaseProperty
	err    error
}

// add reads a line.
func (p *properties) add(name string, line ics.ContentLine) {
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

// first is the first property of a name, nil where there is none.
func (p *properties) first(name string) *ics.BaseProperty {
	if list := p.values[name]; len(list) > 0 {
		return list[0]
	}
	return nil
}

// text is the value of the first property of a name.
func (p *properties) text(name string) string {
	if first := p.first(name); first != nil {
		return strings.TrimSpace(first.Value)
	}
	return ""
}

// title is what people know the event by.
func (p *properties) title() string {
	for _, property := range []string{"SUMMARY", "UID", "DTSTART"} {
		if text := p.text(property); text != "" {
			return text
		}
	}
	return "without a name"
}
