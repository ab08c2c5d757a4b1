package service_test

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// lockBank has a question whose points are read out of the reference, one with points of its own,
// and two that take no points.
func lockBank() quiztest.Bank {
	return quiztest.Bank{
		{ID: "gil", Bank: "python", Title: "What is the GIL?", Answer: "- Only one thread runs bytecode at a time.\n- It protects reference counts."},
		{ID: "with", Bank: "python", Title: "What does with do?", Answer: "It calls enter and exit.", KeyPoints: []string{"exit runs on errors\ntoo"}},
		{ID: "falsy", Bank: "python", Title: "Which is falsy?", Answer: "The empty list.", Choices: []quiz.Choice{{Text: "[]", Correct: true}, {Text: "[0]"}}},
		{ID: "open", Bank: "python", Title: "Which do you like?"},
	}
}

// newPointsStory is a room in which the question about the lock is asked first.
func newPointsStory(t *testing.T, bank quiz.Bank) *story {
	return newStory(t, bank, func(p *plan.Plan) { p.Order, p.Unanswered = plan.OrderBank, true })
}

func (s *story) keyPoints(id quiz.QuestionID) service.PointsView {
	s.t.Helper()
	v, err := s.service.KeyPoints(s.ctx(), s.room, boss(), id)
	s.must(err)
	return v
}

func (s *story) confirmPoints(id quiz.QuestionID, points ...string) service.PointsView {
	s.t.Helper()
	v, mistakes, err := s.service.ConfirmPoints(s.ctx(), quiz.HostTime(s.now), s.room, boss(), id, points)
	s.must(err)
	if len(mistakes) > 0 || v.Secret {
		s.t.Fatalf("not confirmed: %+v, secret %t", mistakes, v.Secret)
	}
	return v
}

func (s *story) pointsStatus() service.PointsStatus {
	s.t.Helper()
	st, err := s.service.KeyPointsStatus(s.ctx(), s.room, boss())
	s.must(err)
	return st
}

func expectPoints(t *testing.T, v service.PointsView, source service.PointsSource, points ...string) {
	t.Helper()
	if v.Source != source || !slices.Equal(v.Points, points) {
		t.Errorf("got %q, %q; want %q, %q", v.Source, v.Points, source, points)
	}
}

const (
	lockPoint  = "Only one thread runs bytecode at a time."
	countPoint = "It protects reference counts."
)

func TestConfirmedPointsApplyFromTheNextRound(t *testing.T) {
	bank := lockBank()
	s := newPointsStory(t, bank[:1])
	s.until("2026-11-23 10:00")
	if v := s.keyPoints("gil"); !v.Secret || len(v.Points) > 0 {
		t.Errorf("while it is open: %+v", v)
	}
	v, _, err := s.service.ConfirmPoints(s.ctx(), quiz.HostTime(s.now), room, boss(), "gil", []string{"x"})
	if s.must(err); !v.Secret {
		t.Error("points were confirmed while the question was open")
	}
	s.until("2026-11-23 18:00")
	expectPoints(t, s.keyPoints(""), service.PointsFromReference, lockPoint, countPoint)
	if st := s.pointsStatus(); st.Unconfirmed != 1 || st.Latest == nil || st.Latest.ID != "gil" {
		t.Errorf("%d questions wait for a confirmation, want 1, and the latest is %+v", st.Unconfirmed, st.Latest)
	}
	last, err := s.service.LastRound(s.ctx(), room)
	s.must(err)
	v = s.confirmPoints("", lockPoint, "It makes threads useless for arithmetic")
	expectPoints(t, v, service.PointsConfirmed, lockPoint, "It makes threads useless for arithmetic")
	if v.By != "boss" || v.Confirmed.At != s.now {
		t.Errorf("confirmed by %q at %s", v.By, v.Confirmed.At)
	}
	if st := s.pointsStatus(); st.Unconfirmed != 0 {
		t.Errorf("%d questions wait for a confirmation, want none", st.Unconfirmed)
	}
	again, err := s.service.LastRound(s.ctx(), room)
	if s.must(err); !slices.Equal(again.Question.KeyPoints, last.Question.KeyPoints) || !again.Question.PointsDerived {
		t.Errorf("the revealed round has %q by now", again.Question.KeyPoints)
	}
	preview, _, err := s.service.PreviewQuestion(s.ctx(), room, boss())
	if s.must(err); !slices.Equal(preview.KeyPoints, v.Points) {
		t.Errorf("the preview has %q", preview.KeyPoints)
	}
	s.until("2026-11-24 10:00")
	shown, _, err := s.service.ShowQuestion(s.ctx(), room, "gil")
	if s.must(err); !slices.Equal(shown.KeyPoints, v.Points) {
		t.Errorf("the question is shown with %q", shown.KeyPoints)
	}
	if q := s.current().Question; !slices.Equal(q.KeyPoints, v.Points) || q.PointsDerived {
		t.Errorf("the next round has %q, derived: %t", q.KeyPoints, q.PointsDerived)
	}
	if len(bank[0].KeyPoints) > 0 {
		t.Error("the question of the bank was changed")
	}
}

