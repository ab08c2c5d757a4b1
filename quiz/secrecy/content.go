// Package secrecy decides whether two questions are the same by what they say, so that the answer
// of a question stays secret whatever its id and bank.
package secrecy

import (
	"slices"
	"strings"
	"unicode"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/keypoints"
)

// The least weights of a text that is a sign of the same question, in letters. Shorter ones, such as
// "yes" and "O(n)", answer many questions. Choices weigh little: many questions have True and False.
const (
	leastAnswer  = 8
	leastChoices = 20
)

// The least likenesses of two questions that are the same with corrections: of their references
// alone if these have at least so many words, or of question and reference in the mean.
const (
	leastReference      = 0.6
	leastReferenceWords = 6
	leastWithin         = 0.8
	leastMean           = 0.65
)

// content is a question as it is compared.
type content struct {
	id quiz.QuestionID
	// signs are normal forms of parts. A common one makes two questions the same.
	signs []string
	// text and reference are compared by their words, which are made when they are needed.
	text, reference   string
	textWords, refers keypoints.Words
}

// contentOf returns a question as it is compared.
func contentOf(q *quiz.Question) *content {
	c := &content{id: q.ID, text: q.Title + "\n" + q.Body, reference: referenceText(q)}
	if title := normalForm(q.Title); title != "" {
		c.signs = append(c.signs, "question:"+title+"\x00"+normalForm(q.Body)+"\x00"+joinSorted(choiceTexts(q)))
	}
	if answer := normalForm(q.Answer); weigh(answer) >= leastAnswer {
		c.signs = append(c.signs, "answer:"+answer)
	}
	if accept := joinSorted(q.Accept); weigh(accept) >= leastAnswer {
		c.signs = append(c.signs, "accept:"+accept)
	}
	if choices := joinSorted(choiceTexts(q)); weigh(choices) >= leastChoices {
		c.signs = append(c.signs, "choices:"+choices)
	}
	return c
}

// referenceText returns everything that gives a question's answer away.
func referenceText(q *quiz.Question) string {
	parts := append([]string{q.Answer}, q.Accept...)
	for _, i := range q.RightChoices() {
		parts = append(parts, q.Choices[i].Text)
	}
	if !q.PointsDerived {
		parts = append(parts, q.KeyPoints...)
	}
	return strings.Join(parts, "\n")
}

func choiceTexts(q *quiz.Question) []string {
	var texts []string
	for _, c := range q.Choices {
		texts = append(texts, c.Text)
	}
	return texts
}

// normalForm returns the letters, digits and signs of a text that tell answers apart, in lower case.
// Space, punctuation and markup are left out.
func normalForm(text string) string {
	return strings.Map(func(c rune) rune {
		if unicode.IsLetter(c) || unicode.IsDigit(c) || unicode.IsMark(c) || strings.ContainsRune("+-/=<>!", c) {
			return c
		}
		return -1
	}, input.Fold(text))
}

// joinSorted returns the normal forms of texts in any order.
func joinSorted(texts []string) string {
	forms := make([]string, 0, len(texts))
	for _, t := range texts {
		forms = append(forms, normalForm(t))
	}
	slices.Sort(forms)
	return strings.Join(forms, "\x00")
}

// weigh returns the length of a text in letters. A Chinese character says as much as two.
func weigh(text string) (n int) {
	for _, c := range text {
		switch {
		case unicode.Is(unicode.Han, c):
			n += 2
		case unicode.IsLetter(c) || unicode.IsDigit(c):
			n++
		}
	}
	return n
}

// same reports whether two questions are the same, or one is the other with corrections.
func (c *content) same(other *content) bool {
	if c.id == other.id || slices.ContainsFunc(c.signs, func(s string) bool { return slices.Contains(other.signs, s) }) {
		return true
	}
	c.splitWords()
	other.splitWords()
	likeness := c.refers.Likeness(other.refers)
	if min(len(c.refers), len(other.refers)) >= leastReferenceWords &&
		(likeness >= leastReference || c.refers.Within(other.refers) >= leastWithin || other.refers.Within(c.refers) >= leastWithin) {
		return true
	}
	return (likeness+c.textWords.Likeness(other.textWords))/2 >= leastMean
}

func (c *content) splitWords() {
	if c.textWords == nil {
		c.textWords, c.refers = keypoints.WordsOf(c.text), keypoints.WordsOf(c.reference)
	}
}
