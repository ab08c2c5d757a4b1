package quiz

import (
	"context"
	"errors"
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

// ended ends a step whose announcement stands, and notes what is to be noted with it.
func (s *Service) ended(ctx context.Context, now time.Time, step Step, places []Place, note func(Tx, *Room) error) error {
	return s.onStep(ctx, now, step, func(tx Tx, room *Room, _ *Step) error {
		if err := tx.EndStep(step.Room); err != nil {
			return err
		}
		if err := landed(tx, now, room, step, places); err != nil {
			return err
		}
		return note(tx, room)
	})
}

// onStep changes a step and its room. A step that ended already is left alone.
func (s *Service) onStep(ctx context.Context, now time.Time, step Step, change func(tx Tx, room *Room, current *Step) error) error {
	return s.store.Update(ctx, func(tx Tx) error {
		current, err := optional(tx.Step(step.Room))
		if err != nil || current == nil || current.Announcement.Key != step.Announcement.Key {
			return err
		}
		room, err := tx.Room(step.Room)
		if err != nil {
			return err
		}
		if err := change(tx, &room, current); err != nil {
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

// fail writes down that an attempt failed, and when the next one is made. A step that is overdue is given up once it
// is clear that nothing of it stands, or after looking in vain often enough.
func (s *Service) fail(ctx context.Context, now time.Time, step Step, cause error) (alarms []Alarm, err error) {
	err = s.onStep(ctx, now, step, func(tx Tx, room *Room, current *Step) (err error) {
		if step.Announcement.Overdue {
			current.Looks++
			if errors.Is(cause, ErrTooLate) || isGone(cause) || current.Looks == looksAtMost {
				alarms, err = s.giveUp(tx, room, *current, now)
				return err
			}
		}
		current.Next = now.Add(backOff(current.Waits, cause))
		current.Tries++
		current.Waits++
		alarms, err = s.failed(tx, room, *current, now, cause)
		if err != nil {
			return err
		}
		return tx.SetStep(*current)
	})
	return alarms, err
}

// failed notes a failure in a step's room, with an alarm where it is one too many.
func (s *Service) failed(tx Tx, room *Room, step Step, now time.Time, cause error) ([]Alarm, error) {
	trouble := Trouble{At: now, Step: step.Kind, Code: TroubleFailed, Detail: strconv.Itoa(step.Tries) + ": " + cause.Error()}
	if step.Tries != alarmAfter {
		room.note(trouble)
		return nil, nil
	}
	alarm, err := s.raise(tx, room, trouble)
	return []Alarm{alarm}, err
}

// giveUp ends a step whose time has passed. The question of a round that never began can be asked again.
func (s *Service) giveUp(tx Tx, room *Room, step Step, now time.Time) ([]Alarm, error) {
	alarm, err := s.raise(tx, room, Trouble{At: now, Step: step.Kind, Code: TroubleTooLate, Detail: step.Date.String()})
	if err != nil {
		return nil, err
	}
	if err := tx.EndStep(room.ID); err != nil {
		return nil, err
	}
	if step.Kind == StepAsk {
		return []Alarm{alarm}, endAsking(tx, room, now)
	}
	return []Alarm{alarm}, nil
}

// endAsking ends the round of a question that was given up. Where somebody answered it, it stands although nobody
// could find out where: then the round goes on to its reveal.
func endAsking(tx Tx, room *Room, now time.Time) error {
	replies, err := given(tx, room.Round)
	if err != nil {
		return err
	}
	if len(replies) == 0 {
		return cancelRound(tx, room)
	}
	round, err := tx.Round(room.Round)
	if err != nil {
		return err
	}
	round.Open(now, nil)
	return tx.SetRound(round)
}

// cancelRound ends the round whose question never stood.
func cancelRound(tx Tx, room *Room) error {
	round, err := tx.Round(room.Round)
	if err != nil {
		return err
	}
	round.Cancel()
	room.Round, room.Asked = 0, Date{}
	if err := tx.SetAsked(room.ID, room.Cycle, round.Question.ID, false); err != nil {
		return err
	}
	return tx.SetRound(round)
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
