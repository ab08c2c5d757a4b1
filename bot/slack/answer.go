package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"slices"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
)

const (
	// maxResponses is how often a response_url may be used, within half an hour.
	maxResponses = 5
	// longTime bounds an answer of very many messages, such as all that is kept about somebody.
	longTime = 5 * time.Minute
	// formTime is how long the words on a form may take on their way to the channel before they are shown in its window.
	formTime = 1500 * time.Millisecond
)

// take handles what was delivered, and returns what to acknowledge it with. Handling that takes long goes on after the
// acknowledgement.
func (a *Adapter) take(ctx context.Context, handle bot.Handler, d deed) any {
	done, late := make(chan any), make(chan struct{})
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handleTime)
		defer cancel()
		reply := a.seen.once(d.key, time.Now(), func() (any, bool) { return a.answer(ctx, handle, &d) })
		select {
		case done <- reply:
		case <-late:
			a.replaceForm(ctx, &d, reply)
		}
		if d.home && d.changed {
			a.refreshHome(ctx, handle, &d)
		}
	}()
	timer := time.NewTimer(a.AckTime)
	defer timer.Stop()
	select {
	case reply := <-done:
		return reply
	case <-timer.C:
		close(late)
		return a.meanwhile(&d)
	}
}

// meanwhile is what the author of a form sees whose saving takes long. Other deeds are answered later.
func (a *Adapter) meanwhile(d *deed) any {
	if _, sent := d.act.(bot.Submission); !sent {
		return nil
	}
	a.Log.Warn("saving takes long", "user", d.user)
	wait := view(viewTitle, nil, []slack.Block{slack.NewSectionBlock(plain("…"), nil, nil)})
	return &formReply{ack: slack.NewUpdateViewSubmissionResponse(wait)}
}

// answer has a deed handled and shows its author what comes of it. It returns what to acknowledge with, and whether
// it failed in a way that another delivery may mend.
func (a *Adapter) answer(ctx context.Context, handle bot.Handler, d *deed) (reply any, failed bool) {
	defer func() {
		if r := recover(); r != nil {
			a.Log.Error("showing an answer failed", "event", d.key, "what", fmt.Sprint(r), "stack", string(debug.Stack()))
			failed = true
		}
	}()
	event, err := a.event(ctx, d)
	if err != nil {
		a.Log.Warn("cannot tell who did something", "err", err)
	}
	said, err := handle(ctx, event)
	failed = err != nil
	reply, err = a.show(ctx, d, said)
	if err != nil {
		a.Log.Warn("cannot show an answer", "user", d.user, "err", err)
	}
	return reply, failed
}

// event is a deed as the bot knows it.
func (a *Adapter) event(ctx context.Context, d *deed) (bot.Event, error) {
	self := a.known()
	e := bot.Event{ID: d.key, At: d.at, PlatformTime: d.slackAt, Act: d.act, Who: quiz.Person{ID: self.member(d.user)}}
	if d.channel != "" {
		e.Room = self.room(d.channel)
	}
	if isDirect(d.channel) {
		e.Obstacles = []quiz.Obstacle{{Code: quiz.DirectMessage}}
	}
	var err error
	switch act := d.act.(type) {
	case bot.Message:
		act.Text = typed(act.Text, a.called(ctx))
		e.Act = act
	case bot.Edit:
		act.Text = typed(act.Text, a.called(ctx))
		e.Act = act
	case bot.HomeOpened:
		act.Rooms, err = a.roomsOf(ctx, d.user)
		e.Act = act
	}
	if d.user == "" {
		e.Who = quiz.Person{} // a deletion whose author Slack does not tell
		return e, err
	}
	if bot.ForAdmins(d.act) {
		who, asked := a.people.fetch(ctx, d.user)
		e.Who.Name, e.Who.Admin, e.Zone, e.Unverified = who.name, who.admin, who.zone, asked != nil
		return e, errors.Join(err, asked)
	}
	e.Who.Name = a.people.name(ctx, d.user, "")
	return e, err
}

// called names users who are mentioned in a text.
func (a *Adapter) called(ctx context.Context) func(string) string {
	return func(user string) string { return a.people.name(ctx, user, user) }
}

// show shows the author of a deed what the bot says. It returns what to acknowledge with.
func (a *Adapter) show(ctx context.Context, d *deed, said bot.Answer) (reply any, err error) {
	switch s := said.(type) {
	case bot.Form:
		return nil, a.openForm(ctx, d, s)
	case bot.Home:
		return nil, a.publish(ctx, d.user, s)
	case bot.Seen:
		a.markSeen(d)
		if len(s.Hint.Parts) > 0 {
			err = a.whisper(ctx, d, draw(s.Hint, false))
		}
		return nil, err
	case bot.Private:
		d.changed = true
		return a.tell(ctx, d, s)
	case bot.Update:
		d.changed = true
		if d.view != "" {
			return nil, a.changeWindow(ctx, d, s.Card)
		}
		return nil, a.respond(ctx, d, s.Card, true)
	}
	return nil, nil
}

