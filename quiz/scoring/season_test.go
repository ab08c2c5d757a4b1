package scoring

import (
	"testing"

	"quizbot/quiz/schedule"
)

func TestStreak(t *testing.T) {
	var r Streak
	for _, c := range []struct{ round, now, best int }{{1, 1, 1}, {2, 2, 2}, {2, 2, 2}, {4, 1, 2}, {5, 2, 2}, {6, 3, 3}} {
		r = r.Next(c.round)
		if r.Current(c.round) != c.now || r.Best != c.best {
			t.Errorf("after round %d: got %d (best %d), want %d (best %d)", c.round, r.Current(c.round), r.Best, c.now, c.best)
		}
	}
	if got := r.Current(7); got != 0 {
		t.Errorf("after a missed round: got %d, want 0", got)
	}
}

func TestSeasons(t *testing.T) {
	for day, want := range map[string][3]Season{
		"2026-11-23": {"2026-W48", "2026-11", "all"},
		"2027-01-03": {"2026-W53", "2027-01", "all"},
		"2024-12-30": {"2025-W01", "2024-12", "all"},
	} {
		date, err := schedule.ParseDate(day)
		if err != nil {
			t.Fatal(err)
		}
		if got := Seasons(date); got != want {
			t.Errorf("%s: got %v, want %v", day, got, want)
		}
	}
}
