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

// Calendar is a calendar together with its plan. It knows what is due in a room.
type Calendar struct {
	schedule.Calendar
	plan plan.Plan
}

func NewCalendar(p plan.Plan) (Calendar, error) {
	c, err := schedule.NewCalendar(p.Timetable)
	return Calendar{c, p}, err
}

// Due is what is due in a room, and since when.
type Due struct {
	Kind quiz.JobKind
	Date schedule.Date
	At   time.Time
}

// Agenda is what the calendar says of a room at a moment: what is due now, or else when to look again,
// and what can no longer happen.
type Agenda struct {
	Next      Due
	IsDue     bool // whether due is anything
	NextCheck time.Time
	Missed    []Due
	ThreadDue bool // whether the thread of an open round is to be opened
	Repaired  bool // the room or its round had been led astray by a wrong clock
}

// GiveUpMissed marks what can no longer happen as done and notes it in the room.
func (o *Agenda) GiveUpMissed(room *quiz.Room, now time.Time) {
	for _, d := range o.Missed {
		room.MarkDone(d.Kind, d.Date)
		if d.Kind == quiz.JobAsk {
			room.Replacement = nil
		}
		room.NoteTrouble(quiz.Trouble{At: now, Job: d.Kind, Code: reason.TroubleMissed, Detail: d.Date.String()})
	}
}

// Evaluate is the whole schedule: what is due follows from plan and history alone. job is the one under way
// and round the round under way, nil where there is none. Of several things that are due the earliest
// comes first, and a room does one thing at a time.
func (c Calendar) Evaluate(room *quiz.Room, job *quiz.Job, round *quiz.Round, now time.Time) Agenda {
	if job != nil {
		o := Agenda{Next: Due{job.Kind, job.Date, job.Begun}, IsDue: !isWaiting(job.Next, now), NextCheck: job.Next}
		o.addThread(round, now)
		return o
	}
	var o Agenda
	o.addThread(round, now)
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

// isWaiting reports whether something that is not tried before next isWaiting still. What isWaiting too long was planned by
// a clock that was wrong.
func isWaiting(next, now time.Time) bool { return now.Before(next) && next.Sub(now) <= maxClockSkew }

// addDueJob takes in a thing that is due at its time.
func (o *Agenda) addDueJob(d Due, now time.Time) {
	if now.Before(d.At) {
		o.addCheck(d.At)
		return
	}
	if !o.IsDue || d.At.Before(o.Next.At) {
		o.Next, o.IsDue = d, true
	}
}

func (o *Agenda) addCheck(at time.Time) {
	if o.NextCheck.IsZero() || at.Before(o.NextCheck) {
		o.NextCheck = at
	}
}

// addDailyJobs takes in what happens on expected days and may be late by the catch-up window: of the dates up to
// today those that were not served, and the next one so that the room is looked at then.
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

// PendingDates are the dates up to today that were expected and not served, as far as a room remembers troubles.
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

// nextExpected is the next date after day on which a room expects a job, or else the horizon.
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

// ExpectsJob reports whether a question or digest is to come on a date: a planned one on which the room is not
// paused, and whose question is not skipped. A plan may have no digests.
func (c Calendar) ExpectsJob(room *quiz.Room, kind quiz.JobKind, d schedule.Date) bool {
	if kind == quiz.JobDigest && c.plan.Digest == schedule.Off {
		return false
	}
	return !room.Pause.Holds(d) && (kind != quiz.JobAsk || !slices.Contains(room.Skip, d)) && c.Planned(d)
}

// addDatedJob takes in one date's due thing, or its having been missed.
func (o *Agenda) addDatedJob(c Calendar, d Due, now time.Time) {
	if now.Before(c.tooLateAt(d)) {
		o.addDueJob(d, now)
	} else {
		o.Missed = append(o.Missed, d)
	}
}

// tooLateAt is from when on a thing is too late: after the catch-up window, and for a question at the time
// when its round would be revealed.
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

// LaterDate is the later of two days.
func LaterDate(d, e schedule.Date) schedule.Date {
	if d.Before(e) {
		return e
	}
	return d
}

// addThread takes in the thread that is to be opened for a round.
func (o *Agenda) addThread(round *quiz.Round, now time.Time) {
	switch {
	case round == nil || round.Phase != quiz.Open || round.Thread == nil:
	case isWaiting(round.Thread.Next, now):
		o.addCheck(round.Thread.Next)
	default:
		o.ThreadDue = true
	}
}

// NextDue is when a daily job is due next, or has been since, the zero time where none is planned.
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

// NextQuestion is the next planned date whose question was not served, skipped or not. It reports false where
// none is planned.
func (c Calendar) NextQuestion(room *quiz.Room, now time.Time) (schedule.Date, bool) {
	running := *room
	running.Skip, running.Pause = nil, nil
	at := c.NextDue(&running, quiz.JobAsk, now)
	return c.Date(at), !at.IsZero()
}

// NextAnnounced is when a digest says that the next question comes, the zero time where none is planned, or one is overdue
// and comes by itself.
func (c Calendar) NextAnnounced(room *quiz.Room, now time.Time) time.Time {
	if next := c.NextDue(room, quiz.JobAsk, now); next.After(now) {
		return next
	}
	return time.Time{}
}
