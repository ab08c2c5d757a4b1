package quiz

import "time"

// due is what is due in a room, and since when.
type due struct {
	kind StepKind
	date Date
	at   time.Time
}

// outlook is what the calendar says of a room at a moment: what is due now, or else when to look again,
// and what can no longer happen.
type outlook struct {
	due    due
	now    bool // whether due is anything
	wake   time.Time
	missed []due
}

// look is the whole schedule: what is due follows from plan and history alone. step is the one under way
// and round the round under way, nil where there is none. Of several things that are due the earliest
// comes first, and a room does one thing at a time.
func (c Calendar) look(room *Room, step *Step, round *Round, now time.Time) outlook {
	if step != nil {
		return outlook{due: due{step.Kind, step.Date, step.Begun}, now: !now.Before(step.Next), wake: step.Next}
	}
	var o outlook
	if round != nil {
		o.consider(due{StepClose, round.Date, round.ClosesAt}, now)
	}
	o.daily(c, room, StepDigest, now)
	switch {
	case round != nil:
	case room.AskNow:
		o.consider(due{StepAsk, c.Date(now), now}, now)
	default:
		o.daily(c, room, StepAsk, now)
	}
	return o
}

// consider takes in a thing that is due at its time.
func (o *outlook) consider(d due, now time.Time) {
	if now.Before(d.at) {
		o.wakeAt(d.at)
		return
	}
	if !o.now || d.at.Before(o.due.at) {
		o.due, o.now = d, true
	}
}

func (o *outlook) wakeAt(at time.Time) {
	if o.wake.IsZero() || at.Before(o.wake) {
		o.wake = at
	}
}

// daily takes in what happens on planned days and may be late by the catch-up window: of the dates up to
// today those that were not served, and the next one so that the room is looked at then.
func (o *outlook) daily(c Calendar, room *Room, kind StepKind, now time.Time) {
	today := c.Date(now)
	day := room.Served[kind].AddDays(1)
	if oldest := today.AddDays(1 - maxTroubles); day.Before(oldest) {
		day = oldest
	}
	for ; !today.Before(day); day = day.AddDays(1) {
		if c.Planned(day) {
			o.dated(c, due{kind, day, c.timeOf(kind, day)}, now)
		}
	}
	next, ok := c.next(today)
	if !ok {
		next = today.AddDays(horizon)
	}
	o.wakeAt(c.timeOf(kind, next))
}

// dated takes in one date's due thing, or its having been missed.
func (o *outlook) dated(c Calendar, d due, now time.Time) {
	if now.Before(c.lateAt(d)) {
		o.consider(d, now)
	} else {
		o.missed = append(o.missed, d)
	}
}

// lateAt is from when on a thing is too late: after the catch-up window, and for a question at the time
// when its round would be revealed.
func (c Calendar) lateAt(d due) time.Time {
	late := d.at.Add(c.plan.CatchUp)
	if d.kind == StepAsk {
		if closes := c.ClosesAt(d.date, d.at); closes.Before(late) {
			return closes
		}
	}
	return late
}

func (c Calendar) timeOf(kind StepKind, d Date) time.Time {
	if kind == StepDigest {
		return c.DigestAt(d)
	}
	return c.AskAt(d)
}
