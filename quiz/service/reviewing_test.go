package service_test

import (
	"context"
	"fmt"
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// The bands that are for an answer's author alone do not leave the store.
func TestLowBandsAreNotShown(t *testing.T) {
	s := newStory(t, essays(1), nil)
	bands := []scoring.Band{scoring.Full, scoring.Mostly, scoring.Partial, scoring.Wrong, scoring.Unsure}
	s.service = service.New(s.store, essays(1), fixedGrader(bands), service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.restart()
	s.until("2026-11-23 09:30")
	for i := range bands {
		s.answer(fmt.Sprintf("m%d", i), "x")
	}
	s.until("2026-11-23 17:30")
	var shown []scoring.Band
	for _, r := range s.channel.posted[1].Reveal.Best {
		shown = append(shown, r.Band)
	}
	if want := []scoring.Band{scoring.Full, scoring.Mostly, "", "", ""}; !slices.Equal(shown, want) {
		t.Errorf("the reveal shows the bands %q, want %q", shown, want)
	}
	if _, page, _, err := s.service.AnswersPage(s.ctx(), room, s.channel.posted[1].Reveal.Round.ID, 0); err != nil || page[2].Band != "" {
		t.Errorf("a page of answers shows %+v, %v", page, err)
	}
}

// fixedGrader gives its bands in the order of the replies.
type fixedGrader []scoring.Band

func (g fixedGrader) Grade(_ context.Context, _ *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	for i := range replies {
		if err := found(i, quiz.Grade{Band: g[i], Score: g[i].Score(), By: scoring.ByGrader}); err != nil {
			return err
		}
	}
	return nil
}

func TestGradingByPeople(t *testing.T) {
	s := newStory(t, essays(5), nil)
	boss := person("boss")
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	first := s.current().ID
	_, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	expectRefusal(t, err, reason.NotRevealed)
	s.until("2026-11-23 18:00")
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("eve"), first, scoring.Full)
	expectRefusal(t, err, reason.NoReply)
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, "great")
	expectRefusal(t, err, reason.UnknownBand)
	for _, step := range []struct {
		band   scoring.Band
		points int
	}{{scoring.Full, 7}, {scoring.Full, 7}, {scoring.Partial, 4}} {
		v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, step.band)
		if err != nil || v.Points != step.points {
			t.Errorf("%s: got %d points, %v, want %d", step.band, v.Points, err, step.points)
		}
	}
	v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now.Add(-time.Second)), room, person("ann"), first, scoring.Full)
	if err != nil || v.Reply.Grade.Band != scoring.Partial || v.Points != 4 {
		t.Errorf("a grade that came late: got %s with %d points, %v, want partial with 4", v.Reply.Grade.Band, v.Points, err)
	}
	_, _, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), "ann", scoring.Full)
	expectRefusal(t, err, reason.AdminsOnly)
	_, _, err = s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, boss, "eve", scoring.Full)
	expectRefusal(t, err, reason.UnknownMember)
	v, name, err := s.service.GradeOther(s.ctx(), quiz.PlatformTime(s.now), room, boss, "@Ann", scoring.Mostly)
	if err != nil || v.Points != 7 || name != "ann" {
		t.Errorf("got %d points for %s, %v, want 7 for ann", v.Points, name, err)
	}
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	expectRefusal(t, err, reason.GradeIsCertain)
	s.until("2026-11-24 09:30")
	me, err := s.service.Stats(s.ctx(), s.now, room, person("ann"))
	if err != nil || me.All.Points != 7 || me.All.Answered != 1 || len(me.Entries) != 4 {
		t.Errorf("got %+v with %d entries, %v, want 7 points, one answer, four entries", me.All, len(me.Entries), err)
	}
}

// Authors grade for a week, whatever was asked meanwhile, lowering too. Votes end with the digest
// that tells them.
func TestGradingAndVotingEnd(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-23 09:30")
	s.answer("ann", "x")
	s.answer("bob", "y")
	first := s.current().ID
	s.until("2026-11-24 09:24")
	if _, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("bob"), first, 1); err != nil {
		t.Error(err)
	}
	s.until("2026-11-24 09:25")
	_, err := s.service.VoteFor(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, 2)
	expectRefusal(t, err, reason.VotingOver)
	for _, step := range []struct {
		at     string
		band   scoring.Band
		points int
	}{{"2026-11-25 12:00", scoring.Mostly, 7}, {"2026-11-30 17:29", scoring.Wrong, 1}} {
		s.until(step.at)
		v, err := s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, step.band)
		if err != nil || v.Points != step.points {
			t.Errorf("at %s: %d points, %v", step.at, v.Points, err)
		}
	}
	s.until("2026-11-30 17:30")
	_, err = s.service.GradeOwn(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), first, scoring.Full)
	expectRefusal(t, err, reason.GradingOver)
	v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), first)
	if err != nil || v.Gradable || v.Points != 1 {
		t.Errorf("got %+v, %v, want a point that is settled", v, err)
	}
}
