package questions

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// counters are words that stand in front of a question's number, in many languages.
const counters = `q(?:uestion)?|вопрос|в|питання|p(?:regunta|ergunta|itanje)?|d(?:omanda)?|frage|f|întrebarea|soru|pertanyaan|câu(?: hỏi)?|pytanie|vraag|質問|問題?|题目?|題|问题?|문제|질문`

// number is what counts a question in front of its title, besides digits alone: "(1)", "Q1:", "Q.", "第 3 题：".
var number = regexp.MustCompile(`^(?i)(?:(?:` + counters + `)\.?\s*\d+(?:\.?[a-z])?\s*[.:：。、)）-]+\s*|(?:` + counters + `)\s*\d+\s+|q(?:uestion)?[.:：]\s*|[问題题]\s*\d*\s*[:：]\s*|第\s*\d+\s*[題题问]\s*[.:：、]?\s*|[(（\[]\d{1,4}[)）\]]\s*[.、]?\s*)`)

// counted is a title that begins with a word and a number.
var counted = regexp.MustCompile(`^(?i)(?:(?:` + counters + `)\.?\s*\d|q[.:：])`)

// cutNumber cuts off what counts a question. A version such as 3.11 is no number.
func cutNumber(text string) (rest string, ok bool) {
	if !mayCount(text) {
		return text, false
	}
	if text[0] >= '0' && text[0] <= '9' {
		return cutDigits(text)
	}
	m := number.FindString(text)
	rest = text[len(m):]
	if m == "" || rest == "" || strings.HasSuffix(m, ".") && rest[0] >= '0' && rest[0] <= '9' {
		return text, false
	}
	return strings.TrimSpace(rest), true
}

// cutDigits cuts off a number that text begins with: "12. ", "12、", "12 - ".
func cutDigits(text string) (rest string, ok bool) {
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

// mayCount rules out most titles without a number: those whose first word is not followed by one.
func mayCount(text string) bool {
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

// anchor is a target of links, or a picture's or badge's tag, within a title.
var anchor = regexp.MustCompile(`(?i)<a\s[^>]*>\s*</a>|<a\s+(?:name|id)=[^>]*>|\s*\{#[^}]*\}\s*$`)

func withoutAnchors(text string) string {
	if strings.ContainsAny(text, "<{") {
		text = anchor.ReplaceAllString(text, "")
	}
	return strings.TrimSpace(text)
}

// cleanTitle takes off a title what is not asked.
func cleanTitle(text string) string {
	text = undecorated(withoutAnchors(text))
	if bold, ok := whollyBold(text); ok {
		text = bold
	}
	rest, counted := cutNumber(text)
	if counted && (text[0] == 'Q' || text[0] == 'q') {
		rest, _ = cutNumber(rest) // "Q1: 1. …"
	}
	if bold, ok := whollyBold(rest); ok {
		rest = bold
	}
	return strings.TrimSpace(rest)
}

// undecorated takes the pictures off that stand before a title: stars, arrows, flags.
func undecorated(text string) string {
	return strings.TrimLeftFunc(text, func(c rune) bool {
		return unicode.Is(unicode.So, c) || c == '\ufe0f' || c == '\u200d' || c == ' '
	})
}

// withoutFaces takes the pictures off that stand behind a title.
func withoutFaces(text string) string {
	return strings.TrimRightFunc(text, func(c rune) bool {
		return unicode.Is(unicode.So, c) || c == '\ufe0f' || c == '\u200d' || c == ' '
	})
}

// faces are pictures behind a title that say how difficult it is.
var faces = map[rune]string{'👶': "easy", '🟢': "easy", '⭐': "medium", '🟡': "medium", '🚀': "hard", '🔴': "hard"}

// cutDifficulty takes such pictures off a title.
func cutDifficulty(title string) (rest, difficulty string) {
	rest = withoutFaces(title)
	for _, c := range title[len(rest):] {
		if d, ok := faces[c]; ok {
			return rest, d
		}
	}
	return title, ""
}

// whollyBold cuts the marks off text that is bold from end to end.
func whollyBold(text string) (string, bool) {
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

// numbered reports whether a title is counted.
func numbered(text string) bool {
	text = withoutAnchors(text)
	if bold, ok := whollyBold(text); ok {
		text = bold
	}
	_, ok := cutNumber(text)
	return ok
}

// asks reports whether a title ends with a question mark.
func asks(text string) bool {
	text = strings.TrimRight(withoutAnchors(text), " *_`#")
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？")
}
