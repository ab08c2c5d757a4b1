package score

import (
	"slices"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// term is a word, a number, a Chinese character or a pair of neighbouring characters.
type term struct {
	key    string
	kind   prose.Kind
	weight float64
	groups []lexicon.Group
	parts  []string // the words that an identifier joins
	token  int      // the index of its first token
	pair   bool
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

// cutTerms returns the terms of tokens, in order.
func cutTerms(tokens []prose.Token, lex *lexicon.Lexicon) []term {
	covering := make([][]lexicon.Hit, len(tokens))
	for _, h := range lex.Find(tokens) {
		if slices.ContainsFunc(tokens[h.Start:h.End], func(t prose.Token) bool { return t.Content() }) {
			for i := h.Start; i < h.End; i++ {
				covering[i] = append(covering[i], h)
			}
		}
	}
	terms := make([]term, 0, len(tokens))
	for i := range tokens {
		t := &tokens[i]
		isHan := t.Kind == prose.Han
		if t.Content() {
			n := term{key: t.Text, kind: t.Kind, weight: weightOf(t), parts: t.Parts, token: i}
			n.addGroups(covering[i], lex, i, i+1)
			terms = append(terms, n)
		}
		if isHan && i+1 < len(tokens) && tokens[i+1].Kind == prose.Han && (t.Content() || tokens[i+1].Content()) {
			n := term{key: t.Text + tokens[i+1].Text, kind: prose.Han, weight: weightPair, token: i, pair: true}
			if !t.Content() || !tokens[i+1].Content() {
				n.weight = weightCharacter
			}
			n.addGroups(covering[i], lex, i, i+2)
			terms = append(terms, n)
		}
	}
	return terms
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

// addGroups adds the groups of the lexicon's terms that cover tokens[start:end].
func (t *term) addGroups(hits []lexicon.Hit, lex *lexicon.Lexicon, start, end int) {
	everyday := false
	for _, h := range hits {
		if h.Start > start || h.End < end {
			continue
		}
		for _, g := range h.Groups {
			if !slices.Contains(t.groups, g) {
				t.groups = append(t.groups, g)
			}
			everyday = everyday || lex.Strength(g) != lexicon.Same
		}
	}
	if everyday && t.kind == prose.Word {
		t.weight = min(t.weight, weightEveryday)
	}
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
