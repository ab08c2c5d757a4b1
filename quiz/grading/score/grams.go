package score

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// gramCount counts runs of characters by their hash.
type gramCount struct {
	places map[uint64]int32 // of the hashes in counts
	counts []int32
	total  int
}

func countGrams(tokens []prose.Token) gramCount {
	g := gramCount{places: map[uint64]int32{}}
	eachGram(tokens, func(hash uint64) {
		g.total++
		place, ok := g.places[hash]
		if !ok {
			place = int32(len(g.counts))
			g.places[hash] = place
			g.counts = append(g.counts, 0)
		}
		g.counts[place]++
	})
	return g
}

// overlap returns the number of runs in tokens, and of those in both, counted as often as both have
// them.
func (g *gramCount) overlap(tokens []prose.Token) (both, total int) {
	left := slices.Clone(g.counts)
	eachGram(tokens, func(hash uint64) {
		total++
		if place, ok := g.places[hash]; ok && left[place] > 0 {
			left[place]--
			both++
		}
	})
	return both, total
}

// eachGram visits the hashes of all runs of characters: three to five of an alphabet, with a space
// around words, and one to three Chinese ones.
func eachGram(tokens []prose.Token, visit func(hash uint64)) {
	var letters, han []rune
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
