package main

import (
	"container/heap"
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"quizbot/quiz"
)

// perRoom is how many members a room has; each is in several rooms.
const perRoom = 6

// members are the people on the platform. They look at what stands, press what can be pressed, and write.
// Everything of theirs happens while the platform's lock is held.
type members struct {
	*platform
	agenda agenda
	texts  int
}

func newMembers(p *platform) *members { return &members{platform: p} }

// intent is something that somebody is going to do at a virtual time.
type intent struct {
	at time.Time
	do func()
}

// agenda is a heap of intents, earliest first.
type agenda []intent

func (a agenda) Len() int           { return len(a) }
func (a agenda) Less(i, j int) bool { return a[i].at.Before(a[j].at) }
func (a agenda) Swap(i, j int)      { a[i], a[j] = a[j], a[i] }

// Push implements [heap.Interface].
func (a *agenda) Push(x any) {
	if i, ok := x.(intent); ok {
		*a = append(*a, i)
	}
}

// Pop implements [heap.Interface].
func (a *agenda) Pop() any {
	last := (*a)[len(*a)-1]
	*a = (*a)[:len(*a)-1]
	return last
}

// live does what was intended, each thing at its time, until ctx ends.
func (m *members) live(ctx context.Context) {
	for ctx.Err() == nil {
		m.mu.Lock()
		for len(m.agenda) > 0 && !m.clock.Now().Before(m.agenda[0].at) {
			if next, ok := heap.Pop(&m.agenda).(intent); ok {
				next.do()
			}
		}
		m.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

func (m *members) plan(at time.Time, do func()) { heap.Push(&m.agenda, intent{at, do}) }

// chance is true with a probability.
func (m *members) chance(p float64) bool { return m.rng.Float64() < p }

// between is a moment between two.
func (m *members) between(from, to time.Time) time.Time {
	return from.Add(time.Duration(m.rng.Int64N(max(1, int64(to.Sub(from))))))
}

// see has the members of a room make up their minds about a message.
func (m *members) see(what *message) {
	for _, c := range what.Controls {
		switch verb, round, _ := strings.Cut(c.ID, ":"); verb {
		case "answer":
			m.each(what, func(p player) { p.answers(round) })
		case "pick":
			if round, _, _ = strings.Cut(round, ":"); c.ID == "pick:"+round || c.ID == "pick:"+round+":0" {
				m.each(what, func(p player) { p.picks(round) })
			}
		case "my-grade":
			m.each(what, func(p player) { p.looks(c.ID) })
		}
	}
}

// each lets most of a room's members play.
func (m *members) each(what *message, play func(player)) {
	seats, err := newCalendar(m.scenario.plan(what.Room))
	if err != nil {
		return // the service refuses such a plan
	}
	closes := seats.closes(seats.dateOf(what.At, seats.asks))
	first := m.rng.IntN(3)
	for i := range perRoom {
		if m.chance(0.85) {
			n := first + i
			play(player{m, what, quiz.MemberID(fmt.Sprintf("%s/w/u%d", platformName, n)), fmt.Sprintf("member %d", n), closes})
		}
	}
}

// player is a member in front of a message.
type player struct {
	*members
	what   *message
	id     quiz.MemberID
	name   string
	closes time.Time
}

func (p player) event(kind string) event {
	return event{Kind: kind, Room: p.what.Room, Member: p.id, Name: p.name}
}

// moments are when the player does something about a question: mostly while it is open, at times around its close.
func (p player) moments(most int) []time.Time {
	var list []time.Time
	for range 1 + p.rng.IntN(most) {
		list = append(list, p.between(p.what.At, p.closes))
	}
	if p.chance(0.2) {
		list = append(list, p.between(p.closes.Add(-4*time.Minute), p.closes.Add(4*time.Minute)))
	}
	return list
}

// answers has the player answer a question by form, by messages in its thread, or by both.
func (p player) answers(round string) {
	byThread := p.chance(0.3)
	if byThread {
		for _, at := range p.moments(3) {
			p.plan(at, p.says)
		}
	}
	if !byThread || p.chance(0.2) {
		for _, at := range p.moments(4) {
			p.plan(at, func() { p.fillsIn(round, byThread) })
		}
	}
}

// fillsIn opens the form and, once it is there, sends it.
func (p player) fillsIn(round string, byThread bool) {
	e := p.event(press)
	e.Target = "answer:" + round
	p.mail.send(e, func(a answer) {
		if a.Kind != form {
			return
		}
		p.plan(p.clock.Now().Add(time.Duration(p.rng.Int64N(int64(20*time.Minute)))), func() {
			e := p.event(submission)
			e.Target = a.Target
			switch {
			case len(a.Controls) > 0:
				e.Values = p.some(a.Controls[0].Options)
			case byThread || !p.chance(0.06):
				e.Text = p.text()
			}
			p.mail.send(e, nil)
		})
	})
}

// text is an answer that nobody gave before, now and then a long one. Some know what is accepted.
func (p player) text() string {
	_, after, accepts := strings.Cut(p.what.Text, acceptWord)
	if word, _, _ := strings.Cut(after, "?"); accepts && p.chance(0.4) {
		return word
	}
	p.texts++
	text := fmt.Sprintf("answer %d of %s", p.texts, p.name)
	if p.chance(0.15) {
		text += "\n" + strings.TrimSpace(strings.Repeat("as everybody knows, 众所周知 ", 20+p.rng.IntN(80)))
	}
	return text
}

// says writes into the question's thread, and may think better of it.
func (p player) says() {
	p.texts++
	e := p.event(saying)
	e.Thread, e.Message, e.Text = p.what.ID, fmt.Sprintf("t%06d", p.texts), p.text()
	e.Sent = p.clock.Now()
	sent := p.mail.send(e, nil)
	e.Sent = sent.Event.At
	if p.chance(0.4) {
		p.plan(p.between(p.clock.Now(), p.closes.Add(2*time.Minute)), func() {
			changed := e
			changed.Kind, changed.Text = edit, p.text()
			p.mail.send(changed, nil)
		})
	}
	if p.chance(0.2) {
		p.plan(p.between(p.clock.Now(), p.closes), func() {
			gone := e
			gone.Kind, gone.Text = deletion, ""
			p.mail.send(gone, nil)
		})
	}
}

// picks has the player choose among the question's choices, and choose again.
func (p player) picks(round string) {
	for _, at := range p.moments(3) {
		p.plan(at, func() {
			e := p.event(press)
			e.Target = p.what.Controls[p.rng.IntN(len(p.what.Controls))].ID
			if strings.HasPrefix(e.Target, "pick:"+round) {
				p.mail.send(e, nil)
			}
		})
	}
}

// some are one or more of the options, in order.
func (p player) some(options []string) []string {
	var list []string
	for _, o := range options {
		if p.chance(0.5) {
			list = append(list, o)
		}
	}
	if len(list) == 0 {
		return options[:1]
	}
	return list
}

// looks has the player vote for answers that a reveal shows, and look at their own grade.
func (p player) looks(myGrade string) {
	var votes []control
	for _, c := range p.what.Controls {
		if strings.HasPrefix(c.ID, "vote:") {
			votes = append(votes, c)
		}
	}
	for range p.rng.IntN(3) {
		if len(votes) == 0 {
			break
		}
		p.plan(p.between(p.what.At, p.what.At.Add(4*time.Hour)), func() {
			e := p.event(press)
			e.Target = votes[p.rng.IntN(len(votes))].ID
			p.mail.send(e, nil)
		})
	}
	if p.chance(0.3) {
		p.plan(p.between(p.what.At, p.what.At.Add(4*time.Hour)), func() { p.grades(myGrade) })
	}
}

// grades has the player look at their grade and, where the grader was unsure, give one.
func (p player) grades(myGrade string) {
	e := p.event(press)
	e.Target = myGrade
	p.mail.send(e, func(a answer) {
		if len(a.Controls) == 0 {
			return
		}
		e := p.event(press)
		e.Target = a.Controls[p.rng.IntN(len(a.Controls))].ID
		p.mail.send(e, nil)
	})
}

// roundOf is the round that a button or form is about.
func roundOf(target string) quiz.RoundID {
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
