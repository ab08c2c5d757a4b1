package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
)

// noteHump remembers where a new word begins within an identifier.
func (s *scanner) noteHump(c rune) {
	isUpper := c >= 'A' && c <= 'Z'
	if n := s.word.Len(); n > 1 && (isUpper && !s.upper || c == '_') {
		s.humps = append(s.humps, n)
	}
	s.upper = isUpper
}

// joinsWord reports whether a mark continues the word before it: don't, 1.5, c++, node.js.
func (s *scanner) joinsWord(c rune, end int) bool {
	next, _ := utf8.DecodeRuneInString(s.source[end:])
	after := isWordRune(next) && !isIdeograph(next)
	word := s.word.String()
	switch c {
	case '\'', '’':
		return after
	case '.':
		return after && endsInDigit(word) == unicode.IsDigit(next)
	case ',':
		return after && endsInDigit(word) && unicode.IsDigit(next) && len(s.source)-end >= len("000")
	case '+', '#':
		return len(word) == 1 && !after || word == "c+"
	}
	return false
}

func endsInDigit(word string) bool {
	return word != "" && word[len(word)-1] >= '0' && word[len(word)-1] <= '9'
}

// endWord adds the word that ends at the given offset, if there is one. The ending n't becomes a
// negation. Other endings after an apostrophe are dropped.
func (s *scanner) endWord(end int) {
	word, humps := s.word.String(), s.humps
	if word == "" {
		return
	}
	s.word.Reset()
	s.humps = nil
	if base, ok := strings.CutSuffix(word, "n't"); ok && base != "" {
		s.addWord(base, end)
		s.add(Token{Text: "not", Surface: "n't", Start: end, End: end, Kind: Word, Negation: true})
		return
	}
	base, _, _ := strings.Cut(word, "'")
	s.addWord(base, end)
	if len(humps) > 0 && base == word {
		s.tokens[len(s.tokens)-1].Parts = stemParts(word, humps)
	}
}

// shortestPart is the length of the shortest word that counts as part of an identifier.
const shortestPart = 3

// stemParts returns the stems of the words that an identifier joins at its humps.
func stemParts(word string, humps []int) []string {
	var parts []string
	from := 0
	for _, hump := range append(humps, len(word)) {
		if part := strings.Trim(word[from:hump], "_"); len(part) >= shortestPart {
			parts = append(parts, Stem(part))
		}
		from = hump
	}
	return parts
}

func (s *scanner) addWord(word string, end int) {
	t := Token{Text: word, Surface: word, Start: s.start, End: end}
	if strings.Trim(word, "0123456789.,") == "" {
		t.Kind = Number
		t.Text = strings.ReplaceAll(word, ",", "")
	} else {
		t.Text = Stem(word)
		t.Function, t.Negation = isFunctionWord(word), isNegation(word)
	}
	s.add(t)
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
