package plan

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"quizbot/quiz/reason"
)

// Mistakes returns all mistakes in p, ordered by [mistakeOrder].
func (p Plan) Mistakes() []*reason.Mistake {
	var wrong []*reason.Mistake
	for _, s := range Settings() {
		if s.check == nil {
			continue
		}
		if m := s.check(&p); m != nil {
			wrong = append(wrong, m)
		}
	}
	slices.SortStableFunc(wrong, func(a, b *reason.Mistake) int { return cmp.Compare(mistakeOrder(a.Code), mistakeOrder(b.Code)) })
	return wrong
}

// mistakeOrder returns the rank of a code: the zone and the days come first, because other
// mistakes may follow from them, and the rule over several settings comes last. All others have
// the order of their settings.
func mistakeOrder(code reason.MistakeCode) int {
	switch code {
	case reason.WrongZone:
		return 0
	case reason.WrongDays:
		return 1
	case reason.WrongOverlap:
		return 3
	default:
		return 2
	}
}

// Validate returns the first of [Plan.Mistakes], nil if there is none.
func (p Plan) Validate() error {
	if wrong := p.Mistakes(); len(wrong) > 0 {
		return wrong[0]
	}
	return nil
}

// checkZone returns a mistake if the time zone is unknown.
func checkZone(name string, p *Plan) *reason.Mistake {
	if _, err := p.Location(); err != nil {
		return newMistake(reason.WrongZone, name, p.TimeZone, "cause", err.Error())
	}
	return nil
}

// checkDays returns a mistake if no day is chosen.
func checkDays(name string, p *Plan) *reason.Mistake {
	if p.Days == 0 {
		return newMistake(reason.WrongDays, name, "")
	}
	return nil
}

// checkOverlap returns a mistake if a round would still be open when the next question is due.
func checkOverlap(name string, p *Plan) *reason.Mistake {
	if day, ok := p.Overlap(); ok {
		return newMistake(reason.WrongOverlap, name, p.Reveal.String(), "day", day.String(), "others", reason.JoinList([]string{"ask", "days"}))
	}
	return nil
}

// maxCatchUp keeps a late question away from the next day's.
const maxCatchUp = 24 * time.Hour

// checkCatchUp returns a mistake if nothing could be caught up with, or things of the day before.
func checkCatchUp(name string, p *Plan) *reason.Mistake {
	if d := p.CatchUp; d <= 0 || d > maxCatchUp {
		return newMistake(reason.WrongDuration, name, formatDuration(d), "duration", d.String(), "most", formatDuration(maxCatchUp))
	}
	return nil
}

// Bounds of the grade deadline. A shorter one would leave no time to try a grader again.
const (
	minGradeDeadline = time.Minute
	maxGradeDeadline = 6 * time.Hour
)

// checkGradeDeadline returns a mistake if the grade deadline is too short or too long.
func checkGradeDeadline(name string, p *Plan) *reason.Mistake {
	if d := p.GradeDeadline; d < minGradeDeadline || d > maxGradeDeadline {
		return newMistake(reason.WrongDeadline, name, formatDuration(d),
			"duration", d.String(), "least", formatDuration(minGradeDeadline), "most", formatDuration(maxGradeDeadline))
	}
	return nil
}

// checkPoints returns a mistake if a better answer would earn less, or an answer too much.
func checkPoints(name string, p *Plan) *reason.Mistake {
	points := p.Points
	switch value := fmt.Sprintf("%d, %d, %d, %d", points.Full, points.Mostly, points.Partial, points.Tried); {
	case points.Full < points.Mostly || points.Mostly < points.Partial || points.Partial < points.Tried || points.Tried < 0:
		return newMistake(reason.WrongPoints, name, value,
			"full", strconv.Itoa(points.Full), "mostly", strconv.Itoa(points.Mostly), "partial", strconv.Itoa(points.Partial), "tried", strconv.Itoa(points.Tried))
	case points.Full > maxPoints:
		return newMistake(reason.HighPoints, name, value, "most", strconv.Itoa(maxPoints))
	}
	return nil
}

// maxPoints keeps every total far from overflowing.
const maxPoints = 1_000_000
