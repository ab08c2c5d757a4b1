package evidence

import "slices"

// peak is the strength of a unit in a window that has the unit.
type peak struct {
	start    int // the first clause
	strength float64
}

// findPeaks finds the peaks of each unit.
func (m *match) findPeaks() {
	for s := range m.peaks {
		m.peaks[s] = make([][]peak, len(m.occurrences))
	}
	clauses := len(m.a.Clauses)
	strength := make([]float64, clauses)
	for u, list := range m.occurrences {
		for n := range list {
			strength[list[n].clause] = max(strength[list[n].clause], list[n].worth())
		}
		single := make([]peak, 0, min(len(list), clauses))
		for n := range list {
			if s := &strength[list[n].clause]; *s > 0 {
				single = append(single, peak{list[n].clause, *s})
				*s = 0
			}
		}
		slices.SortFunc(single, func(a, b peak) int { return a.start - b.start })
		m.peaks[0][u] = single
		for s := 1; s < maxWindow; s++ {
			m.peaks[s][u] = widen(single, s+1, clauses)
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
