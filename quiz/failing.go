package quiz

import (
	"context"
	"errors"
	"time"
)

// Fail writes down that an attempt failed, and when the next one is made, or that the step is given up.
func (s *Service) Fail(ctx context.Context, now time.Time, step Step, cause error) (alarms []Alarm, err error) {
	err = s.onStep(ctx, now, step, func(tx Tx, room *Room, current *Step) (err error) {
		obstacle := ObstacleOf(cause)
		fresh := obstacle != nil && block(room, obstacle, now)
		current.Announcement.Overdue = step.Announcement.Overdue
		if current.Announcement.Overdue {
			current.Looks++
		}
		if why := whyHopeless(current, room, cause, now); why != "" {
			alarms, err = s.giveUp(tx, room, *current, now, why, fresh)
			return err
		}
		current.Next = now.Add(backoff(current.Waits, cause))
		current.Tries++
		current.Waits++
		alarms, err = s.failed(tx, room, *current, now, obstacle, fresh)
		if err != nil {
			return err
		}
		return tx.SetStep(*current)
	})
	return alarms, err
}

// whyHopeless tells why a step that failed is not tried again, and is empty where it is: the platform refuses its
// content, an obstacle stayed too long, or its time has passed and nothing of it stands or could be found often
// enough.
func whyHopeless(s *Step, room *Room, cause error, now time.Time) TroubleCode {
	obstacle := ObstacleOf(cause)
	switch {
	case errors.Is(cause, ErrContentRefused):
		return TroubleRefused
	case room.Removed && obstacle != nil:
		return TroubleTooLate
	case blockedTooLong(room, now) && (obstacle != nil || errors.Is(cause, ErrTooLate)):
		return TroubleUnreachable
	case !s.Announcement.Overdue:
		return ""
	case errors.Is(cause, ErrTooLate) || s.Looks >= maxLookups || obstacle != nil && s.Kind != StepReveal:
		return TroubleTooLate
	}
	return ""
}

// failed notes a failure in a step's room. It returns an alarm for an obstacle that is news, and for a failure
// without one that is one too many.
func (s *Service) failed(tx Tx, room *Room, step Step, now time.Time, obstacle *Obstacle, fresh bool) ([]Alarm, error) {
	trouble := Trouble{At: now, Step: step.Kind, Code: TroubleFailed, Tries: step.Tries, Obstacle: obstacle}
	if !fresh && (obstacle != nil || step.Tries != AlarmAfter) {
		room.NoteTrouble(trouble)
		return nil, nil
	}
	alarm, err := s.raise(tx, room, trouble)
	return []Alarm{alarm}, err
}

// Postpone notes that what is due in a room could not begin, and has it looked at again in a while. It returns an
// alarm for an obstacle that is news, and for a failure without one that is one too many.
func (s *Service) Postpone(ctx context.Context, now time.Time, id RoomID, cause error) (alarms []Alarm, err error) {
	err = s.store.Update(ctx, func(tx Tx) error {
		room, err := tx.Room(id)
		if err != nil {
			return err
		}
		room.Failing++
		obstacle := ObstacleOf(cause)
		fresh := obstacle != nil && block(&room, obstacle, now)
		failing := Step{Kind: StepClose, Tries: room.Failing}
		if alarms, err = s.failed(tx, &room, failing, now, obstacle, fresh); err != nil {
			return err
		}
		if err := tx.SetRoom(room); err != nil {
			return err
		}
		return tx.SetWake(id, now.Add(time.Minute))
	})
	return alarms, err
}
