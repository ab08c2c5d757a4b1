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
func (t coverTable) windows(points int) [][]bestWindows {
	best := make([][]bestWindows, points)
	for i := range best {
		best[i] = make([]bestWindows, maxWindow)
		best[i][0].byMargin.rival = 1 // any window leads more
	}
	for size := 1; size <= maxWindow; size++ {
		if size > 1 {
			for i := range best {
				best[i][size-1] = best[i][size-2]
			}
		}
		t.eachWindow(size, func(i int, w window) {
			b := &best[i][size-1]
			if w.cover > b.byCover.cover {
				b.byCover = w
			}
			if w.margin() > b.byMargin.margin() {
				b.byMargin = w
			}
		})
	}
	return best
}

// bestMargins returns each point's best lead over the others in few clauses.
func (t coverTable) bestMargins(points int) []float64 {
	lead := make([]float64, points)
	for i := range lead {
		lead[i] = -1
	}
	for size := 1; size <= maxDistinctWindow; size++ {
		t.eachWindow(size, func(i int, w window) { lead[i] = max(lead[i], w.margin()) })
	}
	return lead
}

// coverTable holds the coverage of points by the windows of an answer: by size from 1, by point, and
// by the first clause.
type coverTable [][][]float64

// tabulate returns the share of each point's weight that windows of up to a size have. The weight is
// least and that of all parts.
func (m *match) tabulate(points []point, sizes int, weigh func(p *part) float64, least float64) coverTable {
	table := make(coverTable, sizes)
	for s := range table {
		windows := max(0, len(m.a.Clauses)-s)
		cells := m.memory.weights.Take(len(points) * windows)
		table[s] = m.memory.rows.Take(len(points))
		for i := range points {
			table[s][i], cells = cells[:windows:windows], cells[windows:]
			fillCovers(table[s][i], points[i].parts, m.peaks[s], weigh, least)
		}
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

// eachWindow visits the windows of a size with all points.
func (t coverTable) eachWindow(size int, visit func(i int, w window)) {
	covers := t[size-1]
	if len(covers) == 0 {
		return
	}
	for start := range covers[0] {
		best, first, second := none, 0.0, 0.0
		for i := range covers {
			switch c := covers[i][start]; {
			case c > first:
				best, first, second = i, c, first
			case c > second:
				second = c
			}
		}
		for i := range covers {
			w := window{start: start, end: start + size, cover: covers[i][start], rival: first}
			if i == best {
				w.rival = second
			}
			visit(i, w)
		}
	}
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
