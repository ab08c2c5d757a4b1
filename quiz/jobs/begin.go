package jobs

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/announce"
	"quizbot/quiz/picking"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
	"quizbot/quiz/scoring"
)

// BeginDue decides what is due in a room and records its beginning. The messages of the round
// backfilled were fetched before.
func (e *Engine) BeginDue(ctx context.Context, now time.Time, id quiz.RoomID, backfilled quiz.RoundID) (runner.Action, error) {
	p, err := records.Update(ctx, e.store, func(tx quiz.Tx) (progress, error) {
		room, err := tx.Room(id)
		if err != nil {
			return progress{}, err
		}
		p, err := e.beginDueIn(tx, &room, now, backfilled)
		if err != nil {
			return p, err
		}
		return p, agenda.SaveRoom(tx, &room, now)
	})
	if err != nil || p.closed == nil {
		return p.Action, err
	}
	p.HasMore = true
	alarms, err := e.gradeAndPrepareReveal(ctx, now, *p.closed)
	p.Alarms = append(p.Alarms, alarms...)
	return p.Action, err
}

// progress is an action, and the round to be graded before it.
type progress struct {
	runner.Action
	closed *quiz.Round
}

// beginDueIn is Begin within its transaction. The caller saves the room.
func (e *Engine) beginDueIn(tx quiz.Tx, room *quiz.Room, now time.Time, backfilled quiz.RoundID) (p progress, err error) {
	o, job, round, err := agenda.Read(tx, room, now)
	if err != nil {
		return p, err
	}
	o.GiveUpMissed(room, now)
	if o.Repaired && round != nil {
		if err := tx.SetRound(*round); err != nil {
			return p, err
		}
	}
	if p.Alarms, err = e.alarmIfBlocked(tx, room, now); err != nil {
		return p, err
	}
	if !o.IsDue || o.Next.Kind != quiz.JobClose {
		room.Failing = 0
	}
	switch {
	case job != nil && o.IsDue:
		p.Job, err = resumeJob(room, job, round, now)
		return p, err
	case !o.IsDue && o.ThreadDue:
		p.Thread = round
		return p, startThreadAttempt(tx, round, now)
	case !o.IsDue:
		return p, nil
	case o.Next.Kind == quiz.JobClose:
		p.closed, p.Backfill, err = closeOrBackfill(tx, round, now, backfilled)
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
	agenda.JobRecords
	quiz.Members
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
	q, cycle, err := e.picker.ChooseNext(tx, room)
	if wanted, ok := e.picker.Bank.Question(what); ok && what != "" {
		q, cycle = wanted, room.Cycle
	}
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
	job.Until = round.ClosesAt
	job.Announcement.Question = &round
	return &job, alarms, tx.SetJob(job)
}

// newRound stores the round of a question.
func newRound(tx quiz.Rounds, room *quiz.Room, q *quiz.Question, d agenda.Due) (quiz.Round, error) {
	calendar, err := agenda.NewCalendar(room.Plan)
	if err != nil {
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

// roundRecords are the rounds with their replies.
type roundRecords interface {
	quiz.Rounds
	quiz.Replies
}

// closeOrBackfill closes a round. A round with missing thread messages or names is first returned
// for backfilling, once.
func closeOrBackfill(tx roundRecords, round *quiz.Round, now time.Time, backfilled quiz.RoundID) (closed, backfill *quiz.Round, err error) {
	if backfilled != round.ID {
		unnamed, err := unnamedMembers(tx, round.ID)
		if err != nil {
			return nil, nil, err
		}
		if round.NeedsBackfill() || len(unnamed) > 0 {
			return nil, round, nil
		}
	}
	round.Close(now)
	round.Question.FillPoints()
	return round, nil, tx.SetRound(*round)
}

// gradeAndPrepareReveal grades a closed round, and stores grades, points and the reveal together.
// If the grader fails until shortly before the next question, the round continues without grades.
func (e *Engine) gradeAndPrepareReveal(ctx context.Context, now time.Time, round quiz.Round) (alarms []quiz.Alarm, err error) {
	var replies []quiz.Reply
	var until time.Time
	err = e.store.View(ctx, func(tx quiz.Tx) error {
		if replies, err = records.SubmittedReplies(tx, round.ID); err != nil {
			return err
		}
		room, err := tx.Room(round.Room)
		if err != nil {
			return err
		}
		calendar, err := agenda.NewCalendar(room.Plan)
		if err != nil {
			return err
		}
		until = calendar.RevealUntil(&round)
		return nil
	})
	if err != nil {
		return nil, err
	}
	grades, failed := e.gradeReplies(ctx, &round, replies)
	if failed != nil && (now.Before(until) || ctx.Err() != nil) {
		return nil, failed
	}
	for i := range replies {
		grades[i].At = now
		replies[i].Grade = &grades[i]
	}
	err = e.store.Update(ctx, func(tx quiz.Tx) error {
		room, err := tx.Room(round.Room)
		if err != nil {
			return err
		}
		if alarms = nil; failed != nil {
			alarm, err := e.raiseAlarm(tx, &room, quiz.Trouble{At: now, Job: quiz.JobClose, TroubleReason: reason.New(reason.TroubleNotGraded, "detail", round.Date.String())})
			if err != nil {
				return err
			}
			alarms = []quiz.Alarm{alarm}
		}
		return e.writeGrades(tx, now, &room, round, replies)
	})
	if err != nil {
		return nil, err
	}
	return alarms, nil
}

// gradeReplies grades the replies of a round. With an error, grades that were not found are unsure.
func (e *Engine) gradeReplies(ctx context.Context, round *quiz.Round, replies []quiz.Reply) ([]quiz.Grade, error) {
	grades := make([]quiz.Grade, len(replies))
	for i := range grades {
		grades[i] = quiz.Grade{Band: scoring.Unsure, Score: scoring.Unsure.Score(), By: quiz.ByGrader}
	}
	graded := map[int]bool{}
	err := e.grader.Grade(ctx, &round.Question, replies, func(i int, g quiz.Grade) error {
		if i < 0 || i >= len(replies) || graded[i] {
			return fmt.Errorf("unexpected grade for reply %d of %d", i, len(replies))
		}
		grades[i], graded[i] = g, true
		return nil
	})
	if err == nil && len(graded) < len(replies) {
		err = fmt.Errorf("%d grades for %d replies", len(graded), len(replies))
	}
	if err != nil {
		return grades, fmt.Errorf("grade round %s: %w", round.ID, err)
	}
	return grades, nil
}

// writeGrades is the second half of a close. Members who were forgotten in between are left out.
func (e *Engine) writeGrades(tx quiz.Tx, now time.Time, room *quiz.Room, round quiz.Round, replies []quiz.Reply) error {
	room.Rounds, room.Failing = round.Number, 0
	kept := make([]quiz.Reply, 0, len(replies))
	for _, r := range replies {
		still, err := records.IgnoreNotFound(tx.Reply(round.ID, r.Member))
		if err != nil {
			return err
		}
		if still == nil {
			continue
		}
		if err := recordScore(tx, now, room, &round, r); err != nil {
			return err
		}
		kept = append(kept, r)
	}
	job := newJob(room, agenda.Due{Kind: quiz.JobReveal, Date: round.Date, At: now}, round.ID, now)
	job.Until = now.Add(revealGrace)
	job.Announcement.Broadcast = room.Plan.Broadcast
	news, err := announce.FreezeReveal(tx, round, kept, quiz.BestShown)
	if err != nil {
		return err
	}
	job.Announcement.Reveal = news
	if err := tx.SetJob(job); err != nil {
		return err
	}
	return agenda.SaveRoom(tx, room, now)
}

// scoreRecords are the records of a reply's grade and points.
type scoreRecords interface {
	quiz.Replies
	quiz.Ledger
}

// recordScore stores one reply's grade, points and streak.
func recordScore(tx scoreRecords, now time.Time, room *quiz.Room, round *quiz.Round, r quiz.Reply) error {
	if err := tx.SetReply(r); err != nil {
		return err
	}
	err := tx.Append(quiz.Entry{
		Room: room.ID, Member: r.Member, Round: round.ID, Date: round.Date,
		Points: room.Plan.Points.For(r.Grade.Band), Reason: quiz.ForAnswer, Band: r.Grade.Band, At: now,
	})
	if err != nil {
		return err
	}
	run, err := tx.Streak(room.ID, r.Member)
	if err != nil {
		return err
	}
	return tx.SetStreak(room.ID, r.Member, run.Next(round.Number))
}
