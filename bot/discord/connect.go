package discord

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"runtime/debug"
	"sync"
	"time"

	"github.com/bwmarrin/discordgo"
	"github.com/gorilla/websocket"

	"quizbot/bot"
)

const (
	// longestRetry bounds the wait before another session is opened.
	longestRetry = time.Minute
	// closeTime bounds leaving a session: discordgo waits a second for Discord, and may hang.
	closeTime = 3 * time.Second
	// sessionsKept is how many of the sessions that Discord allows in a day are kept back: who uses up all of them gets a
	// new token.
	sessionsKept = 5
)

// Run implements [bot.Platform]. It returns an error where Discord refuses the token or the intents, which no waiting mends.
func (a *Adapter) Run(ctx context.Context, handle bot.Handler) error {
	if err := a.introduce(ctx); err != nil || ctx.Err() != nil {
		return err
	}
	line := &connection{adapter: a, handle: bot.Guarded(handle, a.Log)}
	a.went(func() { a.register(ctx) })
	err := line.keep(ctx)
	a.online(false)
	a.deeds.Wait()
	return err
}

// introduce learns who the bot is. Discord may be out of reach for a while; a token that it refuses stays refused.
func (a *Adapter) introduce(ctx context.Context) error {
	for wait := a.Retry; ; wait = min(2*wait, longestRetry) {
		_, err := a.whoami(ctx)
		if err == nil || ctx.Err() != nil || statusOf(err) == http.StatusUnauthorized {
			return err
		}
		var asked *apiError
		if errors.As(err, &asked) {
			wait = max(wait, asked.after)
		}
		a.Log.Warn("cannot reach Discord: this is tried again", "wait", wait, "err", err)
		if !sleep(ctx, wait) {
			return nil
		}
	}
}

// connection keeps a session of the gateway open.
type connection struct {
	adapter *Adapter
	handle  bot.Handler
	trouble string // what was last said in the log
	deaf    bool   // Discord refused to let messages be read, whatever it told before
}

// keep opens sessions, or resumes the one before, until ctx ends or Discord refuses for good.
func (c *connection) keep(ctx context.Context) error {
	a := c.adapter
	var s *session
	wait := a.Retry
	for ctx.Err() == nil {
		var err error
		if s == nil {
			s, err = c.begin(ctx)
		}
		if err == nil {
			err = s.open(ctx)
		}
		if err == nil {
			wait, c.trouble = a.Retry, ""
			s.stay(ctx)
		}
		if up := a.online(false); ctx.Err() != nil {
			break
		} else if up {
			a.Log.Warn("the connection to Discord ended: it is opened again")
		}
		if fatal := refusedForGood(err); fatal != nil && !c.retreats(s, err) {
			return fatal
		}
		c.unopened(err)
		if s != nil && !s.resumable {
			s.leave(err)
			s = nil
		}
		if !sleep(ctx, pauseAfter(err, wait)) {
			break
		}
		wait = min(2*wait, longestRetry)
	}
	if s != nil {
		s.leave(nil)
	}
	return nil
}

// pauseAfter is how long to wait after a failure: what Discord asks for, or with jitter, so that bots that were cut off
// together do not come back together.
func pauseAfter(err error, wait time.Duration) time.Duration {
	var asked *apiError
	if errors.As(err, &asked) && asked.after > 0 {
		return asked.after
	}
	return wait/2 + rand.N(wait/2+1)
}

// refusedForGood is the error for what no waiting mends, nil for all else. The codes are those of
// https://docs.discord.com/developers/topics/opcodes-and-status-codes after which nobody may connect again.
func refusedForGood(err error) error {
	if statusOf(err) == http.StatusUnauthorized {
		return err
	}
	var closed *websocket.CloseError
	if !errors.As(err, &closed) {
		return nil
	}
	switch closed.Code {
	case 4004:
		return errors.New("discord: the token, discord.token, is refused (4004): copy it again from the page Bot of the application at discord.com/developers/applications")
	case 4010, 4011:
		return fmt.Errorf("discord: the bot is in too many servers for one connection (%d): this program serves up to 2,500", closed.Code)
	case 4012:
		return errors.New("discord: this version of the gateway is no more (4012): install a newer quizbot")
	case 4013, 4014:
		return fmt.Errorf("discord: the intents are refused (%d): switch Message Content Intent on at discord.com/developers/applications, under Bot, Privileged Gateway Intents", closed.Code)
	}
	return nil
}

