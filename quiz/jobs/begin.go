package jobs

import (
	"context"
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/departure"
	"quizbot/quiz/ident"
	"quizbot/quiz/picking"
	"quizbot/quiz/presence"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// BeginDue decides what is due in a room and records its beginning. The messages of the round
// backfilled were fetched before.
func (e *Engine) BeginDue(ctx context.Context, now time.Time, id quiz.RoomID, backfilled quiz.RoundID) (runner.Action, error) {
	a, err := e.commitBegin(ctx, now, id, backfilled)
	if err == nil && a.Job == nil && !a.HasMore && a.Backfill == nil {
		e.contained.release(id) // everything that was due is done, or waits for its time
	}
	return a, err
}

func (e *Engine) commitBegin(ctx context.Context, now time.Time, id quiz.RoomID, backfilled quiz.RoundID) (runner.Action, error) {
	return records.Update(ctx, e.store, func(tx quiz.Tx) (runner.Action, error) {
		if !e.Serves(ident.WorkspaceOf(id)) {
			return runner.Action{}, tx.SetNextCheck(id, time.Time{})
		}
		left, err := HasLeft(tx, id)
		if err != nil {
			return runner.Action{}, err
		}
		room, err := tx.Room(id)
		if left || errors.Is(err, quiz.ErrNotFound) { // nothing begins, or everything was deleted
			return runner.Action{}, tx.SetNextCheck(id, time.Time{})
		}
		if err != nil {
			return runner.Action{}, err
		}
		a, err := e.beginDueIn(tx, &room, now, backfilled)
		if err != nil {
			return a, err
		}
		if err := tx.RaiseNewestMoment(now); err != nil {
			return a, err
		}
		return a, agenda.SaveRoom(tx, &room, now)
	})
}

// HasLeft reports whether the workspace of a room removed the bot.
func HasLeft(tx departure.Workspaces, room quiz.RoomID) (bool, error) {
	_, err := tx.Departure(ident.WorkspaceOf(room))
	switch {
	case errors.Is(err, quiz.ErrNotFound):
		return false, nil
	case errors.Is(err, quiz.ErrUnreadable): // its key is there
		return true, nil
	}
	return err == nil, err
}

// beginDueIn is BeginDue within its transaction. The caller saves the room.
func (e *Engine) beginDueIn(tx quiz.Tx, room *quiz.Room, now time.Time, backfilled quiz.RoundID) (p runner.Action, err error) {
	o, job, round, err := agenda.Read(tx, room, now)
	if err != nil {
		return p, err
	}
	o.GiveUpMissed(room, now)
	if p.Alarms, err = e.alarmIfBlocked(tx, room, now); err != nil {
		return p, err
	}
	if !o.IsDue || o.Next.Kind != quiz.JobClose && o.Next.Kind != quiz.JobGrade {
		room.Failing = 0
	}
	switch {
	case job != nil && o.IsDue:
		p.Job, err = resumeJob(room, job, round, now)
		return p, err
	case !o.IsDue && o.ThreadDue:
		p.Thread = round
		return p, startThreadAttempt(tx, round, now)
	case !o.IsDue && o.Regrade != nil:
		p.Regrade = startRegrade(room, o.Regrade, now)
		return p, nil
	case !o.IsDue:
		return p, nil
	case o.Next.Kind == quiz.JobClose:
		p.Job, p.Backfill, err = closeOrBackfill(tx, room, o.Next, round, now, backfilled)
	case o.Next.Kind == quiz.JobDigest:
		p.Job, err = e.beginDigest(tx, room, o.Next, now)
	default:
		var alarms []quiz.Alarm
		p.Job, alarms, err = e.beginAsk(tx, room, o.Next, now)
		p.Alarms = append(p.Alarms, alarms...)
	}
	p.HasMore = p.Job == nil
	return p, err
}

// resumeJob prepares the next attempt of a job that began earlier.
func resumeJob(room *quiz.Room, job *quiz.Job, round *quiz.Round, now time.Time) (*quiz.Job, error) {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return nil, err
	}
	r := withAttempt(job, now, calendar.PostUntil(job, room, round))
	if d := r.Announcement.Digest; d != nil {
		anew := *d
		anew.Next = calendar.NextAnnounced(room, now)
		r.Announcement.Digest = &anew
	}
	return r, nil
}

// withAttempt returns a copy of the job with the state of its next attempt.
func withAttempt(s *quiz.Job, now, until time.Time) *quiz.Job {
	r := *s
	r.Announcement.Begun, r.Announcement.Tries = s.Begun, s.Tries
	r.Announcement.Overdue = !until.IsZero() && !now.Before(until)
	return &r
}

// askRecords are the records that the beginning of a round reads and changes.
type askRecords interface {
	agenda.RoomRecords
	quiz.Members
	quiz.Confirmations
}

