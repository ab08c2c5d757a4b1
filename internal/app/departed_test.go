package app_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
	"quizbot/internal/app"
	"quizbot/internal/testing/silent"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/audit"
	"quizbot/quiz/departure"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

const (
	clockWorkspace = quiz.WorkspaceID("silent/w")
	retention      = 3 * day
)

// reportingPlatform is a platform that reports its workspaces, and ends with an error.
type reportingPlatform struct {
	*clockedPlatform
	acts    chan bot.Act
	refuses chan error
}

func newReportingPlatform() *reportingPlatform {
	return &reportingPlatform{&clockedPlatform{Platform: silent.New(), tells: true}, make(chan bot.Act), make(chan error)}
}

// Run implements [bot.Platform].
func (p *reportingPlatform) Run(ctx context.Context, handle bot.Handler) error {
	for {
		select {
		case act := <-p.acts:
			if _, err := handle(ctx, bot.Event{ID: "report", At: time.Now(), Act: act}); err != nil {
				return err
			}
		case err := <-p.refuses:
			return err
		case <-ctx.Done():
			return nil
		}
	}
}

// lists are the reports of a platform that lists the workspace, or doesn't.
func lists(present bool) bot.Act {
	list := bot.WorkspacesListed{Platform: "silent"}
	if present {
		list.Workspaces = []quiz.WorkspaceID{clockWorkspace}
	}
	return list
}

func left() bot.Act { return bot.WorkspaceChanged{Workspace: clockWorkspace, Left: true} }

// host is a host of services with one database.
type host struct {
	*machine
	reporting *reportingPlatform
	log       *lockedBuilder
}

// lockedBuilder is a log that is written and read side by side.
type lockedBuilder struct {
	mu   sync.Mutex
	text strings.Builder
}

func (b *lockedBuilder) Write(p []byte) (int, error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.Write(p)
}

func (b *lockedBuilder) String() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.text.String()
}

func newHost(t *testing.T) *host {
	h := &host{machine: newMachine(t), log: &lockedBuilder{}}
	if err := h.store.Update(t.Context(), func(tx quiz.Tx) error {
		return errors.Join(tx.SetRoom(quiz.Room{ID: clockRoom, Plan: plan.Default(), Since: time.Now()}), tx.SetMember(quiz.Member{No: 1, ID: "silent/w/ann", Since: time.Now()}))
	}); err != nil {
		t.Fatal(err)
	}
	return h
}

// serve starts a service. stop ends it and returns its error.
func (h *host) serve() (a *app.App, stop func() error) {
	h.t.Helper()
	h.reporting = newReportingPlatform()
	a, err := app.New(app.Config{
		Store: h.store, Bank: questions.NewLibrary(questions.Starter("en")), Clock: clock{h.machine}, Log: slog.New(slog.NewTextHandler(h.log, nil)),
		Options: service.Options{Defaults: plan.Default(), RetentionAfterRemoval: retention},
	})
	if err != nil {
		h.t.Fatal(err)
	}
	if _, err := a.CheckClock(h.t.Context()); err != nil {
		h.t.Fatal(err)
	}
	a.Connect(h.reporting)
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	return a, func() error {
		cancel()
		return <-ended
	}
}

// report has the platform report something, and waits until that is handled.
func (h *host) report(act bot.Act) {
	h.reporting.acts <- act
	synctest.Wait()
}

// stored reports whether anything of the workspace is stored.
func (h *host) stored() bool {
	h.t.Helper()
	var counts departure.Counts
	if err := h.store.View(h.t.Context(), func(tx quiz.Tx) (err error) {
		counts, err = tx.CountWorkspace(clockWorkspace)
		return err
	}); err != nil {
		h.t.Fatal(err)
	}
	return counts != departure.Counts{}
}

func (h *host) end(stop func() error) {
	h.t.Helper()
	if err := stop(); err != nil {
		h.t.Error(err)
	}
}

