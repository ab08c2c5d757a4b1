package metadata

import (
	"errors"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/questions/text"
	"quizbot/quiz"

	"golang.org/x/text/unicode/norm"
)

// ErrTerms says that the terms of front matter are no groups. The other fields were read.
var ErrTerms = errors.New("the terms are no groups")

// parseTerms reads the groups of terms of front matter: a list of lists, or of lines with equals
// signs or commas between the terms.
func parseTerms(value any) ([][]string, error) {
	list, ok := value.([]any)
	if !ok && value != nil {
		return nil, ErrTerms
	}
	var groups [][]string
	for _, item := range list {
		group := yamlTexts(item)
		if line, one := item.(string); one {
			group = text.TermGroup(line)
		}
		if len(group) < 2 {
			return nil, ErrTerms
		}
		groups = append(groups, group)
	}
	return groups, nil
}

// touchedTerms returns the groups with a term that occurs in the title, the reference or the points
// of a question.
func touchedTerms(q *quiz.Question, groups [][]string) [][]string {
	if len(groups) == 0 {
		return nil
	}
	content := strings.Join(append([]string{q.Title, q.Body, q.Answer}, q.KeyPoints...), "\n")
	var touched [][]string
	for _, group := range groups {
		if slices.ContainsFunc(group, func(term string) bool { return mentions(content, term) }) {
			touched = append(touched, group)
		}
	}
	return touched
}

// mentions reports whether a text has a term, whatever its case and width. A term in letters of an
// alphabet must not be a part of a longer word, but may have the s of a plural.
func mentions(content, term string) bool {
	content, term = foldTerm(content), foldTerm(term)
	if term == "" {
		return false
	}
	for from := 0; ; {
		at := strings.Index(content[from:], term)
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(term)
		if !joinsBefore(content[:start], term) && !joinsBehind(term, strings.TrimPrefix(content[end:], "s")) {
			return true
		}
		from = start + 1
	}
}

// foldTerm folds case, width and white space.
func foldTerm(s string) string {
	return strings.Join(strings.Fields(strings.ToLower(norm.NFKC.String(s))), " ")
}

// joinsBefore reports whether a term continues the word in front of it.
func joinsBefore(before, term string) bool {
	last, _ := utf8.DecodeLastRuneInString(before)
	first, _ := utf8.DecodeRuneInString(term)
	return isAlphabetic(last) && isAlphabetic(first)
}

// joinsBehind reports whether the word of a term goes on behind it.
func joinsBehind(term, behind string) bool {
	last, _ := utf8.DecodeLastRuneInString(term)
	first, _ := utf8.DecodeRuneInString(behind)
	return isAlphabetic(last) && isAlphabetic(first)
}

// isAlphabetic reports whether c belongs to a word that spaces separate from others.
func isAlphabetic(c rune) bool {
	return (unicode.IsLetter(c) || unicode.IsDigit(c)) && !unicode.In(c, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
}
