package slack

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/socketmode"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/quiz"
	"quizbot/quiz/panics"
	"quizbot/quiz/reason"
)

// Check implements [bot.Checker]. It checks the tokens, the scopes, the clock, a socket, and the
// bot's membership in each room.
func (a *Adapter) Check(ctx context.Context, rooms []quiz.RoomID) []bot.Finding {
	findings := []bot.Finding{
		{Subject: "slack.app_token", Err: CheckTokenPrefix(a.AppToken, "xapp-")},
		{Subject: "slack.bot_token", Err: CheckTokenPrefix(a.BotToken, "xoxb-")},
	}
	if findings[0].Err != nil || findings[1].Err != nil {
		return findings
	}
	self, scopes, err := a.grantedScopes(ctx)
	findings = append(findings, bot.Finding{Subject: "slack: the bot token", Err: err})
	if err != nil {
		return findings
	}
	findings = append(findings, bot.Finding{Subject: "slack: permissions", Err: missingScopes(scopes)})
	findings = append(findings, bot.Finding{Subject: "slack: this machine's clock", Err: a.clock.Err()})
	_, _, err = a.api.StartSocketModeContext(ctx)
	findings = append(findings, bot.Finding{Subject: "slack: the app token and Socket Mode", Err: socketError(err)})
	if err == nil {
		findings = append(findings, bot.Finding{Subject: "slack: other users of the app token", Err: a.checkShared(ctx)})
	}
	for _, room := range rooms {
		findings = append(findings, bot.Finding{Subject: "slack: room " + string(room), Err: a.checkMembership(ctx, self, room)})
	}
	return findings
}

// CheckTokenPrefix returns an error if a token does not look like one with the given prefix.
func CheckTokenPrefix(token, prefix string) error {
	what := map[string]string{
		"xapp-": "an app-level token, from Basic Information, App-Level Tokens, with the scope connections:write",
		"xoxb-": "the bot's token, from OAuth & Permissions after the app was installed",
	}[prefix]
	switch {
	case token == "":
		return fmt.Errorf("it is not set: it is %s", what)
	case !strings.HasPrefix(token, prefix):
		return fmt.Errorf("it does not begin with %s: it is %s", prefix, what)
	case strings.ContainsAny(token, " \t\r\n\"'"):
		return errors.New("there are spaces or quotation marks in it: copy it again, without them")
	}
	return nil
}

// grantedScopes returns the bot's identity and the scopes of its token, which Slack returns in a
// header.
func (a *Adapter) grantedScopes(ctx context.Context) (botIdentity, []string, error) {
	var mu sync.Mutex
	var scopes []string
	api := slack.New(a.BotToken, slack.OptionHTTPClient(a.http), slack.OptionAPIURL(a.APIURL),
		slack.OptionOnResponseHeaders(func(_ string, h http.Header) {
			mu.Lock()
			defer mu.Unlock()
			for scope := range strings.SplitSeq(h.Get("X-OAuth-Scopes"), ",") {
				if scope = strings.TrimSpace(scope); scope != "" {
					scopes = append(scopes, scope)
				}
			}
		}))
	r, err := api.AuthTestContext(ctx)
	if err != nil {
		return botIdentity{}, nil, webAPIError("auth.test", err)
	}
	mu.Lock()
	defer mu.Unlock()
	return newIdentity(r), scopes, nil
}

// missingScopes returns an error with the scopes that the bot lacks, nil if Slack returned no
// scopes.
func missingScopes(scopes []string) error {
	var lacking []string
	for _, s := range OAuthScopes() {
		if len(scopes) > 0 && !slices.Contains(scopes, s.Name) {
			lacking = append(lacking, fmt.Sprintf("%s (%s)", s.Name, s.Purpose))
		}
	}
	if len(lacking) == 0 {
		return nil
	}
	return fmt.Errorf("the app lacks %s: add it under OAuth & Permissions, Bot Token Scopes, and install the app again", strings.Join(lacking, ", "))
}

func socketError(err error) error {
	switch adapter.CodeOf(webAPIError("apps.connections.open", err)) {
	case "not_allowed_token_type", "invalid_auth", "missing_scope":
		return errors.New("no socket opens with slack.app_token: make one under Basic Information, App-Level Tokens, with the scope connections:write")
	}
	if err != nil {
		return fmt.Errorf("%w: switch Socket Mode on under Settings, Socket Mode", webAPIError("apps.connections.open", err))
	}
	return nil
}

// helloTime is how long to wait for the hello of a socket.
const helloTime = 5 * time.Second

// checkShared returns an error if more sockets are open with the app token than one running bot
// has.
func (a *Adapter) checkShared(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, helloTime)
	defer cancel()
	client := socketmode.New(a.api, socketmode.OptionLog(log.New(io.Discard, "", 0)))
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		_ = panics.Catch(func() error { return client.RunContext(ctx) }) // the finding before has this error
	}()
	defer func() {
		cancel()
		<-ended
	}()
	for {
		select {
		case <-ctx.Done():
			return nil
		case e := <-client.Events:
			if e.Type != socketmode.EventTypeHello || e.Request == nil {
				continue
			}
			if others := e.Request.NumConnections - 1; others > sockets {
				return fmt.Errorf("%d other connections use it, and a running quizbot has %d: another program gets a part of the answers: give each bot an app of its own", others, sockets)
			}
			return nil
		}
	}
}

// checkMembership returns an error if the bot is not a member of a room's channel.
func (a *Adapter) checkMembership(ctx context.Context, self botIdentity, room quiz.RoomID) error {
	channel, ok := self.Channel(room)
	if !ok {
		return fmt.Errorf("it is of another workspace than the tokens, which are of %s: its name begins with %s/%s/", self.ID, platformName, self.ID)
	}
	c, err := a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
	switch {
	case err != nil:
		return a.checkedError("conversations.info", err)
	case c.IsArchived:
		return errors.New("the channel is archived: unarchive it, or take the room out")
	case !c.IsMember:
		return fmt.Errorf("the bot is not in #%s: type /invite @quizbot there", c.Name)
	}
	return nil
}

// Inspect implements [bot.Inspector].
func (a *Adapter) Inspect(ctx context.Context, room quiz.RoomID) ([]reason.Obstacle, error) {
	channel, _, err := a.channelInWorkspace(ctx, room)
	if err != nil {
		return nil, err
	}
	if isDirectMessage(channel) {
		return []reason.Obstacle{{Code: reason.DirectMessage}}, nil
	}
	var c *slack.Channel
	err = a.callWithRetry(ctx, "conversations.info", func() (err error) {
		c, err = a.api.GetConversationInfoContext(ctx, &slack.GetConversationInfoInput{ChannelID: channel})
		return err
	})
	if adapter.CodeOf(err) == "missing_scope" {
		return nil, err // it says nothing about the channel
	}
	if obstacle := reason.AsObstacle(err); obstacle != nil {
		return []reason.Obstacle{*obstacle}, nil
	}
	if err != nil {
		return nil, err
	}
	switch {
	case c.IsIM || c.IsMpIM:
		return []reason.Obstacle{{Code: reason.DirectMessage}}, nil
	case c.IsArchived:
		return []reason.Obstacle{{Code: reason.ChannelArchived}}, nil
	case !c.IsMember:
		return []reason.Obstacle{{Code: reason.NotInvited}}, nil
	}
	return nil, nil
}

// isDirectMessage reports whether a channel is a direct message.
func isDirectMessage(channel string) bool { return strings.HasPrefix(channel, "D") }
