package contrary

import (
	"slices"

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
	// Agreed is the share of the point that statements of the answer agree with.
	Agreed float64
	// OfAnother says that the answer has most of the point, but of another subject.
	OfAnother bool
}

// Answer is an answer prepared for comparison. The zero value is ready for [Answer.Prepare].
type Answer struct {
	source     string
	tokens     []prose.Token
	statements []statement
	of         []int // the statement of each token, or none
	heads      []bool
	values     []value
	// depends says which statements are a condition, or follow one in their sentence, and open which of
	// these conditions go on behind them.
	depends, open []bool
	speaker       []int // the subject of each statement, or that of the one before in its sentence, or none
	claim         claim // scratch, see newClaim
	several       []bool
	starts        marks
	begins        []bool
	hits          []Hit   // by point and statement
	lists         [][]Hit // of hits
	counts        []int
	cutter        cutter
	split         []statement
	numbers       []int // scratch, see findSubjects
	// about is the first statement about each subject of the points, next the next one about that of each
	// statement, or none.
	about, next []int
	topics      []int
	isOwn       []bool
	shares      [2][]float64 // scratch, see isOfAnother
}

// marks are numbers of tokens. They are set for one part after another.
type marks struct {
	stamps, numbers []int32 // a number is set if its stamp is the latest
	stamp           int32
}

func (m *marks) set(token int, number int32) { m.stamps[token], m.numbers[token] = m.stamp, number }

func (m *marks) has(token int) bool { return m.stamps[token] == m.stamp }

// Prepare prepares an answer in the memory of the answer before.
func (a *Answer) Prepare(source string, tokens []prose.Token) {
	a.source, a.tokens, a.statements = source, tokens, a.cutter.cut(source, tokens)
	a.heads = emptied(a.heads, len(tokens))
	markHeads(a.heads, tokens)
	a.of, a.begins = emptied(a.of, len(tokens)), emptied(a.begins, len(tokens))
	a.starts = marks{stamps: emptied(a.starts.stamps, len(tokens)), numbers: emptied(a.starts.numbers, len(tokens))}
}

// Forget removes the words of the answer. Findings stay valid.
func (a *Answer) Forget() {
	clear(a.values[:cap(a.values)])
	clear(a.split[:cap(a.split)])
	a.claim = claim{once: a.claim.once, best: a.claim.best}
	a.source, a.tokens, a.statements = "", nil, nil
}

// setStatements sets the final statements, with what is known of them.
func (a *Answer) setStatements(list []statement) {
	a.statements, a.values = list, a.values[:0]
	for i := range a.of {
		a.of[i] = none
	}
	for n := range list {
		s := &list[n]
		s.subject = none
		s.values = findValues(a.tokens[s.start:s.end], s.start)
		s.negative = isNegative(a.tokens[s.start:s.end])
		a.values = append(a.values, s.values...)
		for i := s.start; i < s.end; i++ {
			a.of[i] = n
		}
	}
	a.depends, a.open = emptied(a.depends, len(list)), emptied(a.open, len(list))
	for n := range list {
		goesOn, tokens := n > 0 && list[n-1].sentence == list[n].sentence, a.tokens[list[n].start:list[n].end]
		a.depends[n] = goesOn && a.depends[n-1] || isConditional(tokens)
		a.open[n] = goesOn && a.open[n-1] || a.depends[n] && leavesOpen(tokens)
	}
}

// Find returns what an answer says to the contrary of each point. Hits are by point.
func (r *Reference) Find(a *Answer, hits [][]Hit) []Finding {
	found := make([]Finding, len(r.points))
	r.splitAtSubjects(a, hits)
	r.findSubjects(a, hits)
	byStatement, topics := r.sortHits(a, hits), r.findTopics(a)
	for i, p := range r.points {
		agreed := 0.0
		for s := range p.statements {
			f := r.findIn(a, i, &p.statements[s], byStatement)
			agreed += f.Agreed * p.statements[s].share
			if f.Kind != None && f.Cover > found[i].Cover {
				found[i] = f
			}
		}
		found[i].Agreed, found[i].OfAnother = agreed, r.isOfAnother(a, i, topics, hits[i])
	}
	return found
}

