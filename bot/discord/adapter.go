package discord

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/discord/gateway"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// platform is the first part of the ids of Discord's rooms and members.
const platform = "discord"

// Options are what an Adapter needs.
type Options struct {
	// Token is the bot's.
	Token string
	// APIURL is the address of the REST API, with a slash at its end and without a version.
	APIURL string
	// Server is the guild in which commands are registered, at once and for it alone: for
	// development. If it is empty they are registered everywhere.
	Server string
	// Catalogue has the names and descriptions of commands.
	Catalogue *words.Catalogue
	Log       *slog.Logger
	// Now is the time of events that Discord gives no time for: deletions.
	Now func() time.Time
	// Transport carries all requests; nil means one of its own.
	Transport http.RoundTripper
	// AckTime is how long handling may take before its response is deferred. Silence is how long
	// the gateway may send nothing, OpenTime how long opening a session may take, Retry the first
	// wait before another is opened, RetryStep the first one before a request is repeated. Zero
	// means the default.
	AckTime, Silence, OpenTime, Retry, RetryStep time.Duration
	// HeartbeatTimeout is how long Discord may take to acknowledge a heartbeat.
	HeartbeatTimeout time.Duration

	requestTimeout  time.Duration  // shorter in tests
	callbackTimeout time.Duration  // longer in tests that record each request
	roots           *x509.CertPool // of tests that encrypt
}

const (
	// defaultAckTime is half of the three seconds Discord waits for a response. The rest is enough
	// for a second attempt to defer it.
	defaultAckTime = 1500 * time.Millisecond
	defaultRetry   = time.Second
	// defaultRetryStep is the wait before a request is repeated, and what is added with each other
	// one.
	defaultRetryStep = 300 * time.Millisecond
	// maxRetry bounds the waits that grow.
	maxRetry = time.Minute
	// handleTimeout bounds the handling of one event.
	handleTimeout = 30 * time.Second
	// shutdownGrace is how long tasks may go on when the adapter ends.
	shutdownGrace = 4 * time.Second
)

// Limits of the dedup and of the queues.
const (
	// dedupTTL is how long an interaction can be answered.
	dedupTTL  = 15 * time.Minute
	dedupSize = 100_000
	// maxPendingMessages bounds the messages of threads that wait to be handled.
	maxPendingMessages = 100_000
	// maxPendingMarks bounds the memory of marks that wait: some ten megabytes.
	maxPendingMarks = 100_000
	// maxPendingDirectMessages bounds the direct messages that wait.
	maxPendingDirectMessages = 10_000
)

// Adapter is a [bot.Platform] for all guilds that the bot is in.
type Adapter struct {
	Options
	adapter.Connectivity
	client     *gateway.Client
	clock      *adapter.ClockCheck
	connection *gateway.Connection
	identity   adapter.Identity[identity]
	channels   *channelCache
	guilds     *guildStates
	commandIDs commandIDs

	delivered      *adapter.Dedup[struct{}]
	tasks          *adapter.Tasks
	messages       *adapter.Sequencer // of threads, by thread
	directMessages *adapter.Sequencer
	marker         *adapter.Marker
}

// identity is the bot's own application and user.
type identity struct{ application, user string }

// New returns an adapter that connects when it is run.
func New(o Options) *Adapter {
	o.setDefaults()
	a := &Adapter{
		Options: o, guilds: newGuildStates(),
		delivered: adapter.NewDedup[struct{}](dedupSize, dedupTTL), tasks: adapter.NewTasks(o.Log),
	}
	if o.Transport == nil {
		o.Transport = gateway.NewTransport()
	}
	a.clock = &adapter.ClockCheck{Title: "Discord", Log: o.Log, Next: o.Transport, Now: time.Now}
	a.client = gateway.NewClient(gateway.Options{
		Token: o.Token, APIURL: o.APIURL, Transport: a.clock, Explain: explainCode, Log: o.Log,
		ReadTimeout: o.Silence, OpenTimeout: o.OpenTime, HeartbeatTimeout: o.HeartbeatTimeout,
		Retry: o.Retry, RetryStep: o.RetryStep, RequestTimeout: o.requestTimeout, Roots: o.roots,
	})
	a.connection = gateway.NewConnection(a.client, &a.Connectivity)
	a.channels = newChannelCache(a.client)
	a.messages = adapter.NewSequencer(a.tasks, maxPendingMessages)
	a.directMessages = adapter.NewSequencer(a.tasks, maxPendingDirectMessages)
	a.marker = adapter.NewMarker(a.tasks, o.Log, maxPendingMarks, a.putMark)
	return a
}

