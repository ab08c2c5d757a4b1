package managed

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
	"quizbot/quiz"
	"quizbot/quiz/ident"
)

// checkHiddenNames checks that no reveal names a member whose name was hidden before it was made.
func (r *Run) checkHiddenNames() {
	for i, d := range r.Platform.Events {
		if d.Event.Path != unnamed || d.Event.Args["state"] != "on" || outcomeOf(d) != confirmed {
			continue
		}
		shown := slices.ContainsFunc(r.Platform.Events[i+1:], func(later *record.DeliveredEvent) bool {
			return later.Event.Path == unnamed && later.Event.Member == d.Event.Member && later.Event.Args["state"] == "off" && outcomeOf(later).maybe()
		})
		for _, m := range r.Platform.Messages {
			id, kind, _ := strings.Cut(m.Meta.Key, "/")
			round, ok := r.roundCalled(m.Room, id)
			graded, _ := r.Clocks.TrueTimes(round.GradedAt)
			if !ok || kind != string(quiz.JobReveal) || !graded.After(d.Acked) || shown {
				continue
			}
			r.Count("messages of reveals after a name was hidden")
			for line := range strings.Lines(m.Text) {
				if strings.HasPrefix(line, record.QuoteMark) && strings.Contains(line, d.Event.Name) {
					r.Violation("%s: the reveal %s names %s, whose name was hidden by %s", m.Room, m.Meta.Key, d.Event.Name, d.Event.ID)
				}
			}
		}
	}
}

func (r *Run) roundCalled(room quiz.RoomID, id string) (quiz.Round, bool) {
	round, _ := ident.ParseRound(id)
	return r.Store.FindRound(room, round)
}

// checkOrphans checks that every reply, vote and tally belongs to a known member.
func (r *Run) checkOrphans() {
	known := func(room quiz.RoomID, what string, no quiz.MemberNo) {
		if _, ok := r.Store.Members[no]; !ok {
			r.Violation("%s: a %s of member %d, who doesn't exist", room, what, no)
		}
	}
	for room, rounds := range r.Store.Rounds {
		for _, round := range rounds {
			for _, reply := range r.Store.Replies[round.ID] {
				known(room, "reply", reply.Member)
			}
			for voter, candidate := range r.Store.Votes[round.ID] {
				known(room, "vote", voter)
				known(room, "vote for an answer", candidate)
			}
		}
		for _, no := range r.Store.Ranked[room] {
			known(room, "tally", no)
		}
	}
}

// Forgettings are the times at which members were forgotten.
type Forgettings map[quiz.MemberID][]*record.DeliveredEvent

// Forgettings returns the presses by which members were or may be forgotten.
func (r *Run) Forgettings() Forgettings {
	found := Forgettings{}
	for _, d := range r.Platform.Events {
		if d.Event.Target == forgetButton && outcomeOf(d).maybe() {
			found[d.Event.Member] = append(found[d.Event.Member], d)
		}
	}
	return found
}

// Spares reports whether an act of a member is certainly later than all forgettings.
func (f Forgettings) Spares(e record.Event) bool {
	return !slices.ContainsFunc(f[e.Member], func(d *record.DeliveredEvent) bool { return !isDoneBefore(d, e.At) })
}

// Deletes reports whether an act of a member is certainly deleted by a later forgetting.
func (f Forgettings) Deletes(e record.Event) bool { return f.deletes(e) != nil }

// deletes returns the confirmed forgetting that deletes an act, nil if there is none.
func (f Forgettings) deletes(e record.Event) *record.DeliveredEvent {
	for _, d := range f[e.Member] {
		if outcomeOf(d) == confirmed && d.Event.At.After(e.At) {
			return d
		}
	}
	return nil
}

// answerPattern finds the texts of members of managed rooms.
var answerPattern = regexp.MustCompile(`answer \d+ of (leaver|hidden|stayer) \d+`)

// checkForgotten checks that nothing is left of what members wrote before they were forgotten: neither
// a byte in the folder of the store, nor a word on the platform, unless it is owed that the reveal is
// drawn again. The service draws a few of them every five seconds of real time.
func (r *Run) checkForgotten() error {
	forgettings := r.Forgettings()
	gone := map[string]time.Time{} // by text, the time by which it was deleted
	for _, d := range r.Platform.Events {
		if text := answerPattern.FindString(d.Event.Text); text != "" {
			if by := forgettings.deletes(d.Event); by != nil {
				gone[text] = by.Acked
				r.Count("texts of members who were forgotten")
			}
		}
	}
	for _, m := range r.Platform.Messages {
		for _, text := range answerPattern.FindAllString(m.Text, -1) {
			by, ok := gone[text]
			id, _, _ := strings.Cut(m.Meta.Key, "/")
			if round, _ := ident.ParseRound(id); ok && by.Before(r.End) && !r.Store.RedrawsOwed[round] {
				r.Violation("%s: %s still shows %q, whose author was forgotten at %s", m.Room, m.Meta.Key, text, by)
			}
		}
	}
	return filepath.Walk(r.Folder, func(path string, info os.FileInfo, err error) error {
		if err != nil || !info.Mode().IsRegular() {
			return err
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, text := range answerPattern.FindAll(content, -1) {
			if by, ok := gone[string(text)]; ok {
				r.Violation("%s still has %q, whose author was forgotten at %s", filepath.Base(path), text, by)
			}
		}
		return nil
	})
}
