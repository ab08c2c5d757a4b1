// Package standings makes stores of a room with very many members, and does with them the work that a
// leaderboard takes, to measure how its time grows.
package standings

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/plan"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
	"quizbot/store"
	"quizbot/store/bolt"
)

// Room is the room of all members.
const Room quiz.RoomID = "slack/T1/C1"

// Rounds is how many rounds the room had: two weeks of five. Every member answered each.
const Rounds = 10

// Now is a time on the day of the last round.
func Now() time.Time { return time.Date(2026, 11, 27, 20, 0, 0, 0, time.UTC) }

// dateOf returns the date of a round.
func dateOf(round int) schedule.Date {
	return schedule.Date{Year: 2026, Month: 11, Day: 16}.AddDays((round-1)/5*7 + (round-1)%5)
}

// MemberID returns the id of a member, from 1 on.
func MemberID(no int) quiz.MemberID { return quiz.MemberID(fmt.Sprintf("slack/T1/U%07d", no)) }

// Name returns the name of a member.
func Name(no int) string { return fmt.Sprintf("Member %d", no) }

// EntriesOf returns the entries of a member in the order of the rounds. Members differ in what they
// know, so that there are a hundred different sums and very many equal ones.
func EntriesOf(no int) (list []ledger.Entry) {
	r := rand.New(rand.NewPCG(1, uint64(no))) //nolint:gosec // the same data each time
	skill := r.IntN(100)
	for round := 1; round <= Rounds; round++ {
		e := ledger.Entry{
			Room: Room, Member: quiz.MemberNo(no), Round: quiz.RoundID(round), Date: dateOf(round), Reason: ledger.ForAnswer,
			Band: scoring.Wrong, Points: 1, At: dateOf(round).Midnight().Add(18 * time.Hour),
		}
		switch n := r.IntN(100); {
		case n < skill/2:
			e.Band, e.Points = scoring.Full, 10
		case n < skill:
			e.Band, e.Points = scoring.Mostly, 7
		case n < skill+20:
			e.Band, e.Points = scoring.Partial, 4
		}
		list = append(list, e)
	}
	return list
}

// Build makes a store at path, where there must be no file, in which a number of members have ten
// entries each.
func Build(path string, members int) error {
	next := 1
	return bolt.Create(path, func(tx store.RecordTx) (more bool, err error) {
		if next == 1 {
			if err := writeRoom(tx); err != nil {
				return false, err
			}
		}
		for end := min(members, next+buildBatch-1); next <= end; next++ {
			if err := writeMember(tx, next); err != nil {
				return false, err
			}
		}
		return next <= members, nil
	})
}

// buildBatch is how many members are written in a transaction. In smaller ones the pages of the
// ranking, which a member can be on any of, would be written more often.
const buildBatch = 50_000

// writeRoom writes the room and its rounds.
func writeRoom(tx quiz.Tx) error {
	errs := []error{tx.SetRoom(quiz.Room{ID: Room, Plan: plan.Default(), Rounds: Rounds, Last: Rounds, Since: dateOf(1).Midnight()})}
	for n := 1; n <= Rounds; n++ {
		id, err := tx.NewRound()
		errs = append(errs, err, tx.SetRound(quiz.Round{ID: id, Room: Room, Number: n, Date: dateOf(n), Phase: quiz.Revealed}))
	}
	return errors.Join(errs...)
}

// writeMember writes a member with all entries.
func writeMember(tx quiz.Tx, no int) error {
	number, err := tx.NewMember()
	errs := []error{
		err, tx.SetMember(quiz.Member{No: number, ID: MemberID(no), Name: Name(no), Since: dateOf(1).Midnight()}),
		tx.SetStreak(Room, number, scoring.Streak{Last: Rounds, Length: Rounds, Best: Rounds}),
	}
	for _, e := range EntriesOf(no) {
		errs = append(errs, tx.Append(e))
	}
	return errors.Join(errs...)
}

// Boards reads leaderboards as the service does.
type Boards struct{ *service.Service }

// NewBoards returns the boards of a store.
func NewBoards(s quiz.Store) Boards { return Boards{service.New(s, nil, nil, service.Options{})} }

// Read returns the first ten rows of a season, and a member's own row with those above and below.
func (b Boards) Read(ctx context.Context, span scoring.Span, no int) (service.Board, error) {
	return b.Standings(ctx, Now(), Room, quiz.Person{ID: MemberID(no)}, span, 0, 10)
}
