package questions

import (
	"quizbot/quiz"
)

// Summary counts the questions of a bank.
type Summary struct {
	Questions int `json:"questions"`
	// Answered questions have an answer. Gradable ones have choices or accepted short answers, so
	// that the program grades them by itself. Members and admins grade the others.
	Answered int `json:"answered"`
	Gradable int `json:"gradable"`
	// Days is the number of days that the answered questions last, one a day.
	Days int `json:"days"`
}

// Summarize counts questions.
func Summarize(list []quiz.Question) Summary {
	s := Summary{Questions: len(list)}
	for i := range list {
		q := &list[i]
		if q.HasAnswer() {
			s.Answered++
		}
		if len(q.RightChoices()) > 0 || len(q.Accept) > 0 {
			s.Gradable++
		}
	}
	s.Days = s.Answered
	return s
}
