package discord

import (
	"context"
	"errors"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// inWords is an obstacle in a few words: its code and what it is about.
func inWords(list []reason.Obstacle) string {
	var words []string
	for _, o := range list {
		words = append(words, strings.TrimSpace(string(o.Code)+" "+o.Args["kind"]+o.Args["permissions"]))
	}
	return strings.Join(words, "; ")
}

// An interaction shows whether the quiz can run in its channel: the kind of the channel or of a
// thread's parent, and the missing permissions.
func TestObstaclesOfInteractions(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.setAnswer(ephemeralAnswer("fine"))
	forum := s.AddChannel("forum", "", discordtest.KindForum)
	media := s.AddChannel("media", "", discordtest.KindMedia)
	voice := s.AddChannel("voice", "", discordtest.KindVoice)
	narrow := s.AddChannel("narrow", "", 0)
	s.Deny(narrow, discordtest.PublicThreads|discordtest.SendInThreads|discordtest.AddReactions)
	s.waitUntil("what changed is told", func() bool { return len(s.handledEvents()) > 0 })
	q := s.postQuestion()
	for _, c := range []struct{ in, want string }{
		{discordtest.ChannelID, ""},
		{q.Message, ""}, // a thread
		{s.AddChannel("news", "", discordtest.KindAnnouncement), ""},
		{voice, "wrong_kind voice channel"},
		{s.AddChannel("stage", "", discordtest.KindStage), "wrong_kind stage channel"},
		{s.AddChannel("a thread in voice", voice, discordtest.KindThread), "wrong_kind voice channel"},
		{s.AddChannel("a post", forum, discordtest.KindThread), "wrong_kind forum"},
		{s.AddChannel("a picture", media, discordtest.KindThread), "wrong_kind media channel"},
		{narrow, "lacks_permission Create Public Threads, Send Messages in Threads"},
	} {
		if _, err := s.Type(c.in, "boss", "/quiz help"); err != nil {
			t.Fatal(err)
		}
		events := s.handledEvents()
		if got := inWords(events[len(events)-1].Obstacles); got != c.want {
			t.Errorf("in %s: got %q, want %q", c.in, got, c.want)
		}
	}
}

// A direct message is told to be one.
func TestObstacleOfDirectMessage(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	d, err := s.bot.readInteraction([]byte(`{"id":"1","type":2,"token":"x","channel_id":"3","channel":{"id":"3","type":1},"user":{"id":"5","username":"ann"},"data":{"name":"quiz-admin"}}`))
	if err != nil {
		t.Fatal(err)
	}
	e, err := s.bot.botEvent(t.Context(), &d)
	if err != nil || inWords(e.Obstacles) != "direct_message" || e.Who.Name != "ann" || e.Who.Admin || e.Room != "discord/@me/3" {
		t.Errorf("got %+v, %v", e, err)
	}
}

// Whatever keeps the quiz from running in a channel is found by a look at it.
func TestInspect(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		upset func(s *harness) string // returns the channel to look at
		want  string
	}{
		"well":              {func(*harness) string { return discordtest.ChannelID }, ""},
		"without reactions": {func(s *harness) string { s.Withdraw(discordtest.AddReactions); return discordtest.ChannelID }, ""},
		"denied": {func(s *harness) string {
			s.Deny(discordtest.ChannelID, discordtest.SendMessages)
			return discordtest.ChannelID
		}, "lacks_permission Send Messages"},
		"denied for the bot": {func(s *harness) string { s.Withdraw(discordtest.ReadHistory); return discordtest.ChannelID }, "lacks_permission Read Message History"},
		"unseen": {func(s *harness) string {
			s.Deny(discordtest.ChannelID, discordtest.ViewChannel)
			return discordtest.ChannelID
		}, "lacks_permission View Channel"},
		"deleted":            {func(s *harness) string { s.DeleteChannel(discordtest.ChannelID); return discordtest.ChannelID }, "channel_gone"},
		"removed":            {func(s *harness) string { s.Kick(); return discordtest.ChannelID }, "app_removed"},
		"the token is reset": {func(s *harness) string { s.Revoke(); return discordtest.ChannelID }, "app_removed"},
		"a forum":            {func(s *harness) string { return s.AddChannel("f", "", discordtest.KindForum) }, "wrong_kind forum"},
		"a category":         {func(s *harness) string { return s.AddChannel("c", "", discordtest.KindCategory) }, "wrong_kind category"},
		"a thread":           {func(s *harness) string { return s.postQuestion().Message }, "wrong_kind thread"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newHarness(t, Options{})
			list, err := s.bot.Inspect(t.Context(), roomID(discordtest.GuildID, c.upset(s)))
			if got := inWords(list); got != c.want || err != nil {
				t.Errorf("got %q, %v, want %q", got, err, c.want)
			}
		})
	}
	s := newHarness(t, Options{})
	s.Fault(func(w http.ResponseWriter, _ *http.Request) bool { w.WriteHeader(http.StatusBadGateway); return true })
	if list, err := s.bot.Inspect(t.Context(), room()); err == nil || len(list) > 0 {
		t.Errorf("while Discord is down it says %v, %v", list, err)
	}
}

