package main

import (
	"fmt"
	"io"
	"math"
	"strings"
)

// figures say how far scores are from people's grades.
type figures struct {
	r, rmse float64
	near    [4]float64 // share within one band, by thirds of the human scale, and of all
}

func measure(scores, grades []float64) figures {
	square := 0.0
	var near, all [4]float64
	for i, s := range scores {
		square += (s - grades[i]) * (s - grades[i])
		third := min(2, int(3*grades[i]))
		all[third]++
		all[3]++
		if d := bandOf(s) - bandOf(grades[i]); d >= -1 && d <= 1 {
			near[third]++
			near[3]++
		}
	}
	f := figures{r: pearson(scores, grades), rmse: 5 * math.Sqrt(square/all[3])}
	for i := range near {
		f.near[i] = near[i] / all[i]
	}
	return f
}

// report prints the means of figures, and the range of r if there are several.
func report(out io.Writer, name string, all []figures) error {
	var mean figures
	least, most := all[0].r, all[0].r
	n := float64(len(all))
	for _, f := range all {
		least, most = min(least, f.r), max(most, f.r)
		mean.r += f.r / n
		mean.rmse += f.rmse / n
		for i := range f.near {
			mean.near[i] += f.near[i] / n
		}
	}
	spread := strings.Repeat(" ", 16)
	if len(all) > 1 {
		spread = fmt.Sprintf(" (%.3f to %.3f)", least, most)
	}
	near := mean.near
	_, err := fmt.Fprintf(out, "%-16s r %.3f%s  RMSE %.3f  within one band %.3f, by thirds %.3f %.3f %.3f\n",
		name, mean.r, spread, mean.rmse, near[3], near[0], near[1], near[2])
	return err
}

// bandOf returns 0 for wrong to 3 for full.
func bandOf(score float64) int {
	switch {
	case score < 0.3:
		return 0
	case score < 0.6:
		return 1
	case score < 0.85:
		return 2
	}
	return 3
}

func pearson(x, y []float64) float64 {
	n := float64(len(x))
	var sx, sy, sxx, syy, sxy float64
	for i := range x {
		sx, sy, sxx, syy, sxy = sx+x[i], sy+y[i], sxx+x[i]*x[i], syy+y[i]*y[i], sxy+x[i]*y[i]
	}
	return (n*sxy - sx*sy) / math.Sqrt((n*sxx-sx*sx)*(n*syy-sy*sy))
}
