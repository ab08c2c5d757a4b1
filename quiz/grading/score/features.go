package score

import (
	"math"
	"math/bits"

	"quizbot/quiz/grading/prose"
)

// The features of an answer, each from 0 to 1.
const (
	featureCover      = iota // share of the reference's weight, without the question's words
	featureCoverAll          // the same with the question's words
	featureCoverExact        // the same by its own words
	featureMean              // mean over sentences
	featureLeast             // least of the sentences
	featureGramRecall        // runs of characters
	featureGramF             // their F measure
	featurePrecision         // share of the answer's weight that the reference explains
	featurePairs             // neighbours found as neighbours
	featureSequence          // longest common subsequence
	featureNumbers           // numbers of the reference found
	featureEcho              // share of the answer that repeats the question, speaks against it
	featureNoNumber          // numbers in the reference, none of them found, speaks against it
	featureCount
)

// FeatureNames returns the names of the features in their order.
func FeatureNames() []string {
	return []string{
		"cover", "coverAll", "coverExact", "mean", "least", "gramRecall", "gramF", "precision", "pairs", "sequence",
		"numbers", "echo", "noNumber",
	}
}

// Features holds the values of the features.
type Features [featureCount]float64

// comparison holds what an answer has of a reference.
type comparison struct {
	r     *reference
	a     *text
	found [][]occurrence // by distinct term of the reference
	from  int            // the window among the answer's terms
	to    int
	best  []float64 // by distinct term, within the window
	// matched is the share of the reference's places that the window has, order the share of them that
	// stand in the reference's order.
	matched, order float64
}

func compare(r *reference, a *text) *comparison {
	c := &comparison{r: r, a: a, found: findAll(r, a), best: a.memory.weights.Take(len(r.distinct))}
	c.chooseWindow()
	return c
}

// findAll returns the occurrences of each distinct term of the reference.
func findAll(r *reference, a *text) [][]occurrence {
	f := finder{text: a, found: a.memory.found}
	start, ends := len(f.found), a.memory.numbers.Take(len(r.distinct))
	for i := range r.distinct {
		f.find(&r.distinct[i])
		ends[i] = int32(len(f.found))
	}
	a.memory.found = f.found
	found := a.memory.lists.Take(len(r.distinct))
	for i, end := range ends {
		found[i], start = f.found[start:end], int(end)
	}
	return found
}

// chooseWindow chooses the part of a long answer that says most. Windows overlap by three quarters.
func (c *comparison) chooseWindow() {
	length := 5*len(c.r.terms)/2 + 10
	n := len(c.a.terms)
	if n <= length {
		c.setWindow(0, n)
		return
	}
	step := max(1, length/4)
	windows := (n-length+step-1)/step + 1
	covers := c.a.memory.weights.Take(windows)
	top := c.a.memory.weights.Take(windows)
	for i, places := range c.found {
		clear(top)
		for _, o := range places {
			last := min(o.place/step, windows-1)
			for w := last; w >= 0 && w*step+length > o.place; w-- {
				top[w] = max(top[w], o.strength)
			}
		}
		for w := range top {
			covers[w] += top[w] * c.weight(i)
		}
	}
	best := 0
	for w := range covers {
		if covers[w] > covers[best]+1e-9 {
			best = w
		}
	}
	c.setWindow(best*step, min(n, best*step+length))
}

// weightAsked is the factor of the question's words where a window is chosen.
const weightAsked = 0.2

func (c *comparison) weight(i int) float64 {
	if c.r.demoted[i] {
		return weightAsked * c.r.distinct[i].weight
	}
	return c.r.distinct[i].weight
}

func (c *comparison) setWindow(from, to int) {
	c.from, c.to = from, to
	for i, places := range c.found {
		c.best[i] = 0
		for _, o := range places {
			if o.place >= from && o.place < to {
				c.best[i] = max(c.best[i], o.strength)
			}
		}
	}
}

// features computes the features within the window.
func (c *comparison) features(asked map[string]bool) Features {
	var f Features
	f[featureCover] = c.cover(func(i int) float64 { return c.factor(i, 0) })
	f[featureCoverAll] = c.cover(func(int) float64 { return 1 })
	f[featureCoverExact] = c.coverExact()
	f[featureMean], f[featureLeast] = c.sentences()
	f[featureGramRecall], f[featureGramF] = c.gramShares()
	f[featurePrecision], f[featureEcho] = c.precision(asked)
	f[featurePairs] = c.pairs()
	f[featureSequence] = c.sequence()
	f[featureNumbers], f[featureNoNumber] = c.numbers()
	return f
}

// factor returns 1 for a term, but asked for one of the question. If the reference has nothing
// else, its words count.
func (c *comparison) factor(i int, asked float64) float64 {
	if c.r.demoted[i] && c.r.content > 0 {
		return asked
	}
	return 1
}

func (c *comparison) cover(factor func(i int) float64) float64 {
	sum, total := 0.0, 0.0
	for i := range c.best {
		w := c.r.distinct[i].weight * factor(i)
		total += w
		sum += w * c.best[i]
	}
	return ratio(sum, soften(total))
}

// enough is the weight up to which an answer is expected to say everything.
const enough = 12

// soften returns the weight that a good answer says of a reference: all of a short one, less and
// less of each further part of a long one.
func soften(total float64) float64 {
	if total <= enough {
		return total
	}
	return enough * (1 + math.Log(total/enough))
}

func ratio(part, whole float64) float64 {
	if whole <= 0 {
		return 0
	}
	return min(1, part/whole)
}

