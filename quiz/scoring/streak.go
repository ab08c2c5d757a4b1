package scoring

// Streak is a member's run of answered rounds in a room.
type Streak struct {
	// Last is the number of the member's last answered round.
	Last int `json:"last"`
	// Length is the number of rounds in a row up to Last. Best is the longest streak ever.
	Length int `json:"length"`
	Best   int `json:"best"`
}

// Next returns the streak after an answer to round number n.
func (r Streak) Next(n int) Streak {
	switch {
	case n <= r.Last:
		return r
	case n == r.Last+1:
		r.Length++
	default:
		r.Length = 1
	}
	r.Last, r.Best = n, max(r.Best, r.Length)
	return r
}

// Current returns the streak's length in a room with the given number of closed rounds. It is 0 if
// the member missed the last one.
func (r Streak) Current(rounds int) int {
	if r.Last < rounds {
		return 0
	}
	return r.Length
}

// IsMilestone reports whether a digest cheers a streak of n.
func IsMilestone(n int) bool { return n == 5 || n == 10 || n == 25 || n > 0 && n%50 == 0 }
