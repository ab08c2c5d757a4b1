package service

import (
	"context"
	"errors"
	"slices"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/ledger"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// Standing is a member's row of a leaderboard. Members with equal points share a rank, and the next
// rank counts them all: 1, 1, 3.
type Standing struct {
	Rank     int
	Member   quiz.MemberNo
	Name     string
	Points   int
	Answered int
	// Streak counts consecutive rounds with an answer, up to the last closed round.
	Streak int
	// SelfGraded counts the rounds whose points come from the member's own grade.
	SelfGraded int
}

// Board is a leaderboard.
type Board struct {
	Span   scoring.Span
	Season scoring.Season
	// After counts the rows before the first one of Rows.
	After int
	Rows  []Standing
	// Members counts all rows. Sharing counts further members with as many points as the last of
	// Rows.
	Members, Sharing int
	// Own is the caller's row, nil without points in this season.
	Own *Standing
	// Near has the caller's row between the rows above and below it.
	Near []Standing
}

// Standings returns n rows of the current season after the first ones, and the caller's own row.
func (s *Boards) Standings(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person, span scoring.Span, after, n int) (Board, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (b Board, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return b, err
		}
		calendar, err := agenda.NewCalendar(r.Plan)
		if err != nil {
			return b, err
		}
		b = Board{Span: span, Season: span.Season(calendar.Date(now)), After: after}
		if err := b.readRows(tx, &r, n); err != nil {
			return b, err
		}
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil || m.No == 0 {
			return b, err
		}
		return b, b.readOwn(tx, &r, m)
	})
}

// readRows reads n rows of the board's season, and counts the others.
func (b *Board) readRows(tx quiz.Ledger, room *quiz.Room, n int) error {
	page, err := tx.Leaderboard(room.ID, b.Season, b.After, n)
	if err != nil {
		return err
	}
	b.Members, b.Sharing = page.Members, page.Sharing
	b.Rows = standingsOf(room, page)
	return nil
}

// readOwn reads the row of a member and the rows beside it.
func (b *Board) readOwn(tx quiz.Ledger, room *quiz.Room, m quiz.Member) error {
	tally, err := tx.Tally(room.ID, b.Season, m.No)
	if err != nil || tally.Answered == 0 {
		return err
	}
	position, err := tx.Position(room.ID, b.Season, tally)
	if err != nil {
		return err
	}
	first := max(0, position-1)
	near, err := tx.Leaderboard(room.ID, b.Season, first, position-first+2)
	if err != nil {
		return err
	}
	b.Near = standingsOf(room, near)
	if i := slices.IndexFunc(b.Near, func(s Standing) bool { return s.Member == m.No }); i >= 0 {
		b.Own = &b.Near[i]
		return nil
	}
	b.Near = nil // the ranking is damaged there
	b.Own, err = memberStanding(tx, room, b.Season, m)
	return err
}

// standingsOf returns the rows of a leaderboard as they are shown.
func standingsOf(room *quiz.Room, page ledger.Leaderboard) (rows []Standing) {
	for _, row := range page.Rows {
		rows = append(rows, newStanding(room, row))
	}
	return rows
}

func newStanding(room *quiz.Room, row ledger.LeaderboardRow) Standing {
	return Standing{
		Rank: row.Rank, Member: row.Member, Name: row.Name, Points: row.Points, Answered: row.Answered,
		Streak: row.Streak.Current(room.Rounds), SelfGraded: row.SelfGraded,
	}
}

// memberStanding returns one member's row, nil without an answer in the season.
func memberStanding(tx quiz.Ledger, room *quiz.Room, season scoring.Season, m quiz.Member) (*Standing, error) {
	tally, err := tx.Tally(room.ID, season, m.No)
	if err != nil || tally.Answered == 0 {
		return nil, err
	}
	streak, err := tx.Streak(room.ID, m.No)
	if err != nil && !errors.Is(err, quiz.ErrUnreadable) {
		return nil, err
	}
	ahead, err := tx.Ahead(room.ID, season, tally.Points)
	row := newStanding(room, ledger.LeaderboardRow{Tally: tally, Rank: ahead + 1, Name: m.Name, Streak: streak})
	return &row, err
}
