package discord

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
	"quizbot/bot/discord/gateway"
	"quizbot/bot/words"
	"quizbot/internal/testing/discordtest"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/bolt"
)

// BenchmarkMembers has 500 members press Answer and send the form within ten seconds, and within
// one, over a real file, on a server that takes a tenth of a second for each request. It reports
// how long each waits for the form, and for being told that the answer is saved.
func BenchmarkMembers(b *testing.B) {
	for name, within := range map[string]time.Duration{"ten-seconds": 10 * time.Second, "one-second": time.Second} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				benchmarkMembers(b, 500, within)
			}
		})
	}
}

// discordLatency is how long Discord takes for a request.
const discordLatency = 100 * time.Millisecond

func benchmarkMembers(b *testing.B, n int, within time.Duration) {
	b.Helper()
	kept, err := bolt.Open(filepath.Join(b.TempDir(), "quiz.db"))
	if err != nil {
		b.Fatal(err)
	}
	defer func() { _ = kept.Close() }()
	library := questions.NewLibrary()
	library.Replace(questions.Starter("en"))
	s := discordtest.New(b, time.Now)
	a := adapterFor(b, s, Options{Log: slog.New(slog.DiscardHandler)})
	a.client.Limits.Global.SetLimit(gateway.GlobalRate)
	round, stop := serve(b, kept, library, a)
	defer stop()
	s.Ready()
	s.Fault(func(http.ResponseWriter, *http.Request) bool {
		time.Sleep(discordLatency)
		return false
	})
	id, message := "answer:"+round.ID.String(), round.QuestionMessages[0].Message
	var mu sync.Mutex
	var forms, saves []time.Duration
	var all sync.WaitGroup
	for i := range n {
		s.Join(fmt.Sprintf("m%d", i))
		all.Go(func() {
			time.Sleep(within * time.Duration(i) / time.Duration(n))
			who := fmt.Sprintf("m%d", i)
			form, err := s.PressButton(who, message, id)
			if err != nil || form.Type != callbackModal {
				b.Errorf("the form: %+v, %v", form, err)
				return
			}
			saved, err := s.SubmitModal(who, id, fmt.Sprintf("The answer of member %d, of some length.", i))
			if err != nil || saved.Type != callbackMessage {
				b.Errorf("saving: %+v, %v", saved, err)
				return
			}
			mu.Lock()
			defer mu.Unlock()
			forms, saves = append(forms, form.Took), append(saves, saved.Took)
		})
	}
	all.Wait()
	for name, list := range map[string][]time.Duration{"form": forms, "saved": saves} {
		slices.Sort(list)
		b.ReportMetric(list[len(list)/2].Seconds()*1000, name+"-p50-ms")
		b.ReportMetric(list[len(list)*99/100].Seconds()*1000, name+"-p99-ms")
		b.ReportMetric(list[len(list)-1].Seconds()*1000, name+"-max-ms")
	}
}

// serve runs a room on Discord in which a question is open, and returns its round.
func serve(tb testing.TB, kept quiz.Store, bank quiz.Bank, a *Adapter) (quiz.Round, func()) {
	tb.Helper()
	boss := memberID(discordtest.GuildID, "1")
	roomPlan := plan.Default()
	roomPlan.Days, roomPlan.Unanswered = 1<<7-1, true
	game := service.New(kept, bank, grading.Exact{}, service.Options{Admins: []quiz.MemberID{boss}})
	ctx, cancel := context.WithCancel(tb.Context())
	if err := game.SyncConfiguredRooms(ctx, time.Now().Add(-24*time.Hour), map[quiz.RoomID]plan.Plan{room(): roomPlan}); err != nil {
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
	_, _ = game.AskNow(ctx, time.Now(), room(), quiz.Person{ID: boss}, "")
	if err := runner.New(game, talk, runner.TimeFunc(time.Now), slog.New(slog.DiscardHandler)).RunPending(ctx); err != nil {
		tb.Fatal(err)
	}
	round, err := game.OpenRound(ctx, room())
	if err != nil {
		tb.Fatal(err)
	}
	return round, func() {
		cancel()
		if err := <-done; err != nil {
			tb.Error(err)
		}
	}
}
