package scoring

// Ranks returns the ranks of points that are ordered from most to least. Equal points share a rank,
// and the next rank counts them all: 1, 1, 3.
func Ranks(points []int) []int {
	ranks := make([]int, len(points))
	for i := range points {
		ranks[i] = i + 1
		if i > 0 && points[i] == points[i-1] {
			ranks[i] = ranks[i-1]
		}
	}
	return ranks
}

// Winners returns the number of winners among points that are ordered from most to least: all of the
// first rank, and nobody without points.
func Winners(points []int) int {
	n := 0
	for n < len(points) && points[n] > 0 && points[n] == points[0] {
		n++
	}
	return n
}
