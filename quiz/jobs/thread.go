package jobs

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
)

// startThreadAttempt records the start of opening a round's thread. The next attempt waits until
// this one must have ended.
func startThreadAttempt(tx quiz.Rounds, round *quiz.Round, now time.Time) error {
	round.Thread.Next = now.Add(2 * runner.ThreadTimeout)
	return tx.SetRound(*round)
}

// updateThread changes the thread job of an open round. A job that ended already is left alone.
func (e *Engine) updateThread(ctx context.Context, now time.Time, id quiz.RoundID, change func(quiz.Members, *quiz.Room, *quiz.Round) error) error {
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		round, err := records.IgnoreNotFound(tx.Round(id))
		if err != nil || round == nil || round.Phase != quiz.Open || round.Thread == nil {
			return err
		}
		room, err := tx.Room(round.Room)
		if err != nil {
			return err
		}
		if err := change(tx, &room, round); err != nil {
			return err
		}
		if err := tx.SetRound(*round); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
}

// ThreadOpened records that a round's thread is open.
func (e *Engine) ThreadOpened(ctx context.Context, now time.Time, id quiz.RoundID) error {
	return e.updateThread(ctx, now, id, func(_ quiz.Members, _ *quiz.Room, round *quiz.Round) error {
		round.Thread = nil
		return nil
	})
}

// ThreadFailed records a failed attempt to open a round's thread and schedules the next one.
func (e *Engine) ThreadFailed(ctx context.Context, now time.Time, id quiz.RoundID, cause error) (alarms []quiz.Alarm, err error) {
	err = e.updateThread(ctx, now, id, func(tx quiz.Members, room *quiz.Room, round *quiz.Round) error {
		job := round.Thread
		job.Next = now.Add(runner.Backoff(job.Tries, cause))
		job.Tries++
		obstacle := reason.ObstacleOf(cause)
		if job.Alarmed || job.Tries < runner.AlarmAfter && obstacle == nil {
			return nil
		}
		job.Alarmed = true
		alarm, err := e.raiseAlarm(tx, room, quiz.Trouble{At: now, Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleThread), Tries: job.Tries, Obstacle: obstacle})
		alarms = []quiz.Alarm{alarm}
		return err
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
}
