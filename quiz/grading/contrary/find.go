package contrary

import (
	"quizbot/quiz/grading/prose"
)

// Kind is a way to say the contrary.
type Kind uint8

// The kinds of contraries.
const (
	None     Kind = iota
	Negation      // a negation put in or taken out
	Opposite      // the opposite of a word
	Exchange      // two things exchanged
	Number        // another number
)

// Finding is the statement of an answer that says the contrary of a point.
type Finding struct {
	Kind Kind
	// Quote is verbatim from the answer.
	Quote string
	// Cover is the share of the point's statement that it has.
	Cover float64
}

// Answer is an answer prepared for comparison.
type Answer struct {
	source     string
	tokens     []prose.Token
	statements []statement
	of         []int // the statement of each token, or none
	heads      []bool
	values     []value
}

// NewAnswer prepares an answer.
func NewAnswer(source string, tokens []prose.Token) *Answer {
	a := &Answer{source: source, tokens: tokens, of: make([]int, len(tokens)), heads: findHeads(tokens)}
	a.setStatements(cutStatements(source, tokens))
	return a
}

func (a *Answer) setStatements(list []statement) {
	a.statements, a.values = list, nil
	for i := range a.of {
		a.of[i] = none
	}
	for n := range list {
		s := &list[n]
		s.subject = none
		s.values = findValues(a.tokens[s.start:s.end], s.start)
		a.values = append(a.values, s.values...)
		for i := s.start; i < s.end; i++ {
			a.of[i] = n
		}
	}
}

// Find returns what an answer says to the contrary of each point. Hits are by point.
func (r *Reference) Find(a *Answer, hits [][]Hit) []Finding {
	found := make([]Finding, len(r.points))
	r.splitAtSubjects(a, hits)
	r.findSubjects(a, hits)
	byStatement := make([][][]Hit, len(r.points))
	for i := range r.points {
		byStatement[i] = make([][]Hit, len(a.statements))
		for _, h := range hits[i] {
			if n := a.of[h.Start]; n != none && h.Strength >= leastClear {
				byStatement[i][n] = addHit(byStatement[i][n], h)
			}
		}
	}
	for i, p := range r.points {
		for s := range p.statements {
			if f := r.findIn(a, i, &p.statements[s], byStatement); f.Kind != None && f.Cover > found[i].Cover {
				found[i] = f
			}
		}
	}
	return found
}

// addHit adds a hit of the parts in their order. Of equal hits the strongest stays.
func addHit(hits []Hit, h Hit) []Hit {
	for k := len(hits) - 1; k >= 0 && hits[k].Part == h.Part; k-- {
		if o := &hits[k]; o.Start == h.Start && o.End == h.End && o.Opposite == h.Opposite {
			o.Strength = max(o.Strength, h.Strength)
			return hits
		}
	}
	return append(hits, h)
}

// findIn returns what an answer says to the contrary of one statement of a point. A statement that
// agrees outweighs one that doesn't.
func (r *Reference) findIn(a *Answer, i int, s *statement, hits [][][]Hit) Finding {
	var found Finding
	agreed := 0.0
	for n := range a.statements {
		if len(hits[i][n]) == 0 {
			continue
		}
		c := newClaim(r.points[i], s, a, n, hits[i][n])
		c.depends = a.dependsOnCondition(n)
		kind := c.contradicts()
		switch {
		case kind != None && c.cover > found.Cover:
			found = Finding{kind, a.quote(n, n), c.cover}
		case kind == None && c.cover > agreed && !c.isAboutAnother():
			agreed = c.cover
		}
	}
	if agreed >= found.Cover {
		found = Finding{}
	}
	if f := r.findExchange(a, i, s, hits); f.Kind != None && f.Cover > found.Cover {
		return f
	}
	return found
}

// dependsOnCondition reports whether a statement is a condition, or follows one in its sentence.
func (a *Answer) dependsOnCondition(n int) bool {
	for k := n; k >= 0 && a.statements[k].sentence == a.statements[n].sentence; k-- {
		if isConditional(a.tokens[a.statements[k].start:a.statements[k].end]) {
			return true
		}
	}
	return false
}

// quote returns the source of statements.
func (a *Answer) quote(first, last int) string {
	return a.source[a.tokens[a.statements[first].start].Start:a.tokens[a.statements[last].end-1].End]
}
