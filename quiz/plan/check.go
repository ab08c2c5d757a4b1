package plan

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

// Mistakes returns everything that is wrong with p.
func (p Plan) Mistakes() []*Mistake {
	var wrong []*Mistake
	if _, err := p.Location(); err != nil {
		wrong = append(wrong, NewMistake("time_zone", reason.WrongZone, p.TimeZone, "%v", err))
	}
	if p.Days == 0 {
		wrong = append(wrong, NewMistake("days", reason.WrongDays, "", "is empty: name at least one, such as mon"))
	}
	if p.CatchUp <= 0 || p.CatchUp > 24*time.Hour {
		wrong = append(wrong, NewMistake("catch_up", reason.WrongDuration, shortDuration(p.CatchUp), "%s is not a time to catch up in: write it like 4h, at most 24h", p.CatchUp))
	}
	for _, s := range Settings() {
		if value := s.Format(&p); s.Values != nil && !slices.Contains(s.Values, value) {
			wrong = append(wrong, NewMistake(s.Name, reason.WrongWord, value, "%q isn't one of %s", value, strings.Join(s.Values, ", ")))
		}
	}
	if day, ok := p.Overlap(); ok {
		wrong = append(wrong, NewMistake("reveal", reason.WrongOverlap, p.Reveal.String(), "%s comes after the question that follows %s's: reveal earlier, or ask on fewer days", p.Reveal, day))
	}
	return append(wrong, checkPoints(p.Points)...)
}

// Validate returns the first of [Plan.Mistakes], nil where there is none.
func (p Plan) Validate() error {
	if wrong := p.Mistakes(); len(wrong) > 0 {
		return wrong[0]
	}
	return nil
}

// checkPoints returns what is wrong with points.
func checkPoints(p scoring.Points) []*Mistake {
	switch value := fmt.Sprintf("%d, %d, %d, %d", p.Full, p.Mostly, p.Partial, p.Tried); {
	case p.Full < p.Mostly || p.Mostly < p.Partial || p.Partial < p.Tried || p.Tried < 0:
		return []*Mistake{NewMistake("points", reason.WrongPoints, value,
			"full %d, mostly %d, partial %d, tried %d do not fall from best to worst: a better answer must not earn less, and none less than 0",
			p.Full, p.Mostly, p.Partial, p.Tried)}
	case p.Full > maxPoints:
		return []*Mistake{NewMistake("points", reason.WrongPoints, value, "are at most 1000000 for an answer")}
	}
	return nil
}

// maxPoints keeps every total far from overflowing.
const maxPoints = 1_000_000
