package contrary

import (
	"slices"

	"quizbot/quiz/grading/prose"
)

// claim is a statement of an answer, held against one of a point.
type claim struct {
	p     *point
	s     *statement
	a     *Answer
	said  *statement
	hits  []Hit
	once  []*Hit    // the only hit of each part, nil for none and for several
	best  []float64 // the strongest hit of each part
	cover float64   // the share of the statement's weight
	// depends says that it is true under a condition, open that all of it is.
	depends, open bool
}

// newClaim returns a claim, until the next call for the answer.
func newClaim(p *point, s *statement, a *Answer, n int, hits []Hit) *claim {
	c := &a.claim
	*c = claim{p: p, s: s, a: a, said: &a.statements[n], hits: hits, once: emptied(c.once, len(p.parts)), best: emptied(c.best, len(p.parts))}
	a.several = emptied(a.several, len(p.parts))
	several := a.several
	for k := range hits {
		h := &hits[k]
		if k == 0 || h.Part != hits[k-1].Part {
			a.markOpposites(hits[k:])
		}
		if h.Opposite || h.Strength < strengthOfName && a.starts.has(h.Start) {
			continue
		}
		c.best[h.Part] = max(c.best[h.Part], h.Strength)
		switch o := c.once[h.Part]; {
		case o == nil:
			c.once[h.Part] = h
		case o.Start >= h.End || h.Start >= o.End:
			several[h.Part] = true
		case h.Strength > o.Strength:
			c.once[h.Part] = h
		}
	}
	for j := range several {
		if several[j] {
			c.once[j] = nil
		}
	}
	c.cover = c.coverOf(func(int) bool { return true })
	return c
}

// emptied returns n zero values in the memory of a list.
func emptied[V any](list []V, n int) []V {
	list = slices.Grow(list[:0], n)[:n]
	clear(list)
	return list
}

// strengthOfName is the strength of another name of the same thing. Weaker words may be opposites that
// are related.
const strengthOfName = 0.95

// markOpposites marks where the part of the first hit has an opposite, so that hits there are no other
// word for it.
func (a *Answer) markOpposites(hits []Hit) {
	a.starts.stamp++
	for k := 0; k < len(hits) && hits[k].Part == hits[0].Part; k++ {
		if hits[k].Opposite {
			a.starts.set(hits[k].Start, 0)
		}
	}
}

// coverOf returns the share of the weight of some of the statement's parts that the claim has.
func (c *claim) coverOf(counts func(part int) bool) float64 {
	sum, all := 0.0, 0.0
	for _, j := range c.s.parts {
		if counts(j) && !c.p.isCrossing(j) {
			sum += c.p.parts[j].Weight * c.best[j]
			all += c.p.parts[j].Weight
		}
	}
	if all == 0 {
		return 0
	}
	return sum / all
}

// saysEnough reports whether a claim has two words of the statement, or its only one.
func (c *claim) saysEnough() bool {
	said, all, saidEnd, end := 0, 0, 0, 0
	for _, j := range c.s.parts {
		p := &c.p.parts[j]
		if c.best[j] > 0 && p.Start >= saidEnd {
			said, saidEnd = said+1, p.End
		}
		if !c.p.isCrossing(j) && p.Start >= end {
			all, end = all+1, p.End
		}
	}
	return said >= leastSaid || said == all && c.s.share >= wholeShare
}

// findCrossing marks the parts that are a pair of Chinese characters of different words, or of a
// negation and a word.
func (p *point) findCrossing() {
	p.crossing = make([]bool, len(p.parts))
	for j := range p.parts {
		own := p.tokens[p.parts[j].Start:p.parts[j].End]
		p.crossing[j] = len(own) > 1 && (p.parts[j].Light || slices.ContainsFunc(own, func(t prose.Token) bool { return t.Negation }))
	}
}

func (p *point) isCrossing(part int) bool { return p.crossing[part] }

func (c *claim) tokens() []prose.Token { return c.a.tokens[c.said.start:c.said.end] }

// Least shares of a statement that a claim needs to contradict it.
const (
	leastNegated   = 0.5
	leastTakenOut  = 0.65
	leastAside     = 0.65
	leastExchanged = 0.7
	leastOther     = 0.6
	leastRest      = 0.5
	leastOpposed   = 0.4
	// leastShare is the share of a point's weight in the statement.
	leastShare      = 0.25
	leastTakenShare = 0.4
	mainShare       = 0.5
	// wholeShare is the share from which a statement is the whole point.
	wholeShare = 0.9
	// leastSaid is the number of words that a claim shares with the statement.
	leastSaid = 2
)

