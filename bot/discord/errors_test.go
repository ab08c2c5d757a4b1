package discord

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"quizbot/bot/adapter"
	"quizbot/bot/discord/gateway"
)

// refusal is the error of a request that Discord refuses.
func refusal(t *testing.T, status int, code, message string) *adapter.APIError {
	t.Helper()
	body := fmt.Sprintf(`{"code":%d,"message":%q,"errors":{"a":1}}`, number("0"+code), message)
	client := gateway.NewClient(gateway.Options{APIURL: "http://discord.example/api/", Explain: explainCode, Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
	})})
	var e *adapter.APIError
	if err := client.DoOnce(t.Context(), http.MethodPost, "/x", nil, nil); !errors.As(err, &e) && status >= http.StatusBadRequest {
		t.Fatalf("%d is no refusal, but %v", status, err)
	}
	return e
}

// Errors about a room, a thread and a message are distinguished.
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, c := range map[string]struct{ gone, closed bool }{
		"10003": {true, true}, "10004": {true, false}, "10008": {false, true}, "50001": {true, true}, "50013": {true, true}, "50008": {true, false}, "50024": {true, false},
		"50083": {false, true}, "160005": {false, true}, "160006": {false, true}, "30033": {false, true}, "50007": {false, false}, "40060": {false, false},
	} {
		e := refusal(t, 403, code, "")
		closed := adapter.IsClass(e, adapter.ClassThreadClosed)
		if e.Gone() != c.gone || closed != c.closed || strings.Contains(e.Error(), `{"a":1}`) || !strings.Contains(e.LogValue().String(), `{"a":1}`) {
			t.Errorf("%s: gone %v, thread closed %v, want %+v: %v", code, e.Gone(), closed, c, e)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{"a form": {refusal(t, 400, codeInvalidFormBody, ""), true}, "no code": {refusal(t, 400, "", ""), true}, "another": {refusal(t, 400, codeAlreadyAcknowledged, ""), false}, "403": {refusal(t, 403, "", ""), false}} {
		if got := adapter.IsClass(c.err, adapter.ClassLayout); got != c.want {
			t.Errorf("%s: layout refused %v, want %v", name, got, c.want)
		}
	}
}

// Errors with a remedy name it, and quote Discord's message.
func TestRemedies(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		status, code int
		want         string
		gone         bool
	}{
		{404, 10003, "(code 10003) No: the channel does not exist any more: set the quiz up in another one", true},
		{404, 10004, "(code 10004) No: the bot is not in that server: invite it", true},
		{403, 50001, "(code 50001) No: the bot does not see the channel: give it View Channel there", true},
		{403, 50013, "(code 50013) No: the bot lacks a permission in the channel: quizbot doctor names it", true},
		{400, 50008, "(code 50008) No: messages cannot be posted in a channel of this kind: set the quiz up in a text channel", true},
		{400, 50024, "(code 50024) No: messages cannot be posted in a channel of this kind: set the quiz up in a text channel", true},
		{400, 50083, "(code 50083) No: the thread is archived or locked: unlock it", false},
		{400, 160005, "(code 160005) No: the thread is archived or locked: unlock it", false},
		{400, 160006, "(code 160006) No: the server has as many threads", false},
		{400, 30033, "(code 30033) No: the server has as many threads", false},
		{403, 50007, "(code 50007) No: the member takes no direct messages", false},
		{400, 50035, "(code 50035) No: Discord does not take the message as it is laid out: please report", false},
		{401, 0, "401 No: the token, discord.token, is refused: copy it again", true},
		{429, 0, "429 No: this is tried again", false},
		{500, 0, "500 No", false},
	} {
		e := refusal(t, c.status, strings.TrimLeft(strconv.Itoa(c.code), "0"), "No")
		if !strings.HasPrefix(e.Error(), "discord: POST /x: "+strconv.Itoa(c.status)) || !strings.Contains(e.Error(), c.want) || e.Gone() != c.gone {
			t.Errorf("%d (%d): gone %v, want %v: %v, want %s", c.status, c.code, e.Gone(), c.gone, e, c.want)
		}
	}
}

// Permanent errors are distinguished from transient ones and from those of a wrong token.
func TestPermanentErrors(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{399: false, 400: true, 401: false, 403: true, 404: true, 429: false, 499: true, 500: false, 503: false} {
		if got := isPermanent(fmt.Errorf("x: %w", &adapter.APIError{Status: status})); got != want {
			t.Errorf("%d: got %v, want %v", status, got, want)
		}
	}
	if isPermanent(nil) || isPermanent(io.ErrUnexpectedEOF) {
		t.Error("what got no answer is taken for refused")
	}
}

// A request that hangs once is made again while its context lasts.
func TestHungOnce(t *testing.T) {
	t.Parallel()
	s := newHarness(t, Options{requestTimeout: 3 * time.Second})
	release := make(chan struct{})
	var hung atomic.Bool
	s.Fault(func(http.ResponseWriter, *http.Request) bool {
		first := !hung.Swap(true)
		if first {
			<-release
		}
		return first
	})
	defer close(release)
	if err := s.bot.client.Get(t.Context(), "/users/@me", nil); err != nil {
		t.Errorf("got %v", err)
	}
}

// A page of others refuses what Discord has not: neither a thread nor the token is given up because
// of one.
func TestForeignRefusals(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
		for body, foreign := range map[string]bool{"<html>Access denied</html>": true, `{"message":"no","code":0}`: false} {
			s := newHarness(t, Options{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
				return &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))}, nil
			})})
			err := s.bot.client.Get(t.Context(), "/users/@me", nil)
			given := isPermanent(err) || adapter.IsClass(err, adapter.ClassAuth)
			if given == foreign {
				t.Errorf("%d with %s: given up: %v", status, body, given)
			}
			var refused *adapter.APIError
			if errors.As(err, &refused) && (refused.Gone() || strings.Contains(err.Error(), "discord.token")) != (status == http.StatusUnauthorized && !foreign) {
				t.Errorf("%d with %s: gone %v: %v", status, body, refused.Gone(), err)
			}
		}
	}
}
