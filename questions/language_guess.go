package questions

import (
	"quizbot/questions/text"
	"quizbot/quiz"
)

// guessLanguage tells a question's language from its script; among those with Latin letters it is English.
func guessLanguage(q *quiz.Question) string {
	return text.DetectLanguage(text.WithoutCode(q.Title + " " + q.Body + " " + q.Answer))
}
