package evidence

import (
	"iter"

	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/prose"
)

// span is a unit's place in tokens.
type span struct {
	start, end int
	kind       prose.Kind
	weight     float64
}

// cutter cuts a text into units.
type cutter struct{ *analysis.Text }

// units returns the units of the text: words, numbers, and pairs of Chinese characters, which overlap.
// A unit belongs to the groups of all terms that contain it, so that another name of a whole term
// speaks for each of its words.
func (c cutter) units() iter.Seq[span] {
	return func(yield func(span) bool) {
		for i := range c.Tokens {
			if s := c.unitAt(i); s.end > 0 && !yield(s) {
				return
			}
		}
	}
}

// unitAt returns the unit that begins with a token, an empty span for none.
func (c cutter) unitAt(i int) span {
	switch t := &c.Tokens[i]; {
	case t.Kind != prose.Han && t.Content():
		return span{i, i + 1, t.Kind, c.weighWord(i)}
	case t.Kind != prose.Han:
	case c.standsAlone(i):
		return span{i, i + 1, prose.Han, weightPair}
	case c.beginsPair(i):
		return span{i, i + 2, prose.Han, c.weighPair(i)}
	}
	return span{}
}

// key identifies the unit of a span by its words.
func (c cutter) key(s span) string {
	if s.end-s.start == 1 {
		return c.Tokens[s.start].Text
	}
	return c.Tokens[s.start].Text + " " + c.Tokens[s.end-1].Text
}

// standsAlone reports whether a Chinese character is a unit: it is a term, or has no neighbour.
func (c cutter) standsAlone(i int) bool {
	if terms := c.Covering(i); len(terms) == 1 {
		if t := &c.Terms[terms[0]]; t.End == t.Start+1 {
			return true
		}
	}
	return c.Tokens[i].Content() && !c.IsHan(i-1) && !c.IsHan(i+1)
}

// beginsPair reports whether a Chinese character and the next are a unit. Two characters without
// content are none outside of terms.
func (c cutter) beginsPair(i int) bool {
	return c.IsHan(i+1) && (c.Tokens[i].Content() || c.Tokens[i+1].Content() || len(c.Covering(i)) > 0)
}
