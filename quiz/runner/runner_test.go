package runner_test

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
)

// agenda is work for the runner: each room has one announcement to post at its time.
type agenda struct {
	mu        sync.Mutex
	due       map[quiz.RoomID]time.Time
	tries     map[quiz.RoomID]int
	postponed int
	backfill  *quiz.Round // closes before everything else in its room
	kind      quiz.JobKind
	wakeup    chan struct{}
}

func newAgenda(rooms ...quiz.RoomID) *agenda {
	a := &agenda{due: map[quiz.RoomID]time.Time{}, tries: map[quiz.RoomID]int{}, wakeup: make(chan struct{}, 1)}
	for _, room := range rooms {
		a.due[room] = time.Now()
	}
	return a
}

func (a *agenda) NewestMoment(context.Context) (time.Time, error) { return time.Time{}, nil }

func (a *agenda) VisitSchedule(_ context.Context, visit func(string, iter.Seq2[quiz.NextCheck, error]) error) error {
	a.mu.Lock()
	due := maps.Clone(a.due)
	a.mu.Unlock()
	platforms := map[string][]quiz.RoomID{}
	for _, room := range slices.SortedFunc(maps.Keys(due), func(r, s quiz.RoomID) int { return due[r].Compare(due[s]) }) {
		platforms[room.Platform()] = append(platforms[room.Platform()], room)
	}
	for _, platform := range slices.Sorted(maps.Keys(platforms)) {
		err := visit(platform, func(yield func(quiz.NextCheck, error) bool) {
			for _, room := range platforms[platform] {
				if !yield(quiz.NextCheck{Room: room, At: due[room]}, nil) {
					return
				}
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *agenda) begin(room quiz.RoomID, backfilled quiz.RoundID) runner.Action {
	a.mu.Lock()
	defer a.mu.Unlock()
	at, pending := a.due[room]
	switch {
	case !pending || at.After(time.Now()):
		return runner.Action{}
	case a.backfill != nil && backfilled != a.backfill.ID:
		return runner.Action{Backfill: a.backfill}
	case a.backfill != nil:
		delete(a.due, room)
		return runner.Action{}
	}
	kind := quiz.JobAsk
	if a.kind != "" && room != "test/w/new" {
		kind = a.kind
	}
	return runner.Action{Job: &quiz.Job{Room: room, Kind: kind, Tries: a.tries[room], Announcement: quiz.Announcement{Room: room}}}
}

func (a *agenda) BeginDue(_ context.Context, _ time.Time, room quiz.RoomID, backfilled quiz.RoundID) (runner.Action, error) {
	return a.begin(room, backfilled), nil
}

func (a *agenda) RecordPosted(_ context.Context, _ time.Time, job quiz.Job, _ runner.Posted) ([]quiz.Alarm, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.due, job.Room)
	return nil, nil
}

func (a *agenda) RecordFailure(_ context.Context, now time.Time, job quiz.Job, _ error) ([]quiz.Alarm, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.tries[job.Room]++
	a.due[job.Room] = now.Add(time.Second)
	if a.tries[job.Room] == runner.AlarmAfter {
		return []quiz.Alarm{{Room: job.Room}}, nil
	}
	return nil, nil
}

func (a *agenda) PostponeRoom(_ context.Context, now time.Time, room quiz.RoomID, _ error) ([]quiz.Alarm, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.postponed++
	a.due[room] = now.Add(time.Minute)
	return nil, nil
}

func (a *agenda) left() int {
	a.mu.Lock()
	defer a.mu.Unlock()
	return len(a.due)
}

func (a *agenda) Wakeup() <-chan struct{}                        { return a.wakeup }
func (a *agenda) RetryAll(context.Context, time.Time) error      { return nil }
func (a *agenda) RescheduleAll(context.Context, time.Time) error { return nil }

func (a *agenda) GradeRound(ctx context.Context, _ runner.Timekeeper, _ quiz.Job, _ func([]quiz.Alarm)) error {
	<-ctx.Done()
	return ctx.Err()
}

func (a *agenda) RegradeRound(context.Context, runner.Timekeeper, quiz.RoundID, func([]quiz.Alarm)) (bool, error) {
	return false, nil
}

func (a *agenda) ThreadOpened(context.Context, time.Time, quiz.RoundID) error { return nil }

func (a *agenda) ThreadFailed(context.Context, time.Time, quiz.RoundID, error) ([]quiz.Alarm, error) {
	return nil, nil
}

func (a *agenda) UnnamedMembers(context.Context, quiz.RoundID) ([]quiz.MemberID, error) {
	return nil, nil
}

func (a *agenda) NameMembers(context.Context, map[quiz.MemberID]string) error { return nil }

// poster posts announcements by a function, and counts alarms and failed backfills.
type poster struct {
	post      func(ctx context.Context, room quiz.RoomID) error
	mu        sync.Mutex
	alarms    int
	backfills int
}

func (p *poster) Announce(ctx context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	if err := p.post(ctx, a.Room); err != nil {
		return nil, err
	}
	return []quiz.MessageRef{{Message: a.Key}}, nil
}

func (p *poster) Alarm(context.Context, quiz.Alarm) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.alarms++
	return nil
}

func (p *poster) Backfill(context.Context, quiz.Round) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.backfills++
	return errors.New("out of reach")
}

// run starts a runner and returns the function that stops it.
func run(work runner.Work, p *poster) (stop func()) {
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	go func() {
		defer close(done)
		runner.New(work, p, runner.TimeFunc(time.Now), slog.New(slog.DiscardHandler)).Run(ctx)
	}()
	return func() { cancel(); <-done }
}

func roomsOn(platform string, n int) []quiz.RoomID {
	var rooms []quiz.RoomID
	for i := range n {
		rooms = append(rooms, quiz.RoomID(fmt.Sprintf("%s/w/c%03d", platform, i)))
	}
	return rooms
}

// A platform that hangs takes its own places only.
func TestSlowPlatformDelaysNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newAgenda(append(roomsOn("slow", 200), "fast/w/c")...)
		stop := run(work, &poster{post: func(ctx context.Context, room quiz.RoomID) error {
			if room.Platform() == "slow" {
				<-ctx.Done()
				return ctx.Err()
			}
			return nil
		}})
		time.Sleep(time.Second)
		if left := work.left(); left != 200 {
			t.Errorf("%d rooms are left after a second, want the slow platform's 200", left)
		}
		stop()
	})
}

