package quiz

import (
	"context"
	"strings"
	"time"
)

// Find returns at most n questions of the room's banks whose id or title has in it what was typed, those first whose id
// or title begins so, and otherwise in the order of the banks. Case, white space and the marks of Markdown do not
// matter. It refuses with NoRoom.
func (s *Service) Find(ctx context.Context, room RoomID, typed string, n int) ([]*Question, error) {
	r, err := s.Room(ctx, room)
	if err != nil {
		return nil, err
	}
	written := unmarked(typed)
	var begin, hold []*Question
	for q := range s.bank.Questions(r.Plan.Banks...) {
		id, title := unmarked(string(q.ID)), unmarked(q.Title)
		switch {
		case strings.HasPrefix(id, written) || strings.HasPrefix(title, written):
			begin = append(begin, q)
		case strings.Contains(id, written) || strings.Contains(title, written):
			hold = append(hold, q)
		}
		if len(begin) >= n {
			break
		}
	}
	found := append(begin, hold...)
	return found[:min(n, len(found))], nil
}

// unmarked is a text as it is compared with what is typed.
func unmarked(text string) string {
	bare := strings.Map(func(c rune) rune {
		if strings.ContainsRune("*_`~\\", c) {
			return -1
		}
		return c
	}, strings.ToLower(text))
	return strings.Join(strings.Fields(bare), " ")
}

// Banks returns the names of the banks that have questions, in their order.
func (s *Service) Banks() []string {
	var names []string
	seen := map[string]bool{}
	for q := range s.bank.Questions() {
		if !seen[q.Bank] {
			seen[q.Bank] = true
			names = append(names, q.Bank)
		}
	}
	return names
}

// PlannedDates returns the next local dates for which a question is planned in a room, at most n and none further away
// than 400 days: not those that were asked or skipped, but those that a pause holds back. It refuses with NoRoom.
func (s *Service) PlannedDates(ctx context.Context, now time.Time, id RoomID, n int) ([]Date, error) {
	room, err := s.Room(ctx, id)
	if err != nil {
		return nil, err
	}
	calendar, err := NewCalendar(room.Plan)
	if err != nil {
		return nil, err
	}
	room.Pause = nil
	day := later(calendar.Date(now), room.Served[StepAsk].AddDays(1))
	var dates []Date
	for range horizon {
		if len(dates) == n {
			break
		}
		if calendar.expects(&room, StepAsk, day) {
			dates = append(dates, day)
		}
		day = day.AddDays(1)
	}
	return dates, nil
}
