package evidence

const (
	// orderReach is the number of tokens between neighbours that stand close together, and
	// orderOverlap that of tokens they may share, as pairs of Chinese characters do.
	orderReach   = 5
	orderOverlap = 1
	// unknownOrder is the value where too few parts were found to have an order.
	unknownOrder = 0.5
)

// order returns the share of neighbouring parts found in the window that stand there close together
// and in the point's order. Few finds keep it near a half.
func (m *match) order(i int, w window) float64 {
	parts := m.r.points[i].parts
	good, all := 0, 0
	for j := 0; j+1 < len(parts); j++ {
		a, b := m.shown(parts[j].unit, w), m.shown(parts[j+1].unit, w)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		all++
		if areInOrder(a, b) {
			good++
		}
	}
	if all == 0 {
		return unknownOrder
	}
	return (float64(good) + unknownOrder) / (float64(all) + 1)
}

// areInOrder reports whether an occurrence in b follows one in a closely.
func areInOrder(a, b []occurrence) bool {
	starts := make(map[int]int, len(a)) // the first start by end
	for _, o := range a {
		if start, ok := starts[o.end]; !ok || o.start < start {
			starts[o.end] = o.start
		}
	}
	for _, o := range b {
		for end := o.start - orderReach; end <= o.start+orderOverlap; end++ {
			if start, ok := starts[end]; ok && start < o.start {
				return true
			}
		}
	}
	return false
}

// shown returns a unit's occurrences in a window, without opposites.
func (m *match) shown(u int, w window) []occurrence {
	var found []occurrence
	for _, o := range m.occurrences[u] {
		if !o.opposite && o.strength > leastShown && w.has(&o) {
			found = append(found, o)
		}
	}
	return found
}
