package contrary

import "slices"

// topic returns the subject of a point's first statement, or none.
func (p *point) topic() int {
	if len(p.statements) == 0 {
		return none
	}
	return p.statements[0].subject
}

// findTopics returns the point's topic of which each statement of an answer speaks: the one with which it
// opens, or else that of the statement before in its sentence, or none.
func (r *Reference) findTopics(a *Answer) []int {
	topics := emptied(a.topics, len(a.statements))
	a.topics = topics
	for n := range a.statements {
		s := &a.statements[n]
		topics[n] = none
		if s.subject != none && r.isTopic(s.subject) {
			topics[n] = s.subject
		} else if n > 0 && a.statements[n-1].sentence == s.sentence {
			topics[n] = topics[n-1]
		}
	}
	return topics
}

// isTopic reports whether a subject is the topic of a point.
func (r *Reference) isTopic(subject int) bool {
	return slices.ContainsFunc(r.points, func(p *point) bool { return p.topic() == subject })
}

// Rules for points that an answer says of another topic.
const (
	leastOfAnother = 0.6
	leastMoreOf    = 0.4
)

// isOfAnother reports whether statements about other topics say most of a point, and those about its own
// say much less.
func (r *Reference) isOfAnother(a *Answer, i int, topics []int, hits []Hit) bool {
	p := r.points[i]
	own := p.topic()
	if own == none || !r.isNamed[own] || r.namesOtherTopic(p) {
		return false
	}
	isOwn := r.findOwn(a, i, topics, hits)
	mostOwn, mostOther := a.mostOf(p, isOwn, hits)
	all := 0.0
	for j := range p.parts {
		if p.rest[j] {
			all += p.parts[j].Weight
		}
	}
	return all > 0 && mostOther >= leastOfAnother*all && mostOther >= mostOwn+leastMoreOf*all
}

// mostOf returns the largest weights of a point, without its topic, that a sentence has in its statements
// about the point's own topic, and in the others.
func (a *Answer) mostOf(p *point, isOwn []bool, hits []Hit) (own, other float64) {
	if len(a.statements) == 0 {
		return 0, 0
	}
	// By sentence, each for other topics and for the own one.
	size := 2 * (a.statements[len(a.statements)-1].sentence + 1)
	shares, part := emptied(a.shares[0], size), emptied(a.shares[1], size)
	a.shares = [2][]float64{shares, part}
	for k := 0; k < len(hits); {
		j, first := hits[k].Part, k
		for ; k < len(hits) && hits[k].Part == j; k++ {
			if at := a.placeOf(&hits[k], isOwn); p.rest[j] && at != none {
				part[at] = max(part[at], hits[k].Strength)
			}
		}
		for n := first; n < k; n++ {
			if at := a.placeOf(&hits[n], isOwn); at != none {
				shares[at] += p.parts[j].Weight * part[at]
				part[at] = 0
			}
		}
	}
	for at := 0; at < size; at += 2 {
		other, own = max(other, shares[at]), max(own, shares[at+1])
	}
	return own, other
}

// placeOf returns the place of a hit in the shares of [Answer.mostOf], or none for one that doesn't count.
func (a *Answer) placeOf(h *Hit, isOwn []bool) int {
	n := a.of[h.Start]
	switch {
	case n == none || h.Opposite || a.starts.has(h.Start):
		return none
	case isOwn[n]:
		return 2*a.statements[n].sentence + 1
	}
	return 2 * a.statements[n].sentence
}

// findOwn reports which statements are about a point's topic, or about none. It marks where they name the
// topic.
func (r *Reference) findOwn(a *Answer, i int, topics []int, hits []Hit) []bool {
	p := r.points[i]
	isOwn := emptied(a.isOwn, len(a.statements))
	a.isOwn = isOwn
	for n := range topics {
		isOwn[n] = topics[n] == p.topic() || topics[n] == none
	}
	a.starts.stamp++
	for k := range hits {
		h := &hits[k]
		if n := a.of[h.Start]; n != none && !h.Opposite && h.Strength >= strengthOfName && p.parts[h.Part].Unit == p.topic() {
			isOwn[n] = true
			a.starts.set(h.Start, 0)
		}
	}
	return isOwn
}

// namesOtherTopic reports whether a point names the topic of another, so that it is about both.
func (r *Reference) namesOtherTopic(p *point) bool {
	for _, other := range r.points {
		topic := other.topic()
		if topic == none || topic == p.topic() {
			continue
		}
		for j := range p.parts {
			if p.parts[j].Unit == topic {
				return true
			}
		}
	}
	return false
}

// findRest reports which parts say something of the topic, and are no piece of its name.
func (p *point) findRest() []bool {
	rest := make([]bool, len(p.parts))
	for j := range rest {
		rest[j] = !p.isCrossing(j) && !slices.ContainsFunc(p.parts, func(t Part) bool {
			return t.Unit == p.topic() && t.Start < p.parts[j].End && p.parts[j].Start < t.End
		})
	}
	return rest
}
