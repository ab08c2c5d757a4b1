package plan

import (
	"cmp"
	"fmt"
	"slices"

	"quizbot/quiz/reason"
)

// Mistakes returns all mistakes in p, ordered by [mistakeOrder].
func (p Plan) Mistakes() []*Mistake {
	var wrong []*Mistake
	for _, s := range Settings() {
		if s.check == nil {
			continue
		}
		if m := s.check(&p); m != nil {
			wrong = append(wrong, m)
		}
	}
	slices.SortStableFunc(wrong, func(a, b *Mistake) int { return cmp.Compare(mistakeOrder(a.Code), mistakeOrder(b.Code)) })
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
func checkZone(name string, p *Plan) *Mistake {
	if _, err := p.Location(); err != nil {
		return NewMistake(name, reason.WrongZone, p.TimeZone, "%v", err)
	}
	return nil
}

// checkDays returns a mistake if no day is chosen.
func checkDays(name string, p *Plan) *Mistake {
	if p.Days == 0 {
		return NewMistake(name, reason.WrongDays, "", "is empty: name at least one, such as mon")
	}
	return nil
}

// checkOverlap returns a mistake if a round would still be open when the next question is due.
func checkOverlap(name string, p *Plan) *Mistake {
	if day, ok := p.Overlap(); ok {
		m := NewMistake(name, reason.WrongOverlap, p.Reveal.String(), "%s comes after the question that follows %s's: reveal earlier, or ask on fewer days", p.Reveal, day)
		m.Others = []string{"ask", "days"}
		return m
	}
	return nil
}

// checkPoints returns a mistake if a better answer would earn less, or an answer too much.
func checkPoints(name string, p *Plan) *Mistake {
	points := p.Points
	switch value := fmt.Sprintf("%d, %d, %d, %d", points.Full, points.Mostly, points.Partial, points.Tried); {
	case points.Full < points.Mostly || points.Mostly < points.Partial || points.Partial < points.Tried || points.Tried < 0:
		return NewMistake(name, reason.WrongPoints, value,
			"full %d, mostly %d, partial %d, tried %d do not fall from best to worst: a better answer must not earn less, and none less than 0",
			points.Full, points.Mostly, points.Partial, points.Tried)
	case points.Full > maxPoints:
		return NewMistake(name, reason.WrongPoints, value, "are at most 1000000 for an answer")
	}
	return nil
}

// maxPoints keeps every total far from overflowing.
const maxPoints = 1_000_000
