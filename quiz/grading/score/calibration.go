package score

import (
	"cmp"
	"slices"
)

// LeastGrades is the number of people's grades from which a bank's scores are calibrated.
const LeastGrades = 30

// Calibration is a line that never falls, and turns scores into the scores that people give.
type Calibration struct {
	Raw   []float64 `json:"raw"`
	Score []float64 `json:"score"`
}

// Calibrate fits the line that is closest to people's grades (isotonic regression). Fewer than
// [LeastGrades] change nothing.
func Calibrate(scores, grades []float64) Calibration {
	if len(scores) < LeastGrades {
		return Calibration{Raw: []float64{0, 1}, Score: []float64{0, 1}}
	}
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
	type block struct{ x, y, n float64 }
	var blocks []block
	for _, i := range order {
		b := block{scores[i], grades[i], 1}
		for len(blocks) > 0 && (blocks[len(blocks)-1].y >= b.y || blocks[len(blocks)-1].x >= b.x) {
			last := blocks[len(blocks)-1]
			n := last.n + b.n
			b = block{(last.x*last.n + b.x*b.n) / n, (last.y*last.n + b.y*b.n) / n, n}
			blocks = blocks[:len(blocks)-1]
		}
		blocks = append(blocks, b)
	}
	var c Calibration
	for _, b := range blocks {
		c.Raw, c.Score = append(c.Raw, b.x), append(c.Score, b.y)
	}
	return c
}

// At returns the calibrated score.
func (c *Calibration) At(score float64) float64 { return interpolate(c.Raw, c.Score, score) }
