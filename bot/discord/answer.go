package discord

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"strconv"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

// Limits of values that are being typed, of https://docs.discord.com/developers/interactions/application-commands.
const (
	maxChoices = 25
	maxChoice  = 100
)

const (
	// longTime bounds an answer of very many messages, such as all that is kept about somebody. Discord takes messages for
	// fifteen minutes.
	longTime = 5 * time.Minute
	// maxWhispers bounds the direct messages that wait.
	maxWhispers = 10_000
)

// interaction takes a command, press or form.
func (c *connection) interaction(data []byte) {
	a := c.adapter
	d, err := a.readInteraction(data)
	if err != nil {
		if !errors.Is(err, errOther) {
			a.Log.Warn("an event is not understood", "err", err)
		}
		return
	}
	if !a.seen.first(d.id, time.Now()) {
		return
	}
	a.went(func(ctx context.Context) { a.answer(ctx, c.handle, &d) })
}

// message takes a message of a thread, behind those of the same thread that came before.
func (c *connection) message(d *deed, err error) {
	a := c.adapter
	if err != nil {
		if !errors.Is(err, errOther) {
			a.Log.Warn("an event is not understood", "err", err)
		}
		return
	}
	if !a.seen.first(d.id, time.Now()) {
		return // what was edited before is told again with what Discord finds out about it
	}
	a.deeds.begin()
	empty := a.lanes.add(d.in, func() {
		defer a.deeds.end()
		a.hear(c.handle, d)
	})
	if empty {
		a.went(func(context.Context) { a.lanes.run(d.in) })
	}
}

// hear has a message handled, and marks it where it counts. What fails is fetched before the round closes.
func (a *Adapter) hear(handle bot.Handler, d *deed) {
	defer a.mistaken(d)
	ctx, cancel := context.WithTimeout(a.life, handleTime)
	defer cancel()
	event, err := a.event(ctx, d)
	if err != nil {
		a.Log.Warn("cannot tell where a message stands", "err", err)
		return
	}
	said, err := handle(ctx, event)
	if err != nil {
		a.Log.Warn("cannot handle a message", "err", err)
	}
	switch s := said.(type) {
	case bot.Counted:
		a.markSeen(d)
		if len(s.Hint.Parts) > 0 {
			a.whisperLater(d, bot.Ephemeral{Card: s.Hint})
		}
	case bot.Ephemeral:
		a.whisperLater(d, s)
	}
}

// whisperLater says something to the author of a message, after what is said to others: direct messages are slow, and the
// next message of the thread doesn't wait for them.
func (a *Adapter) whisperLater(d *deed, said bot.Ephemeral) {
	if a.whispers.length("") >= maxWhispers {
		a.Log.Warn("too many direct messages wait: this one is left out", "message", bot.MessageID(d.act))
		return
	}
	a.deeds.begin()
	first := a.whispers.add("", func() {
		defer a.deeds.end()
		defer a.mistaken(d)
		ctx, cancel := context.WithTimeout(a.life, handleTime)
		defer cancel()
		a.whisper(ctx, d, said)
	})
	if first {
		a.went(func(context.Context) { a.whispers.run("") })
	}
}

// whisper says something to the author of a message, and which message it is about. Only an interaction can be answered
// privately, so it is said by direct message, and lives with failing.
func (a *Adapter) whisper(ctx context.Context, d *deed, said bot.Ephemeral) {
	c, at := said.Card, link(d.server, d.in, bot.MessageID(d.act))
	c.Parts = slices.Concat(c.Parts, []card.Part{card.Text{Line: card.Line{{Text: at, URL: at}}}})
	if err := a.SendDirectMessage(ctx, memberID(d.server, d.who.User.ID), c); err != nil {
		a.Log.Info("cannot tell the author of a message", "err", err)
	}
}

