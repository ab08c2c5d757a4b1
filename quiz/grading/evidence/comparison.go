package evidence

import "quizbot/quiz/grading/analysis"

// comparison holds the measures of an answer that several features, or all points, need.
type comparison struct {
	*match
	covers          []float64                // coverage of each point by the whole answer
	distinctCovers  coverTable               // by units, less of those that several points share
	best            [][maxWindow]bestWindows // by point, and by size from 1
	conflicts       []conflicts
	distinctMargins []float64
	said            []sourceCover
	// byClause is the coverage of each point by each clause, winner the largest of a clause.
	byClause [][]float64
	winner   []float64
	whole    wholeAnswer
}

// negligible keeps a mean over no weight at all defined.
const negligible = 1e-9

func compare(r *Reference, answer *analysis.Text, m *Memory) *comparison {
	c := &comparison{match: newMatch(r, answer, m)}
	covered := c.tabulate(r.points, maxWindow, weightOf, 0)
	c.best = covered.windows()
	c.covers = make([]float64, len(r.points))
	c.conflicts = make([]conflicts, len(r.points))
	for i := range r.points {
		c.covers[i] = c.cover(i, window{end: len(c.a.Clauses)})
		c.conflicts[i] = c.findConflicts(i, c.window(i))
	}
	c.distinctCovers = c.tabulate(r.points, maxWindow, func(p *part) float64 { return p.shared }, 0)
	c.distinctMargins = c.distinctCovers.bestMargins()
	c.said = c.sourceCovers(c.best)
	c.byClause = covered.covers[0]
	c.findWinners()
	c.whole = c.wholeAnswer()
	return c
}

// window returns the clauses that cover a point best.
func (c *comparison) window(i int) window { return c.best[i][maxWindow-1].byCover }

func (c *comparison) findWinners() {
	c.winner = c.memory.weights.Take(len(c.a.Clauses))
	for i := range c.byClause {
		for n, cover := range c.byClause[i] {
			c.winner[n] = max(c.winner[n], cover)
		}
	}
}

// won returns the share of a point's weight in the clauses that cover no other point better.
func (c *comparison) won(i int) float64 {
	p := &c.r.points[i]
	sum := 0.0
	for j := range p.parts {
		top := 0.0
		for _, peak := range c.peaks[0][p.parts[j].unit] {
			if cover := c.byClause[i][peak.start]; cover > 0 && cover >= c.winner[peak.start] {
				top = max(top, peak.strength)
			}
		}
		sum += p.parts[j].weight * top
	}
	return share(sum, p.total)
}

// others returns the mean coverage of the other points.
func (c *comparison) others(i int) float64 {
	mean := 0.0
	for j := range c.covers {
		if j != i {
			mean += c.covers[j] / float64(len(c.covers)-1)
		}
	}
	return mean
}

// elsewhere returns how much the answer turns the other points round, weighted by their coverage.
func (c *comparison) elsewhere(i int) float64 {
	sum, weights := 0.0, negligible
	for j, other := range c.conflicts {
		if j != i {
			sum += c.covers[j] * (other.negation + other.opposite + other.inversion + max(0, other.exchange))
			weights += c.covers[j]
		}
	}
	return sum / weights
}

// share returns part/whole, 0 for a whole of nothing.
func share(part, whole float64) float64 {
	if whole == 0 {
		return 0
	}
	return part / whole
}
