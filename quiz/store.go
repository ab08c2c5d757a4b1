package quiz

import (
	"context"
	"errors"
	"iter"
	"time"

	"quizbot/quiz/scoring"
)

// ErrNotFound is returned for a record that the store does not hold.
var ErrNotFound = errors.New("not found")

// Store remembers. Its transactions see each other whole or not at all, one that updates is durable when
// Update returns nil, and none waits for anything but the store.
type Store interface {
	// View runs fn on a state that does not change meanwhile.
	View(ctx context.Context, fn func(Tx) error) error
	// Update runs fn and makes its changes durable together, or none of them where fn returns an error,
	// which Update returns. fn may be run twice and must do nothing but use its Tx. A ctx that ended
	// before fn began stops it.
	Update(ctx context.Context, fn func(Tx) error) error
}

// Compactor is a Store that can give back the space of what was deleted, so that nothing of it stays in
// the file. Where it fails, nothing is lost, and the store tries it again by itself when it is opened next.
type Compactor interface {
	Compact(ctx context.Context) error
}

// Tx is what a transaction can do. Records that are not there give [ErrNotFound]; values that come out
// are the caller's own. A Tx and what it yields must not be used after its transaction.
type Tx interface {
	Rooms
	Jobs
	Rounds
	Replies
	Votes
	Members
	Forgetting
	Ledger
}

// Rooms are what is remembered of each room.
type Rooms interface {
	Room(id RoomID) (Room, error)
	SetRoom(r Room) error
	// MoveRoom gives a room another id on the same platform, with its steps, rounds, points and all else that belongs to
	// it. It fails where there is a room of the new id.
	MoveRoom(from, to RoomID) error
	// Rooms yields all rooms in the order of their ids, and an error at most last.
	Rooms() iter.Seq2[Room, error]
}

// Jobs are what is due for rooms, and when to look.
type Jobs interface {
	// Job is the step that began in a room and has not ended.
	Job(room RoomID) (Job, error)
	SetJob(s Job) error
	// EndJob forgets the room's step; it is no error where there is none.
	EndJob(room RoomID) error
	// SetNextCheck says when to look at the room again, replacing what was said before; the zero time says never.
	SetNextCheck(room RoomID, at time.Time) error
	// NextCheck returns the time of a room's next check, the zero time if there is none.
	NextCheck(room RoomID) (time.Time, error)
	// Platforms yields the platforms of all rooms with a next check, in the order of their names. An error comes last.
	Platforms() iter.Seq2[string, error]
	// NextChecks yields the next checks of a platform's rooms, earliest first. An error comes last.
	NextChecks(platform string) iter.Seq2[NextCheck, error]
}

// NextCheck is the time at which something may be due in a room.
type NextCheck struct {
	Room RoomID
	At   time.Time
}

// Rounds are the questions that were asked.
type Rounds interface {
	// NewRound returns an id that no round had before; ids grow.
	NewRound() (RoundID, error)
	Round(id RoundID) (Round, error)
	SetRound(r Round) error
	// RoundsAfter yields the room's rounds with ids greater than the given one, in order, and an error at
	// most last.
	RoundsAfter(room RoomID, after RoundID) iter.Seq2[Round, error]
	// AskedQuestions returns the questions that were asked in a cycle of a room.
	AskedQuestions(room RoomID, cycle int) (map[QuestionID]bool, error)
	SetQuestionAsked(room RoomID, cycle int, q QuestionID, asked bool) error
}

// Replies are what members answered.
type Replies interface {
	Reply(round RoundID, member MemberNo) (Reply, error)
	SetReply(r Reply) error
	// RepliesTo returns all replies of a round, those taken back too, in the order in which they first
	// came, and of the members where they came at once.
	RepliesTo(round RoundID) ([]Reply, error)
	// Repliers returns the members of all replies to a round, in the order of RepliesTo.
	Repliers(round RoundID) ([]Member, error)
	// RepliesOf yields all replies of a member in the order of their rounds, and an error at most last.
	RepliesOf(member MemberNo) iter.Seq2[Reply, error]
}

// Votes are whose answer members found best. Each has one vote in a round.
type Votes interface {
	// SetVote replaces the voter's vote in the round by one that was cast at the given moment; a candidate of 0
	// takes it back.
	SetVote(round RoundID, voter, candidate MemberNo, at time.Time) error
	// VotedAt is when the voter's vote was cast, the zero time where there is none.
	VotedAt(round RoundID, voter MemberNo) (time.Time, error)
	// Votes returns the candidate of each voter.
	Votes(round RoundID) (map[MemberNo]MemberNo, error)
	// VotesBy returns the candidate of each round in which the member voted.
	VotesBy(voter MemberNo) (map[RoundID]MemberNo, error)
}

// Members are the people, found by the number that stands for them or by the platform's name for them.
type Members interface {
	Member(no MemberNo) (Member, error)
	MemberNo(id MemberID) (MemberNo, error)
	// NewMember returns a number that no member had before.
	NewMember() (MemberNo, error)
	SetMember(m Member) error
	// Forget deletes the member's row, replies, votes given and received, tallies and runs. Entries of the
	// ledger stay, with a number that stands for nobody.
	Forget(no MemberNo) error
}

// Ledger is the list of points, and what follows from it.
type Ledger interface {
	// Append adds e with the next Seq, and adds it to its member's three tallies.
	Append(e Entry) error
	// Entries yields a member's entries in a room, oldest first, and an error at most last.
	Entries(room RoomID, member MemberNo) iter.Seq2[Entry, error]
	// Tally is a member's total of a season, zero where there is no entry.
	Tally(room RoomID, season scoring.Season, member MemberNo) (Tally, error)
	// Standings yields the tallies of a season from most points to least, those with equal points in the
	// order of their members' numbers, and an error at most last.
	Standings(room RoomID, season scoring.Season) iter.Seq2[Tally, error]
	// Leaderboard returns the first n rows of Standings with the names and streaks of their members.
	Leaderboard(room RoomID, season scoring.Season, n int) (Leaderboard, error)
	// Ahead counts the members with more than the given points.
	Ahead(room RoomID, season scoring.Season, points int) (int, error)
	// Streak is a member's streak, zero where there is none.
	Streak(room RoomID, member MemberNo) (scoring.Streak, error)
	SetStreak(room RoomID, member MemberNo, r scoring.Streak) error
}

// Forgetting is what the store keeps of people who had everything about them deleted: only when that was.
type Forgetting interface {
	// ForgottenAt is when the person was forgotten last, the zero time where that never happened.
	ForgottenAt(id MemberID) (time.Time, error)
	// SetForgotten remembers when, under a hash of the id that leads nowhere without a key of the store's own. A later
	// moment stands.
	SetForgotten(id MemberID, at time.Time) error
}
