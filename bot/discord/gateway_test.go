package discord

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"go.uber.org/goleak"

	"quizbot/bot"
	"quizbot/bot/discord/gateway"
	"quizbot/internal/testing/discordtest"
)

// A cut connection is resumed. Missed events arrive once, without a backfill.
func TestResumed(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.waitUntil("it catches up", func() bool { return s.reconnectCount() == 1 })
	q := s.postQuestion()
	s.Say("ann", "before")
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool { // nobody comes back meanwhile
		if strings.HasSuffix(r.URL.Path, "/gateway/bot") {
			w.WriteHeader(http.StatusServiceUnavailable)
			return true
		}
		return false
	})
	s.RefuseUpgrades(http.StatusServiceUnavailable)
	s.Drop()
	s.waitUntil("it is away", func() bool { return !s.bot.Connected() })
	if _, refused := s.Write(q.Message, "ann", "meanwhile"); refused != "" {
		t.Fatal(refused)
	}
	s.Fault(nil)
	s.RefuseUpgrades(0)
	s.Ready()
	s.waitUntil("what was missed arrives", func() bool { return len(s.handledEvents()) == 2 })
	s.Say("ann", "after")
	if n := len(s.handledEvents()); n != 3 || s.Identifies() != 1 || s.Resumes() != 1 || s.reconnectCount() != 1 {
		t.Errorf("%d events, %d sessions, %d resumed, %d times caught up\n%s", n, s.Identifies(), s.Resumes(), s.reconnectCount(), s.log)
	}
}

// However a connection fails, or ends, the bot comes back: with the session before where Discord
// still knows it, or with a new one, and then it catches up.
func TestComesBack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(s *harness) // what happens to the first connection
		cut    func(s *harness)
		fresh  bool // the session is new
	}{
		"asked to":                          {nil, func(s *harness) { s.Op(7, nil) }, false},
		"cut":                               {nil, func(s *harness) { s.Drop() }, false},
		"silent":                            {nil, func(s *harness) { s.Zombie() }, false},
		"closed for an unknown reason":      {nil, func(s *harness) { s.CloseWith(4000) }, false},
		"closed because Discord goes away":  {nil, func(s *harness) { s.CloseWith(1001) }, false},
		"the session is forgotten":          {nil, func(s *harness) { s.ForgetSessions(); s.Drop() }, true},
		"the session is invalid":            {nil, func(s *harness) { s.Op(9, false) }, true},
		"closed because of the sequence":    {nil, func(s *harness) { s.ForgetSessions(); s.CloseWith(4007) }, true},
		"closed because the session is old": {nil, func(s *harness) { s.ForgetSessions(); s.CloseWith(4009) }, true},
		"asked to as soon as it resumes":    {nil, func(s *harness) { s.FirstFrame(7); s.Drop() }, true},
		"refused twice":                     {nil, func(s *harness) { s.ForgetSessions(); s.InsteadOfReady(9); s.Drop() }, true},
		"refused, and asked to":             {nil, func(s *harness) { s.ForgetSessions(); s.InsteadOfReady(7); s.Drop() }, true},
		"nothing is said":                   {nil, func(s *harness) { s.Mute(2, false); s.Drop() }, false},
		"nothing is said after hello":       {nil, func(s *harness) { s.Mute(2, true); s.Drop() }, true},
		"at first, asked to":                {func(s *harness) { s.FirstFrame(7) }, nil, true},
		"at first, asked to before ready":   {func(s *harness) { s.InsteadOfReady(7) }, nil, true},
		"at first, refused":                 {func(s *harness) { s.InsteadOfReady(9) }, nil, true},
		"at first, nothing is said":         {func(s *harness) { s.Mute(2, false) }, nil, true},
		"at first, nothing after hello":     {func(s *harness) { s.Mute(2, true) }, nil, true},
		"at first, closed": {func(s *harness) {
			s.CloseNext(4000)
			time.AfterFunc(200*time.Millisecond, func() { s.CloseNext(0) })
		}, nil, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newHarness(t, Options{Silence: 2 * time.Second, OpenTime: 10 * time.Second})
			s.HeartbeatInterval = 100 * time.Millisecond
			want := 1
			if c.before != nil {
				c.before(s)
			}
			s.run()
			s.waitUntil("it catches up", func() bool { return s.reconnectCount() == want })
			if c.cut != nil {
				s.Ready()
				c.cut(s)
				s.waitUntil("the connection ends", func() bool {
					return strings.Contains(s.log.String(), "the connection to Discord ended") || s.reconnectCount() > 1
				})
				want = 2
			}
			if c.fresh {
				s.waitUntil("it catches up with a new session", func() bool { return s.reconnectCount() == want })
			}
			s.setAnswer(ephemeralAnswer("here"))
			s.waitUntil("it answers", func() bool {
				a, err := s.Type(discordtest.ChannelID, "ann", "/quiz help")
				return err == nil && strings.Contains(a.Shown, "here")
			})
			if !c.fresh && (s.Identifies() != 1 || s.reconnectCount() != 1) {
				t.Errorf("%d sessions were begun, %d resumed\n%s", s.Identifies(), s.Resumes(), s.log)
			}
		})
	}
}

