package quiz

import (
	"fmt"
	"time"
)

// Entry is a line of the ledger: points given to a member, or taken, for a reason. Entries are only ever
// appended, and every total is their sum.
type Entry struct {
	// Seq is given by the store and grows with each entry.
	Seq    uint64   `json:"seq"`
	Room   RoomID   `json:"room"`
	Member MemberNo `json:"member"`
	Round  RoundID  `json:"round"`
	// Date is the local date of the round, whenever the entry was made.
	Date   Date        `json:"date"`
	Points int         `json:"points"`
	Reason EntryReason `json:"reason"`
	// Band is what the answer is worth from this entry on.
	Band Band `json:"band"`
	// By is who regraded the answer, empty where others confirmed its author's grade, for other reasons, and in old entries.
	By Judge     `json:"by,omitempty"`
	At time.Time `json:"at"`
}

// EntryReason is why points were given or taken.
type EntryReason string

// An entry counts an answer at its round's close, corrects that by what a later grade differs, or adds what a full grade
// of the author's own is worth once it is confirmed.
const (
	ForAnswer       EntryReason = "answer"
	ForRegrade      EntryReason = "regrade"
	ForConfirmation EntryReason = "confirmation"
)

// Answers is how many answers the entry adds to its member's total.
func (e Entry) Answers() int {
	if e.Reason == ForAnswer {
		return 1
	}
	return 0
}

// Span is a kind of season.
type Span string

// Seasons last a week from Monday, a month, or for ever.
const (
	Week  Span = "week"
	Month Span = "month"
	All   Span = "all"
)

// ParseSpan reads the name of a span.
func ParseSpan(s string) (Span, bool) {
	switch span := Span(s); span {
	case Week, Month, All:
		return span, true
	}
	return "", false
}

// Season is one stretch of time that a leaderboard covers: 2026-W48, 2026-11 or all.
type Season string

// Season returns the one of this span that d lies in. Weeks are those of ISO 8601.
func (s Span) Season(d Date) Season {
	switch s {
	case Week:
		year, week := d.midnight().ISOWeek()
		return Season(fmt.Sprintf("%04d-W%02d", year, week))
	case Month:
		return Season(fmt.Sprintf("%04d-%02d", d.Year, d.Month))
	default:
		return Season(All)
	}
}

// Seasons returns the three seasons that d lies in; an entry of that date counts in each.
func Seasons(d Date) [3]Season {
	return [3]Season{Week.Season(d), Month.Season(d), All.Season(d)}
}

// Tally is what a member's entries of one season in one room come to.
type Tally struct {
	Member MemberNo `json:"member"`
	Points int      `json:"points"`
	// Answered counts the rounds that the member answered.
	Answered int `json:"answered"`
}

// Leaderboard is the top of a season's standings.
type Leaderboard struct {
	// Rows are the first rows, the most points first.
	Rows []LeaderboardRow
	// Members is the number of members with a tally. Sharing is the number of members behind Rows who have as
	// many points as the last row.
	Members, Sharing int
}

// LeaderboardRow is a member's tally of a season.
type LeaderboardRow struct {
	Tally
	// Name is the member's name, empty if it isn't known.
	Name   string
	Streak Streak
}

// Streak is a member's streak in a room.
type Streak struct {
	// Last is the number of the last round that the member answered.
	Last int `json:"last"`
	// Length is how many rounds in a row ended with that one; Best is the longest ever.
	Length int `json:"length"`
	Best   int `json:"best"`
}

// Next is the run after its member answered round number n.
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

// Now is the streak in a room in which the given number of rounds closed: 0 where the member missed the
// last of them.
func (r Streak) Now(rounds int) int {
	if r.Last < rounds {
		return 0
	}
	return r.Length
}

// Milestone reports whether a streak of n is worth a cheer.
func Milestone(n int) bool { return n == 5 || n == 10 || n == 25 || n > 0 && n%50 == 0 }
