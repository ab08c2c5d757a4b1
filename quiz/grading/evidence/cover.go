package evidence

// nearTop is the share of the heaviest unit's weight from which a unit counts as heavy.
const nearTop = 0.9

func weightOf(p *part) float64 { return p.weight }

// cover returns the share of a point's weight that a window has.
func (m *match) cover(i int, w window) float64 {
	return m.weightedCover(i, w, weightOf)
}

// distinct returns the share of a point's weight that a window has, with less weight for units that
// several points share.
func (m *match) distinct(i int, w window) float64 {
	return m.weightedCover(i, w, func(p *part) float64 { return p.shared })
}

// top returns the share of the point's heaviest distinct units that the window has.
func (m *match) top(i int, w window) float64 {
	heaviest := 0.0
	for _, p := range m.r.points[i].parts {
		heaviest = max(heaviest, p.shared)
	}
	return m.weightedCover(i, w, func(p *part) float64 {
		if p.shared < nearTop*heaviest {
			return 0
		}
		return p.shared
	})
}

func (m *match) weightedCover(i int, w window, weight func(*part) float64) float64 {
	sum, total := 0.0, 0.0
	parts := m.r.points[i].parts
	for j := range parts {
		v := weight(&parts[j])
		sum += v * m.strongest(parts[j].unit, w)
		total += v
	}
	return share(sum, total)
}

// exact returns the share of a point's weight whose own words are in the answer.
func (m *match) exact(i int) float64 {
	p := &m.r.points[i]
	sum := 0.0
	for _, part := range p.parts {
		for _, o := range m.occurrences[part.unit] {
			if o.strength == strengthExact && !o.opposite {
				sum += part.weight
				break
			}
		}
	}
	return share(sum, p.total)
}

// windowPrecision returns the share of the window's content that the point explains.
func (m *match) windowPrecision(i int, w window) float64 {
	if w.start == w.end {
		return 0
	}
	first, last := m.a.Clauses[w.start].Start, m.a.Clauses[w.end-1].End
	explained := m.memory.marks.Take(last - first)
	for _, part := range m.r.points[i].parts {
		for _, o := range m.occurrences[part.unit] {
			if w.has(&o) && o.strength > leastShown {
				for t := o.start; t < o.end; t++ {
					explained[t-first] = true
				}
			}
		}
	}
	hit, all := 0, 0
	for t := range explained {
		if m.a.Tokens[first+t].Content() {
			all++
			if explained[t] {
				hit++
			}
		}
	}
	return share(float64(hit), float64(all))
}
