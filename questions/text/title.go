package text

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// numberPrefix is the number of a question in front of its title, other than digits alone: "(1)",
// "Q1:", "Q.", "第 3 题：".
var numberPrefix = regexp.MustCompile(`^(?i)(?:(?:` + counterWords + `)\.?\s*\d+(?:\.?[a-z])?\s*[.:：。、)）-]+\s*|(?:` + counterWords + `)\s*\d+\s+|q(?:uestion)?[.:：]\s*|` + chineseNumbers + `|[(（\[]\d{1,4}[)）\]]\s*[.、]?\s*)`)

// CountedTitle is a title that begins with a word and a number.
var CountedTitle = regexp.MustCompile(`^(?i)(?:(?:` + counterWords + `)\.?\s*\d|q[.:：])`)

// CutNumber cuts off the number of a question. A version such as 3.11 is no number.
func CutNumber(text string) (rest string, ok bool) {
	if !MayBeNumbered(text) {
		return text, false
	}
	if text[0] >= '0' && text[0] <= '9' {
		return cutPlainNumber(text)
	}
	m := numberPrefix.FindString(text)
	rest = text[len(m):]
	if m == "" || rest == "" || strings.HasSuffix(m, ".") && rest[0] >= '0' && rest[0] <= '9' {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

// cutPlainNumber cuts off digits in front of a title: "12. ", "12、", "12 - ".
func cutPlainNumber(text string) (rest string, ok bool) {
	const most = 4 // digits; a year with more than a mark behind it counts nothing
	n := 0
	for n < len(text) && text[n] >= '0' && text[n] <= '9' {
		n++
	}
	rest = strings.TrimLeft(text[n:], " \t")
	spaced := len(rest) < len(text)-n
	mark, size := utf8.DecodeRuneInString(rest)
	switch {
	case n > most || rest == "":
		return text, false
	case strings.ContainsRune(".、:：。)）", mark):
		after := rest[size:]
		if after == "" || mark == '.' && after[0] >= '0' && after[0] <= '9' {
			return text, false
		}
		return strings.TrimSpace(after), true
	case spaced && n < most:
		return strings.TrimSpace(strings.TrimPrefix(rest, "- ")), true
	}
	return text, false
}

// MayBeNumbered rules out most titles without a number: no digit follows their first word.
func MayBeNumbered(text string) bool {
	const longest = 12 // letters in front of a number
	letters := 0
	for _, c := range text {
		switch {
		case c >= '0' && c <= '9', strings.ContainsRune("(（[第", c):
			return true
		case letters > 0 && strings.ContainsRune(".:：", c):
			return true
		case c != ' ' && !unicode.IsLetter(c):
			return false
		}
		if letters++; letters > longest {
			return false
		}
	}
	return false
}

// anchorTag is a target of links within a title, in HTML or in braces.
var anchorTag = regexp.MustCompile(`(?i)<a\s[^>]*>\s*</a>|<a\s+(?:name|id)=[^>]*>|\s*\{#[^}]*\}\s*$`)

// StripAnchors removes the targets of links from a title.
func StripAnchors(text string) string {
	if strings.ContainsAny(text, "<{") {
		text = anchorTag.ReplaceAllString(text, "")
	}
	return strings.TrimSpace(text)
}

// CleanTitle returns the question of a title: without number, anchors, pictographs in front, and
// bold around it.
func CleanTitle(text string) string {
	text = StripLeadingPictographs(StripAnchors(text))
	if bold, ok := UnwrapBold(text); ok {
		text = bold
	}
	rest, counted := CutNumber(text)
	if counted && (text[0] == 'Q' || text[0] == 'q') {
		rest, _ = CutNumber(rest) // "Q1: 1. …"
	}
	if bold, ok := UnwrapBold(rest); ok {
		rest = bold
	}
	return strings.TrimSpace(rest)
}

// StripLeadingPictographs cuts off the pictographs in front of a title: stars, arrows, flags.
func StripLeadingPictographs(text string) string {
	return strings.TrimLeftFunc(text, func(c rune) bool {
		return unicode.Is(unicode.So, c) || c == '\ufe0f' || c == '\u200d' || c == ' '
	})
}

// UnwrapBold returns the text within bold from end to end.
func UnwrapBold(text string) (string, bool) {
	const marks = "**"
	inner, ok := strings.CutPrefix(text, marks)
	if !ok {
		return text, false
	}
	inner, ok = strings.CutSuffix(inner, marks)
	if !ok || inner == "" || strings.Contains(inner, marks) {
		return text, false
	}
	return strings.TrimSpace(inner), true
}

// IsNumbered reports whether a title has a number.
func IsNumbered(text string) bool {
	text = StripAnchors(text)
	if bold, ok := UnwrapBold(text); ok {
		text = bold
	}
	_, ok := CutNumber(text)
	return ok
}

// EndsInQuestionMark reports whether a title ends in a question mark.
func EndsInQuestionMark(text string) bool {
	text = strings.TrimRight(StripAnchors(text), " *_`#")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？")
}

// CutDifficulty cuts off the pictographs behind a title that say how difficult the question is.
func CutDifficulty(title string) (rest, difficulty string) {
	rest = StripTrailingPictographs(title)
	for _, c := range title[len(rest):] {
		if d, ok := difficultyOf(c); ok {
			return rest, d
		}
	}
	return title, ""
}

// StripTrailingPictographs cuts off the pictographs behind a title.
func StripTrailingPictographs(text string) string {
	return strings.TrimRightFunc(text, func(c rune) bool {
		return unicode.Is(unicode.So, c) || c == '\ufe0f' || c == '\u200d' || c == ' '
	})
}
