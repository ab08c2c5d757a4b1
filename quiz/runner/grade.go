package runner

import (
	"context"
	"errors"

	"quizbot/quiz"
)

// grade grades a closed round. A grading that cannot be stored is postponed as what cannot begin, and
// the room waits.
func (r *Runner) grade(ctx context.Context, job quiz.Job) (waits bool, err error) {
	err = r.caught(job.Room, func() error {
		return r.work.GradeRound(ctx, steadyClock{r.clock, r.guard}, job, func(alarms []quiz.Alarm) { r.sendAlarms(ctx, alarms) })
	})
	switch failure, failed := errors.AsType[*GraderError](err); {
	case ctx.Err() != nil:
		return false, ctx.Err() // stopped, not failed: it continues after the restart
	case failed:
		r.log.Warn("grading failed", "room", job.Room, "try", job.Tries+1, "until", job.Until, "err", failure.Err)
	case err != nil:
		r.log.Error("cannot grade", "room", job.Room, "err", err)
		return IsContained(err), r.postpone(ctx, job.Room, err)
	default:
		r.log.Info("graded", "room", job.Room, "key", job.Announcement.Key)
	}
	return false, nil
}

// regrade grades the answers that were left without a grade, and refreshes their reveal.
func (r *Runner) regrade(ctx context.Context, room quiz.RoomID, round quiz.RoundID) error {
	changed := false
	err := r.caught(room, func() (err error) {
		changed, err = r.work.RegradeRound(ctx, steadyClock{r.clock, r.guard}, round, func(alarms []quiz.Alarm) { r.sendAlarms(ctx, alarms) })
		return err
	})
	if refresher, able := r.announcer.(RevealRefresher); able && changed {
		refresher.RefreshReveal(room, round)
	}
	switch failure, failed := errors.AsType[*GraderError](err); {
	case err == nil:
	case ctx.Err() != nil:
		return ctx.Err()
	case failed:
		r.log.Warn("grading a revealed round failed", "room", room, "round", round, "err", failure.Err)
	default: // the next attempt has its time already
		r.log.Error("cannot grade a revealed round", "room", room, "round", round, "err", err)
	}
	return nil
}
