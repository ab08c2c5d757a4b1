package discord

import (
	"context"
	"crypto/rand"
	"crypto/x509"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// platform is the first part of the names of Discord's rooms and members.
const platform = "discord"

// Options are what an Adapter needs.
type Options struct {
	// Token is the bot's.
	Token string
	// APIURL is the address of the REST API, with a slash at its end and without a version.
	APIURL string
	// Server, where it is not empty, is the one in which commands are registered, at once and for it alone: for development.
	Server string
	// Catalogue has the names and descriptions of commands.
	Catalogue *words.Catalogue
	Log       *slog.Logger
	// Now is the time of what Discord gives no time for: deletions.
	Now func() time.Time
	// Transport carries all requests, one of its own where it is nil.
	Transport http.RoundTripper
	// AckTime is how long handling may take before its answer is deferred. Silence is how long the gateway may say nothing,
	// OpenTime how long opening a session may take, Retry the first wait before another is opened, RetryStep the first one
	// before a request is made again. Zero stands for what suits Discord.
	AckTime, Silence, OpenTime, Retry, RetryStep time.Duration
	// HeartbeatTimeout is how long Discord may take to acknowledge a heartbeat.
	HeartbeatTimeout time.Duration
}

const (
	// callTime bounds one request.
	callTime = 15 * time.Second
	// ackTime leaves half of the three seconds after which Discord tells people that the app does not answer, enough for a
	// second try to say that the answer is still to come.
	ackTime = 1500 * time.Millisecond
	// silence is some more than two heartbeats, which Discord asks for every 41 seconds and answers.
	silence = 100 * time.Second
	// heartbeatTimeout is less than the 41 seconds until the next heartbeat.
	heartbeatTimeout = 30 * time.Second
	// openTime is how long opening a session may take, a server with very many channels included.
	openTime = 30 * time.Second
	// retry is the first wait before another session is opened.
	retry = time.Second
	// handleTime bounds everything that is done for one event.
	handleTime = 30 * time.Second
)

// Adapter is a [bot.Platform] for all servers that the bot is in.
type Adapter struct {
	Options
	rest     *rest
	rooms    *rooms
	seen     *seen
	lanes    *lanes
	marks    marks          // those that wait
	whispers *lanes         // direct messages that wait
	silent   atomic.Bool    // Discord keeps the text of messages to itself
	roots    *x509.CertPool // of the gateway, those of the machine where it is nil

	// deeds are what is under way. life ends what is under way for too long when the adapter ends.
	deeds   *deeds
	servers *servers
	ids     commandIDs
	life    context.Context
	stop    context.CancelFunc

	asking chan struct{} // holds who asks who the bot is
	mu     sync.Mutex
	self   identity
	up     bool
}

// identity is who the bot is.
type identity struct{ application, user string }

// New returns an adapter that connects when it is run.
func New(o Options) *Adapter {
	for _, d := range []struct {
		to   *time.Duration
		suit time.Duration
	}{{&o.AckTime, ackTime}, {&o.Silence, silence}, {&o.OpenTime, openTime}, {&o.Retry, retry}, {&o.RetryStep, retryStep}, {&o.HeartbeatTimeout, heartbeatTimeout}} {
		if *d.to == 0 {
			*d.to = d.suit
		}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = ownTransport()
	}
	a := &Adapter{
		Options: o, seen: newSeen(), lanes: newLanes(), marks: marks{queue: newLanes()}, whispers: newLanes(), deeds: newDeeds(), servers: newServers(), asking: make(chan struct{}, 1),
	}
	a.life, a.stop = context.WithCancel(context.Background())
	a.rest = newRest(o)
	a.rooms = newRooms(a.rest)
	return a
}

// ownTransport keeps as many connections as a busy minute needs: every answer is a request of its own. They are HTTP/1's: on
// HTTP/2 all requests share one, and where that dies without a word, so does every try to make them again.
func ownTransport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 64
	t.Protocols = new(http.Protocols)
	t.Protocols.SetHTTP1(true)
	return t
}

// Name implements [bot.Platform].
func (*Adapter) Name() string { return platform }

// whoami is who the bot is. It is asked for once.
func (a *Adapter) whoami(ctx context.Context) (identity, error) {
	select {
	case a.asking <- struct{}{}:
		defer func() { <-a.asking }()
	case <-ctx.Done():
		return identity{}, ctx.Err()
	}
	if self := a.known(); self.user != "" {
		return self, nil
	}
	app, err := a.rest.application(ctx)
	if err != nil {
		return identity{}, err
	}
	var user struct {
		ID string `json:"id"`
	}
	if err := a.rest.get(ctx, "/users/@me", &user); err != nil {
		return identity{}, err
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	a.self = identity{application: app.ID, user: user.ID}
	return a.self, nil
}

// known is who the bot is, once that was asked: events come after that.
func (a *Adapter) known() identity {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.self
}

// roomID and memberID are the names of a channel and a user of a server.
func roomID(server, channel string) quiz.RoomID {
	return quiz.RoomID(platform + "/" + server + "/" + channel)
}

func memberID(server, user string) quiz.MemberID {
	return quiz.MemberID(platform + "/" + server + "/" + user)
}

// split takes a room's name apart.
func split(room quiz.RoomID) (server, channel string, err error) {
	parts := strings.Split(string(room), "/")
	if len(parts) != 3 || parts[0] != platform {
		return "", "", fmt.Errorf("room %s: this is no channel of Discord: write discord/SERVER/CHANNEL", room)
	}
	return parts[1], parts[2], nil
}

// channelOf is the id of a room's channel, empty for what is no channel of Discord.
func channelOf(room quiz.RoomID) string {
	if _, channel, err := split(room); err == nil && isID(channel) {
		return channel
	}
	return ""
}

// link is the address of a message.
func link(server, channel, message string) string {
	return "https://discord.com/channels/" + server + "/" + channel + "/" + message
}

// online notes whether a session is open, and reports whether that is news.
func (a *Adapter) online(up bool) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	news := a.up != up
	a.up = up
	return news
}

// Connected implements [bot.Connector].
func (a *Adapter) Connected() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.up
}

// SendDirectMessage implements [bot.Messenger].
func (a *Adapter) SendDirectMessage(ctx context.Context, who quiz.MemberID, card card.Card) error {
	user := string(who)[strings.LastIndexByte(string(who), '/')+1:]
	var channel struct {
		ID string `json:"id"`
	}
	if err := a.rest.post(ctx, "/users/@me/channels", map[string]string{"recipient_id": user}, &channel); err != nil {
		return err
	}
	key := rand.Text()
	for i, m := range a.draw(card) {
		out := m.outgoing(0)
		out.Nonce, out.Enforce = nonce(key, i), true
		if err := a.rest.post(ctx, "/channels/"+channel.ID+"/messages", out, nil); err != nil {
			return err
		}
	}
	return nil
}

// went runs a deed on its own, which is waited for when the adapter ends. Its context ends when nobody waits any longer.
func (a *Adapter) went(deed func(context.Context)) {
	a.deeds.begin()
	go func() {
		defer a.deeds.end()
		deed(a.life)
	}()
}
