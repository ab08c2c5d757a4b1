package discord

import (
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"time"

	"quizbot/quiz/reason"
)

// Codes of https://docs.discord.com/developers/topics/opcodes-and-status-codes that the bot answers to.
const (
	codeUnknownChannel     = 10003
	codeUnknownGuild       = 10004
	codeUnknownMember      = 10007
	codeUnknownMessage     = 10008
	codeUnknownInteraction = 10062
	codeMissingAccess      = 50001
	codeNotInSystem        = 50005 // the message is somebody else's
	codeCannotTell         = 50007
	codeWrongChannelType   = 50008
	codeMissingPermission  = 50013
	codeWrongChannel       = 50024
	codeInvalidForm        = 50035
	codeArchived           = 50083
	codeAnswered           = 40060
	codeThreadExists       = 160004
	codeThreadLocked       = 160005
	codeThreadsFull        = 160006

	codeBlockedByAutoMod      = 200000
	codeTitleBlockedByAutoMod = 200001
	codeHarmfulLink           = 240000
)

// apiError is what Discord refused, with what to do about it.
type apiError struct {
	route   string // such as POST /channels/:id/messages
	status  int
	code    int
	message string
	details string // of what is wrong with a message, in Discord's own JSON
	after   time.Duration
	foreign bool // the answer is none of the API's, as a page of Cloudflare's
}

func (e *apiError) Error() string {
	text := fmt.Sprintf("discord: %s: %d", e.route, e.status)
	if e.code != 0 {
		text += fmt.Sprintf(" (code %d)", e.code)
	}
	if e.message != "" {
		text += " " + e.message
	}
	if cure, _ := cures(e); cure != "" {
		text += ": " + cure
	}
	return text
}

// LogValue implements [slog.LogValuer]: the log has Discord's details as well, which are for machines.
func (e *apiError) LogValue() slog.Value {
	if e.details == "" {
		return slog.StringValue(e.Error())
	}
	return slog.StringValue(e.Error() + " " + e.details)
}

// Unwrap returns the obstacle that the refusal tells of, nil where it tells of none.
func (e *apiError) Unwrap() error {
	if o := e.obstacle(); o != nil {
		return o
	}
	return nil
}

// obstacle returns what keeps the quiz from running until somebody does something about it.
func (e *apiError) obstacle() *reason.Obstacle {
	switch e.code {
	case codeUnknownChannel:
		return &reason.Obstacle{Code: reason.ChannelGone}
	case codeUnknownGuild:
		return &reason.Obstacle{Code: reason.AppRemoved}
	case codeMissingAccess:
		return lacksPermissions(nameOf(permissionView))
	case codeMissingPermission:
		return lacksPermissions(neededFor(e.route))
	case codeWrongChannelType, codeWrongChannel:
		return &reason.Obstacle{Code: reason.WrongChannelKind}
	}
	if e.refusesToken() {
		return &reason.Obstacle{Code: reason.AppRemoved}
	}
	return nil
}

// Gone says that the room cannot be reached until somebody does something about it.
func (e *apiError) Gone() bool {
	_, gone := cures(e)
	return gone
}

// RetryAfter is how long Discord asks to wait, 0 where it does not.
func (e *apiError) RetryAfter() time.Duration { return e.after }

// cures are what can be done about an error, and whether the room is out of reach until then.
func cures(e *apiError) (cure string, gone bool) {
	switch e.code {
	case codeUnknownChannel:
		return "the channel does not exist any more: set the quiz up in another one, or take the room out", true
	case codeUnknownGuild:
		return "the bot is not in that server: invite it with the address that quizbot invite discord prints", true
	case codeMissingAccess:
		return "the bot does not see the channel: give it View Channel there, or invite it again", true
	case codeMissingPermission:
		return "the bot lacks a permission in the channel: quizbot doctor names it", true
	case codeWrongChannelType, codeWrongChannel:
		return "messages cannot be posted in a channel of this kind: set the quiz up in a text channel", true
	case codeArchived, codeThreadLocked:
		return "the thread is archived or locked: unlock it, or leave it, and the reveal stands in the channel", false
	case codeThreadsFull, 30033:
		return "the server has as many threads, or the thread as many members, as Discord allows: close some", false
	case codeCannotTell:
		return "the member takes no direct messages", false
	case codeInvalidForm:
		return "Discord does not take the message as it is laid out: please report the question that it is about", false
	}
	switch {
	case e.refusesToken():
		return "the token, discord.token, is refused: copy it again from the page Bot of the application at discord.com/developers/applications", true
	case e.status == http.StatusTooManyRequests:
		return "this is tried again", false
	}
	return "", false
}

// codeOf is Discord's code of an error, 0 where it has none; statusOf its HTTP status, 0 where there was no answer.
func codeOf(err error) int {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.code
	}
	return 0
}

func statusOf(err error) int {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.status
	}
	return 0
}

// afterOf is how long Discord asks to wait, 0 where it does not.
func afterOf(err error) time.Duration {
	if e, ok := errors.AsType[*apiError](err); ok {
		return e.after
	}
	return 0
}

// unfit reports whether Discord refused how a message is laid out, which a barer one may mend.
func unfit(err error) bool {
	return codeOf(err) == codeInvalidForm || statusOf(err) == http.StatusBadRequest && codeOf(err) == 0
}

// refusesContent reports whether Discord refused a message for its content: its layout, or a word or an address that the
// server or Discord itself blocks.
func refusesContent(err error) bool {
	switch codeOf(err) {
	case codeBlockedByAutoMod, codeTitleBlockedByAutoMod, codeHarmfulLink:
		return true
	}
	return unfit(err)
}

// tokenRefused reports whether Discord refuses the token.
func tokenRefused(err error) bool {
	e, ok := errors.AsType[*apiError](err)
	return ok && e.refusesToken()
}

// refusesToken reports whether Discord refuses the token, which a page of others that asks who is there does not.
func (e *apiError) refusesToken() bool { return e.status == http.StatusUnauthorized && !e.foreign }

// lasting reports whether Discord refused something for a reason that no waiting mends.
func lasting(err error) bool {
	e, ok := errors.AsType[*apiError](err)
	if !ok || e.foreign {
		return false
	}
	status := e.status
	return status >= http.StatusBadRequest && status < http.StatusInternalServerError && status != http.StatusUnauthorized && status != http.StatusTooManyRequests
}

// shut reports whether an error says that nothing can be written into a thread, or that none can be opened, for reasons
// that only people can mend.
func shut(err error) bool {
	switch codeOf(err) {
	case codeUnknownChannel, codeUnknownMessage, codeMissingAccess, codeMissingPermission, codeArchived, codeThreadLocked, codeThreadsFull, 30033:
		return true
	}
	return false
}
