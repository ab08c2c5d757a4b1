package discord

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"sync/atomic"
	"testing"
	"testing/iotest"
	"time"
)

// How long to wait, and for what, is told in an answer's body or in its headers alone.
func TestRefusals(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		header    map[string]string
		body      string
		after     time.Duration
		all, bans bool
		message   string
	}{
		"in the body":          {map[string]string{"Retry-After": "9"}, `{"message":"m","retry_after":1.5,"global":false}`, 1500 * time.Millisecond, false, false, "m"},
		"in the header":        {map[string]string{"Retry-After": "9"}, `{"message":"m"}`, 9 * time.Second, false, false, "m"},
		"nowhere":              {nil, `{"message":"m"}`, time.Millisecond, false, false, "m"},
		"global in the body":   {nil, `{"retry_after":2,"global":true}`, 2 * time.Second, true, false, ""},
		"global in the header": {map[string]string{"X-RateLimit-Global": "true"}, `{"retry_after":2}`, 2 * time.Second, true, false, ""},
		"a page":               {map[string]string{"Retry-After": "3"}, `<html>`, banTime, false, true, "an answer that is no JSON: Too Many Requests"},
		"a page of an hour":    {map[string]string{"Retry-After": "3600"}, `<html>`, time.Hour, false, true, "an answer that is no JSON: Too Many Requests"},
	} {
		tr := &transport{limits: newLimits()}
		r := routeOf("POST", "/channels/1/messages")
		answer := &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(c.body))}
		for k, v := range c.header {
			answer.Header.Set(k, v)
		}
		var refused *apiError
		if err := tr.refusal(r, answer); !errors.As(err, &refused) || refused.after != c.after || refused.message != c.message {
			t.Errorf("%s: got %+v, want %v, %q", name, refused, c.after, c.message)
		}
		now := time.Now()
		for what, pause := range map[string]struct {
			path string
			want bool
		}{"the route": {"/channels/1/messages", true}, "another": {"/channels/2/messages", c.all || c.bans}, "an answer": {"/interactions/1/t/callback", c.bans}} {
			if got := tr.limits.pause(routeOf("POST", pause.path), now) > 0; got != pause.want && c.after > time.Second {
				t.Errorf("%s: %s waits: %v, want %v", name, what, got, pause.want)
			}
		}
	}
}

// carrier answers every request, and remembers the last.
type carrier struct {
	header http.Header
	last   *http.Request
}

func (c *carrier) RoundTrip(r *http.Request) (*http.Response, error) {
	c.last = r
	return &http.Response{StatusCode: http.StatusOK, Header: c.header, Body: http.NoBody}, nil
}

// Requests go where the options say, escaped as they were and with what is asked for, and the library is not told of rates.
func TestSentWhere(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"/channels/1/messages?limit=5&after=2":                 "http://proxy.example/discord/v10/channels/1/messages?limit=5&after=2",
		"/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me": "http://proxy.example/discord/v10/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me",
		"/gateway": "http://proxy.example/discord/v10/gateway/bot",
	} {
		c := &carrier{header: answered()}
		tr := &transport{base: c, api: url.URL{Scheme: "http", Host: "proxy.example", Path: "/discord/"}, limits: newLimits()}
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "https://discord.com"+libraryPath+asked, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := tr.RoundTrip(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = answer.Body.Close()
		if got := c.last.URL.String(); got != want || c.last.Host != "proxy.example" {
			t.Errorf("%s: sent to %s of %s, want %s", asked, got, c.last.Host, want)
		}
		if len(answer.Header) != 1 || answer.Header.Get("Date") == "" {
			t.Errorf("%s: the library is told %v", asked, answer.Header)
		}
		if len(tr.limits.buckets) != 1 {
			t.Errorf("%s: %d rates are kept, want 1", asked, len(tr.limits.buckets))
		}
	}
}

// answered are the headers of an answer.
func answered() http.Header {
	h := rateOf("b", 3, "1")
	h.Set("Date", "Mon, 23 Nov 2026 09:30:00 GMT")
	return h
}

