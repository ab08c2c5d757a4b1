package text

import (
	"fmt"
	"strconv"
	"strings"
)

// NumberRange reads a number with a tolerance (3:2) or a range (1..5). It returns the range in
// words, and the whole numbers in it as accepted answers.
func NumberRange(text string) (said string, accepted []string) {
	value, tolerance, _ := strings.Cut(text, ":")
	from, to, isRange := strings.Cut(value, "..")
	if !isRange {
		said, from, to = value, value, value
		t, errT := strconv.ParseFloat(tolerance, 64)
		v, errV := strconv.ParseFloat(value, 64)
		if errT == nil && errV == nil && t != 0 {
			said = fmt.Sprintf("%s ± %s", value, tolerance)
			from, to = strconv.FormatFloat(v-t, 'f', -1, 64), strconv.FormatFloat(v+t, 'f', -1, 64)
		}
	} else {
		said = from + " … " + to
	}
	low, errLow := strconv.Atoi(from)
	high, errHigh := strconv.Atoi(to)
	if errLow != nil || errHigh != nil || high < low || high-low >= maxListedNumbers {
		if !isRange {
			accepted = []string{value}
		}
		return said, accepted
	}
	for n := low; n <= high; n++ {
		accepted = append(accepted, strconv.Itoa(n))
	}
	return said, accepted
}

// maxListedNumbers is the size of the longest range whose numbers are listed as accepted.
const maxListedNumbers = 100
