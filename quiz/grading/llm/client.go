package llm

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/url"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Bounds of a request.
const (
	requestTimeout = 30 * time.Second
	maxBody        = 64 << 10
	maxTokens      = 4000
	retries        = 2
	longestWait    = 20 * time.Second // before a retry
)

// client asks one model.
type client struct {
	address, model, key string
	http                *http.Client
	budget              *budget
	dialect             *dialect
	timeout             time.Duration
	firstWait           time.Duration
}

func newClient(o Options) client {
	return client{
		address: strings.TrimSuffix(o.URL, "/") + "/chat/completions", model: o.Name, key: o.Key,
		// A redirect would carry answers to another host than the one that members are told of.
		http:   &http.Client{Transport: newTransport(), CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }},
		budget: &budget{most: cmp.Or(o.Budget, DefaultBudget)}, dialect: &dialect{}, timeout: requestTimeout, firstWait: time.Second,
	}
}

// newTransport returns a transport that keeps a connection for each request at a time.
func newTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = parallelRequests
	return t
}

// message is one message of a conversation with a model.
type message struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// ask returns the verdicts of the model. Its errors repeat neither answers nor the key.
func (c *client) ask(ctx context.Context, p prompt) ([]verdict, error) {
	for {
		dialect := c.dialect.current()
		body, err := c.body(&p, dialect)
		if err != nil {
			return nil, err
		}
		reply, err := c.sendPatiently(ctx, body)
		if refused, ok := errors.AsType[*statusError](err); ok && refused.isRefusal() && c.dialect.simplify(dialect, refused.body) {
			continue
		}
		if err != nil {
			return nil, err
		}
		return readVerdicts(reply, &p)
	}
}

// body is a request in a dialect.
func (c *client) body(p *prompt, d dialectState) ([]byte, error) {
	messages, err := p.messages()
	if err != nil {
		return nil, err
	}
	request := map[string]any{"model": c.model, "messages": messages, tokenFields()[d.tokens]: maxTokens}
	if !d.withoutTemperature {
		request["temperature"] = 0
	}
	switch d.format {
	case formatSchema:
		request["response_format"] = map[string]any{
			"type": "json_schema", "json_schema": map[string]any{"name": "verdicts", "strict": true, "schema": schema(len(p.data.Points))},
		}
	case formatObject:
		request["response_format"] = map[string]any{"type": "json_object"}
	}
	return json.Marshal(request)
}

// sendPatiently sends a request, and again after failures that may pass.
func (c *client) sendPatiently(ctx context.Context, body []byte) ([]byte, error) {
	for try := 0; ; try++ {
		reply, err := c.send(ctx, body)
		failed, ok := errors.AsType[*statusError](err)
		if !ok || !failed.mayPass() || try == retries {
			return reply, err
		}
		wait := failed.after
		if wait == 0 {
			wait = c.firstWait<<try + rand.N(c.firstWait/2+1)
		}
		if wait > longestWait {
			return nil, err
		}
		select {
		case <-time.After(wait):
		case <-ctx.Done():
			return nil, err
		}
	}
}

// statusError is a reply with another status than 200.
type statusError struct {
	status int
	code   string        // of the error, if it is fit for a log
	body   string        // of the reply, not for a log
	after  time.Duration // that the server asks to wait
}

// Error implements error.
func (e *statusError) Error() string {
	text := fmt.Sprintf("it replies with status %d %s", e.status, http.StatusText(e.status))
	if e.code != "" {
		text += " (" + e.code + ")"
	}
	return text
}

func (e *statusError) mayPass() bool {
	return e.status == http.StatusTooManyRequests || e.status >= 500
}

// isRefusal reports whether the server may not understand the request.
func (e *statusError) isRefusal() bool {
	return e.status == http.StatusBadRequest || e.status == http.StatusUnprocessableEntity || e.status == http.StatusNotImplemented
}

