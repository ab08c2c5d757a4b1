package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/schedule"
	"quizbot/quiz/service"
)

// refuseQuestions has the channel refuse the content of the questions that bad names.
func (s *story) refuseQuestions(err error, bad ...quiz.QuestionID) {
	s.channel.fail = func(a quiz.Announcement, _ int) error {
		if a.Question != nil && slices.Contains(bad, a.Question.Question.ID) {
			return err
		}
		return nil
	}
}

// asked are the ids of the questions in the channel.
func (s *story) asked() []quiz.QuestionID {
	var list []quiz.QuestionID
	for _, a := range s.channel.posted {
		if a.Question != nil {
			list = append(list, a.Question.Question.ID)
		}
	}
	return list
}

// next is the question that would be asked next.
func (s *story) next() quiz.QuestionID {
	s.t.Helper()
	q, _, err := s.service.PreviewQuestion(s.ctx(), s.room, person("boss"))
	if err != nil || q == nil {
		s.t.Fatal(q, err)
	}
	return q.ID
}

// A question refused by the platform is replaced at once on the same date, and not asked again in
// its cycle. Admins read its name.
func TestRefusedQuestion(t *testing.T) {
	s := newStory(t, essays(5), func(p *plan.Plan) { p.Days = 1<<7 - 1 })
	bad := s.next()
	s.refuseQuestions(fmt.Errorf("invalid_blocks: %w", quiz.ErrContentRefused), bad)
	s.until("2026-11-23 09:30")
	s.expectKinds("ask")
	round := s.current()
	if round.Number != 1 || round.Date != dateOf(t, "2026-11-23") || !round.ClosesAt.Equal(localTime(t, "2026-11-23 17:30")) {
		t.Errorf("the round in its place is %+v", round)
	}
	if len(s.channel.alarms) != 1 || s.channel.alarms[0].Trouble.Code != reason.TroubleRefused || s.channel.alarms[0].Trouble.Question.ID != bad {
		t.Errorf("got the alarms %+v", s.channel.alarms)
	}
	s.until("2026-11-26 12:00")
	if got := s.asked(); len(got) != 4 || slices.Contains(got, bad) {
		t.Errorf("the rest of the cycle asks %v, which is not to have %s", got, bad)
	}
	if len(s.channel.alarms) != 1 {
		t.Errorf("got %d alarms", len(s.channel.alarms))
	}
	s.until("2026-12-10 12:00") // further cycles meet it again, and lose no day either
	if got := s.asked(); len(got) != 18 {
		t.Errorf("in 18 days %d questions were asked", len(got))
	}
}

func dateOf(t *testing.T, s string) schedule.Date {
	t.Helper()
	d, err := schedule.ParseDate(s)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// Five refused questions in a row, or all that there are, end the day's attempts; the next day
// tries again.
func TestManyRefusedQuestions(t *testing.T) {
	for name, n := range map[string]int{"a bank of twenty": 20, "a bank of one": 1, "a bank of three": 3} {
		t.Run(name, func(t *testing.T) {
			b := essays(n)
			s := newStory(t, b, nil)
			var all []quiz.QuestionID
			for _, q := range b {
				all = append(all, q.ID)
			}
			s.refuseQuestions(quiz.ErrContentRefused, all...)
			s.until("2026-11-23 20:00")
			if s.channel.tries > 5 || s.channel.tries < min(n, 5) {
				t.Errorf("%d questions were tried", s.channel.tries)
			}
			last := s.channel.alarms[len(s.channel.alarms)-1].Trouble
			if last.Code != reason.TroubleAllRefused || last.Question == nil {
				t.Errorf("the last alarm is %+v", last)
			}
			s.channel.fail = nil
			s.until("2026-11-24 09:30")
			s.expectKinds("ask")
		})
	}
}

// A question that always fails costs two days, not all days.
func TestQuestionThatAlwaysFails(t *testing.T) {
	bad := quiz.QuestionID("q7")
	s := newStory(t, essays(20), nil)
	s.refuseQuestions(errors.New("invalid_blocks"), bad)
	s.until("2027-01-08 20:00")
	if got := s.asked(); len(got) < 31 {
		t.Errorf("%s cannot be posted: in 35 weekdays %d questions were asked", bad, len(got))
	}
}

// An obstacle is not the question's fault: it is asked when that is gone.
func TestObstacleGivesUpNoQuestion(t *testing.T) {
	s := newStory(t, essays(20), nil)
	first := s.next()
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelArchived} }
	s.until("2026-11-26 20:00")
	s.channel.fail = nil
	if got := s.next(); got != first {
		t.Errorf("next comes %s, want %s", got, first)
	}
}

