package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Fold returns text without differences that do not matter: case, width, space, emphasis.
func Fold(text string) string {
	if isASCII(text) {
		return foldASCII(text)
	}
	return strings.Map(func(c rune) rune {
		if unicode.IsSpace(c) || strings.ContainsRune("*_`", c) {
			return -1
		}
		return unicode.ToLower(c)
	}, norm.NFKC.String(text))
}

func isASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// foldASCII folds ASCII text.
func foldASCII(text string) string {
	folded := make([]byte, 0, len(text))
	for i := range len(text) {
		switch c := text[i]; {
		case c == ' ', c >= '\t' && c <= '\r', c == '*', c == '_', c == '`':
		case c >= 'A' && c <= 'Z':
			folded = append(folded, c|0x20)
		default:
			folded = append(folded, c)
		}
	}
	return string(folded)
}
