package scoring

import (
	"time"

	"quizbot/quiz/schedule"
)

// Streak is a member's run of answered rounds in a room. It counts the rounds that the room was asked:
// days off and pauses have none.
type Streak struct {
	// Last is the number of the last round that is decided: it was answered, excused, passed over by a
	// freeze, or ended the streak.
	Last int `json:"last"`
	// Length is the number of answered rounds in a row up to Last. It is 0 after the end. Best is the
	// longest streak ever.
	Length int `json:"length"`
	Best   int `json:"best"`
	// FrozenOn is the date of the last round that a freeze passed over. Freezes counts such rounds in
	// the month of FrozenOn.
	FrozenOn schedule.Date `json:"frozen_on,omitzero"`
	Freezes  int           `json:"freezes,omitempty"`
	// Ended is the end of the member's previous streak, zero without one.
	Ended StreakEnd `json:"ended,omitzero"`
}

// StreakEnd is the end of a streak: a round that its member missed.
type StreakEnd struct {
	Round int `json:"round"`
	// Date is the date of the round, zero if it isn't known.
	Date schedule.Date `json:"date,omitzero"`
	// Length is the length of the streak that ended.
	Length int `json:"length"`
	// Freezes counts the freezes that were spent in that month before.
	Freezes int `json:"freezes,omitempty"`
}

// Missed is a round without the member's answer.
type Missed struct {
	Round int
	Date  schedule.Date
	// Excused says that the bot or its platform was away for too long.
	Excused bool
	// Freezes is the number of freezes that a member has in a month.
	Freezes int
}

// StreakOutcome is the effect of a missed round on a streak.
type StreakOutcome int

// A missed round leaves a streak alone that has ended or is decided already. Otherwise it is excused,
// costs a freeze, or ends the streak.
const (
	StreakUnchanged StreakOutcome = iota
	StreakExcused
	StreakFrozen
	StreakEnded
)

// frozenFrom is the length of a streak from which freezes are spent on it. One answer is no streak yet.
const frozenFrom = 2

// Next returns the streak after an answer to round number n.
func (r Streak) Next(n int) Streak {
	switch {
	case n <= r.Last:
		return r
	case n == r.Last+1:
		r.Length++
	default:
		r.Length = 1
	}
	r.Last, r.Best = n, max(r.Best, r.Length)
	return r
}

// Miss returns the streak after a round that the member missed. A second call for a round changes
// nothing.
func (r Streak) Miss(m Missed) (Streak, StreakOutcome) {
	switch spent := r.freezesIn(m.Date); {
	case !r.IsLive() || m.Round <= r.Last:
		return r, StreakUnchanged
	case m.Round > r.Last+1: // rounds between were closed by a release that decided nothing
		r.Ended = StreakEnd{Round: r.Last + 1, Length: r.Length}
		r.Last, r.Length = m.Round, 0
		return r, StreakEnded
	case m.Excused:
		r.Last = m.Round
		return r, StreakExcused
	case spent < m.Freezes && r.Length >= frozenFrom:
		r.Last, r.FrozenOn, r.Freezes = m.Round, m.Date, spent+1
		return r, StreakFrozen
	default:
		r.Ended = StreakEnd{Round: m.Round, Date: m.Date, Length: r.Length, Freezes: spent}
		r.Last, r.Length = m.Round, 0
		return r, StreakEnded
	}
}

// freezesIn returns the number of freezes that were spent in the calendar month of a date.
func (r Streak) freezesIn(d schedule.Date) int {
	if r.FrozenOn.Year != d.Year || r.FrozenOn.Month != d.Month {
		return 0
	}
	return r.Freezes
}

// FreezesLeft returns the number of freezes that are left in the month of a date, of those that a
// member has in a month.
func (r Streak) FreezesLeft(d schedule.Date, monthly int) int { return max(0, monthly-r.freezesIn(d)) }

// IsLive reports whether the next answer continues the streak.
func (r Streak) IsLive() bool { return r.Length > 0 }

// Current returns the streak's length in a room with the given number of closed rounds. It is 0 if
// the streak ended, or the last round isn't decided.
func (r Streak) Current(rounds int) int {
	if r.Last < rounds {
		return 0
	}
	return r.Length
}

// IsMilestone reports whether a digest cheers a streak of n.
func IsMilestone(n int) bool { return n == 5 || n == 10 || n == 25 || n > 0 && n%50 == 0 }

// IsExcused reports whether a round excuses those who missed it: the bot or its platform was away for
// half of the time for which the round was open, or more.
func IsExcused(open, away time.Duration) bool { return open > 0 && away >= open-away }