// Rooms that fail again and again don't take the places of working ones, and alarm at the third
// failure.
func TestFailingRoomsDelayNoOther(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newAgenda(roomsOn("test", 100)...)
		p := &poster{}
		p.post = func(ctx context.Context, room quiz.RoomID) error {
			if room == "test/w/new" {
				return nil
			}
			select { // as long as it takes, so that failing rooms fill their class
			case <-time.After(50 * time.Second):
				return errors.New("out of order")
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		stop := run(work, p)
		time.Sleep(10 * time.Minute)
		work.mu.Lock()
		work.due["test/w/new"] = time.Now()
		work.mu.Unlock()
		work.wakeup <- struct{}{}
		time.Sleep(time.Second)
		if left := work.left(); left != 100 {
			t.Errorf("%d rooms are left, want the 100 that fail", left)
		}
		stop()
		if p.alarms != 100 {
			t.Errorf("%d alarms, want one for each room", p.alarms)
		}
	})
}

// A grader that never answers takes the places of gradings only.
func TestHangingGraderDelaysNoQuestion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newAgenda(append(roomsOn("test", 200), "test/w/new")...)
		work.kind = quiz.JobGrade
		stop := run(work, &poster{post: func(context.Context, quiz.RoomID) error { return nil }})
		time.Sleep(20 * time.Second)
		if left := work.left(); left != 200 {
			t.Errorf("%d rooms are left, want the 200 with a grading", left)
		}
		stop()
	})
}

// A round closes without backfilling after three failures.
func TestBackfillGivesUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		work := newAgenda("test/w/c")
		work.backfill = &quiz.Round{ID: 1, Room: "test/w/c", Threads: plan.ThreadsCount, QuestionMessages: []quiz.MessageRef{{Message: "m"}}}
		p := &poster{}
		stop := run(work, p)
		time.Sleep(5 * time.Minute)
		stop()
		if p.backfills != 3 || work.postponed != 2 || work.left() != 0 {
			t.Errorf("%d backfills, %d postponed, %d left, want 3, 2 and 0", p.backfills, work.postponed, work.left())
		}
	})
}

// Stopping ends running announcements, and waits for them.
func TestRunWaitsForAnnouncements(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ended := false
		stop := run(newAgenda("test/w/c"), &poster{post: func(ctx context.Context, _ quiz.RoomID) error {
			<-ctx.Done()
			time.Sleep(time.Second) // its connection closes
			ended = true
			return ctx.Err()
		}})
		time.Sleep(time.Second)
		stop()
		if !ended {
			t.Error("the runner ended before its announcement")
		}
	})
}
