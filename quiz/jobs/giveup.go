package jobs

import (
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/schedule"
)

const (
	// maxRefused is how many questions may be refused one after the other before a day goes without one.
	maxRefused = 5
	// maxGivenUp is how often a question may be given up before it is passed over in its cycle.
	maxGivenUp = 2
	// revealGrace is how long a reveal is tried after it began, or the process started, however late that was.
	revealGrace = time.Hour
)

// giveUpJob ends a job that is not tried any more, and tells the room's admins unless they know of its obstacle already.
func (e *Engine) giveUpJob(tx quiz.Tx, room *quiz.Room, job quiz.Job, now time.Time, why reason.TroubleCode, fresh bool) ([]quiz.Alarm, error) {
	if err := tx.EndJob(room.ID); err != nil {
		return nil, err
	}
	trouble := quiz.Trouble{At: now, Job: job.Kind, Code: why, Detail: job.Date.String()}
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

// giveUpAsk ends the round of a question that was given up. Where somebody answered it, it stands although nobody
// could find out where: then the round goes on to its reveal.
func (e *Engine) giveUpAsk(tx quiz.Tx, room *quiz.Room, now time.Time, why reason.TroubleCode, trouble *quiz.Trouble) error {
	round, err := tx.Round(room.Round)
	if err != nil {
		return err
	}
	replies, err := records.SubmittedReplies(tx, room.Round)
	if err != nil {
		return err
	}
	if len(replies) > 0 {
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

// CancelRound ends a round whose question was never posted. The room's date is that of the round before it.
func CancelRound(tx quiz.Tx, room *quiz.Room, round *quiz.Round) error {
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

// lastRefused names the last question that was refused.
func (e *Engine) lastRefused(a *quiz.Replacement) *quiz.TroubleQuestion {
	id := a.Refused[len(a.Refused)-1]
	if q, ok := e.picker.Bank.Question(id); ok {
		return troubleQuestion(q)
	}
	return &quiz.TroubleQuestion{ID: id, Title: string(id)}
}

// replaceRefused has another question asked in place of a round's, on the same date. It reports whether there were too many
// refused ones already, so that none is.
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

// beginCycle moves a room to a cycle. A question that was passed over for being given up has one try in it.
func beginCycle(r *quiz.Room, cycle int) {
	if cycle == r.Cycle {
		return
	}
	r.Cycle = cycle
	for id := range r.GivenUp {
		r.GivenUp[id] = min(r.GivenUp[id], maxGivenUp-1)
	}
}

// giveUpReveal ends a round whose reveal was given up. Grades, points and boards are as always.
func giveUpReveal(tx quiz.Tx, room *quiz.Room, now time.Time, trouble *quiz.Trouble) error {
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

// troubleQuestion is the question as troubles name it.
func troubleQuestion(q *quiz.Question) *quiz.TroubleQuestion {
	return &quiz.TroubleQuestion{ID: q.ID, Title: q.Title, Source: q.Source}
}
