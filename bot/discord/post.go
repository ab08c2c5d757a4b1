package discord

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/input"
)

const (
	// historyLimit is how many messages a page of a history has.
	historyLimit = 100
	// before is how far before the first try a look begins: the machine's clock may run ahead of Discord's.
	before = 15 * time.Minute
	// threadTime is how long a thread stays in the list after its last message, in minutes: a weekend.
	threadTime    = 4320
	maxThreadName = 100
	nonceBytes    = 18 // 24 characters; Discord takes 25
)

// Post implements [bot.Platform]. Where the posting was tried before, what already stands is looked for first, by the
// number that the first component of each message carries; a nonce keeps Discord from posting twice what it gets twice. A
// card that belongs into a thread that nobody can write into stands in the channel.
func (a *Adapter) Post(ctx context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	self, err := a.whoami(ctx)
	if err != nil {
		return nil, err
	}
	server, channel, err := split(p.Room)
	if err != nil {
		return nil, err
	}
	o := &putting{adapter: a, self: self, posting: p, server: server, channel: channel, to: channel}
	if p.ReplyTo != nil {
		o.to = root(*p.ReplyTo)
	}
	if err := o.look(ctx); err != nil {
		return nil, a.explained(ctx, server, channel, err)
	}
	if p.Expired && len(o.stands) == 0 {
		return nil, quiz.ErrTooLate
	}
	if err := o.put(ctx, a.draw(p.Card)); err != nil {
		return nil, a.explained(ctx, server, channel, err)
	}
	last := len(o.places) - 1
	return slices.Concat(o.places[last:], o.places[:last]), o.beside
}

// root is the message that the thread of a place hangs from, whose id is the thread's.
func root(p quiz.MessageRef) string {
	if p.Thread != "" {
		return p.Thread
	}
	return p.Message
}

// putting is a posting on its way.
type putting struct {
	adapter         *Adapter
	self            identity
	posting         bot.Posting
	server, channel string
	to              string // where the next message goes: the channel, or a thread
	stands          map[int]quiz.MessageRef
	places          []quiz.MessageRef
	beside          error // what did not work, though everything stands
}

// look finds what already stands.
func (o *putting) look(ctx context.Context) error {
	o.stands = map[int]quiz.MessageRef{}
	if o.posting.FirstAttempt.IsZero() {
		return nil
	}
	from := idAt(o.posting.FirstAttempt.Add(-before))
	for _, in := range slices.Compact([]string{o.channel, o.to}) {
		err := o.adapter.each(ctx, in, from, func(l *line) {
			if part, ok := o.partOf(l); ok {
				o.stands[part] = o.place(in, l.ID)
			}
		})
		if err != nil && (in == o.channel || !shut(err)) {
			return err
		}
	}
	return nil
}

// maxParts is how many messages a posting may have: more than any card's.
const maxParts = 500

// partOf is which message of the posting a message is.
func (o *putting) partOf(l *line) (int, bool) {
	if l.Author.ID != o.self.user || len(l.Components) == 0 {
		return 0, false
	}
	for part := 1; part <= maxParts; part++ {
		if l.Components[0].ID == number(o.posting.Key, part) {
			return part, true
		}
	}
	return 0, false
}

func (o *putting) place(in, id string) quiz.MessageRef {
	p := quiz.MessageRef{Message: id, Link: link(o.server, in, id)}
	if in != o.channel {
		p.Thread = in
	}
	return p
}

// put posts what does not stand yet.
func (o *putting) put(ctx context.Context, list []message) error {
	for i := range list {
		if p, ok := o.stands[i+1]; ok {
			o.places = append(o.places, p)
			continue
		}
		id, err := o.post(ctx, i+1, list[i])
		switch {
		case unfit(err):
			o.adapter.Log.Warn("Discord refuses how a message is laid out: it is drawn barely", "room", o.posting.Room, "err", err)
			id, err = o.post(ctx, i+1, list[i].bare())
		case shut(err) && o.to != o.channel:
			o.leaveThread(err)
			id, err = o.post(ctx, i+1, list[i])
		}
		if refusesContent(err) {
			return refusedContent(err)
		}
		if err != nil {
			return err
		}
		o.places = append(o.places, o.place(o.to, id))
	}
	return nil
}

// leaveThread has the rest stand in the channel. That a thread is gone is nobody's mistake; that it is shut somebody has
// to know.
func (o *putting) leaveThread(err error) {
	o.adapter.Log.Warn("nothing can be written into the thread: the rest stands in the channel", "room", o.posting.Room, "err", err)
	if codeOf(err) != codeUnknownChannel {
		o.beside = err
	}
	o.to = o.channel
}

