package contrary

import "quizbot/quiz/grading/prose"

// findSubjects finds the subject of each statement of an answer: a subject of the points that it
// names among its first words.
func (r *Reference) findSubjects(a *Answer, hits [][]Hit) {
	first := emptied(a.numbers, len(a.statements)) // the token at which its subject begins
	a.numbers = first
	isSubject := r.partsOfSubjects()
	for i, p := range r.points {
		for k := range hits[i] {
			h := &hits[i][k]
			if h.Opposite || h.Strength < leastSubject || !isSubject[i][h.Part] {
				continue
			}
			n := a.of[h.Start]
			if n == none {
				continue
			}
			s := &a.statements[n]
			if opens(a, s, h.Start) && (s.subject == none || h.Start < first[n]) {
				s.subject, first[n] = p.parts[h.Part].Unit, h.Start
			}
		}
	}
	r.sortBySubject(a)
}

// sortBySubject links the statements about each subject, in their order. One without a subject is about
// that of the one before in its sentence.
func (r *Reference) sortBySubject(a *Answer) {
	a.about = emptied(a.about, len(r.subjects))
	for rank := range a.about {
		a.about[rank] = none
	}
	a.speaker, a.next = emptied(a.speaker, len(a.statements)), emptied(a.next, len(a.statements))
	for n := range a.statements {
		a.speaker[n] = a.statements[n].subject
		if a.speaker[n] == none && n > 0 && a.statements[n-1].sentence == a.statements[n].sentence {
			a.speaker[n] = a.speaker[n-1]
		}
	}
	for n := len(a.statements) - 1; n >= 0; n-- {
		if subject := a.speaker[n]; subject != none {
			rank := r.ranks[subject]
			a.next[n], a.about[rank] = a.about[rank], n
		}
	}
}

// mostBefore is the number of words with content that may stand before a subject.
const mostBefore = 1

// opens reports whether a token is among the first words of a statement.
func opens(a *Answer, s *statement, token int) bool {
	return !hasContents(a.tokens[s.start:token], mostBefore+1)
}

// Rules for statements about other subjects.
const (
	// leastElsewhere is the share of a statement that the answer says of another subject.
	leastElsewhere = 0.6
	// leastLead is how much more of it that is than what it says of the right one.
	leastLead = 0.3
	// leastDisplaced is this lead where the other subject's own statement isn't said of the right one.
	leastDisplaced = 0.4
	// leastDisplacing is the number of words of such a statement.
	leastDisplacing = 4
	// mostOwn is the share of a subject's statements that an answer may say of it in another's place.
	mostOwn = 0.6
)

// findExchange returns what an answer says of one subject that a statement says of another, and the
// other way round.
func (r *Reference) findExchange(a *Answer, i int, s *statement, hits [][][]Hit) Finding {
	if s.subject == none {
		return Finding{}
	}
	own, _ := r.rest(a, i, s, hits, s.subject)
	var found Finding
	for _, other := range r.subjects {
		if other == s.subject || r.points[i].has(s, other) {
			continue
		}
		share, at := r.rest(a, i, s, hits, other)
		if share < leastElsewhere || share < own+leastLead || share <= found.Cover {
			continue
		}
		isWhole := a.statements[at].subject == other && hasContents(a.tokens[a.statements[at].start:a.statements[at].end], leastDisplacing)
		if r.isMutual(a, s.subject, other, hits) || isWhole && share >= own+leastDisplaced && r.isDisplaced(a, s.subject, other, hits) {
			found = Finding{Kind: Exchange, Quote: a.quote(at), Cover: share}
		}
	}
	return found
}

// has reports whether a statement has a unit.
func (p *point) has(s *statement, unit int) bool {
	for _, j := range s.parts {
		if p.parts[j].Unit == unit {
			return true
		}
	}
	return false
}

// isMutual reports whether an answer says of a subject what a point says of another.
func (r *Reference) isMutual(a *Answer, subject, other int, hits [][][]Hit) bool {
	for k, p := range r.points {
		for n := range p.statements {
			s := &p.statements[n]
			if s.subject != other || p.has(s, subject) {
				continue
			}
			share, _ := r.rest(a, k, s, hits, subject)
			own, _ := r.rest(a, k, s, hits, other)
			if share >= leastElsewhere && share >= own+leastLead {
				return true
			}
		}
	}
	return false
}

// isDisplaced reports whether an answer says something of both subjects, and of the other one hardly what
// the points say of it.
func (r *Reference) isDisplaced(a *Answer, subject, other int, hits [][][]Hit) bool {
	if a.about[r.ranks[subject]] == none {
		return false
	}
	isTopic := false
	for k, p := range r.points {
		isTopic = isTopic || p.topic() == other
		for n := range p.statements {
			if s := &p.statements[n]; s.subject == other {
				if own, _ := r.rest(a, k, s, hits, other); own >= mostOwn {
					return false
				}
			}
		}
	}
	return isTopic
}

// rest returns the largest share of a statement, without its subject, that the answer says of a
// subject, and where.
func (r *Reference) rest(a *Answer, i int, s *statement, hits [][][]Hit, subject int) (share float64, at int) {
	for n := a.about[r.ranks[subject]]; n != none; n = a.next[n] {
		if len(hits[i][n]) == 0 {
			continue
		}
		c := newClaim(r.points[i], s, a, n, hits[i][n])
		if subject != s.subject && c.saysSubject() {
			continue
		}
		if v := c.coverOf(func(j int) bool { return c.p.parts[j].Unit != s.subject }); v > share {
			share, at = v, n
		}
	}
	return share, at
}

// splitAtSubjects cuts statements where and joins one about a further subject.
func (r *Reference) splitAtSubjects(a *Answer, hits [][]Hit) {
	begins := a.begins // whether a subject begins at a token
	isSubject := r.partsOfSubjects()
	for i := range hits {
		for k := range hits[i] {
			if h := &hits[i][k]; !h.Opposite && h.Strength >= leastSubject && isSubject[i][h.Part] {
				begins[h.Start] = true
			}
		}
	}
	split := a.split[:0]
	for _, s := range a.statements {
		subject := false
		for i := s.start; i < s.end; i++ {
			if subject && joinsNames(&a.tokens[i]) && r.subjectFollows(a, begins, i+1, s.end) && hasContents(a.tokens[s.start:i], 2) {
				split = append(split, statement{start: s.start, end: i, sentence: s.sentence})
				s.start = i + 1
			}
			subject = subject || begins[i]
		}
		split = append(split, s)
	}
	a.split = split
	a.setStatements(split)
}

func joinsNames(t *prose.Token) bool {
	switch t.Surface {
	case "and", "且", "和":
		return true
	}
	return false
}

// subjectFollows reports whether the next token with content begins a subject, and more follows.
func (r *Reference) subjectFollows(a *Answer, begins []bool, from, end int) bool {
	for i := from; i < end; i++ {
		if a.tokens[i].Content() {
			return begins[i] && hasContents(a.tokens[i:end], 2)
		}
	}
	return false
}

// hasContents reports whether n tokens carry content. It looks no further.
func hasContents(tokens []prose.Token, n int) bool {
	for i := range tokens {
		if tokens[i].Content() {
			n--
		}
		if n == 0 {
			return true
		}
	}
	return false
}
