package score

import (
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// text is a text prepared for comparison.
type text struct {
	*analysis.Text
	terms []term
	// single and pairs are the terms of each token: alone, and together with the next one. They are
	// analysis.None where there is no such term.
	single, pairs []int32
	names         []string // the distinct words of alphabets
	// asked says which words stand in the question, by their numbers.
	asked  []bool
	memory *Memory
}

// newText prepares a text in the memory of the text before.
func newText(analysed *analysis.Text, m *Memory) *text {
	m.reset()
	m.terms = appendTerms(m.terms[:0], analysed)
	t := &text{Text: analysed, terms: m.terms, memory: m}
	places := m.numbers.Take(2 * len(t.Tokens))
	for i := range places {
		places[i] = analysis.None
	}
	t.single, t.pairs = places[:len(t.Tokens)], places[len(t.Tokens):]
	for i := range t.terms {
		if n := &t.terms[i]; n.pair {
			t.pairs[n.token] = int32(i)
		} else {
			t.single[n.token] = int32(i)
		}
	}
	return t
}

// findAsked marks the words of the question.
func (t *text) findAsked(question *analysis.Text) {
	t.asked = t.memory.marks.Take(t.Words())
	for i := range question.Tokens {
		if n := t.Word(question.Tokens[i].Text); n != analysis.None {
			t.asked[n] = true
		}
	}
}

// isAsked reports whether a term is among those of the question.
func (t *text) isAsked(n *term, asked map[string]bool) bool {
	if !t.asked[t.WordOf[n.token]] || n.pair && !t.asked[t.WordOf[n.token+1]] {
		return false
	}
	return asked[keyOf(t.Text, n)]
}

// findNames collects the words that similar ones are looked for among.
func (t *text) findNames() {
	seen := t.memory.marks.Take(t.Words())
	t.names = t.memory.names[:0]
	for i := range t.terms {
		n := &t.terms[i]
		if n.pair {
			continue
		}
		if w := t.WordOf[n.token]; !seen[w] {
			seen[w] = true
			if n.kind == prose.Word {
				t.names = append(t.names, t.Tokens[n.token].Text)
			}
		}
		for _, part := range t.Tokens[n.token].Parts() {
			seen[t.Word(part)] = true
		}
	}
	t.memory.names = t.names
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

// wanted is a term of a reference that answers are searched for.
type wanted struct {
	term
	key    string
	words  []string // its one or two tokens
	parts  []string // the words that an identifier joins
	groups []lexicon.Group
}

func newWanted(t *text, n *term, key string, words []string) wanted {
	w := wanted{term: *n, key: key, words: words, groups: groupsOf(t.Text, n)}
	if !n.pair {
		w.parts = t.Tokens[n.token].Parts()
	}
	return w
}

// appendWords appends the texts of a term's tokens.
func appendWords(words []string, t *text, n *term) []string {
	for i := range n.length() {
		words = append(words, t.Tokens[int(n.token)+i].Text)
	}
	return words
}

// finder collects the occurrences of one term after another in a text.
type finder struct {
	*text
	found []occurrence
}

// find appends the places of a term. Similar words are looked for where the text hasn't the word
// itself.
func (f *finder) find(n *wanted) {
	before := len(f.found)
	if n.pair {
		f.addPairs(n.words)
	} else {
		f.addWord(n.words[0], 1)
	}
	hasWord := len(f.found) > before
	for _, g := range n.groups {
		f.addGroup(g)
	}
	if n.kind != prose.Word || hasWord {
		return
	}
	if k := len(n.parts); k > 1 {
		f.addWord(n.parts[k-1], strengthLastPart)
	}
	for _, name := range f.names {
		if s := similarity(n.key, name); s > 0 {
			f.addWord(name, s)
		}
	}
}

func (f *finder) addWord(word string, strength float64) {
	for _, i := range f.Places(word) {
		if n := f.single[i]; n != analysis.None {
			f.found = append(f.found, occurrence{int(n), strength})
		}
	}
}

func (f *finder) addPairs(characters []string) {
	for _, i := range f.Places(characters[0]) {
		if n := f.pairs[i]; n != analysis.None && f.Tokens[i+1].Text == characters[1] {
			f.found = append(f.found, occurrence{int(n), 1})
		}
	}
}

// addGroup adds the terms within the occurrences of a group.
func (f *finder) addGroup(g lexicon.Group) {
	strength, last := strengthOf(f.Lexicon.Strength(g)), int32(analysis.None)
	for hit := range f.TermsOf(g) {
		if !f.HasContent(hit.Start, hit.End) {
			continue
		}
		for i := hit.Start; i < hit.End; i++ {
			if n := f.single[i]; n > last {
				f.found, last = append(f.found, occurrence{int(n), strength}), n
			}
			if n := f.pairs[i]; n > last && i+1 < hit.End {
				f.found, last = append(f.found, occurrence{int(n), strength}), n
			}
		}
	}
}

func strengthOf(s lexicon.Strength) float64 {
	switch s {
	case lexicon.Same:
		return strengthSame
	case lexicon.Close:
		return strengthClose
	}
	return strengthRelated
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
