package discord

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/card"
	"quizbot/bot/discord/drawing"
	"quizbot/bot/discord/gateway"
	"quizbot/quiz"
)

// followUpsTimeout bounds a response of very many messages, such as all that is kept about
// somebody. Discord takes follow-ups for fifteen minutes.
const followUpsTimeout = 5 * time.Minute

// botEvent is an event as the bot knows it.
func (a *Adapter) botEvent(ctx context.Context, e *event) (bot.Event, error) {
	home, err := a.channels.home(ctx, e.channel)
	event := bot.Event{
		ID: e.id, Room: roomID(e.guild, home), At: e.at, PlatformTime: !e.hostTime, Act: e.act, Obstacles: a.interactionObstacles(ctx, e, home),
	}
	if e.member.User.ID != "" {
		event.Who = quiz.Person{ID: memberID(e.guild, e.member.User.ID), Name: e.member.displayName(), Admin: canManageGuild(e.member.Permissions)}
	}
	return event, err
}

// canManageGuild reports whether permissions let a member manage the guild.
func canManageGuild(permissions string) bool {
	bits, err := strconv.ParseInt(permissions, 10, 64)
	return err == nil && bits&(permissionManageGuild|permissionAdministrator) != 0
}

// handleInteraction has an interaction handled and returns the bot's answer.
func (a *Adapter) handleInteraction(ctx context.Context, handle bot.Handler, e *event) bot.Answer {
	ctx, cancel := context.WithTimeout(ctx, handleTimeout)
	defer cancel()
	event, err := a.botEvent(ctx, e)
	if err != nil {
		a.Log.Warn("cannot tell where something was done", "err", err)
	}
	answer, _ := handle(ctx, event) // the handler has logged its error
	return answer
}

// respond has an interaction handled and shows its author the answer. If handling takes long, the
// response is deferred.
func (a *Adapter) respond(ctx context.Context, handle bot.Handler, e *event) {
	defer adapter.RecoverPanic(a.Log, "showing an answer failed", "event", e.id)
	answer, later := adapter.AckWithin(a.tasks, a.AckTime, func(ctx context.Context) bot.Answer { return a.handleInteraction(ctx, handle, e) })
	ctx, cancel := context.WithTimeout(ctx, followUpsTimeout)
	defer cancel()
	var err error
	if later == nil {
		err = a.showAnswer(ctx, e, answer)
	} else {
		err = a.deferResponse(ctx, e, later)
	}
	switch adapter.CodeOf(err) {
	case codeUnknownInteraction, codeAlreadyAcknowledged:
		a.Log.Info("an answer came too late, or twice", "event", e.id, "err", err)
	default:
		if err != nil {
			a.Log.Warn("cannot show an answer", "event", e.id, "err", err)
		}
	}
}

// showAnswer responds to an interaction at once.
func (a *Adapter) showAnswer(ctx context.Context, e *event, answer bot.Answer) error {
	switch s := answer.(type) {
	case bot.Form:
		return a.showModal(ctx, e, s)
	case bot.Completions:
		return a.sendCallback(ctx, e, callback{callbackAutocomplete, completions(s)})
	case bot.Ephemeral:
		return a.showCard(ctx, e, callbackMessage, s.CardWithTyped()) // the modal is gone by now
	case bot.Update:
		if e.ephemeral {
			return a.showCard(ctx, e, callbackUpdateMessage, s.Card)
		}
		return a.showCard(ctx, e, callbackMessage, s.Card)
	case bot.Counted, bot.Home, bot.Nothing: // an interaction has neither a message nor an app home
	}
	return nil // Discord says that it did not work
}

// showModal opens a form. If Discord refuses it in every layout, its author reads the card that
// stands for it.
func (a *Adapter) showModal(ctx context.Context, e *event, f bot.Form) error {
	err := a.sendCallback(ctx, e, callback{callbackModal, drawing.DrawModal(f)})
	if adapter.IsClass(err, adapter.ClassLayout) {
		a.Log.Warn("Discord refuses how a form is laid out: it is drawn barely", "err", err)
		err = a.sendCallback(ctx, e, callback{callbackModal, drawing.DrawPlainModal(f)})
	}
	if adapter.IsClass(err, adapter.ClassLayout) {
		a.Log.Warn("Discord refuses a form", "err", err)
		return a.showCard(ctx, e, callbackMessage, f.Otherwise)
	}
	return err
}

// defaultCallbackTimeout bounds the first attempt to respond to an interaction, and with
// secondCallbackExtra the second one.
const (
	defaultCallbackTimeout = 800 * time.Millisecond
	secondCallbackExtra    = 200 * time.Millisecond
)

// sendCallback sends the first response to an interaction. Within Discord's three seconds, an
// attempt without a response is repeated soon. An attempt may have succeeded all the same; the
// repetition then reports it.
func (a *Adapter) sendCallback(ctx context.Context, e *event, c callback) error {
	var err error
	first, second := a.callbackTimeout, a.callbackTimeout+secondCallbackExtra
	for n, timeout := range []time.Duration{first, second, gateway.DefaultRequestTimeout} {
		err = a.trySendCallback(ctx, timeout, "/interactions/"+e.id+"/"+e.token+"/callback", c)
		if n > 0 && adapter.CodeOf(err) == codeAlreadyAcknowledged {
			return nil
		}
		if gateway.IsTimeout(ctx, err) {
			continue
		}
		pause := max(a.RetryStep/3, adapter.RetryAfter(err))
		if !adapter.Transient(err) || pause > first+second || !adapter.Sleep(ctx, pause) {
			return err
		}
	}
	return err
}

