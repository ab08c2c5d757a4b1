// Package scoring defines bands, points, seasons, ranks and streaks.
package scoring

import (
	"fmt"
)

// Points are the points per band.
type Points struct {
	Full    int `json:"full"`
	Mostly  int `json:"mostly"`
	Partial int `json:"partial"`
	// Tried is for wrong answers, and for unsure answers until they are graded.
	Tried int `json:"tried"`
}

// DefaultPoints returns 10, 7, 4 and 1.
func DefaultPoints() Points { return Points{Full: 10, Mostly: 7, Partial: 4, Tried: 1} }

// String returns the four numbers, the best band first.
func (p Points) String() string {
	return fmt.Sprintf("%d, %d, %d, %d", p.Full, p.Mostly, p.Partial, p.Tried)
}

// For returns the points of a band.
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
