package main

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/internal/testing/crash/managed"
	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/schedule"
)

// addConfirmed adds an act of a managed room's admin that was confirmed at once.
func addConfirmed(d *record.Dump, room managed.Room, at time.Time, path, text string, args map[string]string) {
	e := record.Event{ID: "doctored", Kind: record.Command, Room: room.ID, Member: managed.AdminID, At: at, Path: path, Args: args}
	d.Events = append(slices.Clone(d.Events), confirmedEvent(e, text))
}

func confirmedEvent(e record.Event, text string) *record.DeliveredEvent {
	return &record.DeliveredEvent{Event: e, Deliveries: 1, Acked: e.At, Answers: []record.Answer{{Kind: record.Private, Text: text}}}
}

// forEachQuestion calls do with each question in a managed room.
func forEachQuestion(d *record.Dump, do func(managed.Room, *record.Message)) {
	for _, room := range managed.Rooms() {
		for _, m := range d.Messages {
			if m.Room == room.ID && strings.HasSuffix(m.Meta.Key, "/ask") && m.Meta.Number == 1 {
				do(room, m)
			}
		}
	}
}

// doctoredAct changes the platform's state as if an admin or member had done something that the bot
// confirmed and forgot.
type doctoredAct struct {
	// applies reports whether the run has anything that is wrong after the change.
	applies func(*record.Dump) bool
	// want is part of the violation.
	want   string
	change func(*record.Dump)
}

func doctoredActs() map[string]doctoredAct {
	return map[string]doctoredAct{
		"a question comes during a pause": {hasPlannedQuestion, "the quiz was paused", func(d *record.Dump) {
			forEachQuestion(d, func(r managed.Room, m *record.Message) {
				addConfirmed(d, r, m.At.Add(-12*time.Hour), managed.Pause, "Paused: no questions", nil)
			})
		}},
		"a skipped question comes": {hasPlannedQuestion, "was skipped by", func(d *record.Dump) {
			forEachQuestion(d, func(r managed.Room, m *record.Message) {
				date := schedule.DateOf(m.At.In(r.Zone())).String()
				addConfirmed(d, r, m.At.Add(-40*time.Hour), managed.Skip, "The question is left out.", map[string]string{"date": date})
			})
		}},
		"a changed plan is not followed": {hasPlannedQuestion, "and its plan has", func(d *record.Dump) {
			forEachQuestion(d, func(r managed.Room, m *record.Message) {
				addConfirmed(d, r, m.At.Add(-13*time.Hour), managed.ChangePlan, "ask is now 03:33.", map[string]string{"setting": "ask", "value": "03:33"})
			})
		}},
		"an admin asked for a question that is not asked": {always, "and there is no round", func(d *record.Dump) {
			for _, r := range managed.Rooms() {
				addConfirmed(d, r, d.Now.Add(-20*time.Hour), managed.AskNow, "The question is on its way.", nil)
			}
		}},
		"nobody asked for a question by hand": {hasConfirmed(managed.AskNow), "nobody asked for the round", func(d *record.Dump) {
			d.Events = slices.DeleteFunc(slices.Clone(d.Events), func(e *record.DeliveredEvent) bool { return e.Event.Path == managed.AskNow })
		}},
		"a round stays open that an admin closed": {always, "closed no round", func(d *record.Dump) {
			addConfirmed(d, managed.Rooms()[0], d.Now.Add(-20*time.Hour), managed.RevealNow, "The round closes now", nil)
		}},
		"an admin's grade is lost": {hasConfirmed(managed.Grade), "graded lost", func(d *record.Dump) { loseGrades(d) }},
		"a member is not forgotten": {hasAnswers, "whose author was forgotten", func(d *record.Dump) {
			forEachStayer(func(e record.Event) {
				e.Kind, e.Target, e.At = record.Press, "forget:me", d.Now
				d.Events = append(slices.Clone(d.Events), confirmedEvent(e, "Everything about you is deleted."))
			})
		}},
		"a name is not hidden": {showsNames, "whose name was hidden by", func(d *record.Dump) {
			forEachStayer(func(e record.Event) {
				e.Kind, e.Path, e.Args, e.At = record.Command, "quiz unnamed", map[string]string{"state": "on"}, d.Messages[0].At
				d.Events = append(slices.Clone(d.Events), confirmedEvent(e, "Your name does not stand beside your answers"))
			})
		}},
	}
}

func always(*record.Dump) bool { return true }

// hasPlannedQuestion reports whether the plan of a managed room led to a question.
func hasPlannedQuestion(d *record.Dump) (found bool) {
	forEachQuestion(d, func(r managed.Room, m *record.Message) {
		near := slices.ContainsFunc(d.Events, func(e *record.DeliveredEvent) bool {
			gap := m.At.Sub(e.Event.At)
			return e.Event.Room == r.ID && (e.Event.Path == managed.AskNow || e.Event.Path == managed.Resume || e.Event.Path == managed.Pause || e.Event.Path == managed.Skip || e.Event.Path == managed.ChangePlan) && gap > -72*time.Hour && gap < 40*time.Hour
		})
		found = found || !near
	})
	return found
}

// hasConfirmed reports whether a command was confirmed.
func hasConfirmed(path string) func(*record.Dump) bool {
	return func(d *record.Dump) bool {
		return slices.ContainsFunc(d.Events, func(e *record.DeliveredEvent) bool {
			return e.Event.Path == path && slices.ContainsFunc(e.Answers, func(a record.Answer) bool {
				return strings.Contains(a.Text, "is on its way.") || strings.Contains(a.Text, "for “")
			})
		})
	}
}