// event is a deed as the bot knows it.
func (a *Adapter) event(ctx context.Context, d *deed) (bot.Event, error) {
	home, err := a.rooms.home(ctx, d.in)
	e := bot.Event{ID: d.id, Room: roomID(d.server, home), At: d.at, PlatformTime: !d.ownAt, Act: d.act, Obstacles: a.obstaclesAt(ctx, d, home)}
	if d.who.User.ID != "" {
		e.Who = quiz.Person{ID: memberID(d.server, d.who.User.ID), Name: d.who.shown(), Admin: manages(d.who.May)}
	}
	return e, err
}

// manages reports whether permissions let somebody manage the server.
func manages(may string) bool {
	bits, err := strconv.ParseInt(may, 10, 64)
	return err == nil && bits&(permissionManageServer|permissionAdministrator) != 0
}

// handled is what the bot says to a deed, once it is handled.
func (a *Adapter) handled(handle bot.Handler, d *deed) <-chan bot.Answer {
	said := make(chan bot.Answer, 1)
	a.went(func(ctx context.Context) {
		ctx, cancel := context.WithTimeout(ctx, handleTime)
		defer cancel()
		event, err := a.event(ctx, d)
		if err != nil {
			a.Log.Warn("cannot tell where something was done", "err", err)
		}
		answer, err := handle(ctx, event)
		if err != nil {
			a.Log.Warn("cannot handle what somebody did", "err", err)
		}
		said <- answer
	})
	return said
}

// answer has an interaction handled and shows its author what comes of it. Where handling takes long, Discord is told so,
// and shown the answer later.
func (a *Adapter) answer(ctx context.Context, handle bot.Handler, d *deed) {
	defer a.mistaken(d)
	handled := a.handled(handle, d)
	ctx, cancel := context.WithTimeout(ctx, longTime)
	defer cancel()
	timer := time.NewTimer(a.AckTime)
	defer timer.Stop()
	var err error
	select {
	case said := <-handled:
		err = a.show(ctx, d, said)
	case <-timer.C:
		err = a.showLater(ctx, d, handled)
	}
	switch codeOf(err) {
	case codeUnknownInteraction, codeAnswered:
		a.Log.Info("an answer came too late, or twice", "event", d.id, "err", err)
	default:
		if err != nil {
			a.Log.Warn("cannot show an answer", "event", d.id, "err", err)
		}
	}
}

