package slack

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"
	"golang.org/x/time/rate"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// logBuffer is a log that can be read while it is written.
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

// harness is an adapter that runs against a server, with a handler that the test decides.
type harness struct {
	*server
	bot *Adapter
	log *logBuffer

	mu     sync.Mutex
	events []bot.Event
	answer func(bot.Event) (bot.Answer, error)
	ended  chan error // holds how it ended
	stop   context.CancelFunc
}

// patience is how long a test may wait for an answer: that answers come in time is not for tests beside others to say.
const patience = 20 * time.Second

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
	if _, back := e.Act.(bot.Returned); !back {
		s.events = append(s.events, e)
	}
	answer := s.answer
	s.mu.Unlock()
	return answer(e)
}

// setAnswer sets what the bot answers from now on.
func (s *harness) setAnswer(answer func(bot.Event) (bot.Answer, error)) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answer = answer
}

// handledEvents are the events that reached the bot.
func (s *harness) handledEvents() []bot.Event {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Clone(s.events)
}

// waitUntil waits until something is so.
func (s *harness) waitUntil(what string, ok func() bool) {
	s.t.Helper()
	for end := time.Now().Add(patience); !ok(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			s.t.Fatalf("%s: never\n%s", what, s.log)
		}
	}
}

// setFault sets what the server does in the place of answering.
func (s *server) setFault(fault func(w http.ResponseWriter, method string) bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fault = fault
}

func (s *server) callCount(method string) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.calls[method]
}

// commandPayload is the payload of a command that ann types.
func (s *server) commandPayload(text string) map[string]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	name, rest, _ := strings.Cut(text, " ")
	return map[string]any{
		"channel_id": channelID, "user_id": "UANN", "user_name": "uann", "command": name, "text": rest, "trigger_id": s.newTriggerID("UANN"),
		"response_url": s.newResponseURL(&response{user: "UANN", channel: channelID}),
	}
}

// message is the event of a message that ann writes into a thread.
func (s *server) messagePayload(text string) map[string]any {
	s.mu.Lock()
	ts := s.newTimestamp()
	s.mu.Unlock()
	return s.eventPayload(map[string]any{"type": "message", "channel": channelID, "user": "UANN", "text": text, "ts": ts, "thread_ts": "1.000001", "event_ts": ts})
}

