package evidence

import (
	"slices"

	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// span is a unit's place in tokens.
type span struct {
	start, end int
	kind       prose.Kind
	weight     float64
}

// cutter cuts tokens into units.
type cutter struct {
	tokens   []prose.Token
	lex      *lexicon.Lexicon
	covering [][]lexicon.Hit // the terms at each token
}

// newCutter returns a cutter of tokens in which the given terms were found.
func newCutter(tokens []prose.Token, hits []lexicon.Hit, lex *lexicon.Lexicon) *cutter {
	c := &cutter{tokens, lex, make([][]lexicon.Hit, len(tokens))}
	for _, h := range hits {
		if hasContent(tokens[h.Start:h.End]) {
			for i := h.Start; i < h.End; i++ {
				c.covering[i] = append(c.covering[i], h)
			}
		}
	}
	return c
}

// cut returns the units of the tokens: words, numbers, and pairs of Chinese characters, which
// overlap. A unit belongs to the groups of all terms that contain it, so that another name of a
// whole term speaks for each of its words.
func (c *cutter) cut() []span {
	spans := make([]span, 0, len(c.tokens))
	for i := range c.tokens {
		switch t := &c.tokens[i]; {
		case t.Kind != prose.Han && t.Content():
			spans = append(spans, span{i, i + 1, t.Kind, c.weighWord(i)})
		case t.Kind != prose.Han:
		case c.standsAlone(i):
			spans = append(spans, span{i, i + 1, prose.Han, weightPair})
		case c.beginsPair(i):
			spans = append(spans, span{i, i + 2, prose.Han, c.weighPair(i)})
		}
	}
	return spans
}

// key identifies the unit of a span by its words.
func (c *cutter) key(s span) string {
	if s.end-s.start == 1 {
		return c.tokens[s.start].Text
	}
	return c.tokens[s.start].Text + " " + c.tokens[s.end-1].Text
}

func hasContent(tokens []prose.Token) bool {
	return slices.ContainsFunc(tokens, func(t prose.Token) bool { return t.Content() })
}

// standsAlone reports whether a Chinese character is a unit: it is a term, or has no neighbour.
func (c *cutter) standsAlone(i int) bool {
	isTerm := len(c.covering[i]) == 1 && c.covering[i][0].End == c.covering[i][0].Start+1
	return isTerm || c.tokens[i].Content() && !c.isHan(i-1) && !c.isHan(i+1)
}

// beginsPair reports whether a Chinese character and the next are a unit. Two characters without
// content are none outside of terms.
func (c *cutter) beginsPair(i int) bool {
	return c.isHan(i+1) && (c.tokens[i].Content() || c.tokens[i+1].Content() || len(c.covering[i]) > 0)
}

func (c *cutter) isHan(i int) bool {
	return i >= 0 && i < len(c.tokens) && c.tokens[i].Kind == prose.Han
}
