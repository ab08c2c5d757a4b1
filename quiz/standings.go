package quiz

import (
	"context"
	"errors"
	"time"
)

// Standing is a member's line of a leaderboard. Members with equal points share a rank, and the next rank
// counts them all: 1, 1, 3.
type Standing struct {
	Rank     int
	Member   MemberNo
	Name     string
	Points   int
	Answered int
	// Streak is how many rounds in a row the member answered, up to the last that closed.
	Streak int
}

// Board is a leaderboard.
type Board struct {
	Span   Span
	Season Season
	Rows   []Standing
	// Own is the asker's line, nil where they have no points in this season.
	Own *Standing
}

// Standings returns the first n lines of the season that now lies in, and the asker's own.
func (s *Service) Standings(ctx context.Context, now time.Time, room RoomID, who Person, span Span, n int) (b Board, err error) {
	err = s.store.View(ctx, func(tx Tx) error {
		r, err := findRoom(tx, room)
		if err != nil {
			return err
		}
		calendar, err := NewCalendar(r.Plan)
		if err != nil {
			return err
		}
		b = Board{Span: span, Season: span.Season(calendar.Date(now))}
		if b.Rows, err = top(tx, &r, b.Season, n); err != nil {
			return err
		}
		m, err := known(tx, who.ID)
		if err != nil || m.No == 0 {
			return err
		}
		b.Own, err = standingOf(tx, &r, b.Season, m)
		return err
	})
	return b, err
}

// top reads the first n lines of a season.
func top(tx Tx, room *Room, season Season, n int) ([]Standing, error) {
	var rows []Standing
	for tally, err := range tx.Standings(room.ID, season) {
		if err != nil {
			return nil, err
		}
		if len(rows) == n {
			break
		}
		row, err := standing(tx, room, tally)
		if err != nil {
			return nil, err
		}
		row.Rank = len(rows) + 1
		if last := len(rows) - 1; last >= 0 && rows[last].Points == row.Points {
			row.Rank = rows[last].Rank
		}
		rows = append(rows, row)
	}
	return rows, nil
}

// standing is a tally with its member's name and streak, and without a rank.
func standing(tx Tx, room *Room, tally Tally) (Standing, error) {
	m, err := tx.Member(tally.Member)
	if err != nil && !errors.Is(err, ErrNotFound) {
		return Standing{}, err
	}
	run, err := tx.Run(room.ID, tally.Member)
	return Standing{
		Member: tally.Member, Name: m.Name, Points: tally.Points, Answered: tally.Answered, Streak: run.Now(room.Rounds),
	}, err
}

// standingOf is one member's line, nil where they answered nothing in the season.
func standingOf(tx Tx, room *Room, season Season, m Member) (*Standing, error) {
	tally, err := tx.Tally(room.ID, season, m.No)
	if err != nil || tally.Answered == 0 {
		return nil, err
	}
	row, err := standing(tx, room, tally)
	if err != nil {
		return nil, err
	}
	ahead, err := tx.Ahead(room.ID, season, tally.Points)
	row.Rank = ahead + 1
	return &row, err
}
