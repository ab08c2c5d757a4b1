package jobs

import (
	"context"
	"errors"
	"iter"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/records"
)

// RetryNow makes a room's waiting job due at once, as after its admins removed an obstacle. It
// changes nothing if no job waits or the quiz doesn't run there.
func (e *Engine) RetryNow(ctx context.Context, now time.Time, id quiz.RoomID) error {
	defer e.Wake()
	if _, contained := e.ContainedRoom(id); contained {
		return nil // its waits have another reason
	}
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		return passOver(tx, id, now, func(tx agenda.RoomRecords, id quiz.RoomID) error { return RetryWaiting(tx, id, now) })
	})
}

// RetryWaiting makes a room's waiting job due.
func RetryWaiting(tx agenda.RoomRecords, id quiz.RoomID, now time.Time) error {
	room, err := records.IgnoreNotFound(tx.Room(id))
	if err != nil || room == nil {
		return err
	}
	job, err := records.IgnoreNotFound(tx.Job(id))
	if err != nil {
		return err
	}
	if len(room.Regrades) > 0 {
		for i := range room.Regrades {
			room.Regrades[i].Next = time.Time{}
		}
		if err := tx.SetRoom(*room); err != nil {
			return err
		}
	}
	if job != nil && job.Tries > 0 {
		job.Waits, job.Next = 0, time.Time{}
		if err := tx.SetJob(*job); err != nil {
			return err
		}
	}
	round, err := records.IgnoreNotFound(tx.Round(room.Round))
	if err != nil {
		return err
	}
	if round != nil && round.Thread != nil {
		round.Thread.Next = time.Time{}
		if err := tx.SetRound(*round); err != nil {
			return err
		}
	}
	return agenda.ScheduleCheck(tx, room, now)
}

// VisitSchedule calls visit once for each platform with the next checks of its rooms, earliest
// first. All calls see the same state of the store.
func (e *Engine) VisitSchedule(ctx context.Context, visit func(platform string, checks iter.Seq2[quiz.NextCheck, error]) error) error {
	return e.store.View(ctx, func(tx quiz.Tx) error {
		for platform, err := range tx.Platforms() {
			if err != nil {
				return err
			}
			if err := visit(platform, tx.NextChecks(platform)); err != nil {
				return err
			}
		}
		return nil
	})
}

// RetryAll makes every waiting job due, as at the start of the process: the reason for waiting may
// be gone.
func (e *Engine) RetryAll(ctx context.Context, now time.Time) error {
	return e.eachRoom(ctx, now, func(tx agenda.RoomRecords, id quiz.RoomID) error {
		job, err := records.IgnoreNotFound(tx.Job(id))
		if err != nil {
			return err
		}
		if job != nil && (job.Kind == quiz.JobReveal || job.Kind == quiz.JobGrade) {
			if err := extendDeadline(tx, job, now); err != nil {
				return err
			}
		}
		return RetryWaiting(tx, id, now)
	})
}

// maxRestarts is how often a restart extends the deadline of a grading. A grader that takes the process
// down with it must not hold the reveal back for ever.
const maxRestarts = 3

// extendDeadline gives a reveal or grading time after the start of the process, which may have been
// down at the deadline.
func extendDeadline(tx agenda.RoomRecords, job *quiz.Job, now time.Time) error {
	room, err := tx.Room(job.Room)
	if err != nil {
		return err
	}
	switch {
	case job.Kind == quiz.JobReveal:
		job.Until = now.Add(revealGrace)
	case job.Restarts < maxRestarts:
		job.Until = agenda.LatestTime(job.Until, now.Add(room.Plan.GradeDeadline))
		job.Restarts++
	}
	return tx.SetJob(*job)
}

// RescheduleAll computes the next check of every room again, as after the clock was set back. The
// old checks may be far in the future.
func (e *Engine) RescheduleAll(ctx context.Context, now time.Time) error {
	return e.eachRoom(ctx, now, func(tx agenda.RoomRecords, id quiz.RoomID) error {
		room, err := tx.Room(id)
		if err != nil {
			return err
		}
		return agenda.ScheduleCheck(tx, &room, now)
	})
}

// roomsPerTransaction is how many rooms one transaction changes.
const roomsPerTransaction = 256

// eachRoom calls do for every room, in several transactions. First it removes what is wrong in the
// schedule.
func (e *Engine) eachRoom(ctx context.Context, now time.Time, do func(agenda.RoomRecords, quiz.RoomID) error) error {
	ids, wrong, err := e.listRooms(ctx)
	if err != nil {
		return err
	}
	for some := range slices.Chunk(wrong, roomsPerTransaction) {
		err := e.store.Update(ctx, func(tx quiz.Tx) (err error) {
			for _, id := range some {
				err = errors.Join(err, tx.SetNextCheck(id, time.Time{}))
			}
			return err
		})
		if err != nil {
			return err
		}
	}
	for some := range slices.Chunk(ids, roomsPerTransaction) {
		err := e.store.Update(ctx, func(tx quiz.Tx) error {
			for _, id := range some {
				if err := passOver(tx, id, now, do); err != nil {
					return err
				}
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// listRooms returns all rooms, and those of which the schedule has something wrong.
func (e *Engine) listRooms(ctx context.Context) (ids, wrong []quiz.RoomID, err error) {
	err = e.store.View(ctx, func(tx quiz.Tx) error {
		ids, wrong = nil, nil
		for room, err := range tx.Rooms() {
			if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
				return err
			}
			ids = append(ids, room.ID)
		}
		for platform, err := range tx.Platforms() {
			if err != nil {
				return err
			}
			for check, err := range tx.NextChecks(platform) {
				switch {
				case errors.Is(err, quiz.ErrUnreadable) && check.Room != "":
					wrong = append(wrong, check.Room)
				case err != nil && !errors.Is(err, quiz.ErrUnreadable):
					return err
				}
			}
		}
		return nil
	})
	return ids, wrong, err
}

// Wakeup receives when a job became due at once, so that the runner checks without delay.
func (e *Engine) Wakeup() <-chan struct{} { return e.wakeup }

// Wake makes the runner check without delay.
func (e *Engine) Wake() {
	select {
	case e.wakeup <- struct{}{}:
	default:
	}
}
