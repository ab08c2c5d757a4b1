package slack

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot/card"
	"quizbot/quiz"
)

// platform is the first part of the names of Slack's rooms and members.
const platform = "slack"

// Options are what an Adapter needs.
type Options struct {
	// AppToken, xapp-…, opens sockets; BotToken, xoxb-…, does everything else.
	AppToken, BotToken string
	// APIURL is the address of the web API, with a slash at its end.
	APIURL string
	Log    *slog.Logger
	// Now is the time of what Slack gives no time for: commands and forms.
	Now func() time.Time
	// Transport carries all requests, http.DefaultTransport where it is nil.
	Transport http.RoundTripper
	// Ping is how long a socket may be silent, Stagger how long after the first one the second is opened, and AckTime
	// how long handling may take before it is acknowledged all the same. Zero stands for what suits Slack.
	Ping, Stagger, AckTime time.Duration
}

const (
	// callTime bounds one request. slack-go has no limit of its own.
	callTime = 15 * time.Second
	// stagger keeps Slack from refreshing both sockets in the same moment.
	stagger = 20 * time.Second
	// ackTime is less than the three seconds after which Slack tells people that the app does not answer.
	ackTime = 2200 * time.Millisecond
	// handleTime bounds everything that is done for one event.
	handleTime = 30 * time.Second
)

// Adapter is a [bot.Platform] for one workspace.
type Adapter struct {
	Options
	api    *slack.Client
	http   *http.Client
	people *people
	pace   *pace
	seen   *seen
	marks  *marks
	token  *tokenCheck
	clock  *clock
	shared atomic.Bool // more sockets use the app token than the bot's own

	mu   sync.Mutex
	self identity
	up   bool
}

// identity is who the bot is, as auth.test tells. A workspace that belongs to no organization has no enterprise.
type identity struct{ team, enterprise, user, url string }

// New returns an adapter that connects when it is run.
func New(o Options) *Adapter {
	if o.Stagger == 0 {
		o.Stagger = stagger
	}
	if o.AckTime == 0 {
		o.AckTime = ackTime
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Transport == nil {
		o.Transport = transport()
	}
	a := &Adapter{Options: o, pace: newPace(), seen: newSeen(), marks: newMarks(), token: newTokenCheck()}
	a.clock = &clock{log: o.Log, next: o.Transport, now: time.Now}
	a.http = &http.Client{Transport: a.clock, Timeout: callTime}
	a.api = slack.New(o.BotToken, slack.OptionHTTPClient(a.http),
		slack.OptionAppLevelToken(o.AppToken), slack.OptionAPIURL(o.APIURL))
	a.people = newPeople(a.api, a.known)
	return a
}

// transport keeps as many connections as a busy minute needs: every form is a request of its own.
func transport() http.RoundTripper {
	t, ok := http.DefaultTransport.(*http.Transport)
	if !ok {
		return http.DefaultTransport
	}
	t = t.Clone()
	t.MaxIdleConnsPerHost = 64
	return t
}

// Name implements [bot.Platform].
func (*Adapter) Name() string { return platform }

// whoami is who the bot is. It is asked for once.
func (a *Adapter) whoami(ctx context.Context) (identity, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.self.team != "" {
		return a.self, nil
	}
	r, err := a.api.AuthTestContext(ctx)
	if err != nil {
		return identity{}, explain("auth.test", err)
	}
	a.self = identity{team: r.TeamID, enterprise: r.EnterpriseID, user: r.UserID, url: strings.TrimSuffix(r.URL, "/")}
	return a.self, nil
}

func (i identity) room(channel string) quiz.RoomID {
	return quiz.RoomID(platform + "/" + i.team + "/" + channel)
}

func (i identity) member(user string) quiz.MemberID {
	return quiz.MemberID(platform + "/" + i.team + "/" + user)
}

// link is the address of a message.
func (i identity) link(channel, ts, thread string) string {
	link := i.url + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}

// channelOf is the channel of a room, which must be one of the bot's workspace.
func (a *Adapter) channelOf(ctx context.Context, room quiz.RoomID) (string, identity, error) {
	self, err := a.whoami(ctx)
	if err != nil {
		return "", self, err
	}
	channel, ok := strings.CutPrefix(string(room), platform+"/"+self.team+"/")
	if !ok {
		return "", self, fmt.Errorf("room %s: the bot's tokens are of another workspace, %s: name the room with that one, or use its tokens", room, self.team)
	}
	return channel, self, nil
}

// online notes whether a socket is open.
func (a *Adapter) online(up bool) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.up = up
}

// Connected implements [bot.Connector].
func (a *Adapter) Connected() bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return a.up
}

// Tell implements [bot.Messenger].
func (a *Adapter) Tell(ctx context.Context, who quiz.MemberID, card card.Card) error {
	user := string(who)[strings.LastIndexByte(string(who), '/')+1:]
	channel, _, _, err := a.api.OpenConversationContext(ctx, &slack.OpenConversationParameters{Users: []string{user}})
	if err != nil {
		return a.explain("conversations.open", err)
	}
	for _, m := range draw(card, false) {
		if err := a.pace.wait(ctx, channel.ID); err != nil {
			return err
		}
		_, _, err := a.api.PostMessageContext(ctx, channel.ID, m.options()...)
		if unfit(err) {
			_, _, err = a.api.PostMessageContext(ctx, channel.ID, m.plainer().options()...)
		}
		if err != nil {
			return a.explain("chat.postMessage", err)
		}
	}
	return nil
}

// options are a message as slack-go takes it. Nothing in it unfurls.
func (m message) options() []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.text, true), slack.MsgOptionBlocks(m.blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}