func TestPointsAreForAdminsAndOpenAnswers(t *testing.T) {
	s := newPointsStory(t, lockBank())
	ctx, at := s.ctx(), quiz.HostTime(s.now)
	_, err := s.service.KeyPoints(ctx, room, person("ann"), "gil")
	expectRefusal(t, err, reason.AdminsOnly)
	_, _, err = s.service.ConfirmPoints(ctx, at, room, person("ann"), "gil", []string{"x"})
	expectRefusal(t, err, reason.AdminsOnly)
	_, err = s.service.MovePoints(ctx, at, room, person("ann"), "gil", "with")
	expectRefusal(t, err, reason.AdminsOnly)
	_, err = s.service.ForgetPoints(ctx, at, room, person("ann"), "gil")
	expectRefusal(t, err, reason.AdminsOnly)
	_, err = s.service.KeyPointsStatus(ctx, room, person("ann"))
	expectRefusal(t, err, reason.AdminsOnly)
	for id, want := range map[quiz.QuestionID]reason.RefusalCode{
		"": reason.NotRevealed, "nothing": reason.UnknownQuestion, "falsy": reason.PointsNeedless, "open": reason.NoReference,
	} {
		_, err := s.service.KeyPoints(ctx, room, boss(), id)
		expectRefusal(t, err, want)
	}
	_, err = s.service.KeyPoints(ctx, "console/demo/none", boss(), "gil")
	expectRefusal(t, err, reason.NoRoom)
	expectPoints(t, s.keyPoints("with"), service.PointsFromBank, "exit runs on errors too")
}

func TestMistakesConfirmNothing(t *testing.T) {
	s := newPointsStory(t, lockBank())
	_, mistakes, err := s.service.ConfirmPoints(s.ctx(), quiz.HostTime(s.now), room, boss(), "gil", []string{countPoint, countPoint + "!"})
	if s.must(err); len(mistakes) != 1 || mistakes[0].Flaw != confirmed.SamePoints {
		t.Errorf("got %+v", mistakes)
	}
	if v := s.keyPoints("gil"); v.Confirmed != nil {
		t.Errorf("confirmed: %q", v.Confirmed.Points)
	}
}

// A second delivery of a confirmation, and one of another admin, leave the first.
func TestPointsAreConfirmedOnce(t *testing.T) {
	s := newPointsStory(t, lockBank())
	first := s.confirmPoints("gil", lockPoint)
	s.now = s.now.Add(time.Hour)
	if again := s.confirmPoints("gil", lockPoint); !again.Confirmed.At.Equal(first.Confirmed.At) {
		t.Errorf("confirmed at %s and again at %s", first.Confirmed.At, again.Confirmed.At)
	}
	if changed := s.confirmPoints("gil", countPoint); changed.Confirmed.At.Equal(first.Confirmed.At) {
		t.Error("corrected points keep their time")
	}
}

func TestPointsStayInTheirWorkspace(t *testing.T) {
	s := newPointsStory(t, lockBank())
	const elsewhere quiz.RoomID = "slack/T9/C9"
	later := mustRoom(s).Plan
	later.Ask, later.Reveal.Clock = 20*60, 21*60 // two rooms never ask the same question at a time
	s.must(s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{room: mustRoom(s).Plan, elsewhere: later}))
	s.confirmPoints("gil", "only ours")
	v, err := s.service.KeyPoints(s.ctx(), elsewhere, boss(), "gil")
	if s.must(err); v.Confirmed != nil || v.Source != service.PointsFromReference {
		t.Errorf("the other workspace has %+v", v)
	}
	_, err = s.service.ForgetPoints(s.ctx(), quiz.HostTime(s.now), elsewhere, boss(), "gil")
	expectRefusal(t, err, reason.UnknownButton)
	s.until("2026-11-23 10:00")
	if got := s.current().Question.KeyPoints; !slices.Equal(got, []string{"only ours"}) {
		t.Errorf("this one asks with %q", got)
	}
	s.until("2026-11-23 20:30")
	there, err := s.service.OpenRound(s.ctx(), elsewhere)
	if s.must(err); len(there.Question.KeyPoints) > 0 {
		t.Errorf("the other workspace asks with %q", there.Question.KeyPoints)
	}
}

