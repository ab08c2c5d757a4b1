package bot_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"quizbot/bot"
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

// board is a platform that records its messages by key. Its cards take so many messages.
type board struct {
	posted   []bot.Posting
	stands   map[string]card.Card
	messages int
	edited   map[string]int
	fails    map[string]error // by key, what posting fails with
	linkless bool
	gone     map[string]bool // by key, deleted messages
}

func newBoard() *board {
	return &board{stands: map[string]card.Card{}, messages: 1, edited: map[string]int{}, fails: map[string]error{}}
}

func (*board) Name() string                           { return "test" }
func (*board) Run(context.Context, bot.Handler) error { return nil }

func (b *board) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	if err := b.fails[p.Key]; err != nil {
		return nil, err
	}
	if _, known := b.stands[p.Key]; !known {
		b.posted, b.stands[p.Key] = append(b.posted, p), p.Card
	}
	place := quiz.MessageRef{Message: p.Key, Link: "https://example.com/" + p.Key}
	if b.linkless {
		place.Link = ""
	}
	if p.ReplyTo != nil {
		place.Thread = p.ReplyTo.Message
	}
	places := []quiz.MessageRef{place}
	for i := 1; i < b.messages && p.ReplyTo != nil; i++ {
		places = append(places, quiz.MessageRef{Thread: place.Thread, Message: fmt.Sprint(p.Key, i), Link: fmt.Sprint(place.Link, "#", i)})
	}
	return places, nil
}

func (b *board) Edit(_ context.Context, _ quiz.RoomID, places []quiz.MessageRef, card card.Card) error {
	if len(places) > 1 && len(places) != b.messages {
		return bot.ErrLayoutChanged
	}
	if places[0].Gone {
		return nil
	}
	if b.gone[places[0].Message] {
		return bot.MessagesGone(places[:1])
	}
	b.stands[places[0].Message] = card
	b.edited[places[0].Message]++
	return nil
}

// broadcasting is a board that shows replies in the channel, too.
type broadcasting struct{ *board }

func (broadcasting) BroadcastsReplies() {}

// room is a room with an open question, on a board.
type room struct {
	t            *testing.T
	service      *service.Service
	conversation *bot.Conversation
	runner       *runner.Runner
	board        *board
	now          time.Time
}

func openRoom(t *testing.T, b *board, platform bot.Platform, change func(*plan.Plan), list ...quiz.Question) *room {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	r := &room{t: t, board: b, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	r.service = service.New(memory.New(), quiztest.Bank(list), grading.Exact{}, service.Options{})
	roomPlan := plan.Default()
	roomPlan.Unanswered = true
	if change != nil {
		change(&roomPlan)
	}
	if err := r.service.SyncConfiguredRooms(t.Context(), r.now, map[quiz.RoomID]plan.Plan{"test/w/c": roomPlan}); err != nil {
		t.Fatal(err)
	}
	r.conversation = bot.New(r.service.Audiences, catalogue, platform)
	r.runner = runner.New(r.service, r.conversation, runner.TimeFunc(func() time.Time { return r.now }), slog.New(slog.DiscardHandler))
	r.at(23, 9, 30)
	return r
}

// at has a day of November come, and what is due then done.
func (r *room) at(day, hour, minute int) {
	r.t.Helper()
	r.now = time.Date(2026, 11, day, hour, minute, 0, 0, time.UTC)
	if err := r.runner.RunPending(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
	r.refresh()
}

func (r *room) refresh() {
	r.t.Helper()
	if err := r.conversation.RefreshMessages(r.t.Context()); err != nil {
		r.t.Fatal(err)
	}
}

// does has somebody do something, and returns what they see.
func (r *room) does(who string, act bot.Act) card.Card {
	r.t.Helper()
	r.now = r.now.Add(time.Second)
	e := bot.Event{ID: r.now.String(), Room: "test/w/c", Who: quiz.Person{ID: quiz.MemberID("test/w/" + who), Name: who, Admin: who == "boss"}, At: r.now, Act: act}
	said, err := r.conversation.Handle(r.t.Context(), e)
	if err != nil {
		r.t.Fatal(err)
	}
	switch said := said.(type) {
	case bot.Ephemeral:
		return said.Card
	case bot.Update:
		return said.Card
	default:
		return card.Card{}
	}
}

func (r *room) presses(who, id string) card.Card { return r.does(who, bot.Press{ID: id}) }

func (r *room) answers(who, text string) {
	r.t.Helper()
	r.does(who, bot.Submission{ID: "answer:1", Values: map[string]string{"answer": text}})
}

func why() quiz.Question { return quiz.Question{ID: "q", Title: "Why?", Answer: "Because."} }

// A channel is told of a reveal once: by the broadcast of its platform, or else by a notice with a
// link.
func TestRevealIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		platform  func(*board) bot.Platform
		broadcast bool
		notice    int
	}{
		"a line in the channel":       {func(b *board) bot.Platform { return b }, true, 1},
		"the platform shows it":       {func(b *board) bot.Platform { return broadcasting{b} }, true, 0},
		"the plan says not":           {func(b *board) bot.Platform { return b }, false, 0},
		"the plan says not, and able": {func(b *board) bot.Platform { return broadcasting{b} }, false, 0},
	} {
		b := newBoard()
		b.messages = 3
		r := openRoom(t, b, c.platform(b), func(p *plan.Plan) { p.Broadcast = c.broadcast }, why())
		r.answers("ann", "So that.")
		r.at(23, 17, 30)
		reveals, notices := 0, 0
		for _, p := range b.posted {
			switch p.Key {
			case "1/reveal":
				if reveals++; p.Broadcast != c.broadcast {
					t.Errorf("%s: a reveal is broadcast: %v", name, p.Broadcast)
				}
			case "1/reveal/notice":
				notices++
				shows(t, name, p.Card, "The answer to Why? is out: 1 answer", "[See the answer|see:1https://example.com/1/reveal#1]")
				if p.ReplyTo != nil {
					t.Errorf("%s: the notice stands in a thread", name)
				}
			}
		}
		if reveals != 1 || notices != c.notice {
			t.Errorf("%s: %d reveals and %d notices", name, reveals, notices)
		}
		shows(t, name, b.stands["1/ask"], "closed", "[See the answer|see:1https://example.com/1/reveal#1][My grade|my-grade:1]", "~[Answer|")
		if b.stands["1/ask"].Accent != card.AccentClosed {
			t.Errorf("%s: a closed question has the accent %v", name, b.stands["1/ask"].Accent)
		}
	}
}

