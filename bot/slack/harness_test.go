package slack

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
)

// patience is the longest wait of a test for an answer. It is long because tests run beside each
// other.
const patience = 20 * time.Second

// logBuffer holds a log for reading while it is written.
type logBuffer struct {
	mu   sync.Mutex
	text strings.Builder
}

func (j *logBuffer) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *logBuffer) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

// harness is an adapter that runs against a server, with a handler given by the test.
type harness struct {
	*server
	bot *Adapter
	log *logBuffer

	mu     sync.Mutex
	events []bot.Event
	answer func(bot.Event) (bot.Answer, error)
	ended  chan error // holds the result of Run
	stop   context.CancelFunc
}

func newHarness(t *testing.T, o Options) *harness {
	t.Helper()
	s := &harness{server: newServer(t, time.Now), log: &logBuffer{}, ended: make(chan error, 1)}
	s.patience = patience
	s.addUser("ann")
	o.Log = slog.New(slog.NewTextHandler(s.log, nil))
	s.bot = s.adapter(o)
	s.bot.rates.message, s.answer = adapter.NewKeyedLimiter(rate.Inf, 1, channelIdleTime), func(bot.Event) (bot.Answer, error) { return bot.Nothing{}, nil }
	return s
}

// run runs the adapter until the test ends.
func (s *harness) run() {
	ctx, stop := context.WithCancel(context.Background())
	s.stop = stop
	go func() { s.ended <- s.bot.Run(ctx, s.handle) }()
	s.t.Cleanup(func() {
		stop()
		select {
		case err := <-s.ended:
			if err != nil {
				s.t.Errorf("the adapter ended with %v", err)
			}
		case <-time.After(patience):
			s.t.Error("the adapter does not end")
		}
	})
}

func (s *harness) handle(_ context.Context, e bot.Event) (bot.Answer, error) {
	s.mu.Lock()
	if _, back := e.Act.(bot.Reconnected); !back {
		s.events = append(s.events, e)
	}
	answer := s.answer
	s.mu.Unlock()
	return answer(e)
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
	s.t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%s: never\n%s", what, s.log)
		}
	}
}

// privateAnswer returns a private answer with the given text.
func privateAnswer(text string) bot.Ephemeral {
	return bot.Ephemeral{Card: card.Card{Summary: text, Parts: []card.Part{card.Text{Line: card.Line{{Text: text}}}}}}
}

// setFault sets a function that the server calls in place of answering.
func (s *server) setFault(fault func(w http.ResponseWriter, method string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

// refuseMethod has the server answer a method with an error code while when reports true.
func (s *server) refuseMethod(method, code string, when func() bool) {
	s.setFault(func(w http.ResponseWriter, m string) bool {
		if m != method || !when() {
			return false
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": code})
		return true
	})
}

func always() bool { return true }

func (s *server) callCount(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// commandPayload returns the payload of a command typed by ann.
func (s *server) commandPayload(text string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, rest, _ := strings.Cut(text, " ")
	return map[string]any{
		"channel_id": channelID, "user_id": "UANN", "user_name": "uann", "command": name, "text": rest, "trigger_id": s.newTriggerID("UANN"),
		"response_url": s.newResponseURL(&response{user: "UANN", channel: channelID}),
	}
}

// messagePayload returns the event of a message written by ann into a thread.
func (s *server) messagePayload(text string) map[string]any {
	s.mu.Lock()
	ts := s.newTimestamp()
	s.mu.Unlock()
	return s.eventPayload(map[string]any{"type": "message", "channel": channelID, "user": "UANN", "text": text, "ts": ts, "thread_ts": "1.000001", "event_ts": ts})
}
