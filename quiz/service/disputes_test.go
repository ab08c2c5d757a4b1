package service_test

import (
	"context"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// verdicts is a grader that gives each answer the same grade.
type verdicts quiz.Grade

func (v verdicts) Grade(_ context.Context, _ *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	for i := range replies {
		if replies[i].Grade == nil {
			if err := found(i, quiz.Grade(v)); err != nil {
				return err
			}
		}
	}
	return nil
}

// judgedAs has ann and bob answer a question of four points, with a grade of the given band: one
// point met, one missed, one contradicted, one undecided.
func judgedAs(t *testing.T, band scoring.Band, why ...reason.GradeCode) (*story, quiz.RoundID) {
	t.Helper()
	var reasons []reason.GradeReason
	for _, code := range why {
		reasons = append(reasons, reason.GradeReason{Code: code})
	}
	bank := quiztest.Bank{{ID: "q", Title: "Q?", Answer: "Because.", KeyPoints: []string{"one", "two", "three", "four"}}}
	s := newStory(t, bank, nil)
	s.service = service.New(s.store, bank, verdicts{
		Band: band, Score: band.Score(), By: scoring.ByGrader, Reasons: reasons,
		Points: []quiz.PointGrade{{State: quiz.PointMet, Quote: "x"}, {State: quiz.PointMissed}, {State: quiz.PointContradicted}, {State: quiz.PointUndecided}},
	}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.restart()
	s.until("2026-11-23 09:30")
	id := s.current().ID
	s.answer("ann", "x")
	s.answer("bob", "y")
	_, _, err := s.service.DisputePoint(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), id, 1)
	expectRefusal(t, err, reason.NotRevealed)
	s.until("2026-11-23 18:00")
	return s, id
}

// A missed point is disputed once, by its author, within the week, and until an admin has graded the
// answer.
func TestPointsAreDisputed(t *testing.T) {
	s, id := judgedAs(t, scoring.Partial)
	dispute := func(who string, point int) (service.Verdict, bool, error) {
		return s.service.DisputePoint(s.ctx(), quiz.PlatformTime(s.now), room, person(who), id, point)
	}
	for _, point := range []int{0, 3, 4, -1} {
		_, _, err := dispute("ann", point)
		expectRefusal(t, err, reason.PointNotMissed)
	}
	_, _, err := dispute("eve", 1)
	expectRefusal(t, err, reason.NoReply)
	for _, want := range []bool{true, false} {
		if v, first, err := dispute("ann", 1); err != nil || first != want || len(v.Reply.Disputes) != 1 {
			t.Errorf("got %v, first %t, %v", v.Reply.Disputes, first, err)
		}
	}
	if list, err := s.service.AwaitingGrades(s.ctx(), s.now, room, person("boss")); err != nil || len(list) != 1 || list[0].Name != "ann" {
		t.Errorf("admins see %+v, %v", list, err)
	}
	if _, _, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), "bob", scoring.Full); err != nil {
		t.Fatal(err)
	}
	_, _, err = dispute("bob", 1)
	expectRefusal(t, err, reason.GradeIsCertain)
	s.until("2026-12-01 09:00")
	_, _, err = dispute("ann", 2)
	expectRefusal(t, err, reason.GradingOver)
}

// The points that an author ticks make the grade of an unsure answer, for at most the points of
// mostly until others confirm it.
func TestAuthorsTickPoints(t *testing.T) {
	s, id := judgedAs(t, scoring.Unsure)
	for _, step := range []struct {
		met    []int
		band   scoring.Band
		points int
	}{
		{nil, scoring.Wrong, 1},
		{[]int{1}, scoring.Wrong, 1},
		{[]int{0, 1}, scoring.Partial, 4},
		{[]int{0, 1, 3}, scoring.Mostly, 7},
		{[]int{0, 1, 2, 3}, scoring.Full, 7},
	} {
		v, err := s.service.GradeOwnPoints(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), id, step.met)
		if err != nil || v.Reply.Grade.Band != step.band || v.Points != step.points || v.Reply.Grade.PointsBy != scoring.ByAuthor {
			t.Errorf("%v: got %+v with %d points, %v", step.met, v.Reply.Grade, v.Points, err)
		}
	}
	_, err := s.service.GradeOwnPoints(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), id, []int{4})
	expectRefusal(t, err, reason.UnknownButton)
	s.until("2026-12-01 09:00")
	_, err = s.service.GradeOwnPoints(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), id, []int{0})
	expectRefusal(t, err, reason.GradingOver)
}

// An answer that says nothing has no point in other words.
func TestNoPointIsClaimedOfAnEmptyAnswer(t *testing.T) {
	for code, want := range map[reason.GradeCode]bool{reason.EmptyText: false, reason.DontKnow: false, reason.Echo: false, reason.NothingShared: true} {
		s, id := judgedAs(t, scoring.Wrong, code)
		v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), id)
		if err != nil || v.Disputable != want {
			t.Errorf("%s: points can be claimed: %v, %v, want %v", code, v.Disputable, err, want)
		}
		if _, first, err := s.service.DisputePoint(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), id, 1); first != want {
			t.Errorf("%s: claimed %v, %v, want %v", code, first, err, want)
		}
	}
}

// A full grade has nothing to gain by another point.
func TestFullGradeIsNotDisputable(t *testing.T) {
	for band, want := range map[scoring.Band]bool{scoring.Full: false, scoring.Partial: true} {
		s, id := judgedAs(t, band)
		v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), id)
		if err != nil || v.Disputable != want {
			t.Errorf("with the grade %s points can be claimed: %v, %v, want %v", band, v.Disputable, err, want)
		}
	}
}
