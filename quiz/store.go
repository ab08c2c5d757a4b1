package quiz

import (
	"context"
	"errors"
	"iter"
	"time"

	"quizbot/quiz/departure"
	"quizbot/quiz/ledger"
	"quizbot/quiz/scoring"
)

// ErrNotFound is returned for a record that the store does not hold.
var ErrNotFound = errors.New("not found")

// ErrUnreadable is returned for a record that the store holds and cannot read: its bytes are damaged.
// They stay as they are. Other records can be read.
var ErrUnreadable = errors.New("cannot be read")

// Store keeps the records. A transaction sees every other one as a whole or not at all, and waits
// for nothing but the store. An update is durable once Update returned nil.
type Store interface {
	// View runs fn on a snapshot.
	View(ctx context.Context, fn func(Tx) error) error
	// Update runs fn and commits its changes together. If fn returns an error, Update changes
	// nothing and returns it. fn may run twice and must only use its Tx. A ctx that is done before
	// fn begins prevents it.
	Update(ctx context.Context, fn func(Tx) error) error
}

// Compactor is a Store that can erase deleted records from the free space of its file, and that keeps
// the marks of forgotten members beside it, too. It has to be called after [Members.Forget] and
// [Forgetting.SetForgotten]. A failure loses nothing, and the store tries again later.
type Compactor interface {
	Compact(ctx context.Context) error
}

// Tx is a transaction. A missing record gives [ErrNotFound], and a damaged one [ErrUnreadable]. An
// iterator goes on behind a record that it yielded with ErrUnreadable, and ends with any other error.
// Returned values belong to the caller. A Tx and its iterators must not be used after the
// transaction.
type Tx interface {
	Rooms
	Jobs
	Rounds
	Replies
	Votes
	Members
	Forgetting
	Ledger
	Confirmations
	departure.Workspaces

	// AppendAudit adds a record of the audit log with the next Seq.
	AppendAudit(r AuditRecord) error
	// AuditRecords yields the records of a room or workspace, newest first.
	AuditRecords(scope string) iter.Seq2[AuditRecord, error]
	// DropAudit deletes the records of all scopes from before a time, at most n. It returns the number.
	DropAudit(before time.Time, n int) (int, error)
}

// Rooms are the records of rooms.
type Rooms interface {
	Room(id RoomID) (Room, error)
	SetRoom(r Room) error
	// MoveRoom gives a room another id on the same platform, with its jobs, rounds, points and
	// everything else. It fails if the new id is taken.
	MoveRoom(from, to RoomID) error
	// Rooms yields all rooms in the order of their ids. An unreadable one has its id alone.
	Rooms() iter.Seq2[Room, error]
}

// Jobs are the jobs in progress, the times of the next checks, and the times which show that the
// machine's clock is or was wrong.
type Jobs interface {
	// Job returns the job in progress of a room.
	Job(room RoomID) (Job, error)
	SetJob(s Job) error
	// EndJob deletes the room's job. Without one it does nothing.
	EndJob(room RoomID) error
	// SetNextCheck replaces the time of the room's next check; the zero time removes it.
	SetNextCheck(room RoomID, at time.Time) error
	// NextCheck returns the time of a room's next check, the zero time if there is none.
	NextCheck(room RoomID) (time.Time, error)
	// Platforms yields the platforms of all rooms with a next check, in the order of their names.
	Platforms() iter.Seq2[string, error]
	// NextChecks yields the next checks of a platform's rooms, earliest first. A check with
	// [ErrUnreadable] has the room alone, if that much can be read: [Jobs.SetNextCheck] mends it.
	NextChecks(platform string) iter.Seq2[NextCheck, error]
	// NewestMoment returns the newest time at which anything was decided or saved by the machine's
	// clock, zero in a new store.
	NewestMoment() (time.Time, error)
	// RaiseNewestMoment makes at the newest moment, unless a later one is recorded.
	RaiseNewestMoment(at time.Time) error
	// SetNewestMoment replaces the newest moment, after the clock once ran ahead.
	SetNewestMoment(at time.Time) error
	// Seen returns the last moment at which a platform is known to have been connected, zero if it
	// isn't known.
	Seen(platform string) (time.Time, error)
	SetSeen(platform string, at time.Time) error
	// FutureRecords describes the records with a time after now, one line each. Times that are
	// planned, such as a close, are no sign of a wrong clock. An error comes last.
	FutureRecords(now time.Time) iter.Seq2[string, error]
	// ResetFutureTimes replaces in these records each time after now by now, and the dates of rounds
	// and points that are more than two days ahead by the date of now. Seasons and boards follow.
	ResetFutureTimes(now time.Time) error
}

// NextCheck is the time at which something may be due in a room.
type NextCheck struct {
	Room RoomID
	At   time.Time
}

// Rounds are the asked questions.
type Rounds interface {
	// NewRound returns an id that no round had before; ids grow.
	NewRound() (RoundID, error)
	Round(id RoundID) (Round, error)
	SetRound(r Round) error
	// RoundsAfter yields the room's rounds with ids greater than the given one, in order. An
	// unreadable one has its id alone.
	RoundsAfter(room RoomID, after RoundID) iter.Seq2[Round, error]
	// RoundsWithMessage returns the rounds of a room with a message of the given id in their question,
	// reveal or digest, or with a message in the thread of that id.
	RoundsWithMessage(room RoomID, id string) ([]Round, error)
	// RoundsOf yields the rounds with a reply or vote of a member, in order, each with both. With
	// [ErrUnreadable] a part is missing; the id of the round is there.
	RoundsOf(member MemberNo) iter.Seq2[MemberRound, error]
	// AskedQuestions returns the questions that a room asked in a cycle.
	AskedQuestions(room RoomID, cycle int) (map[QuestionID]bool, error)
	SetQuestionAsked(room RoomID, cycle int, q QuestionID, asked bool) error
	// SetRedrawOwed records whether the messages of a round, or the digest after it, may still show a
	// forgotten member.
	SetRedrawOwed(round RoundID, owed bool) error
	// RedrawsOwed yields the rounds for which that is recorded, in order. An error comes last.
	RedrawsOwed() iter.Seq2[Round, error]
}