// What failed on the way, at Discord or because of a rate may work a moment later; what was refused or has no time left not.
func TestPassing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"nothing": {nil, false}, "a cut": {io.ErrUnexpectedEOF, true}, "its end": {fmt.Errorf("x: %w", context.Canceled), false}, "its time": {fmt.Errorf("x: %w", context.DeadlineExceeded), false},
		"500": {&apiError{status: 500}, true}, "503": {&apiError{status: 503}, true}, "499": {&apiError{status: 499}, false}, "403": {&apiError{status: 403}, false},
		"a rate": {&apiError{status: 429, after: longestWait}, true}, "a long rate": {&apiError{status: 429, after: longestWait + 1}, false},
	} {
		if got := passing(c.err); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// Either flag lets the bot read messages.
func TestReads(t *testing.T) {
	t.Parallel()
	for flags, want := range map[int]bool{0: false, 1 << 18: true, 1 << 19: true, 1<<18 | 1<<19: true, 1<<17 | 1<<20: false} {
		if got := (application{Flags: flags}).reads(); got != want {
			t.Errorf("%b: got %v, want %v", flags, got, want)
		}
	}
}

// Errors that say what people have to do about a room, a thread or a message are told apart.
func TestCodes(t *testing.T) {
	t.Parallel()
	for code, c := range map[int]struct{ gone, shut bool }{
		10003: {true, true}, 10004: {true, false}, 10008: {false, true}, 50001: {true, true}, 50013: {true, true}, 50008: {true, false}, 50024: {true, false},
		50083: {false, true}, 160005: {false, true}, 160006: {false, true}, 30033: {false, true}, 50007: {false, false}, 40060: {false, false},
	} {
		e := &apiError{status: 403, code: code, details: `{"a":1}`}
		if e.Gone() != c.gone || shut(e) != c.shut || strings.Contains(e.Error(), `{"a":1}`) || !strings.Contains(e.LogValue().String(), `{"a":1}`) {
			t.Errorf("%d: gone %v, shut %v, want %+v: %v", code, e.Gone(), shut(e), c, e)
		}
	}
	for name, c := range map[string]struct {
		err  error
		want bool
	}{"a form": {&apiError{status: 400, code: 50035}, true}, "no code": {&apiError{status: 400}, true}, "another": {&apiError{status: 400, code: 40060}, false}, "403": {&apiError{status: 403}, false}} {
		if got := unfit(c.err); got != c.want {
			t.Errorf("%s: unfit %v, want %v", name, got, c.want)
		}
	}
}

// Errors that people can do something about say what, and with which words Discord refused.
func TestCures(t *testing.T) {
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
		e := &apiError{route: "POST /x", status: c.status, code: c.code, message: "No"}
		if !strings.HasPrefix(e.Error(), "discord: POST /x: "+strconv.Itoa(c.status)) || !strings.Contains(e.Error(), c.want) || e.Gone() != c.gone {
			t.Errorf("%d (%d): gone %v, want %v: %v, want %s", c.status, c.code, e.Gone(), c.gone, e, c.want)
		}
	}
}

// What Discord refuses for good is told from what may work when it is asked again, or with another token.
func TestLasting(t *testing.T) {
	t.Parallel()
	for status, want := range map[int]bool{399: false, 400: true, 401: false, 403: true, 404: true, 429: false, 499: true, 500: false, 503: false} {
		if got := lasting(fmt.Errorf("x: %w", &apiError{status: status})); got != want {
			t.Errorf("%d: got %v, want %v", status, got, want)
		}
	}
	if lasting(nil) || lasting(io.ErrUnexpectedEOF) {
		t.Error("what got no answer is taken for refused")
	}
}

// A refusal whose text got lost on its way is no ban of the address, which only a page of others is.
func TestCutRefusal(t *testing.T) {
	t.Parallel()
	tr, r := &transport{limits: newLimits()}, routeOf("POST", "/channels/1/messages")
	answer := &http.Response{
		StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"2"}},
		Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"message":"You are`), iotest.ErrReader(io.ErrUnexpectedEOF))),
	}
	if err := tr.refusal(r, answer); afterOf(err) != 2*time.Second {
		t.Errorf("got %v, which asks to wait for %v", err, afterOf(err))
	}
	if got := tr.limits.pause(routeOf("POST", "/channels/2/messages"), time.Now()); got != 0 {
		t.Errorf("another route waits for %v", got)
	}
}

// A request that hangs once is made again while its context lasts.
func TestHungOnce(t *testing.T) {
	t.Parallel()
	s := newStand(t, Options{})
	s.bot.rest.session.Client.Timeout = 500 * time.Millisecond
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
	if err := s.bot.rest.get(t.Context(), "/users/@me", nil); err != nil {
		t.Errorf("got %v", err)
	}
}

// Requests go by HTTP/1, so that a connection that died without a word takes no more than one of them with it.
func TestOwnTransport(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	own, _ := ownTransport().(*http.Transport)
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	own.TLSClientConfig = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12}
	defer own.CloseIdleConnections()
	client := http.Client{Transport: own}
	answer, err := client.Get(server.URL)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = answer.Body.Close() }()
	if got, err := io.ReadAll(answer.Body); err != nil || string(got) != "HTTP/1.1" {
		t.Errorf("got %s, %v", got, err)
	}
}

// What a page of others refuses, Discord has not: neither a thread nor the token is given up because of one.
func TestForeignRefusals(t *testing.T) {
	t.Parallel()
	for _, status := range []int{http.StatusUnauthorized, http.StatusForbidden, http.StatusNotFound} {
		for body, foreign := range map[string]bool{"<html>Access denied</html>": true, `{"message":"no","code":0}`: false} {
			tr := &transport{limits: newLimits()}
			err := tr.refusal(routeOf("GET", "/users/@me"), &http.Response{StatusCode: status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(body))})
			given := lasting(err) || tokenRefused(err)
			if given == foreign || refusedForGood(err) != nil && foreign {
				t.Errorf("%d with %s: given up: %v", status, body, given)
			}
			var refused *apiError
			if errors.As(err, &refused) && (refused.Gone() || strings.Contains(err.Error(), "discord.token")) != (status == http.StatusUnauthorized && !foreign) {
				t.Errorf("%d with %s: gone %v: %v", status, body, refused.Gone(), err)
			}
		}
	}
}
