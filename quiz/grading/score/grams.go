package score

import "quizbot/quiz/grading/prose"

// gramCount counts runs of characters by their hash: three to five of an alphabet, with a space
// around words, and one to three Chinese ones.
type gramCount struct {
	count map[uint64]int
	total int
}

func countGrams(tokens []prose.Token) gramCount {
	g := gramCount{count: make(map[uint64]int, 8*len(tokens))}
	var run []rune
	flush := func() {
		g.add(run, 3, 5)
		run = run[:0]
	}
	var han []rune
	flushHan := func() {
		g.add(han, 1, 3)
		han = han[:0]
	}
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.Kind > prose.Number:
			flush()
			flushHan()
		case t.Kind == prose.Han:
			flush()
			han = append(han, []rune(t.Text)...)
		default:
			flushHan()
			if len(run) == 0 {
				run = append(run, ' ')
			}
			run = append(append(run, []rune(t.Surface)...), ' ')
		}
	}
	flush()
	flushHan()
	return g
}

func (g *gramCount) add(run []rune, shortest, longest int) {
	for i := range run {
		h := uint64(14695981039346656037)
		for n := 1; n <= longest && i+n <= len(run); n++ {
			h = (h ^ uint64(run[i+n-1])) * 1099511628211
			if n >= shortest {
				g.count[h]++
				g.total++
			}
		}
	}
}

// overlap returns the number of runs in both, counted as often as both have them.
func (g *gramCount) overlap(other *gramCount) int {
	n := 0
	for h, c := range g.count {
		n += min(c, other.count[h])
	}
	return n
}