// What is delivered twice, over one socket or over both, is handled once and acknowledged with the same.
func TestRedelivery(t *testing.T) {
	s := newHarness(t, Options{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		time.Sleep(20 * time.Millisecond)
		if _, sent := e.Act.(bot.Submission); sent {
			return bot.Private{Card: card.Card{Summary: "no", Parts: []card.Part{card.Text{Line: card.Line{{Text: "no"}}}}}, Refused: true}, nil
		}
		return bot.Private{Card: card.Card{Summary: "yes", Parts: []card.Part{card.Text{Line: card.Line{{Text: "yes"}}}}}}, nil
	}
	s.run()
	s.awaitSockets(2)
	sent := s.submissionPayload("UANN", &modalWindow{id: "V1", callback: "answer:1", private: channelID}, "text")
	for kind, payload := range map[string]any{"slash_commands": s.commandPayload("/quiz help"), "events_api": s.messagePayload("hello"), "interactive": sent} {
		before := len(s.handledEvents())
		replies := make([]string, 6)
		var all sync.WaitGroup
		for i := range replies {
			all.Go(func() {
				reply, err := s.deliver(kind, payload)
				if err != nil {
					t.Errorf("%s: %v", kind, err)
				}
				replies[i] = string(reply)
			})
		}
		all.Wait()
		again, err := s.deliver(kind, payload)
		if err != nil || slices.ContainsFunc(replies, func(r string) bool { return r != string(again) }) {
			t.Errorf("%s: acknowledged with %q, then %q, %v", kind, replies, again, err)
		}
		if n := len(s.handledEvents()) - before; n != 1 {
			t.Errorf("%s: handled %d times", kind, n)
		}
	}
}

// What fails is handled again when it comes again: nothing is lost for having been seen.
func TestFailuresAreHandledAgain(t *testing.T) {
	s := newHarness(t, Options{})
	var mended atomic.Bool
	s.answer = func(bot.Event) (bot.Answer, error) {
		if !mended.Load() {
			return bot.Nothing{}, errors.New("the disk is full")
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.awaitSockets(1)
	payload := s.messagePayload("hello")
	for _, n := range []int{1, 2} {
		if _, err := s.deliver("events_api", payload); err != nil {
			t.Fatal(err)
		}
		if got := len(s.handledEvents()); got != n {
			t.Errorf("handled %d times, want %d", got, n)
		}
		mended.Store(true)
	}
	s.deliverRepeatedly(payload, 2)
	s.setAnswer(func(bot.Event) (bot.Answer, error) { panic("a mistake of ours") })
	s.deliverRepeatedly(s.messagePayload("hello"), 4)
	sent := s.submissionPayload("UANN", &modalWindow{id: "V1", callback: "answer:1", private: channelID}, "text")
	s.patience = slackPatience
	if reply, err := s.deliver("interactive", sent); !errors.Is(err, errUnanswered) {
		t.Errorf("a form that was not handled is acknowledged with %s, %v, and closes as if it were", reply, err)
	}
	s.dropSockets() // coming back is handled, too
	s.waitUntil("catching up fails", func() bool { return strings.Contains(s.log.String(), "event=returned") })
	if !strings.Contains(s.log.String(), "a mistake of ours") {
		t.Errorf("the log is\n%s", s.log)
	}
}

func (s *harness) deliverRepeatedly(payload any, want int) {
	s.t.Helper()
	for range 2 {
		if _, err := s.deliver("events_api", payload); err != nil {
			s.t.Fatal(err)
		}
	}
	if got := len(s.handledEvents()); got != want {
		s.t.Errorf("handled %d times, want %d", got, want)
	}
}

// Sockets that are cut, or that Slack asks to be left for fresh ones, are opened again; meanwhile the other one takes
// what comes. When none was open, the bot catches up.
func TestSocketsComeBack(t *testing.T) {
	defer goleak.VerifyNone(t, goleak.IgnoreCurrent())
	s := newHarness(t, Options{})
	var back atomic.Int32
	s.answer = func(e bot.Event) (bot.Answer, error) {
		if _, ok := e.Act.(bot.Returned); ok {
			back.Add(1)
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.awaitSockets(2)
	for _, reason := range []string{"warning", "refresh_requested"} {
		s.server.mu.Lock()
		first, opened := s.sockets[0], s.socketCount
		s.server.mu.Unlock()
		if err := first.send(map[string]any{"type": "disconnect", "reason": reason}); err != nil {
			t.Fatal(err)
		}
		s.waitUntil("the socket is left", func() bool { return s.openSockets() == 1 || s.socketsOpened() > opened })
		if _, err := s.deliver("slash_commands", s.commandPayload("/quiz help")); err != nil {
			t.Errorf("%s: what comes while one socket is away: %v", reason, err)
		}
		s.awaitSockets(2)
	}
	if !s.bot.Connected() {
		t.Error("it is not connected")
	}
	s.dropSockets()
	s.awaitSockets(2)
	if _, err := s.deliver("slash_commands", s.commandPayload("/quiz help")); err != nil {
		t.Error(err)
	}
	s.waitUntil("the bot catches up", func() bool { return back.Load() >= 2 })
	s.stop()
	s.ended <- <-s.ended
	s.http.CloseClientConnections()
	s.http.Close()
	s.bot.http.CloseIdleConnections()
}

// socketsOpened is how many sockets there have been.
func (s *server) socketsOpened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.socketCount
}

// A socket that takes and says nothing any more is left for another.
func TestSilentSocket(t *testing.T) {
	s := newHarness(t, Options{Ping: 50 * time.Millisecond})
	s.run()
	s.awaitSockets(1)
	s.waitUntil("silent sockets are replaced", func() bool { return s.socketsOpened() > 4 })
	s.waitUntil("commands are taken", func() bool {
		_, err := s.deliver("slash_commands", s.commandPayload("/quiz help"))
		return err == nil
	})
}

// An event that slack-go does not understand is acknowledged and does not cost the socket; the bot reads it by itself.
func TestStrangeEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	strange := s.messagePayload("hello")
	event, _ := strange["event"].(map[string]any)
	event["blocks"] = []any{map[string]any{"type": "rich_text", "elements": "no list"}}
	for kind, payload := range map[string]any{"events_api": strange, "interactive": map[string]any{"type": "shortcut", "trigger_id": "1"}} {
		if _, err := s.deliver(kind, payload); err != nil {
			t.Errorf("%s: %v", kind, err)
		}
	}
	if n := len(s.handledEvents()); n != 1 {
		t.Errorf("%d events are handled, want the message alone", n)
	}
	if _, err := s.deliver("slash_commands", "no object"); err != nil || !strings.Contains(s.log.String(), "not understood") {
		t.Errorf("got %v, and the log is\n%s", err, s.log)
	}
}

// Tokens that Slack refuses end the adapter with what to do; so do those that are revoked while it runs.
func TestRevoked(t *testing.T) {
	s := newHarness(t, Options{})
	s.revoked = true
	err := s.bot.Run(t.Context(), s.handle)
	if err == nil || !strings.Contains(err.Error(), "token_revoked: the app was removed from the workspace or its token revoked: install it again") {
		t.Errorf("got %v", err)
	}
	s = newHarness(t, Options{})
	s.run()
	s.awaitSockets(2)
	s.server.mu.Lock()
	s.revoked = true
	s.server.mu.Unlock()
	s.dropSockets()
	select {
	case err := <-s.ended:
		if err == nil || !strings.Contains(err.Error(), "slack.app_token, is refused: token_revoked") {
			t.Errorf("got %v", err)
		}
		s.ended <- nil
	case <-time.After(patience):
		t.Error("it goes on")
	}
}

// While Slack is out of reach the bot waits, says so once, and goes on when it is back.
func TestOutOfReach(t *testing.T) {
	s := newHarness(t, Options{})
	s.setFault(func(w http.ResponseWriter, _ string) bool {
		http.Error(w, "down", http.StatusBadGateway)
		return true
	})
	s.run()
	s.waitUntil("it tries", func() bool { return s.callCount("auth.test") >= 1 })
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method == "apps.connections.open" {
			http.Error(w, "down", http.StatusBadGateway)
		}
		return method == "apps.connections.open"
	})
	s.waitUntil("it tries sockets", func() bool { return s.callCount("apps.connections.open") >= 4 })
	s.setFault(nil)
	s.awaitSockets(2)
	if n := strings.Count(s.log.String(), "cannot open a socket"); n != 1 {
		t.Errorf("it was said %d times:\n%s", n, s.log)
	}
}

// threePartPosting is a card of three messages.
func threePartPosting(key string) bot.Posting {
	var parts []card.Part
	for i := range 3 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint(i)}}, Text: strings.Repeat("words ", 1300)})
	}
	parts = append(parts, card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer"}}})
	return bot.Posting{Key: key, Room: "slack/T1/C1", Card: card.Card{Summary: "x", Parts: parts}}
}

