package clockguard

import (
	"testing"
	"time"
)

func TestJudge(t *testing.T) {
	noon := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	day := 24 * time.Hour
	for name, c := range map[string]struct {
		e    Evidence
		want Verdict
	}{
		"a new store":                     {Evidence{}, Trusted},
		"a minute behind":                 {Evidence{Newest: noon.Add(time.Minute)}, Trusted},
		"more than a minute behind":       {Evidence{Newest: noon.Add(time.Minute + 1)}, Behind},
		"behind, a platform agrees":       {Evidence{Newest: noon.Add(time.Hour), Platform: noon}, Behind},
		"a day ahead":                     {Evidence{Newest: noon.Add(-day)}, Trusted},
		"more than a day ahead":           {Evidence{Newest: noon.Add(-day - 1)}, Ahead},
		"ahead, read twice":               {Evidence{Newest: noon.Add(-2 * day), ReadTwice: true}, Trusted},
		"ahead, a platform agrees":        {Evidence{Newest: noon.Add(-2 * day), Platform: noon}, Trusted},
		"ahead, a platform disagrees":     {Evidence{Newest: noon, Platform: noon.Add(-2 * day), ReadTwice: true}, Ahead},
		"ahead by the monotonic time":     {Evidence{Newest: noon, Expected: noon.Add(-2 * day)}, Ahead},
		"days later, as expected":         {Evidence{Newest: noon.Add(-3 * day), Expected: noon}, Trusted},
		"ahead, with a virtual clock":     {Evidence{Newest: noon.Add(-2 * day), AnyJump: true}, Trusted},
		"behind, with a virtual clock":    {Evidence{Newest: noon.Add(time.Hour), AnyJump: true}, Behind},
		"years behind a platform's clock": {Evidence{Platform: noon.Add(900 * day)}, Behind},
		"a day before the build":          {Evidence{Floor: noon.Add(day)}, Trusted},
		"more than a day before it":       {Evidence{Floor: noon.Add(day + 1)}, Behind},
		"before it, a platform agrees":    {Evidence{Floor: noon.Add(2 * day), Platform: noon}, Trusted},
		"before it, with a virtual clock": {Evidence{Floor: noon.Add(2 * day), AnyJump: true}, Trusted},
	} {
		c.e.Now = noon
		if got := Judge(c.e); got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A jump ahead is trusted after a second reading that agrees with the first, not before, and not if
// the clock jumps again meanwhile.
func TestSecondReading(t *testing.T) {
	now, elapsed := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), time.Duration(0)
	g := New(Options{Now: func() time.Time { return now }, Elapsed: func() time.Duration { return elapsed }})
	newest := now
	pass := func(d time.Duration) { now, elapsed = now.Add(d), elapsed+d }
	expect := func(want Verdict) {
		t.Helper()
		if _, got := g.Check(newest); got != want {
			t.Errorf("at %s: got %q, want %q", now, got, want)
		}
	}
	expect(Trusted)
	pass(3 * 24 * time.Hour) // nothing is decided for days
	expect(Trusted)
	now = now.AddDate(0, 0, 40)
	expect(Ahead)
	if got := g.Time(); !got.Equal(newest) {
		t.Errorf("the time is %s, want it to stand still at %s", got, newest)
	}
	pass(SecondReading / 2)
	now = now.Add(time.Hour) // it jumps again
	expect(Ahead)
	pass(SecondReading / 2)
	expect(Ahead)
	pass(SecondReading / 2)
	expect(Trusted)
}
