package service_test

import (
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// The host's clock is set back between two answers, votes or grades: the second one counts, and its
// time is not before the first. An act with an earlier time of the platform changes nothing, and
// its author isn't told that it counts.
func TestAnswersAfterClockSetBack(t *testing.T) {
	for name, c := range map[string]struct {
		second quiz.Stamp
		counts bool
	}{
		"the host's":     {second: quiz.Stamp{}, counts: true},
		"the platform's": {second: quiz.Stamp{Platform: true}, counts: false},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, essays(5), nil)
			s.until("2026-11-23 12:05")
			first, later := s.now, c.second
			later.At = first.Add(-2 * time.Minute)
			round := s.current()
			answer := func(at quiz.Stamp, text string) service.Receipt {
				t.Helper()
				receipt, err := s.service.SubmitAnswer(s.ctx(), at, room, person("ann"), round.ID, text)
				if err != nil {
					t.Fatal(err)
				}
				return receipt
			}
			answer(quiz.Stamp{At: first, Platform: c.second.Platform}, "first")
			receipt := answer(later, "second")
			want := map[bool]string{true: "second", false: "first"}[c.counts]
			if got := receipt.Reply.Answer(); got != want || receipt.Stale == c.counts || receipt.Reply.At.Before(first) {
				t.Errorf("the answer is %q (stale %v) of %s, want %q of %s or later", got, receipt.Stale, receipt.Reply.At, want, first)
			}
			for _, who := range []string{"bob", "cid"} {
				s.answer(who, "x")
			}
			s.until("2026-11-23 17:31")
			s.votesAndGrades(round.ID, quiz.Stamp{At: s.now, Platform: c.second.Platform}, c.counts)
		})
	}
}

// votesAndGrades votes and grades twice, the second time two minutes earlier by the same clock.
func (s *story) votesAndGrades(round quiz.RoundID, at quiz.Stamp, counts bool) {
	s.t.Helper()
	vote := func(at quiz.Stamp, candidate quiz.MemberNo) string {
		name, err := s.service.VoteFor(s.ctx(), at, room, person("eve"), round, candidate)
		if err != nil {
			s.t.Fatal(err)
		}
		return name
	}
	grade := func(at quiz.Stamp, band scoring.Band) scoring.Band {
		v, _, err := s.service.GradeOther(s.ctx(), at, room, quiz.Person{ID: "console/demo/boss"}, "ann", band)
		if err != nil {
			s.t.Fatal(err)
		}
		return v.Reply.Grade.Band
	}
	back := at
	back.At = at.At.Add(-2 * time.Minute)
	vote(at, 1)
	if got, want := vote(back, 2), map[bool]string{true: "bob", false: "ann"}[counts]; got != want {
		s.t.Errorf("the vote is said to be for %s, want %s", got, want)
	}
	grade(at, scoring.Partial)
	if got, want := grade(back, scoring.Full), map[bool]scoring.Band{true: scoring.Full, false: scoring.Partial}[counts]; got != want {
		s.t.Errorf("the grade is said to be %s, want %s", got, want)
	}
}
