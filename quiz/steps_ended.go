package quiz

import (
	"context"
	"strconv"
	"time"
)

// finish writes down that a step's announcement stands.
func (s *Service) finish(ctx context.Context, now time.Time, step Step, places []Place) error {
	return s.ended(ctx, now, step, places, func(Tx, *Room) error { return nil })
}

// finishPartly is finish where something beside the announcement failed, which is told once.
func (s *Service) finishPartly(ctx context.Context, now time.Time, step Step, places []Place, beside error) (alarms []Alarm, err error) {
	err = s.ended(ctx, now, step, places, func(tx Tx, room *Room) error {
		alarm, err := s.raise(tx, room, Trouble{At: now, Step: step.Kind, Code: TroublePartly, Detail: beside.Error()})
		alarms = []Alarm{alarm}
		return err
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
}

// ended ends a step whose announcement stands, and notes what is to be noted with it. A step that ended already is
// left alone.
func (s *Service) ended(ctx context.Context, now time.Time, step Step, places []Place, note func(Tx, *Room) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		current, err := optional(tx.Step(step.Room))
		if err != nil || current == nil || current.Announcement.Key != step.Announcement.Key {
			return err
		}
		room, err := tx.Room(step.Room)
		if err != nil {
			return err
		}
		if err := tx.EndStep(step.Room); err != nil {
			return err
		}
		if err := landed(tx, now, &room, step, places); err != nil {
			return err
		}
		if err := note(tx, &room); err != nil {
			return err
		}
		return saveRoom(tx, &room, now)
	})
}

// landed moves the round, or what the digests told, on.
func landed(tx Tx, now time.Time, room *Room, step Step, places []Place) error {
	if step.Kind == StepDigest {
		for _, r := range step.Announcement.Digest.Rounds {
			room.Told = max(room.Told, r.Round)
		}
		return nil
	}
	round, err := tx.Round(step.Round)
	if err != nil {
		return err
	}
	switch step.Kind {
	case StepAsk:
		round.Open(now, places)
	case StepReveal:
		round.Reveal(now)
		room.Last, room.Round = round.ID, 0
	}
	return tx.SetRound(round)
}

// fail writes down that an attempt failed, and when the next one is made.
func (s *Service) fail(ctx context.Context, now time.Time, step Step, cause error, wait time.Duration) (alarms []Alarm, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		alarms = nil
		current, err := optional(tx.Step(step.Room))
		if err != nil || current == nil || current.Announcement.Key != step.Announcement.Key {
			return err
		}
		current.Tries++
		current.Next = now.Add(wait)
		if err := tx.SetStep(*current); err != nil {
			return err
		}
		room, err := tx.Room(step.Room)
		if err != nil {
			return err
		}
		trouble := Trouble{At: now, Step: step.Kind, Code: TroubleFailed, Detail: strconv.Itoa(current.Tries) + ": " + cause.Error()}
		if current.Tries != alarmAfter {
			room.note(trouble)
			return saveRoom(tx, &room, now)
		}
		alarm, err := s.raise(tx, &room, trouble)
		if err != nil {
			return err
		}
		alarms = []Alarm{alarm}
		return saveRoom(tx, &room, now)
	})
	return alarms, err
}

// postpone notes that what is due in a room could not begin, and has it looked at again in a while.
func (s *Service) postpone(ctx context.Context, now time.Time, id RoomID, cause error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		room, err := tx.Room(id)
		if err != nil {
			return err
		}
		room.note(Trouble{At: now, Step: StepClose, Code: TroubleFailed, Detail: cause.Error()})
		if err := tx.SetRoom(room); err != nil {
			return err
		}
		return tx.SetWake(id, now.Add(time.Minute))
	})
}
