package keypoints

import (
	"regexp"
)

// repeats reports whether one of two claims holds almost all of the other. Items and rows are alike at
// times and say different things, because somebody set them apart.
func (c claim) repeats(other claim) bool {
	if c.why.setApart() && other.why.setApart() {
		return SayTheSame(c.Text, other.Text)
	}
	if c.denies != other.denies {
		return false
	}
	a, b := c.units, other.units
	if len(a) > len(b) {
		a, b = b, a
	}
	set := make(map[string]bool, len(b))
	for _, u := range b {
		set[u] = true
	}
	return len(a) >= leastUnits && share(a, set) >= 0.85
}

// setApart reports whether the author of a reference has set its claims apart.
func (w Why) setApart() bool { return w == Bullets || w == Steps || w == Rows }

// SayTheSame reports whether two points make one claim: all words of the shorter one stand in the
// longer one in their order, which adds little.
func SayTheSame(a, b string) bool {
	x, y := contentUnits(a), contentUnits(b)
	if len(x) > len(y) {
		x, y = y, x
	}
	if len(x) == 0 || denies(a) != denies(b) || float64(len(x)) < 0.6*float64(len(y)) {
		return false
	}
	for _, u := range y {
		if len(x) > 0 && x[0] == u {
			x = x[1:]
		}
	}
	return len(x) == 0
}

// denies reports whether a text holds a negation.
func denies(text string) bool { return negation.MatchString(text) }

var negation = regexp.MustCompile(`(?i)\b(?:not?|never|none|nor|neither|without|cannot|unlike)\b|n['’]t\b|[不没未非无]|(?:^|[^\p{L}])(?:не|нет|ни|без)(?:[^\p{L}]|$)`)

// Claims returns the claims of a point in Markdown: its sentences and what semicolons separate. A good
// point has one.
func Claims(point string) []string {
	point = replaceInvalid(point)
	p := readProse(point, block{end: len(point)})
	r := reader{boilerplate: map[string]bool{}}
	var claims []string
	for _, s := range r.mergeShort(p, p.sentences()) {
		for _, c := range p.splitAt(s, semicolon) {
			if text := p.text[c.from:c.to]; !r.isBoilerplate(text) && !isAside(text) {
				claims = append(claims, text)
			}
		}
	}
	return claims
}