// postedParts is what stands in the channel, by key and part.
func (s *server) postedParts() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []string
	for _, p := range s.posts {
		var m struct {
			Payload struct {
				Key  string `json:"key"`
				Part int    `json:"part"`
			} `json:"event_payload"`
		}
		if json.Unmarshal(p.Metadata, &m) != nil {
			continue // messages of people have none
		}
		list = append(list, fmt.Sprintf("%s %d %s", m.Payload.Key, m.Payload.Part, p.Thread))
	}
	return list
}

// However a request fails, each message of a posting stands once when it is posted again, in a channel and in a thread.
func TestPostedOnce(t *testing.T) {
	var forget bool // Slack is not said to know client_msg_id
	faults := map[string]func(s *harness, n int) (bool, bool){
		"500":                  func(_ *harness, n int) (bool, bool) { return n == 2, false },
		"cut off before":       func(_ *harness, n int) (bool, bool) { return n == 1, false },
		"lost on the way back": func(_ *harness, n int) (bool, bool) { return false, n == 2 },
		"lost each time":       func(_ *harness, _ int) (bool, bool) { return false, true },
	}
	for name, fails := range faults {
		for _, thread := range []string{"", "1700000000.000001"} {
			for _, forget = range []bool{false, true} {
				s := newHarness(t, Options{})
				n := 0
				s.fault = func(w http.ResponseWriter, method string) bool {
					if method != "chat.postMessage" {
						return false
					}
					n++
					before, _ := fails(s, n)
					if before {
						http.Error(w, "broken", http.StatusInternalServerError)
					}
					return before
				}
				s.afterRequest = func(method string) bool {
					_, lost := fails(s, n)
					return method == "chat.postMessage" && lost
				}
				p := threePartPosting("7/ask")
				if thread != "" {
					p.Under, p.Broadcast = &quiz.MessageRef{Message: thread}, true
					s.posts = append(s.posts, &post{TS: thread, User: botUser, channel: channelID})
				}
				var places []quiz.MessageRef
				var err error
				for try := 0; try < 10; try++ {
					if places, err = s.bot.Post(t.Context(), p); err == nil {
						break
					}
					p.Begun = time.Now().Add(-time.Second)
					if forget {
						s.server.mu.Lock()
						for _, sent := range s.posts {
							sent.client = ""
						}
						s.server.mu.Unlock()
					}
				}
				want := []string{"7/ask 1 " + thread, "7/ask 2 " + thread, "7/ask 3 " + thread}
				if got := s.postedParts(); err != nil || !slices.Equal(got, want) || len(places) != 3 || places[0].Message != s.posts[len(s.posts)-1].TS {
					t.Errorf("%s in %q: %v; there stand %q, at %v", name, thread, err, got, places)
				}
			}
		}
	}
}

