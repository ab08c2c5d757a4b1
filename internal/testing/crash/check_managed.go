package main

import (
	"slices"

	"quizbot/internal/testing/crash/managed"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
)

// checkManaged checks the rooms that an admin changes, and what members of theirs leave behind.
func (c *checker) checkManaged(folder string) error {
	h := &roomChecker{checker: c}
	r := &managed.Run{
		Platform: c.platform, Store: c.stored, Folder: folder, End: c.end, Clocks: c.clocks, WasDown: h.wasDown,
		Violation: c.violation, Count: func(what string) { c.report.Managed[what]++ },
	}
	for _, room := range managed.Rooms() {
		if err := c.checkManagedRoom(room, r.Forgettings()); err != nil {
			return err
		}
	}
	return r.Check()
}

// checkManagedRoom checks the postings, answers and points of a managed room.
func (c *checker) checkManagedRoom(managedRoom managed.Room, forgettings managed.Forgettings) error {
	calendar, err := record.NewCalendar(managedRoom.Plan)
	if err != nil {
		return err
	}
	h := &roomChecker{
		checker: c, room: room{managedRoom.ID, managedRoom.Plan}, Calendar: calendar,
		posted: map[quiz.RoundID]*record.Posting{}, revealed: map[quiz.RoundID]*record.Posting{},
	}
	h.collectPostings()
	for _, p := range h.questions {
		round, ok := c.stored.FindRound(h.ID, p.RoundID())
		if !ok || round.Phase == quiz.Cancelled {
			continue
		}
		for member, events := range h.answerEvents(round.ID, p.LastMessage().ID) {
			possible := slices.DeleteFunc(slices.Clone(events), func(d *record.DeliveredEvent) bool { return forgettings.Deletes(d.Event) })
			spared := func(d *record.DeliveredEvent) bool { return forgettings.Spares(d.Event) }
			if !slices.ContainsFunc(possible, spared) {
				continue
			}
			w := replyChecker{h, round, round.ClosesAt, member, possible, spared}
			reply := c.stored.FindReply(round.ID, c.stored.MemberNumber(member))
			w.checkReply(&reply)
		}
	}
	c.report.Questions += len(h.questions)
	c.report.Reveals += len(h.reveals)
	c.report.Digests += len(h.digests)
	h.checkPoints()
	return nil
}
