// Package standings makes stores of a room with very many members, and does with them the work that a
// leaderboard takes, to measure how its time grows.
package standings

import (
	"context"
	"fmt"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/ledger"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
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

// EntryOf returns the entry of a member for a round. Members differ in what they know, so that there
// are a hundred different sums and very many equal ones.
func EntryOf(no, round int) ledger.Entry {
	e := ledger.Entry{
		Room: Room, Member: quiz.MemberNo(no), Round: quiz.RoundID(round), Date: dateOf(round), Reason: ledger.ForAnswer,
		Band: scoring.Wrong, Points: 1, At: dateOf(round).Midnight().Add(18 * time.Hour),
	}
	skill := int(scatter(uint64(no)) % 100)
	switch n := int(scatter(uint64(no*100+round)) % 100); {
	case n < skill/2:
		e.Band, e.Points = scoring.Full, 10
	case n < skill:
		e.Band, e.Points = scoring.Mostly, 7
	case n < skill+20:
		e.Band, e.Points = scoring.Partial, 4
	}
	return e
}

// TallyOf returns the tally of a member in a season.
func TallyOf(no int, season scoring.Season) ledger.Tally {
	tally := ledger.Tally{Member: quiz.MemberNo(no)}
	for round := 1; round <= Rounds; round++ {
		if seasons := scoring.Seasons(dateOf(round)); slices.Contains(seasons[:], season) {
			e := EntryOf(no, round)
			tally.Points += e.Points
			tally.Answered += e.Answers()
		}
	}
	return tally
}

// scatter returns the same number for the same n, and looks random.
func scatter(n uint64) uint64 {
	n = (n ^ n>>30) * 0xbf58476d1ce4e5b9
	n = (n ^ n>>27) * 0x94d049bb133111eb
	return n ^ n>>31
}

// Boards reads leaderboards as the service does.
type Boards struct{ *service.Service }

// NewBoards returns the boards of a store.
func NewBoards(s quiz.Store) Boards { return Boards{service.New(s, nil, nil, service.Options{})} }

// Read returns the first ten rows of a season, and a member's own row with those above and below.
func (b Boards) Read(ctx context.Context, span scoring.Span, no int) (service.Board, error) {
	return b.Standings(ctx, Now(), Room, quiz.Person{ID: MemberID(no)}, span, 0, 10)
}
