// Package flashcard turns flash cards in HTML into questions.
package flashcard

import (
	"regexp"
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// Cloze is a hidden word of a card, or lines of them: {{c1::word::hint}}.
var Cloze = regexp.MustCompile(`(?s)\{\{c\d+::(.*?)(?:::(.*?))?\}\}`)

// Question returns a flash card as a question. HTML becomes Markdown, and the hidden words are the
// answer.
func Question(front, back string) quiz.Question {
	var hidden []string
	for _, m := range Cloze.FindAllStringSubmatch(front, -1) {
		hidden = append(hidden, text.HTMLToMarkdown(m[1]))
	}
	front = Cloze.ReplaceAllString(front, "[…]")
	q := quiz.Question{Answer: text.HTMLToMarkdown(back)}
	q.Title, q.Body = text.SplitTitle(text.HTMLToMarkdown(front))
	if len(hidden) > 0 {
		q.Answer = text.JoinParagraphs(strings.Join(hidden, ", "), q.Answer)
	}
	if len(hidden) == 1 {
		q.Accept = hidden
	}
	return q
}
