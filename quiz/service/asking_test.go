package service_test

import (
	"slices"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
)

func TestAskNowAndRevealNow(t *testing.T) {
	s := newStory(t, essays(10), nil)
	boss := person("boss")
	expectRefusal(t, s.askNow(person("ann")), reason.AdminsOnly)
	expectRefusal(t, s.revealNow(boss), reason.NothingOpen)
	if err := s.askNow(boss); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask")
	expectRefusal(t, s.askNow(boss), reason.RoundUnderway)
	s.until("2026-11-23 09:40")
	s.expectKinds("ask")
	if err := s.revealNow(boss); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask reveal")
	s.until("2026-11-23 12:00")
	s.expectKinds("ask reveal") // it was open when the planned question was due
	if err := s.askNow(boss); err != nil {
		t.Errorf("on the same day: %v", err)
	}
	s.until("2026-11-24 09:30")
	s.expectKinds("ask reveal ask reveal digest ask")

	saturday := newStory(t, essays(10), nil)
	saturday.until("2026-11-28 12:00")
	before := saturday.kinds()
	if err := saturday.askNow(boss); err != nil {
		t.Fatal(err)
	}
	saturday.until("2026-11-29 12:00")
	saturday.expectKinds(before + " ask reveal")
}

// Two questions in turn, never one twice in a row, whatever the cycles' order.
func TestNotTwiceInARow(t *testing.T) {
	s := newStory(t, essays(2), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	s.until("2026-12-20 12:00")
	var last quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question == nil {
			continue
		}
		if a.Question.Question.ID == last {
			t.Errorf("%s is asked twice in a row", last)
		}
		last = a.Question.Question.ID
	}
}

// A whole cycle asks each question once, and the next one does not begin with the last.
func TestCycles(t *testing.T) {
	s := newStory(t, essays(3), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	s.until("2026-12-01 12:00")
	var ids []quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question != nil {
			ids = append(ids, a.Question.Question.ID)
		}
	}
	if len(ids) != 9 {
		t.Fatalf("asked %v, want nine questions", ids)
	}
	for i := 0; i < 9; i += 3 {
		cycle := slices.Sorted(slices.Values(ids[i : i+3]))
		if !slices.Equal(cycle, []quiz.QuestionID{"q0", "q1", "q2"}) {
			t.Errorf("cycle %d asks %v", i/3+1, ids[i:i+3])
		}
		if i > 0 && ids[i] == ids[i-1] {
			t.Errorf("%s is asked twice in a row", ids[i])
		}
	}
}

func TestNoQuestions(t *testing.T) {
	s := newStory(t, quiztest.Bank{{ID: "q", Title: "no answer"}}, nil)
	expectRefusal(t, s.askNow(person("boss")), reason.NoQuestions)
	s.until("2026-11-23 12:00")
	s.expectKinds("")
	st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss"))
	if err != nil || len(st.Room.Troubles) != 1 || st.Room.Troubles[0].Code != reason.TroubleNoQuestions {
		t.Errorf("got %+v, %v, want the trouble that there are no questions", st.Room.Troubles, err)
	}
}
