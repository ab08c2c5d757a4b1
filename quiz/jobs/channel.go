package jobs

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// setBlocked remembers what is in the way of the room. It reports whether that is news for its admins.
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

// blockedTooLong reports whether the room met obstacles for so long that its jobs are given up.
func blockedTooLong(r *quiz.Room, now time.Time) bool {
	return r.Blocked != nil && !now.Before(r.Blocked.Since.Add(agenda.MaxBlocked))
}

// ChannelOpen takes in that nothing is in the way of a room any more, as its platform says: what waits there is
// due at once. It changes nothing where the quiz doesn't run.
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

// ChannelBlocked takes in what is in the way of a room, as its platform says before any job meets it. The room's admins
// are told unless they were. It changes nothing where the quiz doesn't run, or is paused with no round under way.
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

// alarmIfBlocked makes the alarm of an obstacle of which the room's admins are to be told.
func (e *Engine) alarmIfBlocked(tx quiz.Tx, room *quiz.Room, now time.Time) ([]quiz.Alarm, error) {
	if room.Blocked == nil || !room.Blocked.Untold {
		return nil, nil
	}
	room.Blocked.Untold = false
	o := room.Blocked.Obstacle
	alarm, err := e.raiseAlarm(tx, room, quiz.Trouble{At: now, Code: reason.TroubleBlocked, Obstacle: &o})
	return []quiz.Alarm{alarm}, err
}