// unopened says once why no session opens, until one does.
func (c *connection) unopened(err error) {
	if err == nil {
		return
	}
	if text := err.Error(); c.trouble != text {
		c.trouble = text
		c.adapter.Log.Warn("no connection to Discord: this is tried again", "err", err)
	}
}

// begin makes a session that identifies itself, with the intents that the application has.
func (c *connection) begin(ctx context.Context) (*session, error) {
	a := c.adapter
	left, after, err := a.rest.sessionsLeft(ctx)
	if err != nil {
		return nil, err
	}
	if left <= sessionsKept {
		return nil, &apiError{route: "GET /gateway/bot", status: http.StatusTooManyRequests, message: "too many connections today", after: max(after, a.Retry)}
	}
	app, err := a.rest.application(ctx)
	if err != nil {
		return nil, err
	}
	reads := app.reads() && !c.deaf
	if was := a.silent.Swap(!reads); !reads && !was {
		a.Log.Warn("messages in threads are not read, only forms count: switch Message Content Intent on at discord.com/developers/applications, under Bot, to have them count, and restart")
	}
	return newGateway(ctx, c, reads), nil
}

// session is one of discordgo's with an end that can be waited for.
type session struct {
	*discordgo.Session
	c     *connection
	reads bool // with the intent to read messages
	ready chan struct{}
	down  chan struct{}
	// resumable says that what was missed can be had by opening the session again: it began, and whatever failed since
	// failed before Discord was asked to go on with it.
	resumable bool

	mu   sync.Mutex
	conn net.Conn // of the last try to open it, nil where none was made
}

// newGateway makes a session that reports events in their order and leaves reconnecting to us.
func newGateway(ctx context.Context, c *connection, reads bool) *session {
	a := c.adapter
	s := &session{Session: newSession(a.Options, a.rest.limits), c: c, reads: reads, ready: make(chan struct{}, 1), down: make(chan struct{}, 1)}
	s.ShouldReconnectOnError, s.StateEnabled, s.Compress, s.SyncEvents = false, false, false, true
	s.Identify.Intents = discordgo.IntentGuilds | discordgo.IntentGuildMessages
	if reads {
		s.Identify.Intents |= discordgo.IntentMessageContent
	}
	s.Dialer = &websocket.Dialer{Proxy: http.ProxyFromEnvironment, HandshakeTimeout: a.OpenTime, NetDialContext: s.dial}
	s.AddHandler(func(_ *discordgo.Session, e *discordgo.Event) { c.event(ctx, s, e.Type, e.RawData) })
	s.AddHandler(func(*discordgo.Session, *discordgo.Disconnect) { signal(s.down) })
	return s
}

func signal(to chan struct{}) {
	select {
	case to <- struct{}{}:
	default:
	}
}

// dial connects, with a bound on how long nothing may come.
func (s *session) dial(ctx context.Context, network, address string) (net.Conn, error) {
	var d net.Dialer
	conn, err := d.DialContext(ctx, network, address)
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conn = &heard{Conn: conn, silence: s.c.adapter.Silence}
	return s.conn, nil
}

// heard is a connection that ends when nothing came for too long, or when reading fails: what discordgo says to Discord
// after that would end the session, which is to be resumed.
type heard struct {
	net.Conn
	silence time.Duration
}

// Read implements [net.Conn].
func (h *heard) Read(p []byte) (int, error) {
	if err := h.SetReadDeadline(time.Now().Add(h.silence)); err != nil {
		return 0, err
	}
	n, err := h.Conn.Read(p)
	if err != nil {
		_ = h.Close()
	}
	return n, err
}

// cut ends the connection without a word.
func (s *session) cut() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.conn != nil {
		_ = s.conn.Close()
	}
}

// asked reports whether Discord was asked for the session in a try that failed.
func (s *session) asked(err error) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn != nil && !errors.Is(err, websocket.ErrBadHandshake)
}

var (
	errStuck = errors.New("the gateway did not let the session begin in time")
	errEnded = errors.New("the gateway ended the connection")
)

// open opens the session, or resumes it. discordgo may hang in it for ever; such a session is left alone.
func (s *session) open(ctx context.Context) error {
	s.mu.Lock()
	s.conn = nil
	s.mu.Unlock()
	err := s.tryOpen(ctx)
	s.resumable = err == nil || s.resumable && !s.asked(err)
	return err
}

