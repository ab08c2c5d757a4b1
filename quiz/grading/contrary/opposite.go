package contrary

import (
	"slices"
	"strings"

	"quizbot/quiz/grading/prose"
)

// hasOpposite reports whether a claim says the rest of a statement, and one word's opposite.
func (c *claim) hasOpposite() bool {
	if c.s.negative || c.cover < leastOpposed || c.said.negative || c.open {
		return false
	}
	for k := range c.hits {
		if h := &c.hits[k]; h.Opposite && c.isOpposed(h) {
			return true
		}
	}
	return !c.depends && c.hasAntonym()
}

// isOpposed reports whether an opposite stands for its part, and the claim says the rest. It doesn't if a time
// or a condition ends behind it.
func (c *claim) isOpposed(h *Hit) bool {
	switch {
	case c.depends && isConditional(c.a.tokens[h.Start:c.said.end]):
		return false
	case !c.isOwn(h.Part), c.p.isCrossing(h.Part), c.isName(h), c.p.parts[h.Part].Unit == c.s.subject:
		return false
	case c.isSaid(h):
		return (c.best[h.Part] == 0 || c.isMutual(h)) && c.hasNeighboursOf(h)
	case c.best[h.Part] > 0:
		return false
	}
	return !isRelative(c.p.tokens[c.s.start:c.p.parts[h.Part].Start]) && c.saysRestOf(h.Part)
}

// saysRestOf reports whether a claim names the statement's subject, and says most of it but a part.
func (c *claim) saysRestOf(part int) bool {
	own := c.p.placeOf(part)
	isRest := func(j int) bool { return c.p.parts[j].End <= own.start || c.p.parts[j].Start >= own.end }
	isPredicate := func(j int) bool { return isRest(j) && c.p.parts[j].Unit != c.s.subject }
	return c.saysSubject() && c.coverOf(isRest) >= leastRest && (!c.has(isPredicate) || c.coverOf(isPredicate) > 0)
}

// has reports whether the statement has parts that count.
func (c *claim) has(counts func(part int) bool) bool {
	return slices.ContainsFunc(c.s.parts, func(j int) bool { return counts(j) && !c.p.isCrossing(j) })
}

// isSaid reports whether the words of an opposite say another part of the point.
func (c *claim) isSaid(opposite *Hit) bool {
	for k := range c.hits {
		if h := &c.hits[k]; !h.Opposite && h.Start < opposite.End && h.End > opposite.Start {
			return true
		}
	}
	return false
}

// isName reports whether the words of an opposite are a name of its part as well.
func (c *claim) isName(opposite *Hit) bool {
	for k := range c.hits {
		if h := &c.hits[k]; !h.Opposite && h.Part == opposite.Part && h.Start < opposite.End && h.End > opposite.Start && h.Strength >= strengthOfName {
			return true
		}
	}
	return false
}

// isMutual reports whether the words of an opposite say a part whose own opposite is said by the
// opposite's part: both have changed places.
func (c *claim) isMutual(opposite *Hit) bool {
	for k := range c.hits {
		said := &c.hits[k]
		if said.Opposite || said.Part == opposite.Part || said.Start != opposite.Start {
			continue
		}
		for m := range c.hits {
			if h := &c.hits[m]; h.Opposite && h.Part == said.Part && c.once[opposite.Part] != nil && c.once[opposite.Part].Start == h.Start {
				return true
			}
		}
	}
	return false
}

// hasNeighboursOf reports whether an opposite stands in the claim between the neighbours that its
// part has in the statement.
func (c *claim) hasNeighboursOf(opposite *Hit) bool {
	own := c.p.placeOf(opposite.Part)
	before, after := c.neighbour(own, -1), c.neighbour(own, 1)
	return (before != none || after != none) && c.stands(before, opposite, -1) && c.stands(after, opposite, 1)
}

// neighbour returns the part next to a place of the statement, or none.
func (c *claim) neighbour(of place, step int) int {
	found := none
	for _, j := range c.s.parts {
		p := c.p.placeOf(j)
		switch {
		case c.p.parts[j].Light:
		case step < 0 && p.end <= of.start && (found == none || p.end >= c.p.parts[found].End):
			found = j
		case step > 0 && p.start >= of.end && (found == none || p.start < c.p.parts[found].Start):
			found = j
		}
	}
	return found
}

// stands reports whether a part stands right beside an opposite, or nothing does if it is none.
func (c *claim) stands(part int, beside *Hit, step int) bool {
	i := beside.Start - 1
	if step > 0 {
		i = beside.End
	}
	for i >= c.said.start && i < c.said.end && !c.a.tokens[i].Content() {
		i += step
	}
	if i < c.said.start || i >= c.said.end {
		return part == none
	}
	for k := range c.hits {
		if h := &c.hits[k]; h.Part == part && !h.Opposite && h.Start <= i && i < h.End {
			return true
		}
	}
	return false
}

// hasAntonym reports whether a claim has the antonym of a word, made by a prefix or a suffix.
func (c *claim) hasAntonym() bool {
	for _, j := range c.s.parts {
		p := &c.p.parts[j]
		t := &c.p.tokens[p.Start]
		if c.best[j] > 0 || t.Kind != prose.Word || p.Unit == c.s.subject {
			continue
		}
		for i := c.said.start; i < c.said.end; i++ {
			if areAntonyms(t.Surface, c.a.tokens[i].Surface) && c.saysRestOf(j) {
				return true
			}
		}
	}
	return false
}

// shortestBase is the length of the shortest word that a prefix turns into its antonym.
const shortestBase = 5

// areAntonyms reports whether one word is the other with a prefix of negation, or whether one ends
// in -less and the other in -ful.
func areAntonyms(a, b string) bool {
	if len(a) > len(b) {
		a, b = b, a
	}
	if prefix, ok := strings.CutSuffix(b, a); ok && len(a) >= shortestBase {
		switch prefix {
		case "un", "in", "im", "ir", "il", "non", "dis", "a":
			return true
		}
	}
	stem, ok := strings.CutSuffix(a, "ful")
	return ok && b == stem+"less"
}
