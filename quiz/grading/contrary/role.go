package contrary

import "quizbot/quiz/grading/prose"

// place is a run of tokens.
type place struct{ start, end int }

// hasExchangedRoles reports whether a claim says that B does to A what the point says A does to B.
func (c *claim) hasExchangedRoles() bool {
	parts := c.p.parts
	for n, x := range c.s.parts {
		if c.once[x] == nil || parts[x].Light {
			continue
		}
		for _, y := range c.s.parts[n+1:] {
			if c.once[y] == nil || parts[y].Light || parts[y].Start < parts[x].End {
				continue
			}
			if c.compareRoles(x, y) < 0 {
				return true
			}
		}
	}
	return false
}

// compareRoles compares who does what to whom: 1 if two parts have the same roles in point and
// claim, -1 if they have each other's, 0 if it can't be told.
func (c *claim) compareRoles(x, y int) int {
	result := 0
	for _, z := range c.s.parts {
		if c.once[z] == nil || z == x || z == y || c.p.tokens[c.p.parts[z].Start].Surface == "than" {
			continue
		}
		want := roles(c.p.tokens, c.p.placeOf(x), c.p.placeOf(z), c.p.placeOf(y))
		got := roles(c.a.tokens, c.placeOf(x), c.placeOf(z), c.placeOf(y))
		if want*got > 0 {
			return 1
		}
		if want*got < 0 {
			result = -1
		}
	}
	return result
}

func (p *point) placeOf(part int) place { return place{p.parts[part].Start, p.parts[part].End} }

func (c *claim) placeOf(part int) place { return place{c.once[part].Start, c.once[part].End} }

// roles returns 1 if x does the deed to y, -1 if y does it to x, 0 if it can't be told.
func roles(tokens []prose.Token, x, deed, y place) int {
	if x.start > y.start {
		return -roles(tokens, y, deed, x)
	}
	if x.end > y.start || hasJunction(tokens[x.end:y.start]) {
		return 0
	}
	if isMoved(tokens[x.end:y.start]) {
		return 0
	}
	isBetween := deed.start >= x.end && deed.end <= y.start
	marker := markerOf(tokens[x.end:y.start])
	switch {
	case marker == "by" && isBetween, (marker == "被" || marker == "由") && deed.start >= y.end:
		return -1
	case marker == "" && isBetween, isAny(marker, "向给对比往") && deed.start >= y.end:
		return 1
	}
	return 0
}

// hasJunction reports whether tokens join two clauses or names.
func hasJunction(tokens []prose.Token) bool {
	for i := range tokens {
		switch tokens[i].Surface {
		case "and", "or", "while", "when", "as", "but", "which", "that", "和", "与", "或", "并", "且", "而", "同":
			return true
		}
	}
	return false
}

// markerReach is the number of tokens before a name in which its marker is looked for.
const markerReach = 3

// markerOf returns the word at the end of tokens that tells the role of the name behind it.
func markerOf(tokens []prose.Token) string {
	for i := len(tokens) - 1; i >= max(0, len(tokens)-markerReach); i-- {
		switch s := tokens[i].Surface; s {
		case "by", "被", "由", "from", "从", "of", "的", "in", "at", "with", "on", "for", "在", "per", "向", "给", "对", "比", "往":
			return s
		}
	}
	return ""
}

// isMoved reports whether tokens say that something is done to the name before them, and where it
// goes: is sent to. Nobody does the deed then.
func isMoved(tokens []prose.Token) bool {
	is, to := false, false
	for i := range tokens {
		switch tokens[i].Surface {
		case "is", "are", "was", "were", "be", "been", "being", "get", "gets":
			is = true
		case "to", "into", "onto":
			to = true
		}
	}
	return is && to
}
