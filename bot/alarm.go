package bot

import (
	"context"
	"errors"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
)

// alarmTime bounds telling one person of an alarm.
const alarmTime = 5 * time.Second

// Alarm implements [runner.Alarmer], by direct messages where the room's platform has them.
func (c *Conversation) Alarm(ctx context.Context, a quiz.Alarm) error {
	platform, err := c.platform(a.Room)
	if err != nil {
		return err
	}
	messenger, ok := platform.(Messenger)
	if !ok {
		return nil
	}
	card := Presenter{c.catalogue.In(a.Language, a.TimeZone)}.alarmCard(a)
	var errs []error
	for _, to := range a.To {
		limited, cancel := context.WithTimeout(ctx, alarmTime)
		errs = append(errs, messenger.Tell(limited, to, card))
		cancel()
	}
	return errors.Join(errs...)
}

// alarmCard tells an admin of a trouble in a room and its cure. Its summary leaves the room out, because notifications
// can't show a room by its name.
func (p Presenter) alarmCard(a quiz.Alarm) card.Card {
	parts := []card.Part{card.Heading{Line: p.Line("alarm.title", words.Args{"Room": a.Room})}}
	t := a.Trouble
	if !blocks(t) {
		parts = append(parts, p.trouble(t))
	}
	if t.Obstacle != nil {
		args := words.CodeArgs(t.Obstacle.Args)
		args["Room"] = a.Room
		parts = append(parts, card.Text{Line: p.Line("remedy."+string(t.Obstacle.Code), args)})
	}
	parts = append(parts, card.Text{Line: p.Line("alarm.what", nil)})
	return card.Card{Summary: p.Text("alarm.summary", nil), Parts: parts}
}
