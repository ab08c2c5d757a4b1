package discordspec

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"
)

// apiRoot is the prefix of all paths in the description.
const apiRoot = "/api/v10"

// transport checks requests before they are sent.
type transport struct {
	base http.RoundTripper
	d    *description // nil where it is absent

	mu   sync.Mutex
	t    testing.TB
	over bool // the test, which takes no more reports then
}

// Transport returns a RoundTripper that checks every request against the description. A violation
// fails the test, and the request is sent all the same. A path outside /api/v10/, such as another
// API version, is a violation too. A nil base means http.DefaultTransport.
func Transport(t testing.TB, base http.RoundTripper) http.RoundTripper {
	t.Helper()
	if base == nil {
		base = http.DefaultTransport
	}
	w := &transport{base: base, d: published().consult(t), t: t}
	t.Cleanup(w.end)
	return w
}

// RoundTrip implements http.RoundTripper.
func (w *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	body, err := readBody(r)
	if err != nil {
		return nil, fmt.Errorf("read the body of a request: %w", err)
	}
	if w.d != nil {
		w.reportViolations(r, w.d.wrong(r, body))
	}
	if r.Body != nil {
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return w.base.RoundTrip(r)
}

// readBody reads a request's body to its end and closes it, as a RoundTripper must.
func readBody(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer func() { _ = r.Body.Close() }()
	return io.ReadAll(r.Body)
}

// wrong returns the violations of a request with its body read.
func (d *description) wrong(r *http.Request, body []byte) []string {
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), apiRoot)
	if !ok || !strings.HasPrefix(path, "/") {
		return []string{"the path is not below " + apiRoot}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return []string{"the query cannot be read: " + err.Error()}
	}
	return d.check(r.Method, path, query, r.Header.Get("Content-Type"), body)
}

// reportViolations fails the test with the violations of a request. A request made after the
// test's end is ignored.
func (w *transport) reportViolations(r *http.Request, wrong []string) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, text := range wrong {
		if !w.over {
			w.t.Errorf("%s %s: %s", r.Method, r.URL.Path, text)
		}
	}
}

func (w *transport) end() {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.over = true
}
