package main

import (
	"context"
	"time"

	"quizbot/bot/console"
	"quizbot/internal/app"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
)

// demoTime is the simulated time of a demo. It implements [console.Time].
type demoTime struct {
	*app.Simulation
	admins *service.Administration
}

// NextDue implements [console.Time]. The runner also looks at a room without anything planned,
// because a plan may change. That is nothing to wait for, and neither is a room without a quiz.
func (d demoTime) NextDue(ctx context.Context) (time.Time, bool, error) {
	status, err := d.admins.RoomStatus(ctx, d.Now(), console.Room, demoAdmin())
	if refusal, refused := reason.AsRefusal(err); refused && refusal.Code == reason.NoRoom {
		return time.Time{}, false, nil // the quiz was ended
	}
	if err != nil {
		return time.Time{}, false, err
	}
	if status.Job == nil && status.Open == nil && !status.Room.AskNow && status.NextAsk.IsZero() && status.NextDigest.IsZero() {
		return time.Time{}, false, nil
	}
	return d.Simulation.NextDue(ctx)
}
