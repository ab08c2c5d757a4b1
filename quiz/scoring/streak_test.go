package scoring_test

import (
	"testing"
	"time"

	"pgregory.net/rapid"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

func on(month time.Month, day int) schedule.Date {
	return schedule.Date{Year: 2026, Month: month, Day: day}
}

func answered(from, to int) (r scoring.Streak) {
	for n := from; n <= to; n++ {
		r = r.Next(n)
	}
	return r
}

func TestMissedRounds(t *testing.T) {
	six := answered(1, 6)
	frozen, _ := six.Miss(scoring.Missed{Round: 7, Date: on(11, 24), Freezes: 1})
	for name, c := range map[string]struct {
		streak  scoring.Streak
		missed  scoring.Missed
		outcome scoring.StreakOutcome
		length  int
		ended   scoring.StreakEnd
	}{
		"excused":               {six, scoring.Missed{Round: 7, Date: on(11, 24), Excused: true, Freezes: 1}, scoring.StreakExcused, 6, scoring.StreakEnd{}},
		"frozen":                {six, scoring.Missed{Round: 7, Date: on(11, 24), Freezes: 1}, scoring.StreakFrozen, 6, scoring.StreakEnd{}},
		"no freezes":            {six, scoring.Missed{Round: 7, Date: on(11, 24)}, scoring.StreakEnded, 0, scoring.StreakEnd{Round: 7, Date: on(11, 24), Length: 6}},
		"the freeze is spent":   {frozen, scoring.Missed{Round: 8, Date: on(11, 25), Freezes: 1}, scoring.StreakEnded, 0, scoring.StreakEnd{Round: 8, Date: on(11, 25), Length: 6, Freezes: 1}},
		"a second freeze":       {frozen, scoring.Missed{Round: 8, Date: on(11, 25), Freezes: 2}, scoring.StreakFrozen, 6, scoring.StreakEnd{}},
		"a freeze of December":  {frozen, scoring.Missed{Round: 8, Date: on(12, 1), Freezes: 1}, scoring.StreakFrozen, 6, scoring.StreakEnd{}},
		"decided already":       {frozen, scoring.Missed{Round: 7, Date: on(11, 24), Freezes: 2}, scoring.StreakUnchanged, 6, scoring.StreakEnd{}},
		"one answer":            {answered(6, 6), scoring.Missed{Round: 7, Date: on(11, 24), Freezes: 1}, scoring.StreakEnded, 0, scoring.StreakEnd{Round: 7, Date: on(11, 24), Length: 1}},
		"undecided rounds":      {six, scoring.Missed{Round: 9, Date: on(11, 24), Freezes: 1, Excused: true}, scoring.StreakEnded, 0, scoring.StreakEnd{Round: 7, Length: 6}},
		"nobody's":              {scoring.Streak{}, scoring.Missed{Round: 1, Freezes: 1}, scoring.StreakUnchanged, 0, scoring.StreakEnd{}},
		"an excuse costs none":  {frozen, scoring.Missed{Round: 8, Date: on(11, 25), Freezes: 1, Excused: true}, scoring.StreakExcused, 6, scoring.StreakEnd{}},
		"the same month, later": {frozen, scoring.Missed{Round: 8, Date: schedule.Date{Year: 2027, Month: 11, Day: 2}, Freezes: 1}, scoring.StreakFrozen, 6, scoring.StreakEnd{}},
	} {
		got, outcome := c.streak.Miss(c.missed)
		if outcome != c.outcome || got.Length != c.length || got.Ended != c.ended || got.Best != c.streak.Best {
			t.Errorf("%s: got %+v, %d", name, got, outcome)
		}
		if again, outcome := got.Miss(c.missed); again != got || outcome != scoring.StreakUnchanged {
			t.Errorf("%s, a second time: got %+v, %d", name, again, outcome)
		}
		if outcome == scoring.StreakUnchanged {
			continue
		}
		if next := got.Next(c.missed.Round + 1); next.Length != c.length+1 {
			t.Errorf("%s, and answered again: got %+v", name, next)
		}
	}
	if left := frozen.FreezesLeft(on(11, 30), 2); left != 1 {
		t.Errorf("got %d freezes left in November, want 1", left)
	}
	if left := frozen.FreezesLeft(on(12, 1), 2); left != 2 {
		t.Errorf("got %d freezes left in December, want 2", left)
	}
}

// A streak is as long as the answered rounds since the last end. No month has more freezes than the
// plan allows.
func TestStreaksFollowFromTheirRounds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		freezes := rapid.IntRange(0, 2).Draw(t, "freezes")
		var r scoring.Streak
		length, best, spent := 0, 0, map[time.Month]int{}
		date := on(1, rapid.IntRange(1, 28).Draw(t, "first"))
		for n := 1; n <= 40; n++ {
			date = date.AddDays(rapid.IntRange(1, 9).Draw(t, "gap"))
			if rapid.Bool().Draw(t, "answered") {
				r = r.Next(n)
				length++
				best = max(best, length)
			} else {
				excused := rapid.Bool().Draw(t, "excused")
				var outcome scoring.StreakOutcome
				r, outcome = r.Miss(scoring.Missed{Round: n, Date: date, Excused: excused, Freezes: freezes})
				switch {
				case length == 0:
				case excused:
				case length >= 2 && spent[date.Month] < freezes:
					spent[date.Month]++
				default:
					length = 0
				}
				if outcome == scoring.StreakFrozen && spent[date.Month] == 0 {
					t.Fatalf("round %d: a freeze of no month", n)
				}
			}
			if r.Current(n) != length || r.Best != best {
				t.Fatalf("after round %d: got %+v, want %d (best %d)", n, r, length, best)
			}
		}
	})
}

func TestExcusedRounds(t *testing.T) {
	for away, want := range map[time.Duration]bool{0: false, 3*time.Hour + 59*time.Minute: false, 4 * time.Hour: true, 9 * time.Hour: true} {
		if got := scoring.IsExcused(8*time.Hour, away); got != want {
			t.Errorf("away for %s of 8 hours: got %v", away, got)
		}
	}
	if scoring.IsExcused(0, 0) {
		t.Error("a round that was never open excuses nobody")
	}
}
