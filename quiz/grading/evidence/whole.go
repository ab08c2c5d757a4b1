package evidence

import (
	"quizbot/quiz/grading/prose"
)

// wholeAnswer holds the signs of an answer as a whole, from 0 to 1.
type wholeAnswer struct {
	precision float64 // the share of its weight that is in the points
	echo      float64 // the share of its weight that is in the question
	foreign   float64 // the share of its weight in a language other than the points'
	disorder  float64 // see prose.Disorder
	list      float64 // the share of pieces that are bare names
	hedge     float64 // 1 if its author says not to know
}

// leastPrecise is the least strength of an occurrence that counts for precision.
const leastPrecise = 0.6

func (m *match) wholeAnswer() wholeAnswer {
	w := wholeAnswer{disorder: m.a.Disorder(), list: m.a.ListShare(), hedge: flag(m.a.IsHedged())}
	covered := m.coveredTokens()
	all, hit, asked, han := 0.0, 0.0, 0.0, 0.0
	for s := range m.a.cutter.units() {
		all += s.weight
		if covered[s.start] {
			hit += s.weight
		}
		if m.a.asked[s.start] && m.a.asked[s.end-1] && m.r.askedUnits[m.a.cutter.key(s)] {
			asked += s.weight
		}
		if s.kind == prose.Han {
			han += s.weight
		}
	}
	w.precision, w.echo = share(hit, all), share(asked, all)
	if all > 0 {
		w.foreign = han / all
		if m.r.han {
			w.foreign = 1 - w.foreign
		}
	}
	return w
}

// coveredTokens marks the tokens that say any unit of the points.
func (m *match) coveredTokens() []bool {
	covered := m.memory.marks.Take(len(m.a.Tokens))
	for u := range m.occurrences {
		for _, o := range m.occurrences[u] {
			if o.strength >= leastPrecise {
				for t := o.start; t < o.end; t++ {
					covered[t] = true
				}
			}
		}
	}
	return covered
}
