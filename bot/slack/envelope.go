package slack

import (
	"context"
	"encoding/json"
	"errors"
	"strings"

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

// checkRevoked logs events about the app itself, and has the token checked.
func (a *Adapter) checkRevoked(e envelope) {
	if e.Type != "events_api" {
		return
	}
	switch text := string(e.Payload); {
	case strings.Contains(text, `"app_uninstalled"`):
		a.Log.Error("the app was removed from the workspace: install it again, and set the new bot token")
		a.token.requestCheck()
	case strings.Contains(text, `"tokens_revoked"`):
		a.Log.Error("a token was revoked: install the app again, and set the new one")
		a.token.requestCheck()
	}
}
