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
// metadata that each message carries; a client_msg_id keeps Slack from posting twice what it gets twice.
func (a *Adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.Place, error) {
	channel, self, err := a.channelOf(ctx, p.Room)
	if err != nil {
		return nil, err
	}
	thread := ""
	if p.Under != nil {
		thread = root(*p.Under)
	}
	stands := map[int]string{}
	if !p.Begun.IsZero() {
		if stands, err = a.standing(ctx, channel, thread, p); err != nil {
			return nil, err
		}
	}
	if p.Overdue && len(stands) == 0 {
		return nil, quiz.ErrTooLate
	}
	list := draw(p.Card, false)
	places := make([]quiz.Place, 0, len(list))
	for i := 0; i < len(list); i++ {
		ts, ok := stands[i+1]
		if !ok {
			ts, err = a.post(ctx, channel, thread, p.Key, i+1, list[i])
			if barely := draw(p.Card, true); unfit(err) && i == 0 && len(stands) == 0 {
				a.Log.Warn("Slack refuses how a message is laid out: it is drawn barely", "room", p.Room, "err", err)
				list = barely
				ts, err = a.post(ctx, channel, thread, p.Key, i+1, list[i])
			}
			if err != nil {
				return nil, err
			}
		}
		places = append(places, quiz.Place{Thread: thread, Message: ts, Link: self.link(channel, ts, thread)})
	}
	last := len(places) - 1
	return slices.Concat(places[last:], places[:last]), nil
}

// root is the message that the thread of a place hangs from.
func root(p quiz.Place) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Message
}

// post posts one message, as soon as the channel's rate allows.
func (a *Adapter) post(ctx context.Context, channel, thread, key string, part int, m message) (ts string, err error) {
	options := append(m.options(),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: postingType, EventPayload: map[string]any{postingKey: key, postingPart: part}}),
		slack.UnsafeMsgOptionEndpoint(a.APIURL+"chat.postMessage", func(v url.Values) { v.Set("client_msg_id", messageID(key, part)) }))
	if thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	for {
		if err := a.pace.wait(ctx, channel); err != nil {
			return "", err
		}
		_, ts, err = a.api.PostMessageContext(ctx, channel, options...)
		var limited *slack.RateLimitedError
		if !errors.As(err, &limited) || limited.RetryAfter > longestWait || !sleep(ctx, limited.RetryAfter) {
			return ts, explain("chat.postMessage", err)
		}
	}
}

// messageID is a UUID that the key decides, so that each try carries the same one.
func messageID(key string, part int) string {
	h := sha256.Sum256(fmt.Appendf(nil, "quizbot %s %d", key, part))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // version 8, as RFC 9562 has it for one's own hashes
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// standing finds the messages of a posting that stand, by their number.
func (a *Adapter) standing(ctx context.Context, channel, thread string, p bot.Posting) (map[int]string, error) {
	found := map[int]string{}
	err := a.each(ctx, channel, thread, stamp(p.Begun.Add(-before)), func(m *slack.Message) {
		payload := m.Metadata.EventPayload
		if m.Metadata.EventType != postingType || payload[postingKey] != p.Key {
			return
		}
		if part, ok := payload[postingPart].(float64); ok {
			found[int(part)] = m.Timestamp
		}
	})
	return found, err
}

// each goes through the messages of a channel, or of a thread, from a moment on.
func (a *Adapter) each(ctx context.Context, channel, thread, from string, do func(*slack.Message)) error {
	cursor := ""
	for {
		var list []slack.Message
		var next string
		method := "conversations.history"
		err := a.patiently(ctx, method, func() error {
			if thread != "" {
				method = "conversations.replies"
				var err error
				list, _, next, err = a.api.GetConversationRepliesContext(ctx, &slack.GetConversationRepliesParameters{
					ChannelID: channel, Timestamp: thread, Oldest: from, Inclusive: true, Limit: historyLimit, Cursor: cursor, IncludeAllMetadata: true,
				})
				return err
			}
			r, err := a.api.GetConversationHistoryContext(ctx, &slack.GetConversationHistoryParameters{
				ChannelID: channel, Oldest: from, Inclusive: true, Limit: historyLimit, Cursor: cursor, IncludeAllMetadata: true,
			})
			if err != nil {
				return err
			}
			list, next = r.Messages, r.ResponseMetaData.NextCursor
			return nil
		})
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

// Edit implements [bot.Platform]: it draws the message with the buttons again. One that is gone needs no drawing.
func (a *Adapter) Edit(ctx context.Context, room quiz.RoomID, places []quiz.Place, card bot.Card) error {
	place := places[0]
	channel, _, err := a.channelOf(ctx, room)
	if err != nil {
		return err
	}
	if err := a.pace.method.Wait(ctx); err != nil {
		return err
	}
	err = a.update(ctx, channel, place.Message, draw(card, false))
	if unfit(err) {
		err = a.update(ctx, channel, place.Message, draw(card, true))
	}
	switch codeOf(err) {
	case "message_not_found", "cant_update_message", "edit_window_closed", "is_archived", "channel_not_found":
		a.Log.Info("a question cannot be drawn again", "room", room, "why", codeOf(err))
		return nil
	}
	return err
}

func (a *Adapter) update(ctx context.Context, channel, ts string, list []message) error {
	_, _, _, err := a.api.UpdateMessageContext(ctx, channel, ts, list[len(list)-1].options()...)
	return explain("chat.update", err)
}
