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
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// The metadata of the bot's messages. Everybody in the workspace can read it: it says nothing about
// the content.
const (
	metadataType = "quizbot_posting"
	metadataKey  = "key"
	metadataPart = "part"
)

// clockTolerance is how far before the first attempt the search for existing messages begins:
// clocks differ.
const clockTolerance = time.Minute

// Post implements [bot.Platform]. Messages that exist are recognized by their metadata, and a
// client_msg_id keeps Slack from posting a repeated request twice. A card for a thread that is gone
// or closed is posted in the channel.
func (a *Adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	channel, self, err := a.channelInWorkspace(ctx, p.Room)
	if err != nil {
		return nil, err
	}
	t := &pendingPosting{adapter: a, Posting: p, channel: channel, permalink: self.messagePermalink}
	if p.ReplyTo != nil {
		t.thread, t.broadcast = threadRootOf(*p.ReplyTo), p.Broadcast
	}
	return t.deliverMessages(ctx, blocks.Draw(p.Card))
}

// pendingPosting is a posting on its way, with the place where its next message goes.
type pendingPosting struct {
	bot.Posting
	adapter         *Adapter
	channel, thread string // thread is empty for the channel itself
	broadcast       bool   // the first message is shown in the channel, too
	threadChecked   bool
	permalink       func(channel, ts, thread string) string
}

func (p *pendingPosting) deliverMessages(ctx context.Context, list []blocks.Message) ([]quiz.MessageRef, error) {
	log := p.adapter.Log
	delivery := adapter.Delivery[blocks.Message]{
		Posting: p.Posting,
		Find:    p.findExisting,
		Send:    p.sendMessage,
		Plain: func(m blocks.Message, refusal error) blocks.Message {
			log.Warn("Slack refuses how a message is laid out: it is posted in a plainer layout", "room", p.Room, "err", refusal)
			return m.PlainLayout()
		},
		LeaveThread: func(refusal error) bool {
			if p.thread == "" {
				return false
			}
			log.Warn("a thread takes no messages any more: they are posted in the channel", "room", p.Room, "err", refusal)
			p.postInChannel()
			return true
		},
		Withdraw: p.deleteMessages,
	}
	return delivery.Deliver(ctx, list)
}

func (p *pendingPosting) postInChannel() { p.thread, p.broadcast = "", false }

// findExisting finds the messages of the posting in its thread and in the channel, where they are
// if the thread was closed to them. The rest goes where the first ones are.
func (p *pendingPosting) findExisting(ctx context.Context) (map[int]quiz.MessageRef, error) {
	found := map[int]quiz.MessageRef{}
	from := payload.FormatTimestamp(p.FirstAttempt.Add(-clockTolerance))
	for _, thread := range slices.Compact([]string{p.thread, ""}) {
		err := p.adapter.eachInHistory(ctx, p.channel, thread, from, func(m *slack.Message) {
			data := m.Metadata.EventPayload
			if m.Metadata.EventType != metadataType || data[metadataKey] != p.Key {
				return
			}
			part, ok := data[metadataPart].(float64)
			if _, known := found[int(part)]; ok && !known {
				found[int(part)] = p.messageRef(m.Timestamp, thread)
			}
		})
		if err != nil && !errors.Is(err, errThreadGone) {
			return nil, err
		}
	}
	for _, ref := range found {
		p.threadChecked = true
		if ref.Thread != p.thread {
			p.postInChannel()
		}
	}
	return found, nil
}

func (p *pendingPosting) messageRef(ts, thread string) quiz.MessageRef {
	return quiz.MessageRef{Thread: thread, Message: ts, Link: p.permalink(p.channel, ts, thread)}
}

// sendMessage posts one message of the posting.
func (p *pendingPosting) sendMessage(ctx context.Context, part int, m blocks.Message) (quiz.MessageRef, error) {
	if p.thread != "" && !p.threadChecked && p.adapter.isThreadGone(ctx, p.channel, p.thread) {
		p.postInChannel()
	}
	p.threadChecked = true
	ts, err := p.requestMessage(ctx, part, m)
	if p.thread != "" && p.broadcast && part == 1 && refusesChannel(err) {
		p.adapter.Log.Warn("a reply can't be shown in the channel, too: it is posted in the thread alone", "room", p.Room, "err", err)
		p.broadcast = false
		ts, err = p.requestMessage(ctx, part, m)
	}
	if err != nil {
		return quiz.MessageRef{}, p.suspectTable(err, m)
	}
	return p.messageRef(ts, p.thread), nil
}

// refusesChannel reports whether an error may concern the channel alone, and not the thread.
func refusesChannel(err error) bool {
	obstacle := reason.AsObstacle(err)
	return obstacle != nil && obstacle.Code == reason.PostingForbidden && !adapter.IsClass(err, adapter.ClassThreadClosed)
}

