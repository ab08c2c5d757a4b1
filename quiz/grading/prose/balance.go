package prose

import (
	"strings"
	"unicode/utf8"
)

// Balance returns source[start:end] with the brackets and quotation marks right beside it that belong to
// others within it.
func Balance(source string, start, end int) string {
	if before, size := utf8.DecodeLastRuneInString(source[:start]); closerOf(before) != 0 && strings.ContainsRune(source[start:end], closerOf(before)) {
		for start -= size; before == '(' && start > 0 && isNamePart(source[start-1]); {
			start-- // the function that is called
		}
	}
	missing := missingClosers(source[start:end])
	for n := len(missing) - 1; n >= 0; n-- {
		next, size := utf8.DecodeRuneInString(source[end:])
		if next != missing[n] {
			break
		}
		end += size
	}
	return source[start:end]
}

// missingClosers returns the marks that would close those that a text leaves open, the last one first to
// be closed.
func missingClosers(text string) []rune {
	var missing []rune
	for _, c := range text {
		if n := len(missing); n > 0 && missing[n-1] == c {
			missing = missing[:n-1]
		} else if closer := closerOf(c); closer != 0 {
			missing = append(missing, closer)
		}
	}
	return missing
}

// closerOf returns the mark that closes what another opens, 0 for any other character.
func closerOf(c rune) rune {
	switch c {
	case '(':
		return ')'
	case '[':
		return ']'
	case '{':
		return '}'
	case '（':
		return '）'
	case '【':
		return '】'
	case '「':
		return '」'
	case '《':
		return '》'
	case '“':
		return '”'
	case '"', '`':
		return c
	}
	return 0
}

func isNamePart(c byte) bool { return c < utf8.RuneSelf && isWordRune(rune(c)) }
