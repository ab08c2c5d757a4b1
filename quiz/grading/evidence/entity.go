package evidence

import (
	"quizbot/quiz/grading/lexicon"
	"quizbot/quiz/grading/prose"
)

// leastOpenings is the number of clauses that a unit must open to be an entity.
const leastOpenings = 2

// findEntities marks the units that claims are about, and reports whether there are several. An
// entity stands in the question, or opens clauses, or has its opposite in the points. A unit of all
// points tells none apart.
func (r *Reference) findEntities() bool {
	count, opens, present := r.countPoints(), r.countOpenings(), map[lexicon.Group]bool{}
	for i := range r.units {
		for _, g := range r.units[i].groups {
			present[g] = true
		}
	}
	entities := 0
	for i := range r.units {
		u := &r.units[i]
		if u.weight < weightRelated || u.kind == prose.Number {
			continue
		}
		u.isEntity = (opens[i] >= leastOpenings || u.inQuestion) && count[i] < len(r.points)
		for _, g := range u.opposites {
			u.isEntity = u.isEntity || present[g]
		}
		if u.isEntity {
			entities++
		}
	}
	return entities > 1
}

// countOpenings returns the number of clauses of points that begin with each unit.
func (r *Reference) countOpenings() []int {
	opens := make([]int, len(r.units))
	for i := range r.points {
		opened := map[int]bool{}
		for _, p := range r.points[i].parts {
			if !opened[p.clause] {
				opens[p.unit]++
			}
			opened[p.clause] = true
		}
	}
	return opens
}

// findGovernors sets the entity that governs each part of a point: the first of its clause, or else
// the one of the clause before.
func (r *Reference) findGovernors() {
	for i := range r.points {
		about, clause := none, none
		parts := r.points[i].parts
		for j := range parts {
			if parts[j].clause != clause {
				clause = parts[j].clause
				if first := r.firstEntity(parts[j:], clause); first != none {
					about = first
				}
			}
			if parts[j].unit != about {
				parts[j].about = about
			}
		}
	}
}

// firstEntity returns the first entity of the clause with which the parts begin.
func (r *Reference) firstEntity(parts []part, clause int) int {
	for _, p := range parts {
		if p.clause != clause {
			break
		}
		if r.units[p.unit].isEntity {
			return p.unit
		}
	}
	return none
}
