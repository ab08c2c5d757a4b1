package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ToLower is [strings.ToLower], but faster for Chinese.
func ToLower(text string) string {
	var b strings.Builder
	kept := 0 // the start of what is to be copied as it is
	for i := 0; i < len(text); {
		if b := text[i]; b < utf8.RuneSelf && (b < 'A' || b > 'Z') {
			i++
			continue
		}
		if hanAt(text, i) > 0 {
			i += sizeOfHan
			continue
		}
		c, size := utf8.DecodeRuneInString(text[i:])
		if lower := toLower(c); lower != c || c == utf8.RuneError {
			if kept == 0 {
				b.Grow(len(text))
			}
			b.WriteString(text[kept:i])
			b.WriteRune(lower)
			kept = i + size
		}
		i += size
	}
	if kept == 0 {
		return text
	}
	b.WriteString(text[kept:])
	return b.String()
}

func toLower(c rune) rune {
	switch {
	case c >= 'A' && c <= 'Z':
		return c + 'a' - 'A'
	case c < utf8.RuneSelf, isCommonHan(c):
		return c
	}
	return unicode.ToLower(c)
}
