package jobs

import (
	"context"
	"errors"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/runner"
)

// RecordFailure records a failed attempt and schedules the next one, or gives the job up.
func (e *Engine) RecordFailure(ctx context.Context, now time.Time, job quiz.Job, cause error) (alarms []quiz.Alarm, err error) {
	err = e.updateJob(ctx, now, job, func(tx jobRecords, room *quiz.Room, current *quiz.Job) (err error) {
		obstacle := reason.ObstacleOf(cause)
		fresh := obstacle != nil && setBlocked(room, obstacle, now)
		current.Announcement.Overdue = job.Announcement.Overdue
		if current.Announcement.Overdue {
			current.Lookups++
		}
		if why := whyHopeless(current, room, cause, now); why != "" {
			alarms, err = e.giveUpJob(tx, room, *current, now, why, fresh)
			return err
		}
		current.Next = now.Add(runner.Backoff(current.Waits, cause))
		current.Tries++
		current.Waits++
		alarms, err = e.noteFailure(tx, room, *current, now, obstacle, fresh)
		if err != nil {
			return err
		}
		return tx.SetJob(*current)
	})
	return alarms, err
}

// whyHopeless returns the reason a failed job is given up, empty if it is retried. The platform may
// refuse the content, an obstacle may last too long, or the job may be overdue and not found.
func whyHopeless(s *quiz.Job, room *quiz.Room, cause error, now time.Time) reason.TroubleCode {
	obstacle := reason.ObstacleOf(cause)
	switch {
	case errors.Is(cause, quiz.ErrContentRefused):
		return reason.TroubleRefused
	case room.Removed && obstacle != nil:
		return reason.TroubleTooLate
	case blockedTooLong(room, now) && (obstacle != nil || errors.Is(cause, quiz.ErrTooLate)):
		return reason.TroubleUnreachable
	case !s.Announcement.Overdue:
		return ""
	case errors.Is(cause, quiz.ErrTooLate) || s.Lookups >= runner.MaxLookups || obstacle != nil && s.Kind != quiz.JobReveal:
		return reason.TroubleTooLate
	}
	return ""
}

// noteFailure notes a failure in the job's room. It raises an alarm for a new obstacle, and for the
// third failure without one.
func (e *Engine) noteFailure(tx quiz.Members, room *quiz.Room, job quiz.Job, now time.Time, obstacle *reason.Obstacle, fresh bool) ([]quiz.Alarm, error) {
	trouble := quiz.Trouble{At: now, Job: job.Kind, TroubleReason: reason.New(reason.TroubleFailed), Tries: job.Tries, Obstacle: obstacle}
	if !fresh && (obstacle != nil || job.Tries != runner.AlarmAfter) {
		room.NoteTrouble(trouble)
		return nil, nil
	}
	alarm, err := e.raiseAlarm(tx, room, trouble)
	return []quiz.Alarm{alarm}, err
}

// PostponeRoom records that a due job could not begin, and schedules a check in a minute. Alarms
// are raised as for other failures.
//
// After a panic or for want of a readable record the wait grows, and the room is parked in the end.
func (e *Engine) PostponeRoom(ctx context.Context, now time.Time, id quiz.RoomID, cause error) (alarms []quiz.Alarm, err error) {
	if runner.IsContained(cause) {
		return e.postponeContained(ctx, now, id, cause)
	}
	err = e.store.Update(ctx, func(tx quiz.Tx) error {
		room, err := tx.Room(id)
		if err != nil {
			return err
		}
		room.Failing++
		obstacle := reason.ObstacleOf(cause)
		fresh := obstacle != nil && setBlocked(&room, obstacle, now)
		failing := quiz.Job{Kind: quiz.JobClose, Tries: room.Failing}
		if alarms, err = e.noteFailure(tx, &room, failing, now, obstacle, fresh); err != nil {
			return err
		}
		if err := tx.SetRoom(room); err != nil {
			return err
		}
		return tx.SetNextCheck(id, now.Add(time.Minute))
	})
	return alarms, err
}
