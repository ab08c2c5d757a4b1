package contrary

import (
	"slices"
	"sync"

	"quizbot/quiz/grading/prose"
)

// Part is a word, a number or a pair of Chinese characters of a point.
type Part struct {
	// Unit is the same for equal parts of all points.
	Unit int
	// Start and End are its place in the point's tokens.
	Start, End int
	Weight     float64
	// Light says that the part tells little on its own.
	Light bool
	// Asked says that the part stands in the question.
	Asked bool
}

// Hit is a place of the answer that says a part of a point, or its opposite.
type Hit struct {
	Part       int
	Start, End int // tokens of the answer
	Strength   float64
	Opposite   bool

	before int32 // the hit before with the same part and start, or none, see addHit
}

// Strengths of hits.
const (
	leastClear   = 0.8  // says its part clearly
	leastSubject = 0.85 // names a subject
)

// Reference holds the key points of a question.
type Reference struct {
	points   []*point
	subjects []int        // the units that open statements, in their order
	ranks    map[int]int  // the places of subjects among them
	isNamed  map[int]bool // the units of the question, and those that open several points

	marking   sync.Once
	isSubject [][]bool // see partsOfSubjects
}

// point is a key point, cut into statements.
type point struct {
	tokens     []prose.Token
	parts      []Part
	crossing   []bool // by part, see findCrossing
	statements []statement
	rest       []bool // see findRest
}

// none stands for no unit.
const none = -1

// New returns a reference without points.
func New() *Reference { return &Reference{ranks: map[int]int{}, isNamed: map[int]bool{}} }

// Add adds a key point.
func (r *Reference) Add(source string, tokens []prose.Token, parts []Part) {
	p := &point{tokens: tokens, parts: parts, statements: new(cutter).cut(source, tokens)}
	p.findCrossing()
	all := 0.0
	for j := range parts {
		all += parts[j].Weight
	}
	for i := range p.statements {
		s := &p.statements[i]
		s.subject = none
		s.values = findValues(tokens[s.start:s.end], s.start)
		s.negative = isNegative(tokens[s.start:s.end])
		for j := range parts {
			if parts[j].Start < s.start || parts[j].End > s.end {
				continue
			}
			s.parts = append(s.parts, j)
			s.share += parts[j].Weight / all
			if s.subject == none && !parts[j].Light && s.valueAt(parts[j].Start) == nil {
				s.subject = parts[j].Unit
				r.addSubject(s.subject)
			}
		}
	}
	for j := range parts {
		if parts[j].Asked || len(p.statements) > 0 && parts[j].Unit == p.topic() && r.hasTopic(p.topic()) {
			r.isNamed[parts[j].Unit] = true
		}
	}
	p.rest = p.findRest()
	r.points = append(r.points, p)
}

// addSubject adds a unit that opens a statement.
func (r *Reference) addSubject(unit int) {
	if _, known := r.ranks[unit]; !known {
		r.ranks[unit] = len(r.subjects)
		r.subjects = append(r.subjects, unit)
	}
}

// rankOf returns the place of a unit among the subjects, or none.
func (r *Reference) rankOf(unit int) int {
	if rank, ok := r.ranks[unit]; ok {
		return rank
	}
	return none
}

// partsOfSubjects returns which parts of each point are subjects of any.
func (r *Reference) partsOfSubjects() [][]bool {
	r.marking.Do(func() {
		for _, p := range r.points {
			marks := make([]bool, len(p.parts))
			for j := range p.parts {
				marks[j] = r.rankOf(p.parts[j].Unit) != none
			}
			r.isSubject = append(r.isSubject, marks)
		}
	})
	return r.isSubject
}

// hasTopic reports whether a point has a topic.
func (r *Reference) hasTopic(topic int) bool {
	return topic != none && slices.ContainsFunc(r.points, func(p *point) bool { return p.topic() == topic })
}
