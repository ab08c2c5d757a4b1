package input

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// CleanText returns text in the form in which it is stored. Line ends are LF, and invalid UTF-8
// becomes U+FFFD. Control characters and characters that change the direction of other text are
// removed, as are blank lines and spaces at both ends. Only the indentation of the first of
// several lines stays, because it may be code.
func CleanText(text string) string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	text = strings.ToValidUTF8(text, string(utf8.RuneError))
	text = strings.TrimRightFunc(strings.Map(removeControls, text), unicode.IsSpace)
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

// isVisible reports whether a character is visible.
func isVisible(c rune) bool {
	return !unicode.IsSpace(c) && !unicode.In(c, unicode.Cc, unicode.Cf, unicode.Mn, unicode.Me) && !isBlank(c)
}

func removeControls(c rune) rune {
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

// maxNameLength is the length limit of a name in characters, above the limit of every platform.
const maxNameLength = 100

// maxMarks is the greatest number of marks on one letter of a name. More of them cover the lines
// above and below; no spelling needs them.
const maxMarks = 3

// CleanName returns a name on one line, without invisible characters and characters that change
// the direction of other text, and with at most three marks on a letter. It is empty if nothing
// visible is left.
func CleanName(name string) string {
	var kept []rune
	seen, marks := false, 0
	for _, c := range CleanText(name) {
		if unicode.In(c, unicode.Mn, unicode.Me) {
			if marks++; marks > maxMarks {
				continue
			}
		} else if !unicode.Is(unicode.Cf, c) {
			marks = 0
		}
		switch {
		case unicode.IsSpace(c):
			c = ' '
		case isJoiner(c) && len(kept) > 0 && kept[len(kept)-1] > unicode.MaxLatin1: // inside an emoji, or a word of a script with joiners
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

// isJoiner reports whether c is the zero width joiner or non-joiner.
func isJoiner(c rune) bool { return c == '\u200c' || c == '\u200d' }

// isBlank reports whether c is a letter or mark without a visible shape.
func isBlank(c rune) bool {
	switch c {
	case '\u034f', '\u115f', '\u1160', '\u17b4', '\u17b5', '\u2800', '\u3164', '\uffa0', '\U0001d159':
		return true
	}
	return false
}
