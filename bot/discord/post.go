package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/discord/snowflake"
	"quizbot/quiz"
)

const (
	// clockSkew is how far before the first attempt the search begins: the machine's clock may run
	// ahead of Discord's.
	clockSkew  = 15 * time.Minute
	nonceBytes = 18 // 24 characters; Discord takes 25
	// maxParts is how many messages a posting may have: more than any card's.
	maxParts = 500
)

// Post implements [bot.Platform]. The id of a message's first component has the number by which the
// message is found again; a nonce keeps Discord from posting a repeated request twice. A card for a
// thread that takes no messages is posted in the channel.
func (a *Adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	self, err := a.self(ctx)
	if err != nil {
		return nil, err
	}
	guild, channel, err := splitRoom(p.Room)
	if err != nil {
		return nil, err
	}
	o := &postOp{adapter: a, self: self, posting: p, guild: guild, channel: channel, target: channel}
	if p.ReplyTo != nil {
		o.target = threadOf(*p.ReplyTo)
	}
	delivery := adapter.Delivery[drawing.Message]{Posting: p, Find: o.find, Send: o.send, Plain: o.plain, LeaveThread: o.leaveThread}
	places, err := delivery.Deliver(ctx, a.draw(p.Card))
	if err != nil {
		return nil, a.withObstacle(ctx, guild, channel, err)
	}
	return places, o.warning
}

// threadOf is the thread of a place. The message that a thread was opened under has the thread's
// id.
func threadOf(p quiz.MessageRef) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Message
}

// postOp is a posting that is being delivered.
type postOp struct {
	adapter        *Adapter
	self           identity
	posting        bot.Posting
	guild, channel string
	target         string // of the next message: the channel, or a thread
	warning        error  // a failure though every message is posted
}

// find returns the messages of the posting that exist, in the channel and in the thread.
func (o *postOp) find(ctx context.Context) (map[int]quiz.MessageRef, error) {
	found := map[int]quiz.MessageRef{}
	from := snowflake.First(o.posting.FirstAttempt.Add(-clockSkew))
	for _, in := range slices.Compact([]string{o.channel, o.target}) {
		err := o.adapter.eachMessage(ctx, in, from, func(m *channelMessage) {
			if part, ok := o.partOf(m); ok {
				found[part] = o.place(in, m.ID)
			}
		})
		if err != nil && (in == o.channel || !adapter.IsClass(err, adapter.ClassThreadClosed)) {
			return nil, err
		}
	}
	return found, nil
}

// partOf is the number that a message has in the posting.
func (o *postOp) partOf(m *channelMessage) (int, bool) {
	if m.Author.ID != o.self.user || len(m.Components) == 0 {
		return 0, false
	}
	for part := 1; part <= maxParts; part++ {
		if m.Components[0].ID == componentID(o.posting.Key, part) {
			return part, true
		}
	}
	return 0, false
}

func (o *postOp) place(in, id string) quiz.MessageRef {
	p := quiz.MessageRef{Message: id, Link: messageLink(o.guild, in, id)}
	if in != o.channel {
		p.Thread = in
	}
	return p
}

// plain is a message in its plain layout, after the refusal of the other.
func (o *postOp) plain(m drawing.Message, refusal error) drawing.Message {
	o.adapter.Log.Warn("Discord refuses how a message is laid out: it is drawn barely", "room", o.posting.Room, "err", refusal)
	return m.Plain()
}

// leaveThread has the rest posted in the channel. A deleted thread is nobody's mistake; of a closed
// one somebody has to know.
func (o *postOp) leaveThread(refusal error) bool {
	if o.target == o.channel {
		return false
	}
	o.adapter.Log.Warn("nothing can be written into the thread: the rest stands in the channel", "room", o.posting.Room, "err", refusal)
	if adapter.CodeOf(refusal) != codeUnknownChannel {
		o.warning = refusal
	}
	o.target = o.channel
	return true
}

// send posts one message, as a reply to its question if it cannot be in the thread.
func (o *postOp) send(ctx context.Context, part int, m drawing.Message) (quiz.MessageRef, error) {
	out := m.Payload(0)
	out.Components = slices.Clone(out.Components)
	out.Components[0].ID = componentID(o.posting.Key, part)
	out.Nonce, out.Enforce = nonce(o.posting.Key, part), true
	if o.posting.ReplyTo != nil && o.target == o.channel {
		out.Reference = &drawing.Reference{Message: threadOf(*o.posting.ReplyTo)}
	}
	var posted channelMessage
	err := o.adapter.client.Post(ctx, "/channels/"+o.target+"/messages", out, &posted)
	return o.place(o.target, posted.ID), err
}

func postingHash(key string, part int) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "quizbot %s %d", key, part))
}

// nonce is derived from the posting's key, so that each attempt carries the same one.
func nonce(key string, part int) string {
	h := postingHash(key, part)
	return base64.RawURLEncoding.EncodeToString(h[:nonceBytes])
}

// componentID is derived from the posting's key: a positive number of 31 bits, larger than those
// that Discord assigns.
func componentID(key string, part int) int {
	h := postingHash(key, part)
	return int(binary.BigEndian.Uint32(h[nonceBytes:])>>1 | 1<<20)
}

// Edit implements [bot.Platform].
func (a *Adapter) Edit(ctx context.Context, room quiz.RoomID, places []quiz.MessageRef, c card.Card) error {
	guild, channel, err := splitRoom(room)
	if err != nil || len(places) == 0 {
		return err
	}
	return adapter.Redraw(places, a.draw(c), func(place quiz.MessageRef, m drawing.Message) error {
		in := channel
		if place.Thread != "" {
			in = place.Thread
		}
		err := a.sendWithFallback(m, func(m drawing.Message) error { return a.editMessage(ctx, in, place.Message, m) })
		if adapter.IsClass(err, adapter.ClassMessageGone) {
			return err
		}
		if adapter.IsClass(err, adapter.ClassThreadClosed) || adapter.CodeOf(err) == codeNotAuthor {
			a.Log.Info("a message cannot be drawn again", "room", room, "err", err)
			return nil
		}
		return a.withObstacle(ctx, guild, channel, err)
	})
}

// Pages implements [bot.Paginator].
func (a *Adapter) Pages(c card.Card) int { return len(a.draw(c)) }

func (a *Adapter) editMessage(ctx context.Context, in, id string, m drawing.Message) error {
	return a.client.Do(ctx, http.MethodPatch, "/channels/"+in+"/messages/"+id, m.Payload(0), nil)
}

// draw lays a card out as messages.
func (a *Adapter) draw(card card.Card) []drawing.Message {
	return drawing.Layout{Commands: a.commandIDs.known()}.Draw(card)
}
