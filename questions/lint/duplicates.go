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

// minSimilarity is how much two titles must have in common to be near-duplicates: the share of their pairs of letters
// that both have.
const minSimilarity = 0.85

// checkDuplicates finds questions that ask the same, and those that almost do. Where bodies or choices differ, equal
// titles are different questions.
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

// joinQuestion is all that a question asks.
func joinQuestion(q *quiz.Question) string {
	parts := []string{q.Title, q.Body}
	for _, c := range q.Choices {
		parts = append(parts, c.Text)
	}
	return strings.Join(parts, "\x00")
}

// inOtherFile names the file of a question where it is another than that of a second one.
func inOtherFile(a, b *quiz.Question) string {
	if a.Source.File == b.Source.File {
		return ""
	}
	return " of " + a.Source.File
}

// similarPairs finds pairs of questions whose titles are alike and whose bodies are the same. Two sets of letter
// pairs that have so much in common share one of their rarest members, so only questions that do are compared
// (Bayardo, Ma, Srikant: Scaling up all pairs similarity search, 2007).
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

// maxHolders bounds how many questions one pair of letters leads to, so that a bank of one title a thousand
// times over takes no longer than others.
const maxHolders = 200

// letterPairs are the different pairs of neighbours in a title.
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

// rightAnswers is what is right beyond doubt: choices or accepted answers. Questions that differ in it are not alike.
func rightAnswers(q *quiz.Question) string {
	list := slices.Clone(q.Accept)
	for _, i := range q.Right() {
		list = append(list, q.Choices[i].Text)
	}
	return text.Fold(strings.Join(list, "\x00"))
}

// distinctiveWords are the words of a title that tell it from others, however alike they are: names, numbers, code, and
// foreign words among Chinese ones.
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
