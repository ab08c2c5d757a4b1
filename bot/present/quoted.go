package present

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// A quote shorter than shortQuote says too little alone, and gets the clauses around it. With them it
// isn't longer than longQuote. Both are in bytes, so that a Chinese character counts for more.
const (
	shortQuote = 24
	longQuote  = 240
)

// quotedWords returns a grader's quote as its author reads it: with the whole clause that it stands
// in, and in one line. "…" marks a sentence that goes on. A quote with blocks of code stays as it is.
func quotedWords(answer, quote string) string {
	if strings.Contains(quote, "```") {
		return quote
	}
	alone := strings.Join(strings.Fields(quote), " ")
	start := findWords(answer, quote)
	if start < 0 || strings.Contains(answer, "```") {
		return alone
	}
	text := widenQuote(splitClauses(answer), answer, start, start+len(quote))
	if strings.Count(text, "`")%2 != 0 {
		return alone
	}
	return text
}

// findWords returns the index of words in a text, or -1. It prefers whole words.
func findWords(text, words string) int {
	if words == "" {
		return -1
	}
	for from := 0; ; {
		i := strings.Index(text[from:], words)
		if i < 0 {
			return strings.Index(text, words)
		}
		start, end := from+i, from+i+len(words)
		if !joinsLetters(text, start) && !joinsLetters(text, end) {
			return start
		}
		from = start + 1
	}
}

// joinsLetters reports whether an index of a text is inside a word of letters other than Chinese.
func joinsLetters(text string, i int) bool {
	before, _ := utf8.DecodeLastRuneInString(text[:i])
	after, _ := utf8.DecodeRuneInString(text[i:])
	return isWordRune(before) && isWordRune(after)
}

func isWordRune(c rune) bool {
	return c != utf8.RuneError && !unicode.Is(unicode.Han, c) && (unicode.IsLetter(c) || unicode.IsDigit(c))
}

// clause is a part of a text between two marks of punctuation. Its last one belongs to it.
type clause struct {
	start, end int
	// first and last say that a sentence begins or ends with it.
	first, last bool
}

// splitClauses returns the clauses of a text, without gaps.
func splitClauses(text string) []clause {
	var list []clause
	start, first := 0, true
	for i := 0; i < len(text); {
		c, size := utf8.DecodeRuneInString(text[i:])
		end := i + size
		ends, sentence := endsClause(text, i, end, c)
		if ends || end == len(text) {
			last := sentence || strings.TrimSpace(text[end:]) == ""
			list = append(list, clause{start, end, first, last})
			start, first = end, last
		}
		i = end
	}
	return list
}

// endsClause reports whether the character between start and end is the end of a clause, and whether
// it is one of a sentence.
func endsClause(text string, start, end int, c rune) (clause, sentence bool) {
	next, _ := utf8.DecodeRuneInString(text[end:])
	spaced := end == len(text) || unicode.IsSpace(next)
	switch {
	case strings.ContainsRune("\n。！？", c):
		return true, true
	case strings.ContainsRune("，；：", c):
		return true, false
	case strings.ContainsRune(".!?", c):
		abbreviated := start >= 2 && text[start-2] == '.' // as in "e.g."
		return spaced && !abbreviated, spaced && !abbreviated
	}
	return strings.ContainsRune(",;:", c) && spaced, next == '\n'
}

// widenQuote returns the clauses of an answer that hold its bytes from start to end, and neighbours
// in the same sentence if they are short.
func widenQuote(list []clause, answer string, start, end int) string {
	i := 0
	for list[i].end <= start {
		i++
	}
	j := i
	for list[j].end < end {
		j++
	}
	short := func() bool { return len(strings.TrimSpace(answer[list[i].start:list[j].end])) < shortQuote }
	for short() && !list[j].last {
		j++
	}
	for short() && !list[i].first {
		i--
	}
	from, to := list[i].start, list[j].end
	if to-from > longQuote {
		return "…" + strings.Join(strings.Fields(wholeWords(answer, start, end)), " ") + "…"
	}
	text := strings.Join(strings.Fields(answer[from:to]), " ")
	if !list[i].first {
		text = "…" + text
	}
	if !list[j].last {
		text = strings.TrimRight(text, ",;:，；：") + "…"
	}
	return text
}

// wholeWords returns the bytes of a text from start to end, with the rest of words that they cut.
func wholeWords(text string, start, end int) string {
	for joinsLetters(text, start) {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	for joinsLetters(text, end) {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	return text[start:end]
}
