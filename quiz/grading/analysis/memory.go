package analysis

import (
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/memory"
	"quizbot/quiz/grading/prose"
)

// Memory is the memory in which one text after another is analysed. The zero value is ready for use.
type Memory struct {
	tokens  []prose.Token
	clauses []prose.Clause
	terms   lexicon.Memory
	known   map[string]int32
	words   []string
	names   []string
	numbers memory.Stack[int32]
	groups  memory.Stack[groupTerm]
}

// Analyse analyses a text like [New]. The text is valid until the next call.
func (m *Memory) Analyse(lex *lexicon.Lexicon, source string) *Text {
	m.tokens = prose.AppendTokens(m.tokens[:0], source)
	return m.analyse(lex, source, m.tokens)
}

func (m *Memory) analyse(lex *lexicon.Lexicon, source string, tokens []prose.Token) *Text {
	m.numbers.Reset()
	m.groups.Reset()
	m.numbers.Reserve(numbersPerToken * len(tokens))
	m.clauses = prose.AppendClauses(m.clauses[:0], tokens)
	t := &Text{Source: source, Lexicon: lex, Tokens: tokens, Clauses: m.clauses, memory: m}
	t.findClauses()
	words := t.indexWords()
	t.Terms = lex.FindWords(&m.terms, tokens, t.WordOf, words)
	t.indexTerms()
	return t
}

// numbersPerToken is about how many numbers are needed for each token.
const numbersPerToken = 6

// newNumbering returns a numbering without words.
func (m *Memory) newNumbering(size int) numbering {
	if m.known == nil {
		m.known = make(map[string]int32, size)
		m.words = make([]string, 0, size)
	}
	clear(m.known)
	return numbering{numbers: m.known, words: m.words[:0]}
}

// Forget removes the latest text, whose words are no longer needed.
func (m *Memory) Forget() {
	clear(m.tokens[:cap(m.tokens)])
	clear(m.known)
	clear(m.words[:cap(m.words)])
	clear(m.names[:cap(m.names)])
}
