package slack

import (
	"context"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
	"quizbot/quiz"
)

// platformName is the first part of the ids of Slack's rooms and members.
const platformName = "slack"

// Options are what an Adapter needs.
type Options struct {
	// AppToken, xapp-…, opens sockets; BotToken, xoxb-…, does everything else.
	AppToken, BotToken string
	// APIURL is the address of the web API, with a slash at its end.
	APIURL string
	Log    *slog.Logger
	// Now is the time of actions for which Slack gives none: commands and forms.
	Now func() time.Time
	// Transport carries all requests, [adapter.NewTransport] if it is nil.
	Transport http.RoundTripper
	// Ping is how long a socket may be silent, Stagger how long after the first socket the second
	// is opened, and AckTime how long handling may take before the envelope is acknowledged without
	// its result. Zero means a suitable default.
	Ping, Stagger, AckTime time.Duration
}

const (
	// stagger keeps Slack from refreshing both sockets in the same moment.
	stagger = 20 * time.Second
	// envelopeDeadline is less than three seconds. Slack then tells people that the app does not
	// answer.
	envelopeDeadline = 2200 * time.Millisecond
)

// Deliveries are remembered for longer than Slack repeats them, which is some minutes.
const (
	deliveryTTL   = time.Hour
	maxDeliveries = 100_000
)

// Adapter is a [bot.Platform] for one workspace.
type Adapter struct {
	adapter.Connectivity
	Options
	api         *slack.Client
	http        *http.Client
	self        adapter.Identity[botIdentity]
	users       *userDirectory
	rates       *rates
	dedup       *adapter.Dedup[any]
	tasks       *adapter.Tasks // handles envelopes
	background  *adapter.Tasks // adds reactions
	reactions   *adapter.Marker
	token       *tokenCheck
	clock       *adapter.ClockCheck
	sharedToken atomic.Bool // more sockets use the app token than the bot's own
}

// botIdentity is the bot's own, as auth.test returns it. A workspace outside of an organization has
// no enterprise.
type botIdentity struct {
	payload.Bot
	enterprise, url string
}

// New returns an adapter that connects when it is run.
func New(o Options) *Adapter {
	if o.Stagger == 0 {
		o.Stagger = stagger
	}
	if o.AckTime == 0 {
		o.AckTime = envelopeDeadline
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Transport == nil {
		o.Transport = adapter.NewTransport()
	}
	a := &Adapter{
		Options: o, rates: newRates(), dedup: adapter.NewDedup[any](maxDeliveries, deliveryTTL), token: newTokenCheck(),
		tasks: adapter.NewTasks(o.Log), background: adapter.NewTasks(o.Log),
		clock: &adapter.ClockCheck{Title: "Slack", Log: o.Log, Next: o.Transport, Now: time.Now},
	}
	a.reactions = adapter.NewMarker(a.background, o.Log, maxReactions, a.addReaction)
	a.http = &http.Client{Transport: a.clock, Timeout: adapter.RequestTimeout}
	a.api = slack.New(o.BotToken, slack.OptionHTTPClient(a.http),
		slack.OptionAppLevelToken(o.AppToken), slack.OptionAPIURL(o.APIURL))
	a.users = newUserDirectory(a.api, a.cachedSelf, a.rates.users)
	return a
}

// Name implements [bot.Platform].
func (*Adapter) Name() string { return platformName }

// lookUpSelf returns the bot's identity, which it looks up once.
func (a *Adapter) lookUpSelf(ctx context.Context) (botIdentity, error) {
	return a.self.Get(ctx, func(ctx context.Context) (botIdentity, error) {
		r, err := a.api.AuthTestContext(ctx)
		if err != nil {
			return botIdentity{}, webAPIError("auth.test", err)
		}
		return newIdentity(r), nil
	})
}

func newIdentity(r *slack.AuthTestResponse) botIdentity {
	return botIdentity{
		Bot:        payload.Bot{Workspace: adapter.Workspace{Platform: platformName, ID: r.TeamID}, User: r.UserID},
		enterprise: r.EnterpriseID, url: strings.TrimSuffix(r.URL, "/"),
	}
}

// cachedSelf returns the bot's identity, which is looked up before the first socket opens.
func (a *Adapter) cachedSelf() botIdentity {
	self, _ := a.self.Known()
	return self
}

// messagePermalink returns the address of a message.
func (i botIdentity) messagePermalink(channel, ts, thread string) string {
	link := i.url + "/archives/" + channel + "/p" + strings.ReplaceAll(ts, ".", "")
	if thread != "" && thread != ts {
		link += "?thread_ts=" + thread + "&cid=" + channel
	}
	return link
}

// channelInWorkspace returns the channel of a room, which must be in the bot's workspace.
func (a *Adapter) channelInWorkspace(ctx context.Context, room quiz.RoomID) (string, botIdentity, error) {
	self, err := a.lookUpSelf(ctx)
	if err != nil {
		return "", self, err
	}
	channel, ok := self.Channel(room)
	if !ok {
		return "", self, fmt.Errorf("room %s: the bot's tokens are of another workspace, %s: name the room with that one, or use its tokens", room, self.ID)
	}
	return channel, self, nil
}

// SendDirectMessage implements [bot.DirectMessenger].
func (a *Adapter) SendDirectMessage(ctx context.Context, member quiz.MemberID, card card.Card) error {
	to := &slack.OpenConversationParameters{Users: []string{member.Local()}}
	channel, _, _, err := a.api.OpenConversationContext(ctx, to)
	if err != nil {
		return a.checkedError("conversations.open", err)
	}
	for _, m := range blocks.Draw(card) {
		if err := a.rates.message.Wait(ctx, channel.ID); err != nil {
			return err
		}
		err := adapter.SendWithFallback(m, plainLayout, func(m blocks.Message) error {
			_, _, err := a.api.PostMessageContext(ctx, channel.ID, messageOptions(m)...)
			return a.checkedError("chat.postMessage", err)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// plainLayout returns the layout of a message that is sent after Slack refused the other.
func plainLayout(m blocks.Message, _ error) blocks.Message { return m.PlainLayout() }

// messageOptions returns a message as slack-go takes it. Nothing in it unfurls.
func messageOptions(m blocks.Message) []slack.MsgOption {
	return []slack.MsgOption{
		slack.MsgOptionText(m.Text, true), slack.MsgOptionBlocks(m.Blocks...),
		slack.MsgOptionDisableLinkUnfurl(), slack.MsgOptionDisableMediaUnfurl(),
	}
}

// Warnings implements [bot.Warner].
func (a *Adapter) Warnings() []bot.Warning {
	var list []bot.Warning
	if a.sharedToken.Load() {
		list = append(list, bot.WarnSharedToken)
	}
	if a.clock.Err() != nil {
		list = append(list, bot.WarnClock)
	}
	return list
}