// hasAnswers reports whether an answer of a stayer stands in a reveal.
func hasAnswers(d *record.Dump) bool { return containsText(d, "of stayer") }

// showsNames reports whether a reveal names a stayer.
func showsNames(d *record.Dump) bool { return containsText(d, " stayer 4\nanswer") }

func containsText(d *record.Dump, text string) bool {
	return slices.ContainsFunc(d.Messages, func(m *record.Message) bool {
		return strings.HasSuffix(m.Meta.Key, "/reveal") && strings.Contains(m.Text, text)
	})
}

// forEachStayer calls do with an event of each member who neither leaves nor hides their name.
func forEachStayer(do func(record.Event)) {
	for n := managed.Leavers + managed.Hidden; n < managed.Members; n++ {
		do(record.Event{ID: "doctored", Room: managed.Rooms()[0].ID, Member: managed.MemberID(n), Name: managed.MemberName(n)})
	}
}

// loseGrades changes the band of each grade that an admin gave.
func loseGrades(d *record.Dump) {
	d.Events = slices.Clone(d.Events)
	for i, e := range d.Events {
		if e.Event.Path == managed.Grade {
			other := *e
			if len(other.Answers) == 0 {
				other.Deliveries = 0 // so that no other grade is in doubt
			}
			other.Event.Args = maps.Clone(e.Event.Args)
			other.Event.Args["band"] = "lost"
			d.Events[i] = &other
		}
	}
}

// checkNoticesActs checks that each doctored act is noticed by its own check.
func checkNoticesActs(t *testing.T, d *driver, known *record.Dump) {
	t.Helper()
	for name, act := range doctoredActs() {
		other := *known
		if !act.applies(&other) {
			t.Logf("%s: nothing to doctor", name)
			continue
		}
		act.change(&other)
		r, err := verify(t.Context(), d, &other)
		if err != nil {
			t.Fatal(err)
		}
		if !slices.ContainsFunc(r.Violations, func(v string) bool { return strings.Contains(v, act.want) }) {
			t.Errorf("%s: the checker sees %q, and nothing with %q", name, r.Violations, act.want)
		}
	}
}

// What is left of a forgotten member's text beside the database is found.
func checkNoticesLeftBytes(t *testing.T, d *driver, known *record.Dump) {
	t.Helper()
	other := *known
	e := record.Event{Kind: record.Submission, Room: managed.Rooms()[0].ID, Member: managed.MemberID(0), Text: "answer 999999 of leaver 0", At: d.from}
	gone := record.Event{Kind: record.Press, Room: e.Room, Member: e.Member, Target: "forget:me", At: d.from.Add(time.Minute)}
	other.Events = append(slices.Clone(known.Events), confirmedEvent(e, "Saved"), confirmedEvent(gone, "Everything about you is deleted."))
	for text, want := range map[string]int{"": 0, e.Text: 1} {
		if err := os.WriteFile(filepath.Join(storeFolder(d.dir), "left"), []byte("x"+text), 0o600); err != nil {
			t.Fatal(err)
		}
		r, err := verify(t.Context(), d, &other)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.Violations) != want {
			t.Errorf("with %q left: got %v, want %d violations", text, r.Violations, want)
		}
	}
}

// An answer that was given between a forgetting and its acknowledgement may have been deleted or not. One
// that was given before it is deleted.
func TestAnswerBesideForgetting(t *testing.T) {
	room, asked := managed.Rooms()[0], time.Date(2027, 3, 26, 9, 0, 0, 0, time.UTC)
	after := func(hours int) time.Time { return asked.Add(time.Duration(hours) * time.Hour) }
	event := func(at time.Time, kind, target string, values ...string) record.Event {
		return record.Event{Kind: kind, Room: room.ID, Member: managed.MemberID(0), Target: target, Values: values, At: at}
	}
	forgotten := confirmedEvent(event(after(2), record.Press, "forget:me"), "Everything about you is deleted.")
	forgotten.Acked = after(4)
	last := &record.DeliveredEvent{Event: event(after(5), record.Submission, "form:1", "1")}
	round := quiz.Round{ID: 1, Room: room.ID, Number: 1, Phase: quiz.Open, ClosesAt: after(11)}
	for answered, want := range map[int]int{1: 1, 3: 0} {
		answer := confirmedEvent(event(after(answered), record.Submission, "form:1", "0", "3"), "Saved")
		c := &checker{report: &report{}, start: asked, end: asked}
		c.platform = &record.Dump{Events: []*record.DeliveredEvent{answer, forgotten, last}, Messages: []*record.Message{
			{ID: "m1", Room: room.ID, At: asked, Meta: record.Meta{Key: "1/ask", Number: 1, Of: 1}},
		}}
		c.stored = &record.StoreSnapshot{
			Members: map[quiz.MemberNo]quiz.Member{1: {ID: managed.MemberID(0)}},
			Rounds:  map[quiz.RoomID][]quiz.Round{room.ID: {round}},
			Replies: map[quiz.RoundID][]quiz.Reply{1: {{Round: 1, Member: 1, Picks: []int{0, 3}}}},
		}
		if err := c.checkManagedRoom(room, (&managed.Run{Platform: c.platform}).Forgettings()); err != nil {
			t.Fatal(err)
		}
		if len(c.report.Violations) != want {
			t.Errorf("answered after %d hours: got %q, want %d violations", answered, c.report.Violations, want)
		}
	}
}
