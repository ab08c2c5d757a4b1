// Package scoring says what answers earn: bands, points, seasons and streaks.
package scoring

import (
	"fmt"
)

// Points is what each band earns.
type Points struct {
	Full    int `json:"full"`
	Mostly  int `json:"mostly"`
	Partial int `json:"partial"`
	// Tried is for every other answer: wrong ones, and unsure ones until they are graded.
	Tried int `json:"tried"`
}

// DefaultPoints is 10, 7, 4 and 1.
func DefaultPoints() Points { return Points{Full: 10, Mostly: 7, Partial: 4, Tried: 1} }

// String returns the four numbers, those for the best answers first.
func (p Points) String() string {
	return fmt.Sprintf("%d, %d, %d, %d", p.Full, p.Mostly, p.Partial, p.Tried)
}

// For returns the points that a band earns.
func (p Points) For(b Band) int {
	switch b {
	case Full:
		return p.Full
	case Mostly:
		return p.Mostly
	case Partial:
		return p.Partial
	default:
		return p.Tried
	}
}
