package discord

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// journal is a log that can be read while it is written.
type journal struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// stand is an adapter that runs against a server, with a handler that the test decides.
type stand struct {
	*discordtest.Server
	t   *testing.T
	bot *Adapter
	log *journal

	mu     sync.Mutex
	events []bot.Event
	answer func(context.Context, bot.Event) (bot.Answer, error)
	back   int // how often the bot was to catch up
	ended  chan error
	stop   context.CancelFunc
}

// patience is how long a test may wait for an answer: that answers come in time is not for tests beside others to say.
const patience = 20 * time.Second

func newStand(t *testing.T, o Options) *stand {
	t.Helper()
	s := &stand{Server: discordtest.New(t, time.Now), t: t, log: &journal{}, ended: make(chan error, 1)}
	s.Patience = patience
	o.Log = slog.New(slog.NewTextHandler(s.log, nil))
	s.bot = adapterFor(t, s.Server, o)
	s.answers(bot.Nothing{})
	return s
}

// run runs the adapter until the test ends.
func (s *stand) run() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() { s.ended <- s.bot.Run(ctx, s.handle) }()
	s.t.Cleanup(func() {
		stop()
		if err := s.end(); err != nil {
			s.t.Errorf("the adapter ended with %v", err)
		}
	})
}

// end waits for the end of the adapter.
func (s *stand) end() error {
	select {
	case err := <-s.ended:
		s.ended <- nil
		return err
	case <-time.After(patience):
		s.t.Errorf("the adapter does not end:\n%s", s.log)
		return nil
	}
}

func (s *stand) handle(ctx context.Context, e bot.Event) (bot.Answer, error) {
	s.mu.Lock()
	answer := s.answer
	if _, back := e.Act.(bot.Reconnected); back {
		s.back++
		answer = func(context.Context, bot.Event) (bot.Answer, error) { return bot.Nothing{}, nil }
	} else {
		s.events = append(s.events, e)
	}
	s.mu.Unlock()
	return answer(ctx, e)
}

// says sets how the bot answers from now on; answers sets what.
func (s *stand) says(answer func(context.Context, bot.Event) (bot.Answer, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

func (s *stand) answers(a bot.Answer) {
	s.says(func(context.Context, bot.Event) (bot.Answer, error) { return a, nil })
}

// handled are the events that reached the bot.
func (s *stand) handled() []bot.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// returned is how often the bot was to catch up.
func (s *stand) returned() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.back
}

// until waits until something is so.
func (s *stand) until(what string, so func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%s: never\n%s", what, s.log)
		}
	}
}

// logs waits until the log says something.
func (s *stand) logs(text string) {
	s.t.Helper()
	s.until("the log says "+text, func() bool { return strings.Contains(s.log.String(), text) })
}

// room is the channel as a room.
func room() quiz.RoomID { return roomID(discordtest.GuildID, discordtest.ChannelID) }

// private is a private answer of a few words.
func private(text string) bot.Ephemeral { return bot.Ephemeral{Card: cardOf(text)} }

func cardOf(text string) card.Card {
	return card.Card{Summary: text, Parts: []card.Part{card.Text{Line: card.Line{{Text: text}}}}}
}

// asks posts a question with a button and a thread, and returns its place.
func (s *stand) asks() quiz.MessageRef {
	s.t.Helper()
	c := cardOf("What is it?")
	c.Parts = append(c.Parts, card.Buttons{Items: []card.Button{{ID: "answer:1", Label: "Answer", Primary: true}}})
	places, err := s.bot.Post(s.t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: c})
	if err != nil {
		s.t.Fatal(err)
	}
	if err := s.bot.OpenThread(s.t.Context(), room(), places[0], "What is it?"); err != nil {
		s.t.Fatal(err)
	}
	return places[0]
}
