package discord

import (
	"reflect"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// The bot is told of a removal and of a return in their order. An outage is neither.
func TestRemovalAndReturn(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.run()
	s.Ready()
	s.Outage(true)
	s.Outage(false)
	s.Kick()
	s.Invite()
	own := quiz.WorkspaceID("discord/" + discordtest.GuildID)
	want := []bot.Act{
		bot.WorkspacesListed{Platform: "discord", Workspaces: []quiz.WorkspaceID{own}},
		bot.WorkspaceChanged{Workspace: own, Left: true},
		bot.WorkspaceChanged{Workspace: own},
	}
	s.waitUntil("all is reported", func() bool { return len(s.reported()) >= len(want) })
	if got := s.reported(); !reflect.DeepEqual(got, want) {
		t.Errorf("reported are %v, want %v", got, want)
	}
}

// A new session tells of the servers that the bot is still in. One that is missing there has removed it,
// and comes back with its next GUILD_CREATE.
func TestRemovedMeanwhile(t *testing.T) {
	t.Parallel()
	states := newGuildStates()
	states.add("1")
	states.remove("2", true)
	for name, want := range map[string][]string{
		`{"guilds":[{"id":"2","unavailable":true},{"id":"3"}]}`: {"2", "3"}, `{"guilds":[]}`: nil,
	} {
		if got, ok := states.readReady([]byte(name)); !ok || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %v, %v", name, got, ok)
		}
		if name != `{"guilds":[]}` && states.byID["2"] != guildUnavailable {
			t.Error("the outage of a server is forgotten")
		}
		states.byID["2"] = guildUnavailable
	}
	if states.add("1") != guildUnknown {
		t.Error("a server that removed the bot isn't noticed when it comes back")
	}
	for _, broken := range []string{`{}`, `{"guilds":null}`, `{"guilds":[{"id":1}]}`, `x`} {
		if _, ok := states.readReady([]byte(broken)); ok {
			t.Errorf("%s is taken for a list of servers", broken)
		}
	}
}

// The list of a session without the server is reported.
func TestAbsentAtStart(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{Retry: time.Millisecond})
	s.Kick()
	s.run()
	s.waitUntil("it is reported", func() bool { return len(s.reported()) == 1 })
	if got, is := s.reported()[0].(bot.WorkspacesListed); !is || len(got.Workspaces) != 0 {
		t.Errorf("got %v, want an empty list", s.reported())
	}
}
