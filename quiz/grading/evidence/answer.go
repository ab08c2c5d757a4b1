package evidence

import (
	"slices"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/prose"
)

// answer is an answer prepared for lookups.
type answer struct {
	*analysis.Text
	negated []bool // whether a negation governs the token
	asked   []bool // whether the token stands in the question
	cutter  cutter
}

func newAnswer(t *analysis.Text, r *Reference, m *Memory) *answer {
	a := &answer{Text: t, negated: m.marks.Take(len(t.Tokens)), asked: findAsked(t, r.asked, m), cutter: cutter{t}}
	markNegated(a.negated, t.Tokens)
	return a
}

// findAsked marks the tokens that stand in the question.
func findAsked(t *analysis.Text, asked map[string]bool, m *Memory) []bool {
	words := m.marks.Take(t.Words())
	for word := range asked {
		if n := t.Word(word); n != none {
			words[n] = true
		}
	}
	marks := m.marks.Take(len(t.Tokens))
	for i, n := range t.WordOf {
		marks[i] = n == none && asked[""] || n != none && words[n]
	}
	return marks
}

// hasWordsAt reports whether the tokens from i on are the given words.
func (a *answer) hasWordsAt(i int, words []string) bool {
	if i+len(words) > len(a.Tokens) {
		return false
	}
	for n, w := range words {
		if a.Tokens[i+n].Text != w {
			return false
		}
	}
	return true
}

// repeatsQuestion reports whether all tokens from start to end stand in the question.
func (a *answer) repeatsQuestion(start, end int) bool {
	return !slices.Contains(a.asked[start:end], false)
}

// negationReach is the number of content words, or of Chinese characters, that a negation governs.
const negationReach = 6

// findNegated marks the tokens that follow a negation in the same clause. A conjunction ends its
// reach.
func findNegated(tokens []prose.Token) []bool {
	negated := make([]bool, len(tokens))
	markNegated(negated, tokens)
	return negated
}

func markNegated(negated []bool, tokens []prose.Token) {
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
}

func endsNegation(word string) bool {
	switch word {
	case "but", "because", "so", "then", "instead", "and", "while", "whereas", "until", "unless", "before", "if", "when",
		"就", "则", "而", "但", "却", "才", "所":
		return true
	}
	return false
}
