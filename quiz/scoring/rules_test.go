package scoring_test

import (
	"testing"

	"pgregory.net/rapid"

	"quizbot/quiz/scoring"
)

func TestPointsAreScaledByDifficulty(t *testing.T) {
	points := scoring.DefaultPoints()
	for word, want := range map[string]scoring.Points{
		"easy":      points,
		"medium":    {Full: 15, Mostly: 11, Partial: 6, Tried: 1},
		" Advanced": {Full: 20, Mostly: 14, Partial: 8, Tried: 1},
		"中等":        {Full: 15, Mostly: 11, Partial: 6, Tried: 1},
		"fiendish":  points,
		"":          points,
	} {
		if got := points.ScaledBy(scoring.ParseDifficulty(word)); got != want {
			t.Errorf("%q: got %v, want %v", word, got, want)
		}
	}
}

func TestBonus(t *testing.T) {
	rules := scoring.Rules{StreakBonus: 2}
	for _, c := range []struct{ streak, earned, want int }{
		{0, 10, 0}, {4, 10, 0}, {5, 10, 2}, {50, 7, 2}, {5, 1, 1}, {5, 0, 0}, {5, -3, 0},
	} {
		if got := rules.Bonus(c.streak, c.earned); got != c.want {
			t.Errorf("a streak of %d with %d points: got a bonus of %d, want %d", c.streak, c.earned, got, c.want)
		}
	}
}

func drawPoints(t *rapid.T) scoring.Points {
	var p scoring.Points
	p.Tried = rapid.IntRange(0, 9).Draw(t, "tried")
	p.Partial = p.Tried + rapid.IntRange(0, 9).Draw(t, "partial")
	p.Mostly = p.Partial + rapid.IntRange(0, 9).Draw(t, "mostly")
	p.Full = p.Mostly + rapid.IntRange(0, 9).Draw(t, "full")
	return p
}

// A better answer never earns less, a harder question never less, and a bonus at most doubles.
func TestScaledPointsKeepTheirOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := drawPoints(t)
		rules := scoring.Rules{StreakBonus: rapid.IntRange(0, 5).Draw(t, "bonus")}
		streak := rapid.IntRange(0, 12).Draw(t, "streak")
		harder := scoring.Points{}
		for _, d := range []scoring.Difficulty{scoring.Easy, scoring.Medium, scoring.Hard} {
			p := points.ScaledBy(d)
			if p.Full < p.Mostly || p.Mostly < p.Partial || p.Partial < p.Tried || p.Tried != points.Tried {
				t.Fatalf("%v scaled by %s is %v", points, d, p)
			}
			if p.Full < harder.Full || p.Mostly < harder.Mostly || p.Partial < harder.Partial {
				t.Fatalf("%v scaled by %s is %v, less than %v", points, d, p, harder)
			}
			for _, band := range scoring.Bands() {
				if bonus := rules.Bonus(streak, p.For(band)); bonus < 0 || bonus > p.For(band) || bonus > rules.StreakBonus {
					t.Fatalf("an answer with %d points and a streak of %d has a bonus of %d", p.For(band), streak, bonus)
				}
			}
			harder = p
		}
	})
}

// A rank is one more than the number of members with more points.
func TestSharedRanks(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		points := rapid.SliceOf(rapid.IntRange(0, 5)).Draw(t, "points")
		for i := range points {
			for j := range i {
				if points[j] < points[i] {
					points[i], points[j] = points[j], points[i]
				}
			}
		}
		ranks, winners := scoring.Ranks(points), 0
		for i, p := range points {
			ahead := 0
			for _, other := range points {
				if other > p {
					ahead++
				}
			}
			if ranks[i] != ahead+1 {
				t.Fatalf("%v have the ranks %v", points, ranks)
			}
			if ranks[i] == 1 && p > 0 {
				winners++
			}
		}
		if got := scoring.Winners(points); got != winners {
			t.Fatalf("%v have %d winners, want %d", points, got, winners)
		}
	})
}
