package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/announce"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
)

// GradeRound grades the replies of a closed round that have no grade yet, and stores each grade when
// it is found. Once all have one, or at the job's deadline, the points are given and the reveal begins.
// A failure of the grader before the deadline is recorded with the time of the next attempt, and
// returned as a [runner.GraderError]. tell is called with alarms when they arise.
func (e *Engine) GradeRound(ctx context.Context, clock runner.Timekeeper, job quiz.Job, tell func([]quiz.Alarm)) error {
	round, replies, err := e.readRound(ctx, job.Round)
	if err != nil {
		return err
	}
	var failed error
	if slices.ContainsFunc(replies, isUngraded) {
		if err := e.shortenDeadline(ctx, clock.Now(), &job); err != nil {
			return err
		}
		failed = errDeadline
		if clock.Now().Before(job.Until) {
			a := attempt{
				grader: e.grader, clock: clock, round: &round, replies: replies, until: job.Until,
				save: func(list []foundGrade) error { return e.saveGrades(ctx, clock.Now(), replies, list) },
				late: func() error { return e.recordLateGrading(ctx, clock.Now(), job, tell) },
			}
			if failed, err = a.run(ctx); err != nil {
				return err
			}
		}
	}
	var alarms []quiz.Alarm
	if now := clock.Now(); failed == nil || !now.Before(job.Until) {
		alarms, err = e.beginReveal(ctx, now, job)
	} else {
		alarms, err = e.recordGraderFailure(ctx, now, job, failed)
	}
	if err != nil {
		return err
	}
	tell(alarms)
	return asGraderError(failed)
}

// shortenDeadline gives a grading no more time than the room's plan does. A deadline that is further
// away comes from a clock that was set back.
func (e *Engine) shortenDeadline(ctx context.Context, now time.Time, job *quiz.Job) error {
	room, err := records.View(ctx, e.store, func(tx quiz.Tx) (quiz.Room, error) { return tx.Room(job.Room) })
	if err != nil {
		return err
	}
	latest := now.Add(room.Plan.GradeDeadline)
	if !latest.Before(job.Until) {
		return nil
	}
	job.Until = latest
	return e.updateGrading(ctx, now, job.Round, func(tx quiz.Tx, _ *quiz.Room, _ *quiz.Round, current *quiz.Job) error {
		current.Until = latest
		return tx.SetJob(*current)
	})
}

func isUngraded(r quiz.Reply) bool { return r.Grade == nil }

// asGraderError returns a failure of the grader as an error, nil for none.
func asGraderError(failed error) error {
	if failed == nil {
		return nil
	}
	return &runner.GraderError{Err: failed}
}

// readRound returns a round and its replies.
func (e *Engine) readRound(ctx context.Context, id quiz.RoundID) (round quiz.Round, replies []quiz.Reply, err error) {
	err = e.store.View(ctx, func(tx quiz.Tx) error {
		if round, err = tx.Round(id); err != nil {
			return err
		}
		replies, err = records.SubmittedReplies(tx, id)
		return err
	})
	return round, replies, err
}

// saveGrades stores grades. It passes over replies that were deleted meanwhile. A grade was paid for,
// so the end of ctx doesn't prevent it.
func (e *Engine) saveGrades(ctx context.Context, now time.Time, replies []quiz.Reply, list []foundGrade) error {
	return e.store.Update(context.WithoutCancel(ctx), func(tx quiz.Tx) error {
		for _, f := range list {
			reply, err := records.IgnoreNotFound(tx.Reply(replies[f.reply].Round, replies[f.reply].Member))
			if err != nil {
				return err
			}
			if reply == nil || !reply.Given() || reply.Grade != nil {
				continue
			}
			g := f.grade
			g.At = now
			reply.Grade = &g
			if err := tx.SetReply(*reply); err != nil {
				return err
			}
		}
		return nil
	})
}

// updateGrading changes the grading job of a round and its room, which may have moved meanwhile. A
// grading that ended already is left alone.
func (e *Engine) updateGrading(ctx context.Context, now time.Time, id quiz.RoundID, change func(tx quiz.Tx, room *quiz.Room, round *quiz.Round, job *quiz.Job) error) error {
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		round, err := tx.Round(id)
		if err != nil {
			return err
		}
		job, err := records.IgnoreNotFound(tx.Job(round.Room))
		if err != nil || job == nil || job.Kind != quiz.JobGrade || job.Round != id {
			return err
		}
		room, err := tx.Room(round.Room)
		if err != nil {
			return err
		}
		if err := change(tx, &room, &round, job); err != nil {
			return err
		}
		if err := tx.RaiseNewestMoment(now); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
}

