package evidence

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
