package drawing

import (
	"strings"
	"unicode"
)

// Discord parses every text as its own Markdown, so literal text is escaped. A backslash makes the
// next character literal, unless it is a letter, digit or space.

// markupCharacters are the characters that may begin markup anywhere: emphasis, code,
// spoilers, mentions, links, times, emoji.
const markupCharacters = "\\`*_~|<[]"

// escape makes text literal. starts reports the start of a line, where more characters are
// special.
func escape(text string, starts bool) string {
	var b strings.Builder
	b.Grow(len(text) + len(text)/8)
	runes := []rune(strings.ReplaceAll(text, "\x00", "\ufffd"))
	for i, r := range runes {
		if !isPlain(r) && takesEffect(runes, i, starts) {
			b.WriteByte('\\')
		}
		b.WriteRune(r)
		starts = r == '\n' || starts && unicode.IsSpace(r)
	}
	return b.String()
}

// isPlain reports whether a character never takes effect, as letters and digits don't.
func isPlain(r rune) bool {
	return r >= 'a' && r <= 'z' || r == ' ' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || r > unicode.MaxASCII
}

// takesEffect reports whether the character at i would begin or be markup.
func takesEffect(runes []rune, i int, starts bool) bool {
	r, next := runes[i], rune(0)
	if i+1 < len(runes) {
		next = runes[i+1]
	}
	return strings.ContainsRune(markupCharacters, r) || beginsMarkup(r, next) ||
		starts && strings.ContainsRune("#>-+", r) || isInviteLink(runes[i:]) || isListNumber(runes, i)
}

// beginsMarkup reports whether a character begins a mention, an address or the name of an emoji
// because of what follows it.
func beginsMarkup(r, next rune) bool {
	return (r == '@' || r == ':') && next != 0 && !unicode.IsSpace(next)
}

// isInviteLink reports whether a text ends an invite address. Discord recognises these without a
// scheme.
func isInviteLink(rest []rune) bool {
	if rest[0] != '.' {
		return false
	}
	for _, end := range []string{".gg/", ".com/invite", ".new/"} {
		if len(rest) >= len(end) && strings.EqualFold(string(rest[:len(end)]), end) {
			return true
		}
	}
	return false
}

// isListNumber reports whether the character at i makes a numbered list of the digits before it,
// which stand at the start of a line.
func isListNumber(runes []rune, i int) bool {
	if runes[i] != '.' && runes[i] != ')' {
		return false
	}
	digits := i
	for digits > 0 && runes[digits-1] >= '0' && runes[digits-1] <= '9' {
		digits--
	}
	start := digits
	for start > 0 && runes[start-1] != '\n' && unicode.IsSpace(runes[start-1]) {
		start--
	}
	return digits < i && (start == 0 || runes[start-1] == '\n')
}

// zeroWidthSpace keeps two things that would run together apart. It cannot be seen.
const zeroWidthSpace = "\u200b"

// inlineCode returns text between backticks: two where there are some in it. Three would
// begin a block, so those that stand side by side in it are kept apart.
func inlineCode(text string) string {
	text = strings.ReplaceAll(text, "\n", " ")
	for strings.Contains(text, "``") {
		text = strings.ReplaceAll(text, "``", "`"+zeroWidthSpace+"`")
	}
	if strings.TrimSpace(text) == "" {
		return text
	}
	fence := "`"
	if strings.Contains(text, fence) {
		fence = "``"
	}
	if strings.HasPrefix(text, "`") {
		text = " " + text
	}
	if strings.HasSuffix(text, "`") {
		text += " "
	}
	return fence + text + fence
}

// codeBlock returns a fenced code block, highlighted if its language is one word. Text that would
// close the block is split.
func codeBlock(language, text string) string {
	if strings.Contains(text, "```") {
		text = strings.ReplaceAll(text, "``", "`"+zeroWidthSpace+"`")
	}
	if strings.ContainsFunc(language, func(r rune) bool {
		return r > unicode.MaxASCII || !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune("+-_.#", r)
	}) {
		language = ""
	}
	return "```" + language + "\n" + text + "\n```"
}
