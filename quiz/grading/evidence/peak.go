package evidence

// peak is the strength of a unit in a window that has the unit.
type peak struct {
	start    int // the first clause
	strength float64
}

// findStrengths finds the strength of each unit in clauses and windows.
func (m *match) findStrengths() {
	clauses := len(m.a.Clauses)
	nothing := make([]float64, clauses)
	m.strength = make([][]float64, len(m.occurrences))
	for size := range m.windowed {
		m.windowed[size] = make([][]peak, len(m.occurrences))
	}
	for u, list := range m.occurrences {
		if len(list) == 0 {
			m.strength[u] = nothing
			continue
		}
		m.strength[u] = make([]float64, clauses)
		for n := range list {
			m.strength[u][list[n].clause] = max(m.strength[u][list[n].clause], list[n].worth())
		}
		single := make([]peak, 0, min(len(list), clauses))
		for n, s := range m.strength[u] {
			if s > 0 {
				single = append(single, peak{n, s})
			}
		}
		m.windowed[0][u] = single
		for size := 2; size <= maxWindow; size++ {
			m.windowed[size-1][u] = widen(single, size, clauses)
		}
	}
}

// widen returns the peaks in windows of a size, by those in single clauses.
func widen(single []peak, size, clauses int) []peak {
	wide := make([]peak, 0, min(size*len(single), max(0, clauses-size+1)))
	next := 0 // the first window without a peak yet
	for _, p := range single {
		for start := max(0, p.start-size+1); start <= min(p.start, clauses-size); start++ {
			if start >= next {
				wide = append(wide, peak{start, p.strength})
				next = start + 1
				continue
			}
			w := &wide[len(wide)-next+start]
			w.strength = max(w.strength, p.strength)
		}
	}
	return wide
}
