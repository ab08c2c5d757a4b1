package slack

import (
	"context"
	"errors"
	"fmt"

	"github.com/slack-go/slack"

	"quizbot/bot/adapter"
	"quizbot/quiz"
)

// historyPageSize is how many messages a page of a history has.
const historyPageSize = 200

// errThreadGone says that a thread does not exist.
var errThreadGone = errors.New("the thread is gone")

// threadRootOf returns the message that a thread hangs from.
func threadRootOf(p quiz.MessageRef) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Message
}

// eachInHistory calls do for each message of a channel, or of a thread if one is given, from a
// timestamp on. It returns errThreadGone for a deleted thread.
func (a *Adapter) eachInHistory(ctx context.Context, channel, thread, from string, do func(*slack.Message)) error {
	page, method := historyPage(a.channelPage), "conversations.history"
	if thread != "" {
		page, method = a.threadPage(thread), "conversations.replies"
	}
	for cursor := ""; ; {
		var list []slack.Message
		var next string
		err := a.callWithRetry(ctx, method, func() (err error) {
			list, next, err = page(ctx, channel, from, cursor)
			return err
		})
		if thread != "" && adapter.IsClass(err, adapter.ClassThreadClosed) {
			return fmt.Errorf("%w: %w", errThreadGone, err)
		}
		if err != nil {
			return err
		}
		for i := range list {
			do(&list[i])
		}
		if cursor = next; cursor == "" {
			return nil
		}
	}
}

// historyPage requests a page of a history, and returns the cursor of the next page.
type historyPage func(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error)

// channelPage requests a page of a channel's history.
func (a *Adapter) channelPage(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error) {
	r, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: from, Inclusive: true,
		Limit: historyPageSize, Cursor: cursor, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	return r.Messages, r.ResponseMetaData.NextCursor, nil
}

// threadPage returns a function that requests a page of a thread's history.
func (a *Adapter) threadPage(thread string) historyPage {
	return func(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error) {
		list, _, next, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread, Oldest: from, Inclusive: true,
			Limit: historyPageSize, Cursor: cursor, IncludeAllMetadata: true,
		})
		return list, next, err
	}
}

// isThreadGone reports whether Slack says that a thread does not exist. Slack would accept messages
// in it, but show them to no one.
func (a *Adapter) isThreadGone(ctx context.Context, channel, thread string) bool {
	first := &slack.GetConversationRepliesParameters{ChannelID: channel, Timestamp: thread, Limit: 1}
	_, _, _, err := a.api.GetConversationRepliesContext(ctx, first)
	err = a.checkedError("conversations.replies", err)
	if adapter.IsClass(err, adapter.ClassThreadClosed) {
		a.Log.Warn("a thread is gone: what belongs into it is posted in the channel", "err", err)
		return true
	}
	return false // posting returns any other error
}
