package jobs

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// setBlocked records a room's obstacle. It reports whether the obstacle is news for the admins.
func setBlocked(r *quiz.Room, o *reason.Obstacle, now time.Time) bool {
	if r.Blocked == nil || r.Blocked.Since.After(now) {
		fresh := r.Blocked == nil
		r.Blocked = &quiz.Blocked{Obstacle: *o, Since: now}
		return fresh
	}
	news := !r.Blocked.Obstacle.SameCode(o)
	if news || len(o.Args) > 0 {
		r.Blocked.Obstacle = *o
	}
	r.Blocked.Foreseen = false
	return news
}

// blockedTooLong reports whether the room's jobs are given up because of an obstacle.
func blockedTooLong(r *quiz.Room, now time.Time) bool {
	return r.Blocked != nil && !now.Before(r.Blocked.Since.Add(agenda.MaxBlocked))
}

// ChannelOpen records a platform's report that a room has no obstacle any more. Its waiting jobs
// are due at once. It changes nothing in a room without the quiz.
func (e *Engine) ChannelOpen(ctx context.Context, now time.Time, id quiz.RoomID) error {
	defer e.Wake()
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		room, err := records.IgnoreNotFound(tx.Room(id))
		if err != nil || room == nil {
			return err
		}
		if room.Blocked != nil && room.Blocked.Foreseen {
			room.Blocked = nil
			if err := tx.SetRoom(*room); err != nil {
				return err
			}
		}
		return RetryWaiting(tx, id, now)
	})
}

// ChannelBlocked records a platform's report of an obstacle that no job met yet. The room's admins
// are told once. It changes nothing in a room without the quiz, in a paused one without a round, or in a
// workspace that removed the bot.
func (e *Engine) ChannelBlocked(ctx context.Context, now time.Time, id quiz.RoomID, o reason.Obstacle) error {
	defer e.Wake()
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		room, err := records.IgnoreNotFound(tx.Room(id))
		if err != nil || room == nil {
			return err
		}
		calendar, err := agenda.NewCalendar(room.Plan)
		if err != nil {
			return err
		}
		if left, err := HasLeft(tx, id); left || err != nil {
			return err
		}
		idle := room.Round == 0 && room.Pause.Holds(calendar.Date(now))
		if room.Blocked != nil && room.Blocked.Obstacle.SameCode(&o) || idle {
			return nil
		}
		foreseen := room.Blocked == nil || room.Blocked.Foreseen
		setBlocked(room, &o, now)
		room.Blocked.Foreseen, room.Blocked.Untold = foreseen, true
		return agenda.SaveRoom(tx, room, now)
	})
}

// alarmIfBlocked raises the alarm of an obstacle that the room's admins don't know.
func (e *Engine) alarmIfBlocked(tx quiz.Members, room *quiz.Room, now time.Time) ([]quiz.Alarm, error) {
	if room.Blocked == nil || !room.Blocked.Untold {
		return nil, nil
	}
	room.Blocked.Untold = false
	o := room.Blocked.Obstacle
	alarm, err := e.raiseAlarm(tx, room, quiz.Trouble{At: now, TroubleReason: reason.New(reason.TroubleBlocked), Obstacle: &o})
	return []quiz.Alarm{alarm}, err
}
