package contrary

import (
	"slices"
	"strings"

	"quizbot/quiz/grading/prose"
)

// statement is a run of tokens that claims one thing: tokens[start:end].
type statement struct {
	start, end int
	sentence   int
	// subject is the unit with which it opens, or none.
	subject  int
	parts    []int
	values   []value
	negative bool
	share    float64 // of the point's weight
}

// cutter is the memory in which one text after another is cut into statements.
type cutter struct {
	clauses      []prose.Clause
	joined, list []statement
}

// cut cuts tokens at commas and at the ends of sentences. Brackets, colons and quotation
// marks don't end a statement.
func (k *cutter) cut(source string, tokens []prose.Token) []statement {
	k.clauses = prose.AppendClauses(k.clauses[:0], tokens)
	list := slices.Grow(k.joined[:0], len(k.clauses))
	last := -1
	for _, c := range k.clauses {
		if n := len(list) - 1; n >= 0 && list[n].sentence == c.Sentence && !separates(source[tokens[last].End:tokens[c.Start].Start]) {
			list[n].end = c.End
		} else {
			list = append(list, statement{start: c.Start, end: c.End, sentence: c.Sentence})
		}
		last = c.End - 1
	}
	k.joined, k.list = list, splitAtConjunctions(k.list[:0], tokens, list)
	return k.list
}

// splitAtConjunctions appends the statements of a list, cut before words that join a further one.
func splitAtConjunctions(split []statement, tokens []prose.Token, list []statement) []statement {
	split = slices.Grow(split, len(list)+len(list)/4)
	for _, s := range list {
		for i := s.start + 1; i < s.end; i++ {
			if joinsStatement(tokens, i) && hasContent(tokens[s.start:i]) && hasContent(tokens[i+1:s.end]) {
				split = append(split, statement{start: s.start, end: i, sentence: s.sentence})
				s.start = i
			}
		}
		split = append(split, s)
	}
	return split
}

func hasContent(tokens []prose.Token) bool {
	return slices.ContainsFunc(tokens, func(t prose.Token) bool { return t.Content() })
}

// joinsStatement reports whether a further statement begins at a token.
func joinsStatement(tokens []prose.Token, i int) bool {
	switch tokens[i].Surface {
	case "but", "because", "so", "since", "while", "whereas", "though", "although", "但":
		return true
	case "而":
		return !isAny(textAt(tokens, i+1), "且是非") && !isAny(textAt(tokens, i-1), "然从因反")
	case "因":
		return textAt(tokens, i+1) == "为"
	case "所":
		return textAt(tokens, i+1) == "以"
	}
	return false
}

// separates reports whether marks between two clauses separate statements.
func separates(marks string) bool { return strings.ContainsAny(marks, ",，;；。.!?！？\n→=>") }

// valueAt returns the value at a token, nil for none.
func (s *statement) valueAt(token int) *value {
	for i := range s.values {
		if token >= s.values[i].start && token < s.values[i].end {
			return &s.values[i]
		}
	}
	return nil
}
