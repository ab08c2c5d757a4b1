package evidence

import (
	"strings"

	"quizbot/quiz/grading/prose"
)

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

// sentences returns the tokens of the sentences of a window. A semicolon doesn't end them.
func (m *match) sentences(w window) []prose.Token {
	if w.start == w.end {
		return nil
	}
	first, last := w.start, w.end-1
	for first > 0 && m.isJoined(first-1) {
		first--
	}
	for last+1 < len(m.a.Clauses) && m.isJoined(last) {
		last++
	}
	return m.a.Tokens[m.a.Clauses[first].Start:m.a.Clauses[last].End]
}

// isJoined reports whether a clause and the next one are in one sentence, or on both sides of a semicolon.
func (m *match) isJoined(clause int) bool {
	c, next := m.a.Clauses[clause], m.a.Clauses[clause+1]
	if c.Sentence == next.Sentence {
		return true
	}
	marks := m.a.Source[m.a.Tokens[c.End-1].End:m.a.Tokens[next.Start].Start]
	return strings.HasPrefix(marks, ";") || strings.HasPrefix(marks, "；")
}

// source returns the source of tokens, with the marks around it that close or open what it has half of.
func (m *match) source(start, end int) string {
	if start == end {
		return ""
	}
	from, to := int(m.a.Tokens[start].Start), int(m.a.Tokens[end-1].End)
	return prose.Balance(m.a.Source, from, to)
}

// Sizes of quotes by [match.size].
const (
	longestWhole = 28 // a clause that is quoted whole
	mostAround   = 12 // what a quote in a longer clause gets at an end, so that it ends where the clause does
	fewest       = 4  // words that show too little without their clause
	longestOfFew = 44 // a clause that is quoted whole for so few
	mostOfFew    = 20 // what so few get at an end
)

// size returns how long tokens are to read: one for a Chinese character, two for a word.
func (m *match) size(start, end int) int {
	n := 0
	for i := start; i < end; i++ {
		switch t := &m.a.Tokens[i]; {
		case t.Kind == prose.Han:
			n++
		case !t.IsPunctuation():
			n += 2
		}
	}
	return n
}

// round returns a run of tokens with the rest of the clauses in which it begins and ends, unless they are
// long. In a long one it goes on to the ends that are near, and a word or two to the next conjunction. A
// conjunction at the beginning is left out.
func (m *match) round(start, end int) (int, int) {
	if start == end {
		return start, end
	}
	from, to := start, end
	if first := m.a.ClauseOf[start]; first != none {
		from = m.a.Clauses[first].Start
	}
	if last := m.a.ClauseOf[end-1]; last != none {
		to = m.a.Clauses[last].End
	}
	longest, around := longestWhole, mostAround
	if m.size(start, end) <= fewest {
		longest, around = longestOfFew, mostOfFew
	}
	if m.size(from, to) > longest {
		if around == mostOfFew {
			from, to = m.phrase(start, end, from, to)
		}
		if m.size(from, start) > around {
			from = start
		}
		if m.size(end, to) > around {
			to = end
		}
	}
	return prose.AfterConjunctions(m.a.Tokens, from, start+1), to
}

// phrase returns a run of tokens with what lies around it up to a conjunction, within a longer run.
func (m *match) phrase(start, end, from, to int) (first, last int) {
	first, last = start, end
	for first > from && !prose.IsConjunctionAt(m.a.Tokens, first-1) {
		first--
	}
	for last < to && !prose.IsConjunctionAt(m.a.Tokens, last) {
		last++
	}
	return first, last
}

// Costs of a window in the choice of a quote.
const (
	costRival  = 0.1  // times the coverage of the best covered other point
	costClause = 0.06 // times the number of clauses
)

// quoteWindows returns the clauses of one sentence that say each point better than any other.
func (c *comparison) quoteWindows() []window {
	best, most := make([]window, len(c.r.points)), make([]float64, len(c.r.points))
	for i := range best {
		for size := 1; size <= maxWindow; size++ {
			rivals := &c.distinctCovers.rivals[size-1]
			for start, cover := range c.distinctCovers.covers[size-1][i] {
				if cover <= most[i] {
					continue
				}
				w := window{start, start + size, cover, rivals.of(i, start)}
				lead := cover - costRival*w.rival - costClause*float64(size)
				if (lead > most[i] || best[i].end == 0) && c.isOneSentence(w) {
					best[i], most[i] = w, lead
				}
			}
		}
	}
	return best
}

// isOneSentence reports whether a window lies in one sentence. The end of a line doesn't end it behind a
// colon or a comma, or if the next line begins with a small letter.
func (m *match) isOneSentence(w window) bool {
	for n := w.start + 1; n < w.end; n++ {
		before, c := m.a.Clauses[n-1], m.a.Clauses[n]
		if before.Sentence == c.Sentence {
			continue
		}
		next := before.End
		for next < c.Start && m.a.Tokens[next].IsPunctuation() {
			next++
		}
		from := m.a.Tokens[next].Start
		marks, first := m.a.Source[m.a.Tokens[before.End-1].End:from], m.a.Source[from]
		if strings.Count(marks, "\n") > 1 || strings.Trim(marks, ":：,， \t\r\n") != "" {
			return false
		}
		if isBare := strings.TrimSpace(marks) == ""; isBare && (first < 'a' || first > 'z') {
			return false
		}
	}
	return true
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
