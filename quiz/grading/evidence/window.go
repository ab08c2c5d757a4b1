package evidence

import "slices"

// window is a run of clauses of the answer, with its coverage of a point, and of the other point that
// it covers best.
type window struct {
	start, end   int // clauses
	cover, rival float64
}

// margin returns the window's lead over the other points, from -1 to 1.
func (w window) margin() float64 { return w.cover - w.rival }

func (w window) has(o *occurrence) bool { return o.clause >= w.start && o.clause < w.end }

const (
	maxWindow         = 3 // clauses in which a point is looked for
	maxDistinctWindow = 2 // clauses in which a lead by distinct units is looked for
)

// bestWindows are the best windows up to a size.
type bestWindows struct{ byCover, byMargin window }

// windows finds each point's best windows of up to 1, 2 and 3 clauses.
func (t coverTable) windows() [][maxWindow]bestWindows {
	best := make([][maxWindow]bestWindows, t.points)
	for i := range best {
		best[i][0].byMargin.rival = 1 // any window leads more
		for size := 1; size <= maxWindow; size++ {
			b := &best[i][size-1]
			if size > 1 {
				*b = best[i][size-2]
			}
			rivals := &t.rivals[size-1]
			for start, cover := range t.covers[size-1][i] {
				rival := rivals.of(i, start)
				if cover > b.byCover.cover {
					b.byCover = window{start, start + size, cover, rival}
				}
				if cover-rival > b.byMargin.margin() {
					b.byMargin = window{start, start + size, cover, rival}
				}
			}
		}
	}
	return best
}

// bestMargins returns each point's best lead over the others in few clauses.
func (t coverTable) bestMargins() []float64 {
	lead := make([]float64, t.points)
	for i := range lead {
		lead[i] = -1
		for size := range maxDistinctWindow {
			for start, cover := range t.covers[size][i] {
				lead[i] = max(lead[i], cover-t.rivals[size].of(i, start))
			}
		}
	}
	return lead
}

// coverTable holds the coverage of points by the windows of an answer.
type coverTable struct {
	points int
	covers [maxWindow][][]float64 // by size from 1, by point, and by the first clause
	rivals [maxWindow]rivals      // by size from 1
}

// tabulate returns the share of each point's weight that windows of up to a size have. The weight is
// least and that of all parts.
func (m *match) tabulate(points []point, sizes int, weigh func(p *part) float64, least float64) coverTable {
	table := coverTable{points: len(points)}
	for s := range sizes {
		windows := max(0, len(m.a.Clauses)-s)
		cells := m.memory.weights.Take(len(points) * windows)
		covers := m.memory.rows.Take(len(points))
		for i := range points {
			covers[i], cells = cells[:windows:windows], cells[windows:]
			fillCovers(covers[i], points[i].parts, m.peaks[s], weigh, least)
		}
		table.covers[s], table.rivals[s] = covers, m.findRivals(covers, windows)
	}
	return table
}

// fillCovers sets the coverage of one point, by the peaks of units in windows of one size.
func fillCovers(covers []float64, parts []part, peaks [][]peak, weigh func(p *part) float64, least float64) {
	total := least
	for j := range parts {
		weight := weigh(&parts[j])
		total += weight
		for _, p := range peaks[parts[j].unit] {
			covers[p.start] += weight * p.strength
		}
	}
	for n := range covers {
		covers[n] = share(covers[n], total)
	}
}

// rivals holds the best coverage of windows by their first clause.
type rivals struct {
	best          []int32   // the point that the window covers best, or none
	first, second []float64 // the best coverage, and the best of the other points
}

func (m *match) findRivals(covers [][]float64, windows int) rivals {
	r := rivals{m.memory.places.Take(windows), m.memory.weights.Take(windows), m.memory.weights.Take(windows)}
	for start := range r.best {
		r.best[start] = none
	}
	for i := range covers {
		for start, c := range covers[i] {
			switch {
			case c > r.first[start]:
				r.best[start], r.first[start], r.second[start] = int32(i), c, r.first[start]
			case c > r.second[start]:
				r.second[start] = c
			}
		}
	}
	return r
}

// of returns the best coverage of other points than one by a window.
func (r *rivals) of(point, start int) float64 {
	if int(r.best[start]) == point {
		return r.second[start]
	}
	return r.first[start]
}

// peak is the strength of a unit in a window that has the unit.
type peak struct {
	start    int // the first clause
	strength float64
}

// findPeaks finds the peaks of each unit.
func (m *match) findPeaks() {
	lists := m.memory.peakLists.Take(maxWindow * len(m.occurrences))
	for s := range m.peaks {
		m.peaks[s], lists = lists[:len(m.occurrences)], lists[len(m.occurrences):]
	}
	clauses := len(m.a.Clauses)
	strength := m.memory.weights.Take(clauses)
	for u, list := range m.occurrences {
		for n := range list {
			strength[list[n].clause] = max(strength[list[n].clause], list[n].worth())
		}
		single := m.memory.morePeaks(min(len(list), clauses))
		for n := range list {
			if s := &strength[list[n].clause]; *s > 0 {
				single = append(single, peak{list[n].clause, *s})
				*s = 0
			}
		}
		slices.SortFunc(single, func(a, b peak) int { return a.start - b.start })
		m.peaks[0][u] = m.memory.keepPeaks(single)
		for s := 1; s < maxWindow; s++ {
			wide := m.memory.morePeaks(min((s+1)*len(single), max(0, clauses-s)))
			m.peaks[s][u] = m.memory.keepPeaks(widen(wide, single, s+1, clauses))
		}
	}
}

// widen appends the peaks in windows of a size, by those in single clauses.
func widen(wide, single []peak, size, clauses int) []peak {
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
