package evidence

import (
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// answer is an answer prepared for lookups.
type answer struct {
	source   string
	tokens   []prose.Token
	clauses  []prose.Clause
	clauseOf []int            // of each token, or none
	words    map[string][]int // places of tokens by their text, and of identifiers by their parts
	groups   map[lexicon.Group][]lexicon.Hit
	stems    []string // the distinct words of alphabets
	negated  []bool   // whether a negation governs the token
	cutter   *cutter
}

func newAnswer(source string, lex *lexicon.Lexicon) *answer {
	a := &answer{source: source, tokens: prose.Tokenize(source)}
	a.words, a.groups = map[string][]int{}, map[lexicon.Group][]lexicon.Hit{}
	a.clauses = prose.Clauses(a.tokens)
	a.clauseOf = clausesOf(a.tokens, a.clauses)
	a.negated = findNegated(a.tokens)
	a.indexWords()
	hits := lex.Find(a.tokens)
	for _, h := range hits {
		for _, g := range h.Groups {
			a.groups[g] = append(a.groups[g], h)
		}
	}
	a.cutter = newCutter(a.tokens, hits, lex)
	return a
}

func (a *answer) indexWords() {
	for i := range a.tokens {
		t := &a.tokens[i]
		if t.IsPunctuation() {
			continue
		}
		places := a.words[t.Text]
		if len(places) == 0 && t.Kind == prose.Word && t.Content() {
			a.stems = append(a.stems, t.Text)
		}
		a.words[t.Text] = append(places, i)
		for _, part := range t.Parts {
			a.words[part] = append(a.words[part], i)
		}
	}
}

// hasWordsAt reports whether the tokens from i on are the given words.
func (a *answer) hasWordsAt(i int, words []string) bool {
	if i+len(words) > len(a.tokens) {
		return false
	}
	for n, w := range words {
		if a.tokens[i+n].Text != w {
			return false
		}
	}
	return true
}

// negationReach is the number of content words, or of Chinese characters, that a negation governs.
const negationReach = 6

// findNegated marks the tokens that follow a negation in the same clause. A conjunction ends its
// reach.
func findNegated(tokens []prose.Token) []bool {
	negated := make([]bool, len(tokens))
	left := 0
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.IsPunctuation(), endsNegation(t.Surface):
			left = 0
		case t.Negation:
			left = negationReach
		case left > 0:
			negated[i] = true
			if t.Content() || t.Kind == prose.Han {
				left--
			}
		}
	}
	return negated
}

func endsNegation(word string) bool {
	switch word {
	case "but", "because", "so", "then", "instead", "and", "while", "whereas", "until", "unless", "before", "if", "when",
		"就", "则", "而", "但", "却", "才", "所":
		return true
	}
	return false
}
