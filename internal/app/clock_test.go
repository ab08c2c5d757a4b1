package app_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/app"
	"quizbot/internal/testing/silent"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

const (
	clockRoom = quiz.RoomID("silent/w/c")
	day       = 24 * time.Hour
)

// clockedPlatform is a platform with direct messages. It remembers all postings, and tells the time if
// it is asked while tells is true.
type clockedPlatform struct {
	*silent.Platform

	mu     sync.Mutex
	keys   []string
	direct int
	tells  bool
}

// Post implements [bot.Platform].
func (p *clockedPlatform) Post(_ context.Context, posting bot.Posting) ([]quiz.MessageRef, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.keys = append(p.keys, posting.Key)
	return []quiz.MessageRef{{Message: posting.Key}}, nil
}

// SendDirectMessage implements [bot.DirectMessenger].
func (p *clockedPlatform) SendDirectMessage(context.Context, quiz.MemberID, card.Card) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.direct++
	return nil
}

// PlatformTime implements [bot.TimeTeller] by the right time.
func (p *clockedPlatform) PlatformTime(context.Context) (time.Time, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.tells {
		return time.Time{}, errors.New("out of reach")
	}
	return time.Now(), nil
}

// posted returns the keys of all postings so far, and the number of direct messages.
func (p *clockedPlatform) posted() (keys []string, direct int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.keys), p.direct
}

// machine is a machine with a clock that is off by offset. Its file outlives the processes.
type machine struct {
	t        *testing.T
	store    quiz.Store
	platform *clockedPlatform
	built    time.Time

	mu     sync.Mutex
	offset time.Duration
}

func newMachine(t *testing.T) *machine {
	return &machine{t: t, store: memory.New(), platform: &clockedPlatform{Platform: silent.New()}}
}

func (m *machine) now() time.Time {
	m.mu.Lock()
	defer m.mu.Unlock()
	return time.Now().Add(m.offset)
}

func (m *machine) set(offset time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.offset = offset
}

// clock is the machine's clock as a [runner.Timekeeper].
type clock struct{ *machine }

// Now implements [runner.Timekeeper].
func (c clock) Now() time.Time { return c.now() }

// After implements [runner.Timekeeper].
func (clock) After(d time.Duration) <-chan time.Time { return time.After(d) }

// start starts a process. stop ends it.
func (m *machine) start() (a *app.App, stop func()) {
	m.t.Helper()
	a, err := app.New(app.Config{
		Store: m.store, Bank: questions.NewLibrary(questions.Starter("en")), Clock: clock{m}, Built: m.built,
		Options: service.Options{Defaults: plan.Default(), Admins: []quiz.MemberID{"silent/w/boss"}}, Log: slog.New(slog.DiscardHandler),
	})
	if err != nil {
		m.t.Fatal(err)
	}
	p := plan.Default()
	p.Days = 1<<7 - 1
	if err := a.AdoptRooms(m.t.Context(), map[quiz.RoomID]plan.Plan{clockRoom: p}); err != nil {
		m.t.Fatal(err)
	}
	a.Connect(m.platform)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return a, func() {
		cancel()
		if err := <-ended; err != nil {
			m.t.Error(err)
		}
	}
}

// expectOnce checks that nothing was posted twice, and that so many questions, reveals and digests were
// posted for the given number of days.
func (m *machine) expectOnce(want map[string]int) {
	m.t.Helper()
	keys, _ := m.platform.posted()
	got := map[string]int{}
	for i, key := range keys {
		if slices.Contains(keys[:i], key) {
			m.t.Errorf("%s was posted twice", key)
		}
		got[key[strings.LastIndex(key, "/")+1:]]++
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		m.t.Errorf("posted were %v, want %v: %q", got, want, keys)
	}
}

// expectDirect checks the number of direct messages to admins so far.
func (m *machine) expectDirect(when string, want int) {
	m.t.Helper()
	if _, got := m.platform.posted(); got != want {
		m.t.Errorf("%s: admins were told %d times, want %d", when, got, want)
	}
}

// phase returns the phase of the current round.
func (m *machine) phase(a *app.App) string {
	m.t.Helper()
	round, err := a.Service.OpenRound(m.t.Context(), clockRoom)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprint(round.Phase)
}

// liveUntilNoon lives until noon of the first day. Then a round is open.
func (m *machine) liveUntilNoon() {
	_, stop := m.start()
	time.Sleep(12 * time.Hour)
	stop()
}

