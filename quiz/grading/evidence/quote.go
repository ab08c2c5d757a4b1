package evidence

import "quizbot/quiz/grading/prose"

const (
	quoteShare   = 0.97 // the share of the best coverage that a quote needs
	longestQuote = 60   // tokens
)

// core returns the shortest run of tokens in a window that covers the point nearly as well as the whole
// window: tokens[start:end], none if nothing does.
func (m *match) core(i int, w window) (start, end int) {
	if w.cover == 0 {
		return 0, 0
	}
	first, last := m.a.Clauses[w.start].Start, m.a.Clauses[w.end-1].End
	gains := m.gains(i, first, last)
	target := quoteShare * m.total(gains, len(m.r.points[i].parts))
	bestStart, bestEnd := first, last
	sums := m.memory.weights.Take(len(m.r.points[i].parts))
	for start := first; start < last; start++ {
		if len(gains[start-first]) == 0 {
			continue
		}
		clear(sums)
		covered := 0.0
		for end := start; end < min(last, start+longestQuote, start+bestEnd-bestStart-1); end++ {
			for _, g := range gains[end-first] {
				if g.start >= start && g.weight > sums[g.part] {
					covered += g.weight - sums[g.part]
					sums[g.part] = g.weight
				}
			}
			if covered >= target {
				bestStart, bestEnd = start, end+1
				break
			}
		}
	}
	return bestStart, bestEnd
}

// sentences returns the tokens of the sentences of a window.
func (m *match) sentences(w window) []prose.Token {
	if w.start == w.end {
		return nil
	}
	first, last := w.start, w.end-1
	for first > 0 && m.a.Clauses[first-1].Sentence == m.a.Clauses[first].Sentence {
		first--
	}
	for last+1 < len(m.a.Clauses) && m.a.Clauses[last+1].Sentence == m.a.Clauses[last].Sentence {
		last++
	}
	return m.a.Tokens[m.a.Clauses[first].Start:m.a.Clauses[last].End]
}

// source returns the source of tokens.
func (m *match) source(start, end int) string {
	if start == end {
		return ""
	}
	return m.a.Source[m.a.Tokens[start].Start:m.a.Tokens[end-1].End]
}

// mostAround is the number of tokens by which a quote gets longer at each end, so that it begins and ends
// where a clause does.
const mostAround = 6

// round returns a run of tokens with the rest of the clauses in which it begins and ends, if that is
// short. A conjunction at the beginning is left out.
func (m *match) round(start, end int) (int, int) {
	if start == end {
		return start, end
	}
	if first := m.a.ClauseOf[start]; first != none && start-m.a.Clauses[first].Start <= mostAround {
		from := m.a.Clauses[first].Start
		for from < start && joins(m.a.Tokens[from].Surface) {
			from++
		}
		start = from
	}
	if last := m.a.ClauseOf[end-1]; last != none && m.a.Clauses[last].End-end <= mostAround {
		end = m.a.Clauses[last].End
	}
	return start, end
}

// joins reports whether a word joins a clause to the one before.
func joins(word string) bool {
	switch word {
	case "and", "but", "so", "because", "then", "also", "while", "whereas", "well", "而", "但", "且", "并":
		return true
	}
	return false
}

// Costs of a window in the choice of a quote.
const (
	costRival  = 0.1  // times the coverage of the best covered other point
	costClause = 0.06 // times the number of clauses
)

// quoteWindows returns the clauses that say each point better than any other.
func (c *comparison) quoteWindows() []window {
	best, most := make([]window, len(c.r.points)), make([]float64, len(c.r.points))
	for size := 1; size <= maxWindow; size++ {
		c.distinctCovers.eachWindow(size, func(i int, w window) {
			if w.cover <= most[i] {
				return
			}
			if lead := w.cover - costRival*w.rival - costClause*float64(size); lead > most[i] || best[i].end == 0 {
				best[i], most[i] = w, lead
			}
		})
	}
	return best
}

// gain is what an occurrence that ends at a token adds to the coverage of a point.
type gain struct {
	part, start int
	weight      float64
}

// gains returns the gains by the last token of their occurrences, and by the first as well, so that
// a quote may begin there.
func (m *match) gains(i, first, last int) [][]gain {
	counts, all := m.memory.ints.Take(last-first), 0
	m.eachGain(i, first, last, func(token int, _ gain) {
		counts[token]++
		all++
	})
	gains, room := m.memory.gainLists.Take(last-first), m.memory.gains.Take(all)
	for token, n := range counts {
		gains[token], room = room[:0:n], room[n:]
	}
	m.eachGain(i, first, last, func(token int, g gain) { gains[token] = append(gains[token], g) })
	return gains
}

// eachGain visits the gains with their tokens, counted from the first.
func (m *match) eachGain(i, first, last int, visit func(token int, g gain)) {
	for j, part := range m.r.points[i].parts {
		for _, o := range m.occurrences[part.unit] {
			if o.opposite || o.start < first || o.end > last {
				continue
			}
			visit(o.end-1-first, gain{j, o.start, part.shared * o.strength})
			if o.end > o.start+1 {
				visit(o.start-first, gain{part: j, start: o.start})
			}
		}
	}
}

// total returns the sum of each part's largest gain.
func (m *match) total(gains [][]gain, parts int) float64 {
	most := m.memory.weights.Take(parts)
	for _, list := range gains {
		for _, g := range list {
			most[g.part] = max(most[g.part], g.weight)
		}
	}
	sum := 0.0
	for _, w := range most {
		sum += w
	}
	return sum
}
