package slack

import (
	"context"
	"errors"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
)

// confirmTime is how long a confirmation may take to reach the channel before the modal shows it
// instead.
const confirmTime = 1500 * time.Millisecond

// submissionReply is the reply to a submitted form.
type submissionReply struct {
	response *slack.ViewSubmissionResponse // nil closes the modal
	card     card.Card                     // shown in the modal if the reply comes after the acknowledgement
}

// ackPayload returns the payload of the acknowledgement.
func (r *submissionReply) ackPayload() any {
	if r.response == nil {
		return nil
	}
	return r.response
}

// openFormModal opens a form as a modal.
func (a *Adapter) openFormModal(ctx context.Context, u *payload.UserAction, f bot.Form) error {
	err := a.openModal(ctx, u, blocks.Form(f, u.Metadata()))
	if err != nil && u.ResponseURL != "" {
		err = errors.Join(err, a.respondByURL(ctx, u, f.Otherwise, false))
	}
	return err
}

// openModal opens a modal, above the modal in which a button was pressed.
func (a *Adapter) openModal(ctx context.Context, u *payload.UserAction, v *slack.ModalViewRequest) error {
	if u.InModal {
		_, err := a.api.PushViewContext(ctx, u.TriggerID, *v)
		return a.checkedError("views.push", err)
	}
	_, err := a.api.OpenViewContext(ctx, u.TriggerID, *v)
	return a.checkedError("views.open", err)
}

// openCardModal shows a card in a modal. A card that exceeds a modal is shown as ephemeral messages
// if there is a channel.
func (a *Adapter) openCardModal(ctx context.Context, u *payload.UserAction, card card.Card) error {
	v, complete := blocks.Card(card, u.Metadata())
	if !complete && u.Channel != "" {
		return a.postEphemeral(ctx, u, blocks.Draw(card))
	}
	a.warnIncomplete(u, complete)
	return a.openModal(ctx, u, v)
}

// changeModal replaces the content of the modal in which a button was pressed. A press in the App
// Home opens a modal above it.
func (a *Adapter) changeModal(ctx context.Context, u *payload.UserAction, card card.Card) error {
	if !u.InModal {
		return a.openCardModal(ctx, u, card)
	}
	return a.replaceView(ctx, u, card)
}

func (a *Adapter) replaceView(ctx context.Context, u *payload.UserAction, card card.Card) error {
	v := a.cardModal(u, card)
	return a.callWithRetry(ctx, "views.update", func() error {
		_, err := a.api.UpdateViewContext(ctx, *v, "", "", u.ViewID)
		return err
	})
}

// cardModal returns a card as a modal, as much of it as fits.
func (a *Adapter) cardModal(u *payload.UserAction, card card.Card) *slack.ModalViewRequest {
	v, complete := blocks.Card(card, u.Metadata())
	a.warnIncomplete(u, complete)
	return v
}

func (a *Adapter) warnIncomplete(u *payload.UserAction, complete bool) {
	if !complete {
		a.Log.Warn("a window does not hold all that is to be said", "user", u.User)
	}
}

// replyToSubmission answers a submitted form: in the channel or thread where it was opened, or in
// the modal if nothing can be posted there. A refusal is shown below the field that it is about.
func (a *Adapter) replyToSubmission(ctx context.Context, u *payload.UserAction, answer bot.Ephemeral) *submissionReply {
	if field := u.FieldOrFirst(answer.Field); answer.Refused && field != "" {
		errs := map[string]string{field: blocks.FieldError(answer.Card.Summary)}
		return &submissionReply{slack.NewErrorsViewSubmissionResponse(errs), answer.CardWithTyped()}
	}
	inModal := &submissionReply{slack.NewUpdateViewSubmissionResponse(a.cardModal(u, answer.CardWithTyped())), answer.CardWithTyped()}
	if u.Channel == "" || answer.Refused {
		return inModal
	}
	ctx, cancel := context.WithTimeout(ctx, confirmTime)
	defer cancel()
	if err := a.postEphemeral(ctx, u, blocks.Draw(answer.Card)); err != nil {
		a.Log.Warn("cannot answer in the channel: a window says it", "user", u.User, "err", err)
		return inModal
	}
	return &submissionReply{nil, answer.Card}
}

// updateModal shows the reply to a submission that was acknowledged before.
func (a *Adapter) updateModal(ctx context.Context, u *payload.UserAction, card card.Card) {
	if err := a.replaceView(ctx, u, card); err != nil {
		a.Log.Warn("cannot show what came of a form", "user", u.User, "err", err)
	}
}
