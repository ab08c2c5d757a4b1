package managed

import (
	"cmp"
	"slices"
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/ident"
	"quizbot/quiz/schedule"
)

// Run is a finished run.
type Run struct {
	Platform *record.Dump
	Store    *record.StoreSnapshot
	// Folder is the folder of the store.
	Folder string
	// End is the time before which everything due must have been done.
	End time.Time
	// Clocks are the wrong clocks of the service.
	Clocks record.WrongClocks
	// WasDown reports that the service wasn't up long enough between two times.
	WasDown func(from, to time.Time) bool
	// Violation reports what is wrong, Count something that was looked at.
	Violation func(format string, args ...any)
	Count     func(what string)
}

// Check checks the managed rooms and their members.
func (r *Run) Check() error {
	r.countActs()
	for _, room := range Rooms() {
		c := roomCheck{Run: r, Room: room}
		if err := c.check(); err != nil {
			return err
		}
	}
	r.checkHiddenNames()
	r.checkOrphans()
	return r.checkForgotten()
}

// countActs counts what admins and members did, by outcome.
func (r *Run) countActs() {
	names := map[outcome]string{unseen: "not delivered", refused: "refused", confirmed: "confirmed", unknown: "without an answer"}
	for _, d := range r.Platform.Events {
		if confirmations(d.Event) == nil {
			continue
		}
		r.Count(cmp.Or(d.Event.Path, d.Event.Target) + " " + names[outcomeOf(d)])
	}
}

// roomCheck checks one managed room.
type roomCheck struct {
	*Run
	Room
	record.Calendar
	commands []*record.DeliveredEvent
	// questions and reveals are the first messages of these postings by round.
	questions, reveals map[quiz.RoundID]*record.Message
}

func (c *roomCheck) check() error {
	calendar, err := record.NewCalendar(c.Plan)
	if err != nil {
		return err
	}
	c.Calendar = calendar
	for _, d := range c.Platform.Events {
		if d.Event.Room == c.ID && d.Event.Member == AdminID && d.Deliveries > 0 {
			c.commands = append(c.commands, d)
		}
	}
	slices.SortStableFunc(c.commands, func(a, b *record.DeliveredEvent) int { return a.Event.At.Compare(b.Event.At) })
	c.collectMessages()
	c.checkRounds()
	c.checkAskTimes()
	c.checkSkips()
	c.checkPauses()
	c.checkPlannedDates()
	c.checkAskNow()
	c.checkRevealNow()
	c.checkGrades()
	return nil
}

// collectMessages finds the first messages of questions and reveals.
func (c *roomCheck) collectMessages() {
	c.questions, c.reveals = map[quiz.RoundID]*record.Message{}, map[quiz.RoundID]*record.Message{}
	for _, m := range c.Platform.Messages {
		id, kind, _ := strings.Cut(m.Meta.Key, "/")
		round, ok := ident.ParseRound(id)
		if m.Room != c.ID || !ok {
			continue
		}
		found := c.questions
		switch kind {
		case string(quiz.JobAsk):
		case string(quiz.JobReveal):
			found = c.reveals
		default:
			continue
		}
		if found[round] == nil {
			found[round] = m
		}
	}
}

// checkRounds checks that rounds are numbered without a gap, with one question on each planned date,
// and one reveal after the close.
func (c *roomCheck) checkRounds() {
	number, dates := 0, map[schedule.Date]quiz.RoundID{}
	known := map[quiz.RoundID]bool{}
	for _, r := range c.Store.Rounds[c.ID] {
		known[r.ID] = true
		if r.Phase == quiz.Cancelled {
			continue
		}
		if number++; r.Number != number {
			c.Violation("%s: the round %s has the number %d, not %d", c.ID, r.ID, r.Number, number)
		}
		if other := dates[r.Date]; other != 0 && !r.ByHand {
			c.Violation("%s: the planned rounds %s and %s are both of %s", c.ID, other, r.ID, r.Date)
		}
		if !r.ByHand {
			dates[r.Date] = r.ID
		}
		if c.questions[r.ID] == nil && r.Phase != quiz.Asking {
			c.Violation("%s: the question of round %s does not stand, and the round is %s", c.ID, r.ID, r.Phase)
		}
		reveal := c.reveals[r.ID]
		switch {
		case reveal == nil && r.ClosesAt.Before(c.End):
			c.Violation("%s: the round %s has no reveal", c.ID, r.ID)
		case reveal != nil && c.Clocks.LatestShown(reveal.At).Before(r.ClosesAt):
			c.Violation("%s: the reveal of round %s came at %s, before its close at %s", c.ID, r.ID, reveal.At, r.ClosesAt)
		}
		c.Count("managed rounds")
	}
	for id := range c.questions {
		if !known[id] {
			c.Violation("%s: the question of %s has no round", c.ID, id)
		}
	}
	for id := range c.reveals {
		if c.questions[id] == nil {
			c.Violation("%s: the reveal of %s has no question", c.ID, id)
		}
	}
}

