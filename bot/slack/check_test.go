package slack

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// The doctor names each problem and its remedy.
func TestCheck(t *testing.T) {
	s := newHarness(t, Options{})
	said := func(rooms ...quiz.RoomID) string {
		var b strings.Builder
		for _, f := range s.bot.Check(t.Context(), rooms) {
			if f.Err != nil {
				b.WriteString(f.Subject + ": " + f.Err.Error() + "\n")
			}
		}
		return b.String()
	}
	s.Channels = map[string]map[string]any{
		"C1": {"id": "C1", "name": "interview", "is_member": true}, "C2": {"id": "C2", "name": "other"}, "C3": {"id": "C3", "name": "old", "is_archived": true},
	}
	if got := said("slack/T1/C1"); got != "" {
		t.Errorf("all is well, and it says\n%s", got)
	}
	s.Scopes = "chat:write,commands,channels:history,channels:read,groups:history,groups:read,im:write,users:read"
	got := said("slack/T1/C1", "slack/T1/C2", "slack/T1/C3", "slack/T1/C4", "slack/T2/C1")
	for _, want := range []string{
		"the app lacks reactions:write (marks answers in threads as seen): add it", "C2: the bot is not in #other: type /invite", "C3: the channel is archived",
		"C4: conversations.info: channel_not_found", "T2/C1: it is of another workspace than the tokens",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("it does not say %q, but\n%s", want, got)
		}
	}
	s.SetFault(func(w http.ResponseWriter, method string) bool {
		if method == "apps.connections.open" {
			_, _ = w.Write([]byte(`{"ok":false,"error":"not_allowed_token_type"}`))
		}
		return method == "apps.connections.open"
	})
	if got := said(); !strings.Contains(got, "App-Level Tokens, with the scope connections:write") {
		t.Errorf("it says\n%s", got)
	}
	s.SetFault(nil)
	s.Revoked = true
	if got := said(); !strings.Contains(got, "slack: the bot token: auth.test: token_revoked: the app was removed") {
		t.Errorf("it says\n%s", got)
	}
	s.bot.AppToken = "xoxb-swapped"
	if got := said(); !strings.Contains(got, "slack.app_token: it does not begin with xapp-") || strings.Contains(got, "swapped") {
		t.Errorf("it says\n%s", got)
	}
}

// Inspect finds the obstacles in a channel before the quiz is set up there.
func TestInspect(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{})
	s.Channels = map[string]map[string]any{
		"C1": {"id": "C1", "is_channel": true, "is_member": true}, "C2": {"id": "C2", "is_channel": true, "is_member": false},
		"C3": {"id": "C3", "is_channel": true, "is_member": true, "is_archived": true}, "G4": {"id": "G4", "is_mpim": true, "is_member": true},
	}
	for channel, want := range map[string][]reason.ObstacleCode{
		"C1": nil, "C2": {reason.NotInvited}, "C3": {reason.ChannelArchived}, "G4": {reason.DirectMessage}, "D5": {reason.DirectMessage}, "C6": {reason.ChannelGone},
	} {
		list, err := s.bot.Inspect(t.Context(), quiz.RoomID("slack/T1/"+channel))
		var got []reason.ObstacleCode
		for _, o := range list {
			got = append(got, o.Code)
		}
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v, want %v", channel, got, err, want)
		}
	}
	for _, code := range []string{"missing_scope", "fatal_error"} {
		s.RefuseMethod("conversations.info", code, always)
		if list, err := s.bot.Inspect(t.Context(), "slack/T1/C1"); err == nil || len(list) > 0 {
			t.Errorf("%s: got %v, %v, want an error: it says nothing of the channel", code, list, err)
		}
	}
}
