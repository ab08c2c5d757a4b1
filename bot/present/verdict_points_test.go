package present

import (
	"strings"
	"testing"
	"unicode/utf8"

	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// A point stands before a colon without its full stop.
func TestWithoutStop(t *testing.T) {
	for point, want := range map[string]string{"It runs on errors too.": "It runs on errors too", "出错时也会执行。": "出错时也会执行", "lists, sets, ...": "lists, sets, ...", "`a.b`": "`a.b`"} {
		if got := withoutStop(point); got != want {
			t.Errorf("%q: got %q, want %q", point, got, want)
		}
	}
}

// A contradiction that quotes a whole answer is shown in part.
func TestLongContradiction(t *testing.T) {
	v := &service.Verdict{Round: quiz.Round{Question: quiz.Question{KeyPoints: []string{"It is a function"}}}}
	v.Reply = quiz.Reply{Form: strings.Repeat("x", quiz.MaxAnswer), Grade: &quiz.Grade{Points: []quiz.PointGrade{{State: quiz.PointContradicted, Quote: strings.Repeat("x", quiz.MaxAnswer)}}}}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	quote := Presenter{Printer: catalogue.In("en", "UTC")}.missedPoint(v, 0)
	if n := utf8.RuneCountInString(quote.Text); n == 0 || n > mostQuoted {
		t.Errorf("got %d characters", n)
	}
}