// A request that hangs until nobody waits for it any more may go through all the same; what it posted is found.
func TestTimeouts(t *testing.T) {
	s := newHarness(t, Options{})
	hung := 0
	s.fault = func(_ http.ResponseWriter, method string) bool {
		if method == "chat.postMessage" && hung < 2 {
			hung++
			time.Sleep(200 * time.Millisecond) // it goes through after its caller has gone
		}
		return false
	}
	p := threePartPosting("7/ask")
	for try := range 10 {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		_, err := s.bot.Post(ctx, p)
		cancel()
		if err == nil {
			break
		}
		p.Begun = time.Now().Add(-time.Second)
		time.Sleep(time.Duration(150+try) * time.Millisecond) // as the Runner waits, and longer
	}
	if want := []string{"7/ask 1 ", "7/ask 2 ", "7/ask 3 "}; !slices.Equal(s.postedParts(), want) || hung != 2 {
		t.Errorf("%d requests hung, and there stand %q", hung, s.postedParts())
	}
}

// Of what is overdue the rest is posted where a part of it stands.
func TestOverduePartly(t *testing.T) {
	s := newHarness(t, Options{})
	s.fault = func(w http.ResponseWriter, method string) bool {
		fails := method == "chat.postMessage" && len(s.posts) == 1
		if fails {
			http.Error(w, "broken", http.StatusInternalServerError)
		}
		return fails
	}
	p := threePartPosting("7/ask")
	if _, err := s.bot.Post(t.Context(), p); err == nil {
		t.Fatal("a question of which a part stands is called posted")
	}
	s.fault = nil
	p.Begun, p.Overdue = time.Now().Add(-time.Second), true
	places, err := s.bot.Post(t.Context(), p)
	if want := []string{"7/ask 1 ", "7/ask 2 ", "7/ask 3 "}; err != nil || len(places) != 3 || !slices.Equal(s.postedParts(), want) {
		t.Errorf("%v; there stand %q, at %v", err, s.postedParts(), places)
	}
}

// What messages carry for the bot itself says nothing of what they are about.
func TestMetadata(t *testing.T) {
	s := newHarness(t, Options{})
	if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.posts {
		if got := string(p.Metadata); !strings.HasPrefix(got, `{"event_type":"quizbot_posting","event_payload":{"key":"7/ask","part":`) || len(got) > 80 {
			t.Errorf("it carries %s", got)
		}
		if len(p.client) != 36 || strings.Contains(p.client, "7/ask") {
			t.Errorf("its id is %s", p.client)
		}
	}
}

