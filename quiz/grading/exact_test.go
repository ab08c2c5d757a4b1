package grading

import (
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
)

func TestExact(t *testing.T) {
	one := quiz.Question{Choices: []quiz.Choice{{Text: "a"}, {Text: "b", Correct: true}}}
	two := quiz.Question{Choices: []quiz.Choice{{Text: "a", Correct: true}, {Text: "b"}, {Text: "c", Correct: true}}}
	for name, c := range map[string]struct {
		question quiz.Question
		reply    quiz.Reply
		band     scoring.Band
		reason   reason.GradeCode
	}{
		"right choice":       {one, quiz.Reply{Picks: []int{1}}, scoring.Full, "right_choice"},
		"wrong choice":       {one, quiz.Reply{Picks: []int{0}}, scoring.Wrong, "wrong_choice"},
		"all of several":     {two, quiz.Reply{Picks: []int{0, 2}}, scoring.Full, "right_choice"},
		"some of several":    {two, quiz.Reply{Picks: []int{0}}, scoring.Wrong, "wrong_choice"},
		"more than several":  {two, quiz.Reply{Picks: []int{0, 1, 2}}, scoring.Wrong, "wrong_choice"},
		"accepted":           {quiz.Question{Accept: []string{"42", "forty-two"}}, quiz.Reply{Form: "Forty two."}, scoring.Full, "accepted"},
		"none of the accept": {quiz.Question{Accept: []string{"42"}}, quiz.Reply{Form: "It prints 42"}, scoring.Unsure, "not_accepted"},
		"open":               {quiz.Question{Answer: "Because."}, quiz.Reply{Form: "Because."}, scoring.Unsure, "open_answer"},
		"no reference":       {quiz.Question{Choices: []quiz.Choice{{Text: "a"}}}, quiz.Reply{Picks: []int{0}}, scoring.Unsure, "no_reference"},
	} {
		t.Run(name, func(t *testing.T) {
			if got := GradeExactly(&c.question, &c.reply); got.Band != c.band || got.Reasons[0].Code != c.reason || got.Score != c.band.Score() || got.By != scoring.ByGrader {
				t.Errorf("got %+v, want %s because of %s", got, c.band, c.reason)
			}
		})
	}
}
