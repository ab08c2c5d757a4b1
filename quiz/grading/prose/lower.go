package prose

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// ToLower is [strings.ToLower], but faster for Chinese.
func ToLower(text string) string {
	var b strings.Builder
	b.Grow(len(text))
	for _, c := range text {
		switch {
		case c < utf8.RuneSelf:
			if c >= 'A' && c <= 'Z' {
				c += 'a' - 'A'
			}
			b.WriteByte(byte(c))
			continue
		case !isCommonHan(c):
			c = unicode.ToLower(c)
		}
		b.WriteRune(c)
	}
	return b.String()
}
