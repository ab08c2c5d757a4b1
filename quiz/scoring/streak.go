package scoring

// Streak is a member's streak in a room.
type Streak struct {
	// Last is the number of the last round that the member answered.
	Last int `json:"last"`
	// Length is how many rounds in a row ended with that one; Best is the longest ever.
	Length int `json:"length"`
	Best   int `json:"best"`
}

// Next is the run after its member answered round number n.
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

// Current is the streak in a room in which the given number of rounds closed: 0 where the member missed the
// last of them.
func (r Streak) Current(rounds int) int {
	if r.Last < rounds {
		return 0
	}
	return r.Length
}

// IsMilestone reports whether a streak of n is worth a cheer.
func IsMilestone(n int) bool { return n == 5 || n == 10 || n == 25 || n > 0 && n%50 == 0 }