// recordGraderFailure records a failed attempt and schedules the next one, at the latest at the
// deadline. The third failure alarms.
func (e *Engine) recordGraderFailure(ctx context.Context, now time.Time, job quiz.Job, cause error) (alarms []quiz.Alarm, err error) {
	err = e.updateGrading(ctx, now, job.Round, func(tx quiz.Tx, room *quiz.Room, round *quiz.Round, current *quiz.Job) (err error) {
		current.Next = now.Add(runner.Backoff(current.Waits, cause))
		if current.Until.Before(current.Next) {
			current.Next = current.Until
		}
		current.Tries++
		current.Waits++
		if alarms = nil; current.Tries >= runner.AlarmAfter {
			alarms, err = e.alarmLateGrading(tx, room, round, current, now)
		} else {
			room.NoteTrouble(quiz.Trouble{At: now, Job: quiz.JobGrade, TroubleReason: reason.New(reason.TroubleFailed), Tries: current.Tries})
		}
		return errors.Join(err, tx.SetJob(*current))
	})
	return alarms, err
}

// recordLateGrading raises an alarm for a grading that takes long.
func (e *Engine) recordLateGrading(ctx context.Context, now time.Time, job quiz.Job, tell func([]quiz.Alarm)) error {
	var alarms []quiz.Alarm
	err := e.updateGrading(ctx, now, job.Round, func(tx quiz.Tx, room *quiz.Room, round *quiz.Round, current *quiz.Job) (err error) {
		if alarms, err = e.alarmLateGrading(tx, room, round, current, now); err != nil {
			return err
		}
		return tx.SetJob(*current)
	})
	tell(alarms)
	return err
}

// alarmLateGrading notes that a round's grading is late. It raises the alarm once.
func (e *Engine) alarmLateGrading(tx quiz.Members, room *quiz.Room, round *quiz.Round, job *quiz.Job, now time.Time) ([]quiz.Alarm, error) {
	trouble := quiz.Trouble{
		At: now, Job: quiz.JobGrade, Tries: job.Tries,
		TroubleReason: reason.New(reason.TroubleGradingLate, "detail", round.Date.String()),
	}
	if job.Alarmed {
		room.NoteTrouble(trouble)
		return nil, nil
	}
	job.Alarmed = true
	alarm, err := e.raiseAlarm(tx, room, trouble)
	return []quiz.Alarm{alarm}, err
}

// beginReveal ends a grading: it gives points for all grades and stores the job of the reveal with
// them. Replies without a grade are unsure, and are graded later.
func (e *Engine) beginReveal(ctx context.Context, now time.Time, job quiz.Job) (alarms []quiz.Alarm, err error) {
	err = e.updateGrading(ctx, now, job.Round, func(tx quiz.Tx, room *quiz.Room, round *quiz.Round, current *quiz.Job) error {
		replies, missing, err := enterAnswers(tx, now, room, round)
		if err != nil {
			return err
		}
		if alarms = nil; missing {
			if alarms, err = e.alarmLateGrading(tx, room, round, current, now); err != nil {
				return err
			}
			scheduleRegrade(room, round.ID, now)
		}
		_, err = tx.RepliesTo(round.ID)
		unread := errors.Is(err, quiz.ErrUnreadable)
		if err := gradebook.DecideStreaks(tx, room, round, unread); err != nil { // an unread answer ends nobody's streak
			return err
		}
		if unread {
			alarm, err := e.raiseAlarm(tx, room, quiz.Trouble{At: now, Job: quiz.JobReveal, TroubleReason: reason.New(troubleUnreadAnswers, "detail", round.Date.String())})
			if err != nil {
				return err
			}
			alarms = append(alarms, alarm)
		}
		room.Rounds, room.Failing, round.GradedAt = round.Number, 0, now
		if err := tx.SetRound(*round); err != nil {
			return err
		}
		reveal := newJob(room, agenda.Due{Kind: quiz.JobReveal, Date: round.Date, At: now}, round.ID, now)
		reveal.Until = now.Add(revealGrace)
		reveal.Announcement.Broadcast = room.Plan.Broadcast
		if reveal.Announcement.Reveal, err = announce.FreezeReveal(tx, *round, replies, quiz.BestShown); err != nil {
			return err
		}
		return tx.SetJob(reveal)
	})
	return alarms, err
}

// enterAnswers gives the points of all replies. It reports whether some had no grade, which are unsure.
func enterAnswers(tx quiz.Tx, now time.Time, room *quiz.Room, round *quiz.Round) (replies []quiz.Reply, missing bool, err error) {
	if replies, err = records.SubmittedReplies(tx, round.ID); err != nil {
		return nil, false, err
	}
	for i := range replies {
		r := &replies[i]
		if r.Grade == nil {
			g := gradebook.Ungraded(now)
			r.Grade, missing = &g, true
			if err := tx.SetReply(*r); err != nil {
				return nil, false, err
			}
		}
		if err := gradebook.EnterAnswer(tx, now, room, round, r); err != nil {
			return nil, false, err
		}
	}
	return replies, missing, nil
}
