package input

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText makes text fit to be kept. Line ends are LF, and invalid UTF-8 becomes U+FFFD. Blank lines and spaces at the ends
// are cut off, but for the indentation of the first of several lines, which may be code. Characters that control a
// terminal or the direction of other text are left out.
func CleanText(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	text = strings.TrimRightFunc(strings.Map(keepRune, text), unicode.IsSpace)
	if !strings.ContainsFunc(text, isVisible) {
		return ""
	}
	indented := strings.TrimLeftFunc(text, unicode.IsSpace)
	if !strings.Contains(indented, "\n") {
		return indented
	}
	start := strings.LastIndexByte(text[:len(text)-len(indented)], '\n') + 1
	return text[start:]
}

// isVisible reports whether a character of a text can be seen.
func isVisible(c rune) bool {
	return !unicode.IsSpace(c) && !unicode.In(c, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me) && !isBlank(c)
}

func keepRune(c rune) rune {
	switch {
	case c == '\n' || c == '\t':
		return c
	case c < 0x20 || (c >= 0x7f && c < 0xa0):
		return -1
	case c >= 0x202a && c <= 0x202e || c >= 0x2066 && c <= 0x2069:
		return -1
	}
	return c
}

// maxNameLength is how many characters of a name are kept: more than any platform allows.
const maxNameLength = 100

// CleanName makes a name fit to be shown beside others: one line, without what can't be seen and what turns other text
// around. It is empty where nothing of the name can be seen.
func CleanName(name string) string {
	var kept []rune
	seen := false
	for _, c := range CleanText(name) {
		switch {
		case unicode.IsSpace(c):
			c = ' '
		case isJoiner(c) && len(kept) > 0 && kept[len(kept)-1] > unicode.MaxLatin1: // within an emoji, or a word of a script that needs it
		case unicode.Is(unicode.Cf, c) || isBlank(c) || !unicode.IsGraphic(c):
			continue
		}
		seen = seen || !unicode.IsSpace(c) && !unicode.Is(unicode.Mn, c) && !unicode.Is(unicode.Me, c) && !isJoiner(c)
		kept = append(kept, c)
	}
	if !seen {
		return ""
	}
	text := strings.Join(strings.Fields(strings.TrimRight(string(kept), "\u200c\u200d")), " ")
	return string([]rune(text)[:min(len([]rune(text)), maxNameLength)])
}

// isJoiner reports whether c is one of the two characters that join others, or keep them apart.
func isJoiner(c rune) bool { return c == '\u200c' || c == '\u200d' }

// isBlank reports whether c is a letter or mark that takes room and can't be seen, or takes none.
func isBlank(c rune) bool {
	switch c {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0', '\U0001d159':
		return true
	}
	return false
}
