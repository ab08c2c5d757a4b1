package input

// AllowedEdits returns the number of edits up to which a text counts as the misspelled word. Short
// words allow none, because they soon become another word.
func AllowedEdits(word []rune) int {
	switch n := len(word); {
	case n < 5:
		return 0
	case n < 8:
		return 1
	case n < 12:
		return 2
	default:
		return 3
	}
}

// Misspelling reports whether the written text is the word or a misspelling of it, with the number
// of edits.
func Misspelling(written, word []rune) (int, bool) {
	return EditDistance(written, word, AllowedEdits(word))
}

// EditDistance returns the number of letters to insert, remove, replace or swap with a neighbour
// (optimal string alignment), and reports whether it is at most most.
func EditDistance(a, b []rune, most int) (int, bool) {
	if len(a)-len(b) > most || len(b)-len(a) > most {
		return 0, false
	}
	var before, last []int
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range a {
		before, last, row = last, row, make([]int, len(b)+1)
		row[0] = i + 1
		for j := range b {
			replaced := last[j]
			if a[i] != b[j] {
				replaced++
			}
			row[j+1] = min(replaced, last[j+1]+1, row[j]+1)
			if i > 0 && j > 0 && a[i] == b[j-1] && a[i-1] == b[j] {
				row[j+1] = min(row[j+1], before[j-1]+1)
			}
		}
	}
	return row[len(b)], row[len(b)] <= most
}
