package service

import (
	"context"
	"errors"
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
	Rows   []Standing
	// Members counts all rows. Sharing counts further members with as many points as the last of
	// Rows.
	Members, Sharing int
	// Own is the caller's row, nil without points in this season.
	Own *Standing
}

// Standings returns the first n rows of the current season and the caller's own row.
func (s *Boards) Standings(ctx context.Context, now time.Time, room quiz.RoomID, who quiz.Person, span scoring.Span, n int) (Board, error) {
	return records.View(ctx, s.store, func(tx quiz.Tx) (b Board, err error) {
		r, err := records.FindRoom(tx, room)
		if err != nil {
			return b, err
		}
		calendar, err := agenda.NewCalendar(r.Plan)
		if err != nil {
			return b, err
		}
		b = Board{Span: span, Season: span.Season(calendar.Date(now))}
		if err := b.readRows(tx, &r, n); err != nil {
			return b, err
		}
		m, err := records.MemberIfAny(tx, who.ID)
		if err != nil || m.No == 0 {
			return b, err
		}
		b.Own, err = memberStanding(tx, &r, b.Season, m)
		return b, err
	})
}

// readRows reads the first n lines of the board's season, and counts the others.
func (b *Board) readRows(tx quiz.Ledger, room *quiz.Room, n int) error {
	top, err := tx.Leaderboard(room.ID, b.Season, n)
	if err != nil {
		return err
	}
	b.Members, b.Sharing = top.Members, top.Sharing
	for i, row := range top.Rows {
		standing, err := newStanding(tx, room, b.Season, row)
		if err != nil {
			return err
		}
		standing.Rank = i + 1
		if i > 0 && b.Rows[i-1].Points == standing.Points {
			standing.Rank = b.Rows[i-1].Rank
		}
		b.Rows = append(b.Rows, standing)
	}
	return nil
}

// newStanding returns a row of the leaderboard without its rank.
func newStanding(tx quiz.Ledger, room *quiz.Room, season scoring.Season, row ledger.LeaderboardRow) (Standing, error) {
	own, err := countSelfGraded(tx, room.ID, season, row.Member)
	return Standing{
		Member: row.Member, Name: row.Name, Points: row.Points, Answered: row.Answered, Streak: row.Streak.Current(room.Rounds), SelfGraded: own,
	}, err
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
	row, err := newStanding(tx, room, season, ledger.LeaderboardRow{Tally: tally, Name: m.Name, Streak: streak})
	if err != nil {
		return nil, err
	}
	ahead, err := tx.Ahead(room.ID, season, tally.Points)
	row.Rank = ahead + 1
	return &row, err
}