// tell says something to the author of a deed alone: in the form that was sent, in a window over the bot's own page,
// or in the channel or thread.
func (a *Adapter) tell(ctx context.Context, d *deed, said bot.Private) (reply any, err error) {
	_, sent := d.act.(bot.Submission)
	switch {
	case sent:
		return a.replyToForm(ctx, d, said), nil
	case d.view != "":
		return nil, a.openWindow(ctx, d, said.Card)
	case d.responseURL != "":
		return nil, a.respond(ctx, d, said.Card, false)
	}
	return nil, a.whisper(ctx, d, draw(said.Card, false))
}

// respond answers a command or press by its response_url, in several messages where one does not hold all. An answer to a
// press that has buttons and takes several messages stands in a window, where it can be replaced as a whole.
func (a *Adapter) respond(ctx context.Context, d *deed, card card.Card, replace bool) error {
	list := draw(card, false)
	if _, press := d.act.(bot.Press); press && len(list) > 1 && hasControls(card) {
		err := a.openWindow(ctx, d, card)
		if err == nil && replace {
			return a.respondWith(ctx, d, &slack.WebhookMessage{DeleteOriginal: true})
		}
		if err == nil {
			return nil
		}
		a.Log.Warn("a window cannot be opened: its content is shown as messages", "err", err)
	}
	for i, m := range list {
		if i >= maxResponses {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longTime)
			defer cancel()
			return a.whisper(ctx, d, list[i:])
		}
		if err := a.respondOnce(ctx, d, m, replace && i == 0); err != nil {
			return err
		}
	}
	return nil
}

// hasControls reports whether something on a card can be pressed that comes back.
func hasControls(c card.Card) bool {
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Buttons:
			if slices.ContainsFunc(p.Items, func(b card.Button) bool { return b.URL == "" }) {
				return true
			}
		case card.Quote:
			if p.Button.Label != "" {
				return true
			}
		}
	}
	return false
}

// respondOnce sends one message to a response_url, in its plain layout where Slack refuses the other.
func (a *Adapter) respondOnce(ctx context.Context, d *deed, m message, replace bool) error {
	err := a.respondWith(ctx, d, webhook(m, d.thread, replace))
	if unfit(err) {
		a.Log.Warn("Slack refuses how an answer is laid out: it is shown in a plainer layout", "err", err)
		err = a.respondWith(ctx, d, webhook(m.plainer(), d.thread, replace))
	}
	return err
}

// webhook is a message as a response_url takes it.
func webhook(m message, thread string, replace bool) *slack.WebhookMessage {
	no := false
	said := &slack.WebhookMessage{
		Text: escape(m.text), Blocks: &slack.Blocks{BlockSet: m.blocks}, ThreadTimestamp: thread, ReplaceOriginal: replace,
		UnfurlLinks: &no, UnfurlMedia: &no,
	}
	if !replace {
		said.ResponseType = slack.ResponseTypeEphemeral
	}
	return said
}

func (a *Adapter) respondWith(ctx context.Context, d *deed, said *slack.WebhookMessage) error {
	return a.patiently(ctx, "response_url", func() error {
		err := slack.PostWebhookCustomHTTPContext(ctx, d.responseURL, a.http, said)
		if status, ok := errors.AsType[slack.StatusCodeError](err); ok && status.Code == http.StatusBadRequest {
			return slack.SlackErrorResponse{Err: "invalid_blocks"}
		}
		return err
	})
}

// whisper shows messages to one member, in the thread where something was done.
func (a *Adapter) whisper(ctx context.Context, d *deed, list []message) error {
	for _, m := range list {
		if err := a.pace.wait(ctx, d.channel+" "+d.user); err != nil {
			return err
		}
		err := a.whisperOnce(ctx, d, m)
		if unfit(err) {
			err = a.whisperOnce(ctx, d, m.plainer())
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *Adapter) whisperOnce(ctx context.Context, d *deed, m message) error {
	options := m.options()
	if thread := d.threadOf(); thread != "" {
		options = append(options, slack.MsgOptionTS(thread))
	}
	return a.patiently(ctx, "chat.postEphemeral", func() error {
		_, err := a.api.PostEphemeralContext(ctx, d.channel, d.user, options...)
		return err
	})
}

// threadOf is the thread in which a deed was done, empty in the channel itself.
func (d *deed) threadOf() string {
	switch act := d.act.(type) {
	case bot.Message:
		return act.Thread
	case bot.Edit:
		return act.Thread
	}
	return d.thread
}

// tries is how often a request is made that Slack asks to make later, or that failed on the way.
const tries = 3

// patiently makes a request that does no harm when it is made twice, again where Slack asks for that or fails.
func (a *Adapter) patiently(ctx context.Context, method string, call func() error) error {
	var err error
	for n := range tries {
		if err = a.explain(method, call()); !transient(err) {
			return err
		}
		wait := time.Duration(n+1) * 300 * time.Millisecond
		var asked interface{ RetryAfter() time.Duration }
		if errors.As(err, &asked) && asked.RetryAfter() > 0 {
			wait = asked.RetryAfter()
		}
		select {
		case <-ctx.Done():
			return err
		case <-time.After(wait):
		}
	}
	return err
}
