package bot

import (
	"context"
	"strconv"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/service"
)

// The fields of the form for answering: a text, or the letters of a question with choices.
const (
	fieldAnswer = "answer"
	fieldChoice = "choice"
)

// openAnswerForm opens the form, which shows the question and holds the earlier answer.
func (t talk) openAnswerForm(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	draft, err := t.service.DraftAnswer(ctx, t.event.At, t.event.Room, t.event.Who, a.Round)
	if err != nil {
		return nil, err
	}
	field := t.textField(&draft)
	if len(draft.Round.Question.Choices) > 0 {
		field = t.choiceField(&draft)
	}
	return Form{
		ID:        action.OnRound(action.Answer, a.Round).String(),
		Title:     t.Text("form.title", nil),
		Submit:    t.Text("form.submit", nil),
		Intro:     t.formIntro(&draft.Round),
		Fields:    []Field{field},
		Otherwise: t.say("form.failure", nil).Card,
	}, nil
}

// formIntro is the question above the field, with how much may be written and until when.
func (t talk) formIntro(r *quiz.Round) []card.Part {
	args := words.Args{"Max": quiz.MaxAnswer, "Until": t.FormatTime(r.ClosesAt, r.PlannedAt)}
	key := "form.limits"
	if len(r.Question.Choices) > 0 {
		key = "form.limits_choice"
	}
	return append(question(&r.Question), card.Note{Line: t.Line(key, args)})
}

// textField holds the earlier text. It may be emptied only where there is an answer to take back, and then its label says so.
func (t talk) textField(draft *service.Receipt) Field {
	field := Field{
		ID: fieldAnswer, Label: t.Text("form.label", nil), Placeholder: t.Text("form.placeholder", nil),
		Value: draft.Reply.Answer(), Max: quiz.MaxAnswer,
	}
	if draft.Reply.Given() {
		field.Optional, field.Label = true, t.Text("form.label_again", nil)
	}
	return field
}

// choiceField holds the earlier choice. Choosing nothing takes it back, and is allowed only where there is one.
func (t talk) choiceField(draft *service.Receipt) Field {
	field := Field{ID: fieldChoice, Kind: OneOption, Label: t.Text("form.choose_one", nil), Optional: draft.Reply.Given()}
	if draft.Round.Question.Multiple() {
		field.Kind, field.Label = ManyOptions, t.Text("form.choose_several", nil)
	}
	for i, c := range draft.Round.Question.Choices {
		field.Options = append(field.Options, choiceOption(i, c.Text))
	}
	for _, p := range draft.Reply.Picks {
		field.Chosen = append(field.Chosen, strconv.Itoa(p))
	}
	return field
}

// submitAnswer saves the answer that a form holds.
func (t talk) submitAnswer(ctx context.Context, a action.Action, s Submission) (Answer, error) {
	if chosen, ok := s.Chosen[fieldChoice]; ok {
		return t.saveChoices(ctx, a.Round, chosen)
	}
	receipt, err := t.service.SubmitAnswer(ctx, t.event.stamp(), t.event.Room, t.event.Who, a.Round, s.Values[fieldAnswer])
	return t.saved(receipt, err)
}

// pickChoice saves the choice of a button, or those of a select.
func (t talk) pickChoice(ctx context.Context, a action.Action, values []string) (Answer, error) {
	if a.Arg != "" {
		values = []string{a.Arg}
	}
	return t.saveChoices(ctx, a.Round, values)
}

// saveChoices saves choices as a member's answer. values are their indexes as options and buttons carry them.
func (t talk) saveChoices(ctx context.Context, round quiz.RoundID, values []string) (Answer, error) {
	var picks []int
	for _, v := range values {
		n, err := strconv.Atoi(v)
		if err != nil {
			n = -1
		}
		picks = append(picks, n)
	}
	receipt, err := t.service.PickChoices(ctx, t.event.stamp(), t.event.Room, t.event.Who, round, picks)
	return t.saved(receipt, err)
}

// saved says that an answer is on disk, and until when it can be changed.
func (t talk) saved(receipt service.Receipt, err error) (Answer, error) {
	if err != nil {
		return nil, err
	}
	t.counts.changed(receipt.Round)
	args := words.Args{"Until": t.FormatTime(receipt.Round.ClosesAt, receipt.Round.PlannedAt)}
	switch {
	case receipt.Stale:
		return t.say("saved.stale", args), nil
	case !receipt.Reply.Given():
		return t.say("saved.taken_back", args), nil
	case len(receipt.Reply.Picks) > 0:
		args["Choice"] = letters(receipt.Reply.Picks)
		return t.say("saved.choice", args), nil
	case receipt.Changed:
		return t.say("saved.again", args), nil
	}
	return t.say("saved.first", args), nil
}

// message takes a message of a thread, new or edited. One outside the question's thread is nobody's
// business. Its author is told privately where it doesn't count, though not of every message of a long talk.
func (t talk) message(ctx context.Context, thread string, m quiz.Message) (Answer, error) {
	round, ok, err := t.service.RoundAt(ctx, t.event.Room, thread)
	if err != nil || !ok {
		return Nothing{}, err
	}
	h, err := t.service.RecordMessage(ctx, t.event.stamp(), t.event.Room, t.event.Who, round.ID, m)
	switch {
	case err != nil:
		return nil, err
	case h.Why != nil && h.Tell:
		return t.refuse("refusal."+string(h.Why.Code), words.CodeArgs(h.Why.Args)), nil
	case h.Why != nil:
		return Nothing{}, nil
	}
	t.counts.changed(h.Round)
	if h.Tell {
		return Seen{Hint: t.say("thread.first", nil).Card}, nil
	}
	return Seen{}, nil
}

func (t talk) deletion(ctx context.Context, d Deletion) (Answer, error) {
	round, ok, err := t.service.RoundAt(ctx, t.event.Room, d.Thread)
	if err != nil || !ok {
		return Nothing{}, err
	}
	receipt, err := t.service.RemoveMessage(ctx, t.event.stamp(), t.event.Room, t.event.Who, round.ID, d.ID)
	if err != nil {
		return nil, err
	}
	t.counts.changed(receipt.Round)
	return Nothing{}, nil
}

// showHint shows the question's hint.
func (t talk) showHint(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	round, err := t.service.Round(ctx, t.event.Room, a.Round)
	if err != nil {
		return nil, err
	}
	return t.hintOf(&round.Question), nil
}

// vote saves the member's vote for the best answer.
func (t talk) vote(ctx context.Context, a action.Action, _ []string) (Answer, error) {
	candidate, ok := a.Member()
	if !ok {
		return t.say("refusal.unknown_button", nil), nil
	}
	name, err := t.service.VoteFor(ctx, t.event.stamp(), t.event.Room, t.event.Who, a.Round, candidate)
	if err != nil {
		return nil, err
	}
	return t.say("voted", words.Args{"Name": t.named(name)}), nil
}
