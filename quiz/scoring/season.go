package scoring

import (
	"fmt"

	"quizbot/quiz/schedule"
)

// Span is the length of a season.
type Span string

// Seasons last a week from Monday, a month, or forever.
const (
	Week  Span = "week"
	Month Span = "month"
	All   Span = "all"
)

// ParseSpan parses the name of a span.
func ParseSpan(s string) (Span, bool) {
	switch span := Span(s); span {
	case Week, Month, All:
		return span, true
	}
	return "", false
}

// Season is the period of a leaderboard: 2026-W48, 2026-11 or all.
type Season string

// Season returns the season of this span with d in it. Weeks follow ISO 8601.
func (s Span) Season(d schedule.Date) Season {
	switch s {
	case Week:
		year, week := d.Midnight().ISOWeek()
		return Season(fmt.Sprintf("%04d-W%02d", year, week))
	case Month:
		return Season(fmt.Sprintf("%04d-%02d", d.Year, d.Month))
	default:
		return Season(All)
	}
}

// Seasons returns the three seasons with d in them. An entry of that date counts in each.
func Seasons(d schedule.Date) [3]Season {
	return [3]Season{Week.Season(d), Month.Season(d), All.Season(d)}
}
