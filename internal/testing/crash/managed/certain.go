package managed

import (
	"slices"
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// checkPlannedDates checks that each date has its question whose commands leave no doubt about it.
func (c *roomCheck) checkPlannedDates() {
	since := c.Store.Rooms[c.ID].Since
	if since.IsZero() {
		return
	}
	asked := map[schedule.Date]bool{}
	for _, r := range c.plannedRounds() {
		asked[r.Date] = true
	}
	first := schedule.DateOf(since.In(c.Zone())).AddDays(1)
	for date := first; c.FirstMinuteAt(date, 0).Before(c.End); date = date.AddDays(1) {
		due, certain := c.certainAskTime(date)
		if !certain || asked[date] {
			continue
		}
		until := c.quietUntil(due)
		if until.Before(c.End) && !c.WasDown(due, until) {
			c.Violation("%s: no question of %s, which was due at %s", c.ID, date, due)
		}
	}
	c.Count("managed rooms")
}

// certainAskTime returns the time of a date's question, and false if there may be none.
func (c *roomCheck) certainAskTime(date schedule.Date) (due time.Time, ok bool) {
	for _, at := range append(c.AskTimes, c.Plan.Ask) {
		due = c.FirstMinuteAt(date, at)
		// Shortly before, nothing may be on its way.
		if times := c.askTimesAt(due.Add(-time.Hour), due); len(times) == 1 && times[0] == at {
			ok = true
			break
		}
	}
	early := !c.Clocks.LatestShown(due.Add(-1)).Before(due) // it may have been left out by a clock that was ahead
	if !ok || early || c.maybePaused(due) || c.isRoomTaken(due) {
		return due, false
	}
	skipped := slices.ContainsFunc(c.commands, func(d *record.DeliveredEvent) bool {
		return d.Event.Path == Skip && strings.HasSuffix(d.Event.Args["date"], date.String()) && outcomeOf(d).maybe()
	})
	return due, !skipped
}

// isRoomTaken reports whether a round by hand was open at a time. The planned question is left out then.
func (c *roomCheck) isRoomTaken(at time.Time) bool {
	return slices.ContainsFunc(c.Store.Rounds[c.ID], func(r quiz.Round) bool {
		_, revealed := c.Clocks.TrueTimes(r.RevealedAt)
		return r.ByHand && r.PlannedAt.Before(at.Add(time.Hour)) && (r.RevealedAt.IsZero() || revealed.After(at))
	})
}

// maybePaused reports whether the room may be paused at a time, or may have been resumed just then.
func (c *roomCheck) maybePaused(at time.Time) bool {
	paused := false
	for _, d := range c.commands {
		o := outcomeOf(d)
		if d.Event.At.After(at) || !o.maybe() {
			continue
		}
		switch {
		case d.Event.Path == Pause:
			until, err := schedule.ParseDate(d.Event.Args["until"])
			paused = err != nil || at.Before(c.FirstMinuteAt(until, 0).Add(time.Hour)) || paused && o == unknown
		case d.Event.Path == Resume && isDoneBefore(d, at.Add(-time.Hour)):
			paused = false
		case d.Event.Path == Resume:
			paused = true
		}
	}
	return paused
}

// quietUntil returns the time until which a date's question may be asked and no command may prevent
// it.
func (c *roomCheck) quietUntil(due time.Time) time.Time {
	until := due.Add(c.Plan.CatchUp)
	for _, d := range c.commands {
		if at := d.Event.At; at.After(due) && at.Before(until) && outcomeOf(d).maybe() {
			return at
		}
	}
	return until
}

// checkAskNow checks that each confirmed request for a question leads to one round, and that there
// are no other rounds by hand.
func (c *roomCheck) checkAskNow() {
	var requests []*record.DeliveredEvent
	for _, d := range c.commands {
		if d.Event.Path == AskNow && outcomeOf(d).maybe() {
			requests = append(requests, d)
		}
	}
	rounds := slices.DeleteFunc(slices.Clone(c.Store.Rounds[c.ID]), func(r quiz.Round) bool { return !r.ByHand })
	for i, d := range requests {
		next := c.End
		if i+1 < len(requests) {
			next = requests[i+1].Event.At
		}
		n := 0
		for _, r := range rounds {
			earliest, latest := c.Clocks.TrueTimes(r.PlannedAt)
			if !latest.Before(d.Event.At) && (i+1 == len(requests) || earliest.Before(next)) {
				n++
			}
		}
		if n == 0 && outcomeOf(d) == confirmed && d.Acked.Before(next) && !c.WasDown(d.Acked, next) {
			c.Violation("%s: %s asked for a question, and there is no round", c.ID, d.Event.ID)
		}
	}
	for k, r := range rounds { // before the third round there were three requests
		_, latest := c.Clocks.TrueTimes(r.PlannedAt)
		if k >= len(requests) || latest.Before(requests[k].Event.At) {
			c.Violation("%s: nobody asked for the round %s", c.ID, r.ID)
		}
		c.Count("rounds by hand")
	}
}

// checkRevealNow checks that each confirmed reveal closed a round then.
func (c *roomCheck) checkRevealNow() {
	for _, d := range c.commands {
		if d.Event.Path != RevealNow || outcomeOf(d) != confirmed {
			continue
		}
		closed := func(r quiz.Round) bool { return r.ClosesAt.Equal(d.Event.At) }
		if !slices.ContainsFunc(c.Store.Rounds[c.ID], closed) {
			c.Violation("%s: %s closed no round", c.ID, d.Event.ID)
		}
		c.Count("rounds closed by hand")
	}
}

// checkGrades checks that the grade that an admin gave last stands.
func (c *roomCheck) checkGrades() {
	type answer struct {
		round  quiz.RoundID
		member quiz.MemberNo
	}
	last := map[answer]*record.DeliveredEvent{}
	doubtful := map[quiz.MemberNo]bool{}
	for _, d := range c.commands {
		if d.Event.Path != Grade {
			continue
		}
		no := c.memberCalled(d.Event.Args["member"])
		if outcomeOf(d) == unknown {
			doubtful[no] = true
		}
		if outcomeOf(d) != confirmed {
			continue
		}
		for _, r := range slices.Backward(c.Store.Rounds[c.ID]) {
			title := strings.ReplaceAll(r.Question.Title, "*", "")
			if r.PlannedAt.Before(d.Event.At) && strings.Contains(d.Answers[0].Text, "“"+title+"”") {
				last[answer{r.ID, no}] = d
				break
			}
		}
		c.Count("grades by an admin")
	}
	for a, d := range last {
		g := c.Store.FindReply(a.round, a.member).Grade
		if !doubtful[a.member] && (g == nil || g.By != scoring.ByAdmin || string(g.Band) != d.Event.Args["band"]) {
			c.Violation("%s: %s graded %s, and the grade of member %d in round %s is %+v", c.ID, d.Event.ID, d.Event.Args["band"], a.member, a.round, g)
		}
	}
}

// memberCalled returns the number of the member with a name.
func (c *roomCheck) memberCalled(name string) quiz.MemberNo {
	for no, m := range c.Store.Members {
		if m.Name == name {
			return no
		}
	}
	return 0
}
