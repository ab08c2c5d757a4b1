package adapter_test

import (
	"errors"
	"fmt"
	"log/slog"
	"testing"
	"time"

	"quizbot/bot/adapter"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// A refusal has method, code and remedy in its text, and package quiz finds its obstacle.
func TestAPIError(t *testing.T) {
	cause := errors.New("the library's")
	e := &adapter.APIError{
		Method: "chat.postMessage", Status: 403, Code: "not_in_channel", Remedy: "invite the bot", Details: `{"a":1}`,
		Unreachable: &reason.Obstacle{Code: reason.NotInvited}, Wait: time.Second, Cause: cause, Class: adapter.ClassLayout | adapter.ClassTransient,
	}
	if got, want := e.Error(), "chat.postMessage: not_in_channel: invite the bot"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := e.LogValue().Resolve(); !got.Equal(slog.StringValue(e.Error() + ` {"a":1}`)) {
		t.Errorf("the log has %v", got)
	}
	wrapped := fmt.Errorf("posting: %w", e)
	if o := reason.AsObstacle(wrapped); o == nil || o.Code != reason.NotInvited || !e.Gone() || !errors.Is(wrapped, cause) {
		t.Errorf("obstacle %v, gone %v, or the cause is lost", o, e.Gone())
	}
	if adapter.RetryAfter(wrapped) != time.Second || adapter.CodeOf(wrapped) != e.Code || adapter.StatusOf(wrapped) != 403 {
		t.Error("a wrapped refusal loses its facts")
	}
	if !adapter.IsClass(wrapped, adapter.ClassLayout) || adapter.IsClass(wrapped, adapter.ClassAuth) || adapter.IsClass(cause, adapter.ClassLayout) {
		t.Error("classes are mixed up")
	}
	bare := &adapter.APIError{Method: "m", Code: "c", Message: "in words"}
	if bare.Error() != "m: in words" || bare.Gone() || reason.AsObstacle(bare) != nil {
		t.Errorf("got %q, gone %v", bare, bare.Gone())
	}
}

// Content that is refused says so to package quiz, in the words of the refusal.
func TestContentRefused(t *testing.T) {
	err := adapter.ContentRefused(errForbid)
	if !errors.Is(err, quiz.ErrContentRefused) || !errors.Is(err, errForbid) || err.Error() != errForbid.Error() {
		t.Errorf("got %v", err)
	}
	if again := adapter.ContentRefused(err); !errors.Is(again, err) || adapter.ContentRefused(nil) != nil {
		t.Errorf("got %v", again)
	}
}
