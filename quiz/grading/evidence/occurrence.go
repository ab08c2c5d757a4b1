package evidence

import (
	"slices"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// occurrence is a place in an answer that says a unit, or its opposite.
type occurrence struct {
	start, end int // tokens
	clause     int
	strength   float64 // 1 for the same words, less for others of the same meaning
	negated    bool
	opposite   bool
}

// Strengths of matches.
const (
	strengthExact    = 1.0
	strengthSame     = 0.95 // another name of a thing
	strengthClose    = 0.85 // another word on one side of a pair of opposites
	strengthRelated  = 0.8  // a related word
	strengthTypo     = 0.8  // a word one edit away
	strengthLastPart = 0.8  // Buffer for StringBuffer
	strengthPrefix   = 0.6  // a longer or shorter word of one beginning, or an identifier's part

	// All words or characters of a unit, apart from each other, and the factor for some of them.
	strengthApart    = 0.85
	factorSome       = 0.7
	strengthApartHan = 0.6
	factorSomeHan    = 0.5
)

// finder collects the occurrences of one unit after another in an answer.
type finder struct {
	a      *answer
	u      *unit
	found  []occurrence
	pieces *[3][]piece // scratch
}

// find appends the occurrences of a unit: its words, then terms of its groups, then their opposites,
// then words that resemble it.
func (f *finder) find(u *unit) {
	f.u = u
	f.addWords()
	for _, g := range u.groups {
		strength := strengthOf(f.a.Lexicon.Strength(g))
		f.addTerms(g, strength)
	}
	first := len(f.found)
	for _, g := range u.opposites {
		f.addTerms(g, strengthSame)
	}
	for i := first; i < len(f.found); i++ {
		f.found[i].opposite = true
	}
	switch {
	case len(u.words) > 1:
		f.addSome()
	case u.kind == prose.Word && len(f.a.Places(u.words[0])) == 0:
		f.addSimilar()
	}
}

func (f *finder) add(start, end int, strength float64) {
	if clause := int(f.a.ClauseOf[start]); clause != none && (f.a.empty == nil || !f.a.empty[clause]) {
		f.found = append(f.found, occurrence{start: start, end: end, clause: clause, strength: strength, negated: f.a.negated[start]})
	}
}

// addTerms adds the terms of a group.
func (f *finder) addTerms(g lexicon.Group, strength float64) {
	for h := range f.a.TermsOf(g) {
		f.add(h.Start, h.End, strength)
	}
}

// addWords adds the unit's own words, and identifiers that have its only word as a part.
func (f *finder) addWords() {
	words := f.u.words
	for _, place := range f.a.Places(words[0]) {
		i := int(place)
		if f.a.hasWordsAt(i, words) {
			f.add(i, i+len(words), strengthExact)
		} else if len(words) == 1 {
			f.add(i, i+1, strengthPrefix)
		}
	}
}

// addSimilar adds words that resemble a unit of one word which the answer doesn't contain.
func (f *finder) addSimilar() {
	if n := len(f.u.parts); n > 1 {
		f.addPlaces(f.u.parts[n-1], strengthLastPart)
		return
	}
	for _, name := range f.a.Names {
		if s := similarity(f.u.words[0], name); s > 0 {
			f.addPlaces(name, s)
		}
	}
}

func (f *finder) addPlaces(word string, strength float64) {
	for _, i := range f.a.Places(word) {
		f.add(int(i), int(i)+1, strength)
	}
}

// addSome adds clauses with some of the unit's words or characters, or with all of them apart.
func (f *finder) addSome() {
	all, some := strengthApart, factorSome
	if f.u.kind == prose.Han {
		all, some = strengthApartHan, factorSomeHan
	}
	distinct := 0
	pieces, others, merged := f.pieces[0][:0], f.pieces[1], f.pieces[2]
	for n, w := range f.u.words {
		if !slices.Contains(f.u.words[:n], w) {
			distinct++
			others = f.appendPieces(others[:0], w)
			merged = mergePieces(merged[:0], pieces, others)
			pieces, merged = merged, pieces
		}
	}
	*f.pieces = [3][]piece{pieces, others, merged}
	for _, p := range pieces {
		if p.count == distinct {
			f.add(p.start, p.end, all)
		} else {
			f.add(p.start, p.end, some*float64(p.count)/float64(distinct))
		}
	}
}

// piece is the part of a clause that holds some of a unit's words.
type piece struct {
	clause, start, end int
	count              int // of distinct words
}

// appendPieces appends the first occurrence of a word in each clause.
func (f *finder) appendPieces(pieces []piece, word string) []piece {
	last := none
	for _, place := range f.a.Places(word) {
		i := int(place)
		if clause := int(f.a.ClauseOf[i]); clause != none && clause != last && f.a.Tokens[i].Content() {
			pieces = append(pieces, piece{clause, i, i + 1, 1})
			last = clause
		}
	}
	return pieces
}

// mergePieces appends two lists that are ordered by clause. Pieces of one clause become one.
func mergePieces(merged, a, b []piece) []piece {
	for len(a) > 0 && len(b) > 0 {
		switch p, q := a[0], b[0]; {
		case p.clause < q.clause:
			merged, a = append(merged, p), a[1:]
		case p.clause > q.clause:
			merged, b = append(merged, q), b[1:]
		default:
			merged = append(merged, piece{p.clause, min(p.start, q.start), max(p.end, q.end), p.count + q.count})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

func strengthOf(s lexicon.Strength) float64 {
	switch s {
	case lexicon.Same:
		return strengthSame
	case lexicon.Close:
		return strengthClose
	}
	return strengthRelated
}
