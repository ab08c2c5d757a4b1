package main

import (
	"container/heap"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
)

// membersPerRoom is the number of members of a room. Each is in several rooms.
const membersPerRoom = 6

// agendaInterval is how often the members look at the time, in real time.
const agendaInterval = 500 * time.Microsecond

// simulatedMembers are the people on the platform. They react to messages, press buttons and
// write. The platform's lock is held meanwhile.
type simulatedMembers struct {
	*platform
	agenda agenda
	texts  int
}

func newMembers(p *platform) *simulatedMembers { return &simulatedMembers{platform: p} }

// plannedAction is a member's action at a virtual time.
type plannedAction struct {
	at  time.Time
	act func()
}

// agenda is a heap of actions, earliest first.
type agenda []plannedAction

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

// Push implements [heap.Interface].
func (a *agenda) Push(x any) {
	if i, ok := x.(plannedAction); ok {
		*a = append(*a, i)
	}
}

// Pop implements [heap.Interface].
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// runAgenda runs each action at its time until ctx ends.
func (m *simulatedMembers) runAgenda(ctx context.Context) {
	for ctx.Err() == nil {
		m.mu.Lock()
		for len(m.agenda) > 0 && !m.clock.Now().Before(m.agenda[0].at) {
			if next, ok := heap.Pop(&m.agenda).(plannedAction); ok {
				next.act()
			}
		}
		m.publishLimit()
		m.mu.Unlock()
		time.Sleep(agendaInterval)
	}
}

// publishLimit lets the time move to the next action or delivery. The time stands still while a request
// goes on that waited for the time.
func (p *platform) publishLimit() {
	now := p.clock.Now()
	next := p.queue.nextDue(now)
	if a := p.members.agenda; len(a) > 0 && (next.IsZero() || a[0].at.Before(next)) {
		next = a[0].at
	}
	if p.resumed > 0 {
		next = now
	}
	p.clock.LimitByPlatform(next)
}

func (m *simulatedMembers) schedule(at time.Time, do func()) {
	heap.Push(&m.agenda, plannedAction{at, do})
}

// withProbability returns true with probability p.
func (m *simulatedMembers) withProbability(p float64) bool { return m.rng.Float64() < p }

// randomTimeBetween returns a random time between two.
func (m *simulatedMembers) randomTimeBetween(from, to time.Time) time.Time {
	return from.Add(time.Duration(m.rng.Int64N(max(1, int64(to.Sub(from))))))
}

// reactToMessage plans the reactions of a room's members to a message.
func (m *simulatedMembers) reactToMessage(what *record.Message) {
	for _, c := range what.Controls {
		switch verb, round, _ := strings.Cut(c.ID, ":"); verb {
		case "answer":
			m.forMostMembers(what, func(p player) { p.planAnswers(round) })
		case "pick":
			if round, _, _ = strings.Cut(round, ":"); c.ID == "pick:"+round || c.ID == "pick:"+round+":0" {
				m.forMostMembers(what, func(p player) { p.planPicks(round) })
			}
		case "my-grade":
			m.forMostMembers(what, func(p player) { p.planVotesAndGrades(c.ID) })
		}
	}
}

// forMostMembers calls play for most of the room's members.
func (m *simulatedMembers) forMostMembers(what *record.Message, play func(player)) {
	if isManaged(what.Room) {
		m.managedSeats(what, play)
		return
	}
	seats, err := record.NewCalendar(m.scenario.planOf(what.Room))
	if err != nil {
		return // the service refuses such a plan
	}
	closes := seats.CloseTime(seats.LastDueDate(what.At, seats.AskTime))
	first := m.rng.IntN(3)
	for i := range membersPerRoom {
		if m.withProbability(0.85) {
			n := first + i
			play(player{m, what, quiz.MemberID(fmt.Sprintf("%s/w/u%d", platformName, n)), fmt.Sprintf("member %d", n), closes})
		}
	}
}

// player is a member reacting to a message.
type player struct {
	*simulatedMembers
	message *record.Message
	id      quiz.MemberID
	name    string
	closes  time.Time
}

func (p player) newEvent(kind string) record.Event {
	return record.Event{Kind: kind, Room: p.message.Room, Member: p.id, Name: p.name}
}

// answerTimes returns the times at which the player answers a question: mostly while it is open,
// sometimes around its close.
func (p player) answerTimes(most int) []time.Time {
	var list []time.Time
	for range 1 + p.rng.IntN(most) {
		list = append(list, p.randomTimeBetween(p.message.At, p.closes))
	}
	if p.withProbability(0.2) {
		list = append(list, p.randomTimeBetween(p.closes.Add(-4*time.Minute), p.closes.Add(4*time.Minute)))
	}
	return list
}

// planAnswers plans answers by form, in the thread, or both.
func (p player) planAnswers(round string) {
	byThread := p.withProbability(0.3)
	if byThread {
		for _, at := range p.answerTimes(3) {
			p.schedule(at, p.postInThread)
		}
	}
	if !byThread || p.withProbability(0.2) {
		for _, at := range p.answerTimes(4) {
			p.schedule(at, func() { p.answerByForm(round, byThread) })
		}
	}
}

