package score

import (
	"slices"
	"strings"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// term is a word, a number, a Chinese character or a pair of neighbouring characters.
type term struct {
	token  int32 // the index of its first token
	kind   prose.Kind
	pair   bool
	weight float64
}

// length returns the number of tokens.
func (n *term) length() int {
	if n.pair {
		return 2
	}
	return 1
}

// Weights of terms by their origin.
const (
	weightName      = 1.0  // a term of the field, or a word in no table
	weightEveryday  = 0.75 // a word of the lexicon's everyday verbs and nouns
	weightLight     = 0.4  // a word that says little on its own
	weightNumber    = 0.8
	weightCharacter = 0.2 // one Chinese character
	weightPair      = 0.5 // two neighbouring Chinese characters
)

// cutTerms returns the terms of a text, in order.
func cutTerms(t *analysis.Text) []term { return appendTerms(nil, t) }

// appendTerms appends the terms of a text, in order.
func appendTerms(terms []term, t *analysis.Text) []term {
	terms = slices.Grow(terms, countTerms(t))
	for i := range t.Tokens {
		token := &t.Tokens[i]
		if token.Content() {
			n := term{token: int32(i), kind: token.Kind, weight: weightOf(token)}
			if n.kind == prose.Word && isEveryday(t, i) {
				n.weight = min(n.weight, weightEveryday)
			}
			terms = append(terms, n)
		}
		if token.Kind != prose.Han || !t.IsHan(i+1) {
			continue
		}
		switch next := &t.Tokens[i+1]; {
		case token.Content() && next.Content():
			terms = append(terms, term{token: int32(i), kind: prose.Han, pair: true, weight: weightPair})
		case token.Content() || next.Content():
			terms = append(terms, term{token: int32(i), kind: prose.Han, pair: true, weight: weightCharacter})
		}
	}
	return terms
}

// countTerms returns the number of terms, or a few more.
func countTerms(t *analysis.Text) int {
	n := 0
	for i := range t.Tokens {
		if t.Tokens[i].Content() {
			n++
		}
		if t.Tokens[i].Kind == prose.Han && t.IsHan(i+1) {
			n++
		}
	}
	return n
}

// keyOf identifies a term by its words.
func keyOf(t *analysis.Text, n *term) string {
	first := &t.Tokens[n.token]
	if !n.pair {
		return first.Text
	}
	next := &t.Tokens[n.token+1]
	if source := t.Source[first.Start:next.End]; len(source) == len(first.Text)+len(next.Text) &&
		strings.HasPrefix(source, first.Text) && strings.HasSuffix(source, next.Text) {
		return source
	}
	return first.Text + next.Text
}

// groupsOf returns the groups of the lexicon's terms that cover a term.
func groupsOf(t *analysis.Text, n *term) []lexicon.Group {
	end := int(n.token) + n.length()
	var groups []lexicon.Group
	for _, h := range t.Covering(int(n.token)) {
		if t.Terms[h].End < end {
			continue
		}
		for _, g := range t.Terms[h].Groups {
			if !slices.Contains(groups, g) {
				groups = append(groups, g)
			}
		}
	}
	return groups
}

// isEveryday reports whether a word belongs to a term that isn't the name of a thing.
func isEveryday(t *analysis.Text, token int) bool {
	for _, h := range t.Covering(token) {
		for _, g := range t.Terms[h].Groups {
			if t.Lexicon.Strength(g) != lexicon.Same {
				return true
			}
		}
	}
	return false
}

func weightOf(t *prose.Token) float64 {
	switch {
	case t.Kind == prose.Han:
		return weightCharacter
	case t.Kind == prose.Number:
		return weightNumber
	case isLight(t.Surface):
		return weightLight
	}
	return weightName
}

// isLight reports whether an English word says little on its own, though it isn't a function word.
func isLight(word string) bool {
	switch word {
	case "each", "every", "any", "all", "other", "others", "another", "more", "most", "some", "several", "many", "much", "both",
		"either", "same", "different", "new", "first", "own", "only", "two", "take", "make", "give", "put", "keep", "always", "never",
		"until", "use", "used", "using", "get", "thing", "things", "way", "just", "example":
		return true
	}
	return false
}