// An unacknowledged heartbeat means a dead connection, even if events still arrive. The session is
// resumed.
func TestHeartbeatUnacknowledged(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{HeartbeatTimeout: 300 * time.Millisecond})
	s.HeartbeatInterval = 2 * time.Second
	s.run()
	s.Ready()
	s.Unacknowledged(1) // discordgo by itself minds the fifth
	s.waitUntil("the session is resumed", func() bool { return s.Resumes() == 1 && s.bot.Connected() })
	if s.Identifies() != 1 {
		t.Errorf("%d sessions were begun", s.Identifies())
	}
}

// However soon after each other connections drop, each is resumed at once.
func TestDropsInARow(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Retry: time.Minute})
	s.run()
	s.Ready()
	for n := range 5 { // as many as are resumed at once
		s.Drop()
		s.waitUntil("the session is resumed", func() bool { return s.Resumes() == n+1 && s.bot.Connected() })
	}
	if s.Identifies() != 1 {
		t.Errorf("%d sessions were begun", s.Identifies())
	}
}

// A permanent refusal ends the bot with its reason and remedy, at the first connection and later.
func TestRefusedForGood(t *testing.T) {
	t.Parallel()
	for code, want := range map[int]string{4004: "discord.token, is refused (4004)", 4010: "too many servers", 4011: "too many servers", 4012: "newer quizbot", 4013: "intents are refused (4013)"} {
		for _, later := range []bool{false, true} {
			t.Run(fmt.Sprint(code, " ", later), func(t *testing.T) {
				t.Parallel()
				s := newHarness(t, Options{})
				if !later {
					s.CloseNext(code)
				}
				s.run()
				if later {
					s.Ready()
					s.CloseNext(code)
					s.ForgetSessions()
					s.CloseWith(code)
				}
				if err := s.end(); err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want %q", err, want)
				}
				if n := s.Connections(); !later && n != 1 {
					t.Errorf("it tried %d times", n)
				}
				if s.bot.Connected() {
					t.Error("it says that it is connected")
				}
			})
		}
	}
}

// Without the intent to read messages the bot goes on with forms alone and says so, whether its
// flags tell or only the gateway does; where the gateway refuses it all the same, the bot ends.
func TestIntents(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.WithoutContent(true)
	s.run()
	s.Ready()
	s.waitForLog("messages in threads are not read")
	if s.Intents()&(1<<15) != 0 || s.Identifies() != 1 {
		t.Errorf("it asks for the intents %b, %d times", s.Intents(), s.Identifies())
	}
	s.postQuestion()
	s.Say("ann", "unread")
	if list := s.handledEvents(); len(list) > 0 {
		t.Errorf("a message that cannot be read is handled as %+v", list)
	}

	s = newHarness(t, Options{})
	s.CloseNext(4014)
	s.run()
	s.waitUntil("it tries without", func() bool { return s.Intents() != 0 && s.Intents()&(1<<15) == 0 })
	if err := s.end(); err == nil || !strings.Contains(err.Error(), "(4014): switch Message Content Intent on") {
		t.Errorf("got %v", err)
	}
	if s.Identifies() != 2 {
		t.Errorf("%d sessions were begun", s.Identifies())
	}

	s = newHarness(t, Options{})
	s.Fault(func(w http.ResponseWriter, r *http.Request) bool { // the flags tell what is no longer so
		if !strings.HasSuffix(r.URL.Path, "/applications/@me") {
			return false
		}
		_, _ = fmt.Fprintf(w, `{"id":%q,"flags":%d}`, discordtest.AppID, 1<<18)
		return true
	})
	s.WithoutContent(true)
	s.run()
	s.Ready()
	s.waitForLog("messages in threads are not read")
}

