package slack

import (
	"context"
	"log/slog"
	"slices"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/ratelimit"
	"quizbot/internal/testing/adaptertest"
	"quizbot/internal/testing/slacktest"
)

const patience = adaptertest.Patience

// harness is an adapter that runs against a server, with a handler given by the test.
type harness struct {
	*slacktest.Server
	bot *Adapter
	log *adaptertest.LogBuffer

	mu      sync.Mutex
	events  []bot.Event
	reports []bot.Act // of the workspaces that have the app
	answer  func(bot.Event) (bot.Answer, error)
	ended   chan error // holds the result of Run
	stop    context.CancelFunc
}

func newHarness(t *testing.T, o Options) *harness {
	t.Helper()
	s := &harness{Server: slacktest.NewServer(t, time.Now), log: &adaptertest.LogBuffer{}, ended: make(chan error, 1)}
	s.Patience = patience
	s.AddUser("ann")
	o.Log = slog.New(slog.NewTextHandler(s.log, nil))
	s.bot = newServerAdapter(s.Server, o)
	s.bot.rates.message, s.answer = ratelimit.NewKeyed(rate.Inf, 1, channelIdleTime), func(bot.Event) (bot.Answer, error) { return bot.Nothing{}, nil }
	return s
}

// run runs the adapter until the test ends.
func (s *harness) run() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() { s.ended <- s.bot.Run(ctx, s.handle) }()
	s.T.Cleanup(func() {
		stop()
		select {
		case err := <-s.ended:
			if err != nil {
				s.T.Errorf("the adapter ended with %v", err)
			}
		case <-time.After(patience):
			s.T.Error("the adapter does not end")
		}
	})
}

func (s *harness) handle(_ context.Context, e bot.Event) (bot.Answer, error) {
	s.mu.Lock()
	switch e.Act.(type) {
	case bot.Reconnected:
	case bot.WorkspacesListed, bot.WorkspaceChanged:
		s.reports = append(s.reports, e.Act)
		s.mu.Unlock()
		return bot.Nothing{}, nil
	default:
		s.events = append(s.events, e)
	}
	answer := s.answer
	s.mu.Unlock()
	return answer(e)
}

// reported returns the reports of the workspaces that have the app.
func (s *harness) reported() []bot.Act {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.reports)
}

// setAnswer sets the bot's answer to the following events.
func (s *harness) setAnswer(answer func(bot.Event) (bot.Answer, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// handledEvents returns the events that reached the bot.
func (s *harness) handledEvents() []bot.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// waitUntil waits until ok reports true.
func (s *harness) waitUntil(what string, ok func() bool) {
	s.T.Helper()
	adaptertest.WaitUntil(s.T, what, s.log, ok)
}

// privateAnswer returns a private answer with the given text.
func privateAnswer(text string) bot.Ephemeral {
	return bot.Ephemeral{Card: card.Card{Summary: text, Parts: []card.Part{card.Text{Line: card.Line{{Text: text}}}}}}
}

func always() bool { return true }

// newServerAdapter returns an adapter connected to the server.
func newServerAdapter(s *slacktest.Server, o Options) *Adapter {
	o.AppToken, o.BotToken, o.APIURL, o.Now = slacktest.AppToken, slacktest.BotToken, s.HTTP.URL+"/api/", s.Now
	if o.Stagger == 0 {
		o.Stagger = time.Millisecond
	}
	return New(o)
}

// awaitReactions waits until no reaction is pending.
func awaitReactions(t testing.TB, a *Adapter) {
	t.Helper()
	adaptertest.WaitUntil(t, "all reactions are sent", &adaptertest.LogBuffer{}, func() bool { return a.reactions.Pending() == 0 })
}
