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

// root is what the paths of the description are below.
const root = "/api/v10"

// transport holds requests against the description on their way.
type transport struct {
	base http.RoundTripper
	d    *description // nil where it is absent

	mu   sync.Mutex
	t    testing.TB
	over bool // the test, which takes no more reports then
}

// Transport is a RoundTripper that holds every request against the description before base sends it, and fails the
// test with what is wrong; the request goes out all the same. Requests whose path is not below /api/v10/ are wrong too,
// those to another version of the interface among them. A base that is nil is http.DefaultTransport.
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
	body, err := bodyOf(r)
	if err != nil {
		return nil, fmt.Errorf("read the body of a request: %w", err)
	}
	if w.d != nil {
		w.report(r, w.d.wrong(r, body))
	}
	if r.Body != nil {
		r = r.Clone(r.Context())
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	return w.base.RoundTrip(r)
}

// bodyOf reads a request's body to its end and closes it, as a RoundTripper must.
func bodyOf(r *http.Request) ([]byte, error) {
	if r.Body == nil {
		return nil, nil
	}
	defer func() { _ = r.Body.Close() }()
	return io.ReadAll(r.Body)
}

// wrong lists what is wrong with a request whose body has been read.
func (d *description) wrong(r *http.Request, body []byte) []string {
	path, ok := strings.CutPrefix(r.URL.EscapedPath(), root)
	if !ok || !strings.HasPrefix(path, "/") {
		return []string{"the path is not below " + root}
	}
	query, err := url.ParseQuery(r.URL.RawQuery)
	if err != nil {
		return []string{"the query cannot be read: " + err.Error()}
	}
	return d.check(r.Method, path, query, r.Header.Get("Content-Type"), body)
}

// report fails the test with what is wrong with a request. A request that a goroutine makes after the test has nobody
// to report to.
func (w *transport) report(r *http.Request, wrong []string) {
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
