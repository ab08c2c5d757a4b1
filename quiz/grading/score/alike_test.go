package score

import (
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// TestAreAlike compares the answer with the share of common terms.
func TestAreAlike(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) []int32 {
			terms := rapid.SliceOfN(rapid.Int32Range(0, 20), 0, 24).Draw(t, name)
			slices.Sort(terms)
			return slices.Compact(terms)
		}
		a, b := draw("a"), draw("b")
		both := 0
		eachCommon(a, b, func(_, _ int) { both++ })
		if want := ratio(float64(both), float64(len(a)+len(b)-both)) > alike; areAlike(a, b) != want {
			t.Fatalf("got %v: %d terms in common", !want, both)
		}
	})
}
