package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// How events are delivered.
const (
	batch = 16
	// lease is how long, in real time, the bot may take to acknowledge before an event is delivered again.
	lease = 700 * time.Millisecond
	// pollTime is how long, in real time, a poll waits for an event.
	pollTime = 100 * time.Millisecond
	// twice is the share of events that are delivered again though they were acknowledged, held that of those
	// whose first delivery is late; both by up to straggle.
	twice    = 0.10
	held     = 0.05
	straggle = 3 * time.Hour
)

// deed is an event and what became of it.
type deed struct {
	Event event `json:"event"`
	// Deliveries counts how often the bot was handed it, Acked when it first acknowledged it.
	Deliveries int       `json:"deliveries"`
	Acked      time.Time `json:"acked,omitzero"`
	// Answers are the bot's, in the order in which they came.
	Answers []answer `json:"answers,omitempty"`
	// then is what the member does upon the first answer.
	then func(answer)
}

// saved reports whether the member was told that the answer is kept.
func (d *deed) saved() bool {
	return slices.ContainsFunc(d.Answers, func(a answer) bool {
		return a.Kind == seen || a.Kind == private && startsWith(a.Text, "Saved", "Your answer is taken back", "已保存", "你的答案已撤回")
	})
}

// voted reports whether the member was told that the vote is kept.
func (d *deed) voted() bool {
	return slices.ContainsFunc(d.Answers, func(a answer) bool { return startsWith(a.Text, "Your vote is for", "你把票投给了") })
}

func startsWith(text string, beginnings ...string) bool {
	return slices.ContainsFunc(beginnings, func(b string) bool { return strings.HasPrefix(text, b) })
}

// delivery is an event that waits to be acknowledged: not before a virtual time, and while it is leased not again
// before a real one.
type delivery struct {
	deed   *deed
	after  time.Time
	leased time.Time
}

// mail is the events on their way to the bot.
type mail struct {
	clock   clock
	rng     *rand.Rand
	deeds   []*deed
	queue   []*delivery
	session string
	last    time.Time
}

func newMail(c clock, rng *rand.Rand) mail { return mail{clock: c, rng: rng} }

// send gives an event its id and its time, which no other event has, and delivers it.
func (m *mail) send(e event, then func(answer)) *deed {
	e.ID = fmt.Sprintf("e%06d", len(m.deeds)+1)
	e.At = m.clock.Now()
	if !e.At.After(m.last) {
		e.At = m.last.Add(time.Microsecond)
	}
	m.last = e.At
	d := &deed{Event: e, then: then}
	m.deeds = append(m.deeds, d)
	m.deliver(d, held)
	return d
}

// deliver puts an event into the queue, with some probability for later.
func (m *mail) deliver(d *deed, late float64) {
	after := d.Event.At
	if m.rng.Float64() < late {
		after = m.clock.Now().Add(time.Duration(m.rng.Int64N(int64(straggle))))
	}
	m.queue = append(m.queue, &delivery{deed: d, after: after})
}

// take leases what is to be delivered. Another session means that the bot died, and with it what it held.
func (m *mail) take(session string, moment time.Time) []event {
	if session != m.session {
		m.session = session
		for _, d := range m.queue {
			d.leased = time.Time{}
		}
	}
	now := m.clock.at(moment)
	events := []event{}
	for _, d := range m.queue {
		if len(events) < batch && !now.Before(d.after) && moment.Sub(d.leased) > lease {
			d.leased = moment
			d.deed.Deliveries++
			events = append(events, d.deed.Event)
		}
	}
	return events
}

// find returns the deed with an event's id.
func (m *mail) find(id string) *deed {
	i := slices.IndexFunc(m.deeds, func(d *deed) bool { return d.Event.ID == id })
	if i < 0 {
		return nil
	}
	return m.deeds[i]
}

// acknowledge takes an event out of the queue, or puts it there once more.
func (m *mail) acknowledge(d *deed) {
	m.queue = slices.DeleteFunc(m.queue, func(q *delivery) bool { return q.deed == d && !q.leased.IsZero() })
	if d.Acked.IsZero() {
		d.Acked = m.clock.Now()
		if m.rng.Float64() < twice {
			m.deliver(d, 1)
		}
	}
}

// events hands over what is to be delivered, and waits a moment where there is nothing.
func (p *platform) events(w http.ResponseWriter, r *http.Request) {
	for until := time.Now().Add(pollTime); ; {
		p.mu.Lock()
		events := p.mail.take(r.URL.Query().Get("session"), time.Now())
		p.mu.Unlock()
		if len(events) > 0 || time.Now().After(until) || r.Context().Err() != nil {
			write(w, events)
			return
		}
		time.Sleep(2 * time.Millisecond)
	}
}

// answer shows the author of an event what the bot says.
func (p *platform) answer(w http.ResponseWriter, r *http.Request) {
	var a answer
	if !read(w, r, &a) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.mail.find(r.PathValue("id"))
	if d == nil {
		http.Error(w, "no such event", http.StatusNotFound)
		return
	}
	d.Answers = append(d.Answers, a)
	if then := d.then; then != nil {
		d.then = nil
		then(a)
	}
}

func (p *platform) ack(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.mail.find(r.PathValue("id"))
	if d == nil {
		http.Error(w, "no such event", http.StatusNotFound)
		return
	}
	p.mail.acknowledge(d)
}
