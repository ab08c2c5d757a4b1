package lint

import (
	"fmt"
	"slices"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// checkDifficulties reports misspelt difficulties: almost a known name, or almost the difficulty of
// many other questions.
func (l *linter) checkDifficulties() {
	const often = 3 // times as often as the misspelt one
	counts := map[string]int{}
	for i := range l.bank.Questions {
		counts[strings.ToLower(l.bank.Questions[i].Difficulty)]++
	}
	known := []string{"easy", "medium", "hard"}
	for i := range l.bank.Questions {
		q := &l.bank.Questions[i]
		name := strings.ToLower(q.Difficulty)
		if name == "" || slices.Contains(known, name) {
			continue
		}
		meant := ""
		for _, k := range known {
			if isMisspelt(name, k) {
				meant = k
			}
		}
		for other, n := range counts {
			if meant == "" && n >= often*counts[name] && isMisspelt(name, other) {
				meant = other
			}
		}
		if meant != "" {
			l.warnDifficulty(q, meant)
		}
	}
}

func (l *linter) warnDifficulty(q *quiz.Question, meant string) {
	l.addAt(q, source.Warning, "difficulty", fmt.Sprintf("%s has the difficulty %s: if %s is meant, write that", text.QuoteShort(q.Title), text.QuoteShort(q.Difficulty), text.QuoteShort(meant)))
}

// isMisspelt reports whether two words differ by one letter that is missing, added, wrong or
// transposed.
func isMisspelt(a, b string) bool {
	const fewest = 4 // letters, for words that are not alike by chance
	x, y := []rune(a), []rune(b)
	if min(len(x), len(y)) < fewest-1 || max(len(x), len(y)) < fewest || a == b || strings.ContainsAny(a+b, "0123456789") {
		return false
	}
	start := 0
	for start < len(x) && start < len(y) && x[start] == y[start] {
		start++
	}
	end := 0
	for end < len(x)-start && end < len(y)-start && x[len(x)-1-end] == y[len(y)-1-end] {
		end++
	}
	x, y = x[start:len(x)-end], y[start:len(y)-end]
	switch {
	case len(x) <= 1 && len(y) <= 1:
		return true
	case len(x) == 2 && len(y) == 2:
		return x[0] == y[1] && x[1] == y[0]
	}
	return false
}