func TestForgottenAdminLeavesThePoints(t *testing.T) {
	s := newPointsStory(t, lockBank())
	s.confirmPoints("gil", lockPoint)
	d, ok, err := s.service.ExportData(s.ctx(), boss())
	if s.must(err); !ok || len(d.Points) != 1 {
		t.Errorf("what is kept about the admin: %+v", d)
	}
	confirmedAt := quiz.PlatformTime(s.now)
	s.now = s.now.Add(time.Minute)
	_, err = s.service.ForgetMember(s.ctx(), quiz.HostTime(s.now), boss())
	s.must(err)
	if v := s.keyPoints("gil"); v.Source != service.PointsConfirmed || v.By != "" || v.Confirmed.By != 0 {
		t.Errorf("got %+v", v)
	}
	_, _, err = s.service.ConfirmPoints(s.ctx(), confirmedAt, room, boss(), "gil", []string{"late"})
	expectRefusal(t, err, reason.BeforeForgetting)
}

// The title of a question without an id of its own is corrected, which makes it another question.
func TestPointsOfAGoneQuestionAreOffered(t *testing.T) {
	bank := lockBank()
	s := newPointsStory(t, bank)
	s.confirmPoints("gil", lockPoint, countPoint)
	bank[0].ID, bank[0].Title = "gil2", "What is the GIL good for?"
	st := s.pointsStatus()
	if len(st.Lost) != 1 || st.Lost[0].Resembling == nil || st.Lost[0].Resembling.ID != "gil2" {
		t.Fatalf("got %+v", st.Lost)
	}
	ctx, at := s.ctx(), quiz.HostTime(s.now)
	s.confirmPoints("with", "x")
	_, err := s.service.MovePoints(ctx, at, room, boss(), quiz.ShortID("gil"), quiz.ShortID("with"))
	expectRefusal(t, err, reason.PointsTaken)
	_, err = s.service.MovePoints(ctx, at, room, boss(), "gil", "falsy")
	expectRefusal(t, err, reason.PointsNeedless)
	q, err := s.service.MovePoints(ctx, at, room, boss(), quiz.ShortID("gil"), quiz.ShortID("gil2"))
	if s.must(err); q.ID != "gil2" {
		t.Errorf("moved to %s", q.ID)
	}
	expectPoints(t, s.keyPoints("gil2"), service.PointsConfirmed, lockPoint, countPoint)
	_, err = s.service.MovePoints(ctx, at, room, boss(), quiz.ShortID("gil"), quiz.ShortID("gil2"))
	expectRefusal(t, err, reason.UnknownButton)
	if st := s.pointsStatus(); len(st.Lost) > 0 {
		t.Errorf("still lost: %+v", st.Lost)
	}
}

func TestPointsOfAGoneQuestionAreForgotten(t *testing.T) {
	bank := lockBank()
	s := newPointsStory(t, bank)
	s.confirmPoints("gil", lockPoint)
	bank[0] = quiz.Question{ID: "dict", Bank: "python", Title: "How does a dict find a key?", Answer: "By its hash."}
	if st := s.pointsStatus(); len(st.Lost) != 1 || st.Lost[0].Resembling != nil {
		t.Fatalf("got %+v", st.Lost)
	}
	c, err := s.service.ForgetPoints(s.ctx(), quiz.HostTime(s.now), room, boss(), "gil")
	if s.must(err); c.Title != "What is the GIL?" {
		t.Errorf("forgotten: %+v", c)
	}
	if st := s.pointsStatus(); len(st.Lost) > 0 {
		t.Errorf("still lost: %+v", st.Lost)
	}
}

func TestPointsForAnEarlierReferenceDoNotApply(t *testing.T) {
	bank := lockBank()
	s := newPointsStory(t, bank)
	s.confirmPoints("gil", lockPoint, countPoint)
	bank[0].Answer = "- Since 3.13 there is a build without it.\n- Extensions must be ready for that."
	v := s.keyPoints("gil")
	expectPoints(t, v, service.PointsFromReference, "Since 3.13 there is a build without it.", "Extensions must be ready for that.")
	if v.Standing != confirmed.EarlierReference || len(v.Confirmed.Points) != 2 {
		t.Errorf("got %+v", v)
	}
	if st := s.pointsStatus(); len(st.Outdated) != 1 || st.Outdated[0].ID != "gil" {
		t.Errorf("got %+v", st)
	}
	v = s.confirmPoints("gil", v.Confirmed.Points...)
	expectPoints(t, v, service.PointsConfirmed, lockPoint, countPoint)
}

func TestFailedStoreConfirmsNothing(t *testing.T) {
	s := newPointsStory(t, lockBank())
	ctx, cancel := context.WithCancel(s.ctx())
	cancel()
	_, _, err := s.service.ConfirmPoints(ctx, quiz.HostTime(s.now), room, boss(), "gil", []string{lockPoint})
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}
