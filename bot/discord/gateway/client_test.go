package gateway

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
	"strings"
	"testing"
	"testing/iotest"
	"time"

	"quizbot/bot/adapter"
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
		"a page":               {map[string]string{"Retry-After": "3"}, `<html>`, BanTime, false, true, "an answer that is no JSON: Too Many Requests"},
		"a page of an hour":    {map[string]string{"Retry-After": "3600"}, `<html>`, time.Hour, false, true, "an answer that is no JSON: Too Many Requests"},
	} {
		tr := &transport{limits: newRateLimits()}
		r := RouteOf("POST", "/channels/1/messages")
		answer := &http.Response{StatusCode: http.StatusTooManyRequests, Header: http.Header{}, Body: io.NopCloser(strings.NewReader(c.body))}
		for k, v := range c.header {
			answer.Header.Set(k, v)
		}
		var refused *adapter.APIError
		if err := tr.readRefusal(r, answer); !errors.As(err, &refused) || refused.Wait != c.after || refused.Message != strings.TrimSpace("429 "+c.message) {
			t.Errorf("%s: got %+v, want %v, %q", name, refused, c.after, c.message)
		}
		now := time.Now()
		for what, pause := range map[string]struct {
			path string
			want bool
		}{"the route": {"/channels/1/messages", true}, "another": {"/channels/2/messages", c.all || c.bans}, "an answer": {"/interactions/1/t/callback", c.bans}} {
			if got := tr.limits.reserve(RouteOf("POST", pause.path), now) > 0; got != pause.want && c.after > time.Second {
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

// Requests go to the configured address, with path escapes and query unchanged. discordgo sees no
// rate limit headers.
func TestSentWhere(t *testing.T) {
	t.Parallel()
	for asked, want := range map[string]string{
		"/channels/1/messages?limit=5&after=2":                 "http://proxy.example/discord/v10/channels/1/messages?limit=5&after=2",
		"/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me": "http://proxy.example/discord/v10/channels/1/messages/2/reactions/%E2%9C%85%2F%3F/@me",
		"/gateway": "http://proxy.example/discord/v10/gateway/bot",
	} {
		c := &carrier{header: answered()}
		tr := &transport{base: c, api: url.URL{Scheme: "http", Host: "proxy.example", Path: "/discord/"}, limits: newRateLimits()}
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

// refused is the error of a request that was refused with a status.
func refused(status int, wait time.Duration) error {
	return newAPIError(Route{}, status, 0, "", "", wait, nil)
}

// Failures in transit, server errors and rate limits are transient. Refusals and ended contexts
// aren't.
func TestPassing(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		err  error
		want bool
	}{
		"nothing": {nil, false}, "a cut": {io.ErrUnexpectedEOF, true}, "its end": {fmt.Errorf("x: %w", context.Canceled), false},
		"500": {refused(500, 0), true}, "503": {refused(503, 0), true}, "499": {refused(499, 0), false}, "403": {refused(403, 0), false},
		"a rate": {refused(429, MaxRateLimitWait), true}, "a long rate": {refused(429, MaxRateLimitWait+1), false},
	} {
		if got := adapter.Transient(c.err); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}

// Either flag lets the bot read messages.
func TestReads(t *testing.T) {
	t.Parallel()
	for flags, want := range map[int]bool{0: false, 1 << 18: true, 1 << 19: true, 1<<18 | 1<<19: true, 1<<17 | 1<<20: false} {
		if got := (Application{Flags: flags}).HasMessageContentIntent(); got != want {
			t.Errorf("%b: got %v, want %v", flags, got, want)
		}
	}
}

// A refusal whose text got lost on its way is no ban of the address, which only a page of others
// is.
func TestCutRefusal(t *testing.T) {
	t.Parallel()
	tr, r := &transport{limits: newRateLimits()}, RouteOf("POST", "/channels/1/messages")
	answer := &http.Response{
		StatusCode: http.StatusTooManyRequests, Header: http.Header{"Retry-After": {"2"}},
		Body: io.NopCloser(io.MultiReader(strings.NewReader(`{"message":"You are`), iotest.ErrReader(io.ErrUnexpectedEOF))),
	}
	if err := tr.readRefusal(r, answer); adapter.RetryAfter(err) != 2*time.Second {
		t.Errorf("got %v, which asks to wait for %v", err, adapter.RetryAfter(err))
	}
	if got := tr.limits.reserve(RouteOf("POST", "/channels/2/messages"), time.Now()); got != 0 {
		t.Errorf("another route waits for %v", got)
	}
}

// Requests use HTTP/1, so a dead connection affects one request only.
func TestOwnTransport(t *testing.T) {
	t.Parallel()
	server := httptest.NewUnstartedServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { _, _ = io.WriteString(w, r.Proto) }))
	server.EnableHTTP2 = true
	server.StartTLS()
	defer server.Close()
	own, _ := NewTransport().(*http.Transport)
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
