package gateway

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"

	"quizbot/bot/adapter"
)

// MaxTries limits the attempts of a request. A request is repeated after a failure in transit, or
// if Discord asks for it.
const MaxTries = 3

// Options configure a [Client] and its [Connection]. Zero durations mean the defaults.
type Options struct {
	// Token is the bot's.
	Token string
	// APIURL is the address of the REST API, with a slash at its end and without a version.
	APIURL string
	// Transport carries all requests; nil means one of its own.
	Transport http.RoundTripper
	// Explain completes the error of a refused request with what the adapter knows about its code;
	// nil adds nothing.
	Explain func(route Route, e *adapter.APIError)
	Log     *slog.Logger
	// ReadTimeout is how long the gateway may send nothing, OpenTimeout how long opening a session
	// may take.
	ReadTimeout, OpenTimeout time.Duration
	// HeartbeatTimeout is how long Discord may take to acknowledge a heartbeat.
	HeartbeatTimeout time.Duration
	// Retry is the first wait before another session is opened, RetryStep the first one before a
	// request is repeated.
	Retry, RetryStep time.Duration
	// RequestTimeout bounds one request.
	RequestTimeout time.Duration
	// Roots are the certificates that sign the gateway's; nil means those of the machine.
	Roots *x509.CertPool
}

const (
	// defaultReadTimeout is a little more than two heartbeats, which Discord asks for every 41
	// seconds and acknowledges.
	defaultReadTimeout = 100 * time.Second
	// defaultHeartbeatTimeout is less than the 41 seconds until the next heartbeat.
	defaultHeartbeatTimeout = 30 * time.Second
	// defaultOpenTimeout is long enough for a guild with very many channels.
	defaultOpenTimeout = 30 * time.Second
	defaultRetry       = time.Second
	defaultRetryStep   = 300 * time.Millisecond
	// DefaultRequestTimeout bounds one request.
	DefaultRequestTimeout = 15 * time.Second
)

func (o *Options) setDefaults() {
	for _, d := range []struct {
		set      *time.Duration
		standard time.Duration
	}{
		{&o.ReadTimeout, defaultReadTimeout},
		{&o.OpenTimeout, defaultOpenTimeout},
		{&o.HeartbeatTimeout, defaultHeartbeatTimeout},
		{&o.Retry, defaultRetry},
		{&o.RetryStep, defaultRetryStep},
		{&o.RequestTimeout, DefaultRequestTimeout},
	} {
		if *d.set == 0 {
			*d.set = d.standard
		}
	}
	if o.Transport == nil {
		o.Transport = NewTransport()
	}
}

// NewTransport returns a transport for HTTP/1: on HTTP/2 all requests share one connection, and if
// that dies unnoticed, so does every attempt to repeat them.
func NewTransport() http.RoundTripper {
	t := adapter.NewTransport()
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// Client makes requests of Discord's REST API through discordgo, with waits that end with their
// context.
type Client struct {
	// Limits are the rate limits of all requests.
	Limits *RateLimits

	options Options
	session *discordgo.Session
}

// NewClient returns a client.
func NewClient(o Options) *Client {
	o.setDefaults()
	c := &Client{options: o, Limits: newRateLimits()}
	c.session = c.newSession()
	return c
}

// newSession returns a session of discordgo that sends its requests through the transport, and
// never waits or repeats them by itself.
func (c *Client) newSession() *discordgo.Session {
	session, err := discordgo.New("Bot " + c.options.Token)
	if err != nil { // it never returns one
		panic(err)
	}
	api, err := url.Parse(c.options.APIURL)
	if err != nil { // the configuration was checked
		panic(err)
	}
	session.Client = &http.Client{
		Transport: &transport{base: c.options.Transport, api: *api, limits: c.Limits, explain: c.options.Explain}, Timeout: c.options.RequestTimeout,
	}
	session.ShouldRetryOnRateLimit, session.MaxRestRetries = false, 0
	session.LogLevel = -1 // the adapter logs
	return session
}

// Get makes a GET request, repeated if it fails on the way.
func (c *Client) Get(ctx context.Context, path string, out any) error {
	return c.Do(ctx, http.MethodGet, path, nil, out)
}

// Post makes a POST request that does no harm if it is made twice, repeated if it fails on the way.
func (c *Client) Post(ctx context.Context, path string, in, out any) error {
	return c.Do(ctx, http.MethodPost, path, in, out)
}

// Do makes a request that does no harm if it is made twice. It repeats it if Discord asks for that,
// or if it failed on the way.
func (c *Client) Do(ctx context.Context, method, path string, in, out any) error {
	policy := adapter.RetryPolicy{
		Tries:     MaxTries,
		Retryable: func(err error) bool { return adapter.Transient(err) && lastsFor(ctx, adapter.RetryAfter(err)) },
		Wait: func(n int, err error) time.Duration {
			if adapter.StatusOf(err) == http.StatusTooManyRequests {
				return 0 // the rate limits make the next request wait
			}
			return time.Duration(n) * c.options.RetryStep
		},
	}
	return policy.Do(ctx, func() error { return c.DoOnce(ctx, method, path, in, out) })
}

// DoOnce makes a request as soon as the rate limits allow, and decodes its response.
func (c *Client) DoOnce(ctx context.Context, method, path string, in, out any) error {
	route := RouteOf(method, path)
	if err := c.Limits.Wait(ctx, route); err != nil {
		return err
	}
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("discord: %s: %w", route.Name, err)
		}
	}
	// A bucket of its own: those of discordgo wait for each other, whatever their contexts say.
	own := discordgo.NewRatelimiter().GetBucket("")
	own.Lock()
	address := strings.TrimSuffix(discordgo.EndpointAPI, "/") + path
	response, err := c.session.RequestWithLockedBucket(method, address, "application/json", body, own, 0, discordgo.WithContext(ctx))
	if err != nil {
		return withoutAddress(route, err)
	}
	if out == nil || len(response) == 0 {
		return nil
	}
	if err := json.Unmarshal(response, out); err != nil {
		return fmt.Errorf("discord: %s: the answer is not understood: %w", route.Name, err)
	}
	return nil
}

// Permissions returns a user's permissions in a channel.
func (c *Client) Permissions(ctx context.Context, user, channel string) (int64, error) {
	bits, err := c.session.UserChannelPermissions(user, channel, discordgo.WithContext(ctx))
	if err != nil {
		return 0, withoutAddress(RouteOf(http.MethodGet, "/channels/"+channel), err)
	}
	return bits, nil
}

// withoutAddress names the route of a failed request instead of its address, which may have a token
// in it.
func withoutAddress(route Route, err error) error {
	if refusal, ok := errors.AsType[*adapter.APIError](err); ok {
		return refusal
	}
	if failed, ok := errors.AsType[*url.Error](err); ok {
		err = failed.Err
	}
	return fmt.Errorf("discord: %s: %w", route.Name, err)
}

// IsTimeout reports whether a request got no response in its own time, though its context still
// waits for one.
func IsTimeout(ctx context.Context, err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
}
