package quiz

import (
	"context"
	"slices"
	"time"
)

// manage changes a room for an admin, in one transaction. It refuses with AdminsOnly and NoRoom.
func (s *Service) manage(ctx context.Context, now time.Time, id RoomID, who Person, change func(Tx, *Room, roomCalendar) error) error {
	if err := s.Admin(who); err != nil {
		return err
	}
	defer s.wakeRunner()
	return s.store.Update(ctx, func(tx Tx) error {
		room, err := findRoom(tx, id)
		if err != nil {
			return err
		}
		calendar, err := newRoomCalendar(room.Plan)
		if err != nil {
			return err
		}
		if err := change(tx, &room, calendar); err != nil {
			return err
		}
		return saveRoom(tx, &room, now)
	})
}

// Pause holds questions and digests of a room back until a local date, which runs again; the zero Date means
// until somebody resumes. A round under way goes on to its reveal. It refuses with AdminsOnly, NoRoom and
// PastDate.
func (s *Service) Pause(ctx context.Context, now time.Time, id RoomID, who Person, until Date) error {
	return s.manage(ctx, now, id, who, func(_ Tx, room *Room, c roomCalendar) error {
		if today := c.Date(now); !until.IsZero() && !today.Before(until) {
			return Refuse(PastDate, "date", until.String(), "today", today.String())
		}
		room.Pause = &Pause{Until: until}
		return nil
	})
}

// Resumed is what [Service.Resume] ended; the zero value where there was nothing to end.
type Resumed struct {
	Paused  bool
	Skipped []Date
}

// Resume ends a pause, and takes back what was skipped. What would have come during the pause stays away. It
// refuses with AdminsOnly and NoRoom.
func (s *Service) Resume(ctx context.Context, now time.Time, id RoomID, who Person) (was Resumed, err error) {
	err = s.manage(ctx, now, id, who, func(_ Tx, room *Room, c roomCalendar) error {
		today := c.Date(now)
		was = Resumed{Paused: room.Pause.Holds(today), Skipped: slices.DeleteFunc(room.Skip, today.After)}
		if was.Paused {
			startFrom(room, c, now)
		}
		room.Pause, room.Skip = nil, nil
		return nil
	})
	return was, err
}

// Unskip takes back that the question of a local date is left out. It refuses with AdminsOnly, NoRoom and NotSkipped.
func (s *Service) Unskip(ctx context.Context, now time.Time, id RoomID, who Person, date Date) error {
	return s.manage(ctx, now, id, who, func(_ Tx, room *Room, _ roomCalendar) error {
		if !slices.Contains(room.Skip, date) {
			return Refuse(NotSkipped, "date", date.String())
		}
		room.Skip = slices.DeleteFunc(room.Skip, func(d Date) bool { return d == date })
		return nil
	})
}

// Skip leaves out the question of a local date; the zero Date means the next one that is planned. It returns
// the date, and skipping it again changes nothing. It refuses with AdminsOnly, NoRoom, PastDate, AskedToday,
// NotPlanned and NothingPlanned.
func (s *Service) Skip(ctx context.Context, now time.Time, id RoomID, who Person, date Date) (skipped Date, err error) {
	err = s.manage(ctx, now, id, who, func(_ Tx, room *Room, c roomCalendar) error {
		skipped = date
		if date.IsZero() {
			var ok bool
			if skipped, ok = c.nextQuestion(room, now); !ok {
				return Refuse(NothingPlanned)
			}
		}
		switch today := c.Date(now); {
		case skipped.Before(today):
			return Refuse(PastDate, "date", skipped.String(), "today", today.String())
		case !room.Served[StepAsk].Before(skipped):
			return Refuse(AskedToday)
		case !c.Planned(skipped):
			return Refuse(NotPlanned, "date", skipped.String())
		}
		if !slices.Contains(room.Skip, skipped) {
			room.Skip = append(room.Skip, skipped)
			slices.SortFunc(room.Skip, Date.Compare)
		}
		return nil
	})
	return skipped, err
}

// nextQuestion is the next planned date whose question was not served, skipped or not. It reports false where
// none is planned.
func (c roomCalendar) nextQuestion(room *Room, now time.Time) (Date, bool) {
	running := *room
	running.Skip, running.Pause = nil, nil
	at := c.nextOf(&running, StepAsk, now)
	return c.Date(at), !at.IsZero()
}
