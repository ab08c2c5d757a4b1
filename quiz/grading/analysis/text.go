package analysis

import (
	"iter"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// A low guess of the number of different words: all those of a short text, and some of a longer one.
const (
	tokensOfShort = 32
	tokensPerWord = 3
)

// None stands for no word and no clause.
const None = -1

// Text is an analysed text. It doesn't change, and is safe for concurrent use.
type Text struct {
	Source  string
	Lexicon *lexicon.Lexicon
	Tokens  []prose.Token
	Clauses []prose.Clause
	// ClauseOf is the clause of each token, None for tokens between clauses.
	ClauseOf []int32
	// WordOf is the number of each token's text, None for punctuation. Equal texts have equal numbers.
	WordOf []int32
	// Names are the distinct content words of alphabets, in the order of their appearance. A word that
	// appeared as part of an identifier before isn't among them.
	Names []string
	// Terms are the occurrences of the lexicon's terms.
	Terms []lexicon.Hit

	signs

	memory   *Memory
	words    map[string]int32 // the numbers of the texts of tokens and identifiers' parts
	list     []string         // the words by their numbers
	places   index[int32]     // of tokens by words
	groups   index[groupTerm] // of terms by their groups, see bucketOf
	covering index[int32]     // of terms with content by the tokens within
}

// New analyses a text.
func New(lex *lexicon.Lexicon, source string) *Text { return new(Memory).Analyse(lex, source) }

// Slice analyses the tokens from start to end as a text of its own.
func (t *Text) Slice(start, end int) *Text { return t.SliceIn(new(Memory), start, end) }

// SliceIn is [Text.Slice] in the memory of a text before, which is valid no longer.
func (t *Text) SliceIn(m *Memory, start, end int) *Text {
	return m.analyse(t.Lexicon, t.Source, t.Tokens[start:end])
}

func (t *Text) findClauses() {
	t.ClauseOf = t.memory.numbers.Take(len(t.Tokens))
	for i := range t.ClauseOf {
		t.ClauseOf[i] = None
	}
	for n, c := range t.Clauses {
		for i := c.Start; i < c.End; i++ {
			t.ClauseOf[i] = int32(n)
		}
	}
}

// indexWords numbers the words and indexes their places. It returns the words by their numbers.
func (t *Text) indexWords() []string {
	w := t.memory.newNumbering(min(len(t.Tokens), tokensOfShort+len(t.Tokens)/tokensPerWord))
	t.Names = t.memory.names[:0]
	t.WordOf = t.memory.numbers.Take(len(t.Tokens))
	for i := range t.Tokens {
		token := &t.Tokens[i]
		if token.IsPunctuation() {
			t.WordOf[i] = None
			continue
		}
		n, isNew := w.number(token.Text)
		if isNew && token.Kind == prose.Word && token.Content() {
			t.Names = append(t.Names, token.Text)
		}
		t.WordOf[i] = n
		for _, part := range token.Parts() {
			w.number(part)
		}
	}
	t.words, t.list, t.memory.words, t.memory.names = w.numbers, w.words, w.words, t.Names
	t.places = newIndex(&t.memory.numbers, &t.memory.numbers, len(t.words), func(add func(key, value int32)) {
		for i, n := range t.WordOf {
			if n == None {
				continue
			}
			add(n, int32(i))
			for _, part := range t.Tokens[i].Parts() {
				add(t.words[part], int32(i))
			}
		}
	})
	return w.words
}

func (t *Text) indexTerms() {
	t.groups = newIndex(&t.memory.numbers, &t.memory.groups, len(t.Terms), func(add func(key int32, value groupTerm)) {
		for n := range t.Terms {
			for _, g := range t.Terms[n].Groups {
				add(t.bucketOf(g), groupTerm{g, int32(n)})
			}
		}
	})
	t.covering = newIndex(&t.memory.numbers, &t.memory.numbers, len(t.Tokens), func(add func(key, value int32)) {
		for n := range t.Terms {
			if h := &t.Terms[n]; t.HasContent(h.Start, h.End) {
				for i := h.Start; i < h.End; i++ {
					add(int32(i), int32(n))
				}
			}
		}
	})
}

// groupTerm is a term with one of its groups.
type groupTerm struct {
	group lexicon.Group
	term  int32
}

// bucketOf returns the key of a group. A text has few of the lexicon's groups, so that several share a
// key.
func (t *Text) bucketOf(g lexicon.Group) int32 { return int32(g) % int32(len(t.Terms)) }

// HasContent reports whether any token from start to end carries content.
func (t *Text) HasContent(start, end int) bool {
	for i := start; i < end; i++ {
		if t.Tokens[i].Content() {
			return true
		}
	}
	return false
}

// Numbered returns the text with the numbers of its words.
func (t *Text) Numbered() prose.Numbered {
	return prose.Numbered{Source: t.Source, Tokens: t.Tokens, WordOf: t.WordOf, Words: t.list}
}

// Words returns the number of words. All numbers of words are below it.
func (t *Text) Words() int { return len(t.words) }

// Word returns the number of a word, None if the text hasn't the word.
func (t *Text) Word(word string) int32 {
	if n, ok := t.words[word]; ok {
		return n
	}
	return None
}

// Places returns the tokens with a text, and the identifiers that have it as a part, in order.
func (t *Text) Places(word string) []int32 {
	n, ok := t.words[word]
	if !ok {
		return nil
	}
	return t.places.at(n)
}

// TermsOf returns the terms of a group, in order.
func (t *Text) TermsOf(g lexicon.Group) iter.Seq[*lexicon.Hit] {
	return func(yield func(*lexicon.Hit) bool) {
		if len(t.Terms) == 0 {
			return
		}
		for _, v := range t.groups.at(t.bucketOf(g)) {
			if v.group == g && !yield(&t.Terms[v.term]) {
				return
			}
		}
	}
}

// Covering returns the indexes of the terms that a token is part of, in order. Terms without content
// are left out.
func (t *Text) Covering(token int) []int32 { return t.covering.at(int32(token)) }

// IsHan reports whether there is a token at i, and it is a Chinese character.
func (t *Text) IsHan(i int) bool {
	return i >= 0 && i < len(t.Tokens) && t.Tokens[i].Kind == prose.Han
}
