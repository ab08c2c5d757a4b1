package discord

import (
	"strings"
	"unicode"
)

// visible is a name without what can't be seen: control characters, white space of no width, and marks that turn the
// direction of the text around them. It is empty where nothing is left to see.
func visible(name string) string {
	kept := strings.Map(func(r rune) rune {
		switch {
		case r == zeroWidthJoiner || r == emojiVariation: // which hold emoji together
			return r
		case blank(r) || unicode.Is(unicode.Cc, r):
			return ' '
		case unicode.In(r, unicode.Cf, unicode.Co, unicode.Cs):
			return -1
		}
		return r
	}, name)
	kept = strings.Join(strings.Fields(kept), " ")
	if strings.Trim(kept, string([]rune{' ', zeroWidthJoiner, emojiVariation})) == "" {
		return ""
	}
	return kept
}

const (
	zeroWidthJoiner = '\u200d'
	emojiVariation  = '\ufe0f'
)

// blank reports whether a letter or symbol of Unicode looks like white space.
func blank(r rune) bool {
	switch r {
	case '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0', '\u034f':
		return true
	}
	return unicode.IsSpace(r) || unicode.Is(unicode.Variation_Selector, r)
}
