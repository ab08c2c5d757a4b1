package quiz

import (
	"time"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
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
	Date   schedule.Date `json:"date"`
	Points int           `json:"points"`
	Reason EntryReason   `json:"reason"`
	// Band is what the answer is worth from this entry on.
	Band scoring.Band `json:"band"`
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
	Streak scoring.Streak
}