// A channel's refusal becomes an obstacle. Of the API's error it keeps only the code.
func TestRefusalsAreObstacles(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		upset func(s *harness) string
		want  string
	}{
		"denied": {func(s *harness) string {
			s.Deny(discordtest.ChannelID, discordtest.SendMessages|discordtest.PublicThreads)
			return discordtest.ChannelID
		}, "lacks_permission Send Messages, Create Public Threads"},
		"otherwise": {func(s *harness) string {
			s.Forbid("POST", "/channels/{c}/messages", 50013)
			return discordtest.ChannelID
		}, "lacks_permission Send Messages"},
		"deleted": {func(s *harness) string { s.DeleteChannel(discordtest.ChannelID); return discordtest.ChannelID }, "channel_gone"},
		"removed": {func(s *harness) string { s.Kick(); return discordtest.ChannelID }, "app_removed"},
		"a forum": {func(s *harness) string { return s.AddChannel("f", "", discordtest.KindForum) }, "wrong_kind forum"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newHarness(t, Options{})
			_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: roomID(discordtest.GuildID, c.upset(s)), Card: textCard("x")})
			o := reason.AsObstacle(err)
			if o == nil || inWords([]reason.Obstacle{*o}) != c.want || strings.Contains(err.Error(), "{") {
				t.Errorf("got %v, %v, want %q", o, err, c.want)
			}
			if errors.Is(err, quiz.ErrContentRefused) {
				t.Error("the content is said to be refused")
			}
		})
	}
}

// A message that Discord takes in no layout is known for one.
func TestContentRefused(t *testing.T) {
	t.Parallel()
	for _, answer := range []string{`{"message":"Invalid Form Body","code":50035,"errors":{"components":{"0":"bad"}}}`, `{"message":"harmful link","code":240000}`, `{}`} {
		s := newHarness(t, Options{})
		tries := 0
		s.Fault(func(w http.ResponseWriter, r *http.Request) bool {
			if r.Method != http.MethodPost {
				return false
			}
			tries++
			w.Header().Set("Content-Type", "application/json")
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, answer)
			return true
		})
		_, err := s.bot.Post(t.Context(), bot.Posting{Key: "1/ask", Room: room(), Card: textCard("x")})
		if !errors.Is(err, quiz.ErrContentRefused) || reason.AsObstacle(err) != nil || strings.Contains(err.Error(), "bad") {
			t.Errorf("%s: got %v after %d tries", answer, err, tries)
		}
	}
}

// channelChanges returns the rooms reported as changed, and those offered for an introduction.
func (s *harness) channelChanges() (rooms []quiz.RoomID, added []quiz.RoomID) {
	for _, e := range s.handledEvents() {
		c, ok := e.Act.(bot.ChannelChanged)
		switch {
		case !ok:
		case c.Added:
			added = append(added, e.Room)
		default:
			rooms = append(rooms, e.Room)
		}
	}
	return rooms, added
}

// Whatever decides whether the quiz can run in a room is told to the bot as it changes.
func TestChanges(t *testing.T) {
	t.Parallel()
	for name, change := range map[string]func(s *harness, thread string){
		"a channel's permissions": func(s *harness, _ string) { s.Deny(discordtest.ChannelID, discordtest.SendMessages) },
		"a role's permissions":    func(s *harness, _ string) { s.Withdraw(discordtest.SendMessages) },
		"the bot's roles":         func(s *harness, _ string) { s.MemberChanged(discordtest.BotID) },
		"a deleted channel":       func(s *harness, _ string) { s.DeleteChannel(discordtest.ChannelID) },
		"an archived thread":      func(s *harness, thread string) { s.Archive(thread, true) },
		"an unarchived thread":    func(s *harness, thread string) { s.Unarchive(thread) },
		"a removed bot":           func(s *harness, _ string) { s.Kick() },
		"an outage that is over":  func(s *harness, _ string) { s.Outage(true); s.Outage(false) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newHarness(t, Options{})
			s.run()
			s.Ready()
			q := s.postQuestion()
			if rooms, added := s.channelChanges(); len(rooms)+len(added) > 0 {
				t.Errorf("before anything changed: %v, %v", rooms, added)
			}
			change(s, q.Message)
			s.waitUntil("it is told", func() bool { rooms, _ := s.channelChanges(); return slices.Contains(rooms, room()) })
			if _, added := s.channelChanges(); len(added) > 0 {
				t.Errorf("the bot is to introduce itself in %v", added)
			}
		})
	}
}