// suspectTable classifies an internal error of Slack as a refusal of the layout if the message has
// a table and failed before. For some time Slack answered all tables like that.
func (p *pendingPosting) suspectTable(err error, m blocks.Message) error {
	code := adapter.CodeOf(err)
	if p.FirstAttempt.IsZero() || !m.HasTable() || code != "internal_error" && code != "fatal_error" {
		return err
	}
	refusal, _ := errors.AsType[*adapter.APIError](err)
	suspected := *refusal
	suspected.Class |= adapter.ClassLayout
	return &suspected
}

// requestMessage requests one message, as soon as the channel's rate limit allows.
func (p *pendingPosting) requestMessage(ctx context.Context, part int, m blocks.Message) (ts string, err error) {
	a := p.adapter
	metadata := map[string]any{metadataKey: p.Key, metadataPart: part}
	setID := func(v url.Values) { v.Set("client_msg_id", clientMessageID(p.Key, part)) }
	options := append(messageOptions(m),
		slack.MsgOptionMetadata(slack.SlackMetadata{EventType: metadataType, EventPayload: metadata}),
		slack.UnsafeMsgOptionEndpoint(a.APIURL+"chat.postMessage", setID))
	if p.thread != "" {
		options = append(options, slack.MsgOptionTS(p.thread))
	}
	if p.thread != "" && p.broadcast && part == 1 {
		options = append(options, slack.MsgOptionBroadcast())
	}
	limited := adapter.RetryPolicy{Retryable: func(err error) bool {
		wait := adapter.RetryAfter(err)
		return wait > 0 && wait <= adapter.MaxRetryAfter
	}}
	err = limited.Do(ctx, func() error {
		if err := a.rates.message.Wait(ctx, p.channel); err != nil {
			return err
		}
		_, ts, err = a.api.PostMessageContext(ctx, p.channel, options...)
		return a.checkedError("chat.postMessage", err)
	})
	return ts, err
}

// clientMessageID returns a UUID made from the key: each attempt has the same one.
func clientMessageID(key string, part int) string {
	h := sha256.Sum256(fmt.Appendf(nil, "quizbot %s %d", key, part))
	h[6], h[8] = h[6]&0x0f|0x80, h[8]&0x3f|0x80 // version 8, as RFC 9562 has it for one's own hashes
	return fmt.Sprintf("%x-%x-%x-%x-%x", h[:4], h[4:6], h[6:8], h[8:10], h[10:16])
}

// deleteMessages deletes the messages of a posting whose rest Slack refuses for good.
func (p *pendingPosting) deleteMessages(ctx context.Context, refs []quiz.MessageRef) {
	for _, ref := range refs {
		_, _, err := p.adapter.api.DeleteMessageContext(ctx, p.channel, ref.Message)
		if err = p.adapter.checkedError("chat.delete", err); err != nil && !adapter.IsClass(err, adapter.ClassMessageGone) {
			p.adapter.Log.Warn("cannot delete a part of a message that Slack refuses", "err", err)
		}
	}
}

// Edit implements [bot.Platform]. A message that can't be edited, or whose channel is closed, is skipped.
func (a *Adapter) Edit(ctx context.Context, room quiz.RoomID, refs []quiz.MessageRef, card card.Card) error {
	channel, _, err := a.channelInWorkspace(ctx, room)
	if err != nil {
		return err
	}
	return adapter.Redraw(refs, blocks.Draw(card), func(ref quiz.MessageRef, m blocks.Message) error {
		err := adapter.SendWithFallback(m, plainLayout, func(m blocks.Message) error {
			return a.updateMessage(ctx, channel, ref.Message, m)
		})
		obstacle := reason.AsObstacle(err)
		if obstacle != nil && obstacle.Code != reason.AppRemoved || isUneditable(err) {
			a.Log.Debug("a message cannot be drawn again", "room", room, "why", adapter.CodeOf(err))
			return nil
		}
		return err
	})
}

// isUneditable reports whether an error says that a message can't be edited any more.
func isUneditable(err error) bool {
	switch adapter.CodeOf(err) {
	case "cant_update_message", "edit_window_closed", "thread_not_found":
		return true
	}
	return false
}

func (a *Adapter) updateMessage(ctx context.Context, channel, ts string, m blocks.Message) error {
	if err := a.rates.update.Wait(ctx); err != nil {
		return err
	}
	_, _, _, err := a.api.UpdateMessageContext(ctx, channel, ts, messageOptions(m)...)
	return a.checkedError("chat.update", err)
}

// Pages implements [bot.Paginator].
func (*Adapter) Pages(card card.Card) int { return len(blocks.Draw(card)) }

// BroadcastsReplies implements [bot.ReplyBroadcaster].
func (*Adapter) BroadcastsReplies() {}
