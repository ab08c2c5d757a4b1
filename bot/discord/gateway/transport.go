package gateway

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"quizbot/bot/adapter"
)

const (
	// apiVersion is the version whose description Discord publishes. discordgo asks for version 9,
	// whose paths are the same.
	apiVersion = "v10"
	// libraryPath is the path of discordgo's addresses, which are variables of the whole process.
	libraryPath = "/api/v9"
	// maxErrorBody is how much of an error is read.
	maxErrorBody = 64 << 10
)

// transport sends discordgo's requests to the configured address, keeps the rate limits, and turns
// refusals into errors.
type transport struct {
	base   http.RoundTripper
	api    url.URL
	limits *RateLimits
	// explain completes the error of a refused request; it may be nil.
	explain func(route Route, e *adapter.APIError)
}

// RoundTrip implements [http.RoundTripper].
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	path := strings.TrimPrefix(r.URL.EscapedPath(), libraryPath)
	ownRequest := path == "/gateway" // discordgo makes it by itself
	if ownRequest {
		path = "/gateway/bot" // it tells the same, and how many sessions may be started
	}
	route := RouteOf(r.Method, path)
	if ownRequest {
		if err := t.limits.Wait(r.Context(), route); err != nil {
			return nil, err
		}
	}
	sent := r.Clone(r.Context())
	to := t.api
	to.RawPath = to.EscapedPath() + apiVersion + path
	to.Path, to.RawQuery = unescapePath(to.RawPath), r.URL.RawQuery
	sent.URL, sent.Host = &to, to.Host
	response, err := t.base.RoundTrip(sent)
	if err != nil {
		return nil, err
	}
	t.limits.update(route, response.Header, response.StatusCode == http.StatusTooManyRequests, time.Now())
	if response.StatusCode >= http.StatusBadRequest {
		return nil, t.readRefusal(route, response)
	}
	for name := range response.Header {
		if strings.HasPrefix(strings.ToLower(name), "x-ratelimit-") {
			response.Header.Del(name) // discordgo would wait by them
		}
	}
	return response, nil
}

func unescapePath(path string) string {
	plain, err := url.PathUnescape(path)
	if err != nil {
		return path
	}
	return plain
}

// readRefusal reads a response that refuses the request.
func (t *transport) readRefusal(route Route, response *http.Response) error {
	defer func() { _ = response.Body.Close() }()
	var said struct {
		Code       int             `json:"code"`
		Message    string          `json:"message"`
		RetryAfter float64         `json:"retry_after"`
		Global     bool            `json:"global"`
		Errors     json.RawMessage `json:"errors"`
	}
	body, err := io.ReadAll(io.LimitReader(response.Body, maxErrorBody))
	readable := err == nil && json.Unmarshal(body, &said) == nil
	var wait time.Duration
	if response.StatusCode == http.StatusTooManyRequests {
		after := seconds(said.RetryAfter)
		if header, err := strconv.ParseFloat(response.Header.Get("Retry-After"), 64); err == nil && after == 0 {
			after = seconds(header)
		}
		scope := RouteScope
		switch {
		case err != nil: // the rest of the response got lost, which does not tell the scope
		case !readable:
			scope, after = AddressScope, max(after, BanTime)
		case said.Global || response.Header.Get("X-RateLimit-Global") != "":
			scope = GlobalScope
		}
		wait = max(after, time.Millisecond)
		t.limits.Refused(route, wait, scope, time.Now())
	}
	var cause error
	if !readable {
		said.Message = "an answer that is no JSON: " + http.StatusText(response.StatusCode)
		if err == nil {
			cause = ErrNotJSON
		}
	}
	e := newAPIError(route, response.StatusCode, said.Code, said.Message, string(said.Errors), wait, cause)
	if t.explain != nil {
		t.explain(route, e)
	}
	return e
}