// A process that starts behind its file asks, closes and reveals nothing, and tells the admins once. When
// the clock is right it goes on, as if nothing had happened.
func TestStartBehind(t *testing.T) {
	for _, days := range []time.Duration{3, 400} {
		t.Run(fmt.Sprint(int(days), " days"), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t)
				m.liveUntilNoon()
				before, _ := m.platform.posted()
				m.set(-days*day - 3*time.Hour)
				a, stop := m.start()
				defer stop()
				open := m.phase(a)
				time.Sleep(12 * time.Hour) // past the ask and the reveal by the wrong clock, too
				synctest.Wait()
				if got := m.phase(a); got != open {
					t.Errorf("the round is %s, want %s", got, open)
				}
				if after, _ := m.platform.posted(); len(after) != len(before) {
					t.Errorf("posted by the wrong clock: %q", after[len(before):])
				}
				if err := a.ClockErr(); err == nil || !strings.Contains(err.Error(), "behind the newest moment") {
					t.Errorf("the clock's error is %v", err)
				}
				m.expectDirect("behind", 1)
				m.set(0)
				time.Sleep(18 * time.Hour) // until the evening of the second day
				synctest.Wait()
				if err := a.ClockErr(); err != nil {
					t.Errorf("with the right clock: %v", err)
				}
				m.expectDirect("right again", 1)
				m.expectOnce(map[string]int{"ask": 2, "reveal": 2, "digest": 1})
			})
		})
	}
}

// Admins are told once for each trouble, and a jump ahead asks and reveals nothing.
func TestClockAlarms(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		m.liveUntilNoon()
		m.set(-time.Hour)
		_, stop := m.start()
		defer stop()
		for i, step := range []struct {
			offset time.Duration
			want   int
		}{{-time.Hour, 1}, {0, 1}, {-2 * time.Hour, 2}, {-3 * time.Hour, 2}, {0, 2}, {40 * day, 3}, {0, 3}} {
			m.set(step.offset)
			time.Sleep(5 * time.Minute)
			synctest.Wait()
			m.expectDirect(fmt.Sprint("step ", i), step.want)
		}
		m.expectOnce(map[string]int{"ask": 1})
	})
}

// What a clock that ran ahead has left is corrected once a platform agrees with the clock, or on an
// operator's word. A clock that a platform refutes is not accepted.
func TestRanAhead(t *testing.T) {
	for name, platform := range map[string]bool{"a platform confirms": true, "an operator accepts": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				m := newMachine(t)
				m.set(40 * day) // from the first start on
				m.liveUntilNoon()
				m.set(-40 * day)
				a, stop := m.start()
				defer stop()
				m.platform.mu.Lock()
				m.platform.tells = true
				m.platform.mu.Unlock()
				if list, err := a.AcceptClock(t.Context()); err == nil || !strings.Contains(err.Error(), "set the clock first") {
					t.Errorf("a clock that is 40 days behind is accepted: %q, %v", list, err)
				}
				m.platform.mu.Lock()
				m.platform.tells = platform
				m.platform.mu.Unlock()
				time.Sleep(time.Hour)
				if a.ClockErr() == nil {
					t.Fatal("a clock that is 40 days behind is trusted")
				}
				m.set(0)
				time.Sleep(time.Hour)
				if !platform {
					if a.ClockErr() == nil {
						t.Error("nothing has confirmed the clock, and it is trusted")
					}
					if list, err := a.AcceptClock(t.Context()); err != nil || len(list) == 0 {
						t.Errorf("accepted: got %q, %v", list, err)
					}
				}
				if err := a.ClockErr(); err != nil {
					t.Errorf("when the clock is confirmed: %v", err)
				}
				before, _ := m.platform.posted()
				time.Sleep(30 * time.Hour)
				synctest.Wait()
				if after, _ := m.platform.posted(); len(after) < len(before)+3 {
					t.Errorf("in 30 hours came %q", after[len(before):])
				}
				m.set(40 * day) // once more: that it was there before confirms nothing
				time.Sleep(time.Minute)
				if a.ClockErr() == nil {
					t.Error("a second jump ahead is trusted at once")
				}
			})
		})
	}
}

// A clock before the build of the program is not trusted in a new file either. When it is set, the room
// begins as a new one does.
func TestStartBeforeTheBuild(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		m := newMachine(t)
		m.built = time.Now().Add(-90 * day)
		m.set(-30 * 365 * day)
		a, stop := m.start()
		defer stop()
		time.Sleep(10 * time.Hour)
		synctest.Wait()
		if err := a.ClockErr(); err == nil || !strings.Contains(err.Error(), "when this program was built") {
			t.Errorf("the clock's error is %v", err)
		}
		if _, err := a.AcceptClock(t.Context()); err == nil || !strings.Contains(err.Error(), "set the clock first") {
			t.Errorf("accepted: %v", err)
		}
		m.expectDirect("in 1970", 1)
		m.expectOnce(map[string]int{})
		m.set(0)
		time.Sleep(day)
		synctest.Wait()
		if err := a.ClockErr(); err != nil {
			t.Errorf("with the right clock: %v", err)
		}
		m.expectDirect("with the right clock", 1)
		room, err := a.Service.Room(t.Context(), clockRoom)
		if err != nil || len(room.Troubles) > 0 {
			t.Errorf("the room's troubles are %+v, %v", room.Troubles, err)
		}
		m.expectOnce(map[string]int{"ask": 1})
	})
}
