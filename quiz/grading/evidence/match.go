package evidence

import (
	"math"
	"slices"
	"strings"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/contrary"
	"quizbot/quiz/grading/memory"
	"quizbot/quiz/grading/prose"
)

// match is an answer held against a reference.
type match struct {
	r           *Reference
	a           *answer
	occurrences [][]occurrence      // by unit
	peaks       [maxWindow][][]peak // in windows of a size from 1, by unit
	about       []int               // the entity of which each clause of the answer speaks, or none
	memory      *Memory
}

// Factors of an occurrence's strength.
const (
	factorAsked    = 0.4 // another word for a unit that only repeats the question
	factorOpposite = 0.7 // an opposite
	factorContrary = 0.5 // on top, an opposite that isn't negated
)

const (
	// leastEntity is the strength from which an occurrence names an entity.
	leastEntity = strengthRelated
	// leastShown is the strength above which an occurrence shows its unit.
	leastShown = 0.5
)

// newMatch compares an answer in the memory of the answer before.
func newMatch(r *Reference, t *analysis.Text, memory *Memory) *match {
	memory.reset()
	m := &match{r: r, a: newAnswer(t, r, memory), memory: memory}
	m.findOccurrences()
	m.findPeaks()
	m.findTopics()
	return m
}

// findOccurrences finds the occurrences of each unit.
func (m *match) findOccurrences() {
	f := finder{a: m.a, found: m.memory.found[:0], pieces: &m.memory.pieces}
	ends := m.memory.ints.Take(len(m.r.units))
	for u := range m.r.units {
		f.find(&m.r.units[u])
		ends[u] = len(f.found)
	}
	for n := range f.found {
		o := &f.found[n]
		if o.strength < strengthExact && m.a.repeatsQuestion(o.start, o.end) {
			o.strength *= factorAsked
		}
	}
	m.memory.found = f.found
	m.occurrences = m.memory.occurrences.Take(len(ends))
	start := 0
	for u, end := range ends {
		m.occurrences[u], start = f.found[start:end:end], end
	}
}

// worth is what an occurrence contributes to the coverage of its unit.
func (o *occurrence) worth() float64 {
	switch {
	case !o.opposite:
		return o.strength
	case o.negated:
		return o.strength * factorOpposite
	}
	return o.strength * factorOpposite * factorContrary
}

// findTopics finds the entity of which each clause of the answer speaks: its first, or else the one
// of the clause before.
func (m *match) findTopics() {
	m.about = m.memory.ints.Take(len(m.a.Clauses))
	first := m.memory.ints.Take(len(m.a.Clauses))
	for c := range first {
		first[c], m.about[c] = math.MaxInt, none
	}
	for u := range m.r.units {
		if !m.r.units[u].isEntity {
			continue
		}
		for _, o := range m.occurrences[u] {
			if !o.opposite && o.strength >= leastEntity && o.start < first[o.clause] {
				first[o.clause], m.about[o.clause] = o.start, u
			}
		}
	}
	for c := 1; c < len(m.about); c++ {
		if m.about[c] == none {
			m.about[c] = m.about[c-1]
		}
	}
}

// strongest returns the strength of a unit in a window.
func (m *match) strongest(unit int, w window) float64 {
	top := 0.0
	for _, p := range m.peaks[0][unit] {
		if p.start >= w.start && p.start < w.end {
			top = max(top, p.strength)
		}
	}
	return top
}

const (
	// leastPrefix is the length of the shortest beginning that words of one family share, and
	// leastPrefixShare its share of the longer word.
	leastPrefix      = 5
	leastPrefixShare = 0.6
	// leastTypo is the length of the shortest word in which an edit is taken for a typing error.
	leastTypo = 5
)

// similarity returns the strength of a match between two stems that differ, 0 for none.
func similarity(a, b string) float64 {
	if len(a) > len(b) {
		a, b = b, a
	}
	if len(a) >= leastPrefix && float64(len(a)) >= leastPrefixShare*float64(len(b)) && strings.HasPrefix(b, a) {
		return strengthPrefix
	}
	if len(a) >= leastTypo && prose.IsOneEditApart(a, b) {
		return strengthTypo
	}
	return 0
}

// Memory is the memory in which one answer after another is compared. The zero value is ready for use.
type Memory struct {
	found       []occurrence
	peaks       []peak
	pieces      [3][]piece
	hits        []contrary.Hit
	said        contrary.Answer
	quote       []prose.Token
	shown       []occurrence
	ints        memory.Stack[int]
	places      memory.Stack[int32]
	slice       analysis.Memory // scratch, see findSources
	marks       memory.Stack[bool]
	weights     memory.Stack[float64]
	rows        memory.Stack[[]float64]
	occurrences memory.Stack[[]occurrence]
	peakLists   memory.Stack[[]peak]
	gains       memory.Stack[gain]
	gainLists   memory.Stack[[]gain]
}

// reset takes back what the answer before needed.
func (m *Memory) reset() {
	m.peaks = m.peaks[:0]
	m.ints.Reset()
	m.places.Reset()
	m.marks.Reset()
	m.weights.Reset()
	m.rows.Reset()
	m.occurrences.Reset()
	m.peakLists.Reset()
	m.gains.Reset()
	m.gainLists.Reset()
}

// Forget removes the words of the latest answer.
func (m *Memory) Forget() {
	m.said.Forget()
	m.slice.Forget()
	clear(m.quote[:cap(m.quote)])
}

// morePeaks returns an empty list with room for n peaks, until the next call.
func (m *Memory) morePeaks(n int) []peak {
	m.peaks = slices.Grow(m.peaks, n)
	return m.peaks[len(m.peaks) : len(m.peaks) : len(m.peaks)+n]
}

// keepPeaks keeps the peaks that were added to the latest list.
func (m *Memory) keepPeaks(list []peak) []peak {
	m.peaks = m.peaks[:len(m.peaks)+len(list)]
	return list
}
