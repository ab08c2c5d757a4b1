package service_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

const room quiz.RoomID = "console/demo/a"

// essays are n questions with an answer.
func essays(n int) quiztest.Bank {
	var b quiztest.Bank
	for i := range n {
		b = append(b, quiz.Question{ID: quiz.QuestionID(fmt.Sprintf("q%d", i)), Title: fmt.Sprintf("Question %d", i), Answer: "Because."})
	}
	return b
}

// channel is an announcer that remembers its posts and fails on demand.
type channel struct {
	mu             sync.Mutex // rooms are served side by side
	posted         []quiz.Announcement
	fail           func(a quiz.Announcement, nth int) error // asked before each post
	failsAfterPost bool                                     // the failure comes after the post went through
	lookupFails    bool                                     // the lookup of posted messages fails too
	degraded       bool                                     // the message is posted, and something beside it fails
	tries          int
	thread         func(ctx context.Context, nth int) error // opens a thread
	opened         int                                      // how often that was tried
	alarms         []quiz.Alarm
}

func (c *channel) Announce(_ context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.tries++
	found := slices.ContainsFunc(c.posted, func(b quiz.Announcement) bool { return a.Key == b.Key })
	if a.Overdue && !c.lookupFails {
		if !found {
			return nil, quiz.ErrTooLate
		}
		return []quiz.MessageRef{{Message: a.Key}}, nil
	}
	var err error
	if c.fail != nil {
		err = c.fail(a, c.tries)
	}
	if err != nil && !c.failsAfterPost && !c.degraded {
		return nil, err
	}
	if !found {
		c.posted = append(c.posted, a)
	}
	if err != nil && !c.degraded {
		return nil, err
	}
	return []quiz.MessageRef{{Message: a.Key}}, err
}

func (c *channel) OpensThreads(quiz.RoomID) bool { return c.thread != nil }

func (c *channel) OpenThread(ctx context.Context, _ quiz.Round) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.opened++; c.thread == nil {
		return nil
	}
	return c.thread(ctx, c.opened)
}

func (c *channel) Alarm(_ context.Context, a quiz.Alarm) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.alarms = append(c.alarms, a)
	return nil
}

// story is a room with the real service, store and runner, on a clock that the test moves.
type story struct {
	t       *testing.T
	room    quiz.RoomID
	now     time.Time
	store   quiz.Store
	service *service.Service
	channel *channel
	runner  *runner.Runner
}

func newStory(t *testing.T, b quiz.Bank, change func(*plan.Plan)) *story {
	t.Helper()
	s := &story{t: t, room: room, now: localTime(t, "2026-11-23 09:00"), store: memory.New(), channel: &channel{}}
	s.service = service.New(s.store, b, grading.Exact{}, service.Options{Admins: []quiz.MemberID{"console/demo/boss"}})
	s.restart()
	roomPlan := plan.Default()
	if change != nil {
		change(&roomPlan)
	}
	if err := s.service.SyncConfiguredRooms(s.ctx(), s.now, map[quiz.RoomID]plan.Plan{room: roomPlan}); err != nil {
		t.Fatal(err)
	}
	return s
}

func (s *story) askNow(who quiz.Person) error {
	_, err := s.service.AskNow(s.ctx(), s.now, s.room, who, "")
	return err
}

func (s *story) revealNow(who quiz.Person) error {
	_, err := s.service.RevealNow(s.ctx(), s.now, s.room, who)
	return err
}

func localTime(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.Parse("2006-01-02 15:04", s)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func (s *story) ctx() context.Context { return context.Background() }

// restart is a new process over the same store and the same channel.
func (s *story) restart() {
	s.runner = runner.New(s.service, s.channel, runner.TimeFunc(func() time.Time { return s.now }), slog.New(slog.DiscardHandler))
}

// crashAt has the process die after a post went through and before that was written down.
func (s *story) crashAt(at string) {
	s.t.Helper()
	died, cancel := context.WithCancel(s.ctx())
	s.channel.failsAfterPost = true
	s.channel.fail = func(quiz.Announcement, int) error {
		cancel()
		return context.Canceled
	}
	s.now = localTime(s.t, at)
	if err := s.runner.RunPending(died); err == nil {
		s.t.Fatal("a stopped runner says that all is well")
	}
	s.channel.failsAfterPost, s.channel.fail = false, nil
	s.restart()
}

// until lets time pass, doing what falls due at its time.
func (s *story) until(when string) {
	s.t.Helper()
	to := localTime(s.t, when)
	for {
		next, err := s.runner.Next(s.ctx())
		if err != nil {
			s.t.Fatal(err)
		}
		if next.IsZero() || next.After(to) {
			break
		}
		s.at(next)
	}
	s.at(to)
}

// sleepUntil is a machine that was off until then.
func (s *story) sleepUntil(when string) {
	s.t.Helper()
	s.at(localTime(s.t, when))
}

func (s *story) at(now time.Time) {
	s.t.Helper()
	if now.After(s.now) {
		s.now = now
	}
	if err := s.runner.RunPending(s.ctx()); err != nil {
		s.t.Fatal(err)
	}
}

// runPending runs the runner until nothing is due, as when it starts. It is called in a bubble.
func (s *story) runPending() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(s.ctx())
	ended := make(chan struct{})
	go func() { defer close(ended); s.runner.Run(ctx) }()
	time.Sleep(time.Second) // more than the runner waits for a burst to end
	cancel()
	<-ended
}

func person(name string) quiz.Person {
	return quiz.Person{ID: quiz.MemberID("console/demo/" + name), Name: name}
}

func (s *story) current() quiz.Round {
	s.t.Helper()
	round, err := s.service.OpenRound(s.ctx(), s.room)
	if err != nil {
		s.t.Fatal(err)
	}
	return round
}

func (s *story) answer(name, text string) {
	s.t.Helper()
	if _, err := s.service.SubmitAnswer(s.ctx(), quiz.PlatformTime(s.now), s.room, person(name), s.current().ID, text); err != nil {
		s.t.Fatal(err)
	}
}

// kinds returns the kinds of the posted messages, in order: ask, reveal, digest.
func (s *story) kinds() string {
	var list []string
	for _, a := range s.channel.posted {
		list = append(list, a.Key[strings.LastIndexByte(a.Key, '/')+1:])
	}
	return strings.Join(list, " ")
}

func (s *story) expectKinds(want string) {
	s.t.Helper()
	if got := s.kinds(); got != want {
		s.t.Errorf("at %s the channel shows %q, want %q", s.now.Format("2006-01-02 15:04"), got, want)
	}
}

func expectRefusal(t *testing.T, err error, want reason.RefusalCode) {
	t.Helper()
	r, ok := reason.AsRefusal(err)
	if !ok || r.Code != want {
		t.Errorf("got %v, want the refusal %s", err, want)
	}
}

func (brokenGrader) Grade(context.Context, *quiz.Question, []quiz.Reply, func(int, quiz.Grade) error) error {
	return errors.New("out of memory")
}
