package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"quizbot/quiz"
)

// How the checker judges.
const (
	// graceTime is, in real time, how late something may be in the end without being missed.
	graceTime = 1500 * time.Millisecond
	// enoughTime is, in real time, how long an undisturbed stretch must at least be for what falls due in it to be done.
	enoughTime = 250 * time.Millisecond
)

// checker compares what stands on the platform with what the plans ask for and what the store holds.
type checker struct {
	scenario scenario
	known    *dump
	books    *books
	lives    []life
	report   *report
	// end is until when everything that was due must have been done.
	end time.Time
}

// verify checks a run that is over.
func verify(ctx context.Context, d *driver, known *dump) (*report, error) {
	people := map[quiz.MemberID]bool{}
	for _, deed := range known.Deeds {
		people[deed.Event.Member] = true
	}
	kept, err := readBooks(ctx, storeFile(d.dir), people)
	if err != nil {
		return nil, err
	}
	c := &checker{
		scenario: d.scenario, known: known, books: kept, lives: d.lives, report: newReport(d, known),
		end: known.Now.Add(-time.Duration(float64(graceTime) * d.speed)),
	}
	if kept.wrong != nil {
		c.violation("the store: %v", kept.wrong)
	}
	c.checkEvents()
	for _, r := range d.scenario.Rooms {
		if err := c.checkRoom(r); err != nil {
			return nil, err
		}
	}
	return c.report, nil
}

// enough is how long an undisturbed stretch must be in a run: on a busy machine longer, and how busy it was is told
// by how long the service took to begin.
func enough(lives []life) time.Duration {
	slowest := time.Duration(0)
	for _, l := range lives {
		slowest = max(slowest, l.Ready.Sub(l.From)) // less than nothing where it never did
	}
	return max(enoughTime, 2*slowest)
}

func (c *checker) violation(format string, args ...any) {
	c.report.Violations = append(c.report.Violations, fmt.Sprintf(format, args...))
}

// checkEvents checks that no press and no form was acknowledged without an answer, which is what is left of one
// that was acknowledged before it was handled.
func (c *checker) checkEvents() {
	for _, d := range c.known.Deeds {
		if e := d.Event; (e.Kind == press || e.Kind == submission) && !d.Acked.IsZero() && len(d.Answers) == 0 {
			c.violation("%s: %s of %s was acknowledged and not answered", e.Room, e.ID, e.Member)
		}
	}
}

// posting is the messages with one key, in the order in which they were posted.
type posting struct {
	key      string
	messages []*message
}

func (p *posting) first() *message { return p.messages[0] }

// place is the message with the buttons, under which a thread hangs.
func (p *posting) place() *message { return p.messages[len(p.messages)-1] }

// text is everything that the posting says.
func (p *posting) text() string {
	var b strings.Builder
	for _, m := range p.messages {
		b.WriteString(m.Text)
	}
	return b.String()
}

// round is the round of a question or reveal.
func (p *posting) round() quiz.RoundID {
	id, _, _ := strings.Cut(p.key, "/")
	round, _ := quiz.ParseRoundID(id)
	return round
}

// hall is one room with what stands there.
type hall struct {
	*checker
	room
	calendar
	questions, reveals, digests []*posting
	// notices tell the channel of reveals.
	notices []*posting
	// stands holds the questions that stand, by their round.
	stands map[quiz.RoundID]*posting
	// revealed holds their reveals.
	revealed map[quiz.RoundID]*posting
}

