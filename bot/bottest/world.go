package bottest

import (
	"context"
	"iter"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/runner"
	"quizbot/store"
)

// World is everything around a platform: the real service over the store in memory, the real
// conversation, and a clock that the suite moves.
type World struct {
	t       *testing.T
	service *quiz.Service
	talk    *bot.Conversation
	runner  *runner.Runner

	mu  sync.Mutex
	now time.Time
}

// monday is when each play begins: a minute before the first question.
func monday() time.Time { return time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC) }

// newWorld makes a world whose room asks the given questions. The plan is that of rooms set up from chat.
func newWorld(t *testing.T, list []quiz.Question, defaults quiz.Plan) *World {
	w := &World{t: t, now: monday()}
	w.service = quiz.NewService(store.Memory(), bank(list), grading.Certain{}, quiz.Options{Defaults: defaults})
	return w
}

// connect joins the world and a platform, and lets the room run unless it is to be bare.
func (w *World) connect(rig Rig, plan quiz.Plan, bare bool) {
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		w.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	plans := map[quiz.RoomID]quiz.Plan{rig.Room(): plan}
	if bare {
		plans = nil
	}
	if err := w.service.Adopt(ctx, w.Now(), plans); err != nil {
		w.t.Fatal(err)
	}
	w.talk = bot.New(w.service, catalogue, rig.Platform())
	w.runner = runner.New(w.service, w.talk, runner.TimeFunc(w.Now), slog.New(slog.DiscardHandler))
	done := make(chan error, 1)
	go func() { done <- rig.Platform().Run(ctx, w.talk.Handle) }()
	rig.Ready()
	w.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("the platform ended with %v", err)
		}
	})
}

// Now is the time.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.now
}

// Settle carries out what is due now.
func (w *World) Settle(ctx context.Context) error {
	if err := w.runner.RunPending(ctx); err != nil {
		return err
	}
	return w.talk.Refresh(ctx)
}

// Pass lets time pass, and carries out what falls due on the way.
func (w *World) Pass(ctx context.Context, until time.Time) error {
	for {
		next, ok, err := w.Upcoming(ctx)
		if err != nil {
			return err
		}
		if !ok || next.After(until) {
			w.set(until)
			return w.Settle(ctx)
		}
		w.set(next)
		if err := w.Settle(ctx); err != nil {
			return err
		}
	}
}

// Upcoming is when something falls due next, and whether anything does.
func (w *World) Upcoming(ctx context.Context) (time.Time, bool, error) {
	next, err := w.runner.Next(ctx)
	return next, !next.IsZero(), err
}

func (w *World) set(now time.Time) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if now.After(w.now) {
		w.now = now
	}
}

// until lets time pass until a time of day on a day of the play, counted from 0.
func (w *World) until(day, hour, minute int) {
	w.t.Helper()
	to := time.Date(2026, 11, 23+day, hour, minute, 0, 0, time.UTC)
	if err := w.Pass(context.Background(), to); err != nil {
		w.t.Fatal(err)
	}
}

// settle carries out what a deed made due.
func (w *World) settle() {
	w.t.Helper()
	if err := w.Settle(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}

// bank is a list of questions.
type bank []quiz.Question

func (b bank) Questions(banks ...string) iter.Seq[*quiz.Question] {
	return func(yield func(*quiz.Question) bool) {
		for i := range b {
			if (len(banks) == 0 || slices.Contains(banks, b[i].Bank)) && !yield(&b[i]) {
				return
			}
		}
	}
}

func (b bank) Question(id quiz.QuestionID) (*quiz.Question, bool) {
	i := slices.IndexFunc(b, func(q quiz.Question) bool { return q.ID == id })
	if i < 0 {
		return nil, false
	}
	return &b[i], true
}
