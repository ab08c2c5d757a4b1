package discordspec

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
)

// A request reaches the server unchanged, and its violations are reported.
func TestTransport(t *testing.T) {
	requireDescription(t)
	var got string
	server := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		got = r.Method + " " + r.RequestURI + " " + r.Header.Get("Content-Type") + " " + string(body)
	}))
	defer server.Close()
	for name, c := range map[string]struct {
		method, path, body string
		wrong              []string // the first words of each
	}{
		"a message":           {"POST", "/api/v10/channels/1/messages", message, nil},
		"a wrong message":     {"POST", "/api/v10/channels/1/messages", `{"flags":"x","tts":1}`, []string{"POST /api/v10/channels/1/messages: body/flags", "POST /api/v10/channels/1/messages: body/tts"}},
		"a reaction":          {"PUT", "/api/v10/channels/1/messages/2/reactions/%E2%9C%85/@me", "", nil},
		"an escaped slash":    {"PUT", "/api/v10/channels/1/messages/2/reactions/%2F/@me", "", nil},
		"messages":            {"GET", "/api/v10/channels/1/messages?limit=100&after=1", "", nil},
		"too many":            {"GET", "/api/v10/channels/1/messages?limit=101", "", []string{"GET /api/v10/channels/1/messages: query parameter limit"}},
		"a query that's none": {"GET", "/api/v10/channels/1/messages?limit=%zz", "", []string{"GET /api/v10/channels/1/messages: the query cannot be read"}},
		"version 9":           {"GET", "/api/v9/gateway/bot", "", []string{"GET /api/v9/gateway/bot: the path is not below /api/v10"}},
		"version 100":         {"GET", "/api/v100/gateway/bot", "", []string{"GET /api/v100/gateway/bot: the path is not below /api/v10"}},
		"elsewhere":           {"GET", "/gateway/bot", "", []string{"GET /gateway/bot: the path is not below /api/v10"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := &witness{}
			request, err := http.NewRequestWithContext(t.Context(), c.method, server.URL+c.path, strings.NewReader(c.body))
			if err != nil {
				t.Fatal(err)
			}
			kind := ""
			if c.body != "" {
				kind = kindJSON
				request.Header.Set("Content-Type", kind)
			}
			response, err := (&http.Client{Transport: Transport(w, nil)}).Do(request)
			if err != nil {
				t.Fatal(err)
			}
			if err := response.Body.Close(); err != nil {
				t.Fatal(err)
			}
			if want := c.method + " " + c.path + " " + kind + " " + c.body; got != want {
				t.Errorf("the server got %q, want %q", got, want)
			}
			if len(w.errors) != len(c.wrong) {
				t.Fatalf("got %q, want %q", w.errors, c.wrong)
			}
			for i, want := range c.wrong {
				if !strings.HasPrefix(w.errors[i], want) {
					t.Errorf("got %q, want %q", w.errors[i], want)
				}
			}
		})
	}
}

// sink is a transport that keeps the request and answers nothing.
type sink struct{ request *http.Request }

func (s *sink) RoundTrip(r *http.Request) (*http.Response, error) {
	s.request = r
	return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody}, nil
}

// body is a request body that may fail and records its closing.
type body struct {
	io.Reader
	closed bool
}

func (b *body) Close() error { b.closed = true; return nil }

// A request isn't modified, its body is closed, and a request with a broken body isn't sent.
func TestTransportKeepsTheContract(t *testing.T) {
	requireDescription(t)
	sent := &body{Reader: strings.NewReader(message)}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v10/channels/1/messages", sent)
	request.Body = sent
	request.Header.Set("Content-Type", kindJSON)
	base := &sink{}
	response, err := Transport(t, base).RoundTrip(request)
	if err != nil {
		t.Fatal(err)
	}
	if err := response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	if request.Body != io.ReadCloser(sent) || !sent.closed || base.request == request {
		t.Errorf("the request was changed (%t) or its body left open (%t)", request.Body != io.ReadCloser(sent), !sent.closed)
	}
	if got, err := io.ReadAll(base.request.Body); err != nil || string(got) != message {
		t.Errorf("got the body %q and %v, want it as it was sent", got, err)
	}
	broken := &body{Reader: breaking{}}
	request.Body, base.request = broken, nil
	if _, err := Transport(t, base).RoundTrip(request); !errors.Is(err, io.ErrUnexpectedEOF) || base.request != nil || !broken.closed {
		t.Errorf("got %v, want the body's error, nothing sent and the body closed", err)
	}
}

// breaking is a reader that fails.
type breaking struct{}

func (breaking) Read([]byte) (int, error) { return 0, io.ErrUnexpectedEOF }

// A violation after the test's end isn't reported, since that would panic. Requests may be
// concurrent.
func TestTransportAfterTheEnd(t *testing.T) {
	requireDescription(t)
	w := &witness{}
	transport := Transport(w, &sink{})
	call := func() {
		response, err := transport.RoundTrip(httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/api/v10/nowhere", http.NoBody))
		if err != nil {
			t.Error(err)
			return
		}
		_ = response.Body.Close()
	}
	call()
	for _, end := range w.cleanups {
		end()
	}
	call()
	if len(w.errors) != 1 {
		t.Errorf("got %q, want what was wrong before the end alone", w.errors)
	}
	var all sync.WaitGroup
	ours := Transport(t, http.RoundTripper(roundTrip(func() *http.Response { return &http.Response{Body: http.NoBody} })))
	for range 8 {
		all.Go(func() {
			r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "/api/v10/channels/1/messages", strings.NewReader(message))
			r.Header.Set("Content-Type", kindJSON)
			response, err := ours.RoundTrip(r)
			if err != nil {
				t.Error(err)
				return
			}
			_ = response.Body.Close()
		})
	}
	all.Wait()
}

// roundTrip is a transport with a fixed answer.
type roundTrip func() *http.Response

func (f roundTrip) RoundTrip(*http.Request) (*http.Response, error) { return f(), nil }
