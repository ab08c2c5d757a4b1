package evidence

import (
	"sync"

	"quizbot/quiz/grading/analysis"
)

// Directions of features.
const (
	speaksFor     = 1  // more of it never speaks against a point
	speaksAgainst = -1 // more of it never speaks for a point
	neutral       = 0  // it only tells cases apart
)

// Feature is one number that a model sees of a point and an answer.
type Feature struct {
	Name string
	// Direction is 1 where more of it never speaks against a point, -1 where it never speaks for
	// one, 0 where it only tells cases apart.
	Direction int
	value     func(c *comparison, i int) float64
}

// FeatureList lists the features in the order of a row. Shares are from 0 to 1. Margins and exchange
// are from -1 to 1, elsewhere from 0 to 3, size from 0 to largestSize.
func FeatureList() []Feature {
	return []Feature{
		{"cover", speaksFor, func(c *comparison, i int) float64 { return c.covers[i] }},
		{"cover1", speaksFor, func(c *comparison, i int) float64 { return c.best[i][0].byCover.cover }},
		{"cover2", speaksFor, func(c *comparison, i int) float64 { return c.best[i][1].byCover.cover }},
		{"cover3", speaksFor, func(c *comparison, i int) float64 { return c.best[i][2].byCover.cover }},
		{"margin1", speaksFor, func(c *comparison, i int) float64 { return c.best[i][0].byMargin.margin() }},
		{"margin2", speaksFor, func(c *comparison, i int) float64 { return c.best[i][1].byMargin.margin() }},
		{"margin3", speaksFor, func(c *comparison, i int) float64 { return c.best[i][2].byMargin.margin() }},
		{"distinct", speaksFor, func(c *comparison, i int) float64 { return c.distinct(i, c.window(i)) }},
		{"exact", speaksFor, func(c *comparison, i int) float64 { return c.exact(i) }},
		{"order", speaksFor, func(c *comparison, i int) float64 { return c.order(i, c.window(i)) }},
		{"windowPrecision", speaksFor, func(c *comparison, i int) float64 { return c.windowPrecision(i, c.window(i)) }},
		{"precision", speaksFor, func(c *comparison, _ int) float64 { return c.whole.precision }},
		{"others", neutral, func(c *comparison, i int) float64 { return c.others(i) }},
		{"top", speaksFor, func(c *comparison, i int) float64 { return c.top(i, c.window(i)) }},
		{"won", speaksFor, func(c *comparison, i int) float64 { return c.won(i) }},
		{"negation", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].negation }},
		{"opposite", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].opposite }},
		{"swap", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].swap }},
		{"inversion", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].inversion }},
		{"number", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].number }},
		{"elsewhere", speaksAgainst, func(c *comparison, i int) float64 { return c.elsewhere(i) }},
		{"exchange", speaksAgainst, func(c *comparison, i int) float64 { return c.conflicts[i].exchange }},
		{"marginD", speaksFor, func(c *comparison, i int) float64 { return c.distinctMargins[i] }},
		{"source1", speaksFor, func(c *comparison, i int) float64 { return c.said[i].cover1 }},
		{"source2", speaksFor, func(c *comparison, i int) float64 { return c.said[i].cover2 }},
		{"sourceMargin", speaksFor, func(c *comparison, i int) float64 { return c.said[i].margin }},
		{"disorder", speaksAgainst, func(c *comparison, _ int) float64 { return c.whole.disorder }},
		{"list", speaksAgainst, func(c *comparison, _ int) float64 { return c.whole.list }},
		{"echo", speaksAgainst, func(c *comparison, _ int) float64 { return c.whole.echo }},
		{"hedge", speaksAgainst, func(c *comparison, _ int) float64 { return c.whole.hedge }},
		{"size", neutral, func(c *comparison, i int) float64 { return min(c.r.points[i].total, largestSize) }},
		{"han", neutral, func(c *comparison, _ int) float64 { return flag(c.r.han) }},
		{"foreign", neutral, func(c *comparison, _ int) float64 { return c.whole.foreign }},
	}
}

// largestSize is the weight from which all points count as equally long.
const largestSize = 10

// Features returns a row of features for each point.
func (r *Reference) Features(answer *analysis.Text) [][]float64 {
	return compare(r, answer, &Memory{}).rows()
}

//nolint:gochecknoglobals // a function that nothing changes
var features = sync.OnceValue(FeatureList)

func (c *comparison) rows() [][]float64 {
	list := features()
	rows, values := c.memory.rows.Take(len(c.r.points)), c.memory.weights.Take(len(c.r.points)*len(list))
	for i := range rows {
		rows[i], values = values[:len(list):len(list)], values[len(list):]
		for f := range list {
			rows[i][f] = list[f].value(c, i)
		}
	}
	return rows
}

func flag(b bool) float64 {
	if b {
		return 1
	}
	return 0
}
