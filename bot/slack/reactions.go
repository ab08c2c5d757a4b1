package slack

import (
	"context"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/payload"
)

const (
	reaction = "white_check_mark"
	// maxReactions bounds the reactions that wait. At Slack's rate as many take most of a day.
	maxReactions = 50_000
	// reactionTries is how often a reaction is tried that fails on the way; being rate limited is
	// no try.
	reactionTries = 5
	reactionWait  = 2 * time.Second
)

// addReactionLater queues the bot's reaction to a message of a thread.
func (a *Adapter) addReactionLater(u *payload.UserAction) {
	if ts := bot.MessageID(u.Act); ts != "" {
		a.reactions.Mark(u.Channel, ts)
	}
}

// addReaction adds the bot's reaction to a message, as soon as Slack's rate allows.
func (a *Adapter) addReaction(ctx context.Context, channel, ts string) error {
	policy := adapter.RetryPolicy{
		Tries: reactionTries, Wait: adapter.LinearWait(reactionWait),
		Uncounted: func(err error) bool { return adapter.RetryAfter(err) > 0 },
	}
	if err := a.rates.reaction.Wait(ctx); err != nil {
		return err
	}
	err := policy.Do(ctx, func() error {
		return a.checkedError("reactions.add", a.api.AddReactionContext(ctx, reaction, slack.NewRefToMessage(channel, ts)))
	})
	if code := adapter.CodeOf(err); code == "already_reacted" || code == "message_not_found" {
		return nil
	}
	return err
}
