package bottest

import (
	"context"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/app"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// World is the environment of a platform: the real service on the in-memory store, the real
// conversation, and a clock moved by the suite.
type World struct {
	*app.Simulation
	t            *testing.T
	app          *app.App
	service      *service.Service
	conversation *bot.Conversation // set by connect
	grader       quiz.Grader       // of the scenario
	commands     atomic.Int32      // commands delivered to the conversation so far
}

// startTime is the start of each scenario: a minute before the first question.
func startTime() time.Time { return time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC) }

// newWorld returns a world whose room asks the questions of a scenario. defaults is the plan of rooms
// set up from chat.
func newWorld(t *testing.T, s scenario, defaults plan.Plan) *World {
	t.Helper()
	simulation := app.NewSimulation(startTime())
	a, err := app.New(app.Config{
		Store: memory.New(), Bank: quiztest.Bank(s.questions), Grader: s.grader, Options: service.Options{Defaults: defaults},
		Log: slog.New(slog.DiscardHandler), Simulation: simulation,
	})
	if err != nil {
		t.Fatal(err)
	}
	w := &World{Simulation: simulation, t: t, app: a, service: a.Service, grader: s.grader}
	simulation.OnEvent = w.countCommand
	return w
}

// connectRig connects the world to a platform. It sets the room up unless bare is set.
func (w *World) connectRig(rig Rig, roomPlan plan.Plan, bare bool) {
	ctx, cancel := context.WithCancel(context.Background())
	plans := map[quiz.RoomID]plan.Plan{rig.Room(): roomPlan}
	if bare {
		plans = nil
	}
	if err := w.app.AdoptRooms(ctx, plans); err != nil {
		w.t.Fatal(err)
	}
	w.app.Connect(rig.Platform())
	w.conversation = w.app.Conversation
	done := make(chan error, 1)
	go func() { done <- w.app.Run(ctx) }()
	rig.Ready()
	w.t.Cleanup(func() {
		cancel()
		if err := <-done; err != nil {
			w.t.Errorf("the platform ended with %v", err)
		}
	})
}

// countCommand counts an event that is a command.
func (w *World) countCommand(e bot.Event) {
	if _, typed := e.Act.(bot.Command); typed {
		w.commands.Add(1)
	}
}

// advanceTo moves the clock to a time of day on a day of the scenario, counted from 0.
func (w *World) advanceTo(day, hour, minute int) {
	w.t.Helper()
	to := time.Date(2026, 11, 23+day, hour, minute, 0, 0, time.UTC)
	if err := w.AdvanceTo(context.Background(), to); err != nil {
		w.t.Fatal(err)
	}
}

// runPending runs the jobs due after an action.
func (w *World) runPending() {
	w.t.Helper()
	if err := w.RunPending(context.Background()); err != nil {
		w.t.Fatal(err)
	}
}