// mistaken keeps a mistake of ours in showing one answer from ending the service.
func (a *Adapter) mistaken(d *deed) {
	if r := recover(); r != nil {
		a.Log.Error("showing an answer failed", "event", d.id, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
	}
}

// show answers an interaction at once.
func (a *Adapter) show(ctx context.Context, d *deed, said bot.Answer) error {
	switch s := said.(type) {
	case bot.Form:
		err := a.respond(ctx, d, callback{answerForm, form(s)})
		if unfit(err) {
			a.Log.Warn("Discord refuses how a form is laid out: it is drawn barely", "err", err)
			err = a.respond(ctx, d, callback{answerForm, bareForm(s)})
		}
		if unfit(err) {
			a.Log.Warn("Discord refuses a form", "err", err)
			return a.say(ctx, d, answerMessage, s.Otherwise)
		}
		return err
	case bot.Completions:
		return a.respond(ctx, d, callback{answerComplete, completions(s)})
	case bot.Ephemeral:
		return a.say(ctx, d, answerMessage, s.CardWithTyped()) // the form is gone by now
	case bot.Update:
		if d.ephemeral {
			return a.say(ctx, d, answerUpdate, s.Card)
		}
		return a.say(ctx, d, answerMessage, s.Card)
	}
	return nil // Discord says that it did not work
}

// respond gives the first answer to an interaction. Discord waits for three seconds, so a try that gets no answer of its
// own is not waited for; one that went through all the same is found to have.
func (a *Adapter) respond(ctx context.Context, d *deed, c callback) error {
	var err error
	for n, wait := range []time.Duration{firstTry, secondTry, callTime} {
		err = a.try(ctx, wait, "/interactions/"+d.id+"/"+d.token+"/callback", c)
		if n > 0 && codeOf(err) == codeAnswered {
			return nil
		}
		if hung(ctx, err) {
			continue
		}
		pause := max(a.RetryStep/3, afterOf(err))
		if !passing(err) || pause > firstTry+secondTry || !sleep(ctx, pause) {
			return err
		}
	}
	return err
}

// How long the first tries to answer an interaction are waited for.
const (
	firstTry  = 800 * time.Millisecond
	secondTry = time.Second
)

func (a *Adapter) try(ctx context.Context, wait time.Duration, path string, in any) error {
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	return a.rest.once(ctx, http.MethodPost, path, in, nil)
}

// say shows a card to the author of an interaction alone, in several messages where one does not hold all.
func (a *Adapter) say(ctx context.Context, d *deed, kind int, card card.Card) error {
	list := a.draw(card)
	err := a.fitting(list[0], func(m message) error { return a.respond(ctx, d, callback{kind, m.outgoing(flagEphemeral)}) })
	if err != nil {
		return err
	}
	return a.goOn(ctx, d, list[1:])
}

// goOn shows further messages to the author of an interaction alone.
func (a *Adapter) goOn(ctx context.Context, d *deed, list []message) error {
	for _, m := range list {
		if err := a.fitting(m, func(m message) error { return a.followUp(ctx, d, m) }); err != nil {
			return err
		}
	}
	return nil
}

// fitting sends a message, barely where Discord does not take it as it is laid out.
func (a *Adapter) fitting(m message, send func(message) error) error {
	err := send(m)
	if unfit(err) {
		a.Log.Warn("Discord refuses how a message is laid out: it is drawn barely", "err", err)
		return send(m.bare())
	}
	return err
}

// followUp shows one message more. It carries nothing by which Discord would know it again, so it is sent again only where
// Discord said that it took none.
func (a *Adapter) followUp(ctx context.Context, d *deed, m message) error {
	var err error
	for range tries {
		err = a.rest.once(ctx, http.MethodPost, a.webhook(d)+"?wait=true", m.outgoing(flagEphemeral), nil)
		if statusOf(err) != http.StatusTooManyRequests || !passing(err) {
			return err
		}
	}
	return err
}

func (a *Adapter) webhook(d *deed) string {
	return "/webhooks/" + a.known().application + "/" + d.token
}

// showLater tells Discord that an answer takes longer, and shows it then. A form cannot be shown any more, so its author
// is asked to press again.
func (a *Adapter) showLater(ctx context.Context, d *deed, handled <-chan bot.Answer) error {
	if _, typing := d.act.(bot.Autocomplete); typing {
		return nil // there is nothing to say to who types on
	}
	a.Log.Warn("handling takes long", "event", d.id)
	if err := a.respond(ctx, d, callback{answerLater, outgoingFlags{flagEphemeral}}); err != nil && !hung(ctx, err) { // which may have arrived
		return err
	}
	var card card.Card
	switch s := (<-handled).(type) {
	case bot.Form:
		card = s.Otherwise
	case bot.Ephemeral:
		card = s.CardWithTyped()
	case bot.Update:
		card = s.Card
	default:
		return a.rest.patiently(ctx, http.MethodDelete, a.webhook(d)+"/messages/@original", nil, nil)
	}
	list := a.draw(card)
	err := a.fitting(list[0], func(m message) error {
		return a.rest.patiently(ctx, http.MethodPatch, a.webhook(d)+"/messages/@original", m.outgoing(0), nil)
	})
	if err != nil {
		return err
	}
	return a.goOn(ctx, d, list[1:])
}

// outgoingFlags is a message that is still to come.
type outgoingFlags struct {
	Flags int `json:"flags"`
}

// completions are values that may be meant.
func completions(s bot.Completions) choices {
	list := choices{Choices: []choice{}}
	for _, o := range s.Options {
		if len(list.Choices) < maxChoices && o.Value != "" && units(o.Value) <= maxChoice {
			list.Choices = append(list.Choices, choice{Name: clip(o.Label, maxChoice), Value: o.Value})
		}
	}
	return list
}
