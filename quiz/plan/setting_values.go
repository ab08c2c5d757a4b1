package plan

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz/input"
	"quizbot/quiz/scoring"
)

// errUnreadable is the error of parsers for typed values. The setting's [reason.Mistake] replaces
// it.
var errUnreadable = errors.New("the value of a setting is unreadable")

// timeSpan is a duration with a short format.
type timeSpan time.Duration

// String returns 4h rather than 4h0m0s.
func (s timeSpan) String() string { return formatDuration(time.Duration(s)) }

var timeSpanUnits = regexp.MustCompile(`(\d) ?(hours?|hrs?|个?小时|个?钟头|minutes?|mins?|分钟?)`)

// parseTimeSpan parses hours and minutes: 4h, 90m, 1h30m, 4 hours, 90分钟.
func parseTimeSpan(text string) (timeSpan, error) {
	bare := timeSpanUnits.ReplaceAllStringFunc(input.ConvertHanNumbers(input.Fold(text)), func(s string) string {
		unit := "h"
		if strings.Contains(s, "m") || strings.Contains(s, "分") {
			unit = "m"
		}
		return s[:1] + unit
	})
	d, err := time.ParseDuration(strings.ReplaceAll(strings.ReplaceAll(bare, " and ", ""), " ", ""))
	if err != nil {
		return 0, errUnreadable
	}
	return timeSpan(d), nil
}

var pointsPattern = regexp.MustCompile(`-?\d+`)

// parsePoints parses four numbers, the best band first, perhaps with the names of the bands.
func parsePoints(text string) (p scoring.Points, err error) {
	bare := input.Fold(text)
	for _, name := range []string{"full", "mostly", "partial", "tried", "points", "and"} {
		bare = strings.ReplaceAll(bare, name, " ")
	}
	found := pointsPattern.FindAllString(bare, -1)
	rest := strings.Trim(pointsPattern.ReplaceAllString(bare, ""), "")
	fields := []*int{&p.Full, &p.Mostly, &p.Partial, &p.Tried}
	if len(found) != len(fields) || strings.Trim(rest, " ,、;；/:={}|分") != "" {
		return p, errUnreadable
	}
	for i, n := range found {
		if *fields[i], err = strconv.Atoi(n); err != nil {
			return p, errUnreadable
		}
	}
	return p, nil
}

// formatDuration returns 4h rather than 4h0m0s.
func formatDuration(d time.Duration) string {
	s := d.String()
	if strings.HasSuffix(s, "m0s") {
		s = strings.TrimSuffix(s, "0s")
	}
	if strings.HasSuffix(s, "h0m") {
		s = strings.TrimSuffix(s, "0m")
	}
	return s
}

// parseDuration parses a duration in a configuration file.
func parseDuration(text string) (time.Duration, error) {
	d, err := time.ParseDuration(text)
	if err != nil {
		return 0, fmt.Errorf("%q is no stretch of time: write it like 4h or 90m", text)
	}
	return d, nil
}
