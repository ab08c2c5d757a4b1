package slack

import (
	"context"
	"errors"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/bot/slack/blocks"
	"quizbot/bot/slack/payload"
	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// acknowledge handles a user's action and returns the payload that acknowledges its envelope. An
// action whose handling takes longer than Slack waits is acknowledged before, and answered later.
func (a *Adapter) acknowledge(handle bot.Handler, u payload.UserAction) any {
	reply, later := adapter.AckWithin(a.tasks, a.AckTime, func(ctx context.Context) any {
		ctx, cancel := context.WithTimeout(ctx, adapter.HandleTimeout)
		defer cancel()
		return a.dedup.Do(u.Key, func() (any, bool) { return a.handleOnce(ctx, handle, &u) })
	})
	if later == nil {
		return reply
	}
	a.tasks.Go(func(ctx context.Context) {
		reply, ok := (<-later).(*submissionReply)
		if !ok {
			return
		}
		ctx, cancel := context.WithTimeout(ctx, adapter.HandleTimeout)
		defer cancel()
		a.updateModal(ctx, &u, reply.card)
	})
	if _, submitted := u.Act.(bot.Submission); !submitted {
		return nil
	}
	a.Log.Warn("saving takes long", "user", u.User)
	return &submissionReply{response: slack.NewUpdateViewSubmissionResponse(blocks.Waiting())}
}

// handleOnce has an action handled and shows the answer to its author. It returns the payload of
// the acknowledgement, and whether another delivery should be handled again.
func (a *Adapter) handleOnce(ctx context.Context, handle bot.Handler, u *payload.UserAction) (reply any, failed bool) {
	failed = true //nolint:wastedassign // it is the result after a panic
	defer adapter.RecoverPanic(a.Log, "showing an answer failed", "event", u.Key)
	event, err := a.eventOfAction(ctx, u)
	if err != nil {
		a.Log.Warn("cannot tell who did something", "err", err)
	}
	answer, handleErr := handle(ctx, event)
	reply, err = a.respondTo(ctx, u, answer)
	if err != nil {
		a.Log.Warn("cannot show an answer", "user", u.User, "err", err)
	}
	if u.OnHome && changesHome(answer) {
		a.tasks.Go(func(ctx context.Context) { a.refreshHome(ctx, handle, u) })
	}
	return reply, handleErr != nil
}

// eventOfAction returns a user's action as an event of package bot.
func (a *Adapter) eventOfAction(ctx context.Context, u *payload.UserAction) (bot.Event, error) {
	self := a.cachedSelf()
	e := bot.Event{ID: u.Key, At: u.At, PlatformTime: u.SlackTime, Act: u.Act}
	e.Who.ID = self.Member(u.User)
	if u.Channel != "" {
		e.Room = self.Room(u.Channel)
	}
	if isDirectMessage(u.Channel) {
		e.Obstacles = []reason.Obstacle{{Code: reason.DirectMessage}}
	}
	var err error
	nameOf := func(user string) string { return a.users.chosenName(ctx, user, user) }
	switch act := u.Act.(type) {
	case bot.Message:
		act.Text = payload.TypedText(act.Text, nameOf)
		e.Act = act
	case bot.Edit:
		act.Text = payload.TypedText(act.Text, nameOf)
		e.Act = act
	case bot.HomeOpened:
		act.Rooms, err = a.channelsOfUser(ctx, u.User)
		e.Act = act
	default: // other acts need no look-up
	}
	if u.User == "" {
		e.Who = quiz.Person{} // Slack does not tell the author of some deletions
		return e, err
	}
	if bot.NeedsAdminCheck(u.Act) {
		user, lookupErr := a.users.checkUser(ctx, u.User)
		e.Who.Name, e.Who.Admin, e.TimeZone, e.AdminUnknown = user.name, user.admin, user.zone, lookupErr != nil
		return e, errors.Join(err, lookupErr)
	}
	e.Who.Name = a.users.chosenName(ctx, u.User, "")
	return e, err
}

// respondTo shows an answer to the author of an action. It returns the payload of the
// acknowledgement.
func (a *Adapter) respondTo(ctx context.Context, u *payload.UserAction, answer bot.Answer) (reply any, err error) {
	switch s := answer.(type) {
	case bot.Form:
		return nil, a.openFormModal(ctx, u, s)
	case bot.Home:
		return nil, a.publishHome(ctx, u.User, s)
	case bot.Counted:
		a.addReactionLater(u)
		if len(s.Hint.Parts) > 0 {
			err = a.postEphemeral(ctx, u, blocks.Draw(s.Hint))
		}
		return nil, err
	case bot.Ephemeral:
		return a.showPrivately(ctx, u, s)
	case bot.Update:
		if u.ViewID != "" {
			return nil, a.changeModal(ctx, u, s.Card)
		}
		return nil, a.respondByURL(ctx, u, s.Card, true)
	case bot.Completions, bot.Nothing: // Slack asks for no completions
	}
	return nil, nil
}

// showPrivately shows a card to the author of an action alone: as the reply to a submission, in a
// modal over the App Home, by the response_url, or as an ephemeral message.
func (a *Adapter) showPrivately(ctx context.Context, u *payload.UserAction, answer bot.Ephemeral) (reply any, err error) {
	_, submitted := u.Act.(bot.Submission)
	switch {
	case submitted:
		return a.replyToSubmission(ctx, u, answer), nil
	case u.ViewID != "":
		return nil, a.openCardModal(ctx, u, answer.Card)
	case u.ResponseURL != "":
		return nil, a.respondByURL(ctx, u, answer.Card, false)
	}
	return nil, a.postEphemeral(ctx, u, blocks.Draw(answer.Card))
}

// postEphemeral shows messages to one user, in the thread where something was done.
func (a *Adapter) postEphemeral(ctx context.Context, u *payload.UserAction, list []blocks.Message) error {
	for _, m := range list {
		if err := a.rates.message.Wait(ctx, u.Channel+" "+u.User); err != nil {
			return err
		}
		err := adapter.SendWithFallback(m, plainLayout, func(m blocks.Message) error {
			options := messageOptions(m)
			if thread := u.Thread(); thread != "" {
				options = append(options, slack.MsgOptionTS(thread))
			}
			return a.callWithRetry(ctx, "chat.postEphemeral", func() error {
				_, err := a.api.PostEphemeralContext(ctx, u.Channel, u.User, options...)
				return err
			})
		})
		if err != nil {
			return err
		}
	}
	return nil
}
