// Package agenda computes the due jobs of a room from its plan and history. The evaluation is pure:
// time and records go in, an [Agenda] comes out.
package agenda

import (
	"iter"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

// Calendar is a schedule with its plan. It computes the due jobs of a room.
type Calendar struct {
	schedule.Calendar
	plan plan.Plan
}

// NewCalendar returns the calendar of a plan, or an error for an unknown time zone.
func NewCalendar(p plan.Plan) (Calendar, error) {
	c, err := schedule.NewCalendar(p.Timetable)
	return Calendar{c, p}, err
}

// Due is a job and its due time.
type Due struct {
	Kind quiz.JobKind
	Date schedule.Date
	At   time.Time
}

// Agenda is the evaluation of a room at one time: the due job or the next check, and missed jobs.
type Agenda struct {
	Next      Due  // the due job
	IsDue     bool // Next is set
	NextCheck time.Time
	Missed    []Due
	ThreadDue bool          // an open round needs its thread opened
	Regrade   *quiz.Regrade // of the room, due beside everything else, nil for none
}

// GiveUpMissed marks missed jobs as done and notes them in the room.
func (o *Agenda) GiveUpMissed(room *quiz.Room, now time.Time) {
	for _, d := range o.Missed {
		room.MarkDone(d.Kind, d.Date)
		if d.Kind == quiz.JobAsk {
			room.Replacement = nil
		}
		room.NoteTrouble(quiz.Trouble{At: now, Job: d.Kind, TroubleReason: reason.New(reason.TroubleMissed, "detail", d.Date.String())})
	}
}

// Evaluate computes the agenda from plan and history alone. job and round are the current ones, nil
// if there are none. A room does one job at a time, the earliest first.
func (c Calendar) Evaluate(room *quiz.Room, job *quiz.Job, round *quiz.Round, now time.Time) Agenda {
	if job != nil {
		o := Agenda{Next: Due{job.Kind, job.Date, job.Begun}, IsDue: !isWaiting(job.Next, now), NextCheck: job.Next}
		o.addThread(round, now)
		o.addRegrades(room, now)
		return o
	}
	var o Agenda
	o.addThread(round, now)
	o.addRegrades(room, now)
	if round != nil {
		o.addDueJob(Due{quiz.JobClose, round.Date, round.ClosesAt}, now)
	}
	if room.Removed {
		return o
	}
	o.addDailyJobs(c, room, quiz.JobDigest, now)
	switch {
	case round != nil:
	case room.Replacement != nil:
		o.addDatedJob(c, Due{quiz.JobAsk, room.Replacement.Date, room.Replacement.At}, now)
	case room.AskNow:
		o.addDueJob(Due{quiz.JobAsk, c.Date(now), now}, now)
	default:
		o.addDailyJobs(c, room, quiz.JobAsk, now)
	}
	return o
}

// isWaiting reports whether a job still waits for its next attempt. A wait beyond [maxClockSkew]
// comes from a wrong clock and doesn't count.
func isWaiting(next, now time.Time) bool { return now.Before(next) && next.Sub(now) <= maxClockSkew }

// addDueJob adds a job: as due, or as the next check.
func (o *Agenda) addDueJob(d Due, now time.Time) {
	if now.Before(d.At) {
		o.addCheck(d.At)
		return
	}
	if !o.IsDue || d.At.Before(o.Next.At) {
		o.Next, o.IsDue = d, true
	}
}

// addCheck moves the next check to an earlier time.
func (o *Agenda) addCheck(at time.Time) {
	if o.NextCheck.IsZero() || at.Before(o.NextCheck) {
		o.NextCheck = at
	}
}

// addDailyJobs adds the jobs of one kind: all pending dates, and the next date as a check.
func (o *Agenda) addDailyJobs(c Calendar, room *quiz.Room, kind quiz.JobKind, now time.Time) {
	if kind == quiz.JobDigest && c.plan.Digest == schedule.Off {
		return
	}
	today := c.Date(now)
	for day := range c.PendingDates(room, kind, today) {
		o.addDatedJob(c, Due{kind, day, c.jobTime(kind, day)}, now)
	}
	o.addCheck(c.jobTime(kind, c.nextExpected(room, kind, today)))
}

// PendingDates yields the expected dates up to today that are not done. It goes back as many days
// as a room keeps troubles.
func (c Calendar) PendingDates(room *quiz.Room, kind quiz.JobKind, today schedule.Date) iter.Seq[schedule.Date] {
	return func(yield func(schedule.Date) bool) {
		day := room.LastDone[kind].AddDays(1)
		if oldest := today.AddDays(1 - quiz.MaxTroubles); day.Before(oldest) {
			day = oldest
		}
		for ; !today.Before(day); day = day.AddDays(1) {
			if c.ExpectsJob(room, kind, day) && !yield(day) {
				return
			}
		}
	}
}

// nextExpected returns the next date after day with an expected job, or the horizon.
func (c Calendar) nextExpected(room *quiz.Room, kind quiz.JobKind, day schedule.Date) schedule.Date {
	if p := room.Pause; p.Holds(day) {
		day = LaterDate(day, p.Until.AddDays(-1))
	}
	end := day.AddDays(schedule.Horizon)
	for day = day.AddDays(1); day.Before(end) && !c.ExpectsJob(room, kind, day); {
		day = day.AddDays(1)
	}
	return day
}

// ExpectsJob reports whether a question or digest comes on a date. The date must be planned and not
// paused, not done ahead of its time, and for questions not skipped.
func (c Calendar) ExpectsJob(room *quiz.Room, kind quiz.JobKind, d schedule.Date) bool {
	if kind == quiz.JobDigest && c.plan.Digest == schedule.Off {
		return false
	}
	if slices.Contains(room.DoneAhead[kind], d) {
		return false
	}
	return !room.Pause.Holds(d) && (kind != quiz.JobAsk || !slices.Contains(room.Skip, d)) && c.IsPlanned(d)
}

// addDatedJob adds the job of one date, as missed if it is too late.
func (o *Agenda) addDatedJob(c Calendar, d Due, now time.Time) {
	if now.Before(c.tooLateAt(d)) {
		o.addDueJob(d, now)
	} else {
		o.Missed = append(o.Missed, d)
	}
}

// tooLateAt returns the end of the catch-up window, for a question at most the close of its round.
func (c Calendar) tooLateAt(d Due) time.Time {
	late := d.At.Add(c.plan.CatchUp)
	if d.Kind == quiz.JobAsk {
		if closes := c.ClosesAt(d.Date, d.At); closes.Before(late) {
			return closes
		}
	}
	return late
}

func (c Calendar) jobTime(kind quiz.JobKind, d schedule.Date) time.Time {
	if kind == quiz.JobDigest {
		return c.DigestAt(d)
	}
	return c.AskAt(d)
}

// LaterDate returns the later of two days.
func LaterDate(d, e schedule.Date) schedule.Date {
	if d.Before(e) {
		return e
	}
	return d
}

// addThread adds the opening of a round's thread.
func (o *Agenda) addThread(round *quiz.Round, now time.Time) {
	switch {
	case round == nil || round.Phase != quiz.Open || round.Thread == nil:
	case isWaiting(round.Thread.Next, now):
		o.addCheck(round.Thread.Next)
	default:
		o.ThreadDue = true
	}
}

// addRegrades adds the rounds that are graded once more. A wait of more than a day comes from a wrong
// clock and doesn't count.
func (o *Agenda) addRegrades(room *quiz.Room, now time.Time) {
	for i := range room.Regrades {
		r := &room.Regrades[i]
		switch {
		case now.Before(r.Next) && r.Next.Sub(now) <= 24*time.Hour:
			o.addCheck(r.Next)
		case o.Regrade == nil:
			o.Regrade = r
		}
	}
}

// NextDue returns the due time of the next daily job, which may have passed already. It is zero if
// none is planned.
func (c Calendar) NextDue(room *quiz.Room, kind quiz.JobKind, now time.Time) time.Time {
	day := c.Date(now).AddDays(-1) // yesterday's may still be caught up with
	if p := room.Pause; p.Holds(day) {
		day = LaterDate(day, p.Until)
	}
	for range schedule.Horizon {
		d := Due{kind, day, c.jobTime(kind, day)}
		if c.ExpectsJob(room, kind, day) && room.LastDone[kind].Before(day) && now.Before(c.tooLateAt(d)) {
			return d.At
		}
		day = day.AddDays(1)
	}
	return time.Time{}
}

// NextQuestion returns the next planned date without a question so far, skipped or not. ok is false
// if none is planned.
func (c Calendar) NextQuestion(room *quiz.Room, now time.Time) (schedule.Date, bool) {
	running := *room
	running.Skip, running.Pause = nil, nil
	at := c.NextDue(&running, quiz.JobAsk, now)
	return c.Date(at), !at.IsZero()
}

// NextAnnounced returns the time of the next question for a digest. It is zero if none is planned,
// or if an overdue one still comes.
func (c Calendar) NextAnnounced(room *quiz.Room, now time.Time) time.Time {
	if next := c.NextDue(room, quiz.JobAsk, now); next.After(now) {
		return next
	}
	return time.Time{}
}
