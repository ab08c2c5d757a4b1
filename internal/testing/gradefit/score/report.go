package main

import (
	"fmt"
	"io"
	"math"
)

// report prints how far scores are from people's grades, and the share within one band for all
// answers and by thirds of the human scale.
func report(out io.Writer, name string, scores, grades []float64) error {
	square := 0.0
	var near, all [4]float64 // by third, and of all
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
	line := fmt.Sprintf("%-16s r %.3f  RMSE %.3f  within one band %.3f, by thirds", name, pearson(scores, grades), 5*math.Sqrt(square/all[3]), near[3]/all[3])
	for third := range 3 {
		line += fmt.Sprintf(" %.3f", near[third]/all[third])
	}
	_, err := fmt.Fprintln(out, line)
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
