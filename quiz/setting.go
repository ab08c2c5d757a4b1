package quiz

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Settings are the names of a plan's settings, in the order in which a plan is shown.
func Settings() []string {
	return []string{
		"ask", "reveal", "digest", "days", "days_off", "time_zone", "banks", "tags", "unanswered", "catch_up", "threads", "language", "points",
	}
}

// Set changes one setting, named as in configuration files, to what value says; lists have commas between their
// parts, and "all" or "none" empties them. It returns a [Mistake] or an [UnknownZoneError] and changes nothing
// where value cannot be read. Whether the plan as a whole makes sense is for [Plan.Validate] to say, and whether
// there is such a language or bank for who knows them.
func (p *Plan) Set(setting, value string) (err error) {
	value = strings.TrimSpace(value)
	switch setting {
	case "ask":
		return setTo(&p.Ask, setting, value, WrongClock, ParseClock)
	case "digest":
		return setTo(&p.Digest, setting, value, WrongClock, ParseClock)
	case "reveal":
		return setTo(&p.Reveal, setting, value, WrongReveal, ParseRevealAt)
	case "days":
		return setTo(&p.Days, setting, value, WrongDays, func(s string) (Weekdays, error) { return ParseWeekdays(list(s)) })
	case "days_off":
		return setTo(&p.DaysOff, setting, value, WrongDate, parseDates)
	case "catch_up":
		return setTo(&p.CatchUp, setting, value, WrongDuration, time.ParseDuration)
	case "unanswered":
		return setTo(&p.Unanswered, setting, value, WrongSwitch, parseSwitch)
	case "points":
		return setTo(&p.Points, setting, value, WrongPoints, parsePoints)
	case "time_zone":
		p.TimeZone, err = ParseZone(value)
		return err
	case "banks":
		p.Banks = list(value)
	case "tags":
		p.Tags = list(value)
	case "threads":
		p.Threads = Threads(strings.ToLower(value))
	case "language":
		p.Language = value
	default:
		return mistake(setting, WrongSetting, setting, "is no setting: name one of %s", strings.Join(Settings(), ", "))
	}
	return nil
}

// Setting returns a setting as [Plan.Set] reads it, and empty for a list that is.
func (p Plan) Setting(name string) string {
	switch name {
	case "ask":
		return p.Ask.String()
	case "digest":
		return p.Digest.String()
	case "reveal":
		return p.Reveal.String()
	case "days":
		return strings.Join(p.Days.Names(), ", ")
	case "days_off":
		var dates []string
		for _, d := range p.DaysOff {
			dates = append(dates, d.String())
		}
		return strings.Join(dates, ", ")
	case "catch_up":
		return shortDuration(p.CatchUp)
	case "unanswered":
		return map[bool]string{true: "on", false: "off"}[p.Unanswered]
	case "points":
		return fmt.Sprintf("%d, %d, %d, %d", p.Points.Full, p.Points.Mostly, p.Points.Partial, p.Points.Tried)
	case "time_zone":
		return p.TimeZone
	case "banks":
		return strings.Join(p.Banks, ", ")
	case "tags":
		return strings.Join(p.Tags, ", ")
	case "threads":
		return string(p.Threads)
	case "language":
		return p.Language
	}
	return ""
}

// setTo sets a value to what parse makes of text.
func setTo[T any](to *T, setting, text string, code MistakeCode, parse func(string) (T, error)) error {
	value, err := parse(text)
	if err != nil {
		return mistake(setting, code, text, "cannot be read: %v", err)
	}
	*to = value
	return nil
}

// list is what stands between the commas of a text, "all" and "none" standing for nothing. Commas may be wide
// ones, as they are typed in Chinese.
func list(text string) []string {
	if strings.EqualFold(text, "all") || strings.EqualFold(text, "none") {
		return nil
	}
	parts := strings.FieldsFunc(text, func(c rune) bool { return strings.ContainsRune(",，、", c) })
	for i := range parts {
		parts[i] = strings.TrimSpace(parts[i])
	}
	return slices.DeleteFunc(parts, func(part string) bool { return part == "" })
}

func parseDates(text string) (dates []Date, err error) {
	for _, part := range list(text) {
		d, err := ParseDate(part)
		if err != nil {
			return nil, err
		}
		dates = append(dates, d)
	}
	slices.SortFunc(dates, Date.Compare)
	return slices.Compact(dates), nil
}

func parseSwitch(text string) (bool, error) {
	switch strings.ToLower(text) {
	case "on", "true", "yes":
		return true, nil
	case "off", "false", "no":
		return false, nil
	}
	return false, fmt.Errorf("%q is neither on nor off", text)
}

// parsePoints reads four numbers, those for the best answers first.
func parsePoints(text string) (p Points, err error) {
	parts := list(text)
	fields := []*int{&p.Full, &p.Mostly, &p.Partial, &p.Tried}
	if len(parts) != len(fields) {
		return p, fmt.Errorf("%q is not four numbers: write them like 10, 7, 4, 1", text)
	}
	for i, part := range parts {
		if *fields[i], err = strconv.Atoi(part); err != nil {
			return p, fmt.Errorf("%q is no number: write four of them like 10, 7, 4, 1", part)
		}
	}
	return p, nil
}

// shortDuration is a stretch of time like 4h rather than 4h0m0s.
func shortDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}