// A process that dies after the reveal is posted tells the channel of it after its restart, once.
func TestRevealIsToldAfterCrash(t *testing.T) {
	b := newBoard()
	r := openRoom(t, b, b, nil, why())
	r.answers("ann", "So that.")
	b.fails["1/reveal/notice"] = errors.New("the line is cut")
	r.at(23, 17, 30)
	if _, out := b.stands["1/reveal"]; !out || len(b.posted) != 2 {
		t.Fatalf("%d postings", len(b.posted))
	}
	delete(b.fails, "1/reveal/notice")
	r.at(23, 17, 40)
	r.at(23, 17, 50)
	if len(b.posted) != 3 || b.posted[2].Key != "1/reveal/notice" || b.posted[2].FirstAttempt.IsZero() {
		t.Errorf("%d postings", len(b.posted))
	}
}

// A channel that cannot be told does not hold a reveal up for ever.
func TestRevealWithoutNotice(t *testing.T) {
	for name, c := range map[string]struct {
		err  error
		last time.Duration
	}{
		"refused for good":  {quiz.ErrContentRefused, 0},
		"failing for hours": {errors.New("timeout"), time.Hour},
	} {
		b := newBoard()
		r := openRoom(t, b, b, nil, why())
		r.answers("ann", "So that.")
		b.fails["1/reveal/notice"] = c.err
		r.at(23, 17, 30)
		for end := r.now.Add(c.last); r.now.Before(end); {
			r.now = r.now.Add(time.Minute)
			r.at(r.now.Day(), r.now.Hour(), r.now.Minute())
		}
		round, err := r.service.Round(t.Context(), "test/w/c", 1)
		if err != nil || round.Phase != quiz.Revealed || len(round.RevealMessages) != 1 {
			t.Errorf("%s: %v, %+v", name, err, round.Phase)
		}
	}
}

// A channel that could not be told because the bot may not post there is told once it may, and the
// reveal stands once.
func TestRevealIsToldOnceItMayPost(t *testing.T) {
	b := newBoard()
	r := openRoom(t, b, b, nil, why())
	r.answers("ann", "So that.")
	b.fails["1/reveal/notice"] = fmt.Errorf("no: %w", &reason.Obstacle{Code: reason.PostingForbidden})
	r.at(23, 17, 30)
	r.at(23, 20, 0)
	if len(b.posted) != 2 {
		t.Fatalf("%d postings while it may not post", len(b.posted))
	}
	delete(b.fails, "1/reveal/notice")
	if err := r.service.RetryNow(t.Context(), r.now, "test/w/c"); err != nil {
		t.Fatal(err)
	}
	r.at(23, 20, 1)
	round, err := r.service.Round(t.Context(), "test/w/c", 1)
	if err != nil || round.Phase != quiz.Revealed || len(b.posted) != 3 || b.posted[2].Key != "1/reveal/notice" {
		t.Errorf("%v, %s, %d postings", err, round.Phase, len(b.posted))
	}
}

// Where no message can be linked to, the closed question shows its answer to whoever asks.
func TestAnswerOf(t *testing.T) {
	b := newBoard()
	b.linkless = true
	r := openRoom(t, b, b, nil, why())
	r.answers("ann", "So that.")
	shows(t, "too early", r.presses("bob", "answer-of:1"), "~Because", "~So that")
	r.at(23, 17, 30)
	shows(t, "the question", b.stands["1/ask"], "[See the answer|answer-of:1]")
	shows(t, "the answer", r.presses("bob", "answer-of:1"), "Because.", "So that.", "[My grade|my-grade:1]")
}

// A process that dies after the reveal leaves the question drawn as open. The next process draws
// it as closed.
func TestClosedAfterRestart(t *testing.T) { synctest.Test(t, closedAfterRestart) }

func closedAfterRestart(t *testing.T) {
	b := newBoard()
	r := openRoom(t, b, b, nil, why())
	r.now = time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	if err := r.runner.RunPending(t.Context()); err != nil {
		t.Fatal(err)
	}
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	r.conversation = bot.New(r.service.Audiences, catalogue, b)
	for range 2 {
		ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
		r.conversation.RunRefresh(ctx, func(err error) { t.Error(err) })
		cancel()
	}
	shows(t, "the question", b.stands["1/ask"], "[See the answer|", "~[Answer|")
	if b.edited["1/ask"] != 1 {
		t.Errorf("drawn %d times", b.edited["1/ask"])
	}
}
