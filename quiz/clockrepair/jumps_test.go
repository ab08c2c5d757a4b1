package clockrepair_test

import (
	"context"
	"flag"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"testing"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/clockguard"
	"quizbot/quiz/clockrepair"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

var jumps = flag.Int("jumps", 2, "how many rooms live with a clock that jumps")

const room quiz.RoomID = "console/demo/jumps"

// jumpingRoom is a room with a clock that jumps. It records everything that is posted.
type jumpingRoom struct {
	t        *testing.T
	rng      *rand.Rand
	store    *memory.Store
	service  *service.Service
	runner   *runner.Runner
	guard    *clockguard.Guard
	start    time.Time
	elapsed  time.Duration // the right time since the start
	offset   time.Duration // of the clock
	platform bool          // tells the time
	agreed   int
	posted   map[string]int
	asked    []quiz.Round
	saved    map[quiz.RoundID]bool // an answer was acknowledged
	revealed map[quiz.RoundID]int  // answers in the reveal
	jumped   int
}

func (r *jumpingRoom) now() time.Time { return r.start.Add(r.elapsed + r.offset) }

// Announce implements [runner.Announcer].
func (r *jumpingRoom) Announce(_ context.Context, a quiz.Announcement) ([]quiz.MessageRef, error) {
	switch {
	case a.Question != nil:
		r.posted["the question of "+a.Question.Date.String()]++
		r.asked = append(r.asked, *a.Question)
	case a.Reveal != nil:
		r.posted["the reveal of round "+a.Reveal.Round.ID.String()]++
		r.revealed[a.Reveal.Round.ID] = a.Reveal.Answered
	default:
		r.posted["the digest of "+a.Digest.Date.String()]++
	}
	return []quiz.MessageRef{{Message: a.Key}}, nil
}

func newJumpingRoom(t *testing.T, seed uint64) *jumpingRoom {
	r := &jumpingRoom{
		t: t, rng: rand.New(rand.NewPCG(seed, 1)), store: memory.New(), start: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC),
		platform: seed%2 == 0, posted: map[string]int{}, saved: map[quiz.RoundID]bool{}, revealed: map[quiz.RoundID]int{},
	}
	var questions []quiz.Question
	for i := range 300 {
		questions = append(questions, quiz.Question{ID: quiz.QuestionID(fmt.Sprint("q", i)), Title: fmt.Sprint("Question ", i), Answer: "Because."})
	}
	r.service = service.New(r.store, quiztest.Bank(questions), grading.ByKind{Open: grading.Offline{}}, service.Options{})
	r.restart()
	p := plan.Default()
	p.Days = 127
	r.must(r.service.SyncConfiguredRooms(t.Context(), r.now(), map[quiz.RoomID]plan.Plan{room: p}))
	return r
}

// restart starts the process anew: what it remembers of the clock is gone.
func (r *jumpingRoom) restart() {
	r.guard = clockguard.New(clockguard.Options{Now: r.now, Elapsed: func() time.Duration { return r.elapsed }})
	r.runner = runner.New(r.service, r, runner.TimeFunc(r.now), slog.New(slog.DiscardHandler))
	r.runner.SetGuard(r.guard)
}

func (r *jumpingRoom) must(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// step lets five minutes pass.
func (r *jumpingRoom) step() {
	ctx := r.t.Context()
	r.elapsed += 5 * time.Minute
	newest, err := r.service.NewestMoment(ctx)
	r.must(err)
	now, verdict := r.guard.Check(newest)
	if verdict != clockguard.Trusted && r.platform {
		r.guard.NotePlatform(r.start.Add(r.elapsed))
		now, verdict = r.guard.Check(newest)
	}
	if verdict == clockguard.Behind && (r.guard.PlatformAgrees() || !r.platform && r.offset == 0) {
		if r.agreed++; r.agreed >= 3 {
			_, err := clockrepair.Correct(ctx, r.store, r.now()) // by itself, or by the operator
			r.must(err)
		}
	} else {
		r.agreed = 0
	}
	if verdict == clockguard.Trusted && now.Sub(newest) >= time.Hour {
		r.must(r.service.RecordMoment(ctx, now))
	}
	r.must(r.runner.RunPending(ctx))
	if r.rng.IntN(12) == 0 {
		r.answer(verdict)
	}
}

// answer answers the open round. While the clock isn't trusted an answer is never late.
func (r *jumpingRoom) answer(verdict clockguard.Verdict) {
	round, err := r.service.OpenRound(r.t.Context(), room)
	if err != nil {
		return
	}
	who := quiz.Person{ID: "console/demo/ann", Name: "Ann"}
	_, err = r.service.SubmitAnswer(r.t.Context(), quiz.HostTime(r.guard.Time()), room, who, round.ID, fmt.Sprint("answer ", r.elapsed))
	if err == nil {
		r.saved[round.ID] = true
	} else if verdict != clockguard.Trusted && r.guard.Verdict() != clockguard.Trusted {
		r.t.Errorf("%s, %s: an answer to an open round is refused: %v", r.start.Add(r.elapsed), verdict, err)
	}
}

// liveWithJumps lives some days with jumps, and then some with the right clock.
func (r *jumpingRoom) liveWithJumps() {
	const stepsPerDay = 24 * 12
	for range 12 * stepsPerDay {
		switch r.rng.IntN(60) {
		case 0:
			r.jumped++
			r.offset = time.Duration(r.rng.IntN(800*24*60)-400*24*60) * time.Minute
		case 1:
			r.jumped++
			r.offset = time.Duration(r.rng.IntN(8*24*60)-4*24*60) * time.Minute
		case 2, 3, 4:
			r.offset = 0
		case 5:
			r.restart()
		}
		r.step()
	}
	r.offset = 0
	for range stepsPerDay {
		r.step()
	}
	before := len(r.asked)
	ahead, err := r.service.Room(r.t.Context(), room)
	r.must(err)
	for range 3 * stepsPerDay {
		r.step()
	}
	if got, least := len(r.asked)-before, 3-len(ahead.DoneAhead[quiz.JobAsk]); got < least-1 {
		r.t.Errorf("with the right clock again %d questions came in three days, want %d or more: %+v", got, least-1, ahead)
	}
}

// However the clock jumps between −400 and +400 days, nothing is posted twice and no acknowledged
// answer is lost.
func TestClockJumps(t *testing.T) {
	total := 0
	for seed := range uint64(*jumps) {
		r := newJumpingRoom(t, seed)
		r.liveWithJumps()
		for what, n := range r.posted {
			if n > 1 {
				t.Errorf("seed %d: %s was posted %d times", seed, what, n)
			}
		}
		for id := range r.saved {
			if got, done := r.revealed[id]; done && got == 0 {
				t.Errorf("seed %d: the answer to round %s is not in its reveal", seed, id)
			}
		}
		total += r.jumped
	}
	t.Logf("%d jumps", total)
}