// contradicts returns how a claim contradicts the statement.
func (c *claim) contradicts() Kind {
	if c.cover >= leastExchanged && c.hasExchangedRoles() {
		return Exchange
	}
	switch {
	case c.hasOpposite():
		return Opposite
	case c.isAboutAnother():
		return None
	case c.hasOtherValue():
		return Number
	case c.isNegated(), c.isTakenOut():
		return Negation
	}
	return None
}

// isAboutAnother reports whether the claim's subject is that of another statement. A statement that begins
// with a negation is about the point's topic.
func (c *claim) isAboutAnother() bool {
	isTopic := c.said.subject == c.p.topic() && c.beginsNegative()
	return c.said.subject != none && !isTopic && !c.p.has(c.s, c.said.subject)
}

// beginsNegative reports whether the statement begins with a negation.
func (c *claim) beginsNegative() bool {
	for i := c.s.start; i < c.s.end && !c.p.tokens[i].Content(); i++ {
		if c.p.tokens[i].Negation {
			return true
		}
	}
	return false
}

// isNegated reports whether a claim negates a word of a statement that negates nothing.
func (c *claim) isNegated() bool {
	if c.s.negative || c.s.share < leastShare || c.cover < leastNegated || c.s.share < mainShare && c.cover < leastAside || !c.saysEnough() || c.depends {
		return false
	}
	for k := range c.hits {
		if h := &c.hits[k]; !h.Opposite && slices.Contains(c.a.heads[h.Start:h.End], true) && !hasNegation(c.a.tokens[h.Start:h.End]) && c.isOwn(h.Part) {
			return true
		}
	}
	return false
}

// hasNegation reports whether a negation is among tokens, such as the words of a term.
func hasNegation(tokens []prose.Token) bool {
	return slices.ContainsFunc(tokens, func(t prose.Token) bool { return t.Negation })
}

// isOwn reports whether a part of the point belongs to the statement.
func (c *claim) isOwn(part int) bool {
	return c.p.parts[part].Start >= c.s.start && c.p.parts[part].End <= c.s.end
}

// isTakenOut reports whether a claim says what the statement negates.
func (c *claim) isTakenOut() bool {
	if !c.s.negative || c.s.share < leastTakenShare && (c.s.share < leastShare || !c.namesTopic()) || isConditional(c.p.tokens[c.s.start:c.s.end]) || c.cover < leastTakenOut || !c.saysEnough() || c.depends {
		return false
	}
	heads := findHeads(c.p.tokens)
	for _, j := range c.s.parts {
		if slices.Contains(heads[c.p.parts[j].Start:c.p.parts[j].End], true) && c.isAffirmed(j) {
			return true
		}
	}
	return false
}

// isAffirmed reports whether a claim has a part, and negates nothing between the words that join it to
// others.
func (c *claim) isAffirmed(part int) bool {
	for k := range c.hits {
		h := &c.hits[k]
		if h.Part != part || h.Opposite || h.Strength < 1 && c.s.share < leastTakenShare {
			continue
		}
		start, end := h.Start, h.End
		for start > c.said.start && !joinsNames(&c.a.tokens[start-1]) {
			start--
		}
		for end < c.said.end && !joinsNames(&c.a.tokens[end]) {
			end++
		}
		return !isNegative(c.a.tokens[start:end])
	}
	return false
}

// isRelative reports whether tokens lead into a relative clause.
func isRelative(tokens []prose.Token) bool {
	for i := range tokens {
		switch tokens[i].Surface {
		case "that", "which", "who", "whose":
			return true
		}
	}
	return false
}

// saysSubject reports whether a claim names the statement's subject.
func (c *claim) saysSubject() bool { return c.names(c.s.subject) }

// namesTopic reports whether a claim names the subject of the point's first statement.
func (c *claim) namesTopic() bool { return c.names(c.p.topic()) }

func (c *claim) names(unit int) bool {
	for k := range c.hits {
		if h := &c.hits[k]; !h.Opposite && h.Strength >= leastSubject && c.p.parts[h.Part].Unit == unit {
			return true
		}
	}
	return false
}

// hasOtherValue reports whether a claim has another number where the statement has one.
func (c *claim) hasOtherValue() bool {
	if len(c.s.values) == 0 || c.s.negative || c.said.negative {
		return false
	}
	if c.coverOf(func(j int) bool { return c.s.valueAt(c.p.parts[j].Start) == nil }) < leastOther || !c.saysSubject() {
		return false
	}
	for i := range c.s.values {
		want := &c.s.values[i]
		if c.a.hasValue(want) {
			continue
		}
		for k := range c.said.values {
			if want.isLike(&c.said.values[k]) {
				return true
			}
		}
	}
	return false
}

// hasValue reports whether an answer has a value anywhere.
func (a *Answer) hasValue(v *value) bool {
	for i := range a.values {
		if a.values[i].text == v.text && a.values[i].order == v.order {
			return true
		}
	}
	return false
}
