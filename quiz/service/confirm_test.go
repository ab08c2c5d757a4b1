package service_test

import (
	"fmt"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// revealed has so many members answer the first question, and its reveal come.
func revealed(t *testing.T, members ...string) (*story, quiz.RoundID) {
	t.Helper()
	s := newStory(t, essays(40), nil)
	s.until("2026-11-23 09:30")
	for _, name := range members {
		s.answer(name, "an answer of "+name)
	}
	id := s.current().ID
	s.until("2026-11-23 17:30")
	return s, id
}

// confirms has somebody confirm the grade of the first member who answered.
func (s *story) confirms(who string, id quiz.RoundID) (service.Confirmation, error) {
	return s.service.ConfirmGrade(s.ctx(), quiz.PlatformTime(s.now), room, person(who), id, 1)
}

func (s *story) grades(who string, id quiz.RoundID, band scoring.Band) service.Verdict {
	s.t.Helper()
	v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person(who), id, band)
	if err != nil {
		s.t.Fatal(err)
	}
	return v
}

// expectPoints checks the points of somebody's answer in every total.
func (s *story) expectPoints(who string, id quiz.RoundID, points, selfGraded int) {
	s.t.Helper()
	v, err := s.service.MyGrade(s.ctx(), s.now, room, person(who), id)
	if err != nil || v.Points != points {
		s.t.Errorf("%s's answer is worth %d points, %v, not %d", who, v.Points, err, points)
	}
	for _, span := range []scoring.Span{scoring.Week, scoring.Month, scoring.All} {
		board, err := s.service.Standings(s.ctx(), s.now, room, person(who), span, 0, 10)
		if err != nil || board.Own == nil || board.Own.Points != points || board.Own.SelfGraded != selfGraded {
			s.t.Errorf("%s stands at %+v, %v, not at %d points with %d self-graded", who, board.Own, err, points, selfGraded)
		}
	}
	me, err := s.service.Stats(s.ctx(), s.now, room, person(who))
	sum := 0
	for _, e := range me.Entries {
		sum += e.Points
	}
	if err != nil || sum != points {
		s.t.Errorf("%s's entries come to %d points, %v, not %d", who, sum, err, points)
	}
}

// A full grade of one's own counts as mostly until three others confirm it, each of them once.
func TestSelfGradesAreConfirmed(t *testing.T) {
	s, id := revealed(t, "ann", "bob")
	_, err := s.confirms("bob", id)
	expectRefusal(t, err, reason.NothingToConfirm)
	s.grades("ann", id, scoring.Full)
	s.expectPoints("ann", id, 7, 1)
	_, err = s.confirms("ann", id)
	expectRefusal(t, err, reason.OwnGrade)
	for _, step := range []struct {
		who          string
		more, points int
	}{{"bob", 2, 7}, {"bob", 2, 7}, {"cy", 1, 7}, {"dee", 0, 10}, {"dee", 0, 10}, {"eve", 0, 10}} {
		c, err := s.confirms(step.who, id)
		if err != nil || c.More != step.more || c.Name != "ann" {
			t.Errorf("%s confirms: %+v, %v, want %d more", step.who, c, err, step.more)
		}
		s.expectPoints("ann", id, step.points, map[int]int{7: 1, 10: 0}[step.points])
	}
	s.grades("ann", id, scoring.Mostly)
	s.expectPoints("ann", id, 7, 1)
	s.grades("ann", id, scoring.Full) // the confirmations of that answer still count
	s.expectPoints("ann", id, 10, 0)
	news, err := s.service.RevealNews(s.ctx(), id, quiz.BestShown)
	if err != nil || news.SelfGraded != 0 || news.Best[0].Name != "ann" || news.Best[0].SelfGraded {
		t.Errorf("the reveal shows %+v, %v", news, err)
	}
}

