package bot

import (
	"context"

	"quizbot/bot/action"
	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/ident"
)

// isStranger reports whether an event comes from a workspace that may not use the bot. Members whose
// data is stored may still delete it.
func (c *Conversation) isStranger(ctx context.Context, e Event) (bool, error) {
	workspace := ident.WorkspaceOf(e.Room)
	if e.Room == "" {
		workspace = quiz.WorkspaceID(e.Who.ID.Platform() + "/" + e.Who.ID.Workspace())
	}
	if e.Room == "" && e.Who.ID == "" || c.service.MayUse(workspace) {
		return false, nil
	}
	forgets := false
	switch act := e.Act.(type) {
	case Command:
		forgets = c.translate(act).Path == forgetPath
	case Press:
		a, ok := action.Parse(act.ID)
		forgets = ok && a.Verb == action.ForgetMe
	case ChannelMoved:
		return false, nil
	default:
	}
	if !forgets {
		return true, nil
	}
	_, known, err := c.service.ExportData(ctx, e.Who)
	return !known, err
}

// turnAway answers an event of a workspace that may not use the bot. It tells nothing about the quiz.
func (c *Conversation) turnAway(ctx context.Context, e Event) Answer {
	room, err := c.service.Room(ctx, e.Room)
	if err != nil {
		room = quiz.Room{} // in the language of the defaults
	}
	p := c.presenterFor(room)
	switch e.Act.(type) {
	case Command, Press, Submission:
		return Ephemeral{Card: p.TextCard("who.not_allowed", nil), Refused: true}
	case HomeOpened:
		return Home{Card: card.Card{Parts: []card.Part{p.Paragraph("who.not_allowed", nil)}}}
	case Autocomplete:
		return Completions{}
	default:
		return Nothing{}
	}
}
