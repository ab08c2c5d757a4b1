package main

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// Limits of the checker.
const (
	// plainUptime is the uptime in which the service must do everything due. Gradings of an earlier round
	// may come first, each answer a minute.
	plainUptime = 20 * time.Minute
	// faultyUptime is added on a failing platform, with waits between attempts, and graderUptime with a
	// failing grader: a grading may end at its deadline.
	faultyUptime = 100 * time.Minute
	graderUptime = time.Hour
	// faultyTransit is the longest time to the arrival of a message on a failing platform.
	faultyTransit = clientTime + maxSlowRequest + slowResponse
)

// checker compares the messages on the platform with the plans and with the store.
type checker struct {
	scenario  scenario
	platform  *record.Dump
	stored    *record.StoreSnapshot
	lifetimes []lifetime
	clocks    record.WrongClocks
	report    *report
	start     time.Time
	// end is the time before which everything due must have been done.
	end time.Time
}

// verify checks a finished run.
func verify(ctx context.Context, d *driver, known *record.Dump) (*report, error) {
	people := map[quiz.MemberID]bool{}
	for _, event := range known.Events {
		people[event.Event.Member] = true
	}
	kept, err := record.ReadStore(ctx, storeFile(d.dir), people)
	if err != nil {
		return nil, err
	}
	c := &checker{
		scenario: d.scenario, start: d.from, platform: known, stored: kept, lifetimes: d.lifetimes, report: newReport(d, known),
	}
	c.end = known.Now.Add(-c.report.MinUptime)
	for _, l := range d.lifetimes {
		if l.Offset != 0 {
			c.clocks = append(c.clocks, record.WrongClock{From: l.From, To: l.To, Offset: l.Offset})
		}
	}
	if kept.CheckError != nil {
		c.violation("the store: %v", kept.CheckError)
	}
	list, err := readJournal(d.dir)
	if err != nil {
		return nil, err
	}
	c.checkGrading(list)
	c.checkEvents()
	for _, r := range d.scenario.Rooms {
		if err := c.checkRoom(r); err != nil {
			return nil, err
		}
	}
	c.report.Violations = append(c.report.Violations, d.misbehaviour...)
	return c.report, c.checkManaged(storeFolder(d.dir))
}

// minUptime returns the uptime in which the service must do everything due.
func minUptime(o options) time.Duration {
	least := plainUptime
	if o.faults {
		least += faultyUptime
	}
	if o.graderFaults {
		least += graderUptime
	}
	return least
}

func (c *checker) violation(format string, args ...any) {
	c.report.Violations = append(c.report.Violations, fmt.Sprintf(format, args...))
}

// checkEvents checks that no press and no form was acknowledged without an answer: the trace of an
// acknowledgement before the handling.
func (c *checker) checkEvents() {
	for _, d := range c.platform.Events {
		if e := d.Event; (e.Kind == record.Press || e.Kind == record.Submission) && !d.Acked.IsZero() && len(d.Answers) == 0 {
			c.violation("%s: %s of %s was acknowledged and not answered", e.Room, e.ID, e.Member)
		}
	}
}

// roomChecker checks one room and its postings.
type roomChecker struct {
	*checker
	room
	record.Calendar
	questions, reveals, digests []*record.Posting
	// notices announce reveals in the channel.
	notices []*record.Posting
	// posted holds the completely posted questions by round.
	posted map[quiz.RoundID]*record.Posting
	// revealed holds the reveals by round.
	revealed map[quiz.RoundID]*record.Posting
	// givenUp counts the reveals that were given up because the service was up for too short a time.
	givenUp int
}

func (c *checker) checkRoom(r room) error {
	calendar, err := record.NewCalendar(r.Plan)
	if err != nil {
		return err
	}
	h := &roomChecker{checker: c, room: r, Calendar: calendar, posted: map[quiz.RoundID]*record.Posting{}, revealed: map[quiz.RoundID]*record.Posting{}}
	h.collectPostings()
	h.checkQuestions()
	h.checkThreads()
	h.checkReveals()
	h.checkNotices()
	h.checkDigests()
	h.checkRounds()
	h.checkReplies()
	h.checkVotes()
	h.checkPoints()
	return nil
}