// A forgotten member's confirmation doesn't count any more.
func TestForgottenDoNotConfirm(t *testing.T) {
	s, id := revealed(t, "ann")
	s.grades("ann", id, scoring.Full)
	for _, who := range []string{"bob", "cy"} {
		if _, err := s.confirms(who, id); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := s.service.ForgetMember(s.ctx(), quiz.PlatformTime(s.now), person("bob")); err != nil {
		t.Fatal(err)
	}
	if c, err := s.confirms("dee", id); err != nil || c.More != 1 {
		t.Errorf("got %+v, %v, want one more", c, err)
	}
	s.expectPoints("ann", id, 7, 1)
}

// A grade whose author was forgotten since its button was drawn is nothing to confirm: the one who
// confirms answered.
func TestForgottenAreNotConfirmed(t *testing.T) {
	s, id := revealed(t, "ann", "bob")
	s.grades("ann", id, scoring.Full)
	s.forget("ann")
	_, err := s.confirms("bob", id)
	expectRefusal(t, err, reason.NothingToConfirm)
}

// An admin's grade takes the mark of a grade of one's own away, also where it changes no points.
func TestAdminsConfirm(t *testing.T) {
	for _, band := range []scoring.Band{scoring.Mostly, scoring.Full} {
		s, id := revealed(t, "ann")
		s.grades("ann", id, band)
		s.expectPoints("ann", id, 7, 1)
		for range 2 {
			if _, _, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), "ann", band); err != nil {
				t.Fatal(err)
			}
			s.expectPoints("ann", id, scoring.DefaultPoints().For(band), 0)
		}
		_, err := s.confirms("bob", id)
		expectRefusal(t, err, reason.NothingToConfirm)
	}
}

// An admin's confirmation is enough.
func TestAdminConfirmsAlone(t *testing.T) {
	s, id := revealed(t, "ann")
	s.grades("ann", id, scoring.Full)
	if c, err := s.confirms("boss", id); err != nil || c.More != 0 {
		t.Errorf("got %+v, %v, want none more", c, err)
	}
	s.expectPoints("ann", id, 10, 0)
}

// An honest half answer earns as much as one that is called full and not confirmed, and nothing is
// lost by it.
func TestSelfGradesAreRankedAsTheyCount(t *testing.T) {
	s, id := revealed(t, "ann", "bob")
	s.grades("ann", id, scoring.Full)
	if _, _, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), "bob", scoring.Full); err != nil {
		t.Fatal(err)
	}
	news, err := s.service.RevealNews(s.ctx(), id, quiz.BestShown)
	if err != nil || news.Best[0].Name != "bob" || news.Best[0].SelfGraded || !news.Best[1].SelfGraded || !news.Best[1].Unconfirmed || news.SelfGraded != 1 {
		t.Errorf("got %+v, %v", news, err)
	}
}

// Admins see which answers await a grade, and grade each by its label, whoever gave it and
// whenever.
func TestAwaiting(t *testing.T) {
	s, first := revealed(t, "ann", "bob")
	if err := s.service.SetUnnamed(s.ctx(), quiz.PlatformTime(s.now), person("bob"), true); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-24 09:30")
	s.answer("cy", "an answer of cy")
	s.until("2026-11-24 18:00")
	labels := func() (list []string) {
		t.Helper()
		waiting, err := s.service.AwaitingGrades(s.ctx(), s.now, room, person("boss"))
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range waiting {
			list = append(list, a.Label()+a.Name)
		}
		return list
	}
	_, err := s.service.AwaitingGrades(s.ctx(), s.now, room, person("ann"))
	expectRefusal(t, err, reason.AdminsOnly)
	if got := fmt.Sprint(labels()); got != "[2.1cy 1.1ann 1.2]" {
		t.Errorf("%s await a grade", got)
	}
	v, name, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), "1.2", scoring.Partial)
	if err != nil || name != "" || v.Round.ID != first || v.Points != 4 {
		t.Errorf("got %+v by %q, %v", v, name, err)
	}
	for _, label := range []string{"1.3", "1.0", "9.1", "99999999.1"} {
		_, _, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), label, scoring.Partial)
		expectRefusal(t, err, reason.UnknownAnswer)
	}
	s.grades("ann", first, scoring.Full)
	if got := fmt.Sprint(labels()); got != "[2.1cy 1.1ann]" {
		t.Errorf("%s await a grade, or to be confirmed", got)
	}
	s.until("2026-12-24 18:00")
	if got := labels(); len(got) != 0 {
		t.Errorf("%s await a grade after a month", got)
	}
	v, name, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("boss"), "2.1", scoring.Full)
	if err != nil || name != "cy" || v.Round.Number != 2 {
		t.Errorf("got %+v by %q, %v", v, name, err)
	}
}
