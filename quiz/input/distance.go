package input

// AllowedEdits is how many edits a word may be away to count as misspelled: short words are soon another word.
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

// Misspelling reports whether a word is the one that was meant, or nearly, and how many edits away.
func Misspelling(written, word []rune) (int, bool) {
	return EditDistance(written, word, AllowedEdits(word))
}

// EditDistance returns how many letters have to be inserted, removed, replaced or swapped with their neighbour to make
// one word of another, and whether they are at most so many.
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
