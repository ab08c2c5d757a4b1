package slack

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// What the bot's messages carry for itself. Everybody in the workspace may read it: it says nothing of what the
// message is about.
const (
	postingType  = "quizbot_posting"
	postingKey   = "key"
	postingPart  = "part"
	historyLimit = 200
	// before is how far before the first try a look begins: clocks differ.
	before = time.Minute
	// longestWait is how long a posting waits for Slack's rates before it is left to the next try.
	longestWait = 30 * time.Second
)

// Post implements [bot.Platform]. Where the posting was tried before, what already stands is looked for first, by the
// metadata that each message carries; a client_msg_id keeps Slack from posting twice what it gets twice. What belongs into a
// thread that is gone or closed stands in the channel instead.
func (a *Adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.Place, error) {
	channel, self, err := a.channelOf(ctx, p.Room)
	if err != nil {
		return nil, err
	}
	to := destination{channel: channel}
	if p.Under != nil {
		to.thread, to.broadcast = root(*p.Under), p.Broadcast
	}
	found := map[int]quiz.Place{}
	if !p.Begun.IsZero() {
		if found, err = a.standing(ctx, to, p); err != nil {
			return nil, err
		}
	}
	if p.Overdue && len(found) == 0 {
		return nil, quiz.ErrTooLate
	}
	for _, place := range found {
		if place.Thread != to.thread {
			to = destination{channel: channel} // as at the first try
		}
	}
	if to.thread != "" && len(found) == 0 && a.threadGone(ctx, to) {
		to = destination{channel: channel}
	}
	var places []quiz.Place
	for i, m := range draw(p.Card, false) {
		place, ok := found[i+1]
		if !ok {
			if place, err = a.postPart(ctx, &to, p, i+1, m); err != nil {
				a.withdraw(ctx, channel, places, err)
				return nil, err
			}
		}
		place.Link = self.link(channel, place.Message, place.Thread)
		places = append(places, place)
	}
	last := len(places) - 1
	return slices.Concat(places[last:], places[:last]), nil
}

// destination is where the messages of a posting go.
type destination struct {
	channel, thread string // thread is empty for the channel itself
	broadcast       bool   // the first message is to show in the channel, too
}

// postPart posts one message of a posting, and changes where the rest goes if Slack doesn't take it there. The error is
// [quiz.ErrContentRefused] where Slack refuses the message in its plainest layout, too.
func (a *Adapter) postPart(ctx context.Context, to *destination, p bot.Posting, part int, m message) (quiz.Place, error) {
	plain := false
	for {
		ts, err := a.post(ctx, *to, p.Key, part, m)
		switch {
		case err == nil:
			return quiz.Place{Thread: to.thread, Message: ts}, nil
		case unfit(err) && plain:
			return quiz.Place{}, contentRefused(err)
		case unfit(err), failsInside(err) && !p.Begun.IsZero() && !plain && m.tabled():
			a.Log.Warn("Slack refuses how a message is laid out: it is posted in a plainer layout", "room", p.Room, "part", part, "err", err)
			m, plain = m.plainer(), true
		case to.thread != "" && threadClosed(err):
			a.Log.Warn("a thread takes no messages any more: they are posted in the channel", "room", p.Room, "err", err)
			*to = destination{channel: to.channel}
		case to.broadcast && part == 1 && notBroadcast(err):
			a.Log.Warn("a reply can't be shown in the channel, too: it is posted in the thread alone", "room", p.Room, "err", err)
			to.broadcast = false
		default:
			return quiz.Place{}, err
		}
	}
}

// failsInside reports whether Slack says that it failed itself. For a time it answered tables like that, whatever was in them.
func failsInside(err error) bool {
	return codeOf(err) == "internal_error" || codeOf(err) == "fatal_error"
}

// transient reports whether a request that failed may go through when it is made again soon: Slack said that it failed
// itself or asks to wait, or there was no answer at all. The codes are those that every page of
// docs.slack.dev/reference/methods lists.
func transient(err error) bool {
	switch codeOf(err) {
	case "", "ratelimited", "service_unavailable", "request_timeout", "team_added_to_org":
		return err != nil
	}
	return failsInside(err)
}

// notBroadcast reports whether an error may concern the channel alone, and not the thread.
func notBroadcast(err error) bool {
	obstacle := quiz.ObstacleIn(err)
	return obstacle != nil && obstacle.Code == quiz.PostingForbidden
}

// withdraw deletes the messages of a posting whose rest Slack refuses for good.
func (a *Adapter) withdraw(ctx context.Context, channel string, places []quiz.Place, err error) {
	if !errors.Is(err, quiz.ErrContentRefused) {
		return
	}
	for _, place := range places {
		_, _, err := a.api.DeleteMessageContext(ctx, channel, place.Message)
		if err = a.explain("chat.delete", err); err != nil && codeOf(err) != "message_not_found" {
			a.Log.Warn("cannot delete a part of a message that Slack refuses", "err", err)
		}
	}
}

// threadGone reports whether Slack says that there is no such thread. It would take messages all the same, which nobody sees.
func (a *Adapter) threadGone(ctx context.Context, to destination) bool {
	_, _, _, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{ChannelID: to.channel, Timestamp: to.thread, Limit: 1})
	err = a.explain("conversations.replies", err)
	if threadClosed(err) {
		a.Log.Warn("a thread is gone: what belongs into it is posted in the channel", "err", err)
		return true
	}
	return false // what else is wrong the post tells
}

// root is the message that the thread of a place hangs from.
func root(p quiz.Place) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Message
}

