package slack

import (
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/payload"
	"quizbot/quiz"
)

// People are called as they chose, admins are those of the workspace, and both are known of whoever types a command
// that asks for it. Without an answer from Slack nobody is an admin, and nobody is named either.
func TestPeople(t *testing.T) {
	s := newHarness(t, Options{})
	s.users["UANN"].display, s.users["UANN"].admin = "Ann Example", true
	s.run()
	s.awaitSockets(1)
	for text, admin := range map[string]bool{"/quiz-admin status": true, "/quiz help": true, "/leaderboard": false} {
		if _, err := s.deliver("slash_commands", s.commandPayload(text)); err != nil {
			t.Fatal(err)
		}
		list := s.handledEvents()
		if who := list[len(list)-1].Who; who.Name != "Ann Example" || who.ID != "slack/T1/UANN" || who.Admin != admin {
			t.Errorf("%s: %+v", text, who)
		}
	}
	s.server.mu.Lock()
	s.users["UANN"].admin = false
	s.server.mu.Unlock()
	if _, err := s.deliver("slash_commands", s.commandPayload("/quiz-admin status")); err != nil {
		t.Fatal(err)
	}
	if events := s.handledEvents(); events[len(events)-1].Who.Admin {
		t.Error("who is no admin any more is taken for one")
	}
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method == "users.info" {
			http.Error(w, "down", http.StatusInternalServerError)
		}
		return method == "users.info"
	})
	if _, err := s.deliver("slash_commands", s.commandPayload("/quiz-admin status")); err != nil {
		t.Fatal(err)
	}
	list := s.handledEvents()
	if who := list[len(list)-1].Who; who.Admin || who.Name != "" || !list[len(list)-1].Unverified {
		t.Errorf("while Slack does not tell: %+v", who)
	}
}

// Who is an admin of another company's workspace, in a channel that both share, is none here.
func TestAdminsOfOthers(t *testing.T) {
	own := botIdentity{Bot: payload.Bot{Workspace: adapter.Workspace{ID: "T1"}}, enterprise: "E1"}
	for name, c := range map[string]struct {
		user slack.User
		want bool
	}{
		"own":                      {slack.User{TeamID: "T1"}, true},
		"of another workspace":     {slack.User{TeamID: "T2"}, false},
		"of an unknown one":        {slack.User{}, false},
		"a stranger":               {slack.User{TeamID: "T1", IsStranger: true}, false},
		"gone":                     {slack.User{TeamID: "T1", Deleted: true}, false},
		"of the same organization": {slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E1"}}, true},
		"of another organization":  {slack.User{TeamID: "T2", Enterprise: slack.EnterpriseUser{EnterpriseID: "E2"}}, false},
	} {
		if got := own.isColleague(&c.user); got != c.want {
			t.Errorf("%s: %v, want %v", name, got, c.want)
		}
	}
	s := newHarness(t, Options{})
	s.users["UANN"].admin, s.users["UANN"].team = true, "T2"
	s.run()
	s.awaitSockets(1)
	if _, err := s.deliver("slash_commands", s.commandPayload("/quiz-admin skip")); err != nil {
		t.Fatal(err)
	}
	if e := s.handledEvents()[0]; e.Who.Admin || e.Unverified {
		t.Errorf("got %+v", e)
	}
}

// Whoever cannot be named is nameless, and not called by an id: what was known of them before stays.
func TestUnknownNames(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method == "users.info" {
			w.Header().Set("Retry-After", "30")
			w.WriteHeader(http.StatusTooManyRequests)
		}
		return method == "users.info"
	})
	for kind, payload := range map[string]map[string]any{
		"events_api": s.messagePayload("an answer"), "slash_commands": s.commandPayload("/quiz me"),
		"interactive": s.actionPayload("UANN", &surface{channel: channelID, ts: "1.1"}, map[string]any{"type": "button", "action_id": "hint:1", "block_id": "b"}),
	} {
		if _, err := s.deliver(kind, payload); err != nil {
			t.Fatal(err)
		}
		list := s.handledEvents()
		if who := list[len(list)-1].Who; who.Name != "" || who.ID != "slack/T1/UANN" {
			t.Errorf("%s: %+v", kind, who)
		}
	}
}

// Names are found for whom Slack has one, whatever it says of others.
func TestNames(t *testing.T) {
	s := newHarness(t, Options{})
	s.users["UANN"].display = "Ann Example"
	names, err := s.bot.Names(t.Context(), "slack/T1/C1", []quiz.MemberID{"slack/T1/UGONE", "slack/T1/UANN"})
	if err == nil || len(names) != 1 || names["slack/T1/UANN"] != "Ann Example" {
		t.Errorf("got %v, %v", names, err)
	}
}