func (s *session) tryOpen(ctx context.Context) error {
	for _, old := range []chan struct{}{s.ready, s.down} {
		select {
		case <-old:
		default:
		}
	}
	limited, cancel := context.WithTimeout(ctx, s.c.adapter.OpenTime)
	defer cancel()
	opened := make(chan error, 1)
	go func() { opened <- s.Open() }()
	select {
	case err := <-opened:
		if err != nil {
			return err
		}
	case <-limited.Done():
		s.cut()
		return errStuck
	}
	select {
	case <-s.ready:
		return nil
	case <-s.down:
		return errEnded
	case <-limited.Done():
		s.cut()
		return errStuck
	}
}

// stay waits for the end of the session's connection.
func (s *session) stay(ctx context.Context) {
	select {
	case <-ctx.Done():
	case <-s.down:
	}
}

// leave ends the session, as far as discordgo lets it be ended: one that is stuck stays so, without a connection.
func (s *session) leave(why error) {
	if errors.Is(why, errStuck) {
		return
	}
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = s.Close()
	}()
	select {
	case <-done:
	case <-time.After(closeTime):
		s.cut()
	}
}

// retreats reports whether a session whose intents were refused can go on without reading messages, and has the next one
// do so.
func (c *connection) retreats(s *session, err error) bool {
	var closed *websocket.CloseError
	if s == nil || !s.reads || !errors.As(err, &closed) || closed.Code != 4014 {
		return false
	}
	c.deaf = true
	return true
}

// event takes what the gateway tells. It must not wait: nothing else is read meanwhile.
func (c *connection) event(ctx context.Context, s *session, kind string, data json.RawMessage) {
	a := c.adapter
	defer func() {
		if r := recover(); r != nil {
			a.Log.Error("an event is not understood", "kind", kind, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
		}
	}()
	switch kind {
	case "READY", "RESUMED":
		signal(s.ready)
		c.arrived(ctx, kind == "READY")
	case "INTERACTION_CREATE":
		c.interaction(ctx, data)
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		d, err := a.readMessage(data, kind == "MESSAGE_UPDATE")
		c.message(ctx, &d, err)
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		for _, d := range a.readDeletion(data) {
			c.message(ctx, &d, nil)
		}
	default:
		a.notice(kind, data)
	}
}

// arrived notes that a session began or goes on. One that is new has missed what happened meanwhile.
func (c *connection) arrived(ctx context.Context, fresh bool) {
	a := c.adapter
	if a.online(true) {
		a.Log.Info("connected to Discord")
	}
	if fresh {
		a.went(func() { c.catchUp(ctx) })
	}
}

// catchUpTime bounds fetching what was missed.
const catchUpTime = time.Minute

// catchUp has the bot fetch what it may have missed.
func (c *connection) catchUp(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, catchUpTime)
	defer cancel()
	_, err := c.handle(ctx, bot.Event{ID: "returned", At: c.adapter.Now(), Act: bot.Returned{Platform: platform}})
	if err != nil && ctx.Err() == nil {
		c.adapter.Log.Warn("cannot catch up with what was written meanwhile", "err", err)
	}
}

// notice learns channels and threads, and says in the log what Discord tells of the bot's place in servers.
func (a *Adapter) notice(kind string, data []byte) {
	var told struct {
		channel
		Channels    []channel `json:"channels"`
		Threads     []channel `json:"threads"`
		Unavailable bool      `json:"unavailable"`
	}
	switch kind {
	case "GUILD_CREATE", "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE", "THREAD_LIST_SYNC", "GUILD_DELETE":
	default:
		return
	}
	if err := json.Unmarshal(data, &told); err != nil {
		a.Log.Debug("an event is not understood", "kind", kind, "err", err)
		return
	}
	switch kind {
	case "GUILD_DELETE":
		if told.Unavailable {
			a.Log.Warn("a server is out of reach for now: Discord has an outage", "server", told.ID)
			return
		}
		a.Log.Error("the bot was removed from a server: its rooms are served no more until it is invited again", "server", told.ID)
	case "CHANNEL_CREATE", "CHANNEL_UPDATE", "THREAD_CREATE", "THREAD_UPDATE":
		a.rooms.learn(told.channel)
	default:
		a.rooms.learn(append(told.Channels, told.Threads...)...)
	}
}
