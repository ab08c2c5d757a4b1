package prose

import (
	"bytes"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// noteHump remembers where a new word begins within an identifier: at a capital, an underscore, a point.
func (s *scanner) noteHump(c rune) {
	isUpper := c >= 'A' && c <= 'Z'
	if n := len(s.word); n > 1 && (isUpper && !s.upper || c == '_' || c == '.' && !endsInDigit(s.word)) {
		s.humps = append(s.humps, n)
	}
	s.upper = isUpper
}

// joinsWord reports whether a mark continues the word before it: don't, 1.5, c++, node.js.
func (s *scanner) joinsWord(c rune, end int) bool {
	switch c {
	case '\'', '’', '.', ',', '+', '#':
	default:
		return false
	}
	next, _ := utf8.DecodeRuneInString(s.source[end:])
	after := isWordRune(next) && !isIdeograph(next)
	switch c {
	case '.':
		return after && endsInDigit(s.word) == unicode.IsDigit(next)
	case ',':
		return after && endsInDigit(s.word) && unicode.IsDigit(next) && len(s.source)-end >= len("000")
	case '+', '#':
		return len(s.word) == 1 && !after || string(s.word) == "c+"
	}
	return after
}

func endsInDigit(word []byte) bool {
	return len(word) > 0 && word[len(word)-1] >= '0' && word[len(word)-1] <= '9'
}

// fullForm returns the verb that n't shortens: can of can't, will of won't.
func fullForm(base []byte) []byte {
	switch string(base) {
	case "ca":
		return []byte("can")
	case "wo":
		return []byte("will")
	case "sha":
		return []byte("shall")
	}
	return base
}

// endWord adds the word that ends at the given offset, if there is one. The ending n't becomes a
// negation. Other endings after an apostrophe are dropped.
func (s *scanner) endWord(end int) {
	word, humps := s.word, s.humps
	if len(word) == 0 {
		return
	}
	s.word, s.humps = s.word[:0], s.humps[:0]
	if n := len(humps); n > 0 && humps[n-1] == len(word) {
		humps = humps[:n-1] // a full stop
	}
	if base, ok := bytes.CutSuffix(word, []byte("n't")); ok && len(base) > 0 {
		s.addWord(fullForm(base), end)
		s.add(Token{Text: "not", Surface: "n't", Start: int32(end), End: int32(end), Kind: Word, Negation: true})
		return
	}
	base, _, hasEnding := bytes.Cut(word, []byte("'"))
	s.addWord(base, end)
	if len(humps) > 0 && !hasEnding {
		parts := stemParts(string(word), humps)
		s.tokens[len(s.tokens)-1].parts = &parts
	}
}

// shortestPart is the length of the shortest word that counts as part of an identifier.
const shortestPart = 3

// stemParts returns the stems of the words that an identifier joins at its humps.
func stemParts(word string, humps []int) []string {
	var parts []string
	from := 0
	for _, hump := range append(humps, len(word)) {
		if part := strings.Trim(word[from:hump], "_."); len(part) >= shortestPart {
			parts = append(parts, recentWords.find([]byte(part)).text)
		}
		from = hump
	}
	return parts
}

func (s *scanner) addWord(word []byte, end int) {
	e := recentWords.find(word) // shared by all texts
	s.add(Token{
		Text: e.text, Surface: e.surface, Start: int32(s.start), End: int32(end), Kind: e.kind,
		Function: e.role.function, Negation: e.role.negation && !s.isNoneValue(end),
	})
}

// isNoneValue reports whether the word that ends at an offset is Python's None within a sentence.
func (s *scanner) isNoneValue(end int) bool {
	if s.source[s.start:end] != "None" {
		return false
	}
	before := strings.TrimRight(s.source[:s.start], " `'\"(")
	return before != "" && !strings.ContainsAny(before[len(before)-1:], ".!?\n") && !strings.HasPrefix(s.source[end:], " of")
}

// addCharacter adds a character of a script without spaces.
func (s *scanner) addCharacter(start, end int, c rune, text string) {
	r := s.tables.roleOf(c)
	s.add(Token{Text: text, Surface: text, Start: int32(start), End: int32(end), Kind: Han, Function: r.function, Negation: r.negation})
}

// Stem returns the stem of a lower-case word. Irregular forms become their base form first. Only
// English is stemmed.
func Stem(word string) string {
	if base, ok := tables().irregular[word]; ok {
		word = base
	}
	for i := range len(word) {
		if word[i] < 'a' || word[i] > 'z' {
			return word
		}
	}
	return english.Stem(word, true)
}
