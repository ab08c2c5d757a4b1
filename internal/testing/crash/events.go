package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"slices"
	"time"

	"quizbot/internal/testing/crash/clock"
	"quizbot/internal/testing/crash/record"
)

// How events are delivered.
const (
	batchSize = 16
	// lease is the time in which the bot has to acknowledge an event. Otherwise it is delivered again.
	lease = 10 * time.Minute
	// pollTime is the longest wait of a poll, in real time, and pollInterval how often it looks.
	pollTime, pollInterval = 100 * time.Millisecond, 2 * time.Millisecond
	// duplicateShare is the share of acknowledged events delivered again, delayedShare that of
	// events delivered late, both by up to maxDelay.
	duplicateShare = 0.10
	delayedShare   = 0.05
	maxDelay       = 3 * time.Hour
)

// delivery is an unacknowledged event. It is due from a time, and leased for a while.
type delivery struct {
	event     *record.DeliveredEvent
	notBefore time.Time
	leasedAt  time.Time
}

// eventQueue holds the events for the bot.
type eventQueue struct {
	clock   *clock.Virtual
	rng     *rand.Rand
	events  []*record.DeliveredEvent
	pending []*delivery
	session string
	// once has each event delivered once, acknowledged or not.
	once bool
	// polls counts the polls that wait for events.
	polls int
}

func newEventQueue(c *clock.Virtual, rng *rand.Rand) eventQueue {
	return eventQueue{clock: c, rng: rng}
}

// enqueueNew gives an event its id and a unique time, and queues it.
func (m *eventQueue) enqueueNew(e record.Event, then func(record.Answer)) *record.DeliveredEvent {
	e.ID = fmt.Sprintf("e%06d", len(m.events)+1)
	e.At = m.clock.Stamp()
	d := &record.DeliveredEvent{Event: e, OnAnswer: then}
	m.events = append(m.events, d)
	if e.Kind == record.Command {
		m.enqueueDelivery(d, 0)
	} else {
		m.enqueueDelivery(d, delayedShare)
	}
	return d
}

// enqueueDelivery queues an event, delayed with the given probability.
func (m *eventQueue) enqueueDelivery(d *record.DeliveredEvent, late float64) {
	after := d.Event.At
	if m.rng.Float64() < late {
		after = m.clock.Now().Add(time.Duration(m.rng.Int64N(int64(maxDelay))))
	}
	m.pending = append(m.pending, &delivery{event: d, notBefore: after})
}

// leaseBatch leases the due events. A new session means that the bot restarted, so earlier leases
// are void.
func (m *eventQueue) leaseBatch(session string) []record.Event {
	if session != m.session {
		m.session = session
		for _, d := range m.pending {
			d.leasedAt = time.Time{}
		}
	}
	now := m.clock.Now()
	events := []record.Event{}
	for _, d := range m.pending {
		if len(events) < batchSize && !now.Before(d.dueAt()) {
			d.leasedAt = now
			d.event.Deliveries++
			events = append(events, d.event.Event)
		}
	}
	m.pending = slices.DeleteFunc(m.pending, func(d *delivery) bool { return d.event.Deliveries > 0 && m.isOnce(d.event.Event) })
	return events
}

// dueAt returns the time at which an event may be delivered.
func (d *delivery) dueAt() time.Time {
	if again := d.leasedAt.Add(lease); !d.leasedAt.IsZero() && again.After(d.notBefore) {
		return again
	}
	return d.notBefore
}

// nextDue returns the time before which no event may be delivered, the zero time for none. What nobody
// polls for isn't due.
func (m *eventQueue) nextDue(now time.Time) (next time.Time) {
	for _, d := range m.pending {
		if at := d.dueAt(); (m.polls > 0 || at.After(now)) && (next.IsZero() || at.Before(next)) {
			next = at
		}
	}
	return next
}

// isOnce reports whether an event is delivered once. Platforms never repeat a command.
func (m *eventQueue) isOnce(e record.Event) bool { return m.once || e.Kind == record.Command }

// findEvent returns the event with an id.
func (m *eventQueue) findEvent(id string) *record.DeliveredEvent {
	i := slices.IndexFunc(m.events, func(d *record.DeliveredEvent) bool { return d.Event.ID == id })
	if i < 0 {
		return nil
	}
	return m.events[i]
}

// acknowledge removes an event from the queue, or queues it once more as a duplicate.
func (m *eventQueue) acknowledge(d *record.DeliveredEvent) {
	m.pending = slices.DeleteFunc(m.pending, func(q *delivery) bool { return q.event == d && !q.leasedAt.IsZero() })
	if d.Acked.IsZero() {
		d.Acked = m.clock.Stamp()
		if !m.isOnce(d.Event) && m.rng.Float64() < duplicateShare {
			m.enqueueDelivery(d, 1)
		}
	}
}

// serveEvents returns the due events. Without any it waits up to pollTime.
func (p *platform) serveEvents(w http.ResponseWriter, r *http.Request) {
	p.changePolls(1)
	defer p.changePolls(-1)
	for until := time.Now().Add(pollTime); ; time.Sleep(pollInterval) {
		p.mu.Lock()
		events := p.queue.leaseBatch(r.URL.Query().Get("session"))
		p.publishLimit()
		p.mu.Unlock()
		if len(events) > 0 || time.Now().After(until) || r.Context().Err() != nil {
			writeJSON(w, events)
			return
		}
	}
}

func (p *platform) changePolls(by int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue.polls += by
	p.publishLimit()
}

// serveAnswer records the bot's answer and lets the author react.
func (p *platform) serveAnswer(w http.ResponseWriter, r *http.Request) {
	var a record.Answer
	if !decodeBody(w, r, &a) {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.queue.findEvent(r.PathValue("id"))
	if d == nil {
		http.Error(w, "no such event", http.StatusNotFound)
		return
	}
	d.Answers = append(d.Answers, a)
	if then := d.OnAnswer; then != nil {
		d.OnAnswer = nil
		then(a)
		p.publishLimit()
	}
}

func (p *platform) serveAck(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	defer p.mu.Unlock()
	d := p.queue.findEvent(r.PathValue("id"))
	if d == nil {
		http.Error(w, "no such event", http.StatusNotFound)
		return
	}
	p.queue.acknowledge(d)
	p.publishLimit()
}
