package adaptertest

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/app"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// Day is a channel for some days, with a transcript of everything that its members see. Its clock
// moves only when the test moves it.
type Day struct {
	t          testing.TB
	simulation *app.Simulation
	app        *app.App // set by Connect
	transcript strings.Builder
	muted      bool
}

// Quiz is the quiz behind the platform of a [Day]. Rooms has the plans of a configuration file. Without
// a Grader, open answers are left to people.
type Quiz struct {
	Bank     quiz.Bank
	Grader   quiz.Grader
	Defaults plan.Plan
	Rooms    map[quiz.RoomID]plan.Plan
}

// NewDay returns a Day that starts at the given time.
func NewDay(t testing.TB, start time.Time) *Day {
	return &Day{t: t, simulation: app.NewSimulation(start.UTC())}
}

// Connect starts the quiz on a platform, until the test ends.
func (d *Day) Connect(platform bot.Platform, q Quiz) {
	d.t.Helper()
	if q.Grader == nil {
		q.Grader = grading.Exact{}
	}
	a, err := app.New(app.Config{
		Store: memory.New(), Bank: q.Bank, Grader: q.Grader, Options: service.Options{Defaults: q.Defaults},
		Log: slog.New(slog.DiscardHandler), Simulation: d.simulation,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	if err := a.AdoptRooms(d.t.Context(), q.Rooms); err != nil {
		d.t.Fatal(err)
	}
	a.Connect(platform)
	d.app = a
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- a.Run(ctx) }()
	d.t.Cleanup(func() {
		stop()
		if err := <-ended; err != nil {
			d.t.Error(err)
		}
	})
}

// Now returns the time on the clock.
func (d *Day) Now() time.Time { return d.simulation.Now() }

// MoveClock moves the clock to a time, unless it is past it. Parts of a second are rounded up.
func (d *Day) MoveClock(to time.Time) {
	d.simulation.MoveClock(to.Add(time.Second - time.Nanosecond).Truncate(time.Second).UTC())
}

// PassMinute moves the clock by a minute.
func (d *Day) PassMinute() { d.simulation.MoveClock(d.Now().Add(time.Minute)) }

// NextDue returns the time of the next job, and reports whether there is one.
func (d *Day) NextDue() (time.Time, bool) {
	d.t.Helper()
	next, planned, err := d.simulation.NextDue(d.t.Context())
	if err != nil {
		d.t.Fatal(err)
	}
	return next, planned
}

// RunPending runs the jobs that are due.
func (d *Day) RunPending() {
	d.t.Helper()
	if err := d.simulation.RunJobs(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

// RefreshMessages draws the messages again that are out of date.
func (d *Day) RefreshMessages() {
	d.t.Helper()
	if err := d.app.Conversation.RefreshMessages(d.t.Context()); err != nil {
		d.t.Fatal(err)
	}
}

// Printf adds to the transcript.
func (d *Day) Printf(format string, args ...any) {
	if !d.muted {
		fmt.Fprintf(&d.transcript, format, args...)
	}
}

// WithoutRecording performs actions that are not recorded.
func (d *Day) WithoutRecording(what string, act func()) {
	d.Printf("(%s)\n\n", what)
	d.muted = true
	act()
	d.muted = false
}

// Muted reports whether nothing is recorded.
func (d *Day) Muted() bool { return d.muted }

// Transcript returns the transcript so far.
func (d *Day) Transcript() string { return d.transcript.String() }

// CompareGolden compares the transcript with the file NAME.txt, and the platform's payloads with
// NAME.json.
func (d *Day) CompareGolden(name string, payloads []byte) {
	d.t.Helper()
	CompareGolden(d.t, map[string][]byte{name + ".txt": []byte(d.Transcript()), name + ".json": payloads})
}
