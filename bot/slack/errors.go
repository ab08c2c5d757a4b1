package slack

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot/adapter"
	"quizbot/quiz/reason"
)

// remedy is what a person can do about an error code of the web API.
type remedy struct {
	text     string
	obstacle reason.ObstacleCode // empty if the room can run all the same, or another attempt may succeed
}

// remedyForCode returns the remedy for an error code. The codes are listed on the pages of the
// methods under docs.slack.dev/reference/methods.
func remedyForCode(code string) remedy {
	switch code {
	case "channel_not_found":
		return remedy{"the channel does not exist, or it is private and the bot is not in it: invite the bot with /invite", reason.ChannelGone}
	case "not_in_channel":
		return remedy{"the bot is not in the channel: invite it with /invite", reason.NotInvited}
	case "is_archived":
		return remedy{"the channel is archived: unarchive it, or take the room out", reason.ChannelArchived}
	case "method_not_supported_for_channel_type", "channel_type_not_supported":
		return remedy{"the quiz needs a channel: set it up in one", reason.DirectMessage}
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel",
		"restricted_action_non_threadable_channel", "restricted_action_thread_locked":
		return remedy{"the workspace does not let the bot post there: change the channel's posting permissions", reason.PostingForbidden}
	case "ekm_access_denied", "team_access_not_granted", "access_denied", "no_permission", "not_allowed_token_type",
		"org_login_required":
		return remedy{"the workspace's admins must allow the app to do this", reason.PostingForbidden}
	case "invalid_auth", "not_authed":
		return remedy{"the token is not Slack's: copy it again from api.slack.com/apps", reason.AppRemoved}
	case "token_revoked", "token_expired", "account_inactive":
		return remedy{"the app was removed from the workspace or its token revoked: install it again and set the new token", reason.AppRemoved}
	case "missing_scope":
		return remedy{"the app lacks a permission: compare its manifest with quizbot manifest slack, and install it again", reason.LacksPermission}
	case "expired_trigger_id", "trigger_expired", "exchanged_trigger_id":
		return remedy{text: "the press came too long ago"}
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		return remedy{text: "too many messages: this is tried again"}
	}
	if errorClass(code)&adapter.ClassLayout != 0 {
		return remedy{text: "Slack does not take the message as it is laid out: please report the question that it is about"}
	}
	return remedy{}
}

// errorClass returns the properties of an error code. The transient codes are listed on every page
// of docs.slack.dev/reference/methods.
func errorClass(code string) adapter.Class {
	switch code {
	case "internal_error", "fatal_error", "ratelimited", "service_unavailable", "request_timeout", "team_added_to_org":
		return adapter.ClassTransient
	case "invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired":
		return adapter.ClassAuth
	case "invalid_blocks", "invalid_blocks_format", "invalid_attachments", "only_one_table_allowed", "msg_blocks_too_long",
		"msg_too_long", "no_text", "too_many_attachments":
		return adapter.ClassLayout
	case "message_not_found":
		return adapter.ClassMessageGone | adapter.ClassThreadClosed
	case "thread_not_found", "cannot_reply_to_message", "restricted_action_thread_locked", "restricted_action_non_threadable_channel",
		"invalid_ts", "invalid_thread_ts":
		return adapter.ClassThreadClosed
	}
	return 0
}

// webAPIError gives an error of slack-go its remedy and class.
func webAPIError(method string, err error) error {
	var limited *slack.RateLimitedError
	if errors.As(err, &limited) {
		return &adapter.APIError{
			Method: method, Code: "ratelimited", Remedy: "too many requests",
			Class: adapter.ClassTransient, Wait: limited.RetryAfter, Cause: err,
		}
	}
	var refused slack.SlackErrorResponse
	if !errors.As(err, &refused) {
		if err == nil {
			return nil
		}
		return fmt.Errorf("%s: %w", method, err)
	}
	r := remedyForCode(refused.Err)
	e := &adapter.APIError{Method: method, Code: refused.Err, Remedy: r.text, Class: errorClass(refused.Err), Cause: err}
	if r.obstacle != "" {
		e.Unreachable = &reason.Obstacle{Code: r.obstacle}
	}
	if refused.Needed != "" {
		e.Remedy = fmt.Sprintf("the app lacks the permission %s: add it under OAuth & Permissions, and install the app again", refused.Needed)
	}
	if r.obstacle == reason.LacksPermission {
		e.Unreachable.Args = map[string]string{"permissions": cmp.Or(refused.Needed, method)}
	}
	return e
}

// checkedError is the function checkedError for calls with the bot token. A token that Slack
// refuses is checked.
func (a *Adapter) checkedError(method string, err error) error {
	err = webAPIError(method, err)
	if adapter.IsClass(err, adapter.ClassAuth) {
		a.token.requestCheck()
	}
	return err
}

// retryWait grows with each attempt.
const retryWait = 300 * time.Millisecond

// callWithRetry makes a request, and repeats it if Slack fails itself or asks for a repetition. The
// request must do no harm when it is made twice.
func (a *Adapter) callWithRetry(ctx context.Context, method string, call func() error) error {
	policy := adapter.RetryPolicy{Tries: 3, Wait: adapter.LinearWait(retryWait)}
	return policy.Do(ctx, func() error { return a.checkedError(method, call()) })
}
