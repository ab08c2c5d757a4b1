package quiz

import (
	"context"
	"time"
)

// Finish records that a job's announcement is posted. Failures of something secondary are told once.
func (s *Service) Finish(ctx context.Context, now time.Time, step Step, posted Posted) (alarms []Alarm, err error) {
	err = s.onStep(ctx, now, step, func(tx Tx, room *Room, _ *Step) error {
		if err := tx.EndStep(step.Room); err != nil {
			return err
		}
		room.Blocked = nil
		if err := landed(tx, now, room, step, posted); err != nil {
			return err
		}
		if alarms = nil; posted.Degraded == nil {
			return nil
		}
		alarm, err := s.raise(tx, room, Trouble{At: now, Step: step.Kind, Code: TroublePartly, Obstacle: ObstacleOf(posted.Degraded)})
		alarms = []Alarm{alarm}
		return err
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
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
func landed(tx Tx, now time.Time, room *Room, step Step, posted Posted) error {
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
		round.Open(now, posted.Messages)
		if posted.NeedsThread && len(posted.Messages) > 0 {
			round.Thread = &ThreadJob{}
		}
		room.Another = nil
		delete(room.GivenUp, round.Question.ID)
	case StepReveal:
		round.Finish(now, posted.Messages)
		room.Last, room.Round = round.ID, 0
		if err := serveOverlapped(room, &round, now); err != nil {
			return err
		}
	}
	return tx.SetRound(round)
}

// serveOverlapped marks a planned question as served that was due while a round was to be open, as one that was asked by
// hand. A round that was revealed before the question is due leaves it to come.
func serveOverlapped(room *Room, round *Round, now time.Time) error {
	calendar, err := newRoomCalendar(room.Plan)
	if err != nil {
		return err
	}
	for day := range calendar.pendingDates(room, StepAsk, calendar.Date(now)) {
		if at := calendar.AskAt(day); at.Before(round.ClosesAt) && !at.Before(round.OpenedAt) {
			room.MarkDone(StepAsk, day)
		}
	}
	return nil
}
