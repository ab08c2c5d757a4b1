package service_test

import (
	"context"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// pointGrader gives grades with a verdict on a point.
type pointGrader struct{}

func (pointGrader) Grade(_ context.Context, _ *quiz.Question, replies []quiz.Reply, found func(int, quiz.Grade) error) error {
	for i := range replies {
		g := quiz.Grade{Band: scoring.Full, Score: 1, Points: []quiz.PointGrade{{State: quiz.PointMet}, {State: quiz.PointMissed}}, By: scoring.ByGrader}
		if err := found(i, g); err != nil {
			return err
		}
	}
	return nil
}

// Members are told of the language model with their data and their grade, unless they keep their
// answers from it. The choice is theirs in all rooms, and is forgotten with them.
func TestModelOff(t *testing.T) {
	s := newStory(t, essays(3), nil)
	s.service = service.New(s.store, essays(3), pointGrader{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}, ModelHost: "api.example.com"})
	s.restart()
	s.until("2026-11-23 09:30")
	id := s.current().ID
	s.answer("ann", "x")
	s.until("2026-11-23 18:00")
	expect := func(host string, off bool) {
		t.Helper()
		v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), id)
		if err != nil || v.ModelHost != host {
			t.Errorf("the grade names %q, %v, want %q", v.ModelHost, err, host)
		}
		d, known, err := s.service.ExportData(s.ctx(), person("ann"))
		if err != nil || !known || d.Member.ModelOff != off || d.ModelHost != "api.example.com" {
			t.Errorf("the data is %+v, %v", d.Member, err)
		}
	}
	expect("api.example.com", false)
	if v, _, err := s.service.DisputePoint(s.ctx(), quiz.PlatformTime(s.now), room, person("ann"), id, 1); err != nil || v.ModelHost != "api.example.com" {
		t.Errorf("the grade with a dispute names %q, %v", v.ModelHost, err)
	}
	for _, off := range []bool{true, true, false, true} {
		host, err := s.service.SetModelOff(s.ctx(), quiz.PlatformTime(s.now), person("ann"), off)
		if err != nil || host != "api.example.com" {
			t.Errorf("got %q, %v", host, err)
		}
		expect(map[bool]string{false: "api.example.com"}[off], off)
	}
	s.forget("ann")
	if _, err := s.service.SetModelOff(s.ctx(), quiz.PlatformTime(s.now.Add(-1)), person("ann"), true); err == nil {
		t.Error("an earlier choice of a forgotten member is kept")
	}
	s.until("2026-11-24 09:30")
	s.answer("ann", "y")
	if d, _, err := s.service.ExportData(s.ctx(), person("ann")); err != nil || d.Member.ModelOff {
		t.Errorf("the choice outlives its member: %+v, %v", d.Member, err)
	}
}
