package evidence

import "quizbot/quiz/grading/analysis"

// Rules for the words of the reference that say a point.
const (
	sourceWindow = 2 // clauses
	// leastSourceCover is the coverage from which a part of the reference says a point.
	leastSourceCover = 0.4
	// largestSourceLoss is the coverage given up for the part that leads most over other points.
	largestSourceLoss = 0.15
)

// findSources finds the words of the reference that say each point.
func (r *Reference) findSources(memory *Memory, reference *analysis.Text) {
	r.sources = make([]point, len(r.points))
	if reference.Source == "" {
		return
	}
	m := newMatch(r, reference, memory)
	for i, best := range m.tabulate(r.points, maxWindow, weightOf, 0).windows() {
		b := best[sourceWindow-1]
		w := b.byMargin
		if w.cover < b.byCover.cover-largestSourceLoss {
			w = b.byCover
		}
		if w.cover < leastSourceCover {
			continue
		}
		first, last := m.a.Clauses[w.start], m.a.Clauses[w.end-1]
		r.sources[i] = r.newPoint(m.a.SliceIn(&memory.slice, first.Start, last.End))
	}
}

// sourceCover is the coverage of a point as the reference says it.
type sourceCover struct{ cover1, cover2, margin float64 }

// sourceCovers returns how well one and two clauses cover the reference's words for each point, and
// their lead over the words for other points. Points that the reference doesn't say keep the
// coverage of their own words.
func (m *match) sourceCovers(best [][maxWindow]bestWindows) []sourceCover {
	covers := make([]sourceCover, len(m.r.sources))
	for i := range covers {
		covers[i].margin = -1
		if len(m.r.sources[i].parts) == 0 {
			covers[i] = sourceCover{best[i][0].byCover.cover, best[i][1].byCover.cover, best[i][1].byMargin.margin()}
		}
	}
	table := m.tabulate(m.r.sources, sourceWindow, weightOf, negligible)
	for i := range covers {
		if len(m.r.sources[i].parts) == 0 {
			continue
		}
		c := &covers[i]
		for size := range sourceWindow {
			for start, cover := range table.covers[size][i] {
				c.cover2 = max(c.cover2, cover)
				c.margin = max(c.margin, cover-table.rivals[size].of(i, start))
			}
			if size == 0 {
				c.cover1 = c.cover2
			}
		}
	}
	return covers
}