// answerByForm opens the form, then submits it.
func (p player) answerByForm(round string, byThread bool) {
	e := p.newEvent(record.Press)
	e.Target = "answer:" + round
	p.queue.enqueueNew(e, func(a record.Answer) {
		if a.Kind != record.Form {
			return
		}
		p.schedule(p.clock.Now().Add(time.Duration(p.rng.Int64N(int64(20*time.Minute)))), func() {
			e := p.newEvent(record.Submission)
			e.Target = a.Target
			switch {
			case len(a.Controls) > 0:
				e.Values = p.randomOptions(a.Controls[0].Options)
			case byThread || !p.withProbability(0.06):
				e.Text = p.answerText()
			}
			p.queue.enqueueNew(e, nil)
		})
	})
}

// answerText returns a new answer, sometimes a long one, sometimes the accepted word.
func (p player) answerText() string {
	_, after, accepts := strings.Cut(p.message.Text, acceptWord)
	if word, _, _ := strings.Cut(after, "?"); accepts && p.withProbability(0.4) {
		return word
	}
	p.texts++
	text := fmt.Sprintf("answer %d of %s", p.texts, p.name)
	if p.withProbability(0.15) {
		text += "\n" + strings.TrimSpace(strings.Repeat("as everybody knows, 众所周知 ", 20+p.rng.IntN(80)))
	}
	return text
}

// postInThread posts in the question's thread, and may plan an edit or a deletion.
func (p player) postInThread() {
	p.texts++
	e := p.newEvent(record.Saying)
	e.Thread, e.Message, e.Text = p.message.ID, fmt.Sprintf("t%06d", p.texts), p.answerText()
	e.Sent = p.clock.Now()
	sent := p.queue.enqueueNew(e, nil)
	e.Sent = sent.Event.At
	if p.withProbability(0.4) {
		p.schedule(p.randomTimeBetween(p.clock.Now(), p.closes.Add(2*time.Minute)), func() {
			changed := e
			changed.Kind, changed.Text = record.Edit, p.answerText()
			p.queue.enqueueNew(changed, nil)
		})
	}
	if p.withProbability(0.2) {
		p.schedule(p.randomTimeBetween(p.clock.Now(), p.closes), func() {
			gone := e
			gone.Kind, gone.Text = record.Deletion, ""
			p.queue.enqueueNew(gone, nil)
		})
	}
}

// planPicks plans presses of the question's choices.
func (p player) planPicks(round string) {
	for _, at := range p.answerTimes(3) {
		p.schedule(at, func() {
			e := p.newEvent(record.Press)
			if len(p.message.Controls) == 0 {
				return // the round is closed
			}
			e.Target = p.message.Controls[p.rng.IntN(len(p.message.Controls))].ID
			if strings.HasPrefix(e.Target, "pick:"+round) {
				p.queue.enqueueNew(e, nil)
			}
		})
	}
}

// randomOptions returns one or more of the options, in order.
func (p player) randomOptions(options []string) []string {
	var list []string
	for _, o := range options {
		if p.withProbability(0.5) {
			list = append(list, o)
		}
	}
	if len(list) == 0 {
		return options[:1]
	}
	return list
}

// planVotesAndGrades plans votes for revealed answers, and a look at the own grade.
func (p player) planVotesAndGrades(myGrade string) {
	var votes []record.Control
	for _, c := range p.message.Controls {
		if strings.HasPrefix(c.ID, "vote:") {
			votes = append(votes, c)
		}
	}
	for range p.rng.IntN(3) {
		if len(votes) == 0 {
			break
		}
		p.schedule(p.randomTimeBetween(p.message.At, p.message.At.Add(4*time.Hour)), func() {
			e := p.newEvent(record.Press)
			e.Target = votes[p.rng.IntN(len(votes))].ID
			p.queue.enqueueNew(e, nil)
		})
	}
	if !isManaged(p.message.Room) && p.withProbability(0.3) {
		p.schedule(p.randomTimeBetween(p.message.At, p.message.At.Add(4*time.Hour)), func() { p.openOwnGrade(myGrade) })
	}
}

// openOwnGrade opens the player's grade and grades the answer where the grader was unsure.
func (p player) openOwnGrade(myGrade string) {
	e := p.newEvent(record.Press)
	e.Target = myGrade
	p.queue.enqueueNew(e, func(a record.Answer) {
		if len(a.Controls) == 0 {
			return
		}
		e := p.newEvent(record.Press)
		e.Target = a.Controls[p.rng.IntN(len(a.Controls))].ID
		p.queue.enqueueNew(e, nil)
	})
}

// roundOfTarget returns the round of a button or form id.
func roundOfTarget(target string) quiz.RoundID {
	parts := strings.Split(target, ":")
	if len(parts) < 2 {
		return 0
	}
	n, err := strconv.ParseUint(parts[1], 36, 64)
	if err != nil {
		return 0
	}
	return quiz.RoundID(n)
}
