package managed

import (
	"strings"
	"time"

	"quizbot/internal/testing/crash/record"
)

// outcome is what is known of an act.
type outcome int

const (
	// unseen acts never reached the bot, refused ones changed nothing, and confirmed ones were done
	// before their acknowledgement. unknown ones have no answer.
	unseen outcome = iota
	refused
	confirmed
	unknown
)

// maybe reports whether the act may have been done.
func (o outcome) maybe() bool { return o == confirmed || o == unknown }

// confirmations returns texts of which one is in the answer to an act that was done.
func confirmations(e record.Event) []string {
	switch e.Path {
	case SetUp:
		return []string{"The quiz runs in this channel", "Saved."}
	case Pause:
		return []string{"Paused: no questions"}
	case Resume:
		return []string{"The quiz goes on.", "What was skipped comes after all", "The quiz isn't paused."}
	case Skip:
		if strings.HasPrefix(e.Args["date"], "undo ") {
			return []string{"comes after all."}
		}
		return []string{"is left out."}
	case ChangePlan:
		return []string{" is now "}
	case AskNow:
		return []string{"The question is on its way."}
	case RevealNow:
		return []string{"The round closes now"}
	case Grade:
		return []string{" point for “", " points for “"}
	case unnamed:
		return []string{"Your name does not stand beside", "Your name stands beside"}
	}
	if e.Target == forgetButton {
		return []string{"Everything about you is deleted", "Nothing is kept about you"}
	}
	return nil
}

// outcomeOf returns what is known of an act.
func outcomeOf(d *record.DeliveredEvent) outcome {
	for _, a := range d.Answers {
		for _, text := range confirmations(d.Event) {
			if strings.Contains(a.Text, text) && !d.Acked.IsZero() {
				return confirmed
			}
		}
	}
	switch {
	case d.Deliveries == 0:
		return unseen
	case len(d.Answers) > 0 && !d.Acked.IsZero():
		return refused
	}
	return unknown
}

// doneBy returns the time by which an act was done, the zero time if that isn't known.
func doneBy(d *record.DeliveredEvent) time.Time {
	if outcomeOf(d) != confirmed {
		return time.Time{}
	}
	return d.Acked
}

// isDoneBefore reports whether an act was certainly done before a time.
func isDoneBefore(d *record.DeliveredEvent, at time.Time) bool {
	by := doneBy(d)
	return !by.IsZero() && by.Before(at)
}
