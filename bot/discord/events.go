package discord

import (
	"context"
	"encoding/json"
	"errors"

	"quizbot/bot"
	"quizbot/bot/adapter"
)

// receiver hands the gateway's events to the bot.
type receiver struct {
	*Adapter
	handle bot.Handler
}

// receive takes an event of the gateway. It must not block: nothing else is read meanwhile.
func (r *receiver) receive(ctx context.Context, kind string, data json.RawMessage) {
	defer adapter.RecoverPanic(r.Log, "an event is not understood", "kind", kind)
	switch kind {
	case "READY":
		if ids, ok := r.guilds.readReady(data); ok {
			r.listGuilds(ids)
		}
		r.setReady()
		r.tasks.Go(func(context.Context) { r.backfill(ctx) }) // a new session missed what happened meanwhile
	case "RESUMED":
		r.setReady()
	case "INTERACTION_CREATE":
		r.receiveInteraction(data)
	case "MESSAGE_CREATE", "MESSAGE_UPDATE":
		e, err := r.readMessage(data, kind == "MESSAGE_UPDATE")
		r.receiveMessage(&e, err)
	case "MESSAGE_DELETE", "MESSAGE_DELETE_BULK":
		for _, e := range r.readDeletion(data) {
			r.receiveMessage(&e, nil)
		}
	default:
		r.receiveGuildEvent(kind, data)
	}
}

// setReady notes that a session began or was resumed.
func (a *Adapter) setReady() {
	if a.SetConnected(true) {
		a.Log.Info("connected to Discord")
	}
}

// backfill has the bot fetch what it may have missed.
func (r *receiver) backfill(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, adapter.BackfillTimeout)
	defer cancel()
	_, err := r.handle(ctx, bot.Event{ID: "returned", At: r.Now(), Act: bot.Reconnected{Platform: platform}})
	if err != nil && ctx.Err() == nil {
		r.Log.Warn("cannot catch up with what was written meanwhile", "err", err)
	}
}

// receiveInteraction takes a command, a press, a submitted modal or an autocompletion.
func (r *receiver) receiveInteraction(data []byte) {
	e, err := r.readInteraction(data)
	if err != nil {
		r.logUnread(err)
		return
	}
	if r.delivered.First(e.id) {
		r.tasks.Go(func(ctx context.Context) { r.respond(ctx, r.handle, &e) })
	}
}

// receiveMessage queues a message behind earlier ones of its thread. Discord repeats an edited
// message after resolving its links; such an update is ignored.
func (r *receiver) receiveMessage(e *event, err error) {
	if err != nil {
		r.logUnread(err)
		return
	}
	if !r.delivered.First(e.id) {
		return
	}
	if !r.messages.Add(e.channel, func(ctx context.Context) { r.handleMessage(ctx, r.handle, e) }) {
		r.Log.Warn("too many messages wait: this one is read when its round closes", "message", bot.MessageID(e.act))
	}
}

// logUnread logs why an event was not read, unless it is not for the bot.
func (a *Adapter) logUnread(err error) {
	if !errors.Is(err, errIgnored) {
		a.Log.Warn("an event is not understood", "err", err)
	}
}
