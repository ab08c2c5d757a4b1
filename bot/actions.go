package bot

import (
	"context"
	"strings"

	"quizbot/bot/action"
	"quizbot/bot/command"
	"quizbot/quiz/reason"
)

// actionHandler carries out an action for the member who used a button or form.
type actionHandler struct {
	// press is the handler of buttons and selects. It is nil for actions without them. values are
	// the chosen options.
	press func(r request, ctx context.Context, a action.Action, values []string) (Answer, error)
	// submit is the handler of forms. It is nil for actions without a form.
	submit func(r request, ctx context.Context, a action.Action, s Submission) (Answer, error)
	// adminsOnly marks actions for admins alone, and those that have more effect when an admin does
	// them.
	adminsOnly bool
	// anywhere allows the action in channels without a quiz.
	anywhere bool
}

// actionHandlers returns the handler of every verb.
func actionHandlers() map[action.Verb]actionHandler {
	return map[action.Verb]actionHandler{
		action.Answer:       {press: request.openAnswerForm, submit: request.submitAnswer},
		action.Hint:         {press: request.showHint},
		action.Pick:         {press: request.pickChoice},
		action.MyGrade:      {press: request.showOwnGrade},
		action.GradeOwn:     {press: request.gradeOwnReply},
		action.GradePoints:  {press: request.openTickForm, submit: request.gradeOwnPoints},
		action.HadPoint:     {press: request.disputePoint},
		action.Vote:         {press: request.vote},
		action.FollowLink:   {press: request.followLink},
		action.ShowReveal:   {press: request.showReveal},
		action.ConfirmGrade: {press: request.confirmGrade, adminsOnly: true},
		action.OpenPage:     {press: request.openPage},
		action.TurnPage:     {press: request.turnPage},
		action.ShowSolution: {press: request.showSolution},
		action.PassOver:     {press: request.passOver, adminsOnly: true},
		action.ForgetMe:     {press: request.forgetMember},
		action.SetUp:        {press: request.openSetup, adminsOnly: true, anywhere: true},
		action.SubmitSetup:  {submit: request.submitSetup, adminsOnly: true, anywhere: true},
		action.AskNow:       {press: request.askNext, adminsOnly: true},
		action.RemoveRoom:   {press: request.removeRoom, adminsOnly: true},
		action.EditPoints:   {press: request.openPointsForm, submit: request.submitPoints, adminsOnly: true},
		action.KeepPoints:   {press: request.keepPoints, adminsOnly: true},
		action.MovePoints:   {press: request.movePoints, adminsOnly: true},
		action.DropPoints:   {press: request.dropPoints, adminsOnly: true},
		action.OlderChanges: {press: request.showOlderChanges, adminsOnly: true},
	}
}

// press answers a button or select.
func (r request) press(ctx context.Context, p Press) (Answer, error) {
	a, ok := action.Parse(p.ID)
	if press := actionHandlers()[a.Verb].press; ok && press != nil {
		return press(r, ctx, a, p.Values)
	}
	return r.unknownButton()
}

func (r request) unknownButton() (Answer, error) { return r.replyCode(reason.UnknownButton), nil }

// submit answers a form that was sent.
func (r request) submit(ctx context.Context, s Submission) (Answer, error) {
	a, ok := action.Parse(s.ID)
	if submit := actionHandlers()[a.Verb].submit; ok && submit != nil {
		return submit(r, ctx, a, s)
	}
	return r.refuseCode(reason.UnknownButton), nil
}

// followLink answers a button that opens an address: the platform has opened it.
func (r request) followLink(context.Context, action.Action, []string) (Answer, error) {
	return Nothing{}, nil
}

// actionOf returns the action of the button or form that was used, and false for other acts.
func actionOf(act Act) (action.Action, bool) {
	switch act := act.(type) {
	case Press:
		return action.Parse(act.ID)
	case Submission:
		return action.Parse(act.ID)
	default:
		return action.Action{}, false
	}
}

// NeedsAdminCheck reports whether an act may be for admins alone. A platform that has to look up
// whether somebody is an admin does so before it hands over such an act, and needs not for others.
func NeedsAdminCheck(act Act) bool {
	switch act := act.(type) {
	case Command:
		spec, known := Commands().Find(act.Path)
		return !known || spec.Admin || spec.MoreForAdmins
	case Message:
		return act.Text != "" && strings.ContainsRune(command.Slashes, []rune(act.Text)[0]) // a command typed as a message
	default:
		a, ok := actionOf(act)
		return ok && actionHandlers()[a.Verb].adminsOnly
	}
}
