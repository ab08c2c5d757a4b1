package slack

import (
	"context"
	"errors"
	"net/http"
	"slices"

	"github.com/slack-go/slack"
	"github.com/slack-go/slack/slackutilsx"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
)

// maxResponses is how often a response_url may be used, within half an hour.
const maxResponses = 5

// respondByURL answers a command or a press by its response_url, in several messages if needed.
// With replace set the first one replaces the message that was pressed. An answer to a press with
// several messages and with buttons is shown in a modal, so that the next answer can replace all of
// it.
func (a *Adapter) respondByURL(ctx context.Context, u *payload.UserAction, card card.Card, replace bool) error {
	list := blocks.Draw(card)
	if _, press := u.Act.(bot.Press); press && len(list) > 1 && hasControls(card) {
		err := a.openCardModal(ctx, u, card)
		if err == nil && replace {
			return a.postToURL(ctx, u, &slack.WebhookMessage{DeleteOriginal: true})
		}
		if err == nil {
			return nil
		}
		a.Log.Warn("a window cannot be opened: its content is shown as messages", "err", err)
	}
	for i, m := range list {
		if i >= maxResponses {
			a.tasks.Go(func(ctx context.Context) { a.postRemaining(ctx, u, list[i:]) })
			return nil
		}
		plain := func(m blocks.Message, refusal error) blocks.Message {
			a.Log.Warn("Slack refuses how an answer is laid out: it is shown in a plainer layout", "err", refusal)
			return m.PlainLayout()
		}
		err := adapter.SendWithFallback(m, plain, func(m blocks.Message) error {
			return a.postToURL(ctx, u, webhookMessage(m, u.MessageThread, replace && i == 0))
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// postRemaining shows the messages that a response_url does not take.
func (a *Adapter) postRemaining(ctx context.Context, u *payload.UserAction, list []blocks.Message) {
	ctx, cancel := context.WithTimeout(ctx, adapter.LongAnswerTimeout)
	defer cancel()
	if err := a.postEphemeral(ctx, u, list); err != nil {
		a.Log.Warn("cannot show an answer", "user", u.User, "err", err)
	}
}

// hasControls reports whether a card has a button whose press comes back.
func hasControls(c card.Card) bool {
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Buttons:
			if slices.ContainsFunc(p.Items, func(b card.Button) bool { return b.URL == "" }) {
				return true
			}
		case card.Quote:
			if p.Button.Label != "" {
				return true
			}
		default: // other parts have no buttons
		}
	}
	return false
}

// webhookMessage returns a message as a response_url takes it.
func webhookMessage(m blocks.Message, thread string, replace bool) *slack.WebhookMessage {
	unfurl := false
	message := &slack.WebhookMessage{
		Text: slackutilsx.EscapeMessage(m.Text), Blocks: &slack.Blocks{BlockSet: m.Blocks},
		ThreadTimestamp: thread, ReplaceOriginal: replace, UnfurlLinks: &unfurl, UnfurlMedia: &unfurl,
	}
	if !replace {
		message.ResponseType = slack.ResponseTypeEphemeral
	}
	return message
}

func (a *Adapter) postToURL(ctx context.Context, u *payload.UserAction, message *slack.WebhookMessage) error {
	return a.callWithRetry(ctx, "response_url", func() error {
		err := slack.PostWebhookCustomHTTPContext(ctx, u.ResponseURL, a.http, message)
		if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusBadRequest {
			return slack.SlackErrorResponse{Err: "invalid_blocks"}
		}
		return err
	})
}
