package slack

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"path/filepath"
	"slices"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/words"
	"quizbot/internal/testing/slacktest"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

// BenchmarkMembers has 500 members press Answer and submit the form within ten seconds, and within
// one. The store is a file, and the server takes a tenth of a second for each request. It reports
// the waits for the form and for the confirmation.
func BenchmarkMembers(b *testing.B) {
	for name, within := range map[string]time.Duration{"ten-seconds": 10 * time.Second, "one-second": time.Second} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				benchmarkMembers(b, 500, within)
			}
		})
	}
}

// slackLatency is the time that Slack takes for a request.
const slackLatency = 100 * time.Millisecond

func benchmarkMembers(b *testing.B, n int, within time.Duration) {
	b.Helper()
	kept, err := bolt.Open(filepath.Join(b.TempDir(), "quiz.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	library := questions.NewLibrary()
	library.Replace(questions.Starter("en"))
	s := slacktest.NewServer(b, time.Now)
	a := newServerAdapter(s, Options{Log: slog.New(slog.DiscardHandler)})
	talk, stop := serveOpenRound(b, kept, library, a)
	defer stop()
	s.AwaitSockets(sockets)
	s.SetFault(func(http.ResponseWriter, string) bool {
		time.Sleep(slackLatency)
		return false
	})
	for i := range n {
		s.AddUser(fmt.Sprintf("m%d", i))
	}
	id := "answer:" + talk.String()
	var mu sync.Mutex
	var forms, saves []time.Duration
	var all sync.WaitGroup
	for i := range n {
		all.Go(func() {
			time.Sleep(within * time.Duration(i) / time.Duration(n))
			user := slacktest.UserID(fmt.Sprintf("m%d", i))
			began := time.Now()
			if _, err := s.Deliver("interactive", s.ActionPayload(user, &slacktest.Surface{Channel: slacktest.ChannelID, TS: "1.1"}, map[string]any{"type": "button", "action_id": id, "block_id": "b"})); err != nil {
				b.Error(err)
				return
			}
			form := time.Since(began)
			s.Mu.Lock()
			w := s.Views[user]
			s.Mu.Unlock()
			if w == nil {
				b.Error("no form was opened")
				return
			}
			began = time.Now()
			if _, err := s.Deliver("interactive", s.SubmissionPayload(user, w, fmt.Sprintf("The answer of member %d, of some length.", i))); err != nil {
				b.Error(err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			forms, saves = append(forms, form), append(saves, time.Since(began))
		})
	}
	all.Wait()
	for name, list := range map[string][]time.Duration{"form": forms, "saved": saves} {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2].Seconds()*1000, name+"-p50-ms")
		b.ReportMetric(list[len(list)*99/100].Seconds()*1000, name+"-p99-ms")
	}
}

// serveOpenRound runs a room on Slack with an open question, and returns the round.
func serveOpenRound(tb testing.TB, kept quiz.Store, bank quiz.Bank, a *Adapter) (quiz.RoundID, func()) {
	tb.Helper()
	const room = "slack/T1/C1"
	roomPlan := plan.Default()
	roomPlan.Days, roomPlan.Unanswered = 1<<7-1, true
	game := service.New(kept, bank, grading.Exact{}, service.Options{Admins: []quiz.MemberID{"slack/T1/UBOSS"}})
	ctx, cancel := context.WithCancel(tb.Context())
	if err := game.SyncConfiguredRooms(ctx, time.Now().Add(-24*time.Hour), map[quiz.RoomID]plan.Plan{room: roomPlan}); err != nil {
		tb.Fatal(err)
	}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		tb.Fatal(err)
	}
	talk := bot.New(game.Audiences, catalogue, a)
	done := make(chan error, 1)
	go func() { done <- a.Run(ctx, talk.Handle) }()
	// Today's question may be due already, or be past its time.
	_, _ = game.AskNow(ctx, time.Now(), room, quiz.Person{ID: "slack/T1/UBOSS"}, "")
	if err := runner.New(game, talk, runner.TimeFunc(time.Now), slog.New(slog.DiscardHandler)).RunPending(ctx); err != nil {
		tb.Fatal(err)
	}
	round, err := game.OpenRound(ctx, room)
	if err != nil {
		tb.Fatal(err)
	}
	return round.ID, func() {
		cancel()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	}
}