// failReveals has reveals fail, or what is done to look for them.
func (s *story) failReveals(err error) {
	s.channel.lookupFails = true
	s.channel.fail = func(a quiz.Announcement, _ int) error {
		if a.Reveal != nil {
			return err
		}
		return nil
	}
}

// A reveal that cannot be posted makes way for the next question, and counts as revealed.
func TestRevealThatFails(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		end  string // by when it is given up
		asks string
	}{
		"for reasons unknown":     {errors.New("thread_not_found"), "2026-11-24 10:45", "ask digest ask"},
		"because of its content":  {fmt.Errorf("50035: %w", quiz.ErrContentRefused), "2026-11-23 17:30", "ask"},
		"and is found not to be ": {quiz.ErrTooLate, "2026-11-24 09:35", "ask digest ask"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newStory(t, essays(20), nil)
			s.failReveals(c.err)
			s.until("2026-11-23 09:30")
			s.answer("ann", "x")
			round := s.current()
			s.until(c.end)
			var alarmed []quiz.Trouble
			for _, a := range s.channel.alarms {
				if a.Trouble.Code == reason.TroubleNotRevealed {
					alarmed = append(alarmed, a.Trouble)
				}
			}
			if len(alarmed) != 1 || alarmed[0].Question == nil || alarmed[0].Question.ID != round.Question.ID {
				t.Errorf("alarms: %+v", s.channel.alarms)
			}
			after, err := s.service.Round(s.ctx(), room, round.ID)
			if err != nil || after.Phase != quiz.Revealed {
				t.Errorf("the round is %s, %v", after.Phase, err)
			}
			me, err := s.service.Stats(s.ctx(), s.now, room, person("ann"))
			if err != nil || me.All == nil || me.All.Points != 1 {
				t.Errorf("ann has %+v, %v", me.All, err)
			}
			if v, err := s.service.MyGrade(s.ctx(), s.now, room, person("ann"), round.ID); err != nil || v.Points != 1 {
				t.Errorf("her grade is %+v, %v", v, err)
			}
			s.until("2026-11-24 11:30")
			if got := s.asked(); len(got) != 2 {
				t.Errorf("the channel shows %s", s.kinds())
			}
		})
	}
}

// On a Friday a reveal has until Monday's question.
func TestRevealOverTheWeekend(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-27 12:00")
	before := s.kinds()
	s.failReveals(errors.New("503"))
	s.until("2026-11-29 20:00")
	s.expectKinds(before)
	s.channel.fail = nil
	s.until("2026-11-29 20:10")
	s.expectKinds(before + " reveal")
}

// Against an obstacle a reveal has a week. Then the room is paused, and its admins are told once
// more.
func TestRevealAgainstAnObstacle(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-23 12:00")
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelArchived} }
	s.until("2026-11-30 12:00")
	s.expectKinds("ask")
	if st := s.status(); st.Paused || st.Job == nil || len(s.channel.alarms) != 1 {
		t.Errorf("within the week: paused %v, step %+v, alarms %+v", st.Paused, st.Job, s.channel.alarms)
	}
	s.until("2026-11-30 19:00")
	if st := s.status(); !st.Paused || st.Job != nil || st.Open != nil || len(s.channel.alarms) != 2 {
		t.Errorf("after the week: paused %v, step %+v, alarms %+v", st.Paused, st.Job, s.channel.alarms)
	}
	if tr := s.channel.alarms[1].Trouble; tr.Code != reason.TroubleUnreachable || tr.Obstacle == nil {
		t.Errorf("the alarm is %+v", tr)
	}
	tries := s.channel.tries
	s.until("2027-01-30 12:00")
	if s.channel.tries != tries || len(s.channel.alarms) != 2 {
		t.Errorf("%d tries and %d alarms later", s.channel.tries-tries, len(s.channel.alarms))
	}
	s.channel.fail = nil
	if _, err := s.service.ResumeRoom(s.ctx(), s.now, room, person("boss")); err != nil {
		t.Fatal(err)
	}
	s.until("2027-02-01 10:00")
	if got := s.asked(); len(got) != 2 {
		t.Errorf("the channel shows %s", s.kinds())
	}
}