// send sends a request once.
func (c *client) send(ctx context.Context, body []byte) ([]byte, error) {
	if err := c.budget.take(time.Now()); err != nil {
		return nil, err
	}
	ctx, cancel := context.WithTimeout(ctx, c.timeout)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, c.address, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("Content-Type", "application/json")
	if c.key != "" {
		request.Header.Set("Authorization", "Bearer "+c.key)
	}
	response, err := c.http.Do(request)
	if err != nil {
		return nil, c.connectionError(err)
	}
	defer func() { _ = response.Body.Close() }()
	reply, err := io.ReadAll(io.LimitReader(response.Body, maxBody+1))
	switch {
	case response.StatusCode != http.StatusOK:
		return nil, &statusError{response.StatusCode, errorCode(reply), string(reply), retryAfter(response.Header)}
	case err != nil:
		return nil, c.connectionError(err)
	case len(reply) > maxBody:
		return nil, errors.New("its reply is longer than 64 kB")
	}
	return reply, nil
}

// connectionError returns an error without the address, whose parts may be secret.
func (c *client) connectionError(err error) error {
	if errors.Is(err, context.DeadlineExceeded) {
		return fmt.Errorf("it gives no reply within %s", c.timeout)
	}
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		err = wrapped.Err
	}
	return fmt.Errorf("it is out of reach: %w", err)
}

// loggable is the form of an error code that can hold neither a key nor an answer.
var loggable = regexp.MustCompile(`^[a-z_]{1,40}$`)

// errorCode returns the code or type of the error in a reply, if it is fit for a log.
func errorCode(reply []byte) string {
	var parsed struct {
		Error struct {
			Code any    `json:"code"`
			Type string `json:"type"`
		} `json:"error"`
	}
	_ = json.Unmarshal(reply, &parsed) // a reply of another form has no code
	code, _ := parsed.Error.Code.(string)
	for _, text := range []string{code, parsed.Error.Type} {
		if loggable.MatchString(text) {
			return text
		}
	}
	return ""
}

// retryAfter returns the time that a server asks to wait, 0 if it doesn't.
func retryAfter(h http.Header) time.Duration {
	text := h.Get("Retry-After")
	if seconds, err := strconv.ParseFloat(text, 64); err == nil && seconds >= 0 && seconds < 1e6 {
		return max(time.Duration(seconds*float64(time.Second)), time.Millisecond)
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Until(at), time.Millisecond)
	}
	return 0
}

// readVerdicts returns the verdicts in a reply of the API.
func readVerdicts(reply []byte, p *prompt) ([]verdict, error) {
	var parsed struct {
		Choices []struct {
			Message struct {
				Content string `json:"content"`
			} `json:"message"`
		} `json:"choices"`
	}
	if json.Unmarshal(reply, &parsed) != nil || len(parsed.Choices) == 0 {
		return nil, errors.New("its reply isn't one of the chat completions API")
	}
	return parseReply(parsed.Choices[0].Message.Content, p.nonce, len(p.data.Points))
}

// Formats of replies, from the strictest. A server is asked for the strictest that it takes.
const (
	formatSchema = iota
	formatObject
	formatNone
)

// tokenFields are the names of the bound for a reply: the newer one, and the one that other servers
// know.
func tokenFields() []string { return []string{"max_completion_tokens", "max_tokens"} }

// dialectState is what a server was found to take.
type dialectState struct {
	tokens             int
	format             int
	withoutTemperature bool
}

// dialect learns what a server takes from its refusals.
type dialect struct {
	mu    sync.Mutex
	state dialectState
}

func (d *dialect) current() dialectState {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.state
}

// simplify drops what a server has refused, as far as its words tell. It reports false if a request
// can't be simpler. A request that another goroutine has simplified meanwhile is tried again as it is.
func (d *dialect) simplify(refused dialectState, why string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.state != refused {
		return true
	}
	why = strings.ToLower(why)
	s := &d.state
	switch {
	case s.tokens == 0 && strings.Contains(why, tokenFields()[0]):
		s.tokens = 1
	case !s.withoutTemperature && strings.Contains(why, "temperature"):
		s.withoutTemperature = true
	case s.format != formatNone:
		s.format++
	case s.tokens == 0:
		s.tokens = 1
	default:
		return false
	}
	return true
}
