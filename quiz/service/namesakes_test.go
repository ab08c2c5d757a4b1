package service_test

import (
	"errors"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// An admin who names an author by a name that two share is asked which, and grades by the label.
func TestNamesakes(t *testing.T) {
	s := newStory(t, essays(12), nil)
	s.until("2026-11-23 10:00")
	round := s.current()
	for _, p := range []quiz.Person{{ID: "slack/T1/U1", Name: "Ann"}, {ID: "slack/T1/U2", Name: "a\u202enn"}, {ID: "slack/T1/U3", Name: "bob"}} {
		_, err := s.service.SubmitAnswer(s.ctx(), quiz.HostTime(s.now), room, p, round.ID, "an answer of "+p.ID.Local())
		s.must(err)
	}
	s.until("2026-11-23 18:00")
	_, _, err := s.service.GradeOther(s.ctx(), quiz.HostTime(s.now), room, boss(), "ann", scoring.Full)
	var same *service.NamesakesError
	if !errors.As(err, &same) || len(same.Answers) != 2 || same.Answers[0].Label() != "1.1" || same.Answers[1].Label() != "1.2" {
		t.Fatalf("got %v", err)
	}
	for whose, want := range map[string]string{"1.2": "slack/T1/U2", "U1": "slack/T1/U1", "<@U2>": "slack/T1/U2", "slack/T1/U1": "slack/T1/U1", "BOB": "slack/T1/U3"} {
		v, _, err := s.service.GradeOther(s.ctx(), quiz.HostTime(s.now), room, boss(), whose, scoring.Full)
		if s.must(err); v.Reply.Answer() != "an answer of "+quiz.MemberID(want).Local() {
			t.Errorf("%s means the author of %q", whose, v.Reply.Answer())
		}
	}
	_, _, err = s.service.GradeOther(s.ctx(), quiz.HostTime(s.now), room, boss(), "carl", scoring.Full)
	expectRefusal(t, err, reason.UnknownMember)
}