// collectPostings groups the room's messages into postings, and checks that each is complete.
func (h *roomChecker) collectPostings() {
	byKey := map[string]*record.Posting{}
	for _, m := range h.platform.Messages {
		if m.Room != h.ID {
			continue
		}
		p := byKey[m.Meta.Key]
		if p == nil {
			p = &record.Posting{Key: m.Meta.Key}
			byKey[p.Key] = p
			h.addPosting(p)
		}
		p.Messages = append(p.Messages, m)
	}
	for _, list := range [][]*record.Posting{h.questions, h.reveals, h.digests, h.notices} {
		for _, p := range list {
			h.checkWhole(p)
		}
	}
}

func (h *roomChecker) addPosting(p *record.Posting) {
	switch p.Key[strings.LastIndexByte(p.Key, '/')+1:] {
	case string(quiz.JobAsk):
		h.questions = append(h.questions, p)
	case string(quiz.JobReveal):
		h.reveals = append(h.reveals, p)
	case string(quiz.JobDigest):
		h.digests = append(h.digests, p)
	case "notice":
		h.notices = append(h.notices, p)
	default:
		h.violation("%s: a message with the key %q", h.ID, p.Key)
	}
}

// checkWhole checks that a posting has all its messages exactly once, in order. A posting in
// progress or given up may lack some.
func (h *roomChecker) checkWhole(p *record.Posting) {
	for i, m := range p.Messages {
		if m.Meta.Number != i+1 || m.Meta.Of != p.FirstMessage().Meta.Of || m.Thread != p.FirstMessage().Thread {
			h.violation("%s: message %d of %s is %s: number %d of %d in thread %q",
				h.ID, i+1, p.Key, m.ID, m.Meta.Number, m.Meta.Of, m.Thread)
			return
		}
	}
	round, _ := h.stored.FindRound(h.ID, p.RoundID())
	onItsWay := h.stored.Steps[h.ID].Announcement.Key == p.Key || round.Phase == quiz.Cancelled
	if n := len(p.Messages); n != p.FirstMessage().Meta.Of && !onItsWay {
		h.violation("%s: %d of %d messages of %s stand", h.ID, n, p.FirstMessage().Meta.Of, p.Key)
	}
}

// dailyJob is a job of each date: when it is due, its deadline, and whether the date needs one.
type dailyJob struct {
	name          string
	due, deadline func(schedule.Date) time.Time
	needed        func(schedule.Date) bool
}

// dateOf returns the date of a posting that is due at a time of each date.
func (h *roomChecker) dateOf(p *record.Posting, due func(schedule.Date) time.Time) schedule.Date {
	return h.LastDueDate(h.clocks.LatestShown(p.FirstMessage().At), due)
}

// checkOncePerDate checks for exactly one posting on each due date, and returns the postings by
// date.
func (h *roomChecker) checkOncePerDate(list []*record.Posting, d dailyJob) map[schedule.Date]*record.Posting {
	what, due := d.name, d.due
	found := map[schedule.Date]*record.Posting{}
	for _, p := range list {
		date := h.dateOf(p, due)
		if earlier := found[date]; earlier != nil {
			h.violation("%s: two %s of %s: %s at %s and %s at %s", h.ID, what, date,
				earlier.Key, earlier.FirstMessage().At.Format(time.RFC3339), p.Key, p.FirstMessage().At.Format(time.RFC3339))
		}
		found[date] = p
		h.report.recordDelay(what, p.FirstMessage().At.Sub(due(date)))
	}
	for _, date := range h.DatesDue(h.stored.Rooms[h.ID].Since, h.end, due) {
		if found[date] == nil && d.needed(date) && !h.wasDown(h.freeFrom(due(date)), d.deadline(date)) {
			h.violation("%s: no %s of %s", h.ID, what, date)
		}
	}
	return found
}