func (a *Adapter) trySendCallback(ctx context.Context, timeout time.Duration, path string, c callback) error {
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	return a.client.DoOnce(ctx, http.MethodPost, path, c, nil)
}

// showCard shows a card to the author of an interaction alone, in several messages if one does not
// hold all.
func (a *Adapter) showCard(ctx context.Context, e *event, kind int, c card.Card) error {
	list := a.draw(c)
	err := a.sendWithFallback(list[0], func(m drawing.Message) error {
		return a.sendCallback(ctx, e, callback{kind, m.Payload(drawing.FlagEphemeral)})
	})
	if err != nil {
		return err
	}
	return a.sendFollowUps(ctx, e, list[1:])
}

// sendFollowUps shows further messages to the author of an interaction alone.
func (a *Adapter) sendFollowUps(ctx context.Context, e *event, list []drawing.Message) error {
	for _, m := range list {
		if err := a.sendWithFallback(m, func(m drawing.Message) error { return a.sendFollowUp(ctx, e, m) }); err != nil {
			return err
		}
	}
	return nil
}

// sendWithFallback sends a message, in its plain layout if Discord refuses the other.
func (a *Adapter) sendWithFallback(m drawing.Message, send func(drawing.Message) error) error {
	return adapter.SendWithFallback(m, a.plainMessage, send)
}

// plainMessage is a message in its plain layout, after the refusal of the other.
func (a *Adapter) plainMessage(m drawing.Message, refusal error) drawing.Message {
	a.Log.Warn("Discord refuses how a message is laid out: it is drawn barely", "err", refusal)
	return m.Plain()
}

// sendFollowUp sends one more message. Discord can't recognise a repetition, so it is repeated
// only after an error that excludes success.
func (a *Adapter) sendFollowUp(ctx context.Context, e *event, m drawing.Message) error {
	policy := adapter.RetryPolicy{
		Tries: gateway.MaxTries,
		Retryable: func(err error) bool {
			return adapter.StatusOf(err) == http.StatusTooManyRequests && adapter.Transient(err)
		},
	}
	return policy.Do(ctx, func() error {
		return a.client.DoOnce(ctx, http.MethodPost, a.webhookPath(e)+"?wait=true", m.Payload(drawing.FlagEphemeral), nil)
	})
}

// webhookPath is the path of the messages that respond to an interaction.
func (a *Adapter) webhookPath(e *event) string {
	return "/webhooks/" + a.knownSelf().application + "/" + e.token
}

// deferResponse tells Discord that the response takes longer, and shows it then. A modal cannot be
// opened any more, so its author is asked to press again.
func (a *Adapter) deferResponse(ctx context.Context, e *event, later <-chan bot.Answer) error {
	if _, typing := e.act.(bot.Autocomplete); typing {
		return nil // autocompletions cannot be deferred
	}
	a.Log.Warn("handling takes long", "event", e.id)
	err := a.sendCallback(ctx, e, callback{callbackDeferredMessage, messageFlags{drawing.FlagEphemeral}})
	if err != nil && !gateway.IsTimeout(ctx, err) { // one that got no response may have arrived
		return err
	}
	original := a.webhookPath(e) + "/messages/@original"
	var c card.Card
	switch s := (<-later).(type) {
	case bot.Form:
		c = s.Otherwise
	case bot.Ephemeral:
		c = s.CardWithTyped()
	case bot.Update:
		c = s.Card
	default:
		return a.client.Do(ctx, http.MethodDelete, original, nil, nil)
	}
	list := a.draw(c)
	err = a.sendWithFallback(list[0], func(m drawing.Message) error {
		return a.client.Do(ctx, http.MethodPatch, original, m.Payload(0), nil)
	})
	if err != nil {
		return err
	}
	return a.sendFollowUps(ctx, e, list[1:])
}

// Limits of autocompletions, of
// https://docs.discord.com/developers/interactions/application-commands.
const (
	maxChoices      = 25
	maxChoiceLength = 100
)

// completions are the values that may be meant.
func completions(s bot.Completions) choices {
	list := choices{Choices: []choice{}}
	for _, o := range s.Options {
		if len(list.Choices) < maxChoices && o.Value != "" && drawing.UTF16Length(o.Value) <= maxChoiceLength {
			list.Choices = append(list.Choices, choice{Name: drawing.Clip(o.Label, maxChoiceLength), Value: o.Value})
		}
	}
	return list
}

// Types of responses to interactions:
// https://docs.discord.com/developers/interactions/receiving-and-responding.
const (
	callbackMessage         = 4
	callbackDeferredMessage = 5
	callbackUpdateMessage   = 7
	callbackAutocomplete    = 8
	callbackModal           = 9
)

// messageFlags is a message that is still to come.
type messageFlags struct {
	Flags int `json:"flags"`
}

// callback is the first response to an interaction.
type callback struct {
	Type int `json:"type"`
	Data any `json:"data,omitempty"`
}

// choices are the completions of a value.
type choices struct {
	Choices []choice `json:"choices"`
}

type choice struct {
	Name  string            `json:"name"`
	Names map[string]string `json:"name_localizations,omitempty"`
	Value string            `json:"value"`
}