// Many who act at once are asked about within Slack's limits, and nobody waits for it long.
func TestManyNames(t *testing.T) {
	s := newHarness(t, Options{})
	for i := range 300 {
		s.addUser("member" + string(rune('a'+i%26)) + string(rune('a'+i/26)))
	}
	began := time.Now()
	var all sync.WaitGroup
	for i := range 300 {
		all.Go(func() {
			name := "member" + string(rune('a'+i%26)) + string(rune('a'+i/26))
			if got := s.bot.users.displayName(t.Context(), userID(name), "fallback"); got != name && got != "fallback" {
				t.Errorf("got %q", got)
			}
		})
	}
	all.Wait()
	if n := s.callCount("users.info"); n < usersBurst || n > usersBurst+5 {
		t.Errorf("%d questions about people in %v", n, time.Since(began))
	}
}

// What is said in threads arrives as it was said; what others than people say, and what is said elsewhere, does not.
func TestEvents(t *testing.T) {
	s := newHarness(t, Options{})
	s.run()
	s.awaitSockets(1)
	thread := map[string]any{"type": "message", "channel": channelID, "user": "UANN", "text": "hi &amp; bye", "ts": "1764000000.000200", "thread_ts": "1.000001", "event_ts": "1764000000.000200"}
	with := func(change map[string]any) map[string]any {
		event := map[string]any{}
		for k, v := range thread {
			event[k] = v
		}
		for k, v := range change {
			event[k] = v
		}
		return event
	}
	at := time.Unix(1764000000, 200000).UTC()
	for name, c := range map[string]struct {
		event map[string]any
		want  bot.Act
		at    time.Time
	}{
		"a message":                  {thread, bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"sent to the channel, too":   {with(map[string]any{"subtype": "thread_broadcast"}), bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"with a file":                {with(map[string]any{"subtype": "file_share"}), bot.Message{Thread: "1.000001", ID: "1764000000.000200", Text: "hi & bye"}, at},
		"in the channel":             {with(map[string]any{"thread_ts": ""}), nil, at},
		"the question itself":        {with(map[string]any{"thread_ts": "1764000000.000200"}), nil, at},
		"of a bot":                   {with(map[string]any{"bot_id": "B9"}), nil, at},
		"of its own":                 {with(map[string]any{"user": botUser}), nil, at},
		"somebody joined":            {with(map[string]any{"subtype": "channel_join"}), nil, at},
		"a reaction":                 {with(map[string]any{"type": "reaction_added"}), nil, at},
		"an edit":                    {map[string]any{"type": "message", "subtype": "message_changed", "channel": channelID, "message": with(map[string]any{"text": "new", "edited": map[string]any{"ts": "1764000001.000000"}}), "previous_message": thread}, bot.Edit{Thread: "1.000001", ID: "1764000000.000200", Sent: at, Text: "new"}, time.Unix(1764000001, 0).UTC()},
		"a preview that was added":   {map[string]any{"type": "message", "subtype": "message_changed", "channel": channelID, "message": thread, "previous_message": thread}, nil, at},
		"a deletion":                 {map[string]any{"type": "message", "subtype": "message_deleted", "channel": channelID, "deleted_ts": "1764000000.000200", "previous_message": thread, "event_ts": "1764000002.000000"}, bot.Deletion{Thread: "1.000001", ID: "1764000000.000200"}, time.Unix(1764000002, 0).UTC()},
		"deleted with replies below": {map[string]any{"type": "message", "subtype": "message_changed", "channel": channelID, "message": with(map[string]any{"subtype": "tombstone", "text": "This message was deleted."}), "previous_message": thread}, bot.Deletion{Thread: "1.000001", ID: "1764000000.000200"}, time.Time{}},
	} {
		before := len(s.handledEvents())
		s.deliverEvent(c.event)
		list := s.handledEvents()[before:]
		switch {
		case c.want == nil && len(list) > 0:
			t.Errorf("%s: arrives as %+v", name, list[0])
		case c.want != nil && (len(list) != 1 || list[0].Act != c.want || list[0].Room != "slack/T1/C1" || list[0].Who.ID != "slack/T1/UANN" || !c.at.IsZero() && !list[0].At.Equal(c.at)):
			t.Errorf("%s: arrives as %+v", name, list)
		}
	}
}

// What was written, edited and taken out while the bot was away is caught up with, page by page.
func TestCatchUp(t *testing.T) {
	s := newHarness(t, Options{})
	s.posts = []*post{{TS: "1.000001", User: botUser, BotID: "B1", channel: channelID}}
	for _, ts := range []string{"2.000001", "2.000002", "2.000003", "2.000004", "2.000005"} {
		s.posts = append(s.posts, &post{TS: ts, Thread: "1.000001", User: "UANN", Text: "text " + ts, channel: channelID})
	}
	s.posts[2].Edited = &edited{"3.000000"}
	s.reactions["2.000001"] = true
	s.answer = func(bot.Event) (bot.Answer, error) { return bot.Seen{}, nil }
	err := s.bot.CatchUp(t.Context(), "slack/T1/C1", quiz.MessageRef{Message: "1.000001"}, []string{"2.000001", "2.000009"}, s.handle)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range s.handledEvents() {
		switch act := e.Act.(type) {
		case bot.Message:
			got = append(got, "message "+act.ID)
		case bot.Edit:
			got = append(got, "edit "+act.ID)
		case bot.Deletion:
			got = append(got, "deletion "+act.ID)
		}
	}
	want := "message 2.000001, edit 2.000002, message 2.000003, message 2.000004, message 2.000005, deletion 2.000009"
	if strings.Join(got, ", ") != want {
		t.Errorf("got %v, want %s", got, want)
	}
	s.bot.background.Wait()
	if !s.reactions["2.000003"] || s.callCount("reactions.add") != 4 {
		t.Errorf("marked are %v by %d requests, want those that bear no mark", s.reactions, s.callCount("reactions.add"))
	}
}

// The bot's own page shows what is open where, and its buttons work.
func TestHome(t *testing.T) {
	s := newHarness(t, Options{})
	s.answer = func(e bot.Event) (bot.Answer, error) {
		switch act := e.Act.(type) {
		case bot.HomeOpened:
			if len(act.Rooms) != 1 || act.Rooms[0] != (bot.HomeRoom{ID: "slack/T1/C1", Name: "#interview"}) {
				t.Errorf("the rooms are %v", act.Rooms)
			}
			return bot.Home{Card: threePartPosting("").Card}, nil
		case bot.Press:
			if e.Room != "" {
				t.Errorf("the press is in %s", e.Room)
			}
			return bot.Private{Card: threePartPosting("").Card}, nil
		}
		return bot.Nothing{}, nil
	}
	s.run()
	s.awaitSockets(1)
	s.deliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "home"})
	s.deliverEvent(map[string]any{"type": "app_home_opened", "user": "UANN", "tab": "messages"})
	if n := s.callCount("views.publish"); n != 1 || !strings.Contains(string(s.homes["UANN"]), "words words") {
		t.Errorf("published %d times: %s", n, s.homes["UANN"])
	}
	pressed := s.actionPayload("UANN", &surface{home: true}, map[string]any{"type": "button", "action_id": "a", "block_id": "b"})
	if _, err := s.deliver("interactive", pressed); err != nil {
		t.Fatal(err)
	}
	if w := s.views["UANN"]; w == nil || !strings.Contains(string(w.blocks), "words words") {
		t.Errorf("the answer to a press on the page is %+v", w)
	}
}

