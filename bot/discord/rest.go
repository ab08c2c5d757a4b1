package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/bwmarrin/discordgo"
)

const (
	// tries is how often a request is made that Discord asks to make later, or that failed on the way.
	tries = 3
	// longestWait is how long a request waits for Discord's rates before it is left to whoever asked for it.
	longestWait = 30 * time.Second
	// retryStep is the wait after the first failure, and what is added with each other one.
	retryStep = 300 * time.Millisecond
)

// rest is Discord's REST API through discordgo, with waits that end with their context.
type rest struct {
	session *discordgo.Session
	limits  *limits
	step    time.Duration // before a request is made again
}

func newRest(o Options) *rest {
	r := &rest{limits: newLimits(), step: o.RetryStep}
	r.session = newSession(o, r.limits)
	return r
}

// newSession is one of discordgo's that sends its requests where the options say, and never waits or tries again by itself.
func newSession(o Options, l *limits) *discordgo.Session {
	session, err := discordgo.New("Bot " + o.Token)
	if err != nil { // which it never returns
		panic(err)
	}
	api, err := url.Parse(o.APIURL)
	if err != nil { // the configuration was checked
		panic(err)
	}
	session.Client = &http.Client{Transport: &transport{base: o.Transport, api: *api, limits: l}, Timeout: callTime}
	session.ShouldRetryOnRateLimit, session.MaxRestRetries = false, 0
	session.LogLevel = -1 // what is worth saying, the adapter says
	return session
}

func (r *rest) get(ctx context.Context, path string, out any) error {
	return r.patiently(ctx, http.MethodGet, path, nil, out)
}

func (r *rest) post(ctx context.Context, path string, in, out any) error {
	return r.patiently(ctx, http.MethodPost, path, in, out)
}

// patiently makes a request that does no harm when it is made twice, again where Discord asks for that or fails.
func (r *rest) patiently(ctx context.Context, method, path string, in, out any) error {
	var err error
	for n := range tries {
		if err = r.once(ctx, method, path, in, out); !passing(err) && !hung(ctx, err) {
			return err
		}
		if statusOf(err) == http.StatusTooManyRequests {
			continue // the rates make the next one wait
		}
		if !sleep(ctx, time.Duration(n+1)*r.step) {
			return err
		}
	}
	return err
}

// hung reports whether a request got no answer, though its context still waits for one.
func hung(ctx context.Context, err error) bool {
	return errors.Is(err, context.DeadlineExceeded) && ctx.Err() == nil
}

// passing reports whether a failure may be over soon.
func passing(err error) bool {
	if err == nil || errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	status := statusOf(err)
	if status == http.StatusTooManyRequests {
		var limited *apiError
		return errors.As(err, &limited) && limited.after <= longestWait
	}
	return status == 0 || status >= http.StatusInternalServerError
}

// once makes a request as soon as the rates allow, and decodes its answer.
func (r *rest) once(ctx context.Context, method, path string, in, out any) error {
	kind := routeOf(method, path)
	if err := r.limits.wait(ctx, kind); err != nil {
		return err
	}
	var body []byte
	if in != nil {
		var err error
		if body, err = json.Marshal(in); err != nil {
			return fmt.Errorf("discord: %s: %w", kind.kind, err)
		}
	}
	// A bucket of its own: discordgo's would wait for each other, whatever their contexts say.
	own := discordgo.NewRatelimiter().GetBucket("")
	own.Lock()
	address := strings.TrimSuffix(discordgo.EndpointAPI, "/") + path
	answer, err := r.session.RequestWithLockedBucket(method, address, "application/json", body, own, 0, discordgo.WithContext(ctx))
	if err != nil {
		return named(kind, err)
	}
	if out == nil || len(answer) == 0 {
		return nil
	}
	if err := json.Unmarshal(answer, out); err != nil {
		return fmt.Errorf("discord: %s: the answer is not understood: %w", kind.kind, err)
	}
	return nil
}

// named says what failed without the address, in which there may be a token.
func named(kind route, err error) error {
	var refused *apiError
	if errors.As(err, &refused) {
		return refused
	}
	var failed *url.Error
	if errors.As(err, &failed) {
		err = failed.Err
	}
	return fmt.Errorf("discord: %s: %w", kind.kind, err)
}

// Flags of applications: https://docs.discord.com/developers/resources/application. The limited one is that of
// applications that Discord has not reviewed, which suffices in small servers.
const (
	flagMessageContent        = 1 << 18
	flagMessageContentLimited = 1 << 19
)

// application is what Discord tells of the bot's own.
type application struct {
	ID    string `json:"id"`
	Flags int    `json:"flags"`
}

// reads reports whether the bot may read what members write.
func (a application) reads() bool {
	return a.Flags&(flagMessageContent|flagMessageContentLimited) != 0
}

func (r *rest) application(ctx context.Context) (app application, err error) {
	err = r.get(ctx, "/applications/@me", &app)
	return app, err
}

// gateway is where events come from, and how many sessions may still be begun today.
type gateway struct {
	URL   string
	Left  int
	After time.Duration // until there are more
}

func (r *rest) gateway(ctx context.Context) (gateway, error) {
	var told struct {
		URL   string `json:"url"`
		Limit struct {
			Left  int   `json:"remaining"`
			After int64 `json:"reset_after"` // milliseconds
		} `json:"session_start_limit"`
	}
	err := r.get(ctx, "/gateway/bot", &told)
	return gateway{URL: told.URL, Left: told.Limit.Left, After: time.Duration(told.Limit.After) * time.Millisecond}, err
}
