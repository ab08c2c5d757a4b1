package score

import (
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// text is a text prepared for comparison.
type text struct {
	source string
	tokens []prose.Token
	terms  []term
	places map[string][]int // of keys among the terms
	groups map[lexicon.Group][]int
	stems  []string // the distinct words of alphabets
}

func newText(source string, lex *lexicon.Lexicon) *text {
	t := &text{source: source, tokens: prose.Tokenize(source)}
	t.terms = cutTerms(t.tokens, lex)
	return t
}

// index prepares a text for lookups.
func (t *text) index() {
	t.places, t.groups = make(map[string][]int, len(t.terms)), map[lexicon.Group][]int{}
	for i := range t.terms {
		n := &t.terms[i]
		if n.kind == prose.Word && len(t.places[n.key]) == 0 {
			t.stems = append(t.stems, n.key)
		}
		t.places[n.key] = append(t.places[n.key], i)
		for _, part := range n.parts {
			t.places[part] = append(t.places[part], i)
		}
		for _, g := range n.groups {
			t.groups[g] = append(t.groups[g], i)
		}
	}
}

// occurrence is a place of a text that says a term.
type occurrence struct {
	place    int // among the terms of the text
	strength float64
}

// Strengths of matches by other words.
const (
	strengthSame     = 0.95
	strengthClose    = 0.85
	strengthRelated  = 0.7
	strengthTypo     = 0.8
	strengthPrefix   = 0.6
	strengthLastPart = 0.8 // Buffer for StringBuffer
)

// find returns the places of a term. Similar words are looked for where the text hasn't the word
// itself.
func (t *text) find(n *term, lex *lexicon.Lexicon) []occurrence {
	var found []occurrence
	for _, i := range t.places[n.key] {
		found = append(found, occurrence{i, 1})
	}
	for _, g := range n.groups {
		s := strengthRelated
		switch lex.Strength(g) {
		case lexicon.Same:
			s = strengthSame
		case lexicon.Close:
			s = strengthClose
		}
		for _, i := range t.groups[g] {
			found = append(found, occurrence{i, s})
		}
	}
	if n.kind != prose.Word || len(t.places[n.key]) > 0 {
		return found
	}
	if k := len(n.parts); k > 1 {
		for _, i := range t.places[n.parts[k-1]] {
			found = append(found, occurrence{i, strengthLastPart})
		}
	}
	for _, stem := range t.stems {
		if s := similarity(n.key, stem); s > 0 {
			for _, i := range t.places[stem] {
				found = append(found, occurrence{i, s})
			}
		}
	}
	return found
}

// similarity returns the strength of a match between two stems that differ, 0 for none.
func similarity(a, b string) float64 {
	if len(a) < 4 || len(b) < 4 {
		return 0
	}
	if n := min(len(a), len(b)); n >= 4 && 10*n >= 5*max(len(a), len(b)) && a[:n] == b[:n] {
		return strengthPrefix
	}
	if len(a) >= 5 && len(b) >= 5 && prose.IsOneEditApart(a, b) {
		return strengthTypo
	}
	return 0
}
