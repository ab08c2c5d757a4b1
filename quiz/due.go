package quiz

import (
	"iter"
	"slices"
	"time"
)

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
	thread bool // whether the thread of an open round is to be opened
	mended bool // the room or its round had been led astray by a wrong clock
}

// giveUpMissed marks what can no longer happen as done and notes it in the room.
func (o *outlook) giveUpMissed(room *Room, now time.Time) {
	for _, d := range o.missed {
		room.serve(d.kind, d.date)
		if d.kind == StepAsk {
			room.Another = nil
		}
		room.note(Trouble{At: now, Step: d.kind, Code: TroubleMissed, Detail: d.date.String()})
	}
}

// look is the whole schedule: what is due follows from plan and history alone. step is the one under way
// and round the round under way, nil where there is none. Of several things that are due the earliest
// comes first, and a room does one thing at a time.
func (c Calendar) look(room *Room, step *Step, round *Round, now time.Time) outlook {
	if step != nil {
		o := outlook{due: due{step.Kind, step.Date, step.Begun}, now: !waits(step.Next, now), wake: step.Next}
		o.considerThread(round, now)
		return o
	}
	var o outlook
	o.considerThread(round, now)
	if round != nil {
		o.consider(due{StepClose, round.Date, round.ClosesAt}, now)
	}
	if room.Removed {
		return o
	}
	o.daily(c, room, StepDigest, now)
	switch {
	case round != nil:
	case room.Another != nil:
		o.dated(c, due{StepAsk, room.Another.Date, room.Another.At}, now)
	case room.AskNow:
		o.consider(due{StepAsk, c.Date(now), now}, now)
	default:
		o.daily(c, room, StepAsk, now)
	}
	return o
}

// waits reports whether something that is not tried before next waits still. What waits too long was planned by
// a clock that was wrong.
func waits(next, now time.Time) bool { return now.Before(next) && next.Sub(now) <= aheadAtMost }

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

// daily takes in what happens on expected days and may be late by the catch-up window: of the dates up to
// today those that were not served, and the next one so that the room is looked at then.
func (o *outlook) daily(c Calendar, room *Room, kind StepKind, now time.Time) {
	if kind == StepDigest && c.plan.Digest == Off {
		return
	}
	today := c.Date(now)
	for day := range c.unserved(room, kind, today) {
		o.dated(c, due{kind, day, c.timeOf(kind, day)}, now)
	}
	o.wakeAt(c.timeOf(kind, c.following(room, kind, today)))
}

// unserved are the dates up to today that were expected and not served, as far as a room remembers troubles.
func (c Calendar) unserved(room *Room, kind StepKind, today Date) iter.Seq[Date] {
	return func(yield func(Date) bool) {
		day := room.Served[kind].AddDays(1)
		if oldest := today.AddDays(1 - maxTroubles); day.Before(oldest) {
			day = oldest
		}
		for ; !today.Before(day); day = day.AddDays(1) {
			if c.expects(room, kind, day) && !yield(day) {
				return
			}
		}
	}
}

// following is the next date after day on which a room expects a step, or else the horizon.
func (c Calendar) following(room *Room, kind StepKind, day Date) Date {
	if p := room.Pause; p.holds(day) {
		day = later(day, p.Until.AddDays(-1))
	}
	end := day.AddDays(horizon)
	for day = day.AddDays(1); day.Before(end) && !c.expects(room, kind, day); {
		day = day.AddDays(1)
	}
	return day
}

// expects reports whether a question or digest is to come on a date: a planned one on which the room is not
// paused, and whose question is not skipped. A plan may have no digests.
func (c Calendar) expects(room *Room, kind StepKind, d Date) bool {
	if kind == StepDigest && c.plan.Digest == Off {
		return false
	}
	return !room.Pause.holds(d) && (kind != StepAsk || !slices.Contains(room.Skip, d)) && c.Planned(d)
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
