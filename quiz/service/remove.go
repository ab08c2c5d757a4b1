package service

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/jobs"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
)

// RemoveRoom ends the quiz in a room, for admins. An open round closes at once and is revealed as
// usual. An unanswered question that isn't posted yet is cancelled. Points and history remain, and
// [Administration.SetUpRoom] brings them back. It refuses with AdminsOnly, NoRoom and RoomFromFile.
func (s *Administration) RemoveRoom(ctx context.Context, now time.Time, id quiz.RoomID, who quiz.Person) error {
	return s.updateRoom(ctx, now, id, who, func(tx roomRecords, room *quiz.Room, _ agenda.Calendar) error {
		if room.FromFile {
			return reason.Refuse(reason.RoomFromFile)
		}
		room.Removed, room.AskNow, room.AskWhat, room.Replacement, room.Skip = true, false, "", nil, nil
		return endCurrentRound(tx, room, now)
	})
}

// endCurrentRound ends the current round of a removed room as soon as possible.
func endCurrentRound(tx roomRecords, room *quiz.Room, now time.Time) error {
	job, err := records.IgnoreNotFound(tx.Job(room.ID))
	if err != nil {
		return err
	}
	if job != nil && job.Kind != quiz.JobGrade && (job.Kind != quiz.JobReveal || room.Blocked != nil) {
		if err := tx.EndJob(room.ID); err != nil {
			return err
		}
	}
	round, err := records.IgnoreNotFound(tx.Round(room.Round))
	if err != nil || round == nil {
		return err
	}
	switch round.Phase {
	case quiz.Asking:
		if err := endUnpostedRound(tx, room, round, now); err != nil {
			return err
		}
	case quiz.Open:
		closeNoLaterThan(round, now)
	case quiz.Closing:
		if job != nil && job.Kind != quiz.JobGrade && room.Blocked != nil {
			round.Finish(now, nil)
			room.Last, room.Round = round.ID, 0
		}
	}
	return tx.SetRound(*round)
}

// endUnpostedRound cancels a round whose question isn't posted yet, unless it has an answer.
func endUnpostedRound(tx roomRecords, room *quiz.Room, round *quiz.Round, now time.Time) error {
	replies, err := records.SubmittedReplies(tx, round.ID)
	if err != nil {
		return err
	}
	if len(replies) > 0 {
		round.Open(now, nil)
		closeNoLaterThan(round, now)
		return nil
	}
	if err := jobs.CancelRound(tx, room, round); err != nil {
		return err
	}
	return tx.SetQuestionAsked(room.ID, room.Cycle, round.Question.ID, false)
}

// closeNoLaterThan moves a later close of the round to the given time.
func closeNoLaterThan(r *quiz.Round, now time.Time) {
	if now.Before(r.ClosesAt) {
		r.ClosesAt = now
	}
}
