package bot_test

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// archive is a platform with a Backfiller.
type archive struct {
	history []bot.Event
	asked   int
	known   []string
}

func (*archive) Name() string { return "test" }

func (*archive) Run(context.Context, bot.Handler) error { return nil }

func (*archive) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error { return nil }

func (*archive) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	return []quiz.MessageRef{{Message: p.Key, Link: "https://example.com/" + p.Key}}, nil
}

func (a *archive) Backfill(ctx context.Context, _ quiz.RoomID, _ quiz.MessageRef, known []string, handle bot.Handler) error {
	a.asked++
	a.known = known
	for _, e := range a.history {
		if _, err := handle(ctx, e); err != nil {
			return err
		}
	}
	return nil
}

// opened is a conversation in a room with an open question.
func opened(t *testing.T, q quiz.Question) (*bot.Conversation, *service.Service, *archive, *time.Time) {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	service := service.New(memory.New(), quiztest.Bank{q}, grading.Exact{}, service.Options{})
	if err := service.SyncConfiguredRooms(t.Context(), now, map[quiz.RoomID]plan.Plan{"test/w/c": plan.Default()}); err != nil {
		t.Fatal(err)
	}
	a := &archive{}
	conversation := bot.New(service.Audiences, catalogue, a)
	now = now.Add(30 * time.Minute)
	if err := runner.New(service, conversation, runner.TimeFunc(func() time.Time { return now }), slog.New(slog.DiscardHandler)).RunPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	return conversation, service, a, &now
}

// After a reconnect, open rounds count the messages that were missed. A deleted message counts no
// more, even if that is found at the close.
func TestReturned(t *testing.T) {
	conversation, service, a, now := opened(t, quiz.Question{ID: "q", Title: "Why?", Answer: "Because."})
	ann := quiz.Person{ID: "test/w/ann", Name: "ann"}
	round, err := service.OpenRound(t.Context(), "test/w/c")
	if err != nil {
		t.Fatal(err)
	}
	thread := round.QuestionMessages[0].Message
	a.history = []bot.Event{{ID: "1", Room: "test/w/c", Who: ann, At: now.Add(time.Minute), Act: bot.Message{Thread: thread, ID: "m1", Text: "hello"}}}
	for _, platform := range []string{"other", "test"} {
		if _, err := conversation.Handle(t.Context(), bot.Event{ID: "back", Act: bot.Reconnected{Platform: platform}}); err != nil {
			t.Fatal(err)
		}
	}
	if _, answered, err := service.RoundProgress(t.Context(), round.ID); err != nil || answered != 1 || a.asked != 1 {
		t.Errorf("%d answered, asked %d times, %v", answered, a.asked, err)
	}
	a.history = []bot.Event{{ID: "2", Room: "test/w/c", At: round.ClosesAt.Add(time.Hour), Act: bot.Deletion{Thread: thread, ID: "m1"}}}
	if err := conversation.Backfill(t.Context(), round); err != nil {
		t.Fatal(err)
	}
	if _, answered, err := service.RoundProgress(t.Context(), round.ID); err != nil || answered != 0 || !slices.Equal(a.known, []string{"m1"}) {
		t.Errorf("%d answered, known are %v, %v", answered, a.known, err)
	}
}

// The bot's own page shows the open question and the reader's standing in each of their rooms, and
// its buttons work without a room of their own, but for people of other workspaces.
func TestHome(t *testing.T) {
	long := strings.Repeat("body ", 500)
	for _, body := range []string{"short body", long} {
		conversation, service, _, now := opened(t, quiz.Question{ID: "q", Title: "Why?", Body: body, Answer: "Because."})
		ann := quiz.Person{ID: "test/w/ann", Name: "ann"}
		look := func(rooms ...bot.HomeRoom) string {
			answer, err := conversation.Handle(t.Context(), bot.Event{ID: "h", Who: ann, At: *now, Act: bot.HomeOpened{Rooms: rooms}})
			home, ok := answer.(bot.Home)
			if err != nil || !ok {
				t.Fatalf("got %v, %v", answer, err)
			}
			for _, section := range home.Sections {
				home.Card.Parts = append(home.Card.Parts, section...)
			}
			return cardText(home.Card)
		}
		if got := look(bot.HomeRoom{ID: "test/w/other", Name: "#other"}); !strings.Contains(got, "no channel with a quiz") {
			t.Errorf("without a room: %s", got)
		}
		got := look(bot.HomeRoom{ID: "test/w/other", Name: "#other"}, bot.HomeRoom{ID: "test/w/c", Name: "#quiz"})
		for _, want := range []string{"#quiz", "Why?", "0 answers so far", "[Answer|answer:1]", "You have no points here yet."} {
			if !strings.Contains(got, want) {
				t.Errorf("it does not show %q:\n%s", want, got)
			}
		}
		if short := body != long; strings.Contains(got, body) != short || strings.Contains(got, "Read the whole question in its channel https://") == short {
			t.Errorf("it shows\n%s", got)
		}
		for who, open := range map[quiz.MemberID]bool{"test/w/ann": true, "test/elsewhere/ann": false} {
			answer, err := conversation.Handle(t.Context(), bot.Event{ID: "p", Who: quiz.Person{ID: who, Name: "ann"}, At: *now, Act: bot.Press{ID: "answer:1"}})
			if _, form := answer.(bot.Form); err != nil || form != open {
				t.Errorf("%s presses, and gets %#v, %v", who, answer, err)
			}
		}
		sent := bot.Event{ID: "s", Who: ann, At: *now, Act: bot.Submission{ID: "answer:1", Values: map[string]string{"answer": "mine"}}}
		if _, err := conversation.Handle(t.Context(), sent); err != nil {
			t.Fatal(err)
		}
		if got := look(bot.HomeRoom{ID: "test/w/c", Name: "#quiz"}); !strings.Contains(got, "You have answered.") || !strings.Contains(got, "1 answer so far") {
			t.Errorf("after an answer it shows\n%s", got)
		}
		*now = now.Add(10 * time.Hour)
		jobs := runner.New(service, conversation, runner.TimeFunc(func() time.Time { return *now }), slog.New(slog.DiscardHandler))
		if err := jobs.RunPending(t.Context()); err != nil {
			t.Fatal(err)
		}
		got = look(bot.HomeRoom{ID: "test/w/c", Name: "#quiz"})
		for _, want := range []string{"No question is open right now.", "This month: 1 point, rank 1", "Streak: 1 question in a row", "+1 · 2026-11-23 · Why?"} {
			if !strings.Contains(got, want) {
				t.Errorf("after the reveal it does not show %q:\n%s", want, got)
			}
		}
	}
}
