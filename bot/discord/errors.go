package discord

import (
	"errors"
	"net/http"

	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
	"quizbot/quiz/reason"
)

// Codes of https://docs.discord.com/developers/topics/opcodes-and-status-codes that the bot reacts
// to.
const (
	codeUnknownChannel      = "10003"
	codeUnknownGuild        = "10004"
	codeUnknownMember       = "10007"
	codeUnknownMessage      = "10008"
	codeUnknownInteraction  = "10062"
	codeMaxThreadMembers    = "30033"
	codeAlreadyAcknowledged = "40060"
	codeMissingAccess       = "50001"
	codeNotAuthor           = "50005" // the message is somebody else's
	codeCannotMessageUser   = "50007"
	codeNonTextChannel      = "50008"
	codeMissingPermission   = "50013"
	codeWrongChannelType    = "50024"
	codeInvalidFormBody     = "50035"
	codeThreadArchived      = "50083"
	codeThreadExists        = "160004"
	codeThreadLocked        = "160005"
	codeMaxActiveThreads    = "160006"

	codeBlockedByAutoMod      = "200000"
	codeTitleBlockedByAutoMod = "200001"
	codeHarmfulLink           = "240000"
)

// explainCode completes the error of a refused request: its remedy, the obstacle behind it, and its
// class.
func explainCode(route gateway.Route, e *adapter.APIError) {
	if remedy := remedyFor(e.Code); remedy != "" {
		e.Remedy = remedy
	}
	e.Unreachable = obstacleFor(route, e)
	switch e.Code {
	case codeInvalidFormBody:
		e.Class |= adapter.ClassLayout
	case codeBlockedByAutoMod, codeTitleBlockedByAutoMod, codeHarmfulLink:
		e.Class |= adapter.ClassContent
	case codeUnknownChannel, codeUnknownMessage:
		e.Class |= adapter.ClassMessageGone | adapter.ClassThreadClosed
	case codeMissingAccess, codeMissingPermission, codeThreadArchived, codeThreadLocked, codeMaxActiveThreads, codeMaxThreadMembers:
		e.Class |= adapter.ClassThreadClosed
	case "":
		if e.Status == http.StatusBadRequest {
			e.Class |= adapter.ClassLayout
		}
	}
}

// remedyFor returns what a person can do about a refusal, empty if there is nothing to say.
func remedyFor(code string) string {
	switch code {
	case codeUnknownChannel:
		return "the channel does not exist any more: set the quiz up in another one, or take the room out"
	case codeUnknownGuild:
		return "the bot is not in that server: invite it with the address that quizbot invite discord prints"
	case codeMissingAccess:
		return "the bot does not see the channel: give it View Channel there, or invite it again"
	case codeMissingPermission:
		return "the bot lacks a permission in the channel: quizbot doctor names it"
	case codeNonTextChannel, codeWrongChannelType:
		return "messages cannot be posted in a channel of this kind: set the quiz up in a text channel"
	case codeThreadArchived, codeThreadLocked:
		return "the thread is archived or locked: unlock it, or leave it, and the reveal stands in the channel"
	case codeMaxActiveThreads, codeMaxThreadMembers:
		return "the server has as many threads, or the thread as many members, as Discord allows: close some"
	case codeCannotMessageUser:
		return "the member takes no direct messages"
	case codeInvalidFormBody:
		return "Discord does not take the message as it is laid out: please report the question that it is about"
	}
	return ""
}

// obstacleFor returns the obstacle that a refusal tells of, nil if it tells of none.
func obstacleFor(route gateway.Route, e *adapter.APIError) *reason.Obstacle {
	switch e.Code {
	case codeUnknownChannel:
		return &reason.Obstacle{Code: reason.ChannelGone}
	case codeUnknownGuild:
		return &reason.Obstacle{Code: reason.AppRemoved}
	case codeMissingAccess:
		return missingPermissions(permissionName(permissionViewChannel))
	case codeMissingPermission:
		return missingPermissions(permissionNeededFor(route))
	case codeNonTextChannel, codeWrongChannelType:
		return &reason.Obstacle{Code: reason.WrongChannelKind}
	}
	if e.Class&adapter.ClassAuth != 0 {
		return &reason.Obstacle{Code: reason.AppRemoved}
	}
	return nil
}

// refusesContent reports whether Discord refused a message for its content: its layout, or a word
// or an address that the guild or Discord itself blocks.
func refusesContent(err error) bool {
	return adapter.IsClass(err, adapter.ClassLayout) || adapter.IsClass(err, adapter.ClassContent)
}

// isPermanent reports whether Discord refused a request for a reason that no waiting changes.
func isPermanent(err error) bool {
	status := adapter.StatusOf(err)
	if errors.Is(err, gateway.ErrNotJSON) || status == http.StatusUnauthorized || status == http.StatusTooManyRequests {
		return false
	}
	return status >= http.StatusBadRequest && status < http.StatusInternalServerError
}