// plannedRounds returns the rounds of the plan.
func (c *roomCheck) plannedRounds() []quiz.Round {
	return slices.DeleteFunc(slices.Clone(c.Store.Rounds[c.ID]), func(r quiz.Round) bool { return r.ByHand })
}

// askTimesAt returns the times of day that the plan may name for questions between two times.
func (c *roomCheck) askTimesAt(from, to time.Time) []schedule.Clock {
	times := []schedule.Clock{c.Plan.Ask}
	for _, d := range c.commands {
		o := outcomeOf(d)
		if d.Event.Path != ChangePlan || !o.maybe() || d.Event.At.After(to) {
			continue
		}
		at, err := schedule.ParseClock(d.Event.Args["value"])
		if err != nil {
			continue
		}
		if isDoneBefore(d, from) {
			times = times[:0]
		}
		times = append(times, at)
	}
	return times
}

// checkAskTimes checks that planned questions come at the time of the plan in force.
func (c *roomCheck) checkAskTimes() {
	for _, r := range c.plannedRounds() {
		to := c.End
		if m := c.questions[r.ID]; m != nil {
			to = m.At
		}
		times := c.askTimesAt(r.PlannedAt, to)
		if !slices.ContainsFunc(times, func(at schedule.Clock) bool { return c.isPlannedAt(&r, c.FirstMinuteAt(r.Date, at)) }) {
			c.Violation("%s: the round %s of %s was planned at %s, and its plan has %v", c.ID, r.ID, r.Date, r.PlannedAt, times)
		}
		c.Count("planned rounds at the time of the plan")
	}
}

// isPlannedAt reports whether a round was planned at a time. The time of a round that a clock asked early is
// corrected to that of the correction.
func (c *roomCheck) isPlannedAt(r *quiz.Round, due time.Time) bool {
	early := r.PlannedAt.Before(due) && !c.Clocks.LatestShown(r.PlannedAt).Before(due)
	return early || r.PlannedAt.Equal(due)
}

// checkSkips checks that no question comes on a date that was skipped.
func (c *roomCheck) checkSkips() {
	for i, d := range c.commands {
		date, err := schedule.ParseDate(d.Event.Args["date"])
		if d.Event.Path != Skip || err != nil || !isDoneBefore(d, c.FirstMinuteAt(date, 0)) {
			continue
		}
		undone := slices.ContainsFunc(c.commands[i+1:], func(later *record.DeliveredEvent) bool {
			undo := later.Event.Path == Resume || later.Event.Path == Skip && strings.HasPrefix(later.Event.Args["date"], "undo ")
			return undo && outcomeOf(later).maybe() && later.Event.At.Before(c.FirstMinuteAt(date.AddDays(2), 0))
		})
		if undone {
			continue
		}
		c.Count("skipped dates")
		for _, r := range c.plannedRounds() {
			if r.Date == date && c.Clocks.LatestShown(d.Acked).Before(r.PlannedAt) {
				c.Violation("%s: the question of %s was skipped by %s and comes in round %s", c.ID, date, d.Event.ID, r.ID)
			}
		}
	}
}

// pauseEnd returns the earliest time at which a pause may end: at its date, or by a later command.
func (c *roomCheck) pauseEnd(i int) time.Time {
	end := c.End
	if date, err := schedule.ParseDate(c.commands[i].Event.Args["until"]); err == nil {
		end = c.FirstMinuteAt(date, 0)
	}
	for _, later := range c.commands[i+1:] {
		ends := later.Event.Path == Resume || later.Event.Path == Pause
		if ends && outcomeOf(later).maybe() && later.Event.At.Before(end) {
			return later.Event.At
		}
	}
	return end
}

// checkPauses checks that no planned question becomes due during a pause.
func (c *roomCheck) checkPauses() {
	for i, d := range c.commands {
		if d.Event.Path != Pause || outcomeOf(d) != confirmed {
			continue
		}
		end := c.pauseEnd(i)
		c.Count("pauses")
		for _, r := range c.plannedRounds() {
			if r.PlannedAt.After(d.Acked) && r.PlannedAt.Before(end) && c.Clocks.LatestShown(d.Acked).Before(r.PlannedAt) {
				c.Violation("%s: round %s was planned at %s, and the quiz was paused by %s until %s", c.ID, r.ID, r.PlannedAt, d.Event.ID, end)
			}
		}
	}
}
