package gateway

import (
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"time"

	"quizbot/bot/adapter"
)

// ErrNotJSON is the cause of a refusal that is not the API's, such as a page of Cloudflare's.
var ErrNotJSON = errors.New("the response is not JSON")

// newAPIError returns the error for a refused request, without remedy or obstacle. cause is nil or
// [ErrNotJSON].
func newAPIError(route Route, status, code int, message, details string, wait time.Duration, cause error) *adapter.APIError {
	e := &adapter.APIError{Method: "discord: " + route.Name, Status: status, Details: details, Wait: wait, Cause: cause}
	e.Message = strconv.Itoa(status)
	if code != 0 {
		e.Code = strconv.Itoa(code)
		e.Message += fmt.Sprintf(" (code %d)", code)
	}
	if message != "" {
		e.Message += " " + message
	}
	switch {
	case status == http.StatusUnauthorized && cause == nil:
		e.Class = adapter.ClassAuth
		e.Remedy = "the token, discord.token, is refused: copy it again from the page Bot of the application at discord.com/developers/applications"
	case status == http.StatusTooManyRequests:
		e.Remedy = "this is tried again"
		if wait <= MaxRateLimitWait {
			e.Class = adapter.ClassTransient
		}
	case status >= http.StatusInternalServerError:
		e.Class = adapter.ClassTransient
	}
	return e
}

// rateLimited returns the error for a request that was not made because of a rate limit.
func rateLimited(route Route, message string, wait time.Duration) *adapter.APIError {
	return newAPIError(route, http.StatusTooManyRequests, 0, message, "", wait, nil)
}
