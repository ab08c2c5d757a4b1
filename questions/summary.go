package questions

import (
	"quizbot/quiz"
)

// Summary counts a bank.
type Summary struct {
	Questions int `json:"questions"`
	// Answered have an answer. Gradable are those that the program grades by itself: choices and accepted short answers.
	// Open ones are graded by the members who answered them and by admins.
	Answered int `json:"answered"`
	Gradable int `json:"gradable"`
	// Days is how long the bank lasts with a question a day, when those without an answer are not asked.
	Days int `json:"days"`
}

// Summarize counts questions.
func Summarize(list []quiz.Question) Summary {
	s := Summary{Questions: len(list)}
	for i := range list {
		q := &list[i]
		if q.Answered() {
			s.Answered++
		}
		if len(q.Right()) > 0 || len(q.Accept) > 0 {
			s.Gradable++
		}
	}
	s.Days = s.Answered
	return s
}
