package lint

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// minSimilarity is the share of common letter pairs that makes titles near-duplicates.
const minSimilarity = 0.85

// checkDuplicates reports equal and almost equal questions. Questions with equal titles differ
// where bodies or choices do.
func (l *linter) checkDuplicates() {
	exact := map[string]*quiz.Question{}
	var rest []*quiz.Question
	for i := range l.bank.Questions {
		q := &l.bank.Questions[i]
		key := text.Fold(joinQuestion(q))
		if before, ok := exact[key]; ok {
			l.addAt(q, source.Warning, "duplicate", fmt.Sprintf("%s is asked in line %d%s already: take one of the two out", text.QuoteShort(q.Title), before.Source.Line, inOtherFile(before, q)))
			continue
		}
		exact[key] = q
		rest = append(rest, q)
	}
	said := map[*quiz.Question]bool{}
	for _, pair := range similarPairs(rest) {
		a, b := pair[0], pair[1]
		if said[b] {
			continue
		}
		said[b] = true
		l.addAt(b, source.Warning, "near-duplicate", fmt.Sprintf("%s asks almost the same as %s in line %d%s: take one out, or make the difference clear", text.QuoteShort(b.Title), text.QuoteShort(a.Title), a.Source.Line, inOtherFile(a, b)))
	}
}

// joinQuestion returns the texts of a question in one.
func joinQuestion(q *quiz.Question) string {
	parts := []string{q.Title, q.Body}
	for _, c := range q.Choices {
		parts = append(parts, c.Text)
	}
	return strings.Join(parts, "\x00")
}

// inOtherFile names the file of the first question, unless it is also the file of the second.
func inOtherFile(a, b *quiz.Question) string {
	if a.Source.File == b.Source.File {
		return ""
	}
	return " of " + a.Source.File
}

// similarPairs returns pairs of questions with similar titles and equal bodies. Two sets of letter
// pairs with so much in common share one of their rarest members, so other questions are not
// compared (Bayardo, Ma, Srikant: Scaling up all pairs similarity search, 2007).
func similarPairs(list []*quiz.Question) [][2]*quiz.Question {
	grams := make([][]string, len(list))
	counts := map[string]int{}
	for i, q := range list {
		grams[i] = letterPairs(q.Title)
		for _, g := range grams[i] {
			counts[g]++
		}
	}
	holders := map[string][]int{}
	var found [][2]*quiz.Question
	for i, q := range list {
		set := grams[i]
		slices.SortFunc(set, func(a, b string) int { return cmp.Or(cmp.Compare(counts[a], counts[b]), cmp.Compare(a, b)) })
		prefix := len(set) - int(float64(len(set))*minSimilarity) + 1
		seen := map[int]bool{}
		for _, g := range set[:min(prefix, len(set))] {
			for _, j := range holders[g] {
				if !seen[j] && areSimilar(set, grams[j]) && text.Fold(q.Body) == text.Fold(list[j].Body) && distinctiveWords(q.Title) == distinctiveWords(list[j].Title) && rightAnswers(q) == rightAnswers(list[j]) {
					found = append(found, [2]*quiz.Question{list[j], q})
				}
				seen[j] = true
			}
			if len(holders[g]) < maxHolders {
				holders[g] = append(holders[g], i)
			}
		}
	}
	return found
}

// maxHolders bounds the comparisons for one letter pair. A bank of one title a thousand times over
// then takes no longer than others.
const maxHolders = 200

// letterPairs returns the different pairs of neighbouring letters in a title.
func letterPairs(title string) []string {
	letters := []rune(text.Fold(title))
	seen := map[string]bool{}
	var list []string
	for i := 1; i < len(letters); i++ {
		if g := string(letters[i-1 : i+1]); !seen[g] {
			seen[g] = true
			list = append(list, g)
		}
	}
	return list
}

// areSimilar reports whether two sets have enough in common.
func areSimilar(a, b []string) bool {
	if float64(min(len(a), len(b))) < minSimilarity*float64(max(len(a), len(b))) {
		return false
	}
	in := make(map[string]bool, len(a))
	for _, g := range a {
		in[g] = true
	}
	both := 0
	for _, g := range b {
		if in[g] {
			both++
		}
	}
	return float64(both) >= minSimilarity*float64(len(a)+len(b)-both)
}

// rightAnswers returns the right choices and accepted answers. Questions that differ in them are
// not similar.
func rightAnswers(q *quiz.Question) string {
	list := slices.Clone(q.Accept)
	for _, i := range q.RightChoices() {
		list = append(list, q.Choices[i].Text)
	}
	return text.Fold(strings.Join(list, "\x00"))
}

// distinctiveWords returns the words of a title that distinguish it however similar another is:
// names, numbers, code, and foreign words in Chinese.
func distinctiveWords(title string) string {
	foreign := text.DetectLanguage(title) != "en"
	var words []string
	for i, word := range strings.FieldsFunc(title, func(c rune) bool {
		return !unicode.IsDigit(c) && (c > unicode.MaxASCII || !unicode.IsLetter(c)) && !strings.ContainsRune("-_.+#`'", c)
	}) {
		first, _ := utf8.DecodeRuneInString(word)
		if foreign || strings.ContainsAny(word, "0123456789`") || i > 0 && unicode.IsUpper(first) || strings.IndexFunc(word[1:], unicode.IsUpper) >= 0 {
			words = append(words, word)
		}
	}
	slices.Sort(words)
	return strings.Join(words, " ")
}
