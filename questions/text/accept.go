package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// SplitAccepted splits a line of accepted answers at its commas. A comma within brackets, quotation
// marks or backticks belongs to the answer, as does one that separates thousands: [2, 2, 2] is the
// output of a program, and 1,000 is a number. Bare words in brackets are a list, as in YAML. The
// note says how an ambiguous line is read.
func SplitAccepted(text string) (answers []string, note string) {
	for line := range strings.Lines(text) {
		list, said := splitAcceptedLine(strings.TrimSpace(line))
		answers = append(answers, list...)
		if note == "" {
			note = said
		}
	}
	return answers, note
}

func splitAcceptedLine(line string) (answers []string, note string) {
	if inner, ok := cutSquareBrackets(line); ok {
		items := splitOutside(inner)
		switch {
		case len(items) > 1 && allWords(items):
			return items, "the words in brackets are read as a list of accepted answers, " + QuoteList(items) + ": take the brackets off; if they belong to the answer, write it as an item of a list below  Accept:"
		case len(items) > 1:
			return []string{line}, QuoteList([]string{line}) + " is read as one accepted answer, brackets and all: if each part of it is right by itself, write them as a list, one below the other; if not, write it as an item of a list below  Accept:, and this is not asked again"
		case len(items) == 1 && allWords(items):
			return items, ""
		}
	}
	return splitOutside(line), ""
}

// cutSquareBrackets returns the text within square brackets from end to end.
func cutSquareBrackets(text string) (inner string, ok bool) {
	if !strings.HasPrefix(text, "[") || !strings.HasSuffix(text, "]") || closingBracket(text) != len(text)-1 {
		return "", false
	}
	return text[1 : len(text)-1], true
}

// closingBracket returns the offset of the bracket that closes the first one, -1 if it stays open.
func closingBracket(text string) int {
	depth := 0
	for i, c := range text {
		switch c {
		case '[':
			depth++
		case ']':
			if depth--; depth == 0 {
				return i
			}
		}
	}
	return -1
}

// allWords reports whether texts are words that no program prints without quotation marks.
func allWords(texts []string) bool {
	for _, text := range texts {
		first, _ := utf8.DecodeRuneInString(text)
		if !unicode.IsLetter(first) || strings.ContainsAny(text, "()[]{}<>='\"`") || constant.MatchString(text) {
			return false
		}
	}
	return true
}

// constant is a word that programs print in a list without quotation marks.
var constant = regexp.MustCompile(`(?i)^(?:true|false|none|null|nil|undefined|nan|inf|infinity)$`)

// thousands is a number whose commas separate thousands.
var thousands = regexp.MustCompile(`^\d{1,3}(?:,\d{3})+(?:\.\d+)?(?:\D|$)`)

// splitOutside splits text at the commas and semicolons outside of brackets and quotation marks, or
// at all of them where a bracket is not closed.
func splitOutside(text string) []string {
	items, closed := splitNested(text)
	if !closed {
		return SplitList(text)
	}
	return items
}

func splitNested(text string) (items []string, closed bool) {
	var open []rune
	start := 0
	add := func(end int) {
		if item := strings.TrimSpace(text[start:end]); item != "" {
			items = append(items, item)
		}
	}
	pairs := map[rune]rune{'(': ')', '[': ']', '{': '}', '（': '）', '“': '”', '《': '》', '「': '」', '"': '"', '`': '`'}
	skip := 0
	for i, c := range text {
		switch {
		case i < skip:
		case len(open) > 0 && c == open[len(open)-1]:
			open = open[:len(open)-1]
		case len(open) > 0 && (open[len(open)-1] == '"' || open[len(open)-1] == '`'): // nothing opens in quotation marks
		case pairs[c] != 0:
			open = append(open, pairs[c])
		case len(open) == 0 && c >= '0' && c <= '9' && strings.TrimSpace(text[start:i]) == "":
			skip = i + len(strings.TrimRightFunc(thousands.FindString(text[i:]), func(c rune) bool { return !unicode.IsDigit(c) }))
		case len(open) == 0 && strings.ContainsRune(",，、;；", c):
			add(i)
			start = i + utf8.RuneLen(c)
		}
	}
	add(len(text))
	return items, len(open) == 0
}
