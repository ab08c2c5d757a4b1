package quiz

import (
	"context"
	"maps"
	"time"
)

// Blocked is the obstacle that a room met last. It stays until something is posted in the room again.
type Blocked struct {
	Obstacle Obstacle  `json:"obstacle"`
	Since    time.Time `json:"since"`
	// Foreseen says that the platform told of the obstacle before any job met it.
	Foreseen bool `json:"foreseen,omitempty"`
}

// blockedAtMost is how long jobs of a room are tried against an obstacle. After it the room is paused.
const blockedAtMost = 7 * 24 * time.Hour

// obstacleOf is the obstacle that an error tells of, nil where it tells of none. A platform that knows only that a
// room can't be reached gives no better one than that its channel is gone.
func obstacleOf(err error) *Obstacle {
	if o := ObstacleIn(err); o != nil {
		return o
	}
	if isGone(err) {
		return &Obstacle{Code: ChannelGone}
	}
	return nil
}

// same reports whether two obstacles ask for the same thing to be done; nil is none.
func (o *Obstacle) same(other *Obstacle) bool {
	if o == nil || other == nil {
		return o == other
	}
	return o.Code == other.Code && maps.Equal(o.Args, other.Args)
}

// block remembers what is in the way of the room. It reports whether that is news for its admins.
func (r *Room) block(o *Obstacle, now time.Time) bool {
	if r.Blocked == nil || r.Blocked.Since.After(now) {
		fresh := r.Blocked == nil
		r.Blocked = &Blocked{Obstacle: *o, Since: now}
		return fresh
	}
	r.Blocked.Foreseen = false
	if r.Blocked.Obstacle.same(o) {
		return false
	}
	r.Blocked.Obstacle = *o
	return true
}

// blockedTooLong reports whether the room met obstacles for so long that its jobs are given up.
func (r *Room) blockedTooLong(now time.Time) bool {
	return r.Blocked != nil && !now.Before(r.Blocked.Since.Add(blockedAtMost))
}

// ChannelOpen takes in that nothing is in the way of a room any more, as its platform says: what waits there is
// due at once. It changes nothing where the quiz doesn't run.
func (s *Service) ChannelOpen(ctx context.Context, now time.Time, id RoomID) error {
	defer s.hasten()
	return s.store.Update(ctx, func(tx Tx) error {
		room, err := optional(tx.Room(id))
		if err != nil || room == nil {
			return err
		}
		if room.Blocked != nil && room.Blocked.Foreseen {
			room.Blocked = nil
			if err := tx.SetRoom(*room); err != nil {
				return err
			}
		}
		return retry(tx, id, now)
	})
}

// ChannelBlocked takes in what is in the way of a room, as its platform says before any job meets it. It returns
// the alarms for those who don't know of it yet, and none where the quiz doesn't run or is paused.
func (s *Service) ChannelBlocked(ctx context.Context, now time.Time, id RoomID, o Obstacle) (alarms []Alarm, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		alarms = nil
		room, err := optional(tx.Room(id))
		if err != nil || room == nil {
			return err
		}
		calendar, err := NewCalendar(room.Plan)
		if err != nil {
			return err
		}
		idle := room.Round == 0 && room.Pause.holds(calendar.Date(now))
		if room.Blocked != nil && room.Blocked.Obstacle.same(&o) || idle {
			return nil
		}
		foreseen := room.Blocked == nil || room.Blocked.Foreseen
		room.block(&o, now)
		room.Blocked.Foreseen = foreseen
		alarm, err := s.raise(tx, room, Trouble{At: now, Code: TroubleBlocked, Obstacle: &o})
		if err != nil {
			return err
		}
		alarms = []Alarm{alarm}
		return saveRoom(tx, room, now)
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
}
