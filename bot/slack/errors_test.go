package slack

import (
	"encoding/json"
	"errors"
	"net/http"
	"strings"
	"testing"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// A refusal of Slack has its remedy, and reports whether the room is unreachable.
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
		s.SetFault(func(w http.ResponseWriter, method string) bool {
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
	s.SetFault(func(w http.ResponseWriter, method string) bool {
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

// An error with a remedy for people wraps its obstacle.
func TestObstacles(t *testing.T) {
	for code, want := range map[string]reason.ObstacleCode{
		"not_in_channel": reason.NotInvited, "is_archived": reason.ChannelArchived, "channel_not_found": reason.ChannelGone,
		"restricted_action": reason.PostingForbidden, "restricted_action_read_only_channel": reason.PostingForbidden,
		"token_revoked": reason.AppRemoved, "account_inactive": reason.AppRemoved, "invalid_auth": reason.AppRemoved,
		"missing_scope": reason.LacksPermission, "method_not_supported_for_channel_type": reason.DirectMessage,
		"fatal_error": "", "ratelimited": "", "service_unavailable": "", "something_new": "",
	} {
		s := newHarness(t, Options{})
		s.RefuseMethod("chat.postMessage", code, always)
		_, err := s.bot.Post(t.Context(), threePartPosting("7/ask"))
		var got reason.ObstacleCode
		if o := reason.AsObstacle(err); o != nil {
			got = o.Code
		}
		if err == nil || got != want || errors.Is(err, quiz.ErrContentRefused) || strings.Contains(err.Error(), "slack: ") {
			t.Errorf("%s: the obstacle is %q, want %q: %v", code, got, want, err)
		}
	}
}

// A request is repeated after each code for a failure of Slack itself. A refused request is not.
func TestTransientFailures(t *testing.T) {
	t.Parallel()
	for code, want := range map[string]int{
		"fatal_error": 2, "internal_error": 2, "service_unavailable": 2, "request_timeout": 2, "ratelimited": 2, "user_not_in_channel": 1, "something_new": 1,
	} {
		s := newHarness(t, Options{})
		calls := 0
		err := s.bot.callWithRetry(t.Context(), "chat.postEphemeral", func() error {
			if calls++; calls == 1 {
				return slack.SlackErrorResponse{Err: code}
			}
			return nil
		})
		if calls != want || (err == nil) != (want == 2) {
			t.Errorf("%s: %d calls, %v", code, calls, err)
		}
	}
}
