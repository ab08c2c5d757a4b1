package evidence

import (
	"slices"

	"quizbot/quiz/grading/analysis"
)

// point is one claim.
type point struct {
	parts []part
	total float64 // of the weights
	// characters are of Chinese words that have opposites.
	characters []character
}

// part is a unit's place in a point.
type part struct {
	unit    int
	weight  float64
	shared  float64 // weight over the number of points with the unit
	negated bool
	about   int // the entity that governs the unit, or none
	clause  int
	// start and end are its place in the tokens.
	start, end int
}

// none stands for no unit or no clause.
const none = analysis.None

// newPoint cuts a claim into parts.
func (r *Reference) newPoint(t *analysis.Text) point {
	negated := findNegated(t.Tokens)
	p := point{parts: make([]part, 0, len(t.Tokens))}
	c := cutter{t}
	for s := range c.units() {
		i := r.addUnit(c, s)
		weight := s.weight
		if r.units[i].inQuestion {
			weight *= factorInQuestion
		}
		p.parts = append(p.parts, part{unit: i, weight: weight, negated: negated[s.start], about: none, clause: int(t.ClauseOf[s.start]), start: s.start, end: s.end})
	}
	return p
}

// addUnit returns the place of a span's unit in the list, and appends the unit if it is new.
func (r *Reference) addUnit(c cutter, s span) int {
	key := c.key(s)
	i, ok := r.index[key]
	if !ok {
		i = len(r.units)
		u := c.newUnit(s)
		u.inQuestion = r.askedUnits[key]
		r.index[key] = i
		r.units = append(r.units, u)
	}
	return i
}

// weighPoints sets the weights that depend on other points.
func (r *Reference) weighPoints() {
	count := r.countPoints()
	for i := range r.points {
		p := &r.points[i]
		for j := range p.parts {
			p.parts[j].shared = p.parts[j].weight / float64(count[p.parts[j].unit])
			p.total += p.parts[j].weight
		}
	}
}

// countPoints returns the number of points with each unit.
func (r *Reference) countPoints() []int {
	count, latest := make([]int, len(r.units)), slices.Repeat([]int{none}, len(r.units))
	for i := range r.points {
		for _, p := range r.points[i].parts {
			if latest[p.unit] != i {
				count[p.unit]++
			}
			latest[p.unit] = i
		}
	}
	return count
}
