package jobs

import (
	"context"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/gradebook"
	"quizbot/quiz/ledger"
	"quizbot/quiz/reason"
	"quizbot/quiz/records"
	"quizbot/quiz/runner"
)

// regradePeriod is how long the grading of a revealed round is tried again.
const regradePeriod = 7 * 24 * time.Hour

// regradeWaits returns the waits between attempts to grade a revealed round. The last one repeats.
func regradeWaits() []time.Duration {
	return []time.Duration{time.Minute, 5 * time.Minute, 15 * time.Minute, time.Hour, 2 * time.Hour, 4 * time.Hour, 6 * time.Hour}
}

func regradeWait(tries int) time.Duration {
	list := regradeWaits()
	return list[min(tries, len(list)-1)]
}

// scheduleRegrade remembers a round for a later grading.
func scheduleRegrade(room *quiz.Room, id quiz.RoundID, now time.Time) {
	room.Regrades = append(room.Regrades, quiz.Regrade{Round: id, Next: now.Add(regradeWait(0)), Until: now.Add(regradePeriod)})
}

// startRegrade records the start of an attempt and returns its round. The next attempt waits until
// this one must have ended, in case the process dies.
func startRegrade(room *quiz.Room, r *quiz.Regrade, now time.Time) quiz.RoundID {
	r.Next = now.Add(2 * room.Plan.GradeDeadline)
	return r.Round
}

// RegradeRound grades the answers that a round's grading left without a grade. It changes no grade that
// a person has set, and reports whether it changed any. A failure of the grader is recorded with the
// time of the next attempt, and returned as a [runner.GraderError]. The last one alarms.
func (e *Engine) RegradeRound(ctx context.Context, clock runner.Timekeeper, id quiz.RoundID, tell func([]quiz.Alarm)) (changed bool, err error) {
	round, replies, err := e.readRound(ctx, id)
	if err != nil {
		return false, err
	}
	room, err := records.View(ctx, e.store, func(tx quiz.Tx) (quiz.Room, error) { return tx.Room(round.Room) })
	if err != nil {
		return false, err
	}
	var failed error
	if forgetMissingGrades(replies) {
		a := attempt{
			grader: e.grader, clock: clock, round: &round, replies: replies, until: clock.Now().Add(room.Plan.GradeDeadline),
			save: func(list []foundGrade) error {
				return e.store.Update(context.WithoutCancel(ctx), func(tx quiz.Tx) error {
					done, err := replaceGrades(tx, clock.Now(), replies, list)
					changed = changed || len(done) > 0
					return err
				})
			},
			late: func() error { return nil },
		}
		if failed, err = a.run(ctx); err != nil {
			return changed, err
		}
	}
	alarms, err := e.recordRegrade(ctx, clock.Now(), id, failed)
	if err != nil {
		return changed, err
	}
	tell(alarms)
	return changed, asGraderError(failed)
}

// forgetMissingGrades removes the grades that stand for missing ones, so that the grader gives them. It
// reports whether there are any.
func forgetMissingGrades(replies []quiz.Reply) (missing bool) {
	for i := range replies {
		if g := replies[i].Grade; g == nil || gradebook.AwaitsGrader(g) {
			replies[i].Grade, missing = nil, true
		}
	}
	return missing
}

// replaceGrades stores grades with their changes of points. It passes over replies that were deleted or
// graded by a person meanwhile.
func replaceGrades(tx gradebook.Records, now time.Time, replies []quiz.Reply, list []foundGrade) (done []Regraded, err error) {
	for _, f := range list {
		reply, err := records.IgnoreNotFound(tx.Reply(replies[f.reply].Round, replies[f.reply].Member))
		if err != nil {
			return nil, err
		}
		if reply == nil || reply.Grade == nil || !gradebook.AwaitsGrader(reply.Grade) {
			continue
		}
		round, err := tx.Round(reply.Round)
		if err != nil {
			return nil, err
		}
		g := f.grade
		g.At = now
		one := Regraded{Round: &round, Member: reply.Member, From: reply.Grade.Band, To: g.Band}
		if one.Points, err = gradebook.Replace(tx, &round, reply, g, ledger.ForRegrade, now); err != nil {
			return nil, err
		}
		done = append(done, one)
	}
	return done, nil
}

// recordRegrade removes a round that is graded now, or schedules the next attempt. After the last one
// it raises an alarm.
func (e *Engine) recordRegrade(ctx context.Context, now time.Time, id quiz.RoundID, failed error) (alarms []quiz.Alarm, err error) {
	err = e.store.Update(ctx, func(tx quiz.Tx) error {
		alarms = nil
		round, err := tx.Round(id)
		if err != nil {
			return err
		}
		room, err := tx.Room(round.Room)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(room.Regrades, func(r quiz.Regrade) bool { return r.Round == id })
		if i < 0 {
			return nil
		}
		r := room.Regrades[i]
		r.Tries++
		r.Next = now.Add(regradeWait(r.Tries))
		room.Regrades[i] = r
		last := r.Next.After(r.Until)
		if failed == nil || last {
			room.Regrades = slices.Delete(room.Regrades, i, i+1)
		}
		if failed != nil && last {
			alarm, err := e.raiseAlarm(tx, &room, quiz.Trouble{At: now, Job: quiz.JobGrade, TroubleReason: reason.New(reason.TroubleNotGraded, "detail", round.Date.String())})
			if err != nil {
				return err
			}
			alarms = []quiz.Alarm{alarm}
		}
		return agenda.SaveRoom(tx, &room, now)
	})
	return alarms, err
}
