package runner

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
)

// Time limits of single attempts.
const (
	announceTimeout = 60 * time.Second // an announcement may have several messages
	alarmTimeout    = 10 * time.Second
	backfillTimeout = 20 * time.Second
	// ThreadTimeout is for opening one thread. The next attempt waits at least as long, in case the
	// process dies.
	ThreadTimeout = 20 * time.Second
)

// maxBackfills is how often fetching a thread's messages is tried before its round closes without
// them.
const maxBackfills = 3

// processRoom carries out a room's due jobs one after the other until nothing more is due there, and
// returns what is to be done beside them. It grades only if mayGrade is set, and otherwise returns at a
// grading.
func (r *Runner) processRoom(ctx context.Context, room quiz.RoomID, mayGrade bool) (o outcome) {
	var backfilled quiz.RoundID
	for ctx.Err() == nil {
		now, trusted, err := r.decisionTime(ctx)
		if err != nil || !trusted {
			return outcome{err: err}
		}
		next, err := r.beginDue(ctx, now, room, backfilled)
		r.sendAlarms(ctx, next.Alarms)
		switch {
		case err != nil && ctx.Err() != nil:
			return outcome{err: ctx.Err()}
		case err != nil:
			r.log.Error("cannot begin what is due", "room", room, "err", err)
			return outcome{err: r.postpone(ctx, room, err)}
		case next.Backfill != nil:
			if err := r.backfill(ctx, next.Backfill); err != nil {
				return outcome{failing: true, err: r.postpone(ctx, room, err)}
			}
			r.findNames(ctx, next.Backfill)
			backfilled = next.Backfill.ID
			continue
		case next.Job == nil && !next.HasMore:
			o.thread, o.regrade = next.Thread, next.Regrade
			return o
		case next.Job == nil:
			continue
		case next.Job.Kind == quiz.JobGrade && !mayGrade:
			return outcome{grading: true}
		case next.Job.Kind == quiz.JobGrade:
			if waits, err := r.grade(ctx, *next.Job); err != nil || waits {
				return outcome{failing: waits, err: err}
			}
			continue
		}
		var waits bool
		if o.failing, waits, o.err = r.announce(ctx, *next.Job); o.err != nil || waits {
			return o
		}
	}
	return outcome{err: ctx.Err()}
}

// postpone records that a due job could not begin.
func (r *Runner) postpone(ctx context.Context, room quiz.RoomID, cause error) error {
	alarms, err := r.work.PostponeRoom(ctx, r.guard.Time(), room, cause)
	r.sendAlarms(ctx, alarms)
	return err
}

// announce posts a job's announcement and records the result. It reports whether the platform failed,
// and whether the room waits because the result could not be recorded.
func (r *Runner) announce(ctx context.Context, job quiz.Job) (failing, waits bool, err error) {
	limited, cancel := context.WithTimeout(ctx, announceTimeout)
	defer cancel()
	opener, able := r.announcer.(ThreadOpener)
	var posted Posted
	err = r.caught(job.Room, func() (err error) {
		posted.NeedsThread = able && opener.OpensThreads(job.Room)
		posted.Messages, err = r.announcer.Announce(limited, job.Announcement)
		return err
	})
	switch {
	case err == nil:
		r.log.Info("announced", "room", job.Room, "step", job.Kind, "key", job.Announcement.Key)
	case ctx.Err() != nil:
		return true, false, ctx.Err() // stopped, not failed: the job is resumed after the restart
	case len(posted.Messages) > 0:
		r.log.Warn("announced, but something beside it failed", "room", job.Room, "step", job.Kind, "key", job.Announcement.Key, "err", err)
		posted.Degraded = err
	default:
		failing = !errors.Is(err, quiz.ErrTooLate)
		cause := err
		waits, err = r.recordContained(ctx, job, func() ([]quiz.Alarm, error) { return r.recordFailure(ctx, job, cause) })
		return failing, waits, err
	}
	waits, err = r.recordContained(ctx, job, func() ([]quiz.Alarm, error) { return r.work.RecordPosted(ctx, r.guard.Time(), job, posted) })
	return waits, waits, err
}

// recordContained records the result of an attempt and sends its alarms. If the room cannot take it,
// the room is postponed and waits.
func (r *Runner) recordContained(ctx context.Context, job quiz.Job, record func() ([]quiz.Alarm, error)) (waits bool, err error) {
	var alarms []quiz.Alarm
	err = r.caught(job.Room, func() (err error) {
		alarms, err = record()
		return err
	})
	if IsContained(err) {
		r.log.Error("cannot record how a job went", "room", job.Room, "step", job.Kind, "err", err)
		return true, r.postpone(ctx, job.Room, err)
	}
	r.sendAlarms(ctx, alarms)
	return false, err
}

