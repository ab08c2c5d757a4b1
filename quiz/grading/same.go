package grading

import (
	"strings"
	"unicode"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
	"golang.org/x/text/width"
)

// IsSameAnswer reports whether two short answers are equal but for case, width and white space. If
// either looks like code or has a digit, every mark counts except a full stop at the end.
// Otherwise marks at the ends are ignored, and hyphens between words are like spaces.
//
// In doubt it is strict: a false match would give a wrong grade, and a missed match is left to
// people.
func IsSameAnswer(a, b string) bool {
	x, y := foldAnswer(a), foldAnswer(b)
	if looksLikeCode(x) || looksLikeCode(y) {
		return comparableCode(x) == comparableCode(y)
	}
	return comparableProse(x) == comparableProse(y)
}

// foldAnswer removes differences of case, width, dashes and quotation marks. It keeps all that may
// change a value: x² is not x2, 1,000 not 1000, and 六十 not 60. White space becomes one space.
// Backticks around the whole text are removed, because they only mark it as code.
func foldAnswer(text string) []rune {
	text = cases.Fold().String(width.Fold.String(norm.NFC.String(text)))
	text = strings.Join(strings.Fields(punctuationVariants().Replace(text)), " ")
	for len(text) > 2 && text[0] == '`' && text[len(text)-1] == '`' {
		text = strings.TrimSpace(text[1 : len(text)-1])
	}
	runes := []rune(text)
	for i, c := range runes {
		if c >= '₀' && c <= '₉' && i > 0 && unicode.IsLetter(runes[i-1]) { // log₂, but not 10₂
			runes[i] = '0' + c - '₀'
		}
	}
	return runes
}

// punctuationVariants replaces variants of punctuation marks by ASCII, and removes invisible
// characters.
func punctuationVariants() *strings.Replacer {
	return strings.NewReplacer(
		"−", "-", "‐", "-", "‑", "-", "‒", "-", "–", "-", "—", "-", "―", "-", "“", `"`, "”", `"`, "„", `"`, "«", `"`, "»", `"`,
		"‘", "'", "’", "'", "‚", "'", "´", "'", "…", "...", "≠", "!=", "≤", "<=", "≥", ">=", "→", "->", "⇒", "=>",
		"\u200b", "", "\u200c", "", "\u2060", "", "\ufeff", "", "\u00ad", "",
	)
}

// looksLikeCode reports whether the marks in a text may be more than punctuation.
func looksLikeCode(text []rune) bool {
	for i, c := range text {
		before, after := runeAt(text, i-1), runeAt(text, i+1)
		switch {
		case unicode.IsDigit(c), strings.ContainsRune("()[]{}<>=+*/%&|^~@#$\\_", c):
			return true
		case c == '-' && (before == ' ' && after == ' ' || !isWordRune(before) && isWordRune(after)):
			return true // an operator or the sign before a name, not a hyphen
		case (c == '.' || c == '!') && !isWordRune(before) && isWordRune(after):
			return true // .gitignore, !done
		case c == '.' && isWordRune(before) && isWordRune(after), c == ':' && after == ':':
			return true // os.path, std::move
		}
	}
	return false
}

// runeAt returns the character at an index, 0 outside the text.
func runeAt(text []rune, i int) rune {
	if i < 0 || i >= len(text) {
		return 0
	}
	return text[i]
}

func isWordRune(c rune) bool { return unicode.IsLetter(c) || unicode.IsDigit(c) }

// comparableCode returns the form in which code is compared: every mark counts. White space stays
// between two digits, because it separates two numbers. A number gets a digit before its point.
func comparableCode(text []rune) string {
	text = trimHanQuotes(text)
	if n := len(text); n > 1 && (text[n-1] == '。' || text[n-1] == '.' && text[n-2] != '.') {
		text = trimHanQuotes(text[:n-1])
	}
	var kept strings.Builder
	for i, c := range text {
		before, after := runeAt(text, i-1), runeAt(text, i+1)
		switch {
		case c == ' ' && (!unicode.IsDigit(before) || !unicode.IsDigit(after)):
			continue
		case c == '.' && unicode.IsDigit(after) && !isWordRune(before) && !strings.ContainsRune(".)]", before):
			kept.WriteRune('0')
		}
		kept.WriteRune(c)
	}
	return kept.String()
}

// trimHanQuotes removes Chinese or Japanese quotation marks around a text. No program has them.
func trimHanQuotes(text []rune) []rune {
	for _, pair := range []string{"「」", "『』", "《》"} {
		marks := []rune(pair)
		if n := len(text); n > 2 && text[0] == marks[0] && text[n-1] == marks[1] {
			return text[1 : n-1]
		}
	}
	return text
}

// comparableProse returns the form in which prose is compared. If a text has only marks, all of
// them count.
func comparableProse(text []rune) string {
	var kept strings.Builder
	for i, c := range text {
		hyphen := c == '-' && isWordRune(runeAt(text, i-1)) && isWordRune(runeAt(text, i+1))
		if c != ' ' && !hyphen {
			kept.WriteRune(c)
		}
	}
	if words := strings.TrimFunc(kept.String(), isSentencePunctuation); words != "" {
		return words
	}
	return kept.String()
}

// isSentencePunctuation reports whether c is punctuation that prose may have around an answer.
func isSentencePunctuation(c rune) bool {
	return strings.ContainsRune(".,;:!?'\"`·。、「」『』《》¿¡-", c)
}
