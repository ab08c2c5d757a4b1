package slack

import (
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"
)

// apiError is what Slack refused, with what to do about it.
type apiError struct {
	method, code, cure string
	gone               bool
	after              time.Duration
	cause              error
}

func (e *apiError) Error() string {
	text := "slack: " + e.method + ": " + e.code
	if e.cure != "" {
		text += ": " + e.cure
	}
	return text
}

// Unwrap returns slack-go's error.
func (e *apiError) Unwrap() error { return e.cause }

// Gone says that the room cannot be reached until somebody does something about it.
func (e *apiError) Gone() bool { return e.gone }

// RetryAfter is how long Slack asks to wait, 0 where it does not.
func (e *apiError) RetryAfter() time.Duration { return e.after }

// cures are what can be done about errors of the web API, and whether the room is out of reach until then. The codes
// are those that the pages of the methods under docs.slack.dev/reference/methods list.
func cures(code string) (cure string, gone bool) {
	switch code {
	case "channel_not_found":
		return "the channel does not exist, or it is private and the bot is not in it: invite the bot with /invite", true
	case "not_in_channel":
		return "the bot is not in the channel: invite it with /invite", true
	case "is_archived":
		return "the channel is archived: unarchive it, or take the room out", true
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked":
		return "the workspace does not let the bot post there: change the channel's posting permissions", true
	case "ekm_access_denied", "team_access_not_granted", "access_denied", "no_permission", "not_allowed_token_type":
		return "the workspace's admins must allow the app to do this", true
	case "invalid_auth", "not_authed":
		return "the token is not Slack's: copy it again from api.slack.com/apps", true
	case "token_revoked", "token_expired", "account_inactive":
		return "the app was removed from the workspace or its token revoked: install it again and set the new token", true
	case "missing_scope":
		return "the app lacks a permission: compare its manifest with quizbot manifest slack, and install it again", true
	case "msg_too_long", "msg_blocks_too_long", "invalid_blocks", "invalid_blocks_format", "invalid_attachments":
		return "Slack does not take the message as it is laid out: please report the question that it is about", false
	case "expired_trigger_id", "trigger_expired":
		return "the press came too long ago", false
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		return "too many messages: this is tried again", false
	}
	return "", false
}

// explain gives an error of slack-go a cure. Others are as they are.
func explain(method string, err error) error {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return &apiError{method: method, code: "ratelimited", cure: "too many requests", after: limited.RetryAfter, cause: err}
	}
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) {
		if err == nil {
			return nil
		}
		return fmt.Errorf("slack: %s: %w", method, err)
	}
	e := &apiError{method: method, code: refused.Err, cause: err}
	e.cure, e.gone = cures(refused.Err)
	if refused.Needed != "" {
		e.cure = fmt.Sprintf("the app lacks the permission %s: add it under OAuth & Permissions, and install the app again", refused.Needed)
	}
	return e
}

// codeOf is Slack's code of an error, empty where it has none.
func codeOf(err error) string {
	var e *apiError
	if errors.As(err, &e) {
		return e.code
	}
	var refused slack.SlackErrorResponse
	if errors.As(err, &refused) {
		return refused.Err
	}
	return ""
}

// unfit reports whether Slack refused how a message is laid out, which a barer one may mend.
func unfit(err error) bool {
	switch codeOf(err) {
	case "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "only_one_table_allowed", "msg_blocks_too_long":
		return true
	}
	return false
}
