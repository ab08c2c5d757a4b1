// Package secrecy decides whether two questions are the same by what they say, so that the answer
// of a question stays secret whatever its id and bank.
package secrecy

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"quizbot/quiz"
	"quizbot/quiz/input"
	"quizbot/quiz/keypoints"
)

// The least weights of a text, in letters. A reference of ownAnswer letters belongs to one question,
// whatever its title. A shorter one is a hint only if the question of a round is gone from its bank.
// Many questions have an answer such as "yes", and choices such as True and False.
const (
	ownAnswer   = 30
	ownChoices  = 40
	leastAnswer = 4
)

// The least likenesses of a question that is gone from its bank to one that replaces it. References
// of that many words are compared alone. Shorter ones must be equal, and the questions alike.
const (
	leastReferenceWords = 8
	leastReference      = 0.6
	leastWithin         = 0.8
	leastText           = 0.5
)

// content is a question as it is compared.
type content struct {
	id quiz.QuestionID
	// own are normal forms of parts that only one question has. hints are of parts that others may
	// have, too.
	own, hints []string
	// text and reference are compared by their words, which are made when they are needed.
	text, reference   string
	textWords, refers keypoints.Words
}

// contentOf returns a question as it is compared.
func contentOf(q *quiz.Question) *content {
	c := &content{id: q.ID, text: q.Title + "\n" + q.Body, reference: referenceText(q)}
	c.own = append(c.own, "id:"+string(q.ID))
	if base := languageSuffix.ReplaceAllString(string(q.ID), ""); base != "" {
		c.own = append(c.own, "base:"+base)
	}
	choices := joinSorted(choiceTexts(q))
	if title := normalForm(q.Title); title != "" {
		c.own = append(c.own, "question:"+title+"\x00"+normalForm(q.Body)+"\x00"+choices)
	}
	c.addSign("answer:", normalForm(q.Answer), ownAnswer)
	c.addSign("accept:", joinSorted(q.Accept), ownAnswer)
	if weigh(choices) >= ownChoices/2 {
		c.addSign("choices:", choices, ownChoices)
	}
	return c
}

// languageSuffix matches the language at the end of an id, such as gil.zh-CN.
var languageSuffix = regexp.MustCompile(`(?i)[._@-](en|zh|zh[-_](cn|tw|hans|hant)|ja|ko|de|fr|es)$`)

// addSign adds the normal form of a part, by its weight.
func (c *content) addSign(kind, form string, own int) {
	switch weight := weigh(form); {
	case weight >= own:
		c.own = append(c.own, kind+form)
	case weight >= leastAnswer:
		c.hints = append(c.hints, kind+form)
	}
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

// isSame reports whether two questions are the same: they share a part that only one question has.
func (c *content) isSame(other *content) bool { return shareSign(c.own, other.own) }

// mayReplace reports whether a question may be the corrected version of another one, which is gone
// from its bank.
func (c *content) mayReplace(gone *content) bool {
	if shareSign(c.hints, gone.hints) {
		return true
	}
	c.splitWords()
	gone.splitWords()
	likeness := c.refers.Likeness(gone.refers)
	if min(len(c.refers), len(gone.refers)) < leastReferenceWords {
		return c.textWords.Likeness(gone.textWords) >= leastText
	}
	return likeness >= leastReference || c.refers.Within(gone.refers) >= leastWithin || gone.refers.Within(c.refers) >= leastWithin
}

func shareSign(a, b []string) bool {
	return slices.ContainsFunc(a, func(sign string) bool { return slices.Contains(b, sign) })
}

func (c *content) splitWords() {
	if c.textWords == nil {
		c.textWords, c.refers = keypoints.WordsOf(c.text), keypoints.WordsOf(c.reference)
	}
}