// post posts one message, as soon as the channel's rate allows.
func (a *Adapter) post(ctx context.Context, to destination, key string, part int, m message) (ts string, err error) {
	options := append(m.options(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: postingType, EventPayload: map[string]any{postingKey: key, postingPart: part}}),
		slack.UnsafeMsgOptionEndpoint(a.APIURL+"chat.postMessage", func(v url.Values) { v.Set("client_msg_id", messageID(key, part)) }))
	if to.thread != "" {
		options = append(options, slack.MsgOptionTS(to.thread))
	}
	if to.thread != "" && to.broadcast && part == 1 {
		options = append(options, slack.MsgOptionBroadcast())
	}
	for {
		if err := a.pace.wait(ctx, to.channel); err != nil {
			return "", err
		}
		_, ts, err = a.api.PostMessageContext(ctx, to.channel, options...)
		var limited *slack.RateLimitedError
		if !errors.As(err, &limited) || limited.RetryAfter > longestWait || !sleep(ctx, limited.RetryAfter) {
			return ts, a.explain("chat.postMessage", err)
		}
	}
}

// messageID is a UUID that the key decides, so that each try carries the same one.
func messageID(key string, part int) string {
	h := sha256.Sum256(fmt.Appendf(nil, "quizbot %s %d", key, part))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // version 8, as RFC 9562 has it for one's own hashes
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// standing finds the messages of a posting that stand, by their number: in its thread, and in the channel, where they stand
// if the thread was closed to them.
func (a *Adapter) standing(ctx context.Context, to destination, p bot.Posting) (map[int]quiz.Place, error) {
	found := map[int]quiz.Place{}
	for _, thread := range slices.Compact([]string{to.thread, ""}) {
		err := a.each(ctx, to.channel, thread, stamp(p.Begun.Add(-before)), func(m *slack.Message) {
			payload := m.Metadata.EventPayload
			if m.Metadata.EventType != postingType || payload[postingKey] != p.Key {
				return
			}
			part, ok := payload[postingPart].(float64)
			if _, known := found[int(part)]; ok && !known {
				found[int(part)] = quiz.Place{Thread: thread, Message: m.Timestamp}
			}
		})
		if err != nil && !errors.Is(err, errThreadGone) {
			return nil, err
		}
	}
	return found, nil
}

// errThreadGone says that there is no thread to look at.
var errThreadGone = errors.New("the thread is gone")

// each goes through the messages of a channel, or of a thread, from a moment on. It returns errThreadGone for a thread that
// is gone.
func (a *Adapter) each(ctx context.Context, channel, thread, from string, do func(*slack.Message)) error {
	page, method := a.historyPage, "conversations.history"
	if thread != "" {
		page, method = a.threadPage(thread), "conversations.replies"
	}
	for cursor := ""; ; {
		var list []slack.Message
		var next string
		err := a.patiently(ctx, method, func() (err error) {
			list, next, err = page(ctx, channel, from, cursor)
			return err
		})
		if thread != "" && threadClosed(err) {
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

// historyPage returns messages of a channel, and where the next ones begin.
func (a *Adapter) historyPage(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error) {
	r, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
		ChannelID: channel, Oldest: from, Inclusive: true, Limit: historyLimit, Cursor: cursor, IncludeAllMetadata: true,
	})
	if err != nil {
		return nil, "", err
	}
	return r.Messages, r.ResponseMetaData.NextCursor, nil
}

// threadPage is historyPage of a thread.
func (a *Adapter) threadPage(thread string) func(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error) {
	return func(ctx context.Context, channel, from, cursor string) ([]slack.Message, string, error) {
		list, _, next, err := a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
			ChannelID: channel, Timestamp: thread, Oldest: from, Inclusive: true, Limit: historyLimit, Cursor: cursor, IncludeAllMetadata: true,
		})
		return list, next, err
	}
}

// Edit implements [bot.Platform]. A message that is gone, or whose channel is closed, needs no drawing.
func (a *Adapter) Edit(ctx context.Context, room quiz.RoomID, places []quiz.Place, card card.Card) error {
	channel, _, err := a.channelOf(ctx, room)
	if err != nil {
		return err
	}
	list := draw(card, false)
	if len(places) == 1 {
		list = list[len(list)-1:]
	}
	if len(list) != len(places) {
		return bot.ErrLayoutChanged
	}
	for i, m := range list {
		place := places[(i+1)%len(places)] // the one with the buttons is the first place and the last message
		err := a.update(ctx, channel, place.Message, m)
		if unfit(err) {
			err = a.update(ctx, channel, place.Message, m.plainer())
		}
		obstacle := quiz.ObstacleIn(err)
		if obstacle != nil && obstacle.Code != quiz.AppRemoved || slices.Contains(uneditable(), codeOf(err)) {
			a.Log.Debug("a message cannot be drawn again", "room", room, "why", codeOf(err))
			continue
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// Pages implements [bot.Paginator].
func (*Adapter) Pages(card card.Card) int { return len(draw(card, false)) }

// uneditable are the codes of messages that can't be changed any more.
func uneditable() []string {
	return []string{"message_not_found", "cant_update_message", "edit_window_closed", "thread_not_found"}
}

func (a *Adapter) update(ctx context.Context, channel, ts string, m message) error {
	if err := a.pace.method.Wait(ctx); err != nil {
		return err
	}
	_, _, _, err := a.api.UpdateMessageContext(ctx, channel, ts, m.options()...)
	return a.explain("chat.update", err)
}

// BroadcastsReplies implements [bot.ReplyBroadcaster].
func (*Adapter) BroadcastsReplies() {}
