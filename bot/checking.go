package bot

import (
	"context"
	"slices"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz/reason"
)

// inspectTime bounds looking at a channel while somebody waits for an answer.
const inspectTime = 1500 * time.Millisecond

// checked is what is known of the room's channel.
type checked struct {
	obstacles []reason.Obstacle
	// unknown says that it couldn't be found out, clear that the platform looked and found nothing.
	unknown, clear bool
}

// inTheWay returns the obstacles in the room: those that came with the event, or those that the platform tells when it is
// asked. It is asked about permissions in any case, because an event also tells of those that the quiz can do without.
func (t talk) inTheWay(ctx context.Context) checked {
	told := t.event.Obstacles
	onlyPermissions := !slices.ContainsFunc(told, func(o reason.Obstacle) bool { return o.Code != reason.LacksPermission })
	inspector, able := t.platforms[t.event.Room.Platform()].(Inspector)
	if !able || !onlyPermissions {
		return checked{obstacles: told}
	}
	limited, cancel := context.WithTimeout(ctx, inspectTime)
	defer cancel()
	found, err := inspector.Inspect(limited, t.event.Room)
	if o := reason.AsObstacle(err); o != nil {
		return checked{obstacles: []reason.Obstacle{*o}}
	}
	return checked{obstacles: found, unknown: err != nil, clear: err == nil && len(found) == 0}
}

// unobstructed carries out an admin's request where no obstacle is in the room, and otherwise refuses it with a remedy.
// Where the platform can't be asked about obstacles, the request is carried out, and the answer says so.
func (t talk) unobstructed(ctx context.Context, do func() (Answer, error)) (Answer, error) {
	if err := t.service.RequireAdmin(t.event.Who); err != nil {
		return nil, err
	}
	look := t.inTheWay(ctx)
	if len(look.obstacles) > 0 {
		parts := t.obstacles(look.obstacles)
		first, _ := parts[0].(card.Text)
		return Private{Card: card.Card{Summary: first.Line.Plain(), Parts: parts}, Refused: true, Typed: t.typed()}, nil
	}
	answer, err := do()
	if said, ok := answer.(Private); ok && err == nil && look.unknown {
		said.Card.Parts = append(slices.Clone(said.Card.Parts), card.Note{Line: t.Line("check.unknown", nil)})
		answer = said
	}
	return answer, err
}

// retried has a job that waits in the room tried again, where nothing is in the way of it.
func (t talk) retried(ctx context.Context, look checked) error {
	if len(look.obstacles) > 0 || look.unknown {
		return nil
	}
	return t.service.RetryNow(ctx, t.event.At, t.event.Room)
}

// obstacles say what is in the way of a room, and what to do about it.
func (p Presenter) obstacles(list []reason.Obstacle) []card.Part {
	var parts []card.Part
	for _, o := range list {
		parts = append(parts, card.Text{Line: p.Line("obstacle."+string(o.Code), words.CodeArgs(o.Args))})
	}
	return parts
}

// checkedStatus is the room's status, with what is in its way.
func (t talk) checkedStatus(ctx context.Context) (Answer, error) {
	look := t.inTheWay(ctx)
	if err := t.retried(ctx, look); err != nil {
		return nil, err
	}
	list := look.obstacles
	if len(list) == 0 {
		list = t.event.Obstacles // some that the quiz can do without
	}
	answer, err := t.status(ctx, !look.clear && len(list) == 0)
	said, ok := answer.(Private)
	if err != nil || !ok {
		return answer, err
	}
	said.Card.Parts = append(said.Card.Parts, t.obstacles(list)...)
	if look.unknown {
		said.Card.Parts = append(said.Card.Parts, card.Note{Line: t.Line("check.unknown", nil)})
	}
	return said, nil
}