func (c *comparison) coverExact() float64 {
	sum, total := 0.0, 0.0
	for i := range c.best {
		w := c.r.distinct[i].weight * c.factor(i, 0)
		total += w
		if c.best[i] == 1 {
			sum += w
		}
	}
	return ratio(sum, soften(total))
}

func (c *comparison) sentences() (mean, least float64) {
	if len(c.r.sentences) == 0 {
		v := c.cover(func(i int) float64 { return c.factor(i, 0) })
		return v, v
	}
	least = 1
	for _, list := range c.r.sentences {
		sum, total := 0.0, 0.0
		for _, i := range list {
			w := c.r.distinct[i].weight * c.factor(i, 0.2)
			total += w
			sum += w * c.best[i]
		}
		v := ratio(sum, total)
		mean += v / float64(len(c.r.sentences))
		least = min(least, v)
	}
	return mean, least
}

// windowTokens returns the tokens of the window.
func (c *comparison) windowTokens() []prose.Token {
	if c.from >= c.to {
		return nil
	}
	return c.a.Tokens[c.a.terms[c.from].token : c.a.terms[c.to-1].token+1]
}

func (c *comparison) gramShares() (recall, f float64) {
	both, total := c.r.grams.overlap(c.windowTokens(), c.a.memory)
	if total == 0 || c.r.grams.total == 0 {
		return 0, 0
	}
	n := float64(both)
	all := float64(c.r.grams.total) * c.r.softness
	return min(1, n/all), min(1, 2*n/(float64(total)+all))
}

func (c *comparison) precision(asked map[string]bool) (precision, echo float64) {
	hit := c.a.memory.weights.Take(c.to - c.from)
	for i, places := range c.found {
		for _, o := range places {
			if o.place >= c.from && o.place < c.to && !c.r.demoted[i] {
				hit[o.place-c.from] = max(hit[o.place-c.from], o.strength)
			}
		}
	}
	all, explained, repeated := 0.0, 0.0, 0.0
	for i := c.from; i < c.to; i++ {
		t := &c.a.terms[i]
		all += t.weight
		if c.a.isAsked(t, asked) {
			repeated += t.weight
			continue
		}
		explained += t.weight * hit[i-c.from]
	}
	return ratio(explained, all-repeated), ratio(repeated, all)
}

// pairs returns the share of the reference's neighbours found within three terms of each other.
func (c *comparison) pairs() float64 {
	if len(c.r.pairs) == 0 {
		return c.cover(func(i int) float64 { return c.factor(i, 0) })
	}
	sum := 0.0
	for _, p := range c.r.pairs {
		if c.areClose(p[0], p[1]) {
			sum++
		}
	}
	return min(1, sum/float64(len(c.r.pairs))/c.r.softness)
}

func (c *comparison) areClose(i, k int) bool {
	next := c.found[k]
	if len(next) == 0 {
		return false
	}
	seen := 0
	for _, a := range c.found[i] {
		if a.place < c.from || a.place >= c.to {
			continue
		}
		if seen++; seen > 8 {
			return false
		}
		for n, b := range next {
			if n > 8 {
				break
			}
			if d := b.place - a.place; d > 0 && d <= 3 {
				return true
			}
		}
	}
	return false
}

// sequence returns the length of the longest common subsequence of terms, as a share of the
// reference's (Hyyrö 2004, on bit vectors).
func (c *comparison) sequence() float64 {
	if len(c.r.sequence) == 0 {
		return 0
	}
	words := (len(c.r.sequence) + 63) / 64
	rows, match := c.matchBits(words)
	v := c.a.memory.bits.Take(words)
	for i := range v {
		v[i] = ^uint64(0)
	}
	for _, row := range rows {
		if row == 0 {
			continue
		}
		m := match[(int(row)-1)*words : int(row)*words]
		var carry uint64
		for i := range v {
			u := v[i] & m[i]
			sum, out := bits.Add64(v[i], u, carry)
			carry = out
			v[i] = sum | (v[i] &^ m[i])
		}
	}
	zeros, matched := 0, 0
	for bit, i := range c.r.sequence {
		if v[bit/64]>>(bit%64)&1 == 0 {
			zeros++
		}
		if c.best[i] >= strengthTypo {
			matched++
		}
	}
	all := float64(len(c.r.sequence))
	c.matched, c.order = float64(matched)/all, ratio(float64(zeros), float64(matched))
	return min(1, float64(zeros)/all/c.r.softness)
}

// matchBits returns, for places of the window, which terms of the reference's sequence they say: rows of
// bits, by their numbers from 1, and 0 for places that say none.
func (c *comparison) matchBits(words int) (rows []int32, match []uint64) {
	rows, match = c.a.memory.numbers.Take(c.to-c.from), c.a.memory.match[:0]
	for bit, i := range c.r.sequence {
		for _, o := range c.found[i] {
			if o.place < c.from || o.place >= c.to || o.strength < strengthTypo {
				continue
			}
			row := &rows[o.place-c.from]
			if *row == 0 {
				match = append(match, make([]uint64, words)...)
				*row = int32(len(match) / words)
			}
			match[(int(*row)-1)*words+bit/64] |= 1 << (bit % 64)
		}
	}
	c.a.memory.match = match
	return rows, match
}

func (c *comparison) numbers() (hit, none float64) {
	if c.r.numbers == 0 {
		return 0, 0
	}
	n := 0
	for i := range c.best {
		if c.r.distinct[i].kind == prose.Number && !c.r.demoted[i] && c.best[i] == 1 {
			n++
		}
	}
	if n == 0 {
		return 0, 1
	}
	return float64(n) / float64(c.r.numbers), 0
}
