package evidence

// coverTable holds the coverage of points by the windows of an answer: by size from 1, by point, and
// by the first clause.
type coverTable [][][]float64

// tabulate returns the share of each point's weight that windows of up to a size have. The weight is
// least and that of all parts.
func (m *match) tabulate(points []point, sizes int, weigh func(p *part) float64, least float64) coverTable {
	table := make(coverTable, sizes)
	for s := range table {
		windows := max(0, len(m.a.Clauses)-s)
		cells := make([]float64, len(points)*windows)
		table[s] = make([][]float64, len(points))
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
