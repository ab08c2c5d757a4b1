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
	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// harness is an adapter connected to the loopback server, with a handler set by the test.
type harness struct {
	*discordtest.Server
	t   *testing.T
	bot *Adapter
	log *adaptertest.LogBuffer

	mu         sync.Mutex
	events     []bot.Event
	reports    []bot.Act // of the servers that the bot is in
	handler    func(context.Context, bot.Event) (bot.Answer, error)
	reconnects int // backfills requested of the bot
	ended      chan error
	stop       context.CancelFunc
}

const patience = adaptertest.Patience

func newHarness(t *testing.T, o Options) *harness {
	t.Helper()
	s := &harness{Server: discordtest.New(t, time.Now), t: t, log: &adaptertest.LogBuffer{}, ended: make(chan error, 1)}
	s.Patience = patience
	o.Log = slog.New(slog.NewTextHandler(s.log, nil))
	s.bot = adapterFor(t, s.Server, o)
	s.setAnswer(bot.Nothing{})
	return s
}

// run runs the adapter until the test ends.
func (s *harness) run() {
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
func (s *harness) end() error {
	select {
	case err := <-s.ended:
		s.ended <- nil
		return err
	case <-time.After(patience):
		s.t.Errorf("the adapter does not end:\n%s", s.log)
		return nil
	}
}

func (s *harness) handle(ctx context.Context, e bot.Event) (bot.Answer, error) {
	s.mu.Lock()
	answer := s.handler
	if _, back := e.Act.(bot.Reconnected); back {
		s.reconnects++
		answer = func(context.Context, bot.Event) (bot.Answer, error) { return bot.Nothing{}, nil }
	} else if isAboutGuilds(e.Act) {
		s.reports = append(s.reports, e.Act)
		answer = func(context.Context, bot.Event) (bot.Answer, error) { return bot.Nothing{}, nil }
	} else {
		s.events = append(s.events, e)
	}
	s.mu.Unlock()
	return answer(ctx, e)
}

// isAboutGuilds reports whether an act is a report of the servers that the bot is in.
func isAboutGuilds(act bot.Act) bool {
	switch act.(type) {
	case bot.WorkspacesListed, bot.WorkspaceChanged:
		return true
	}
	return false
}

// reported returns the reports of the servers that the bot is in.
func (s *harness) reported() []bot.Act {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.reports)
}

// setHandler sets the handler of the following events.
func (s *harness) setHandler(answer func(context.Context, bot.Event) (bot.Answer, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.handler = answer
}

// setAnswer sets the answer to the following events.
func (s *harness) setAnswer(a bot.Answer) {
	s.setHandler(func(context.Context, bot.Event) (bot.Answer, error) { return a, nil })
}

// handledEvents are the events that reached the bot.
func (s *harness) handledEvents() []bot.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// reconnectCount is the number of backfills requested of the bot.
func (s *harness) reconnectCount() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.reconnects
}

// waitUntil waits until ok reports true.
func (s *harness) waitUntil(what string, ok func() bool) {
	s.t.Helper()
	adaptertest.WaitUntil(s.t, what, s.log, ok)
}

// waitForLog waits until the log says something.
func (s *harness) waitForLog(text string) {
	s.t.Helper()
	s.waitUntil("the log says "+text, func() bool { return strings.Contains(s.log.String(), text) })
}

// room is the channel as a room.
func room() quiz.RoomID { return roomID(discordtest.GuildID, discordtest.ChannelID) }

// ephemeralAnswer is a private answer of a few words.
func ephemeralAnswer(text string) bot.Ephemeral { return bot.Ephemeral{Card: textCard(text)} }

func textCard(text string) card.Card {
	return card.Card{Summary: text, Parts: []card.Part{card.Text{Line: card.Line{{Text: text}}}}}
}

// postQuestion posts a question with a button and a thread, and returns its place.
func (s *harness) postQuestion() quiz.MessageRef {
	s.t.Helper()
	c := textCard("What is it?")
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
