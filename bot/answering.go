package bot

import (
	"context"
	"errors"
	"strconv"
	"time"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// The fields of the form for answering: a text, or the choices of a question.
const (
	fieldAnswer = "answer"
	fieldChoice = "choice"
)

// openAnswerForm opens the form for answering. It shows the question and the earlier answer.
func (r request) openAnswerForm(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	draft, err := r.service.DraftAnswer(ctx, r.event.At, r.event.Room, r.event.Who, a.Round)
	if err != nil {
		return nil, err
	}
	round, field, limits := &draft.Round, r.textField(&draft), "form.limits"
	if len(round.Question.Choices) > 0 {
		field, limits = r.choiceField(&draft), "form.limits_choice"
	}
	note := r.Line(limits, words.Args{"Max": quiz.MaxAnswer, "Until": r.FormatTime(round.ClosesAt, round.PlannedAt)})
	return Form{
		ID:        action.OnRound(action.Answer, a.Round).String(),
		Title:     r.Text("form.title", nil),
		Submit:    r.Text("form.submit", nil),
		Intro:     append(present.QuestionParts(&round.Question), card.Note{Line: note}),
		Fields:    []Field{field},
		Otherwise: r.TextCard("form.failure", nil),
	}, nil
}

// textField holds the earlier text. It may be emptied only where there is an answer to take back,
// and its label says so.
func (r request) textField(draft *service.Receipt) Field {
	field := Field{
		ID: fieldAnswer, Label: r.Text("form.label", nil), Placeholder: r.Text("form.placeholder", nil),
		Value: draft.Reply.Answer(), Max: quiz.MaxAnswer,
	}
	if draft.Reply.Given() {
		field.Optional, field.Label = true, r.Text("form.label_again", nil)
	}
	return field
}

// choiceField holds the earlier choices. No choice takes them back, and is allowed only where there
// are some.
func (r request) choiceField(draft *service.Receipt) Field {
	q := &draft.Round.Question
	field := Field{
		ID: fieldChoice, Kind: OneOption, Label: r.Text("form.choose_one", nil), Optional: draft.Reply.Given(),
		Options: present.ChoiceOptions(q),
	}
	if q.HasSeveralRight() {
		field.Kind, field.Label = ManyOptions, r.Text("form.choose_several", nil)
	}
	for _, pick := range draft.Reply.Picks {
		field.Chosen = append(field.Chosen, strconv.Itoa(pick))
	}
	return field
}

// submitAnswer saves the answer that a form holds.
func (r request) submitAnswer(ctx context.Context, a action.Action, s Submission) (Answer, error) {
	if chosen, ok := s.Chosen[fieldChoice]; ok {
		return r.saveChoices(ctx, a.Round, chosen)
	}
	receipt, err := r.service.SubmitAnswer(ctx, r.event.stamp(), r.event.Room, r.event.Who, a.Round, s.Values[fieldAnswer])
	return r.saved(receipt, err)
}

// pickChoice saves the choice of a button, or those of a select.
func (r request) pickChoice(ctx context.Context, a action.Action, values []string) (Answer, error) {
	if a.Arg != "" {
		values = []string{a.Arg}
	}
	return r.saveChoices(ctx, a.Round, values)
}

// saveChoices saves choices as a member's answer. values are their indexes as options and buttons
// carry them.
func (r request) saveChoices(ctx context.Context, round quiz.RoundID, values []string) (Answer, error) {
	var picks []int
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil {
			n = -1
		}
		picks = append(picks, n)
	}
	receipt, err := r.service.PickChoices(ctx, r.event.stamp(), r.event.Room, r.event.Who, round, picks)
	return r.saved(receipt, err)
}

// saved tells that an answer is on disk, and until when it can be changed.
func (r request) saved(receipt service.Receipt, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	r.redraws.questionChanged(receipt.Round)
	args := words.Args{"Until": r.FormatTime(receipt.Round.ClosesAt, receipt.Round.PlannedAt)}
	switch {
	case receipt.Stale:
		return r.reply("saved.stale", args), nil
	case !receipt.Reply.Given():
		return r.reply("saved.taken_back", args), nil
	case len(receipt.Reply.Picks) > 0:
		args["Choice"] = present.ChoiceLetters(receipt.Reply.Picks)
		return r.reply("saved.choice", args), nil
	case receipt.Changed:
		return r.reply("saved.again", args), nil
	}
	return r.reply("saved.first", args), nil
}

