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
	known := map[int]bool{}
	for _, p := range r.points {
		known[p.topic()] = true
	}
	topics := make([]int, len(a.statements))
	for n := range a.statements {
		s := &a.statements[n]
		topics[n] = none
		if s.subject != none && known[s.subject] {
			topics[n] = s.subject
		} else if n > 0 && a.statements[n-1].sentence == s.sentence {
			topics[n] = topics[n-1]
		}
	}
	return topics
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
	shares, part := map[about]float64{}, map[about]float64{}
	all := 0.0
	for k := 0; k < len(hits); {
		j := hits[k].Part
		clear(part)
		for ; k < len(hits) && hits[k].Part == j; k++ {
			h := &hits[k]
			if n := a.of[h.Start]; n != none && !h.Opposite && !a.starts.has(h.Start) {
				key := about{a.statements[n].sentence, isOwn[n]}
				part[key] = max(part[key], h.Strength)
			}
		}
		if p.rest[j] {
			for key, strength := range part {
				shares[key] += p.parts[j].Weight * strength
			}
		}
	}
	for j := range p.parts {
		if p.rest[j] {
			all += p.parts[j].Weight
		}
	}
	most := map[bool]float64{}
	for key, share := range shares {
		most[key.own] = max(most[key.own], share)
	}
	return all > 0 && most[false] >= leastOfAnother*all && most[false] >= most[true]+leastMoreOf*all
}

// about is a sentence, or the part of it that is about a point's own topic.
type about struct {
	sentence int
	own      bool
}

// findOwn reports which statements are about a point's topic, or about none. It marks where they name the
// topic.
func (r *Reference) findOwn(a *Answer, i int, topics []int, hits []Hit) []bool {
	p := r.points[i]
	isOwn := make([]bool, len(a.statements))
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
