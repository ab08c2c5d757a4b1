package quiz

import (
	"reflect"
	"testing"

	"quizbot/quiz/scoring"
)

// A dispute stands until the grade no longer misses its point, and waits for an admin until one has
// graded the answer.
func TestDisputes(t *testing.T) {
	grade := func(by scoring.Judge, states ...PointState) Grade {
		g := Grade{By: by}
		for _, s := range states {
			g.Points = append(g.Points, PointGrade{State: s})
		}
		return g
	}
	r := Reply{}
	r.SetGrade(grade(scoring.ByGrader, PointContradicted, PointMet, PointMissed))
	for _, c := range []struct {
		point int
		first bool
	}{{2, true}, {0, true}, {2, false}} {
		if first := r.DisputePoint(c.point, at(c.point)); first != c.first {
			t.Errorf("dispute of point %d: got %t", c.point, first)
		}
	}
	both, first := []Dispute{{0, at(0)}, {2, at(2)}}, []Dispute{{0, at(0)}}
	for i, c := range []struct {
		grade      Grade
		kept, open []Dispute
	}{
		{grade(scoring.ByGrader, PointMissed, PointMissed, PointMissed), both, both},
		{grade(scoring.ByGrader, PointMissed, PointMissed, PointMet), first, first},
		{grade(scoring.ByAdmin, PointMissed, PointMissed, PointMet), first, nil}, // decided
		{grade(scoring.ByGrader, PointMissed), first, first},
		{grade(scoring.ByGrader), nil, nil},
	} {
		r.SetGrade(c.grade)
		if !reflect.DeepEqual(r.Disputes, c.kept) || !reflect.DeepEqual(r.OpenDisputes(), c.open) {
			t.Errorf("grade %d: kept %v, open %v", i, r.Disputes, r.OpenDisputes())
		}
	}
}