// The data of a workspace that removed the bot is deleted after its time, while the service runs. The
// operator can see when.
func TestDataOfDepartedWorkspaceIsDeleted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost(t)
		a, stop := h.serve()
		h.report(lists(true))
		h.report(left())
		notes, err := a.DepartedNotes(t.Context())
		want := "silent/w removed the bot on 2000-01-01; its data is deleted on 2000-01-04"
		if err != nil || len(notes) != 1 || notes[0] != want || !strings.Contains(h.log.String(), "deleted=2000-01-04") {
			t.Errorf("the notes are %q, %v, want %q; the log is\n%s", notes, err, want, h.log)
		}
		time.Sleep(retention - time.Minute)
		if synctest.Wait(); !h.stored() {
			t.Error("it is deleted too early")
		}
		time.Sleep(2 * time.Hour)
		if synctest.Wait(); h.stored() {
			t.Errorf("it is still there:\n%s", h.log)
		}
		if notes, err := a.DepartedNotes(t.Context()); err != nil || len(notes) > 0 {
			t.Errorf("the notes are %q, %v", notes, err)
		}
		h.end(stop)
	})
}

// A service that was stopped while the time passed deletes nothing before its platform told which
// workspaces have the bot. It may be back.
func TestReturnWhileTheServiceWasStopped(t *testing.T) {
	for _, back := range []bool{true, false} {
		synctest.Test(t, func(t *testing.T) {
			h := newHost(t)
			_, stop := h.serve()
			h.report(lists(true))
			h.report(left())
			h.end(stop)
			time.Sleep(retention + day)
			_, stop = h.serve()
			time.Sleep(25 * time.Hour)
			if synctest.Wait(); !h.stored() {
				t.Fatal("it is deleted although the bot may be back")
			}
			h.report(lists(back))
			time.Sleep(2 * time.Hour)
			if synctest.Wait(); h.stored() != back {
				t.Errorf("the bot is back: %v, the data is there: %v\n%s", back, h.stored(), h.log)
			}
			h.end(stop)
		})
	}
}

// A clock that is wrong deletes nothing, even once it is trusted again: a platform's clock has to agree.
func TestWrongClockDeletesNothing(t *testing.T) {
	for name, tells := range map[string]bool{"a platform disagrees": true, "no platform tells the time": false} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				h := newHost(t)
				_, stop := h.serve()
				h.report(lists(true))
				h.report(left())
				h.end(stop)
				h.set(retention + day)
				_, stop = h.serve()
				h.reporting.mu.Lock()
				h.reporting.tells = tells
				h.reporting.mu.Unlock()
				h.report(lists(false))
				time.Sleep(day)
				if synctest.Wait(); !h.stored() {
					t.Errorf("a wrong clock has deleted it:\n%s", h.log)
				}
				h.end(stop)
			})
		})
	}
}

// A platform that refuses its token after the removal leaves the service to others, until the data is
// deleted. Without a removal it ends the service.
func TestRefusedPlatformAfterRemoval(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost(t)
		_, stop := h.serve()
		h.report(lists(true))
		h.reporting.refuses <- errors.New("the token is refused")
		if synctest.Wait(); !errorContains(stop(), "the token is refused") {
			t.Error("a refused token doesn't end the service")
		}
		_, stop = h.serve()
		h.report(lists(true))
		h.report(left())
		h.reporting.refuses <- errors.New("the token is refused")
		synctest.Wait()
		h.end(stop)
		_, stop = h.serve() // the next start
		h.reporting.refuses <- errors.New("the token is refused")
		time.Sleep(retention + 2*time.Hour)
		if synctest.Wait(); h.stored() {
			t.Errorf("the data is still there:\n%s", h.log)
		}
		h.end(stop)
	})
}

func errorContains(err error, text string) bool {
	return err != nil && strings.Contains(err.Error(), text)
}

// A deletion that was interrupted goes on at the next start, before any platform says a word.
func TestInterruptedDeletionGoesOnAtStart(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHost(t)
		if err := h.store.Update(t.Context(), func(tx quiz.Tx) error {
			return tx.SetDeparture(departure.Record{Workspace: clockWorkspace, At: time.Now(), Deleting: time.Now(), Operator: true})
		}); err != nil {
			t.Fatal(err)
		}
		_, stop := h.serve()
		time.Sleep(time.Minute)
		if synctest.Wait(); h.stored() {
			t.Errorf("the data is still there:\n%s", h.log)
		}
		h.end(stop)
		if err := h.store.View(t.Context(), func(tx quiz.Tx) error {
			for r, err := range tx.AuditRecords(string(clockWorkspace)) {
				if err != nil || r.Act != audit.Erase || !r.Operator {
					t.Errorf("the log has %+v, %v", r, err)
				}
			}
			return nil
		}); err != nil {
			t.Fatal(err)
		}
		if m, is := h.store.(*memory.Store); is {
			if err := m.Check(); err != nil {
				t.Error(err)
			}
		}
	})
}
