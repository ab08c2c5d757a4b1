package scoring_test

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
)

func TestParseSeason(t *testing.T) {
	for text, want := range map[string]scoring.Span{
		"2026-W48": scoring.Week, "2026-W53": scoring.Week, "2025-W01": scoring.Week, "2026-11": scoring.Month, "all": scoring.All,
		"2025-W53": "", "2026-W00": "", "2026-W54": "", "2026-13": "", "2026-W4": "", "2026-11-02": "", "2026-W48x": "", "season:x": "", "": "",
	} {
		season, span, ok := scoring.ParseSeason(text)
		if ok != (want != "") || span != want || ok && string(season) != text {
			t.Errorf("%q: got %q, %q, %v", text, season, span, ok)
		}
	}
}

// Each date's week and month can be named and read again.
func TestSeasonsOfDatesAreReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		date := schedule.Date{Year: 2020, Month: 1, Day: 1}.AddDays(rapid.IntRange(0, 20_000).Draw(t, "days"))
		for _, season := range scoring.Seasons(date) {
			if got, _, ok := scoring.ParseSeason(string(season)); !ok || got != season {
				t.Fatalf("%s: %q is read as %q, %v", date, season, got, ok)
			}
		}
	})
}

func TestSeasonsBeginAndEnd(t *testing.T) {
	list, err := scoring.StartSeason(nil, scoring.NamedSeason{Name: "winter", From: on(12, 1)})
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		season scoring.NamedSeason
		want   error
	}{
		{scoring.NamedSeason{Name: "Winter", From: on(1, 1), Until: on(1, 2)}, scoring.ErrSeasonName},
		{scoring.NamedSeason{Name: "new", From: on(12, 24)}, scoring.ErrSeasonOverlap},
		{scoring.NamedSeason{Name: "new", From: on(11, 2)}, scoring.ErrSeasonOverlap},
		{scoring.NamedSeason{Name: "new", From: on(11, 2), Until: on(12, 1)}, scoring.ErrSeasonOverlap},
		{scoring.NamedSeason{Name: "new", From: on(11, 2), Until: on(11, 1)}, scoring.ErrSeasonDates},
		{scoring.NamedSeason{Name: "new", From: on(11, 2), Until: on(11, 30)}, nil},
	} {
		if _, err := scoring.StartSeason(list, c.season); !errors.Is(err, c.want) {
			t.Errorf("%+v: got %v, want %v", c.season, err, c.want)
		}
	}
	if _, ok := scoring.EndSeason(list, on(11, 30)); ok {
		t.Error("a season ended that had not begun")
	}
	list, ok := scoring.EndSeason(list, on(12, 24))
	if !ok || list[0].Until != on(12, 24) {
		t.Errorf("got %+v, %v", list, ok)
	}
	if _, ok := scoring.EndSeason(list, on(12, 24)); ok {
		t.Error("a season ended twice")
	}
	for date, want := range map[schedule.Date]bool{on(11, 30): false, on(12, 1): true, on(12, 24): true, on(12, 25): false} {
		got := scoring.SeasonsOf(date, list)
		if slices.Contains(got, "season:winter") != want || len(got) < 3 {
			t.Errorf("%s: got %v", date, got)
		}
	}
}

// However seasons are begun and ended, each date is in one of them at most.
func TestSeasonsNeverOverlap(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var list []scoring.NamedSeason
		for i := range 12 {
			from := on(1, 1).AddDays(rapid.IntRange(0, 60).Draw(t, "from"))
			s := scoring.NamedSeason{Name: string(rune('a' + i)), From: from}
			if days := rapid.IntRange(-1, 20).Draw(t, "days"); days >= 0 {
				s.Until = from.AddDays(days)
			}
			if started, err := scoring.StartSeason(list, s); err == nil {
				list = started
			}
			if rapid.Bool().Draw(t, "end") {
				list, _ = scoring.EndSeason(list, on(1, 1).AddDays(rapid.IntRange(0, 60).Draw(t, "last")))
			}
		}
		for day := range 90 {
			n := 0
			for _, s := range list {
				if s.Contains(on(1, 1).AddDays(day)) {
					n++
				}
			}
			if n > 1 {
				t.Fatalf("day %d is in %d of %+v", day, n, list)
			}
		}
	})
}
