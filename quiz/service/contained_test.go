package service_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/jobs"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// panicking is an announcer that panics over one room, and counts what it posts in others.
type panicking struct {
	room   quiz.RoomID
	tries  int
	posted map[quiz.RoomID]int
}

func (p *panicking) Announce(_ context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	if a.Room == p.room {
		p.tries++
		panic("a private answer")
	}
	p.posted[a.Room]++
	return []quiz.MessageRef{{Message: "1"}}, nil
}

// damagedRoom is a store in which one room cannot be read.
type damagedRoom struct {
	quiz.Store
	room quiz.RoomID
}

func (d damagedRoom) View(ctx context.Context, fn func(quiz.Tx) error) error {
	return d.Store.View(ctx, func(tx quiz.Tx) error { return fn(damagedTx{tx, d.room}) })
}

func (d damagedRoom) Update(ctx context.Context, fn func(quiz.Tx) error) error {
	return d.Store.Update(ctx, func(tx quiz.Tx) error { return fn(damagedTx{tx, d.room}) })
}

type damagedTx struct {
	quiz.Tx
	room quiz.RoomID
}

func (d damagedTx) Room(id quiz.RoomID) (quiz.Room, error) {
	if id == d.room {
		return quiz.Room{}, errors.Join(quiz.ErrUnreadable)
	}
	return d.Tx.Room(id)
}

// A room whose record cannot be read is tried less and less often, and parked. The other room begins
// what is due at once, and a person's retry makes the room due.
func TestUnreadableRoomIsParked(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	kept := memory.New()
	quiztest.Update(t, kept, func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: "a/w/bad", Plan: plan.Default()}), tx.SetNextCheck("a/w/bad", now))
	})
	engine := jobs.New(damagedRoom{kept, "a/w/bad"}, nil, nil, []quiz.MemberID{"a/w/boss"})
	run := runner.New(engine, &panicking{posted: map[quiz.RoomID]int{}}, runner.TimeFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	tries := 0
	for range 2 * 60 * 60 / 5 {
		if err := run.RunPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		if c, ok := engine.ContainedRoom("a/w/bad"); !ok {
			t.Fatal("the room is not contained")
		} else {
			tries = c.Tries
		}
		now = now.Add(5 * time.Second)
	}
	parked := engine.ParkedRooms()
	if tries != runner.ParkAfter || len(parked) != 1 || !parked[0].Unreadable {
		t.Fatalf("after two hours: %d tries, parked %+v", tries, parked)
	}
	admin := service.New(damagedRoom{kept, "a/w/bad"}, quiztest.Bank{}, grading.Exact{}, service.Options{})
	if _, err := admin.ResumeRoom(t.Context(), now, "a/w/bad", quiz.Person{ID: "a/w/boss", Admin: true}); !errors.Is(err, quiz.ErrUnreadable) {
		t.Errorf("resuming a room whose record cannot be read: %v", err)
	}
	if err := engine.RetryParked(t.Context(), now); err != nil || len(engine.ParkedRooms()) != 0 {
		t.Errorf("after a retry: %v, %+v", err, engine.ParkedRooms())
	}
	quiztest.View(t, kept, func(tx quiz.Tx) error {
		if at, err := tx.NextCheck("a/w/bad"); err != nil || !at.Equal(now) {
			t.Errorf("due at %v, %v", at, err)
		}
		room, err := tx.Room("a/w/bad")
		if room.Failing != 0 || len(room.Troubles) != 0 {
			t.Errorf("the record was written over: %+v", room)
		}
		return err
	})
}

// A panic over one room is retried with growing waits. The question of the other room comes at once.
func TestPanicInOneRoom(t *testing.T) {
	now := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	kept := memory.New()
	quiztest.Update(t, kept, func(tx quiz.Tx) error {
		for i, id := range []quiz.RoomID{"a/w/bad", "a/w/good"} {
			round := quiz.Round{ID: quiz.RoundID(i + 1), Room: id, Phase: quiz.Asking, ClosesAt: now.Add(8 * time.Hour)}
			job := quiz.Job{
				Room: id, Kind: quiz.JobAsk, Round: round.ID, Begun: now, Until: round.ClosesAt,
				Announcement: quiz.Announcement{Key: round.ID.String() + "/ask", Room: id, Question: &round},
			}
			err := errors.Join(tx.SetRoom(quiz.Room{ID: id, Plan: plan.Default(), Round: round.ID}), tx.SetRound(round), tx.SetJob(job), tx.SetNextCheck(id, now))
			if err != nil {
				return err
			}
		}
		return nil
	})
	announcer := &panicking{room: "a/w/bad", posted: map[quiz.RoomID]int{}}
	engine := jobs.New(kept, nil, nil, nil)
	run := runner.New(engine, announcer, runner.TimeFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler))
	for range 60 {
		if err := run.RunPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		now = now.Add(5 * time.Second)
	}
	if announcer.posted["a/w/good"] != 1 || announcer.tries < 3 || announcer.tries > 10 {
		t.Errorf("posted %v, and %d tries in five minutes", announcer.posted, announcer.tries)
	}
}