// A token that Discord refuses ends the bot.
func TestRevoked(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Revoke()
	s.run()
	if err := s.end(); err == nil || !strings.Contains(err.Error(), "the token, discord.token, is refused: copy it again") {
		t.Errorf("got %v", err)
	}
}

// The bot doesn't use up the daily session starts, since Discord would reset its token.
func TestSessionsOfADay(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	const wait = 2 * time.Second
	s.SetStarts(gateway.ReservedStarts, wait)
	began := time.Now()
	s.run()
	s.waitForLog("too many connections today")
	s.Ready()
	if waited := time.Since(began); waited < wait || s.Identifies() != 1 {
		t.Errorf("it waited %v, and began %d sessions", waited, s.Identifies())
	}
	if n := s.Calls("GET", "/gateway/bot"); n > 3 {
		t.Errorf("it asked %d times whether it may, and was told when", n)
	}
}

// While Discord is out of reach the bot waits, says so once, and goes on when it is back.
func TestOutOfReach(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Fault(func(w http.ResponseWriter, _ *http.Request) bool {
		http.Error(w, "<html>bad gateway</html>", http.StatusBadGateway)
		return true
	})
	s.run()
	s.waitUntil("it tries", func() bool { return s.Calls("GET", "/applications/@me") >= 3 })
	s.Fault(nil)
	s.RefuseUpgrades(http.StatusServiceUnavailable)
	asked := s.Calls("GET", "/gateway/bot")
	s.waitUntil("it tries connections", func() bool {
		return strings.Contains(s.log.String(), "no connection to Discord") && s.Calls("GET", "/gateway/bot") > asked+2
	})
	s.RefuseUpgrades(0)
	s.Ready()
	if n := strings.Count(s.log.String(), "no connection to Discord"); n != 1 {
		t.Errorf("it was said %d times:\n%s", n, s.log)
	}
}

// Ending leaves nothing behind, however the connection is.
func TestEnds(t *testing.T) {
	for name, upset := range map[string]func(s *harness){
		"well": func(*harness) {}, "silent": func(s *harness) { s.Zombie() }, "cut": func(s *harness) { s.Drop() },
		"refused": func(s *harness) { s.RefuseUpgrades(500); s.Drop() },
	} {
		s := newHarness(t, Options{})
		before := goleak.IgnoreCurrent()
		s.run()
		s.Ready()
		upset(s)
		began := time.Now()
		s.stop()
		if err := s.end(); err != nil || time.Since(began) > 30*time.Second {
			t.Errorf("%s: ended with %v after %v", name, err, time.Since(began))
		}
		leaked := func() error {
			return goleak.Find(before, goleak.IgnoreAnyFunction("net/http.(*persistConn).readLoop"), goleak.IgnoreAnyFunction("net/http.(*persistConn).writeLoop"),
				goleak.IgnoreAnyFunction("net/http.(*conn).serve"), goleak.IgnoreAnyFunction("quizbot/internal/testing/discordtest.(*Server).serveGateway"))
		}
		s.waitUntil("nothing is left, though discordgo waits for a second after it said good-bye", func() bool { return leaked() == nil })
	}
}

// A mistake in handling something costs nothing else.
func TestMistakes(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.setHandler(func(context.Context, bot.Event) (bot.Answer, error) { panic("a mistake of ours") })
	q := s.postQuestion()
	go func() { _, _ = s.PressButton("ann", q.Message, "answer:1") }() // which nobody answers
	s.waitForLog("panic: a string")                                    // its text may be a member's
	s.Say("ann", "hello")
	s.setAnswer(ephemeralAnswer("fine"))
	a, err := s.PressButton("ann", q.Message, "answer:1")
	if err != nil || !strings.Contains(a.Shown, "fine") || strings.Contains(s.log.String(), "a mistake of ours") {
		t.Errorf("got %+v, %v, and the log is\n%s", a, err, s.log)
	}
}
