package discordtest

import (
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"quizbot/internal/testing/discordtest/payload"
)

// What happened while a connection was cut is told when its session is resumed.
func TestResume(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := connected(t, s)
	s.Drop()
	if _, refused := s.Write(ChannelID, "ann", "meanwhile"); refused != "" {
		t.Fatal(refused)
	}
	c.until("the session goes on", func() bool { return len(c.got("RESUMED")) == 1 })
	c.until("what happened meanwhile", func() bool { return len(c.got("MESSAGE_CREATE")) == 1 })
	if s.Identifies() != 1 || s.Resumes() != 1 || s.Connections() != 2 {
		t.Errorf("%d identifies, %d resumes, %d connections", s.Identifies(), s.Resumes(), s.Connections())
	}
}

// A session whose client said goodbye cannot be resumed, nor one that was forgotten.
func TestResumeInVain(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := connected(t, s)
	if err := c.Close(); err != nil {
		t.Fatal(err)
	}
	s.waitUntil("the connection ends", func() bool { return len(s.liveConnections()) == 0 })
	if _, refused := s.Write(ChannelID, "ann", "lost"); refused != "" {
		t.Fatal(refused)
	}
	if err := c.Open(); err != nil {
		t.Fatal(err)
	}
	c.until("a new session", func() bool { return len(c.got("READY")) == 2 })
	if s.Identifies() != 2 || s.Resumes() != 1 || len(c.got("MESSAGE_CREATE")) != 0 {
		t.Errorf("%d identifies, %d resumes, events %v", s.Identifies(), s.Resumes(), c.got("MESSAGE_CREATE"))
	}
	s.ForgetSessions()
	s.Drop()
	c.until("a third session", func() bool { return len(c.got("READY")) == 3 })
}

// A wrong token or a missing intent closes the connection.
func TestIdentifyRefused(t *testing.T) {
	t.Parallel()
	all := discordgo.IntentGuilds | discordgo.IntentMessageContent
	for name, tt := range map[string]struct {
		token string
		knob  func(*Server)
		code  int
	}{
		"token":   {"wrong", func(*Server) {}, 4004},
		"revoked": {Token, (*Server).Revoke, 4004},
		"intents": {Token, func(s *Server) { s.WithoutContent(true) }, 4014},
		"any":     {Token, func(s *Server) { s.CloseNext(4013) }, 4013},
	} {
		s := New(t, newClock().time)
		tt.knob(s)
		f := dial(t, s)
		f.hello()
		f.say(opIdentify, payload.Object{"token": "Bot " + tt.token, "intents": all, "properties": payload.Object{}})
		if code := f.closed(); code != tt.code {
			t.Errorf("%s: closed with %d, want %d", name, code, tt.code)
		}
	}
}

// The content of messages is for who has the intent, and for the bot's own eyes.
func TestContentIntent(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	s.WithoutContent(true)
	c := newClient(t, s, Token, discordgo.IntentGuilds|discordgo.IntentGuildMessages)
	if err := c.Open(); err != nil {
		t.Fatal(err)
	}
	s.Ready()
	s.SayIn(ChannelID, "ann", "secret")
	c.call("POST", "/channels/"+ChannelID+"/messages", saying(0, "own"))
	c.until("the messages", func() bool { return len(c.got("MESSAGE_CREATE")) == 2 })
	for _, m := range c.got("MESSAGE_CREATE") {
		own := payload.TextOf(payload.ChildOf(m, "author"), "id") == BotID
		if payload.TextOf(m, "content") != "" || own != (len(payload.ListOf(m["components"])) == 1) {
			t.Errorf("told %v", m)
		}
	}
	_, data := c.send("GET", "/channels/"+ChannelID+"/messages", nil)
	if strings.Contains(string(data), "secret") || !strings.Contains(string(data), "own") {
		t.Errorf("history tells %s", data)
	}
	if s.Intents() != int(discordgo.IntentGuilds|discordgo.IntentGuildMessages) {
		t.Errorf("intents %d", s.Intents())
	}
}

// friend is a client of the gateway that does no more than it is told.
type friend struct {
	*websocket.Conn
	t *testing.T
}

func dial(t *testing.T, s *Server) *friend {
	t.Helper()
	url := "ws" + strings.TrimPrefix(strings.TrimSuffix(s.APIURL(), "/api/"), "http") + "/gateway?v=10&encoding=json"
	conn, answer, err := websocket.DefaultDialer.Dial(url, nil)
	if err != nil {
		t.Fatal(err)
	}
	_ = answer.Body.Close()
	t.Cleanup(func() { _ = conn.Close() })
	return &friend{conn, t}
}