// Unarchived within the week, the reveal comes, and so does the next question.
func TestRevealAfterAnObstacle(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-23 12:00")
	s.channel.fail = func(quiz.Announcement, int) error { return &reason.Obstacle{Code: reason.ChannelArchived} }
	s.until("2026-11-26 12:00")
	s.channel.fail = nil
	if err := s.service.ChannelOpen(s.ctx(), s.now, room); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask reveal digest ask")
}

// A process that was down past the time of a reveal still posts it.
func TestRevealAfterDowntime(t *testing.T) { synctest.Test(t, revealAfterDowntime) }

func revealAfterDowntime(t *testing.T) {
	s := newStory(t, essays(20), nil)
	s.until("2026-11-23 12:00")
	s.failReveals(errors.New("503"))
	s.until("2026-11-23 17:31")
	s.channel.fail, s.channel.lookupFails = nil, false
	s.now = localTime(t, "2026-11-26 08:00")
	s.restart()
	ctx, cancel := context.WithTimeout(s.ctx(), 10*time.Second)
	defer cancel()
	s.channel.fail = func(quiz.Announcement, int) error { cancel(); return nil }
	s.runner.Run(ctx)
	s.expectKinds("ask reveal")
}

// A failing grader doesn't block the room: its admins hear of it, and the reveal comes at the deadline
// with ungraded answers.
func TestGraderThatFails(t *testing.T) {
	s := newStory(t, essays(10), nil)
	s.service = service.New(s.store, essays(10), brokenGrader{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.runner = runner.New(s.service, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
	s.until("2026-11-23 10:00")
	s.answer("ann", "x")
	s.until("2026-11-23 17:39")
	s.expectKinds("ask")
	if len(s.channel.alarms) != 1 || s.channel.alarms[0].Trouble.Code != reason.TroubleGradingLate {
		t.Errorf("got %+v", s.channel.alarms)
	}
	s.until("2026-11-23 17:40")
	s.expectKinds("ask reveal")
	s.until("2026-11-24 10:00")
	if got := s.asked(); len(got) != 2 || len(s.channel.alarms) != 1 {
		t.Errorf("the channel shows %s, and the admins heard %+v", s.kinds(), s.channel.alarms)
	}
	s.until("2026-12-01 10:00")
	if len(s.channel.alarms) < 2 || s.channel.alarms[len(s.channel.alarms)-1].Trouble.Code != reason.TroubleNotGraded {
		t.Errorf("after a week: got %+v", s.channel.alarms)
	}
}

// A question asked by hand that is refused makes room for another, and the day's own question comes
// all the same.
func TestRefusedByHand(t *testing.T) {
	s := newStory(t, essays(5), nil)
	s.refuseQuestions(quiz.ErrContentRefused, s.next())
	if _, err := s.service.AskNow(s.ctx(), s.now, room, person("boss"), ""); err != nil {
		t.Fatal(err)
	}
	s.at(s.now)
	s.expectKinds("ask")
	if _, err := s.service.RevealNow(s.ctx(), s.now, room, person("boss")); err != nil {
		t.Fatal(err)
	}
	s.until("2026-11-23 09:31")
	if got := s.asked(); len(got) != 2 {
		t.Errorf("the channel shows %s", s.kinds())
	}
}

// A question that cannot be posted before its round's close is given up, and asked another day.
func TestAskGivenUp(t *testing.T) {
	s := newStory(t, essays(1), nil)
	s.channel.fail = func(quiz.Announcement, int) error { return errors.New("no such channel") }
	s.until("2026-11-23 18:00")
	s.expectKinds("")
	if st, err := s.service.RoomStatus(s.ctx(), s.now, room, person("boss")); err != nil || st.Left != 1 {
		t.Errorf("%d questions are left, %v, want the one that was given up", st.Left, err)
	}
	if err := s.askNow(person("boss")); err != nil {
		t.Errorf("an admin cannot ask it again: %v", err)
	}
	s.channel.fail = nil
	s.until("2026-11-23 18:10")
	s.expectKinds("ask")
	if got := s.current().Number; got != 1 {
		t.Errorf("the first round that was asked has number %d", got)
	}
}
