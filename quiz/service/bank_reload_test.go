package service_test

import (
	"slices"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
)

// shelf is a bank whose questions change while the service runs.
type shelf struct {
	quiztest.Bank
	refused []quiz.RefusedBank
}

func (s *shelf) Refused() []quiz.RefusedBank { return s.refused }

// An open round keeps its copy of a changed or deleted question. Deleted questions are not asked
// again, new ones are.
func TestBankChangesWhileItIsAsked(t *testing.T) {
	b := &shelf{Bank: essays(2)}
	s := newStory(t, b, func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	s.until("2026-11-23 10:00")
	open := s.current().Question
	b.Bank = quiztest.Bank{{ID: "new", Title: "A new question", Answer: "Indeed."}}
	s.answer("ann", "because")
	s.until("2026-11-23 18:00")
	last := s.channel.posted[len(s.channel.posted)-1]
	if last.Reveal == nil || last.Reveal.Round.Question.Answer != open.Answer || last.Reveal.Round.Question.Title != open.Title {
		t.Errorf("the reveal is %+v, want that of %+v", last, open)
	}
	s.until("2026-11-26 12:00")
	var asked []quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question != nil {
			asked = append(asked, a.Question.Question.ID)
		}
	}
	if want := []quiz.QuestionID{open.ID, "new", "new", "new"}; !slices.Equal(asked, want) {
		t.Errorf("asked %v, want %v", asked, want)
	}
}

// Admins see which banks were not taken.
func TestStatusTellsRefusedBanks(t *testing.T) {
	b := &shelf{Bank: essays(2)}
	s := newStory(t, b, nil)
	b.refused = []quiz.RefusedBank{{Bank: "own", BankReason: reason.New(reason.BankShrunk, "was", "10", "now", "2")}}
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || len(st.Refused) != 1 || st.Refused[0].Number("now") != 2 {
		t.Errorf("got %+v, %v", st.Refused, err)
	}
}
