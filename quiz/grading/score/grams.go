package score

import (
	"math/bits"

	"quizbot/quiz/grading/prose"
)

// gramCount counts runs of characters by their hash, in a table with open addressing.
type gramCount struct {
	hashes []uint64
	counts []int32 // 0 for free places
	total  int
}

func countGrams(tokens []prose.Token) gramCount {
	most := mostGrams(tokens)
	size := 1 << bits.Len(uint(most+most/3)) // so that at least a quarter is free
	g := gramCount{hashes: make([]uint64, size), counts: make([]int32, size)}
	eachGram(tokens, func(hash uint64) {
		place := g.place(hash)
		g.hashes[place] = hash
		g.counts[place]++
		g.total++
	})
	return g
}

// mostGrams returns a number that the runs of characters don't exceed.
func mostGrams(tokens []prose.Token) int {
	characters := 0
	for i := range tokens {
		if tokens[i].Kind == prose.Han {
			characters++
		} else {
			characters += len(tokens[i].Surface) + 2
		}
	}
	return 3 * characters
}

// place returns the place of a hash, or a free one.
func (g *gramCount) place(hash uint64) int {
	last := len(g.counts) - 1
	i := int((hash^hash>>32)*0x9e3779b97f4a7c15>>32) & last
	for g.counts[i] > 0 && g.hashes[i] != hash {
		i = (i + 1) & last
	}
	return i
}

func (g *gramCount) has(hash uint64) bool { return g.counts[g.place(hash)] > 0 }

// overlap returns the number of runs in tokens, and of those in both, counted as often as both have
// them.
func (g *gramCount) overlap(tokens []prose.Token, m *Memory) (both, total int) {
	left := m.numbers.Take(len(g.counts))
	copy(left, g.counts)
	m.runs.each(tokens, func(hash uint64) {
		total++
		if place := g.place(hash); left[place] > 0 {
			left[place]--
			both++
		}
	})
	return both, total
}

// eachGram visits the hashes of all runs of characters: three to five of an alphabet, with a space
// around words, and one to three Chinese ones.
func eachGram(tokens []prose.Token, visit func(hash uint64)) { new(runs).each(tokens, visit) }

// runs is the memory in which runs of characters are put together.
type runs struct{ letters, han []rune }

func (r *runs) each(tokens []prose.Token, visit func(hash uint64)) {
	letters, han := r.letters[:0], r.han[:0]
	flush := func() {
		hashRuns(letters, 3, 5, visit)
		hashRuns(han, 1, 3, visit)
		letters, han = letters[:0], han[:0]
	}
	for i := range tokens {
		t := &tokens[i]
		switch {
		case t.IsPunctuation():
			flush()
		case t.Kind == prose.Han:
			if len(letters) > 0 {
				flush()
			}
			han = appendRunes(han, t.Text)
		default:
			if len(han) > 0 {
				flush()
			}
			if len(letters) == 0 {
				letters = append(letters, ' ')
			}
			letters = append(appendRunes(letters, t.Surface), ' ')
		}
	}
	flush()
	r.letters, r.han = letters, han
}

func appendRunes(list []rune, text string) []rune {
	for _, c := range text {
		list = append(list, c)
	}
	return list
}

func hashRuns(run []rune, shortest, longest int, visit func(hash uint64)) {
	for i := range run {
		h := uint64(14695981039346656037)
		for n := 1; n <= longest && i+n <= len(run); n++ {
			h = (h ^ uint64(run[i+n-1])) * 1099511628211
			if n >= shortest {
				visit(h)
			}
		}
	}
}
