package slack

import (
	"net/http"
	"reflect"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/internal/testing/slacktest"
	"quizbot/quiz"
)

// present and removed are the reports of the harness's workspace.
func present() bot.Act {
	return bot.WorkspacesListed{Platform: "slack", Workspaces: []quiz.WorkspaceID{"slack/" + slacktest.TeamID}}
}

func removed() bot.Act {
	return bot.WorkspaceChanged{Workspace: "slack/" + slacktest.TeamID, Left: true}
}

// checkReported waits for the reports since the start: the bot's own workspace, and its removal of the
// app if that is expected.
func (s *harness) checkReported(removal bool) {
	s.T.Helper()
	want := []bot.Act{present()}
	if removal {
		want = append(want, removed())
	}
	s.waitUntil("the workspace is reported", func() bool { return len(s.reported()) >= len(want) })
	if got := s.reported(); !reflect.DeepEqual(got, want) {
		s.T.Errorf("reported are %v, want %v", got, want)
	}
}

// A late event, after the app was installed again, isn't a removal. Events about another workspace of the
// app or about a person's token aren't either.
func TestNoRemoval(t *testing.T) {
	for name, event := range map[string]map[string]any{
		"late":            {"type": "app_uninstalled"},
		"a person's":      {"type": "tokens_revoked", "tokens": map[string]any{"oauth": []string{"U1"}, "bot": []string{}}},
		"another message": {"type": "message", "text": "app_uninstalled"},
	} {
		t.Run(name, func(t *testing.T) {
			s := newHarness(t, Options{})
			s.bot.token.wait = time.Millisecond
			s.run()
			s.AwaitSockets(2)
			checked := s.CallCount("auth.test")
			s.DeliverEvent(event)
			if name == "late" {
				s.waitUntil("the token is checked", func() bool { return s.CallCount("auth.test") > checked && !s.bot.token.uninstalled.Load() })
			} else if s.bot.token.uninstalled.Load() {
				t.Error("it is taken for a removal")
			}
			s.checkReported(false)
		})
	}
	s := newHarness(t, Options{})
	s.run()
	s.AwaitSockets(2)
	other := map[string]any{"type": "event_callback", "event_id": "Ev9", "team_id": "T999", "event": map[string]any{"type": "app_uninstalled"}}
	if _, err := s.Deliver("events_api", other); err != nil {
		t.Fatal(err)
	}
	if s.bot.token.uninstalled.Load() {
		t.Error("the removal of another workspace counts")
	}
}

// Slack's time is known while it refuses the token.
func TestTimeWithoutToken(t *testing.T) {
	s := newHarness(t, Options{})
	s.SetFault(func(w http.ResponseWriter, _ string) bool {
		_, _ = w.Write([]byte(`{"ok":false,"error":"account_inactive"}`))
		return true
	})
	if at, err := s.bot.PlatformTime(t.Context()); err != nil || at.IsZero() {
		t.Errorf("got %v, %v", at, err)
	}
}
