package main

import (
	"math/rand/v2"
	"strings"
	"time"

	"quizbot/internal/testing/crash/managed"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Times between the acts of an admin, and of a member who leaves.
const (
	meanAdminPause  = 9 * time.Hour
	meanLeaverPause = 30 * time.Hour
	longestAdminGap = 30 * time.Hour
)

// planManagers has the admin of each managed room act, and the members who leave or hide their names.
func (m *simulatedMembers) planManagers() {
	for i, room := range managed.Rooms() {
		a := &roomAdmin{simulatedMembers: m, Room: room}
		m.schedule(m.clock.Now().Add(time.Duration(i+1)*time.Minute), a.setUp)
	}
	for n := range managed.Leavers {
		m.schedule(m.clock.Now().Add(time.Duration(10+7*n)*time.Hour), func() { m.forget(n) })
	}
	m.schedule(m.clock.Now().Add(8*time.Hour), func() { m.hideName(true) })
}

// sendCommand queues a command. Platforms deliver a command once at most.
func (m *simulatedMembers) sendCommand(e record.Event, path string, args map[string]string, then func(record.Answer)) *record.DeliveredEvent {
	e.Kind, e.Path, e.Args = record.Command, path, args
	return m.queue.enqueueNew(e, then)
}

// memberEvent returns an event of a member of managed rooms, in one of these rooms.
func (m *simulatedMembers) memberEvent(n int) record.Event {
	rooms := managed.Rooms()
	return record.Event{Room: rooms[m.rng.IntN(len(rooms))].ID, Member: managed.MemberID(n), Name: managed.MemberName(n)}
}

// forget has a member forget themselves: by the command, and the button that confirms it.
func (m *simulatedMembers) forget(n int) {
	m.schedule(m.clock.Now().Add(randomGap(m.rng, meanLeaverPause)), func() { m.forget(n) })
	e := m.memberEvent(n)
	m.sendCommand(e, "quiz forget-me", nil, func(a record.Answer) {
		for _, c := range a.Controls {
			pressed := e
			pressed.Kind, pressed.Target = record.Press, c.ID
			m.queue.enqueueNew(pressed, nil)
		}
	})
}

// hideName has members hide their names in reveals, and now and then one shows it again.
func (m *simulatedMembers) hideName(on bool) {
	m.schedule(m.clock.Now().Add(randomGap(m.rng, 4*meanLeaverPause)), func() { m.hideName(!on) })
	for n := managed.Leavers; n < managed.Leavers+managed.Hidden; n++ {
		if state := "on"; on || n == managed.Leavers {
			if !on {
				state = "off"
			}
			m.sendCommand(m.memberEvent(n), "quiz unnamed", map[string]string{"state": state}, nil)
		}
	}
}

func randomGap(rng *rand.Rand, mean time.Duration) time.Duration {
	return time.Hour + min(time.Duration(rng.ExpFloat64()*float64(mean)), longestAdminGap*4)
}

// roomAdmin is the admin of a managed room.
type roomAdmin struct {
	*simulatedMembers
	managed.Room
}

func (a *roomAdmin) newEvent() record.Event {
	return record.Event{Room: a.ID, Member: managed.AdminID, Name: "the admin", Admin: true}
}

// setUp sets the room up, again and again until that is confirmed.
func (a *roomAdmin) setUp() {
	again := true
	sent := a.sendCommand(a.newEvent(), managed.SetUp, map[string]string{
		"time_zone": a.Plan.TimeZone, "reveal": a.Plan.Reveal.String(), "ask": a.Plan.Ask.String(),
	}, func(record.Answer) { again = false })
	a.schedule(a.clock.Now().Add(2*time.Hour), func() {
		if again && sent.Deliveries > 0 {
			a.setUp()
			return
		}
		a.act()
	})
}

// act sends a random command, and plans the next one.
func (a *roomAdmin) act() {
	a.schedule(a.clock.Now().Add(min(randomGap(a.rng, meanAdminPause), longestAdminGap)), a.act)
	local := a.clock.Now().In(a.Zone())
	today := schedule.DateOf(local)
	var path string
	args := map[string]string{}
	switch a.rng.IntN(9) {
	case 0:
		path = managed.Pause
		if a.withProbability(0.4) {
			args["until"] = today.AddDays(1 + a.rng.IntN(2)).String()
		}
		a.schedule(a.clock.Now().Add(time.Duration(4+a.rng.IntN(24))*time.Hour), func() {
			a.sendCommand(a.newEvent(), managed.Resume, nil, nil)
		})
	case 1, 2:
		path, args["date"] = managed.Skip, today.AddDays(1+a.rng.IntN(2)).String()
		if a.withProbability(0.3) {
			undone := map[string]string{"date": "undo " + args["date"]}
			a.schedule(a.clock.Now().Add(3*time.Hour), func() { a.sendCommand(a.newEvent(), managed.Skip, undone, nil) })
		}
	case 3, 4:
		path, args["setting"], args["value"] = managed.ChangePlan, "ask", a.AskTimes[a.rng.IntN(len(a.AskTimes))].String()
	case 5, 6:
		path = managed.AskNow
	case 7:
		path = managed.RevealNow
	default:
		bands := scoring.Bands()
		path, args["band"] = managed.Grade, string(bands[a.rng.IntN(len(bands))])
		args["member"] = managed.MemberName(managed.Leavers + a.rng.IntN(managed.Members-managed.Leavers))
	}
	if path == managed.Pause || path == managed.Skip || path == managed.ChangePlan {
		a.gradeSomebody()
	}
	a.sendCommand(a.newEvent(), path, args, nil)
}

// gradeSomebody grades the answer of a member of the last round.
func (a *roomAdmin) gradeSomebody() {
	bands := scoring.Bands()
	n := managed.Leavers + a.rng.IntN(managed.Members-managed.Leavers)
	a.sendCommand(a.newEvent(), managed.Grade, map[string]string{
		"band": string(bands[a.rng.IntN(len(bands))]), "member": managed.MemberName(n),
	}, nil)
}

// managedSeats returns the players of a managed room, and its close as members expect it.
func (m *simulatedMembers) managedSeats(what *record.Message, play func(player)) {
	for n := range managed.Members {
		if m.withProbability(0.8) {
			closes := what.At.Add(time.Duration(4+m.rng.IntN(10)) * time.Hour)
			play(player{m, what, managed.MemberID(n), managed.MemberName(n), closes})
		}
	}
}

// isManaged reports whether a room is one of those that an admin changes.
func isManaged(room quiz.RoomID) bool { return strings.Contains(string(room), managed.Prefix) }
