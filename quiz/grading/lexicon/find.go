package lexicon

import (
	"cmp"
	"slices"

	"quizbot/quiz/grading/memory"
	"quizbot/quiz/grading/prose"
)

// Hit is an occurrence of a term in tokens[Start:End].
type Hit struct {
	Start, End int
	Groups     []Group
}

// Find returns the occurrences of all terms, ordered by their start, then by their end. Terms
// overlap where the text has several readings. Articles and pronouns within a term are skipped: hand
// it out.
func (l *Lexicon) Find(tokens []prose.Token) []Hit {
	wordOf, words := make([]int32, len(tokens)), make([]string, len(tokens))
	for i := range tokens {
		wordOf[i], words[i] = int32(i), tokens[i].Text
		if tokens[i].IsPunctuation() {
			wordOf[i] = -1
		}
	}
	return l.FindWords(&Memory{}, tokens, wordOf, words)
}

// Memory is the memory in which the terms of one text after another are found.
type Memory struct {
	numbers memory.Stack[int32]
	hits    []Hit
}

// FindWords is [Lexicon.Find] for tokens whose words are numbered: wordOf are the places of their
// texts in words, below 0 for punctuation. The occurrences are valid until the next call for the
// memory.
func (l *Lexicon) FindWords(m *Memory, tokens []prose.Token, wordOf []int32, words []string) []Hit {
	m.numbers.Reset()
	if l.base == nil {
		m.hits = l.terms.find(m.hits[:0], &m.numbers, tokens, wordOf, words)
		return m.hits
	}
	own := l.terms.find(nil, &m.numbers, tokens, wordOf, words)
	return mergeHits(l.base.FindWords(m, tokens, wordOf, words), own)
}

// tokensPerHit is a low guess of the number of a text's tokens over that of its hits.
const tokensPerHit = 2

// find appends the occurrences of terms in order.
func (t *trie) find(hits []Hit, memory *memory.Stack[int32], tokens []prose.Token, wordOf []int32, words []string) []Hit {
	known := memory.Take(len(words)) // 0 for words that no term has
	for i, w := range words {
		known[i] = t.numberOf(w)
	}
	numbers := memory.Take(len(tokens))
	for i, w := range wordOf {
		if w >= 0 {
			numbers[i] = known[w]
		}
	}
	hits = slices.Grow(hits, len(tokens)/tokensPerHit)
	for start := range tokens {
		if numbers[start] > 0 {
			hits = t.appendHits(hits, tokens, numbers, start)
		}
	}
	return hits
}

// appendHits appends the occurrences of terms that begin with tokens[start].
func (t *trie) appendHits(hits []Hit, tokens []prose.Token, numbers []int32, start int) []Hit {
	at := int32(0)
	for end := start; end < len(tokens) && t.nodes[at].likely > 0; end++ {
		next := t.next(at, numbers[end])
		if next == 0 {
			if end > start && isSkippable(&tokens[end]) {
				continue
			}
			break
		}
		at = next
		if groups := t.nodes[at].groups; groups > 0 {
			hits = append(hits, Hit{start, end + 1, t.groups[groups]})
		}
	}
	return hits
}

// mergeHits merges two ordered lists. Hits at the same place become one.
func mergeHits(a, b []Hit) []Hit {
	if len(b) == 0 {
		return a
	}
	merged := make([]Hit, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		switch order := comparePlaces(a[0], b[0]); {
		case order < 0:
			merged, a = append(merged, a[0]), a[1:]
		case order > 0:
			merged, b = append(merged, b[0]), b[1:]
		default:
			merged = append(merged, Hit{a[0].Start, a[0].End, slices.Concat(a[0].Groups, b[0].Groups)})
			a, b = a[1:], b[1:]
		}
	}
	return append(append(merged, a...), b...)
}

func comparePlaces(a, b Hit) int {
	return cmp.Or(cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
}

// isSkippable reports whether a word may stand within a term without being part of it.
func isSkippable(t *prose.Token) bool {
	switch t.Surface {
	case "a", "an", "the", "it", "its", "them", "their", "this", "that", "these", "those", "your", "my", "our":
		return true
	}
	return false
}

// wordsOf returns the texts of a term's tokens without punctuation, articles and pronouns.
func wordsOf(tokens []prose.Token) []string {
	var words []string
	for i := range tokens {
		if t := &tokens[i]; !t.IsPunctuation() && (!isSkippable(t) || len(tokens) == 1) {
			words = append(words, t.Text)
		}
	}
	return words
}
