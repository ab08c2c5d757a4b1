package slack

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"quizbot/quiz"
)

// apiError is an error that Slack answered a method with, and what to do about it.
type apiError struct {
	method, code, cure string
	obstacle           *quiz.Obstacle // why the room can't run until a person acts, nil where it can
	content            bool           // Slack refuses what is said, however it is laid out
	after              time.Duration
	cause              error
}

func (e *apiError) Error() string {
	text := e.method + ": " + e.code
	if e.cure != "" {
		text += ": " + e.cure
	}
	return text
}

// Unwrap returns slack-go's error, and the obstacle or [quiz.ErrContentRefused] where the error stands for one.
func (e *apiError) Unwrap() []error {
	list := []error{e.cause}
	if e.obstacle != nil {
		list = append(list, e.obstacle)
	}
	if e.content {
		list = append(list, quiz.ErrContentRefused)
	}
	return list
}

// Gone says that the room can't be reached until somebody does something about it.
func (e *apiError) Gone() bool { return e.obstacle != nil }

// RetryAfter is how long Slack asks to wait, 0 where it does not.
func (e *apiError) RetryAfter() time.Duration { return e.after }

// known is what the bot knows about an error code of the web API.
type known struct {
	cure     string
	obstacle quiz.ObstacleCode // empty where the room can run all the same, or another try may mend it
}

// knownCode returns what is known about an error code. The codes are those that the pages of the methods under
// docs.slack.dev/reference/methods list.
func knownCode(code string) known {
	switch code {
	case "channel_not_found":
		return known{"the channel does not exist, or it is private and the bot is not in it: invite the bot with /invite", quiz.ChannelGone}
	case "not_in_channel":
		return known{"the bot is not in the channel: invite it with /invite", quiz.NotInvited}
	case "is_archived":
		return known{"the channel is archived: unarchive it, or take the room out", quiz.ChannelArchived}
	case "method_not_supported_for_channel_type", "channel_type_not_supported":
		return known{"the quiz needs a channel: set it up in one", quiz.DirectMessage}
	case "restricted_action", "restricted_action_read_only_channel", "restricted_action_thread_only_channel", "restricted_action_non_threadable_channel", "restricted_action_thread_locked":
		return known{"the workspace does not let the bot post there: change the channel's posting permissions", quiz.PostingForbidden}
	case "ekm_access_denied", "team_access_not_granted", "access_denied", "no_permission", "not_allowed_token_type", "org_login_required":
		return known{"the workspace's admins must allow the app to do this", quiz.PostingForbidden}
	case "invalid_auth", "not_authed":
		return known{"the token is not Slack's: copy it again from api.slack.com/apps", quiz.AppRemoved}
	case "token_revoked", "token_expired", "account_inactive":
		return known{"the app was removed from the workspace or its token revoked: install it again and set the new token", quiz.AppRemoved}
	case "missing_scope":
		return known{"the app lacks a permission: compare its manifest with quizbot manifest slack, and install it again", quiz.LacksPermission}
	case "expired_trigger_id", "trigger_expired", "exchanged_trigger_id":
		return known{cure: "the press came too long ago"}
	case "ratelimited", "rate_limited", "message_limit_exceeded":
		return known{cure: "too many messages: this is tried again"}
	}
	if slices.Contains(layoutCodes(), code) {
		return known{cure: "Slack does not take the message as it is laid out: please report the question that it is about"}
	}
	return known{}
}

// layoutCodes say that Slack refuses how a message is laid out, which a plainer layout may mend.
func layoutCodes() []string {
	return []string{
		"invalid_blocks", "invalid_blocks_format", "invalid_attachments", "only_one_table_allowed", "msg_blocks_too_long",
		"msg_too_long", "no_text", "too_many_attachments",
	}
}

// threadCodes say that nothing can be posted in a thread, though it may be in the channel.
func threadCodes() []string {
	return []string{
		"thread_not_found", "cannot_reply_to_message", "message_not_found", "restricted_action_thread_locked",
		"restricted_action_non_threadable_channel", "invalid_ts", "invalid_thread_ts",
	}
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
		return fmt.Errorf("%s: %w", method, err)
	}
	k := knownCode(refused.Err)
	e := &apiError{method: method, code: refused.Err, cure: k.cure, cause: err}
	if k.obstacle != "" {
		e.obstacle = &quiz.Obstacle{Code: k.obstacle}
	}
	if refused.Needed != "" {
		e.cure = fmt.Sprintf("the app lacks the permission %s: add it under OAuth & Permissions, and install the app again", refused.Needed)
	}
	if k.obstacle == quiz.LacksPermission {
		e.obstacle.Args = map[string]string{"permissions": cmp.Or(refused.Needed, method)}
	}
	return e
}

// contentRefused says of an error that another try would meet the same.
func contentRefused(err error) error {
	var e *apiError
	if !errors.As(err, &e) {
		return err
	}
	refused := *e
	refused.content = true
	return &refused
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

// unfit reports whether Slack refused how a message is laid out, which a plainer layout may mend.
func unfit(err error) bool { return slices.Contains(layoutCodes(), codeOf(err)) }

// threadClosed reports whether an error says that a thread takes nothing, though its channel may.
func threadClosed(err error) bool { return slices.Contains(threadCodes(), codeOf(err)) }