// What is posted for the first time is not looked for, and another posting's messages are none of it.
func TestFreshPosts(t *testing.T) {
	s := newHarness(t, Options{})
	for _, key := range []string{"7/ask", "8/ask"} {
		if _, err := s.bot.Post(t.Context(), threePartPosting(key)); err != nil {
			t.Fatal(err)
		}
	}
	if n := s.callCount("conversations.history"); n != 0 || len(s.postedParts()) != 6 {
		t.Errorf("%d looks, and there stand %q", n, s.postedParts())
	}
	p := threePartPosting("9/ask")
	p.Begun = time.Now()
	if _, err := s.bot.Post(t.Context(), p); err != nil || len(s.postedParts()) != 9 {
		t.Errorf("%v; there stand %q", err, s.postedParts())
	}
}

// Slack's word on rates is obeyed, in posts and in answers.
func TestRateLimited(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	for _, method := range []string{"chat.postMessage", "response_url"} {
		var first time.Time
		s.setFault(func(w http.ResponseWriter, m string) bool {
			if m != method || !first.IsZero() {
				return false
			}
			first = time.Now()
			w.Header().Set("Retry-After", "1")
			w.WriteHeader(http.StatusTooManyRequests)
			return true
		})
		if method == "response_url" {
			s.setAnswer(func(bot.Event) (bot.Answer, error) { return bot.Private{Card: threePartPosting("").Card}, nil })
			if _, err := s.deliver("slash_commands", s.commandPayload("/quiz help")); err != nil {
				t.Fatal(err)
			}
			s.waitUntil("the answer is shown", func() bool {
				s.server.mu.Lock()
				defer s.server.mu.Unlock()
				return len(s.private["UANN"]) == 3
			})
		} else if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); err != nil {
			t.Fatal(err)
		}
		if waited := time.Since(first); waited < time.Second {
			t.Errorf("%s: it waited %v", method, waited)
		}
	}
	s.setFault(func(w http.ResponseWriter, method string) bool {
		w.Header().Set("Retry-After", "300")
		w.WriteHeader(http.StatusTooManyRequests)
		return method == "chat.postMessage"
	})
	_, err := s.bot.Post(t.Context(), threePartPosting("8/ask"))
	var asked interface{ RetryAfter() time.Duration }
	if !errors.As(err, &asked) || asked.RetryAfter() != 5*time.Minute {
		t.Errorf("a long wait: got %v", err)
	}
}

// Messages in a channel are a second apart, but for a short burst; other channels do not wait.
func TestPace(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		p := newRates()
		began := time.Now()
		for range 10 {
			if err := p.message.Wait(t.Context(), "C1"); err != nil {
				t.Fatal(err)
			}
		}
		if got, want := time.Since(began), 7*time.Second; got != want {
			t.Errorf("ten messages take %v, want %v", got, want)
		}
		if err := p.message.Wait(t.Context(), "C2"); err != nil || time.Since(began) != 7*time.Second {
			t.Errorf("another channel waits: %v", err)
		}
	})
}

// What Slack refuses for good is told with its cure, and whether the room is out of reach.
func TestErrorsOfPosting(t *testing.T) {
	for code, c := range map[string]struct {
		gone bool
		say  string
	}{
		"channel_not_found": {true, "invite the bot with /invite"}, "not_in_channel": {true, "invite it with /invite"},
		"is_archived": {true, "unarchive it"}, "token_revoked": {true, "install it again"}, "restricted_action": {true, "posting permissions"},
		"fatal_error": {false, "fatal_error"},
	} {
		s := newHarness(t, Options{})
		s.setFault(func(w http.ResponseWriter, method string) bool {
			if method != "chat.postMessage" {
				return false
			}
			_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": code})
			return true
		})
		_, err := s.bot.Post(t.Context(), threePartPosting("7/ask"))
		var gone interface{ Gone() bool }
		if err == nil || !strings.Contains(err.Error(), c.say) || (errors.As(err, &gone) && gone.Gone()) != c.gone {
			t.Errorf("%s: got %v", code, err)
		}
	}
	s := newHarness(t, Options{})
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method != "chat.postMessage" {
			return false
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "missing_scope", "needed": "chat:write", "provided": "commands"})
		return true
	})
	if _, err := s.bot.Post(t.Context(), threePartPosting("7/ask")); err == nil || !strings.Contains(err.Error(), "lacks the permission chat:write") {
		t.Errorf("got %v", err)
	}
	if _, err := s.bot.Post(t.Context(), bot.Posting{Room: "slack/T2/C1"}); err == nil || !strings.Contains(err.Error(), "another workspace") {
		t.Errorf("got %v", err)
	}
}