// sortHits returns the clear hits by point and statement, until the next answer is prepared.
func (r *Reference) sortHits(a *Answer, hits [][]Hit) [][][]Hit {
	all := 0
	for i := range hits {
		all += len(hits[i])
	}
	byStatement, rest := make([][][]Hit, len(r.points)), slices.Grow(a.hits[:0], all)[:all]
	a.hits, a.lists = rest, emptied(a.lists, len(r.points)*len(a.statements))
	for i := range r.points {
		lists := a.lists[i*len(a.statements) : (i+1)*len(a.statements)]
		rest = a.makeRoom(lists, hits[i], rest)
		for k := range hits[i] {
			h := &hits[i][k]
			if k == 0 || h.Part != hits[i][k-1].Part {
				a.starts.stamp++
			}
			if n := a.of[h.Start]; n != none && h.Strength >= leastClear {
				lists[n] = a.addHit(lists[n], *h)
			}
		}
		byStatement[i] = lists
	}
	return byStatement
}

// makeRoom makes lists, one for each statement, empty ones with room for the hits there. It returns the
// memory that is left.
func (a *Answer) makeRoom(lists [][]Hit, hits, memory []Hit) (left []Hit) {
	counts := emptied(a.counts, len(lists))
	a.counts = counts
	for k := range hits {
		if n := a.of[hits[k].Start]; n != none && hits[k].Strength >= leastClear {
			counts[n]++
		}
	}
	for n, count := range counts {
		lists[n], memory = memory[:0:count], memory[count:]
	}
	return memory
}

// addHit adds a hit of the parts in their order. Of equal hits the strongest stays.
func (a *Answer) addHit(hits []Hit, h Hit) []Hit {
	h.before = none
	if a.starts.has(h.Start) {
		h.before = a.starts.numbers[h.Start]
	}
	for k := h.before; k != none; k = hits[k].before {
		if o := &hits[k]; o.End == h.End && o.Opposite == h.Opposite {
			o.Strength = max(o.Strength, h.Strength)
			return hits
		}
	}
	a.starts.set(h.Start, int32(len(hits)))
	return append(hits, h)
}

// findIn returns what an answer says to the contrary of one statement of a point. A statement that
// agrees outweighs one that doesn't.
func (r *Reference) findIn(a *Answer, i int, s *statement, hits [][][]Hit) Finding {
	var found Finding
	agreed, said := 0.0, 0.0
	for n := range a.statements {
		if len(hits[i][n]) == 0 {
			continue
		}
		c := newClaim(r.points[i], s, a, n, hits[i][n])
		c.depends, c.open = a.depends[n], a.open[n]
		kind := c.contradicts()
		if kind == None && c.cover > said && !c.isAboutAnother() && c.agrees() {
			said = c.cover
		}
		switch {
		case kind != None && c.cover > found.Cover:
			found = Finding{Kind: kind, Quote: a.quote(n), Cover: c.cover}
		case kind == None && c.cover > agreed && !c.isAboutAnother():
			agreed = c.cover
		}
	}
	if agreed >= found.Cover {
		found = Finding{}
	}
	found.Agreed = said
	if f := r.findExchange(a, i, s, hits); f.Kind != None && f.Cover > found.Cover {
		return f
	}
	return found
}

// quote returns the source of a statement, without a conjunction before it.
func (a *Answer) quote(n int) string {
	s := &a.statements[n]
	start := prose.AfterConjunctions(a.tokens, s.start, s.end)
	return prose.Balance(a.source, int(a.tokens[start].Start), int(a.tokens[s.end-1].End))
}
