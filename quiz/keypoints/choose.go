package keypoints

import (
	"cmp"
	"slices"
)

// The highest numbers of claims among which seven can stand for the whole: if their author has set
// half of them apart, and in running text.
const (
	mostClaims    = 24
	mostSentences = 2 * Most
)

// choose returns the candidates that carry most, in their order, and the kind of most of them.
func choose(candidates []claim) ([]Point, Why) {
	if len(candidates) == 0 {
		return nil, NoClaim
	}
	if isEssay(candidates) {
		return nil, TooLong
	}
	picked := pick(candidates)
	points := make([]Point, len(picked))
	counts := map[Why]int{}
	why := picked[0].why
	for i, c := range picked {
		points[i] = c.Point
		if counts[c.why]++; counts[c.why] > counts[why] {
			why = c.why
		}
	}
	return points, why
}

// isEssay reports whether there are too many claims to choose from.
func isEssay(candidates []claim) bool {
	outlined := 0
	for _, c := range candidates {
		if c.led || c.why != Sentences {
			outlined++
		}
	}
	return len(candidates) > mostClaims || len(candidates) > mostSentences && 2*outlined < len(candidates)
}

// filter returns the claims that say something beyond the question. Asides count where nothing else
// does.
func filter(claims []claim, asked map[string]bool) []claim {
	var strong, weak []claim
	for _, c := range claims {
		switch {
		case len(c.units) == 0:
		case c.aside || repeatsQuestion(c, asked):
			weak = append(weak, c)
		default:
			strong = append(strong, c)
		}
	}
	if len(strong) == 0 {
		return weak
	}
	return strong
}

// repeatsQuestion reports whether a claim says nothing that was not asked.
func repeatsQuestion(c claim, asked map[string]bool) bool {
	fresh := 0
	for _, u := range c.units {
		if !asked[u] {
			fresh++
		}
	}
	return fresh == 0 || fresh == 1 && len(c.units) >= 6 && !c.why.setApart()
}

// placeCosts returns what each claim loses in weight for its place: in the whole reference or, where
// several headings or labels lead claims, behind the last of them. What is compared gets its share of
// the points then.
func placeCosts(candidates []claim) []float64 {
	costs := make([]float64, len(candidates))
	led, place := 0, 0
	for i, c := range candidates {
		if place++; c.led || c.why.setApart() {
			place = 0
		}
		if c.led {
			led++
		}
		costs[i] = 0.4*float64(place) + 0.02*float64(i)
	}
	if led < 2 {
		for i := range costs {
			costs[i] = 0.04 * float64(i)
		}
	}
	return costs
}

// pick returns the claims that weigh most and do not repeat each other, in their order.
func pick(candidates []claim) []claim {
	order := make([]int, len(candidates))
	for i := range order {
		order[i] = i
	}
	costs := placeCosts(candidates)
	weight := func(i int) float64 { return candidates[i].weight - costs[i] }
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(weight(j), weight(i)) })
	var taken []int
	for _, i := range order {
		if len(taken) < Most && !slices.ContainsFunc(taken, func(j int) bool {
			return candidates[i].repeats(candidates[j])
		}) {
			taken = append(taken, i)
		}
	}
	slices.Sort(taken)
	picked := make([]claim, len(taken))
	for n, i := range taken {
		picked[n] = candidates[i]
	}
	return picked
}
