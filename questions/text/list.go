package text

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// ListMarker returns the start of a list's item: a dash, a plus, a star or a number, and the space
// behind it.
func ListMarker(line string) string {
	n := len(line) - len(strings.TrimLeft(line, " \t"))
	digits := n
	for digits < len(line) && line[digits] >= '0' && line[digits] <= '9' {
		digits++
	}
	switch {
	case n < len(line) && strings.IndexByte("-+*", line[n]) >= 0:
		n++
	case digits > n && digits < len(line) && (line[digits] == '.' || line[digits] == ')'):
		n = digits + 1
	default:
		return ""
	}
	space := n
	for space < len(line) && (line[space] == ' ' || line[space] == '\t') {
		space++
	}
	if space == n && n < len(line) && line[n] != '\n' {
		return "" // -5, 3.14
	}
	return line[:space]
}

// SplitList splits a list in one line, with or without brackets.
func SplitList(text string) []string {
	var list []string
	for _, item := range strings.FieldsFunc(strings.Trim(text, "[] "), func(c rune) bool { return strings.ContainsRune(",，、;；", c) }) {
		if item = strings.TrimSpace(item); item != "" {
			list = append(list, item)
		}
	}
	return list
}

// LinkedQuestion is an item that links another page, perhaps behind a tag.
var LinkedQuestion = regexp.MustCompile(`^(?:\[([^\]]*)\]\s*)?\[(.+)\]\(\s*(https?://[^)]*|)\)\s*$`)

// ItemAsks reports whether the first line of an item is a question: a link, bold, with a question
// mark, or with the words of a task.
func ItemAsks(text string) bool {
	line, _, _ := strings.Cut(text, "\n")
	line = strings.TrimSpace(line)
	switch {
	case line == "":
		return false
	case line[0] == '[':
		return LinkedQuestion.MatchString(line) || !CheckBox.MatchString(line) && !strings.Contains(line, "](") && EndsInQuestionMark(line)
	}
	if bold, ok := UnwrapBold(line); ok {
		line = bold
	}
	return EndsInQuestionMark(line) || BeginsLikeQuestion(line)
}

// BeginsLikeQuestion reports whether text begins like a question or a task.
func BeginsLikeQuestion(text string) bool {
	word, _, _ := strings.Cut(text, " ")
	if isAskingWord(strings.ToLower(strings.TrimRight(word, ",:"))) {
		return true
	}
	return text != "" && text[0] >= utf8.RuneSelf && beginsAskingChinese(text)
}

// TermGroup splits a line of terms with one meaning at its equals signs, or at its commas where it
// has none.
func TermGroup(line string) []string {
	var group []string
	parts := strings.Split(line, "=")
	if len(parts) == 1 {
		parts = strings.FieldsFunc(line, func(c rune) bool { return strings.ContainsRune(",，、;；", c) })
	}
	for _, term := range parts {
		if term = strings.TrimSpace(term); term != "" {
			group = append(group, term)
		}
	}
	return group
}