// wasRevealGivenUp reports whether a reveal was given up rightly: the service tries it until half a day
// after the close and an hour after its start.
func (h *roomChecker) wasRevealGivenUp(id quiz.RoundID, closes time.Time) bool {
	round, _ := h.stored.FindRound(h.ID, id)
	if round.Phase != quiz.Revealed || len(round.RevealMessages) > 0 || !h.wasDown(closes, closes.Add(12*time.Hour)) {
		return false
	}
	h.givenUp++
	return true
}

// freeFrom returns the time from which a job that is due can begin. On a failing platform an earlier
// question may take hours to be posted and revealed, and a room does one job at a time.
func (h *roomChecker) freeFrom(due time.Time) time.Time {
	free := due
	if !h.scenario.Faults {
		return free
	}
	began := map[quiz.RoundID]bool{}
	for _, p := range slices.Concat(h.questions, h.reveals) {
		began[p.RoundID()] = began[p.RoundID()] || p.FirstMessage().At.Before(due)
		if last := p.LastMessage().At; began[p.RoundID()] && last.After(free) {
			free = last
		}
	}
	return free
}

// wasDown reports that the service was not up long enough between two virtual times to do its job.
// It counts these excuses.
func (h *roomChecker) wasDown(from, to time.Time) bool {
	if h.longestUptime(from, to) >= h.report.MinUptime {
		return false
	}
	h.report.Excused++
	return true
}

// longestUptime returns the longest time between two times in which the service was up, with a right
// clock and a platform that responds.
func (c *checker) longestUptime(from, to time.Time) (longest time.Duration) {
	for _, l := range c.lifetimes {
		if l.Ready.IsZero() || l.Offset != 0 {
			continue
		}
		for began := laterTime(l.Ready, from); began.Before(l.To) && began.Before(to); {
			ended := earlierTime(l.To, to)
			silent, over := c.nextOutage(began)
			longest = max(longest, earlierTime(ended, silent).Sub(began))
			began = over
		}
	}
	return longest
}

// nextOutage returns the beginning and the end of the outage of the platform that is not over at a time.
func (c *checker) nextOutage(at time.Time) (from, to time.Time) {
	if !c.scenario.Faults {
		return c.platform.Now, c.platform.Now
	}
	to = at.Add(outagePeriod - at.Sub(c.start)%outagePeriod)
	return to.Add(-outageLength), to
}

func earlierTime(a, b time.Time) time.Time {
	if b.Before(a) {
		return b
	}
	return a
}

func laterTime(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// maxTransit returns the longest time from the service's decision to the arrival of a message.
func (c *checker) maxTransit() time.Duration {
	if c.scenario.Faults {
		return clock.MaxTransit + faultyTransit
	}
	return clock.MaxTransit
}

// checkRounds checks that every round has its question posted. Rounds are numbered without a gap,
// and no question repeats within a cycle.
func (h *roomChecker) checkRounds() {
	size := 0
	for range newBank().Questions(h.Plan.Banks...) {
		size++
	}
	asked := map[quiz.QuestionID]bool{}
	number := 0
	for _, r := range h.stored.Rounds[h.ID] {
		if r.Phase == quiz.Cancelled {
			continue
		}
		if number++; r.Number != number {
			h.violation("%s: the round %s has the number %d, not %d", h.ID, r.ID, r.Number, number)
		}
		if asked[r.Question.ID] {
			h.violation("%s: %s was asked twice", h.ID, r.Question.ID)
		}
		if asked[r.Question.ID] = true; len(asked) == size {
			clear(asked)
		}
		if h.posted[r.ID] == nil && r.Phase != quiz.Asking {
			h.violation("%s: the question of round %s does not stand, and the round is %s", h.ID, r.ID, r.Phase)
		}
	}
}
