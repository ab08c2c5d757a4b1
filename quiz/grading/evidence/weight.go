package evidence

import (
	"slices"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// Weights of units by their origin.
const (
	weightTerm    = 1.0 // a term of the field
	weightUnknown = 0.9 // a word in no table, often a name
	weightRelated = 0.9 // an everyday word of the lexicon
	weightNumber  = 0.8
	weightLight   = 0.6 // a word that says little on its own

	weightPairTerm    = 0.5  // two Chinese characters of a term
	weightPair        = 0.45 // two Chinese characters in no table, or a single one
	weightPairRelated = 0.4  // two Chinese characters of an everyday word
	weightPairAcross  = 0.15 // two Chinese characters of different words

	// factorInQuestion is the factor of units of the question.
	factorInQuestion = 0.4
)

// weighWord returns the weight of a word or a number.
func (c cutter) weighWord(i int) float64 {
	weight := weightUnknown
	switch t := &c.Tokens[i]; {
	case t.Kind == prose.Number:
		weight = weightNumber
	case isLight(t.Surface):
		weight = weightLight
	}
	switch strength, ok := c.strengthOf(i, i+1); {
	case ok && strength == lexicon.Same:
		return max(weight, weightTerm)
	case ok && weight == weightUnknown:
		return weightRelated
	}
	return weight
}

// weighPair returns the weight of the pair of Chinese characters that begins at i.
func (c cutter) weighPair(i int) float64 {
	strength, ok := c.strengthOf(i, i+2)
	switch {
	case ok && strength == lexicon.Same:
		return weightPairTerm
	case ok:
		return weightPairRelated
	case len(c.Covering(i)) > 0, len(c.Covering(i+1)) > 0, !c.Tokens[i].Content(), !c.Tokens[i+1].Content():
		return weightPairAcross
	}
	return weightPair
}

// strengthOf returns the largest strength of the terms that cover tokens[start:end].
func (c cutter) strengthOf(start, end int) (strength lexicon.Strength, ok bool) {
	for _, n := range c.Covering(start) {
		h := &c.Terms[n]
		if h.Start > start || h.End < end {
			continue
		}
		for _, g := range h.Groups {
			strength, ok = max(strength, c.Lexicon.Strength(g)), true
		}
	}
	return strength, ok
}

// isLight reports whether an English word says little on its own, though it isn't a function word.
func isLight(word string) bool {
	switch word {
	case "each", "every", "any", "all", "other", "others", "another", "more", "most", "some", "several", "many", "much", "both",
		"either", "same", "different", "new", "first", "own", "only", "two",
		"take", "make", "give", "put", "keep", "always", "never", "until":
		return true
	}
	return false
}

// unit is a word, a number, or a pair of Chinese characters that a point is made of.
type unit struct {
	// words are the texts of its tokens.
	words []string
	kind  prose.Kind
	// weight says how much the unit tells: little for everyday words, much for names.
	weight float64
	// parts are the words that the unit's identifier joins.
	parts []string
	// groups are those of all terms that contain the unit, opposites those that say the contrary.
	groups, opposites []lexicon.Group
	// inQuestion says that the question contains the unit, so that repeating it shows nothing.
	inQuestion bool
	// isEntity says that claims may be about the unit.
	isEntity bool
}

// newUnit returns the unit of a span.
func (c cutter) newUnit(s span) unit {
	u := unit{words: make([]string, 0, s.end-s.start), kind: s.kind, weight: s.weight, parts: c.Tokens[s.start].Parts()}
	for i := s.start; i < s.end; i++ {
		u.words = append(u.words, c.Tokens[i].Text)
	}
	for _, n := range c.Covering(s.start) {
		h := &c.Terms[n]
		if h.Start > s.start || h.End < s.end {
			continue
		}
		for _, g := range h.Groups {
			if !slices.Contains(u.groups, g) {
				u.groups = append(u.groups, g)
				u.opposites = append(u.opposites, c.Lexicon.Opposites(g)...)
			}
		}
	}
	return u
}