func (c *checker) checkRoom(r room) error {
	calendar, err := newCalendar(r.Plan)
	if err != nil {
		return err
	}
	h := &hall{checker: c, room: r, calendar: calendar, stands: map[quiz.RoundID]*posting{}, revealed: map[quiz.RoundID]*posting{}}
	h.gather()
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

// gather sorts the room's messages into postings, and checks that each is whole.
func (h *hall) gather() {
	byKey := map[string]*posting{}
	for _, m := range h.known.Messages {
		if m.Room != h.ID {
			continue
		}
		p := byKey[m.Meta.Key]
		if p == nil {
			p = &posting{key: m.Meta.Key}
			byKey[p.key] = p
			h.sort(p)
		}
		p.messages = append(p.messages, m)
	}
	for _, list := range [][]*posting{h.questions, h.reveals, h.digests, h.notices} {
		for _, p := range list {
			h.checkWhole(p)
		}
	}
}

func (h *hall) sort(p *posting) {
	switch p.key[strings.LastIndexByte(p.key, '/')+1:] {
	case string(quiz.StepAsk):
		h.questions = append(h.questions, p)
	case string(quiz.StepReveal):
		h.reveals = append(h.reveals, p)
	case string(quiz.StepDigest):
		h.digests = append(h.digests, p)
	case "notice":
		h.notices = append(h.notices, p)
	default:
		h.violation("%s: a message with the key %q", h.ID, p.key)
	}
}

// checkWhole checks that all messages of a posting stand exactly once, in order. Only one that is on its way in
// the end, or was given up, may lack some.
func (h *hall) checkWhole(p *posting) {
	for i, m := range p.messages {
		if m.Meta.Number != i+1 || m.Meta.Of != p.first().Meta.Of || m.Thread != p.first().Thread {
			h.violation("%s: message %d of %s is %s: number %d of %d in thread %q",
				h.ID, i+1, p.key, m.ID, m.Meta.Number, m.Meta.Of, m.Thread)
			return
		}
	}
	round, _ := h.books.round(h.ID, p.round())
	onItsWay := h.books.steps[h.ID].Announcement.Key == p.key || round.Phase == quiz.Cancelled
	if n := len(p.messages); n != p.first().Meta.Of && !onItsWay {
		h.violation("%s: %d of %d messages of %s stand", h.ID, n, p.first().Meta.Of, p.key)
	}
}

// daily is something that happens on each date: from when on, until when, and whether it is needed at all.
type daily struct {
	what      string
	due, late func(quiz.Date) time.Time
	needed    func(quiz.Date) bool
}

// once checks that of each date that is due there is exactly one posting, and returns the postings by date.
func (h *hall) once(list []*posting, d daily) map[quiz.Date]*posting {
	what, due := d.what, d.due
	found := map[quiz.Date]*posting{}
	for _, p := range list {
		date := h.dateOf(p.first().At, due)
		if earlier := found[date]; earlier != nil {
			h.violation("%s: two %s of %s: %s at %s and %s at %s", h.ID, what, date,
				earlier.key, earlier.first().At.Format(time.RFC3339), p.key, p.first().At.Format(time.RFC3339))
		}
		found[date] = p
		h.report.late(what, p.first().At.Sub(due(date)))
	}
	for _, date := range h.dates(h.books.rooms[h.ID].Since, h.end, due) {
		if found[date] == nil && d.needed(date) && !h.excused(due(date), d.late(date)) {
			h.violation("%s: no %s of %s", h.ID, what, date)
		}
	}
	return found
}

// excused reports, and counts, that the service did not live long enough between two virtual moments to do what
// was due.
func (h *hall) excused(from, to time.Time) bool {
	if h.undisturbed(from, to) >= h.report.Enough {
		return false
	}
	h.report.Excused++
	return true
}

// undisturbed is the longest stretch of real time for which the service was at work between two virtual moments.
func (h *hall) undisturbed(from, to time.Time) (longest time.Duration) {
	clock := h.scenario.Clock
	for _, l := range h.lives {
		if l.Ready.IsZero() {
			continue
		}
		born, died := clock.at(l.Ready), clock.at(l.To)
		if born.Before(from) {
			born = from
		}
		if died.After(to) {
			died = to
		}
		longest = max(longest, clock.takes(died.Sub(born)))
	}
	return longest
}

// underWay is how long, in virtual time, a message may be under way from the service to the platform.
func (h *hall) underWay() time.Duration {
	return time.Duration(float64(h.report.Enough) * h.scenario.Clock.Speed)
}

// checkRounds checks that the store's rounds are those whose questions stand, numbered one after the other, and
// that no question came twice before all had come.
func (h *hall) checkRounds() {
	size := 0
	for range newBank().Questions(h.Plan.Banks...) {
		size++
	}
	asked := map[quiz.QuestionID]bool{}
	number := 0
	for _, r := range h.books.rounds[h.ID] {
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
		if h.stands[r.ID] == nil && r.Phase != quiz.Asking {
			h.violation("%s: the question of round %s does not stand, and the round is %s", h.ID, r.ID, r.Phase)
		}
	}
}
