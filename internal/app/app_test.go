package app_test

import (
	"context"
	"errors"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/app"
	"quizbot/internal/supervisor"
	"quizbot/internal/testing/silent"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// newApp returns an App on a simulated time, with a room on a silent platform.
func newApp(t *testing.T, start time.Time) (*app.App, *app.Simulation, *silent.Platform) {
	t.Helper()
	simulation, platform := app.NewSimulation(start), silent.New()
	a, err := app.New(app.Config{
		Store: memory.New(), Bank: questions.NewLibrary(questions.Starter("en")),
		Options: service.Options{Defaults: plan.Default()},
		Log:     slog.New(slog.DiscardHandler), Simulation: simulation,
	})
	if err != nil {
		t.Fatal(err)
	}
	if err := a.AdoptRooms(t.Context(), map[quiz.RoomID]plan.Plan{"silent/w/c": plan.Default()}); err != nil {
		t.Fatal(err)
	}
	a.Connect(platform)
	return a, simulation, platform
}

// On a simulated time every job is carried out at its own time, however far the time is moved.
func TestSimulationCarriesOutJobs(t *testing.T) {
	monday := time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC)
	_, simulation, platform := newApp(t, monday)
	next, planned, err := simulation.NextDue(t.Context())
	if want := monday.Add(time.Minute); err != nil || !planned || !next.Equal(want) {
		t.Fatalf("the next job comes at %v, %v, %v; want %v", next, planned, err, want)
	}
	tuesday := monday.Add(24*time.Hour + 10*time.Minute)
	if err := simulation.AdvanceTo(t.Context(), tuesday); err != nil {
		t.Fatal(err)
	}
	if now := simulation.Now(); !now.Equal(tuesday) {
		t.Errorf("it is %v, want %v", now, tuesday)
	}
	for _, job := range []string{"/ask", "/reveal", "/digest", "/ask"} {
		select {
		case key := <-platform.Postings():
			if !strings.HasSuffix(key, job) {
				t.Errorf("%s is posted, want a key that ends with %s", key, job)
			}
		default:
			t.Errorf("%s is not posted", job)
		}
	}
}

// failing is a platform whose connection fails.
type failing struct{ *silent.Platform }

func (failing) Run(context.Context, bot.Handler) error { return errors.New("refused") }

// Rooms that allow leaves out are noted for the operator, because nobody there gets an answer.
func TestLeftOutRoomsAreNoted(t *testing.T) {
	for name, c := range map[string]struct {
		allow []quiz.WorkspaceID
		want  int
	}{"all": {nil, 0}, "their own": {[]quiz.WorkspaceID{"silent/w"}, 0}, "another": {[]quiz.WorkspaceID{"silent/x"}, 1}} {
		a, err := app.New(app.Config{
			Store: memory.New(), Bank: questions.NewLibrary(), Clock: standstill{}, Log: slog.New(slog.DiscardHandler),
			Options: service.Options{Defaults: plan.Default(), Allow: c.allow},
		})
		if err != nil {
			t.Fatal(err)
		}
		if err := a.AdoptRooms(t.Context(), map[quiz.RoomID]plan.Plan{"silent/w/c": plan.Default()}); err != nil {
			t.Fatal(err)
		}
		if notes, err := a.Notes(t.Context()); err != nil || len(notes) != c.want || c.want > 0 && !strings.Contains(notes[0], `left out: "silent/w/c"`) {
			t.Errorf("%s: got %q", name, notes)
		}
	}
}

// A platform that fails ends the App, with and without a simulation.
func TestRunEndsWithItsPlatforms(t *testing.T) {
	a, _, _ := newApp(t, time.Now())
	a.Connect(failing{silent.New()})
	if err := a.Run(t.Context()); err == nil || err.Error() != "refused" {
		t.Errorf("simulated: got %v", err)
	}
	live, err := app.New(app.Config{Store: memory.New(), Bank: questions.NewLibrary(), Clock: standstill{}, Log: slog.New(slog.DiscardHandler)})
	if err != nil {
		t.Fatal(err)
	}
	live.Connect(failing{silent.New()})
	ended := false
	unit := supervisor.Unit{Name: "other", Run: func(ctx context.Context) error {
		<-ctx.Done()
		ended = true
		return nil
	}}
	if err := live.Run(t.Context(), unit); err == nil || err.Error() != "silent: refused" || !ended {
		t.Errorf("got %v, and the other unit ended: %v", err, ended)
	}
}

// standstill is a clock on which nothing becomes due.
type standstill struct{}

func (standstill) Now() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) }

func (standstill) After(time.Duration) <-chan time.Time { return nil }