// Where Slack refuses how a message is laid out, it stands barely.
func TestBarePosts(t *testing.T) {
	s := newHarness(t, Options{})
	n := 0
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if n++; method != "chat.postMessage" || n > 2 {
			return false
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "invalid_blocks"})
		return true
	})
	card := card.Card{Summary: "x", Parts: []card.Part{card.Table{Rows: [][]string{{"a", "b"}}, Numbers: []bool{false, false}}}}
	if _, err := s.bot.Post(t.Context(), bot.Posting{Key: "k", Room: "slack/T1/C1", Card: card}); err != nil {
		t.Fatal(err)
	}
	if blocks := string(s.posts[0].Blocks); strings.Contains(blocks, `"table"`) || !strings.Contains(blocks, "a  b") {
		t.Errorf("it stands as %s", blocks)
	}
}

// An answer of more messages than a response_url takes is shown whole, in order.
func TestLongAnswers(t *testing.T) {
	s := newHarness(t, Options{})
	var parts []card.Part
	for i := range 9 {
		parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint("page ", i)}}, Text: strings.Repeat("words ", 1300)})
	}
	s.answer = func(bot.Event) (bot.Answer, error) {
		return bot.Private{Card: card.Card{Summary: "x", Parts: parts}}, nil
	}
	s.run()
	s.awaitSockets(1)
	if _, err := s.deliver("slash_commands", s.commandPayload("/quiz my-data")); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("all of it is shown", func() bool {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		return len(s.private["UANN"]) == 9
	})
	for i, text := range s.private["UANN"] {
		if !strings.HasPrefix(text, fmt.Sprint("page ", i)) {
			t.Errorf("message %d is %.40q", i, text)
		}
	}
	if n := s.callCount("chat.postEphemeral"); n != 4 {
		t.Errorf("%d messages were whispered, want those after the fifth", n)
	}
}

// A member of a form whose saving takes long sees that it goes on, and then how it went; a window that cannot be
// opened is said so.
func TestSlowAnswers(t *testing.T) {
	s := newHarness(t, Options{AckTime: 20 * time.Millisecond})
	release := make(chan struct{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		if _, back := e.Act.(bot.Returned); back {
			return bot.Nothing{}, nil
		}
		<-release
		return bot.Private{Card: card.Card{Summary: "Saved.", Parts: []card.Part{card.Text{Line: card.Line{{Text: "Saved."}}}}}}, nil
	}
	s.run()
	s.awaitSockets(1)
	w := &modalWindow{id: "V1", callback: "answer:1", private: channelID, values: map[string]string{}}
	s.server.mu.Lock()
	s.views["UANN"] = w
	s.server.mu.Unlock()
	reply, err := s.deliver("interactive", s.submissionPayload("UANN", w, "text"))
	if err != nil || !strings.Contains(string(reply), `"update"`) {
		t.Errorf("acknowledged with %s, %v", reply, err)
	}
	close(release)
	s.waitUntil("the window says so", func() bool {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		return strings.Contains(strings.Join(s.private["UANN"], ""), "Saved.")
	})
	s.setAnswer(func(bot.Event) (bot.Answer, error) {
		return bot.Form{ID: "x", Title: "t", Submit: "s", Otherwise: card.Card{Summary: "Try again.", Parts: []card.Part{card.Text{Line: card.Line{{Text: "Try again."}}}}}}, nil
	})
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method != "views.open" {
			return false
		}
		_ = json.NewEncoder(w).Encode(map[string]any{"ok": false, "error": "expired_trigger_id"})
		return true
	})
	pressed := s.actionPayload("UANN", &surface{channel: channelID, ts: "1.1"}, map[string]any{"type": "button", "action_id": "answer:1", "block_id": "b"})
	if _, err := s.deliver("interactive", pressed); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("the failure is said", func() bool {
		s.server.mu.Lock()
		defer s.server.mu.Unlock()
		return strings.Contains(strings.Join(s.private["UANN"], ""), "Try again.")
	})
}
