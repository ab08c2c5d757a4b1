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

// RecordPosted records that a job's announcement is posted. A secondary failure raises an alarm
// once.
func (e *Engine) RecordPosted(ctx context.Context, now time.Time, job quiz.Job, posted runner.Posted) (alarms []quiz.Alarm, err error) {
	err = e.updateJob(ctx, now, job, func(tx jobRecords, room *quiz.Room, _ *quiz.Job) error {
		if err := tx.EndJob(job.Room); err != nil {
			return err
		}
		room.Blocked = nil
		if err := applyResult(tx, now, room, job, posted); err != nil {
			return err
		}
		if alarms = nil; posted.Degraded == nil {
			return nil
		}
		alarm, err := e.raiseAlarm(tx, room, quiz.Trouble{At: now, Job: job.Kind, TroubleReason: reason.New(reason.TroublePartly), Obstacle: reason.ObstacleOf(posted.Degraded)})
		alarms = []quiz.Alarm{alarm}
		return err
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
}

// jobRecords are the records that the end or failure of a job reads and changes.
type jobRecords interface {
	quiz.Jobs
	roundRecords
	quiz.Members
}

// updateJob changes a job and its room. A job that ended already is left alone.
func (e *Engine) updateJob(ctx context.Context, now time.Time, job quiz.Job, change func(tx jobRecords, room *quiz.Room, current *quiz.Job) error) error {
	return e.store.Update(ctx, func(tx quiz.Tx) error {
		current, err := records.IgnoreNotFound(tx.Job(job.Room))
		if err != nil || current == nil || current.Announcement.Key != job.Announcement.Key {
			return err
		}
		room, err := tx.Room(job.Room)
		if err != nil {
			return err
		}
		if err := change(tx, &room, current); err != nil {
			return err
		}
		if err := tx.RaiseNewestMoment(now); err != nil {
			return err
		}
		return agenda.SaveRoom(tx, &room, now)
	})
}

// applyResult advances the round after its question or reveal is posted. After a digest it advances
// the room's digested rounds.
func applyResult(tx jobRecords, now time.Time, room *quiz.Room, job quiz.Job, posted runner.Posted) error {
	if job.Kind == quiz.JobDigest {
		noteDigest(room, job.Date)
		for _, r := range job.Announcement.Digest.Rounds {
			room.DigestedThrough = max(room.DigestedThrough, r.Round)
		}
		return keepDigest(tx, room, job.Announcement.Digest, posted.Messages)
	}
	round, err := tx.Round(job.Round)
	if err != nil {
		return err
	}
	switch job.Kind {
	case quiz.JobAsk:
		round.Open(now, posted.Messages)
		if posted.NeedsThread && len(posted.Messages) > 0 {
			round.Thread = &quiz.ThreadJob{}
		}
		room.Replacement = nil
		delete(room.GivenUp, round.Question.ID)
	case quiz.JobReveal:
		round.Finish(now, posted.Messages)
		room.Last, room.Round = round.ID, 0
		if err := markOverlappedDone(room, &round, now); err != nil {
			return err
		}
	}
	return tx.SetRound(round)
}

// markOverlappedDone marks planned questions as done whose time fell into an open round, such as
// one asked by hand. A question due after an early reveal still comes.
func markOverlappedDone(room *quiz.Room, round *quiz.Round, now time.Time) error {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return err
	}
	for day := range calendar.PendingDates(room, quiz.JobAsk, calendar.Date(now)) {
		if at := calendar.AskAt(day); at.Before(round.ClosesAt) && !at.Before(round.OpenedAt) {
			room.MarkDone(quiz.JobAsk, day)
		}
	}
	return nil
}
