package bot

import (
	"context"
	"strings"

	"quizbot/bot/action"
)

// actionHandler carries out an action for the member who used a button or form.
type actionHandler struct {
	// press handles buttons and selects, nil where none has the verb. values are the options that were chosen.
	press func(t talk, ctx context.Context, a action.Action, values []string) (Answer, error)
	// submit handles forms, nil where no form has the verb.
	submit func(t talk, ctx context.Context, a action.Action, s Submission) (Answer, error)
	// adminsOnly reports that admins alone may do it, or that it has more effect when they do.
	adminsOnly bool
}

// actionHandlers returns the handler of every verb.
func actionHandlers() map[action.Verb]actionHandler {
	return map[action.Verb]actionHandler{
		action.Answer:       {press: talk.openAnswerForm, submit: talk.submitAnswer},
		action.Hint:         {press: talk.showHint},
		action.Pick:         {press: talk.pickChoice},
		action.MyGrade:      {press: talk.showOwnGrade},
		action.GradeOwn:     {press: talk.gradeOwnReply},
		action.Vote:         {press: talk.vote},
		action.FollowLink:   {press: talk.followLink},
		action.ShowReveal:   {press: talk.showReveal},
		action.ConfirmGrade: {press: talk.confirmGrade, adminsOnly: true},
		action.OpenPage:     {press: talk.openPage},
		action.TurnPage:     {press: talk.turnPage},
		action.ShowSolution: {press: talk.showSolution},
		action.PassOver:     {press: talk.passOver, adminsOnly: true},
		action.ForgetMe:     {press: talk.forgetMember},
		action.SetUp:        {press: talk.openSetup, adminsOnly: true},
		action.SubmitSetup:  {submit: talk.submitSetup, adminsOnly: true},
		action.AskNow:       {press: talk.askNext, adminsOnly: true},
		action.RemoveRoom:   {press: talk.removeRoom, adminsOnly: true},
	}
}

// press answers a button or select.
func (t talk) press(ctx context.Context, p Press) (Answer, error) {
	a, ok := action.Parse(p.ID)
	if press := actionHandlers()[a.Verb].press; ok && press != nil {
		return press(t, ctx, a, p.Values)
	}
	return t.say("refusal.unknown_button", nil), nil
}

// submission answers a form that was sent.
func (t talk) submission(ctx context.Context, s Submission) (Answer, error) {
	a, ok := action.Parse(s.ID)
	if submit := actionHandlers()[a.Verb].submit; ok && submit != nil {
		return submit(t, ctx, a, s)
	}
	return t.refuse("refusal.unknown_button", nil), nil
}

// actionOf returns the action of the button or form that was used, and false for other acts.
func actionOf(act Act) (action.Action, bool) {
	switch act := act.(type) {
	case Press:
		return action.Parse(act.ID)
	case Submission:
		return action.Parse(act.ID)
	}
	return action.Action{}, false
}

// ForAdmins reports whether an act may be for admins alone. A platform that has to ask whether somebody is an admin asks
// before it hands over such an act, and needs not ask for others.
func ForAdmins(act Act) bool {
	switch act := act.(type) {
	case Command:
		spec, known := SpecOf(act.Path)
		return !known || spec.Admin || spec.Path == "quiz help"
	case Message:
		return strings.HasPrefix(act.Text, "/") || strings.HasPrefix(act.Text, "／") // a command that is typed as a message
	}
	a, ok := actionOf(act)
	return ok && actionHandlers()[a.Verb].adminsOnly
}

// followLink answers the press of a button that opens an address: the platform opened it.
func (t talk) followLink(context.Context, action.Action, []string) (Answer, error) {
	return Nothing{}, nil
}
