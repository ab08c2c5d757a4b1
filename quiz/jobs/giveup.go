package jobs

import (
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

const (
	// maxRefused is how many questions may be refused in a row before the day goes without one.
	maxRefused = 5
	// maxGivenUp is how often a question may be given up before its cycle continues without it.
	maxGivenUp = 2
	// revealGrace is the least time for trying a reveal after it began or the process started.
	revealGrace = time.Hour
)

// giveUpJob ends a hopeless job. It raises an alarm unless the admins know the obstacle already.
func (e *Engine) giveUpJob(tx jobRecords, room *quiz.Room, job quiz.Job, now time.Time, why reason.TroubleCode, fresh bool) ([]quiz.Alarm, error) {
	if err := tx.EndJob(room.ID); err != nil {
		return nil, err
	}
	trouble := quiz.Trouble{At: now, Job: job.Kind, TroubleReason: reason.New(why, "detail", job.Date.String())}
	var err error
	switch job.Kind {
	case quiz.JobAsk:
		err = e.giveUpAsk(tx, room, now, why, &trouble)
	case quiz.JobReveal:
		err = giveUpReveal(tx, room, now, &trouble)
	case quiz.JobDigest:
		if why == reason.TroubleRefused {
			trouble.Code = reason.TroubleTooLate
		}
	}
	if err != nil {
		return nil, err
	}
	if room.Blocked != nil {
		trouble.Obstacle = &room.Blocked.Obstacle
	}
	switch {
	case why == reason.TroubleUnreachable:
		trouble.Code = why
		if room.Pause == nil {
			room.Pause = &quiz.Pause{}
		}
	case room.Removed, room.Blocked != nil && !fresh && trouble.Code == reason.TroubleTooLate:
		room.NoteTrouble(trouble)
		return nil, nil
	}
	alarm, err := e.raiseAlarm(tx, room, trouble)
	return []quiz.Alarm{alarm}, err
}

// giveUpAsk ends the round of a question that was given up. An answer proves that the question is
// posted, even if its message was not found: the round then continues to its reveal.
func (e *Engine) giveUpAsk(tx roundRecords, room *quiz.Room, now time.Time, why reason.TroubleCode, trouble *quiz.Trouble) error {
	round, err := tx.Round(room.Round)
	if err != nil {
		return err
	}
	replies, err := records.SubmittedReplies(tx, room.Round)
	if err != nil {
		return err
	}
	_, err = tx.RepliesTo(room.Round)
	if len(replies) > 0 || errors.Is(err, quiz.ErrUnreadable) {
		round.Open(now, nil)
		return tx.SetRound(round)
	}
	if err := CancelRound(tx, room, &round); err != nil {
		return err
	}
	q := &round.Question
	passed := why == reason.TroubleRefused
	switch {
	case passed:
		trouble.Question = troubleQuestion(q)
		if replaceRefused(room, &round) {
			trouble.Code = reason.TroubleAllRefused
		}
	case room.Blocked == nil: // an obstacle is not the question's fault
		room.Replacement = nil
		if room.GivenUp == nil {
			room.GivenUp = map[quiz.QuestionID]int{}
		}
		room.GivenUp[q.ID]++
		passed = room.GivenUp[q.ID] >= maxGivenUp
	}
	if err := tx.SetQuestionAsked(room.ID, room.Cycle, q.ID, passed); err != nil {
		return err
	}
	return tx.SetRound(round)
}

// CancelRound ends a round whose question was never posted. The room's last asked date goes back to
// that of the round before.
func CancelRound(tx quiz.Rounds, room *quiz.Room, round *quiz.Round) error {
	round.Cancel()
	room.Round = 0
	if round.ByHand {
		return nil
	}
	last, err := records.IgnoreNotFound(tx.Round(room.Last))
	if err != nil {
		return err
	}
	if room.LastAskedOn = (schedule.Date{}); last != nil {
		room.LastAskedOn = last.Date
	}
	return nil
}

// lastRefused returns the last refused question.
func (e *Engine) lastRefused(a *quiz.Replacement) *quiz.TroubleQuestion {
	id := a.Refused[len(a.Refused)-1]
	if q, ok := e.picker.Bank.Question(id); ok {
		return troubleQuestion(q)
	}
	return &quiz.TroubleQuestion{ID: id, Title: string(id)}
}

// replaceRefused schedules another question on the date of a refused one. It returns true and
// schedules none after too many refusals in a row.
func replaceRefused(r *quiz.Room, round *quiz.Round) bool {
	another := quiz.Replacement{Date: round.Date, At: round.PlannedAt, ByHand: round.ByHand}
	if r.Replacement != nil && r.Replacement.Date == round.Date {
		another.Refused = slices.Clone(r.Replacement.Refused)
	}
	another.Refused = append(another.Refused, round.Question.ID)
	r.Replacement = &another
	if len(another.Refused) < maxRefused {
		return false
	}
	r.Replacement = nil
	return true
}

// beginCycle moves a room to a cycle. A question that was given up before has one more try in it.
func beginCycle(r *quiz.Room, cycle int) {
	if cycle == r.Cycle {
		return
	}
	r.Cycle = cycle
	for id := range r.GivenUp {
		r.GivenUp[id] = min(r.GivenUp[id], maxGivenUp-1)
	}
}

// giveUpReveal ends a round whose reveal was given up. Grades, points and boards are not affected.
func giveUpReveal(tx quiz.Rounds, room *quiz.Room, now time.Time, trouble *quiz.Trouble) error {
	round, err := tx.Round(room.Round)
	if err != nil {
		return err
	}
	q := &round.Question
	trouble.Code, trouble.Question = reason.TroubleNotRevealed, troubleQuestion(q)
	round.Finish(now, nil)
	room.Last, room.Round = round.ID, 0
	return tx.SetRound(round)
}

// troubleQuestion returns the part of a question that troubles keep.
func troubleQuestion(q *quiz.Question) *quiz.TroubleQuestion {
	return &quiz.TroubleQuestion{ID: q.ID, Title: q.Title, Source: q.Source}
}
