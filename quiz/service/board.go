package service

import (
	"context"
	"time"

	"quizbot/quiz"
	"quizbot/quiz/agenda"
	"quizbot/quiz/records"
	"quizbot/quiz/scoring"
)

// Standing is a member's line of a leaderboard. Members with equal points share a rank, and the next rank
// counts them all: 1, 1, 3.
type Standing struct {
	Rank     int
	Member   quiz.MemberNo
	Name     string
	Points   int
	Answered int
	// Streak is how many rounds in a row the member answered, up to the last that closed.
	Streak int
	// SelfGraded is in how many of those rounds the points are those of the member's own grade.
	SelfGraded int
}

// Board is a leaderboard.
type Board struct {
	Span   scoring.Span
	Season scoring.Season
	Rows   []Standing
	// Members is how many have a line in all, Sharing how many of those not among Rows have as many points as the last
	// of Rows.
	Members, Sharing int
	// Own is the asker's line, nil where they have no points in this season.
	Own *Standing
}

// Standings returns the first n lines of the season that now lies in, and the asker's own.
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
func (b *Board) readRows(tx quiz.Tx, room *quiz.Room, n int) error {
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
func newStanding(tx quiz.Tx, room *quiz.Room, season scoring.Season, row quiz.LeaderboardRow) (Standing, error) {
	own, err := countSelfGraded(tx, room.ID, season, row.Member)
	return Standing{
		Member: row.Member, Name: row.Name, Points: row.Points, Answered: row.Answered, Streak: row.Streak.Now(room.Rounds), SelfGraded: own,
	}, err
}

// memberStanding is one member's line, nil where they answered nothing in the season.
func memberStanding(tx quiz.Tx, room *quiz.Room, season scoring.Season, m quiz.Member) (*Standing, error) {
	tally, err := tx.Tally(room.ID, season, m.No)
	if err != nil || tally.Answered == 0 {
		return nil, err
	}
	streak, err := tx.Streak(room.ID, m.No)
	if err != nil {
		return nil, err
	}
	row, err := newStanding(tx, room, season, quiz.LeaderboardRow{Tally: tally, Name: m.Name, Streak: streak})
	if err != nil {
		return nil, err
	}
	ahead, err := tx.Ahead(room.ID, season, tally.Points)
	row.Rank = ahead + 1
	return &row, err
}
