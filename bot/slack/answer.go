package slack

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"runtime/debug"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/quiz"
)

// Limits of forms, of docs.slack.dev/surfaces/modals.
const (
	maxViewBlocks = 100
	maxViewLabel  = 24
	maxInput      = 3000
	maxFieldLabel = 2000
	maxError      = 2000
	// maxResponses is how often a response_url may be used, within half an hour.
	maxResponses = 5
	// longTime bounds an answer of very many messages, such as all that is kept about somebody.
	longTime = 5 * time.Minute
	maxMarks = 16
	mark     = "white_check_mark"
	// viewTitle stands above what a window says that is no form.
	viewTitle = "quizbot"
)

// take handles what was delivered, and returns what to acknowledge it with. Handling that takes long goes on after the
// acknowledgement.
func (a *Adapter) take(ctx context.Context, handle bot.Handler, d deed) any {
	done := make(chan any, 1)
	late := make(chan struct{})
	go func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), handleTime)
		defer cancel()
		done <- a.seen.once(d.key, time.Now(), func() (any, bool) { return a.answer(ctx, handle, &d, late) })
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
	return slack.NewUpdateViewSubmissionResponse(view(viewTitle, nil, []slack.Block{slack.NewSectionBlock(plain("…"), nil, nil)}))
}

// answer has a deed handled and shows its author what comes of it. It returns what to acknowledge with, and whether
// it failed in a way that another delivery may mend. late closes when it was acknowledged meanwhile.
func (a *Adapter) answer(ctx context.Context, handle bot.Handler, d *deed, late <-chan struct{}) (reply any, failed bool) {
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
	reply, err = a.show(ctx, d, said, late)
	if err != nil {
		a.Log.Warn("cannot show an answer", "user", d.user, "err", err)
	}
	return reply, failed
}

