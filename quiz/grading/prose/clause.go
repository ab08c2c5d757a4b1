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

// AfterConjunctions returns the first token from start on that isn't a conjunction, and the last one before
// end if all are.
func AfterConjunctions(tokens []Token, start, end int) int {
	for start < end-1 {
		n := conjunctionAt(tokens[start:end])
		if n == 0 || start+n >= end {
			break
		}
		start += n
	}
	return start
}

// conjunctionAt returns the number of tokens of the conjunction with which tokens begin, 0 for none.
func conjunctionAt(tokens []Token) int {
	next := ""
	if len(tokens) > 1 {
		next = tokens[1].Surface
	}
	switch tokens[0].Surface {
	case "and", "but", "so", "because", "then", "also", "while", "whereas", "well":
		return 1
	case "但", "而", "并", "且":
		switch next {
		case "是", "且":
			return 2
		case "发", "行", "列", "非", "不": // words such as 并发
			return 0
		}
		return 1
	}
	return 0
}

// IsConjunctionAt reports whether the token at i begins a conjunction.
func IsConjunctionAt(tokens []Token, i int) bool { return conjunctionAt(tokens[i:]) > 0 }