// post posts one message, as an answer to its question where it cannot stand in the thread.
func (o *putting) post(ctx context.Context, part int, m message) (id string, err error) {
	out := m.outgoing(0)
	out.Components = slices.Clone(out.Components)
	out.Components[0].ID = number(o.posting.Key, part)
	out.Nonce, out.Enforce = nonce(o.posting.Key, part), true
	if o.posting.ReplyTo != nil && o.to == o.channel {
		out.Reference = &reference{Message: root(*o.posting.ReplyTo)}
	}
	var posted line
	err = o.adapter.rest.post(ctx, "/channels/"+o.to+"/messages", out, &posted)
	return posted.ID, err
}

func hash(key string, part int) [sha256.Size]byte {
	return sha256.Sum256(fmt.Appendf(nil, "quizbot %s %d", key, part))
}

// nonce is what the key decides, so that each try carries the same one.
func nonce(key string, part int) string {
	h := hash(key, part)
	return base64.RawURLEncoding.EncodeToString(h[:nonceBytes])
}

// number is the id of a component that the key decides: a positive number of 31 bits, larger than those that Discord gives.
func number(key string, part int) int {
	h := hash(key, part)
	return int(binary.BigEndian.Uint32(h[nonceBytes:])>>1 | 1<<20)
}

// each goes through the messages of a channel or thread, oldest page first, from an id on.
func (a *Adapter) each(ctx context.Context, in, from string, do func(*line)) error {
	for {
		var list []line
		path := "/channels/" + in + "/messages?limit=" + strconv.Itoa(historyLimit) + "&after=" + from
		if err := a.rest.get(ctx, path, &list); err != nil {
			return err
		}
		slices.SortFunc(list, func(a, b line) int { return compareIDs(a.ID, b.ID) })
		for i := range list {
			do(&list[i])
		}
		if len(list) < historyLimit {
			return nil
		}
		from = list[len(list)-1].ID
	}
}

// compareIDs orders ids by their age: they are numbers without leading zeros.
func compareIDs(a, b string) int {
	if len(a) != len(b) {
		return len(a) - len(b)
	}
	return strings.Compare(a, b)
}

// OpenThread implements [bot.ThreadOpener]. Discord refuses some names, for the words in them.
func (a *Adapter) OpenThread(ctx context.Context, room quiz.RoomID, place quiz.MessageRef, name string) error {
	server, channel, err := split(room)
	if err != nil {
		return err
	}
	err = a.openThreadAs(ctx, channel, place.Message, threadName(name))
	if refusesContent(err) {
		err = a.openThreadAs(ctx, channel, place.Message, neutralName)
	}
	return a.explained(ctx, server, channel, err)
}

// neutralName is what a thread is called whose question cannot name it.
const neutralName = "quiz"

// threadName is a name as Discord takes one.
func threadName(name string) string {
	name = input.CleanName(clip(strings.Join(strings.Fields(name), " "), maxThreadName)) // clipped first, at the end of a character
	if name == "" {
		return neutralName
	}
	return name
}

// openThreadAs tries once: whoever asks tries again later.
func (a *Adapter) openThreadAs(ctx context.Context, channelID, id, name string) error {
	var opened channel
	in := struct {
		Name string `json:"name"`
		Time int    `json:"auto_archive_duration"`
	}{name, threadTime}
	err := a.rest.once(ctx, http.MethodPost, "/channels/"+channelID+"/messages/"+id+"/threads", in, &opened)
	switch codeOf(err) {
	case codeThreadExists:
		return nil
	case codeUnknownMessage: // the question was taken down, and nobody can open a thread under it
		a.Log.Info("a question is gone, and has no thread", "message", id)
		return nil
	}
	if err == nil {
		a.rooms.learn(opened)
	}
	return err
}

// Edit implements [bot.Platform].
func (a *Adapter) Edit(ctx context.Context, room quiz.RoomID, places []quiz.MessageRef, card card.Card) error {
	server, channel, err := split(room)
	if err != nil || len(places) == 0 {
		return err
	}
	list := a.draw(card)
	last := len(list) - 1
	if len(places) > 1 && len(places) != len(list) {
		return bot.ErrLayoutChanged
	}
	list = slices.Concat(list[last:], list[:last]) // in the order of places
	for i, place := range places {
		in := channel
		if place.Thread != "" {
			in = place.Thread
		}
		err := a.fitting(list[i], func(m message) error { return a.redraw(ctx, in, place.Message, m) })
		switch {
		case shut(err) || codeOf(err) == codeNotInSystem:
			a.Log.Info("a message cannot be drawn again", "room", room, "err", err)
		case err != nil:
			return a.explained(ctx, server, channel, err)
		}
	}
	return nil
}

// Pages implements [bot.Paginator].
func (a *Adapter) Pages(card card.Card) int { return len(a.draw(card)) }

func (a *Adapter) redraw(ctx context.Context, in, id string, m message) error {
	return a.rest.patiently(ctx, http.MethodPatch, "/channels/"+in+"/messages/"+id, m.outgoing(0), nil)
}
