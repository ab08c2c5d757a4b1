package evidence

import (
	"quizbot/quiz/grading/analysis"
	"quizbot/quiz/grading/contrary"
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// Verdict is the evidence of an answer for one point.
type Verdict struct {
	// Features are in the order of [FeatureList].
	Features []float64
	// Quote is the shortest run of words that says the point, verbatim. It is empty if nothing does.
	Quote string
	// Cover is the share of the point in the best three clauses, from 0 to 1.
	Cover float64
	// Said is the share of the reference's own words for the point in the best two clauses, from 0 to 1.
	Said float64
	// Conflict tells how much of what was found the answer negates or replaces by the opposite, from 0
	// for nothing to 1 or more for all.
	Conflict float64
	// Contrary is what the answer says to the contrary.
	Contrary contrary.Finding
	// Terms is the number of the point's own terms that one sentence has, AllTerms that of all. Words of
	// the question aren't its own.
	Terms, AllTerms int
	// Lead is how much better the best clauses cover this point than any other, from -1 to 1.
	Lead float64
	// OtherPolarity says that the quote negates something, or else the point, OtherNumber that it has
	// other numbers.
	OtherPolarity, OtherNumber bool
}

// weightOfOpposite is the weight of an opposite in a conflict beside that of a negation, which is
// more often about something else.
const weightOfOpposite = 2

// Judge returns the evidence of an answer for each point.
func (r *Reference) Judge(answer *analysis.Text) []Verdict { return r.JudgeIn(&Memory{}, answer) }

// JudgeIn is [Reference.Judge] in the memory of the answer before. The features are valid until the
// next one.
func (r *Reference) JudgeIn(m *Memory, answer *analysis.Text) []Verdict {
	c := compare(r, answer, m)
	rows, quotes := c.rows(), c.quoteWindows()
	m.said.Prepare(answer.Source, answer.Tokens)
	contraries := r.contraries.Find(&m.said, c.contraryHits())
	verdicts := make([]Verdict, len(r.points))
	for i := range verdicts {
		start, end := c.core(i, quotes[i])
		verdicts[i] = Verdict{
			Features: rows[i], Quote: c.source(c.round(start, end)), Cover: c.window(i).cover, Said: c.said[i].cover2,
			Conflict: max(c.conflicts[i].negation, weightOfOpposite*c.conflicts[i].opposite),
			Contrary: contraries[i],
			Lead:     c.best[i][maxWindow-1].byMargin.margin(),
		}
		verdicts[i].Terms, verdicts[i].AllTerms = c.countTerms(i)
		quote := c.a.Tokens[start:end]
		verdicts[i].OtherPolarity, verdicts[i].OtherNumber = r.contraries.HasOtherPolarity(i, quote, c.sentences(quotes[i])), r.contraries.HasOtherNumber(i, quote)
	}
	return verdicts
}

// contraryParts returns the parts of a point as the search for contraries needs them.
func (r *Reference) contraryParts(t *analysis.Text, p *point) []contrary.Part {
	parts := make([]contrary.Part, 0, len(p.parts))
	for j := range p.parts {
		part := &p.parts[j]
		u := &r.units[part.unit]
		parts = append(parts, contrary.Part{
			Unit: part.unit, Start: part.start, End: part.end, Weight: u.weight,
			Light: u.weight < weightPairRelated || isLight(t.Tokens[part.start].Surface),
			Asked: u.inQuestion,
		})
	}
	p.characters = findCharacters(t)
	for n := range p.characters {
		parts = append(parts, contrary.Part{Unit: none - 1 - p.characters[n].start, Start: p.characters[n].start, End: p.characters[n].start + 1, Weight: weightPairRelated})
	}
	return parts
}

// character is a Chinese character that has opposites and is part of a pair: 慢 of 很慢.
type character struct {
	start             int
	groups, opposites []lexicon.Group
}

// findCharacters returns the characters with opposites that are no terms of several characters.
func findCharacters(t *analysis.Text) []character {
	var list []character
	covered := 0
	for _, h := range t.Terms {
		if h.End-h.Start > 1 && t.Tokens[h.Start].Content() {
			covered = max(covered, h.End)
		}
		if h.End-h.Start != 1 || t.Tokens[h.Start].Kind != prose.Han || h.Start < covered {
			continue
		}
		c := character{start: h.Start, groups: h.Groups}
		for _, g := range h.Groups {
			c.opposites = append(c.opposites, t.Lexicon.Opposites(g)...)
		}
		if len(c.opposites) > 0 {
			list = append(list, c)
		}
	}
	return list
}

// contraryHits returns where the answer says the parts of each point, until the next match in the memory.
func (m *match) contraryHits() [][]contrary.Hit {
	hits, all := make([][]contrary.Hit, len(m.r.points)), m.memory.hits[:0]
	for i := range m.r.points {
		first := len(all)
		for j := range m.r.points[i].parts {
			for _, o := range m.occurrences[m.r.points[i].parts[j].unit] {
				all = append(all, contrary.Hit{Part: j, Start: o.start, End: o.end, Strength: o.strength, Opposite: o.opposite})
			}
		}
		for n := range m.r.points[i].characters {
			c := &m.r.points[i].characters[n]
			all = m.appendHits(all, len(m.r.points[i].parts)+n, c.groups, false)
			all = m.appendHits(all, len(m.r.points[i].parts)+n, c.opposites, true)
		}
		hits[i] = all[first:len(all):len(all)]
	}
	m.memory.hits = all
	return hits
}

func (m *match) appendHits(hits []contrary.Hit, part int, groups []lexicon.Group, opposite bool) []contrary.Hit {
	for _, g := range groups {
		for h := range m.a.TermsOf(g) {
			hits = append(hits, contrary.Hit{Part: part, Start: h.Start, End: h.End, Strength: strengthSame, Opposite: opposite})
		}
	}
	return hits
}

// countTerms returns the most own terms of a point that one sentence has, and the number of all.
func (m *match) countTerms(i int) (most, all int) {
	parts := m.r.points[i].parts
	isOwn := func(j int) bool {
		u := &m.r.units[parts[j].unit]
		return !u.inQuestion && u.kind != prose.Number && parts[j].weight >= weightPairRelated
	}
	all = countApart(parts, isOwn)
	if len(m.a.Clauses) == 0 {
		return 0, all
	}
	sentences := m.a.Clauses[len(m.a.Clauses)-1].Sentence + 1
	found := m.memory.marks.Take(sentences * len(parts)) // by sentence and part
	for j := range parts {
		if !isOwn(j) {
			continue
		}
		for _, o := range m.occurrences[parts[j].unit] {
			if o.strength <= leastShown {
				continue
			}
			s := m.a.Clauses[o.clause].Sentence
			found[s*len(parts)+j] = true
		}
	}
	for s := range sentences {
		most = max(most, countApart(parts, func(j int) bool { return found[s*len(parts)+j] }))
	}
	return most, all
}

// countApart returns the number of parts that count and don't overlap.
func countApart(parts []part, counts func(j int) bool) int {
	n, end := 0, 0
	for j := range parts {
		if parts[j].start >= end && counts(j) {
			n, end = n+1, parts[j].end
		}
	}
	return n
}