// Replies are the answers of members.
type Replies interface {
	Reply(round RoundID, member MemberNo) (Reply, error)
	SetReply(r Reply) error
	// RepliesTo returns all replies to a round, including withdrawn ones. They are ordered by
	// first arrival, then by member. With [ErrUnreadable] it returns those that can be read.
	RepliesTo(round RoundID) ([]Reply, error)
	// Repliers returns the members of all replies to a round, in the order of RepliesTo. With
	// [ErrUnreadable] it returns those that can be read.
	Repliers(round RoundID) ([]Member, error)
}

// Votes are the members' votes for the best answer: one per member and round.
type Votes interface {
	// SetVote replaces the voter's vote in the round. Candidate 0 withdraws it. at is the time of
	// the vote.
	SetVote(round RoundID, voter, candidate MemberNo, at time.Time) error
	// VotedAt returns the time of the voter's vote, zero without a vote.
	VotedAt(round RoundID, voter MemberNo) (time.Time, error)
	// Votes returns the candidate of each voter. With [ErrUnreadable] it returns those that can be
	// read.
	Votes(round RoundID) (map[MemberNo]MemberNo, error)
}

// Members are the people, by number or by platform id.
type Members interface {
	Member(no MemberNo) (Member, error)
	MemberNo(id MemberID) (MemberNo, error)
	// NewMember returns an unused number.
	NewMember() (MemberNo, error)
	SetMember(m Member) error
	// Forget deletes the member's row, replies, tallies, streaks, and the votes by and for them.
	// Key points that they confirmed and the audit log stay, without their number. Ledger entries
	// stay; their number then belongs to nobody. What is the member's own is deleted even if it is unreadable.
	Forget(no MemberNo) error
}

// Ledger is the list of point entries, with the totals that follow from it.
type Ledger interface {
	// Append adds e with the next Seq, and updates its member's three tallies.
	Append(e ledger.Entry) error
	// Entries yields a member's entries in a room, oldest first.
	Entries(room RoomID, member MemberNo) iter.Seq2[ledger.Entry, error]
	// LatestEntries yields the same entries, newest first, each with its question's title.
	LatestEntries(room RoomID, member MemberNo) iter.Seq2[ledger.TitledEntry, error]
	// RoundEntries returns a member's entries for a round, newest first. That of the answer is the
	// first one written, so that nothing older is read.
	RoundEntries(round *Round, member MemberNo) ([]ledger.Entry, error)
	// Tally returns a member's total of a season, zero without entries. An unreadable one is summed
	// up again.
	Tally(room RoomID, season scoring.Season, member MemberNo) (ledger.Tally, error)
	// Standings yields the tallies of a season, without the number of self-graded rounds: most points
	// first, then by member number.
	Standings(room RoomID, season scoring.Season) iter.Seq2[ledger.Tally, error]
	// Leaderboard returns n rows of Standings after the first ones, with the names and streaks of
	// their members, as far as they can be read.
	Leaderboard(room RoomID, season scoring.Season, after, n int) (ledger.Leaderboard, error)
	// Ahead counts the members with more points.
	Ahead(room RoomID, season scoring.Season, points int) (int, error)
	// Position counts the rows of Standings before a member's tally.
	Position(room RoomID, season scoring.Season, tally ledger.Tally) (int, error)
	// Streak returns a member's streak, zero if there is none.
	Streak(room RoomID, member MemberNo) (scoring.Streak, error)
	SetStreak(room RoomID, member MemberNo, r scoring.Streak) error
	// LiveStreaks yields the live streaks of a room whose last decided round is one of from to last,
	// ordered by it. One with [ErrUnreadable] has its member alone.
	LiveStreaks(room RoomID, from, last int) iter.Seq2[ledger.MemberStreak, error]
	// EndedStreaks yields the streaks that ended in such rounds. A member's next answer begins another.
	EndedStreaks(room RoomID, from, last int) iter.Seq2[ledger.MemberStreak, error]
}

// Confirmations are the key points that admins confirmed: one record per workspace and question.
type Confirmations interface {
	ConfirmedPoints(workspace WorkspaceID, q QuestionID) (ConfirmedPoints, error)
	SetConfirmedPoints(c ConfirmedPoints) error
	// DropConfirmedPoints deletes a record. Without one it does nothing.
	DropConfirmedPoints(workspace WorkspaceID, q QuestionID) error
	// ConfirmedPointsOf yields the records of a workspace in the order of the questions' ids.
	ConfirmedPointsOf(workspace WorkspaceID) iter.Seq2[ConfirmedPoints, error]
}

// Forgetting are the deletion times of forgotten people. Nothing else about them is kept.
type Forgetting interface {
	// ForgottenAt returns the last deletion time of the person or the person's workspace, zero if there is
	// none.
	ForgottenAt(id MemberID) (time.Time, error)
	// SetForgotten stores the deletion time under a keyed hash of the id. The latest time stays.
	SetForgotten(id MemberID, at time.Time) error
}