func (f *friend) say(op int, data any) {
	f.t.Helper()
	if err := f.WriteJSON(payload.Object{"op": op, "d": data}); err != nil {
		f.t.Fatal(err)
	}
}

// next is the next frame within a time, -1 where none comes.
func (f *friend) next(within time.Duration) (int, string, payload.Object) {
	f.t.Helper()
	_ = f.SetReadDeadline(time.Now().Add(within))
	var in struct {
		Op   int             `json:"op"`
		Type string          `json:"t"`
		Data json.RawMessage `json:"d"`
	}
	if err := f.ReadJSON(&in); err != nil {
		return -1, err.Error(), nil
	}
	return in.Op, in.Type, payload.MustDecode(in.Data)
}

func (f *friend) hello() {
	f.t.Helper()
	if op, kind, d := f.next(5 * time.Second); op != opHello || payload.IntOf(d, "heartbeat_interval") != 41250 {
		f.t.Fatalf("got %d %s %v, want hello", op, kind, d)
	}
}

// identified is a friend with a session.
func identified(t *testing.T, s *Server) *friend {
	t.Helper()
	f := dial(t, s)
	f.hello()
	f.say(opIdentify, payload.Object{"token": Token, "intents": 513})
	if _, kind, _ := f.next(5 * time.Second); kind != "READY" {
		t.Fatalf("got %s, want READY", kind)
	}
	if _, kind, _ := f.next(5 * time.Second); kind != "GUILD_CREATE" {
		t.Fatalf("got %s, want GUILD_CREATE", kind)
	}
	return f
}

// closed is the code that a connection is closed with.
func (f *friend) closed() int {
	f.t.Helper()
	_ = f.SetReadDeadline(time.Now().Add(5 * time.Second))
	for {
		_, _, err := f.ReadMessage()
		var closing *websocket.CloseError
		switch {
		case errors.As(err, &closing):
			return closing.Code
		case err != nil:
			f.t.Fatal(err)
		}
	}
}

// The gateway can be told to say the wrong thing, or nothing.
func TestFirstFrames(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	s.FirstFrame(7)
	if op, _, _ := dial(t, s).next(5 * time.Second); op != 7 {
		t.Errorf("first came %d, want 7", op)
	}
	s.InsteadOfReady(9)
	f := dial(t, s)
	f.hello()
	f.say(opIdentify, payload.Object{"token": Token, "intents": 1})
	if op, _, _ := f.next(5 * time.Second); op != 9 {
		t.Errorf("in the place of READY came %d, want 9", op)
	}
	s.Mute(1, false)
	if op, what, _ := dial(t, s).next(50 * time.Millisecond); op != -1 {
		t.Errorf("a mute gateway says %d %s", op, what)
	}
	s.Mute(1, true)
	f = dial(t, s)
	f.hello()
	f.say(opIdentify, payload.Object{"token": Token, "intents": 1})
	if op, what, _ := f.next(50 * time.Millisecond); op != -1 {
		t.Errorf("a gateway that is mute after hello says %d %s", op, what)
	}
	identified(t, s)
}

// A zombie takes everything and says nothing; others are closed with a code or asked for something.
func TestConnectionsEnd(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	f := identified(t, s)
	f.say(opHeartbeat, 2)
	if op, _, _ := f.next(5 * time.Second); op != opAck {
		t.Errorf("a heartbeat is answered with %d", op)
	}
	s.Op(7, nil)
	if op, _, _ := f.next(5 * time.Second); op != 7 {
		t.Errorf("came %d, want 7", op)
	}
	if s.Live() != 1 {
		t.Errorf("%d connections live", s.Live())
	}
	s.Zombie()
	f.say(opHeartbeat, 2)
	if op, _, _ := f.next(50 * time.Millisecond); op != -1 || s.Live() != 0 {
		t.Errorf("a zombie says %d, and %d live", op, s.Live())
	}
	f = identified(t, s)
	s.CloseWith(4000)
	if code := f.closed(); code != 4000 {
		t.Errorf("closed with %d", code)
	}
	s.RefuseUpgrades(http.StatusBadGateway)
	_, answer, err := websocket.DefaultDialer.Dial("ws"+strings.TrimPrefix(s.http.URL, "http")+"/gateway?v=10&encoding=json", nil)
	if err == nil || answer.StatusCode != http.StatusBadGateway {
		t.Errorf("connecting gives %v", err)
	}
}

