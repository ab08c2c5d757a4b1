// Package ledger defines the entries of the ledger of points and the totals that follow from them.
package ledger

import (
	"time"

	"quizbot/quiz/ident"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

// Entry is a line of the ledger: points given to a member, or taken, with the reason. Entries are
// only appended. Every total is a sum of entries.
type Entry struct {
	// Seq is the entry's number. The store assigns it.
	Seq    uint64         `json:"seq"`
	Room   ident.Room     `json:"room"`
	Member ident.MemberNo `json:"member"`
	Round  ident.Round    `json:"round"`
	// Date is the local date of the round.
	Date   schedule.Date `json:"date"`
	Points int           `json:"points"`
	Reason EntryReason   `json:"reason"`
	// Band is the band of the answer after this entry.
	Band scoring.Band `json:"band"`
	// By is the judge of a new grade. It is empty for other reasons, for a grade that others
	// confirmed, and in old entries.
	By scoring.Judge `json:"by,omitempty"`
	// Streak is the length of the streak with the answer, in entries for an answer or a streak. It is 0
	// in old ones.
	Streak int       `json:"streak,omitempty"`
	At     time.Time `json:"at"`
}

// TitledEntry is an entry with the title of its question.
type TitledEntry struct {
	Entry
	// Title is empty if the round doesn't exist.
	Title string
}

// EntryReason is the reason of an entry.
type EntryReason string

// An entry gives the points at the round's close, the difference after a new grade or a confirmation,
// or the bonus for a streak. A new grade may change the bonus by another entry.
const (
	ForAnswer       EntryReason = "answer"
	ForRegrade      EntryReason = "regrade"
	ForConfirmation EntryReason = "confirmation"
	ForStreak       EntryReason = "streak"
)

// Answers returns the entry's contribution to the member's count of answers.
func (e Entry) Answers() int {
	if e.Reason == ForAnswer {
		return 1
	}
	return 0
}

// FromGrade reports whether the entry follows from a grade of the answer, which it may replace.
func (e Entry) FromGrade() bool {
	return e.Reason == ForAnswer || e.Reason == ForRegrade || e.Reason == ForConfirmation
}

// Tally is the sum of a member's entries in a season and room.
type Tally struct {
	Member ident.MemberNo `json:"member"`
	Points int            `json:"points"`
	// Answered counts the member's answered rounds.
	Answered int `json:"answered"`
	// SelfGraded counts the rounds whose points come from the member's own grade: those whose last
	// entry from a grade does.
	SelfGraded int `json:"self_graded,omitempty"`
}

// Leaderboard is a page of a season's standings.
type Leaderboard struct {
	// Rows are the rows of the page, the most points first.
	Rows []LeaderboardRow
	// Members is the number of members with a tally. Sharing is the number of members behind Rows
	// who have as many points as the last row.
	Members, Sharing int
}

// LeaderboardRow is a member's tally of a season.
type LeaderboardRow struct {
	Tally
	// Rank is one more than the number of members with more points, so that equal points share it.
	Rank int
	// Name is the member's name, empty if it isn't known.
	Name   string
	Streak scoring.Streak
}

// MemberStreak is the streak of a member.
type MemberStreak struct {
	Member ident.MemberNo
	Streak scoring.Streak
}
