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
	empty   []bool // whether the clause is about the answer or its author, nil if none is
	cutter  cutter
}

func newAnswer(t *analysis.Text, r *Reference, m *Memory) *answer {
	a := &answer{Text: t, negated: m.marks.Take(len(t.Tokens)), asked: findAsked(t, r.asked, m), empty: findEmpty(t), cutter: cutter{t}}
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

// findEmpty marks the clauses in which the author speaks to the grader, or says not to know, with the
// guesses behind them up to the end of the sentence or a but. Their words are no evidence. Most answers
// have none.
func findEmpty(t *analysis.Text) []bool {
	if !t.IsHedged() && !t.SpeaksToGrader() {
		return nil
	}
	empty := make([]bool, len(t.Clauses))
	guessed, start := false, 0
	for n, c := range t.Clauses {
		source := prose.ToLower(t.Source[start:t.Tokens[c.End-1].End]) // with what has no content before it
		start = int(t.Tokens[c.End-1].End)
		isHedged, speaks := prose.ReadAuthor(source)
		guessed = guessed && t.Clauses[n-1].Sentence == c.Sentence || isHedged
		guessed = guessed && !slices.ContainsFunc(t.Tokens[c.Start:c.End], goesOn)
		empty[n] = guessed || speaks
	}
	return empty
}

// goesOn reports whether a word joins what the author does know to what not.
func goesOn(t prose.Token) bool {
	switch t.Surface {
	case "but", "though", "only", "但", "过":
		return true
	}
	return false
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
		case t.Negation, excludes(tokens, i):
			left = negationReach
		case left > 0:
			negated[i] = true
			if t.Content() || t.Kind == prose.Han {
				left--
			}
		}
	}
}

// excludes reports whether a word says of the words after it what a negation does.
func excludes(tokens []prose.Token, i int) bool {
	switch tokens[i].Text {
	case "avoid", "prevent", "elimin":
		return true
	case "避", "省", "免":
		return i+1 < len(tokens) && (tokens[i].Text+tokens[i+1].Text == "避免" || tokens[i].Text != "避" && isAfterward(tokens[i+1].Text))
	}
	return false
}

// isAfterward reports whether a Chinese character ends a verb, as in 免去.
func isAfterward(character string) bool {
	return character == "去" || character == "掉" || character == "了" || character == "得"
}

func endsNegation(word string) bool {
	switch word {
	case "but", "because", "so", "then", "instead", "and", "while", "whereas", "until", "unless", "before", "if", "when",
		"就", "则", "而", "但", "却", "才", "所":
		return true
	}
	return false
}