// event is a deed as the bot knows it.
func (a *Adapter) event(ctx context.Context, d *deed) (bot.Event, error) {
	self := a.known()
	e := bot.Event{ID: d.key, At: d.at, PlatformTime: d.slackAt, Act: d.act, Who: quiz.Person{ID: self.member(d.user), Name: d.name}}
	if d.channel != "" {
		e.Room = self.room(d.channel)
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
	if isAdminCommand(d.act) {
		name, admin, asked := a.people.fetch(ctx, d.user)
		e.Who.Admin, err = admin, errors.Join(err, asked)
		if name != "" {
			e.Who.Name = name
		}
		return e, err
	}
	fallback := d.name
	if fallback == "" {
		fallback = d.user
	}
	e.Who.Name = a.people.name(ctx, d.user, fallback)
	return e, err
}

// called names users who are mentioned in a text.
func (a *Adapter) called(ctx context.Context) func(string) string {
	return func(user string) string { return a.people.name(ctx, user, user) }
}

// show shows the author of a deed what the bot says. It returns what to acknowledge with.
func (a *Adapter) show(ctx context.Context, d *deed, said bot.Answer, late <-chan struct{}) (reply any, err error) {
	switch s := said.(type) {
	case bot.Form:
		_, err := a.api.OpenViewContext(ctx, d.trigger, *form(s, d.channel))
		if err != nil && d.responseURL != "" {
			err = errors.Join(err, a.respond(ctx, d, s.Otherwise, false))
		}
		return nil, explain("views.open", err)
	case bot.Home:
		return nil, a.publish(ctx, d.user, s)
	case bot.Seen:
		a.markSeen(ctx, d)
		return nil, nil
	case bot.Private:
		return a.tell(ctx, d, s, late)
	case bot.Update:
		if d.view != "" {
			return nil, a.replaceView(ctx, d.view, s.Card)
		}
		return nil, a.respond(ctx, d, s.Card, true)
	}
	return nil, nil
}

// tell says something to the author of a deed alone: in the form that was sent, in a window over the bot's own page,
// or in the channel or thread.
func (a *Adapter) tell(ctx context.Context, d *deed, said bot.Private, late <-chan struct{}) (reply any, err error) {
	submission, sent := d.act.(bot.Submission)
	_, command := d.act.(bot.Command)
	switch {
	case sent:
		select {
		case <-late:
			return nil, a.replaceView(ctx, d.view, said.Kept()) // instead of the form
		default:
		}
		if said.Refused {
			return slack.NewErrorsViewSubmissionResponse(refusals(submission, said.Card.Summary)), nil
		}
		return slack.NewUpdateViewSubmissionResponse(cardView(said.Card)), nil
	case d.view != "":
		_, err := a.api.OpenViewContext(ctx, d.trigger, *cardView(said.Card))
		return nil, explain("views.open", err)
	case d.responseURL != "" || command:
		return nil, a.respond(ctx, d, said.Card, false)
	}
	return nil, a.whisper(ctx, d, draw(said.Card, false))
}

// refusals say why a form is not taken, below its fields, so that what was typed stays in them.
func refusals(s bot.Submission, why string) map[string]string {
	errs := map[string]string{}
	for field := range s.Values {
		errs[field] = clip(why, maxError)
	}
	return errs
}

// respond answers a command or press by its response_url, in several messages where one does not hold all.
func (a *Adapter) respond(ctx context.Context, d *deed, card bot.Card, replace bool) error {
	list := draw(card, false)
	for i, m := range list {
		if i >= maxResponses {
			ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), longTime)
			defer cancel()
			return a.whisper(ctx, d, list[i:])
		}
		err := a.respondWith(ctx, d, m, replace && i == 0)
		if unfit(err) {
			a.Log.Warn("Slack refuses how an answer is laid out: it is drawn barely", "err", err)
			for j, barely := range draw(card, true) {
				if err = a.respondWith(ctx, d, barely, replace && j == 0); err != nil {
					return err
				}
			}
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func (a *Adapter) respondWith(ctx context.Context, d *deed, m message, replace bool) error {
	no := false
	said := &slack.WebhookMessage{
		Text: escape(m.text), Blocks: &slack.Blocks{BlockSet: m.blocks}, ThreadTimestamp: d.thread, ReplaceOriginal: replace,
		UnfurlLinks: &no, UnfurlMedia: &no,
	}
	if !replace {
		said.ResponseType = slack.ResponseTypeEphemeral
	}
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
		options := m.options()
		if thread := d.threadOf(); thread != "" {
			options = append(options, slack.MsgOptionTS(thread))
		}
		if err := a.pace.wait(ctx, d.channel+" "+d.user); err != nil {
			return err
		}
		err := a.patiently(ctx, "chat.postEphemeral", func() error {
			_, err := a.api.PostEphemeralContext(ctx, d.channel, d.user, options...)
			return err
		})
		if err != nil {
			return err
		}
	}
	return nil
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
		if err = explain(method, call()); err == nil || codeOf(err) != "" && codeOf(err) != "ratelimited" && codeOf(err) != "internal_error" {
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

// markSeen puts the mark on a message of a thread. Where Slack allows no more marks for now, there is none: what was
// written counts all the same.
func (a *Adapter) markSeen(ctx context.Context, d *deed) {
	ts := ""
	switch act := d.act.(type) {
	case bot.Message:
		ts = act.ID
	case bot.Edit:
		ts = act.ID
	}
	if ts == "" || !a.pace.method.Allow() {
		return
	}
	err := a.patiently(ctx, "reactions.add", func() error {
		return a.api.AddReactionContext(ctx, mark, slack.NewRefToMessage(d.channel, ts))
	})
	if err != nil && codeOf(err) != "already_reacted" && codeOf(err) != "message_not_found" {
		a.Log.Warn("cannot mark a message as seen", "err", err)
	}
}

// form is a form as a window. Its channel comes back with it.
func form(f bot.Form, channel string) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, field := range f.Fields {
		input := slack.NewPlainTextInputBlockElement(nil, "text").WithMultiline(true).WithMaxLength(min(field.Max, maxInput))
		if field.Value != "" {
			input = input.WithInitialValue(field.Value)
		}
		block := slack.NewInputBlock(field.ID, plain(clip(field.Label, maxFieldLabel)), nil, input)
		block.Optional = field.Optional
		blocks = append(blocks, block)
	}
	v := view(f.Title, plain(clip(f.Submit, maxViewLabel)), blocks)
	v.CallbackID, v.PrivateMetadata = f.ID, channel
	return v
}

// cardView is a card as a window that can only be closed.
func cardView(card bot.Card) *slack.ModalViewRequest {
	var blocks []slack.Block
	for _, m := range draw(card, true) {
		blocks = append(blocks, m.blocks...)
	}
	return view(viewTitle, nil, blocks[:min(len(blocks), maxViewBlocks)])
}

func view(title string, submit *slack.TextBlockObject, blocks []slack.Block) *slack.ModalViewRequest {
	return &slack.ModalViewRequest{
		Type: slack.VTModal, Title: plain(clip(title, maxViewLabel)), Submit: submit, Blocks: slack.Blocks{BlockSet: blocks},
	}
}

func (a *Adapter) replaceView(ctx context.Context, id string, card bot.Card) error {
	return a.patiently(ctx, "views.update", func() error {
		_, err := a.api.UpdateViewContext(ctx, *cardView(card), "", "", id)
		return err
	})
}
