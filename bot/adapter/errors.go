package adapter

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// APIError is a platform's refusal of a request, with its remedy.
type APIError struct {
	// Method is the API method or route, such as chat.postMessage or "discord: POST
	// /channels/:id/messages".
	Method string
	// Status is the HTTP status of the response, 0 if it is not known.
	Status int
	// Code is the platform's error code, empty if it gave none.
	Code string
	// Message is the code in words; the code itself if it is empty.
	Message string
	// Remedy says what a person can do about it; it may be empty.
	Remedy string
	// Details are machine-readable facts for the log; they may be empty.
	Details string
	// Unreachable is the obstacle that keeps the room from running until a person removes it, nil
	// if there is none.
	Unreachable *reason.Obstacle
	// Class says which reactions the refusal allows.
	Class Class
	// Wait is how long the platform asks to wait before the request is repeated, 0 if it does not
	// ask.
	Wait time.Duration
	// Cause is the error of the platform's library; it may be nil.
	Cause error
}

// Class is a set of properties of a refusal that adapters react to.
type Class uint8

// Properties of a refusal.
const (
	// ClassTransient says that the same request may succeed soon.
	ClassTransient Class = 1 << iota
	// ClassAuth says that the platform refuses the token for every request.
	ClassAuth
	// ClassLayout says that the platform refuses a message's layout. A plainer layout may be
	// accepted.
	ClassLayout
	// ClassContent says that the platform refuses a message's content in every layout.
	ClassContent
	// ClassThreadClosed is a thread closed for messages. Its channel may be open.
	ClassThreadClosed
	// ClassMessageGone is a deleted message, or one in a deleted channel.
	ClassMessageGone
)

// Error returns method, message and remedy.
func (e *APIError) Error() string {
	text := e.Method + ": "
	if e.Message != "" {
		text += e.Message
	} else {
		text += e.Code
	}
	if e.Remedy != "" {
		text += ": " + e.Remedy
	}
	return text
}

// LogValue implements [slog.LogValuer]: the log holds the details, too.
func (e *APIError) LogValue() slog.Value {
	if e.Details == "" {
		return slog.StringValue(e.Error())
	}
	return slog.StringValue(e.Error() + " " + e.Details)
}

// Unwrap returns the cause and the obstacle, as far as there are any.
func (e *APIError) Unwrap() []error {
	var list []error
	if e.Cause != nil {
		list = append(list, e.Cause)
	}
	if e.Unreachable != nil {
		list = append(list, e.Unreachable)
	}
	return list
}

// Gone reports whether the room can't be reached until a person acts. Package quiz looks for this
// method.
func (e *APIError) Gone() bool { return e.Unreachable != nil }

// RetryAfter returns how long to wait before the request is repeated. Package quiz looks for this
// method.
func (e *APIError) RetryAfter() time.Duration { return e.Wait }

// IsClass reports whether err is or wraps an [APIError] that has all properties of c.
func IsClass(err error, c Class) bool {
	e, ok := errors.AsType[*APIError](err)
	return ok && e.Class&c == c
}

// CodeOf returns the platform's code of the [APIError] in err, empty if there is none.
func CodeOf(err error) string {
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Code
	}
	return ""
}

// StatusOf returns the HTTP status of the [APIError] in err, 0 if there is none.
func StatusOf(err error) int {
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Status
	}
	return 0
}

// Transient reports whether a request that failed with err may succeed when it is repeated soon:
// the refusal is of [ClassTransient], or there was no response at all. A request whose context was
// canceled is not transient.
func Transient(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) {
		return false
	}
	if e, ok := errors.AsType[*APIError](err); ok {
		return e.Class&ClassTransient != 0
	}
	return true
}

// contentRefused is a permanent refusal of a message's content. It has the text of the platform's
// error.
type contentRefused struct{ error }

// Unwrap returns the refusal and [quiz.ErrContentRefused].
func (e contentRefused) Unwrap() []error { return []error{e.error, quiz.ErrContentRefused} }

// ContentRefused returns err as a [quiz.ErrContentRefused]: the platform refuses the content in
// every layout.
func ContentRefused(err error) error {
	if err == nil || errors.Is(err, quiz.ErrContentRefused) {
		return err
	}
	return contentRefused{err}
}
