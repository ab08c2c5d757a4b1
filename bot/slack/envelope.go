package slack

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/slack-go/slack/socketmode"

	"quizbot/bot"
	"quizbot/bot/slack/payload"
)

// envelope is a frame of Socket Mode that has to be acknowledged.
type envelope struct {
	Type    string          `json:"type"`
	ID      string          `json:"envelope_id"`
	Payload json.RawMessage `json:"payload"`
}

// handleEnvelope handles an envelope, and acknowledges it then.
func (p *socketPool) handleEnvelope(ctx context.Context, client *socketmode.Client, e envelope) {
	p.adapter.tasks.Go(func(context.Context) {
		reply, err := p.replyToEnvelope(e)
		if errors.Is(err, errNoReply) {
			return // Slack shows an error and keeps the form
		}
		if err != nil {
			p.adapter.Log.Warn("an event is not understood", "kind", e.Type, "err", err)
		}
		// Slack delivers again if the acknowledgement is lost, and gets the same reply.
		if err := client.AckCtx(ctx, e.ID, reply); err != nil && ctx.Err() == nil {
			p.adapter.Log.Warn("cannot acknowledge", "err", err)
		}
	})
}

// errNoReply says that a submitted form was not handled. Its envelope must not be acknowledged.
var errNoReply = errors.New("a form without an answer")

// replyToEnvelope handles an envelope and returns the payload of its acknowledgement.
func (p *socketPool) replyToEnvelope(e envelope) (reply any, err error) {
	a := p.adapter
	u, err := payload.Parse(e.Type, e.ID, e.Payload, a.cachedSelf().Bot, a.Now())
	switch {
	case errors.Is(err, payload.ErrIgnored):
		a.checkRevoked(e)
		return nil, nil
	case err != nil:
		return nil, err
	}
	reply = a.acknowledge(p.handle, u)
	if r, ok := reply.(*submissionReply); ok {
		return r.ackPayload(), nil
	}
	if _, submitted := u.Act.(bot.Submission); submitted && reply == nil {
		return nil, errNoReply
	}
	return reply, nil
}

// checkRevoked takes events about the app itself. It has the bot token checked if the app was
// uninstalled from the bot's own workspace, or the bot's token there revoked.
func (a *Adapter) checkRevoked(e envelope) {
	if e.Type != "events_api" {
		return
	}
	var callback struct {
		Team  string `json:"team_id"`
		Event struct {
			Type   string `json:"type"`
			Tokens struct {
				OAuth []string `json:"oauth"`
				Bot   []string `json:"bot"`
			} `json:"tokens"`
		} `json:"event"`
	}
	if json.Unmarshal(e.Payload, &callback) != nil || callback.Team != "" && callback.Team != a.cachedSelf().ID {
		return
	}
	switch tokens := callback.Event.Tokens; {
	case callback.Event.Type == "app_uninstalled":
		a.Log.Error("the app was removed from the workspace: to go on, install it again, and set the new bot token")
	case callback.Event.Type == "tokens_revoked" && (len(tokens.Bot) > 0 || len(tokens.OAuth) == 0):
		a.Log.Error("a token was revoked: install the app again, and set the new one")
	default:
		return
	}
	a.token.uninstalled.Store(true)
	a.token.requestCheck()
}