// Frames that are wrong close the connection.
func TestWrongFrames(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	for name, tt := range map[string]struct {
		say  func(f *friend)
		code int
	}{
		"before identify": {func(f *friend) { f.say(8, nil) }, 4003},
		"twice":           {func(f *friend) { f.in(); f.in() }, 4005},
		"unknown":         {func(f *friend) { f.in(); f.say(77, nil) }, 4001},
		"too long":        {func(f *friend) { f.say(opHeartbeat, strings.Repeat("x", 5000)) }, 4002},
	} {
		f := dial(t, s)
		tt.say(f)
		if code := f.closed(); code != tt.code {
			t.Errorf("%s: closed with %d, want %d", name, code, tt.code)
		}
	}
}

func (f *friend) in() {
	f.t.Helper()
	f.say(opIdentify, payload.Object{"token": Token, "intents": 1})
}

// An identify without a session start left resets the token, a fault of the bot.
func TestStarts(t *testing.T) {
	t.Parallel()
	r := &recorder{TB: t}
	s := New(r, newClock().time)
	s.SetStarts(1, time.Hour)
	identified(t, s)
	_, data := send(t, s, "GET", "/gateway/bot", nil)
	limit := payload.ChildOf(payload.MustDecode(data), "session_start_limit")
	if payload.IntOf(limit, "remaining") != 0 || payload.IntOf(limit, "reset_after") != 3600000 {
		t.Errorf("told %v", limit)
	}
	f := dial(t, s)
	f.in()
	if code := f.closed(); code != 4004 || !strings.Contains(r.text(), "no start of a session is left") {
		t.Errorf("closed with %d, and the test does not know", code)
	}
}

// A resumed session leaves its earlier connection.
func TestResumeElsewhere(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	f := dial(t, s)
	f.hello()
	f.in()
	_, _, ready := f.next(5 * time.Second)
	g := dial(t, s)
	g.hello()
	g.say(opResume, payload.Object{"token": Token, "session_id": ready["session_id"], "seq": 1})
	var kinds []string
	for range 2 {
		_, kind, _ := g.next(5 * time.Second)
		kinds = append(kinds, kind)
	}
	if strings.Join(kinds, " ") != "GUILD_CREATE RESUMED" {
		t.Errorf("told %v", kinds)
	}
	s.waitUntil("the first connection ends", func() bool { return len(s.liveConnections()) == 1 })
}

// The guild can go away, come back, and throw the bot out.
func TestGuildGoes(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	c := connected(t, s)
	question := s.post(t, saying(0, "Question"))
	s.Outage(true)
	s.startThread(t, question)
	s.Outage(false)
	s.Kick()
	c.until("the events", func() bool { return len(c.got("GUILD_DELETE")) == 2 && len(c.got("GUILD_CREATE")) == 2 })
	if events := append(c.got("THREAD_CREATE"), c.got("MESSAGE_UPDATE")...); len(events) > 0 {
		t.Errorf("during an outage the bot is told %v", events)
	}
	gone := c.got("GUILD_DELETE")
	if gone[0]["unavailable"] != true || gone[1]["unavailable"] != nil {
		t.Errorf("told %v", gone)
	}
	if status, e := c.call("GET", "/channels/"+ChannelID, nil); status != 403 || payload.IntOf(e, "code") != 50001 {
		t.Errorf("a bot that was thrown out reads a channel: %d %v", status, e)
	}
}

// impatient is a connection on which nobody waits long.
type impatient struct{ net.Conn }

func (i impatient) Read(p []byte) (int, error) {
	if err := i.SetReadDeadline(time.Now().Add(2 * time.Second)); err != nil {
		return 0, err
	}
	return i.Conn.Read(p)
}

// The real library meets silence where the knobs ask for it.
func TestSilentLibrary(t *testing.T) {
	t.Parallel()
	s := New(t, newClock().time)
	s.Mute(1, true)
	c := newClient(t, s, Token, discordgo.IntentGuilds)
	c.Dialer = &websocket.Dialer{NetDial: func(network, addr string) (net.Conn, error) {
		conn, err := net.Dial(network, addr)
		return impatient{conn}, err
	}}
	if err := c.Open(); err == nil || s.Identifies() != 1 {
		t.Errorf("opened with %v after %d identifies", err, s.Identifies())
	}
}
