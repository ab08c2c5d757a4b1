package discordtest

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"

	"quizbot/internal/testing/discordtest/payload"
)

// recorder is a testing.TB that records failures instead of failing.
type recorder struct {
	testing.TB
	mu    sync.Mutex
	wrong []string
}

func (r *recorder) Helper() {}

func (r *recorder) Errorf(format string, args ...any) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.wrong = append(r.wrong, fmt.Sprintf(format, args...))
}

func (r *recorder) Fatalf(format string, args ...any) {
	r.Errorf(format, args...)
	panic(fatal{})
}

// fatal ends an impossible action.
type fatal struct{}

// text returns the recorded failures and clears them.
func (r *recorder) text() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := strings.Join(r.wrong, "\n")
	r.wrong = nil
	return all
}

// clock is a time that only the test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 11, 23, 9, 29, 0, 0, time.UTC)} }

func (c *clock) time() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// rewriting sends the library's requests to the server.
type rewriting struct {
	s    *Server
	next http.RoundTripper
}

func (r rewriting) RoundTrip(q *http.Request) (*http.Response, error) {
	u := *q.URL
	u.Scheme, u.Host = "http", strings.Split(r.s.APIURL(), "/")[2]
	u.Path = strings.Replace(u.Path, "/v9/", "/v10/", 1)
	u.RawPath = ""
	q = q.Clone(q.Context())
	q.URL, q.Host = &u, u.Host
	return r.next.RoundTrip(q)
}

// client is the real library, connected to a server.
type client struct {
	*discordgo.Session
	t *testing.T
	s *Server

	mu     sync.Mutex
	events []*discordgo.Event
}

func newClient(t *testing.T, s *Server, token string, intents discordgo.Intent) *client {
	t.Helper()
	session, err := discordgo.New("Bot " + token)
	if err != nil {
		t.Fatal(err)
	}
	c := &client{Session: session, t: t, s: s}
	session.LogLevel, session.SyncEvents = -1, true // so that events come in their order
	session.Client = &http.Client{Transport: rewriting{s, s.Transport()}}
	session.Identify.Intents = intents
	session.MaxRestRetries = 0
	session.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.events = append(c.events, e)
	})
	t.Cleanup(func() { _ = session.Close() })
	return c
}

// connected is a client whose session is ready.
func connected(t *testing.T, s *Server) *client {
	t.Helper()
	c := newClient(t, s, Token, discordgo.IntentGuilds|discordgo.IntentGuildMessages|discordgo.IntentMessageContent)
	if err := c.Open(); err != nil {
		t.Fatal(err)
	}
	s.Ready()
	return c
}

// got are the events of a kind so far, as JSON objects.
func (c *client) got(kind string) []payload.Object {
	c.mu.Lock()
	defer c.mu.Unlock()
	var all []payload.Object
	for _, e := range c.events {
		if e.Type == kind {
			all = append(all, payload.MustDecode(e.RawData))
		}
	}
	return all
}

// until waits for something.
func (c *client) until(what string, so func() bool) {
	c.t.Helper()
	for end := time.Now().Add(10 * time.Second); !so(); time.Sleep(time.Millisecond) {
		if time.Now().After(end) {
			c.t.Fatalf("%s: never", what)
		}
	}
}

// call sends a request and returns its status and its answer.
func (c *client) call(method, path string, body any) (int, payload.Object) {
	c.t.Helper()
	status, data := c.send(method, path, body)
	return status, payload.MustDecode(data)
}

func (c *client) send(method, path string, body any) (int, json.RawMessage) {
	c.t.Helper()
	return send(c.t, c.s, method, path, body)
}

// send sends a request as the bot would.
func send(t *testing.T, s *Server, method, path string, body any) (int, json.RawMessage) {
	t.Helper()
	var reader *strings.Reader
	text := ""
	if body != nil {
		data, err := json.Marshal(body)
		if err != nil {
			t.Fatal(err)
		}
		text = string(data)
	}
	reader = strings.NewReader(text)
	r, err := http.NewRequestWithContext(context.Background(), method, s.APIURL()+"v10"+path, reader)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bot "+Token)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	answer, err := (&http.Client{Transport: s.Transport()}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	var out json.RawMessage
	if answer.StatusCode != http.StatusNoContent {
		if err := json.NewDecoder(answer.Body).Decode(&out); err != nil {
			t.Fatal(err)
		}
	}
	return answer.StatusCode, out
}

// answering has the bot answer every interaction. The server waits for the end of each answer.
func (c *client) answering(do func(it payload.Object)) {
	var running atomic.Int64
	idle := func() {
		for running.Load() > 0 {
			time.Sleep(time.Millisecond)
		}
	}
	c.t.Cleanup(idle)
	c.s.SetIdle(idle)
	c.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) {
		if e.Type == "INTERACTION_CREATE" {
			running.Add(1)
			go func() {
				defer running.Add(-1)
				do(payload.MustDecode(e.RawData))
			}()
		}
	})
}

// reply answers an interaction and returns the status.
func (c *client) reply(it payload.Object, kind int, data any) (int, payload.Object) {
	c.t.Helper()
	return c.call("POST", "/interactions/"+payload.TextOf(it, "id")+"/"+payload.TextOf(it, "token")+"/callback", payload.Object{"type": kind, "data": data})
}

// saying is a message of text and perhaps other components, for everybody or, with a flag of 64,
// for one.
func saying(flags int, text string, more ...any) payload.Object {
	return payload.Object{
		"flags": payload.FlagComponents | flags, "allowed_mentions": payload.Object{"parse": []any{}},
		"components": append([]any{payload.Object{"type": payload.ComponentText, "content": text}}, more...),
	}
}

// button is a row with a button.
func button(label, id string) payload.Object {
	return payload.Object{"type": payload.ComponentRow, "components": []any{payload.Object{"type": payload.ComponentButton, "style": 1, "label": label, "custom_id": id}}}
}
