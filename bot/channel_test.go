package bot_test

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// inspected is a platform with an Inspector. It records postings.
type inspected struct {
	bot.Platform
	obstacles []reason.Obstacle
	err       error
	refuse    bool // whatever is posted
	looks     int
	posted    []bot.Posting
	told      []card.Card
}

func (*inspected) Name() string { return "test" }
func (p *inspected) Inspect(context.Context, quiz.RoomID) ([]reason.Obstacle, error) {
	p.looks++
	return p.obstacles, p.err
}

func (p *inspected) Post(_ context.Context, posting bot.Posting) ([]quiz.MessageRef, error) {
	if len(p.obstacles) > 0 {
		return nil, &p.obstacles[0]
	}
	if p.refuse {
		return nil, quiz.ErrContentRefused
	}
	if !slices.ContainsFunc(p.posted, func(other bot.Posting) bool { return other.Key == posting.Key }) {
		p.posted = append(p.posted, posting)
	}
	return []quiz.MessageRef{{Message: "1"}}, nil
}

func (p *inspected) SendDirectMessage(_ context.Context, _ quiz.MemberID, card card.Card) error {
	p.told = append(p.told, card)
	return nil
}

// watched is a channel about which a platform tells.
type watched struct {
	*inspected
	t            *testing.T
	service      *service.Service
	conversation *bot.Conversation
	runner       *runner.Runner
	now          time.Time
}

func watch(t *testing.T) *watched {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	w := &watched{inspected: &inspected{}, t: t, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	w.service = service.New(memory.New(), quiztest.Bank(sample()), grading.Exact{}, service.Options{Admins: []quiz.MemberID{"test/w/boss"}})
	if err := w.service.SyncConfiguredRooms(t.Context(), w.now, map[quiz.RoomID]plan.Plan{"test/w/c": plan.Default()}); err != nil {
		t.Fatal(err)
	}
	w.conversation = bot.New(w.service.Audiences, catalogue, w.inspected)
	w.runner = runner.New(w.service, w.conversation, runner.TimeFunc(func() time.Time { return w.now }), slog.New(slog.DiscardHandler))
	return w
}

// happens hands an event to the conversation, and carries out what is due then.
func (w *watched) happens(e bot.Event) {
	w.t.Helper()
	e.At = w.now
	answer, err := w.conversation.Handle(w.t.Context(), e)
	if _, nothing := answer.(bot.Nothing); !nothing || err != nil {
		w.t.Errorf("%+v gives %#v, %v", e, answer, err)
	}
	w.tick()
}

func (w *watched) tick() {
	w.t.Helper()
	if err := w.runner.RunPending(w.t.Context()); err != nil {
		w.t.Fatal(err)
	}
}

// Added to a channel without a room, the bot introduces itself there, once for each event and only
// if it can.
func TestIntroduction(t *testing.T) {
	w := watch(t)
	added := bot.Event{ID: "Ev1", Room: "test/w/new", Act: bot.ChannelChanged{Added: true}}
	w.happens(added)
	w.happens(added)
	w.happens(bot.Event{ID: "Ev2", Room: "test/w/new", Act: bot.ChannelChanged{}})
	w.happens(bot.Event{ID: "Ev3", Room: "test/w/c", Act: bot.ChannelChanged{Added: true}})
	if len(w.posted) != 1 || w.posted[0].Room != "test/w/new" || w.posted[0].FirstAttempt.IsZero() {
		t.Fatalf("got %+v", w.posted)
	}
	buttons := bottest.ButtonLabels(w.posted[0].Card)
	if !slices.Equal(buttons, []string{"Set up"}) || !strings.Contains(cardText(w.posted[0].Card), "/quiz-admin setup") {
		t.Errorf("the introduction is %q with %q", cardText(w.posted[0].Card), buttons)
	}
	w.obstacles = []reason.Obstacle{{Code: reason.PostingForbidden}}
	w.happens(bot.Event{ID: "Ev4", Room: "test/w/other", Act: bot.ChannelChanged{Added: true}})
	if len(w.posted) != 1 {
		t.Errorf("got %+v", w.posted)
	}
}

// An obstacle in a room alarms at once, and only once, with the room's name. The waiting job runs
// at once after the end of the obstacle.
func TestChannelChanged(t *testing.T) {
	for name, inspect := range map[string]bool{"it is looked at": true, "the event tells": false} {
		t.Run(name, func(t *testing.T) {
			w := watch(t)
			change := bot.Event{ID: "Ev1", Room: "test/w/c", Act: bot.ChannelChanged{}}
			w.obstacles = []reason.Obstacle{{Code: reason.ChannelArchived}}
			closed := change
			if !inspect {
				closed.Obstacles, w.err = w.obstacles, errors.New("nobody answers")
			}
			w.happens(closed)
			w.happens(closed)
			w.now = w.now.Add(45 * time.Minute)
			w.tick()
			w.now = w.now.Add(10 * time.Minute)
			w.tick()
			if len(w.told) != 1 || strings.Contains(w.told[0].Summary, "test/w/c") || !strings.Contains(cardText(w.told[0]), "test/w/c is archived") {
				t.Errorf("admins are told %+v", w.told)
			}
			w.obstacles, w.err = nil, nil
			w.happens(change)
			if len(w.posted) != 1 || w.posted[0].Room != "test/w/c" || len(w.told) != 1 {
				t.Errorf("posted %+v, told %d times", w.posted, len(w.told))
			}
		})
	}
}

// A room goes on under the new id of its channel.
func TestChannelMoved(t *testing.T) {
	w := watch(t)
	w.happens(bot.Event{ID: "Ev1", Room: "test/w/c", Act: bot.ChannelMoved{To: "test/w/d"}})
	w.now = w.now.Add(30 * time.Minute)
	w.tick()
	if len(w.posted) == 0 || w.posted[len(w.posted)-1].Room != "test/w/d" {
		t.Errorf("posted %+v", w.posted)
	}
}