// Changes of other roles are ignored. An invitation is reported once, for the server's system
// channel if the bot can post there.
func TestInvited(t *testing.T) {
	t.Parallel()
	for _, may := range []bool{true, false} {
		s := newHarness(t, Options{})
		other := s.AddChannel("another", "", 0)
		s.run()
		s.Ready()
		s.MemberChanged(s.Join("ann"))
		if !may {
			s.Deny(discordtest.ChannelID, discordtest.SendMessages)
		}
		s.Kick()
		s.Invite()
		s.waitUntil("the other channel is told of, twice", func() bool {
			rooms, _ := s.channelChanges()
			n := 0
			for _, r := range rooms {
				if r == roomID(discordtest.GuildID, other) {
					n++
				}
			}
			return n == 2
		})
		s.bot.idle()
		if _, added := s.channelChanges(); may != slices.Equal(added, []quiz.RoomID{room()}) {
			t.Errorf("the bot is to introduce itself in %v", added)
		}
	}
}

// Permissions of a channel are those of the roles, changed for everybody, then for roles, then for
// the member.
func TestPermissionsOfServer(t *testing.T) {
	t.Parallel()
	g := guild{
		channel: channel{ID: "1"},
		Roles:   []role{{ID: "1", Permissions: "1"}, {ID: "2", Permissions: "2"}, {ID: "3", Permissions: "4"}, {ID: "4", Permissions: "64"}},
		Members: []member{{User: user{ID: "9"}, Roles: []string{"2", "3"}}},
	}
	c := channel{Overwrites: []overwrite{
		{ID: "9", Allow: "16", Deny: "4"}, {ID: "1", Allow: "8", Deny: "1"}, {ID: "2", Allow: "0", Deny: "2"}, {ID: "3", Allow: "2", Deny: "8"}, {ID: "4", Allow: "32"},
	}}
	if got := g.permissionsIn("9", c); got != 2|16 {
		t.Errorf("got %b", got)
	}
}

// Members are called by the first of their names of which something can be seen.
func TestNames(t *testing.T) {
	t.Parallel()
	for nick, want := range map[string]string{
		"小安": "小安", " a  b ": "a b", "": "Global", "\u3164": "Global", "\u2800\u2800": "Global", "\u200b\u200d": "Global", " \u00a0 ": "Global",
		"\u202eevil": "evil", "a\u200bb": "ab", "👨‍👩‍👧": "👨‍👩‍👧", "❤️": "❤️", "\ufe0f\u200d": "Global", "\u2066x\u2069": "x",
	} {
		if got := (member{User: user{ID: "1", Name: "account", Global: "Global"}, Nick: nick}).displayName(); got != want {
			t.Errorf("%q: got %q, want %q", nick, got, want)
		}
	}
	if got := (member{User: user{ID: "1", Name: "account", Global: "\u3164"}, Nick: "\u200e"}).displayName(); got != "account" {
		t.Errorf("got %q", got)
	}
}

// A long paste arrives as a file without a text, and says so.
func TestAttached(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	d, err := s.bot.readMessage([]byte(`{"id":"1","channel_id":"2","guild_id":"3","content":"","author":{"id":"5"},"attachments":[{"id":"6","filename":"message.txt"}]}`), false)
	if m, ok := d.act.(bot.Message); err != nil || !ok || !m.Attached || m.Text != "" {
		t.Errorf("read as %+v, %v", d, err)
	}
	if _, err := s.bot.readMessage([]byte(`{"id":"1","channel_id":"2","guild_id":"3","content":"","author":{"id":"5"}}`), false); !errors.Is(err, errIgnored) {
		t.Errorf("an empty message: %v", err)
	}
}

// A hint with the mark is told to the author alone, and nothing happens where they take no direct
// messages.
func TestHint(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.postQuestion()
	s.setAnswer(bot.Counted{Hint: textCard("Everyone can read this.")})
	id := s.Say("ann", "an answer")
	if got := s.DirectMessageText("ann"); !strings.Contains(got, "Everyone can read this.") || !strings.Contains(got, id) || !s.Marked(id) {
		t.Errorf("ann is told %q", got)
	}
	s.Shut("bob")
	if id := s.Say("bob", "an answer"); !s.Marked(id) || strings.Contains(s.log.String(), "level=WARN") {
		t.Errorf("the log is\n%s", s.log)
	}
	s.setHandler(func(context.Context, bot.Event) (bot.Answer, error) { return ephemeralAnswer("It doesn't count."), nil })
	if id := s.Say("ann", "another"); s.Marked(id) || !strings.Contains(s.DirectMessageText("ann"), "It doesn't count.") {
		t.Errorf("ann is told %q", s.DirectMessageText("ann"))
	}
}

// A backfill that fails after the bot's removal from a server reports the removal, not a missing
// permission.
func TestRemovedBeforeCatchUp(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	q := s.postQuestion()
	s.Kick()
	err := s.bot.Backfill(t.Context(), room(), q, nil, s.handle)
	if o := reason.AsObstacle(err); o == nil || o.Code != reason.AppRemoved {
		t.Errorf("got %v", err)
	}
}