func (o *Options) setDefaults() {
	for _, d := range []struct {
		set      *time.Duration
		standard time.Duration
	}{{&o.AckTime, defaultAckTime}, {&o.Retry, defaultRetry}, {&o.RetryStep, defaultRetryStep}, {&o.callbackTimeout, defaultCallbackTimeout}} {
		if *d.set == 0 {
			*d.set = d.standard
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
}

// Name implements [bot.Platform].
func (*Adapter) Name() string { return platform }

// Run implements [bot.Platform]. It returns an error if Discord refuses the token or the intents,
// which no waiting changes.
func (a *Adapter) Run(ctx context.Context, handle bot.Handler) error {
	if err := a.awaitIdentity(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	r := &receiver{Adapter: a, handle: adapter.RecoverHandler(handle, a.Log)}
	a.tasks.Go(func(context.Context) { a.registerCommands(ctx) })
	err := a.connection.Run(ctx, r.receive)
	a.SetConnected(false)
	a.tasks.Shutdown(shutdownGrace)
	return err
}

// awaitIdentity fetches the bot's ids from Discord. It retries while Discord is out of reach, and
// fails if Discord refuses the token.
func (a *Adapter) awaitIdentity(ctx context.Context) error {
	waits := adapter.Backoff{First: a.Retry, Max: maxRetry}
	policy := adapter.RetryPolicy{
		Retryable: func(err error) bool { return !adapter.IsClass(err, adapter.ClassAuth) },
		Wait:      func(_ int, err error) time.Duration { return waits.Next(err) },
		OnRetry: func(err error, wait time.Duration) {
			a.Log.Warn("cannot reach Discord: this is tried again", "wait", wait, "err", err)
		},
	}
	err := policy.Do(ctx, func() error {
		_, err := a.self(ctx)
		return err
	})
	if ctx.Err() != nil {
		return nil
	}
	return err
}

// self is who the bot is. It is looked up once.
func (a *Adapter) self(ctx context.Context) (identity, error) {
	return a.identity.Get(ctx, func(ctx context.Context) (identity, error) {
		app, err := a.client.Application(ctx)
		if err != nil {
			return identity{}, err
		}
		var user struct {
			ID string `json:"id"`
		}
		err = a.client.Get(ctx, "/users/@me", &user)
		return identity{application: app.ID, user: user.ID}, err
	})
}

// knownSelf returns the bot's identity if it is known already, as before the first event.
func (a *Adapter) knownSelf() identity {
	self, _ := a.identity.Known()
	return self
}

func workspace(guild string) adapter.Workspace {
	return adapter.Workspace{Platform: platform, ID: guild}
}

// roomID is the id of the room in a channel of a guild, memberID that of a user as a member of it.
func roomID(guild, channel string) quiz.RoomID { return workspace(guild).Room(channel) }

func memberID(guild, user string) quiz.MemberID { return workspace(guild).Member(user) }

// roomSeparators is the number of slashes in a room's id.
const roomSeparators = 2

// splitRoom returns the guild and channel of a room.
func splitRoom(room quiz.RoomID) (guild, channel string, err error) {
	if room.Platform() != platform || strings.Count(string(room), "/") != roomSeparators {
		return "", "", fmt.Errorf("room %s: this is no channel of Discord: write discord/SERVER/CHANNEL", room)
	}
	return room.Workspace(), room.Local(), nil
}

// messageLink is the address of a message.
func messageLink(guild, channel, message string) string {
	return "https://discord.com/channels/" + guild + "/" + channel + "/" + message
}

// SendDirectMessage implements [bot.DirectMessenger].
func (a *Adapter) SendDirectMessage(ctx context.Context, who quiz.MemberID, card card.Card) error {
	var channel struct {
		ID string `json:"id"`
	}
	if err := a.client.Post(ctx, "/users/@me/channels", map[string]string{"recipient_id": who.Local()}, &channel); err != nil {
		return err
	}
	key := rand.Text()
	for i, m := range a.draw(card) {
		out := m.Payload(0)
		out.Nonce, out.Enforce = nonce(key, i), true
		if err := a.client.Post(ctx, "/channels/"+channel.ID+"/messages", out, nil); err != nil {
			return err
		}
	}
	return nil
}
