package discordtest

import (
	"bytes"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"quizbot/internal/testing/discordspec"
	"quizbot/internal/testing/discordtest/limits"
)

// markHeader is on every request that was checked.
const markHeader = "X-Held-Against-The-Specification"

// Violations returns the violations of a request against the published description and the limits
// missing there. path is relative to the API version.
func Violations(t testing.TB, method, path string, query url.Values, contentType string, body []byte) []string {
	t.Helper()
	json, err := requestJSON(contentType, body)
	wrong := discordspec.Check(t, method, path, query, contentType, body)
	if err != nil {
		wrong = append(wrong, err.Error())
	}
	wrong = append(wrong, limits.CheckLimits(method, path, json)...)
	return append(wrong, limits.CheckMentions(method, path, json)...)
}

// transport checks requests on their way.
type transport struct {
	s    *Server
	base *http.Transport
}

// RoundTrip fails the test with what is wrong with a request, and sends it.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	t.s.t.Helper()
	var body []byte
	if r.Body != nil {
		var err error
		if body, err = io.ReadAll(r.Body); err != nil {
			return nil, err
		}
		_ = r.Body.Close() // it was read to its end
	}
	path := strings.TrimPrefix(r.URL.Path, version)
	for _, w := range Violations(t.s.t, r.Method, path, r.URL.Query(), r.Header.Get("Content-Type"), body) {
		t.s.errorf("%s %s: %s\n%s", r.Method, path, w, body)
	}
	sent := r.Clone(r.Context())
	sent.Header.Set(markHeader, "yes")
	if r.Body != nil {
		sent.Body = io.NopCloser(bytes.NewReader(body))
		sent.ContentLength = int64(len(body))
	}
	return t.base.RoundTrip(sent)
}
