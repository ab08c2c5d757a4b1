package discord

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"
)

const (
	// apiVersion is the one whose description Discord publishes. discordgo asks for version 9, whose paths are the same.
	apiVersion = "v10"
	// libraryPath is where discordgo's addresses, which are variables of the whole process, have their paths.
	libraryPath = "/api/v9"
	// maxErrorBody is how much of an error is read.
	maxErrorBody = 64 << 10
)

// transport sends what discordgo asks for to the address that is configured, keeps account of rates, and turns answers
// that refuse something into errors: discordgo sleeps where it is told to wait, whatever the request's context says, and
// takes a page of Cloudflare's for broken JSON.
type transport struct {
	base   http.RoundTripper
	api    url.URL
	limits *limits
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), libraryPath)
	own := path == "/gateway" // which the library asks for by itself
	if own {
		path = "/gateway/bot" // which tells the same, and how many sessions may be begun
	}
	kind := routeOf(r.Method, path)
	if own {
		if err := t.limits.wait(r.Context(), kind); err != nil {
			return nil, err
		}
	}
	sent := r.Clone(r.Context())
	to := t.api
	to.RawPath = to.EscapedPath() + apiVersion + path
	to.Path, to.RawQuery = unescaped(to.RawPath), r.URL.RawQuery
	sent.URL, sent.Host = &to, to.Host
	answer, err := t.base.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	t.limits.note(kind, answer.Header, answer.StatusCode == http.StatusTooManyRequests, time.Now())
	if answer.StatusCode >= http.StatusBadRequest {
		return nil, t.refusal(kind, answer)
	}
	for name := range answer.Header {
		if strings.HasPrefix(strings.ToLower(name), "x-ratelimit-") {
			answer.Header.Del(name) // the library would wait by them
		}
	}
	return answer, nil
}

func unescaped(path string) string {
	plain, err := url.PathUnescape(path)
	if err != nil {
		return path
	}
	return plain
}

// refusal reads an answer that refuses something.
func (t *transport) refusal(kind route, answer *http.Response) error {
	defer func() { _ = answer.Body.Close() }()
	var said struct {
		Code       int             `json:"code"`
		Message    string          `json:"message"`
		RetryAfter float64         `json:"retry_after"`
		Global     bool            `json:"global"`
		Errors     json.RawMessage `json:"errors"`
	}
	body, err := io.ReadAll(io.LimitReader(answer.Body, maxErrorBody))
	readable := err == nil && json.Unmarshal(body, &said) == nil
	e := &apiError{route: kind.kind, status: answer.StatusCode, code: said.Code, message: said.Message, details: string(said.Errors)}
	if answer.StatusCode == http.StatusTooManyRequests {
		after := seconds(said.RetryAfter)
		if header, err := strconv.ParseFloat(answer.Header.Get("Retry-After"), 64); err == nil && after == 0 {
			after = seconds(header)
		}
		about := ofRoute
		switch {
		case err != nil: // the rest of the answer got lost, which says nothing of whose it is
		case !readable:
			about, after = ofAddress, max(after, banTime)
		case said.Global || answer.Header.Get("X-RateLimit-Global") != "":
			about = ofAll
		}
		e.after = max(after, time.Millisecond)
		t.limits.refused(kind, e.after, about, time.Now())
	}
	if !readable {
		e.foreign = err == nil
		e.message = "an answer that is no JSON: " + http.StatusText(answer.StatusCode)
	}
	return e
}
