package evidence

import "quizbot/quiz/grading/prose"

// conflicts are the shares of what was found of a point that the answer turns round.
type conflicts struct {
	negation  float64 // says that it isn't so
	opposite  float64 // says the opposite
	swap      float64 // says it of another entity
	inversion float64 // names entities in the other order
	number    float64 // has other numbers
	exchange  float64 // says it better of other entities than of its own
}

// Least strengths of the occurrences that conflicts are read from.
const (
	leastTurned  = 0.55
	leastSwapped = 0.65
)

func (m *match) findConflicts(i int, w window) conflicts {
	negation, opposite := m.turned(i, w)
	return conflicts{negation, opposite, m.swap(i), m.inversion(i, w), m.number(i, w), m.exchange(i)}
}

// turned returns the shares of what the window has of a point that it negates, or says the opposite
// of.
func (m *match) turned(i int, w window) (negation, opposite float64) {
	matched := 0.0
	for j := range m.r.points[i].parts {
		p := &m.r.points[i].parts[j]
		agrees, negated, found := m.standpoint(p, w)
		if !found {
			continue
		}
		matched += p.weight
		switch {
		case agrees:
		case negated:
			negation += p.weight
		default:
			opposite += p.weight
		}
	}
	return share(negation, matched), share(opposite, matched)
}

// standpoint reports whether a window has a part, whether any of its occurrences agrees with the
// point, and whether any is its negation.
func (m *match) standpoint(p *part, w window) (agrees, negated, found bool) {
	for _, o := range m.occurrences[p.unit] {
		if !w.has(&o) || o.strength < leastTurned {
			continue
		}
		found = true
		if (o.negated != p.negated) == o.opposite {
			agrees = true
		} else if !o.opposite {
			negated = true
		}
	}
	return agrees, negated, found
}

// swap returns the share of what the answer has of a point that it only says of other entities.
func (m *match) swap(i int) float64 {
	swapped, governed := 0.0, 0.0
	for j := range m.r.points[i].parts {
		p := &m.r.points[i].parts[j]
		if p.about == none {
			continue
		}
		own, other := false, false
		for _, o := range m.occurrences[p.unit] {
			if o.opposite || o.strength < leastSwapped {
				continue
			}
			switch m.about[o.clause] {
			case p.about, none:
				own = true
			case p.unit:
			default:
				other = true
			}
		}
		if own || other {
			governed += p.weight
		}
		if other && !own {
			swapped += p.weight
		}
	}
	return share(swapped, governed)
}

// inversion returns the share of pairs of entities that the window names in the other order.
func (m *match) inversion(i int, w window) float64 {
	parts := m.r.points[i].parts
	inverted, all := 0, 0
	for j := range parts {
		for k := j + 1; k < len(parts); k++ {
			x, y := parts[j].unit, parts[k].unit
			if x == y || !m.r.units[x].isEntity || !m.r.units[y].isEntity {
				continue
			}
			m.memory.shown = m.memory.shown[:0]
			a, b := m.shown(x, w), m.shown(y, w)
			if len(a) == 0 || len(b) == 0 {
				continue
			}
			all++
			if b[0].start < a[0].start && b[len(b)-1].start < a[0].start {
				inverted++
			}
		}
	}
	return share(float64(inverted), float64(all))
}

// number returns 1 if the window has numbers, and the answer lacks one of the point's.
func (m *match) number(i int, w window) float64 {
	for _, part := range m.r.points[i].parts {
		if m.r.units[part.unit].kind == prose.Number && len(m.occurrences[part.unit]) == 0 {
			return flag(m.hasNumber(w))
		}
	}
	return 0
}

func (m *match) hasNumber(w window) bool {
	for _, c := range m.a.Clauses[w.start:w.end] {
		for t := c.Start; t < c.End; t++ {
			if m.a.Tokens[t].Kind == prose.Number {
				return true
			}
		}
	}
	return false
}

// exchange compares the clauses about a point's own entity with those about others: how much better
// the latter cover the point, from -1 to 1.
func (m *match) exchange(i int) float64 {
	own := none
	for _, p := range m.r.points[i].parts {
		if m.r.units[p.unit].isEntity {
			own = p.unit
			break
		}
	}
	if own == none {
		return 0
	}
	rest := m.coverRest(i)
	bestOwn, bestOther := 0.0, 0.0
	for c, about := range m.about {
		switch about {
		case none:
		case own:
			bestOwn = max(bestOwn, rest[c])
		default:
			bestOther = max(bestOther, rest[c])
		}
	}
	return bestOther - bestOwn
}

// coverRest returns the share of a point's weight that each clause has, without entities.
func (m *match) coverRest(i int) []float64 {
	covers := m.memory.weights.Take(len(m.a.Clauses))
	weigh := func(p *part) float64 {
		if m.r.units[p.unit].isEntity {
			return 0
		}
		return p.shared
	}
	fillCovers(covers, m.r.points[i].parts, m.peaks[0], weigh, negligible)
	return covers
}