// showHint shows the question's hint.
func (r request) showHint(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	round, err := r.service.Round(ctx, r.event.Room, a.Round)
	if err != nil {
		return nil, err
	}
	return Ephemeral{Card: r.HintCard(&round.Question)}, nil
}

// recordMessage records a message of a thread, new or edited. Messages outside a question's thread
// are ignored. The author learns privately that a message doesn't count, though not of every
// message of a long talk.
func (r request) recordMessage(ctx context.Context, thread string, m quiz.Message) (Answer, error) {
	round, ok, err := r.service.RoundAt(ctx, r.event.Room, thread)
	if err != nil || !ok {
		return Nothing{}, err
	}
	recorded, err := r.service.RecordMessage(ctx, r.event.stamp(), r.event.Room, r.event.Who, round.ID, m)
	switch {
	case err != nil:
		return nil, err
	case recorded.Why != nil && recorded.Tell:
		return r.refuseFor(recorded.Why), nil
	case recorded.Why != nil:
		return Nothing{}, nil
	}
	r.redraws.questionChanged(recorded.Round)
	if recorded.Tell {
		return Counted{Hint: r.TextCard("thread.first", nil)}, nil
	}
	return Counted{}, nil
}

// removeMessage takes a deleted message out of its author's answer, or the links to one of the bot's
// messages out of others.
func (r request) removeMessage(ctx context.Context, d Deletion) (Answer, error) {
	if known, err := r.unlink(ctx, r.event.Room, d.Thread, d.ID); err != nil || known || d.ID == "" {
		return Nothing{}, err
	}
	round, ok, err := r.service.RoundAt(ctx, r.event.Room, d.Thread)
	if err != nil || !ok {
		return Nothing{}, err
	}
	receipt, err := r.service.RemoveMessage(ctx, r.event.stamp(), r.event.Room, r.event.Who, round.ID, d.ID)
	if err != nil {
		return nil, err
	}
	r.redraws.questionChanged(receipt.Round)
	return Nothing{}, nil
}

// Backfill implements [runner.Backfiller] for platforms with a [Backfiller].
func (c *Conversation) Backfill(ctx context.Context, r quiz.Round) error {
	platform, err := c.platformOf(r.Room)
	if err != nil {
		return err
	}
	backfiller, able := platform.(Backfiller)
	if !able || len(r.QuestionMessages) == 0 {
		return nil
	}
	known, err := c.service.RecordedMessages(ctx, r.ID)
	if err != nil {
		return err
	}
	return backfiller.Backfill(ctx, r.Room, r.QuestionMessages[0], known, func(ctx context.Context, e Event) (Answer, error) {
		if _, deleted := e.Act.(Deletion); deleted && !e.At.Before(r.ClosesAt) {
			e.At = r.ClosesAt.Add(-time.Nanosecond) // the time of the deletion is unknown: it counts as before the close
		}
		return c.Handle(ctx, e)
	})
}

// backfillPlatform backfills the open rounds of a platform that has reconnected.
func (c *Conversation) backfillPlatform(ctx context.Context, platform string) error {
	rounds, err := c.service.OpenThreads(ctx, platform)
	for _, r := range rounds {
		err = errors.Join(err, c.Backfill(ctx, r))
	}
	return err
}

// FindNames implements [runner.NameFinder] for platforms with a [Namer].
func (c *Conversation) FindNames(ctx context.Context, room quiz.RoomID, members []quiz.MemberID) (map[quiz.MemberID]string, error) {
	platform, err := c.platformOf(room)
	if err != nil {
		return nil, err
	}
	namer, able := platform.(Namer)
	if !able {
		return nil, nil
	}
	return namer.MemberNames(ctx, room, members)
}

// roomOfAction returns the room of the round that a button or form of the app home is about. It is
// empty outside the workspace of the event's author.
func (c *Conversation) roomOfAction(ctx context.Context, e Event) quiz.RoomID {
	a, ok := actionOf(e.Act)
	if !ok || a.Round == 0 {
		return ""
	}
	room, err := c.service.RoomOf(ctx, a.Round)
	if err != nil || room.Platform() != e.Who.ID.Platform() || room.Workspace() != e.Who.ID.Workspace() {
		return ""
	}
	return room
}
