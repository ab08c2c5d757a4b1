package slack

import (
	"context"
	"errors"
	"slices"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/payload"
	"quizbot/quiz"
)

// Backfill implements [bot.Backfiller]. Slack returns messages as they are now, not as they were
// when the round closed. From a deleted thread nothing is fetched, and the messages received before
// count.
func (a *Adapter) Backfill(ctx context.Context, room quiz.RoomID, under quiz.MessageRef, known []string, handle bot.Handler) error {
	channel, self, err := a.channelInWorkspace(ctx, room)
	if err != nil {
		return err
	}
	listed, marked := map[string]bool{}, map[string]bool{}
	var entries []payload.UserAction
	err = a.eachInHistory(ctx, channel, threadRootOf(under), "", func(m *slack.Message) {
		u, err := payload.ParseHistory(channel, m, self.Bot)
		if err != nil {
			return
		}
		listed[m.Timestamp], marked[m.Timestamp] = true, hasReaction(m, self.User)
		entries = append(entries, u)
	})
	if errors.Is(err, errThreadGone) {
		a.Log.Info("a thread is gone: there is nothing to fetch from it", "room", room)
		return nil
	}
	if err != nil {
		return err
	}
	for _, ts := range adapter.Missing(known, listed) {
		deletion := bot.Deletion{Thread: threadRootOf(under), ID: ts}
		entries = append(entries, payload.UserAction{Key: "missed " + ts, Channel: channel, At: a.Now(), Act: deletion})
	}
	event := func(ctx context.Context, u payload.UserAction) (bot.Event, error) { return a.eventOfAction(ctx, &u) }
	return adapter.Backfill(ctx, entries, event, handle, func(u payload.UserAction) {
		if !marked[bot.MessageID(u.Act)] {
			a.addReactionLater(&u)
		}
	})
}

// hasReaction reports whether a message has the bot's reaction.
func hasReaction(m *slack.Message, botUser string) bool {
	return slices.ContainsFunc(m.Reactions, func(r slack.ItemReaction) bool {
		return r.Name == reaction && slices.Contains(r.Users, botUser)
	})
}
