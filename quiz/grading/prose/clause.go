package prose

import "slices"

// Clause is a run of tokens between punctuation marks: tokens[Start:End].
type Clause struct {
	Start, End int
	// Sentence counts sentences from 0.
	Sentence int
}

// Clauses cuts tokens into clauses. Clauses without content are left out.
func Clauses(tokens []Token) []Clause { return AppendClauses(nil, tokens) }

// AppendClauses is [Clauses] behind other clauses.
func AppendClauses(clauses []Clause, tokens []Token) []Clause {
	marks := 0
	for i := range tokens {
		if tokens[i].IsPunctuation() {
			marks++
		}
	}
	clauses = slices.Grow(clauses, marks+1)
	start, sentence := 0, 0
	end := func(i int) {
		if hasContent(tokens[start:i]) {
			clauses = append(clauses, Clause{start, i, sentence})
		}
		start = i + 1
	}
	for i := range tokens {
		switch tokens[i].Kind {
		case Break:
			end(i)
		case Stop:
			end(i)
			sentence++
		}
	}
	end(len(tokens))
	return clauses
}

func hasContent(tokens []Token) bool {
	for i := range tokens {
		if tokens[i].Content() {
			return true
		}
	}
	return false
}