// Messages to one person outside of any room are direct ones.
func TestTell(t *testing.T) {
	s := newHarness(t, Options{})
	if err := s.bot.Tell(t.Context(), "slack/T1/UANN", threePartPosting("").Card); err != nil {
		t.Fatal(err)
	}
	if len(s.posts) != 3 || s.posts[0].channel != "DUANN" {
		t.Errorf("there stand %q", s.postedParts())
	}
}

// The doctor names what is wrong, and what to do.
func TestCheck(t *testing.T) {
	s := newHarness(t, Options{})
	said := func(rooms ...quiz.RoomID) string {
		var b strings.Builder
		for _, f := range s.bot.Check(t.Context(), rooms) {
			if f.Err != nil {
				b.WriteString(f.What + ": " + f.Err.Error() + "\n")
			}
		}
		return b.String()
	}
	s.channels = map[string]map[string]any{
		"C1": {"id": "C1", "name": "interview", "is_member": true}, "C2": {"id": "C2", "name": "other"}, "C3": {"id": "C3", "name": "old", "is_archived": true},
	}
	if got := said("slack/T1/C1"); got != "" {
		t.Errorf("all is well, and it says\n%s", got)
	}
	s.scopes = "chat:write,commands,channels:history,channels:read,groups:history,groups:read,im:write,users:read"
	got := said("slack/T1/C1", "slack/T1/C2", "slack/T1/C3", "slack/T1/C4", "slack/T2/C1")
	for _, want := range []string{
		"the app lacks reactions:write (marks answers in threads as seen): add it", "C2: the bot is not in #other: type /invite", "C3: the channel is archived",
		"C4: conversations.info: channel_not_found", "T2/C1: it is of another workspace than the tokens",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q, but\n%s", want, got)
		}
	}
	s.setFault(func(w http.ResponseWriter, method string) bool {
		if method == "apps.connections.open" {
			_, _ = w.Write([]byte(`{"ok":false,"error":"not_allowed_token_type"}`))
		}
		return method == "apps.connections.open"
	})
	if got := said(); !strings.Contains(got, "App-Level Tokens, with the scope connections:write") {
		t.Errorf("it says\n%s", got)
	}
	s.setFault(nil)
	s.revoked = true
	if got := said(); !strings.Contains(got, "slack: the bot token: auth.test: token_revoked: the app was removed") {
		t.Errorf("it says\n%s", got)
	}
	s.bot.AppToken = "xoxb-swapped"
	if got := said(); !strings.Contains(got, "slack.app_token: it does not begin with xapp-") || strings.Contains(got, "swapped") {
		t.Errorf("it says\n%s", got)
	}
}