// recordFailure logs a failed attempt and records it.
func (r *Runner) recordFailure(ctx context.Context, job quiz.Job, cause error) ([]quiz.Alarm, error) {
	level := slog.LevelWarn
	if job.Tries+1 >= AlarmAfter || reason.ObstacleOf(cause) != nil {
		level = slog.LevelError
	}
	r.log.Log(ctx, level, "announcement failed", "room", job.Room, "step", job.Kind, "try", job.Tries+1, "err", cause)
	return r.work.RecordFailure(ctx, r.guard.Time(), job, cause)
}

// backfill fetches the messages of a round's thread that did not arrive, as when the bot was
// offline. It returns an error if that is to be tried again before the round closes.
func (r *Runner) backfill(ctx context.Context, round *quiz.Round) error {
	backfiller, able := r.announcer.(Backfiller)
	if !able || !round.NeedsBackfill() {
		return nil
	}
	limited, cancel := context.WithTimeout(ctx, backfillTimeout)
	defer cancel()
	err := r.caught(round.Room, func() error { return backfiller.Backfill(limited, *round) })
	r.mu.Lock()
	defer r.mu.Unlock()
	r.backfillRetries[round.ID]++
	tries := r.backfillRetries[round.ID]
	if err != nil && tries < maxBackfills {
		r.log.Warn("cannot fetch a thread's messages: the round stays open meanwhile", "room", round.Room, "try", tries, "err", err)
		return err
	}
	if err != nil {
		r.log.Error("cannot fetch a thread's messages: the round closes with those that arrived", "room", round.Room, "err", err)
	}
	delete(r.backfillRetries, round.ID)
	return nil
}

// findNames looks up the names of members who answered in a round and have none, before the reveal
// shows their answers. Members whose names can't be found stay without one.
func (r *Runner) findNames(ctx context.Context, round *quiz.Round) {
	finder, able := r.announcer.(NameFinder)
	if !able {
		return
	}
	var members []quiz.MemberID
	err := r.caught(round.Room, func() (err error) {
		members, err = r.work.UnnamedMembers(ctx, round.ID)
		return err
	})
	if err != nil {
		r.log.Warn("cannot look up which members have no name", "room", round.Room, "err", err)
	}
	if len(members) == 0 {
		return
	}
	limited, cancel := context.WithTimeout(ctx, backfillTimeout)
	defer cancel()
	var names map[quiz.MemberID]string
	err = r.caught(round.Room, func() (err error) {
		names, err = finder.FindNames(limited, round.Room, members)
		return err
	})
	if err != nil {
		r.log.Warn("cannot find out what some members are called", "room", round.Room, "err", err)
	}
	if err := r.caught(round.Room, func() error { return r.work.NameMembers(context.WithoutCancel(ctx), names) }); err != nil {
		r.log.Warn("cannot write down what members are called", "room", round.Room, "err", err)
	}
}

// openThread opens the thread of a round and records the result.
func (r *Runner) openThread(ctx context.Context, round *quiz.Round) error {
	opener, able := r.announcer.(ThreadOpener)
	if !able {
		return r.work.ThreadOpened(ctx, r.guard.Time(), round.ID)
	}
	limited, cancel := context.WithTimeout(ctx, ThreadTimeout)
	defer cancel()
	err := r.caught(round.Room, func() error { return opener.OpenThread(limited, *round) })
	switch {
	case err == nil:
		return r.work.ThreadOpened(ctx, r.guard.Time(), round.ID)
	case ctx.Err() != nil:
		return ctx.Err() // stopped, not failed: it is tried again after the restart
	}
	r.log.Warn("cannot open a question's thread", "room", round.Room, "try", round.Thread.Tries+1, "err", err)
	alarms, err := r.work.ThreadFailed(ctx, r.guard.Time(), round.ID, err)
	r.sendAlarms(ctx, alarms)
	return err
}

// sendAlarms tells the admins as far as they can be reached. The log and the room's status show the
// trouble as well.
func (r *Runner) sendAlarms(ctx context.Context, alarms []quiz.Alarm) {
	alarmer, able := r.announcer.(Alarmer)
	for _, a := range alarms {
		r.log.Error("a room needs an admin", "room", a.Room, "step", a.Trouble.Job, "what", a.Trouble.Code, "detail", a.Trouble.Args["detail"], "obstacle", a.Trouble.Obstacle)
		if !able {
			continue
		}
		limited, cancel := context.WithTimeout(ctx, alarmTimeout)
		if err := r.caught(a.Room, func() error { return alarmer.Alarm(limited, a) }); err != nil && ctx.Err() == nil {
			r.log.Warn("an alarm reached nobody", "room", a.Room, "err", err)
		}
		cancel()
	}
}
