package scoring

import (
	"fmt"
	"time"

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

// ParseSeason parses the name of a week or month, such as 2026-W48 and 2026-11, or "all".
func ParseSeason(text string) (Season, Span, bool) {
	if text == string(All) {
		return Season(All), All, true
	}
	if month, err := time.Parse("2006-01", text); err == nil {
		return Month.Season(schedule.DateOf(month)), Month, true
	}
	var year, week int
	if n, err := fmt.Sscanf(text, "%4d-W%2d", &year, &week); err != nil || n != 2 {
		return "", "", false
	}
	// 4 January is always in the first week.
	monday := schedule.Date{Year: year, Month: time.January, Day: 4}
	monday = monday.AddDays(7*(week-1) - (int(monday.Weekday())+6)%7)
	if season := Week.Season(monday); string(season) == text {
		return season, Week, true
	}
	return "", "", false // another year has that week, or it is spelt otherwise
}
