package evidence

import "slices"

const (
	// orderReach is the number of tokens between neighbours that stand close together, and
	// orderOverlap that of tokens they may share, as pairs of Chinese characters do.
	orderReach   = 5
	orderOverlap = 1
	// unknownOrder is the value where too few parts were found to have an order.
	unknownOrder = 0.5
)

// order returns the share of neighbouring parts found in the window that stand there close together
// and in the point's order. Few finds keep it near a half.
func (m *match) order(i int, w window) float64 {
	parts := m.r.points[i].parts
	if len(parts) == 0 || w.end == w.start {
		return unknownOrder
	}
	o := ordering{offset: m.a.Clauses[w.start].Start}
	o.starts = m.memory.ints.Take(m.a.Clauses[w.end-1].End - o.offset + 1)
	for i := range o.starts {
		o.starts[i] = none
	}
	good, all := 0, 0
	m.memory.shown = m.memory.shown[:0]
	b := m.shown(parts[0].unit, w)
	for j := 1; j < len(parts); j++ {
		a := b
		b = m.shown(parts[j].unit, w)
		if len(a) == 0 || len(b) == 0 {
			continue
		}
		all++
		if o.follows(a, b) {
			good++
		}
	}
	if all == 0 {
		return unknownOrder
	}
	return (float64(good) + unknownOrder) / (float64(all) + 1)
}

// ordering compares the places of occurrences in a window.
type ordering struct {
	starts []int // the first start of an occurrence by its end, none between calls
	offset int   // of starts among the tokens
}

// follows reports whether an occurrence in b follows one in a closely.
func (r *ordering) follows(a, b []occurrence) bool {
	for _, o := range a {
		if first := &r.starts[o.end-r.offset]; *first == none || o.start < *first {
			*first = o.start
		}
	}
	found := slices.ContainsFunc(b, r.followsAny)
	for _, o := range a {
		r.starts[o.end-r.offset] = none
	}
	return found
}

func (r *ordering) followsAny(o occurrence) bool {
	from := max(0, o.start-orderReach-r.offset)
	to := min(len(r.starts), o.start+orderOverlap-r.offset+1)
	for _, start := range r.starts[from:to] {
		if start != none && start < o.start {
			return true
		}
	}
	return false
}

// shown returns a unit's occurrences in a window, without opposites. They stay valid while the
// memory's list of them only grows.
func (m *match) shown(u int, w window) []occurrence {
	found, first := m.memory.shown, len(m.memory.shown)
	for _, o := range m.occurrences[u] {
		if !o.opposite && o.strength > leastShown && w.has(&o) {
			found = append(found, o)
		}
	}
	m.memory.shown = found
	return found[first:len(found):len(found)]
}
