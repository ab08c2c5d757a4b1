package service_test

import (
	"slices"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// step lets time pass until something is due.
func (s *story) step() {
	s.t.Helper()
	next, err := s.runner.Next(s.ctx())
	if err != nil || next.IsZero() {
		s.t.Fatalf("nothing is due any more: %v", err)
	}
	s.at(next)
}

// playRound lets time pass through the next round, in which the given members answer. It returns the
// date of the round.
func (s *story) playRound(who ...string) schedule.Date {
	s.t.Helper()
	round, err := s.service.OpenRound(s.ctx(), s.room)
	for err != nil {
		s.step()
		round, err = s.service.OpenRound(s.ctx(), s.room)
	}
	for _, name := range who {
		s.answer(name, "because")
	}
	return s.endRound(round)
}

// endRound lets time pass until a round is revealed.
func (s *story) endRound(round quiz.Round) schedule.Date {
	s.t.Helper()
	for round.Phase != quiz.Revealed {
		s.step()
		quiztest.View(s.t, s.store, func(tx quiz.Tx) (err error) {
			round, err = tx.Round(round.ID)
			return err
		})
	}
	return round.Date
}

func (s *story) stats(name string) service.MemberStats {
	s.t.Helper()
	me, err := s.service.Stats(s.ctx(), s.now, s.room, person(name))
	s.must(err)
	return me
}

func (s *story) expectStreak(name string, want int) {
	s.t.Helper()
	if got := s.stats(name); got.Streak != want {
		s.t.Errorf("at %s %s has a streak of %d, want %d (%+v)", s.now.Format("2006-01-02 15:04"), name, got.Streak, want, got.Ended)
	}
}

// Days off and pauses ask nothing, so they break no streak.
func TestStreaksLastThroughWeekendsAndPauses(t *testing.T) {
	s := newStory(t, essays(30), func(p *plan.Plan) { p.StreakFreezes = 0 })
	for range 6 { // from a Monday through the next one
		s.playRound("ann")
	}
	s.expectStreak("ann", 6)
	s.must(s.service.PauseRoom(s.ctx(), s.now, s.room, boss(), s.date("2026-12-14")))
	if date := s.playRound("ann"); date != s.date("2026-12-14") {
		t.Errorf("got a round of %s", date)
	}
	s.expectStreak("ann", 7)
}

// A member misses a round of each of two months, and then a second one.
func TestFreezesAreSpentByTheRoomsMonth(t *testing.T) {
	for _, zone := range []string{"UTC", "Pacific/Kiritimati", "Pacific/Pago_Pago", "Asia/Shanghai"} {
		s := newStory(t, essays(30), func(p *plan.Plan) { p.TimeZone = zone })
		for s.playRound("ann", "bob") != s.date("2026-11-27") {
			continue
		}
		s.playRound("bob") // 30 November, a Monday
		s.expectStreak("ann", s.stats("bob").Streak-1)
		if me := s.stats("ann"); me.FrozenOn != s.date("2026-11-30") || me.FreezesLeft != 0 {
			t.Errorf("%s: got %s and %d freezes left", zone, me.FrozenOn, me.FreezesLeft)
		}
		s.playRound("bob") // 1 December
		s.expectStreak("ann", s.stats("bob").Streak-2)
		length := s.stats("ann").Streak
		s.playRound("bob")
		s.expectStreak("ann", 0)
		want := scoring.StreakEnd{Round: s.stats("bob").Streak, Date: s.date("2026-12-02"), Length: length, Freezes: 1}
		if me := s.stats("ann"); me.Ended != want {
			t.Errorf("%s: the streak ended with %+v, want %+v", zone, me.Ended, want)
		}
		s.playRound("ann", "bob")
		s.expectStreak("ann", 1)
	}
}

// A round during which the bot was away for half of the time excuses those who missed it. Another
// process knows of the time away, and the close is decided once.
func TestOutagesCostNoStreak(t *testing.T) {
	for hours, want := range map[int]int{3: 0, 4: 2, 9: 2} {
		s := newStory(t, essays(30), func(p *plan.Plan) { p.StreakFreezes = 0 })
		s.playRound("ann")
		s.playRound("ann")
		for s.kinds() != "ask reveal digest ask reveal digest ask" {
			s.step()
		}
		s.must(s.service.NotePlatform(s.ctx(), s.now, "console"))
		back := s.now.Add(time.Duration(hours) * time.Hour)
		s.restart()
		round := s.current()
		if back.Before(round.ClosesAt) {
			s.now = back
			for ; s.now.Before(round.ClosesAt); s.now = s.now.Add(time.Minute) {
				s.must(s.service.NotePlatform(s.ctx(), s.now, "console"))
			}
		} else {
			s.now = back
		}
		s.endRound(round)
		s.expectStreak("ann", want)
	}
}

// From the fifth answer in a row on there is a bonus, never more than the answer earned. A later grade
// corrects it by entries, also after the plan changed.
func TestStreakBonusFollowsTheGrade(t *testing.T) {
	s := newStory(t, essays(30), nil)
	for range 5 {
		s.playRound("ann")
	}
	last := s.lastRound().ID
	expectTotal := func(want int) {
		t.Helper()
		if me := s.stats("ann"); me.All.Points != want {
			t.Errorf("got %d points, want %d: %+v", me.All.Points, want, me.Entries)
		}
	}
	expectTotal(6) // tried five times, and a bonus that is no more than that
	quiztest.Update(t, s.store, func(tx quiz.Tx) error {
		r, err := tx.Room(s.room)
		s.must(err)
		r.Plan.Points, r.Plan.StreakBonus = scoring.Points{Full: 100, Mostly: 70, Partial: 40}, 5
		return tx.SetRoom(r)
	})
	s.grades("ann", last, scoring.Mostly)
	expectTotal(4 + 7 + 2)
	var reasons []ledger.EntryReason
	for _, e := range s.stats("ann").Entries[:3] {
		reasons = append(reasons, e.Reason)
	}
	if want := []ledger.EntryReason{ledger.ForStreak, ledger.ForRegrade, ledger.ForStreak}; !slices.Equal(reasons, want) {
		t.Errorf("the last entries are for %v, want %v", reasons, want)
	}
	if e := s.stats("ann").Entries[0]; e.Points != 1 || e.Streak != 5 {
		t.Errorf("the correction of the bonus is %+v", e)
	}
	s.grades("ann", last, scoring.Wrong)
	expectTotal(6)
}

// A hard question earns twice as much where the plan says so.
func TestPointsAreScaledByThePlan(t *testing.T) {
	bank := essays(30)
	for i := range bank {
		bank[i].Difficulty = "hard"
	}
	s := newStory(t, bank, func(p *plan.Plan) { p.ScaleByDifficulty = true })
	s.playRound("ann")
	round := s.lastRound()
	s.expectPoints("ann", round.ID, 1, 0)
	s.grades("ann", round.ID, scoring.Mostly)
	s.expectPoints("ann", round.ID, 14, 1)
}

// lastRound returns the last revealed round.
func (s *story) lastRound() (round quiz.Round) {
	s.t.Helper()
	quiztest.View(s.t, s.store, func(tx quiz.Tx) error {
		r, err := tx.Room(s.room)
		if err == nil {
			round, err = tx.Round(r.Last)
		}
		return err
	})
	return round
}

// Somebody who joins in the month's last week leads the week's board beside those who were always there.
func TestNewcomersHaveBoardsOfTheirOwn(t *testing.T) {
	s := newStory(t, essays(30), func(p *plan.Plan) { p.StreakFreezes = 0 })
	for s.playRound("ann") != s.date("2026-12-18") {
		continue
	}
	for range 5 {
		s.playRound("ann", "new")
	}
	ann, newcomer := s.stats("ann"), s.stats("new")
	if newcomer.Week.Points != 5+1 || newcomer.Week.Answered != 5 || newcomer.Week.Rank != 2 || newcomer.All.Rank != 2 {
		t.Errorf("got %+v and %+v", newcomer.Week, newcomer.All)
	}
	if ann.Week.Points != 5*2 || ann.Month.Answered <= newcomer.Month.Answered {
		t.Errorf("got %+v and %+v", ann.Week, ann.Month)
	}
}