// beginAsk picks a question and begins its round. The job is nil if no question fits.
func (e *Engine) beginAsk(tx askRecords, room *quiz.Room, d agenda.Due, now time.Time) (*quiz.Job, []quiz.Alarm, error) {
	byHand, what := room.AskNow, room.AskWhat
	if a := room.Replacement; a != nil {
		byHand, what = a.ByHand, ""
	} else {
		room.AskNow, room.AskWhat = false, ""
	}
	if !byHand {
		room.MarkDone(quiz.JobAsk, d.Date)
		room.LastAskedOn = d.Date
	}
	room.Skip = slices.DeleteFunc(room.Skip, d.Date.After)
	q, cycle, err := e.chooseQuestion(tx, room, what)
	if err != nil {
		return nil, nil, err
	}
	if q == nil {
		trouble := quiz.Trouble{At: now, Job: quiz.JobAsk, TroubleReason: reason.New(reason.TroubleNoQuestions)}
		if room.Replacement != nil {
			trouble.Code, trouble.Question = reason.TroubleAllRefused, e.lastRefused(room.Replacement)
		}
		room.Replacement = nil
		alarm, err := e.raiseAlarm(tx, room, trouble)
		return nil, []quiz.Alarm{alarm}, err
	}
	beginCycle(room, cycle)
	round, err := newRound(tx, room, q, d)
	if err != nil {
		return nil, nil, err
	}
	if round.ByHand = byHand; byHand {
		if err := tx.SetRound(round); err != nil {
			return nil, nil, err
		}
	}
	room.Round = round.ID
	if err := tx.SetQuestionAsked(room.ID, room.Cycle, q.ID, true); err != nil {
		return nil, nil, err
	}
	alarms, err := e.alarmIfRunningLow(tx, room, d)
	if err != nil {
		return nil, nil, err
	}
	job := newJob(room, d, round.ID, now)
	e.underWay.add(&round)
	job.Until = round.ClosesAt
	job.Announcement.Question = &round
	return &job, alarms, tx.SetJob(job)
}

// chooseQuestion returns the question that an admin named, or the room's next one. A question that
// another room still asks is passed over: the earlier of the two reveals would give its answer away.
func (e *Engine) chooseQuestion(tx askRecords, room *quiz.Room, named quiz.QuestionID) (q *quiz.Question, cycle int, err error) {
	if err := e.underWay.load(tx); err != nil {
		return nil, 0, err
	}
	held := func(q *quiz.Question) (bool, error) { return e.underWay.asks(tx, q, room.ID) }
	if wanted, ok := e.picker.Bank.Question(named); ok && named != "" {
		if elsewhere, err := held(wanted); err != nil || !elsewhere {
			return wanted, room.Cycle, err
		}
	}
	return e.picker.ChooseFree(tx, room, held)
}

// newRoundRecords are the rounds, and the key points that rounds begin with.
type newRoundRecords interface {
	quiz.Rounds
	quiz.Confirmations
}

// newRound stores the round of a question, with the key points that the workspace confirmed.
func newRound(tx newRoundRecords, room *quiz.Room, q *quiz.Question, d agenda.Due) (quiz.Round, error) {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
		return quiz.Round{}, err
	}
	if q, err = confirmed.Overlay(tx, room.ID, q); err != nil {
		return quiz.Round{}, err
	}
	id, err := tx.NewRound()
	if err != nil {
		return quiz.Round{}, err
	}
	round := quiz.Round{
		ID: id, Room: room.ID, Number: room.Rounds + 1, Date: d.Date,
		Question: picking.ShuffleChoices(q, picking.RoomSeed(room, room.ID)+id.String()), Phase: quiz.Asking,
		PlannedAt: d.At, ClosesAt: calendar.ClosesAt(d.Date, d.At), Threads: room.Plan.Threads,
	}
	return round, tx.SetRound(round)
}

// newJob returns a job without the content of its announcement.
func newJob(room *quiz.Room, d agenda.Due, round quiz.RoundID, now time.Time) quiz.Job {
	key := round.String() + "/" + string(d.Kind)
	if d.Kind == quiz.JobDigest {
		key = string(room.ID) + "/" + d.Date.String() + "/" + string(d.Kind)
	}
	return quiz.Job{
		Room: room.ID, Kind: d.Kind, Date: d.Date, Round: round, Begun: now,
		Announcement: quiz.Announcement{Key: key, Room: room.ID, Language: room.Plan.Language, TimeZone: room.Plan.TimeZone},
	}
}

// closeRecords are the records that a close reads and changes.
type closeRecords interface {
	roundRecords
	quiz.Jobs
}

// roundRecords are the rounds with their replies.
type roundRecords interface {
	quiz.Rounds
	quiz.Replies
}

// closeOrBackfill closes a round and returns the job of grading it. A round with missing thread
// messages or names is first returned for backfilling, once.
func closeOrBackfill(tx closeRecords, room *quiz.Room, d agenda.Due, round *quiz.Round, now time.Time, backfilled quiz.RoundID) (job *quiz.Job, backfill *quiz.Round, err error) {
	if backfilled != round.ID {
		unnamed, err := unnamedMembers(tx, round.ID)
		if err != nil {
			return nil, nil, err
		}
		if round.NeedsBackfill() || len(unnamed) > 0 {
			return nil, round, nil
		}
	}
	if err := presence.Finish(tx, round, now); err != nil {
		return nil, nil, err
	}
	round.Close(now)
	rules := room.Plan.Rules(scoring.ParseDifficulty(round.Question.Difficulty))
	round.Rules = &rules
	round.Question.FillPoints()
	if err := tx.SetRound(*round); err != nil {
		return nil, nil, err
	}
	d.Kind = quiz.JobGrade
	grading := newJob(room, d, round.ID, now)
	grading.Until = now.Add(room.Plan.GradeDeadline)
	return &grading, nil, tx.SetJob(grading)
}
