package keypoints

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// leastUnits is the lowest number of content units of a sentence that is a point by itself.
const leastUnits = 3

// enough is the size from which a point takes no further sentences.
const enough = 12

// claim is a piece of a reference that may become a point.
type claim struct {
	Point
	why    Why
	units  []string
	weight float64
	// aside is an example, a remark or the like, which counts where nothing else does.
	aside bool
	// denies says that it holds a negation.
	denies bool
	// led says that it follows a heading or a label.
	led bool
}

// reader turns sections into claims.
type reader struct {
	src   string
	asked map[string]bool
	// lead is a heading, a label or an item that the next sentence explains.
	lead *lead
	// before is the kind of the block before the current one.
	before blockKind
	// whole says that sentences are not split into clauses, nor explanations of a term into sentences.
	whole bool
	// boilerplate holds the sentences that were tried for it, as the same are read again.
	boilerplate map[string]bool
	// begun says that the reference has a claim already.
	begun bool
}

type lead struct {
	text       string
	start, end int
	why        Why
}

// read returns the claims of sections.
func (r *reader) read(sections []section) []claim {
	var claims []claim
	for _, s := range sections {
		if len(claims) < mostRead {
			claims = append(claims, r.sectionClaims(s)...)
		}
	}
	return claims
}

// sectionClaims returns the claims of a section.
func (r *reader) sectionClaims(s section) []claim {
	r.lead, r.before = nil, headingBlock
	if s.heading.end > 0 && !summaryHeading.MatchString(s.title) && size(contentUnits(s.title)) <= enough/2 {
		r.lead = &lead{s.title, s.heading.start, s.heading.end, ""}
	}
	var claims []claim
	for i := 0; i < len(s.blocks) && len(claims) < mostRead; {
		b := s.blocks[i]
		next := i + 1
		switch b.kind {
		case itemBlock:
			next = itemEnd(s.blocks, i)
			claims = append(claims, r.itemClaims(s.blocks[i:next], s.blocks[next:])...)
		case rowBlock:
			claims = append(claims, r.rowClaims(b)...)
		case labelBlock:
			r.lead = nil
			if text := readProse(r.src, b).text; !asideHeading.MatchString(text) && !announcement.MatchString(text) {
				r.lead = &lead{strings.TrimRight(text, ":： "), b.start, b.end, Leads}
			}
		case paragraphBlock:
			claims = append(claims, r.paragraphClaims(b, nextKind(s.blocks[next:]))...)
		}
		r.before = b.kind
		i = next
	}
	return claims
}

// mostRead is the number of claims, or of sentences in a paragraph, from which the rest of an essay
// changes nothing.
const mostRead = 10 * mostClaims

// nextKind returns the kind of the first block, a paragraph if there is none.
func nextKind(rest []block) blockKind {
	if len(rest) == 0 {
		return paragraphBlock
	}
	return rest[0].kind
}

// itemEnd returns the index behind an item and what belongs to it.
func itemEnd(blocks []block, i int) int {
	j := i + 1
	for j < len(blocks) {
		b := blocks[j]
		inside := b.level > blocks[i].level && b.kind == itemBlock || b.level >= blocks[i].level && b.kind == paragraphBlock ||
			b.level >= blocks[i].level && b.kind == labelBlock || b.kind == codeBlock
		if !inside {
			return j
		}
		j++
	}
	return j
}

// paragraphClaims returns the claims of a paragraph, one a sentence.
func (r *reader) paragraphClaims(b block, next blockKind) []claim {
	p := readProse(r.src, b)
	if isLinkOnly(p) {
		return nil
	}
	if r.whole && (definitionStart.MatchString(p.text[:min(len(p.text), longestAside)]) || hasBoldLead(r.src[b.start:b.end])) {
		if c := r.itemClaim(p, Leads, 1); c.Text != "" {
			return []claim{c}
		}
	}
	var claims []claim
	sentences := r.mergeShort(p, p.sentences())
	elsewhere := b.quoted
	for i, s := range sentences {
		text := p.text[s.from:s.to]
		if next != paragraphBlock && len(sentences) == 1 && size(contentUnits(text)) < captionSize && !endsInStop(text) {
			r.begun = true
			return nil
		}
		if isQuestion(text) && share(contentUnits(text), r.asked) < 0.6 {
			elsewhere = elsewhere || r.begun
			continue
		}
		if isIntroduction(text, i == len(sentences)-1, next) || r.isBoilerplate(text) {
			r.begun = true
			continue
		}
		parts := []span{s}
		if !r.whole {
			parts = p.clauses(s)
		}
		for _, c := range parts {
			caption := next == codeBlock && strings.HasSuffix(text, "：")
			claims = append(claims, r.sentenceClaim(p, c, i, elsewhere || caption))
		}
	}
	return claims
}

// captionSize is the size below which a line in front of code or a list is its caption.
const captionSize = 5

func endsInStop(text string) bool {
	r, _ := utf8.DecodeLastRuneInString(text)
	return isStop(r)
}

// sentenceClaim returns the claim of a sentence, with the lead that it explains.
func (r *reader) sentenceClaim(p prose, s span, index int, aside bool) claim {
	start, end := p.source(r.src, s)
	c := claim{Point: Point{p.text[s.from:s.to], start, end}, why: Sentences, weight: 1}
	if hasBoldLead(r.src[start:end]) {
		c.why = Leads
		c.weight += 0.7
	}
	if index == 0 {
		c.weight += 0.5
		if !r.begun {
			c.weight++
		}
	}
	c.Text = strings.TrimRight(c.Text, ":：;；,， ")
	c.aside = aside || p.isCode() || isAside(c.Text)
	if l := r.lead; l != nil && !c.aside {
		r.lead, c.led = nil, true
		c.weight += 0.7
		if l.why != "" {
			c.why = l.why
		}
		units := contentUnits(l.text)
		if share(units, unitSet(c.Text)) < 0.6 && (l.why != "" || share(units, r.asked) < 0.6) {
			c.Text, c.Start = joinLead(l.text, c.Text), l.start
		}
	}
	r.begun = true
	return r.weigh(c)
}

// joinLead joins a lead and its explanation.
func joinLead(lead, text string) string {
	last, _ := utf8.DecodeLastRuneInString(lead)
	switch {
	case strings.ContainsRune(":：", last):
		return lead + " " + text
	case strings.ContainsRune("?？!！.。", last):
		return lead + " " + text
	case last >= 0x2e80:
		return lead + "：" + text
	}
	return lead + ": " + text
}

// weigh adds the content of a claim to its weight.
func (r *reader) weigh(c claim) claim {
	c.units, c.denies = contentUnits(c.Text), denies(c.Text)
	c.weight += min(size(c.units), enough) * 0.07
	return c
}

// mergeShort joins sentences that say too little, such as "Yes.", with the next one, or the last with
// the one before it. Remarks about the sentence before them, such as "This is called X.", join it.
func (r *reader) mergeShort(p prose, list []span) []span {
	list = list[:min(len(list), mostRead)]
	skipped := make([]bool, len(list)+1)
	skipped[len(list)] = true
	for i, s := range list {
		skipped[i] = isIntroduction(p.text[s.from:s.to], i == len(list)-1, itemBlock) || r.isBoilerplate(p.text[s.from:s.to])
	}
	var merged []span
	pending := -1
	for i, s := range list {
		last := len(merged) - 1
		remark := !skipped[i] && isRemark(p.text[s.from:s.to])
		if pending >= 0 {
			s.from, pending = pending, -1
		}
		switch {
		case remark && last >= 0 && merged[last].to <= s.from:
			merged[last].to = s.to
		case skipped[i] || len(contentUnits(p.text[s.from:s.to])) >= leastUnits:
			merged = append(merged, s)
		case !skipped[i+1]:
			pending = s.from
		case last >= 0:
			merged[last].to = s.to
		default:
			merged = append(merged, s)
		}
	}
	return merged
}

// isBoilerplate is [isBoilerplate] with a memory.
func (r *reader) isBoilerplate(text string) bool {
	is, known := r.boilerplate[text]
	if !known {
		is = isBoilerplate(text)
		r.boilerplate[text] = is
	}
	return is
}

// isRemark reports whether a sentence is a remark about the one before it.
func isRemark(text string) bool {
	return pointsBack.MatchString(text) && size(contentUnits(text)) <= leastUnits || len(text) < longestPhrase && bracketed.MatchString(text)
}

func isQuestion(text string) bool {
	return strings.HasSuffix(text, "?") || strings.HasSuffix(text, "？")
}

// isCode reports whether a prose is code alone.
func (p prose) isCode() bool {
	return !slices.ContainsFunc(p.marks, func(m mark) bool { return m&inCode == 0 })
}

// hasBoldLead reports whether Markdown begins with a bold term and its explanation.
func hasBoldLead(source string) bool {
	for _, m := range []string{"**", "__"} {
		if rest, ok := strings.CutPrefix(source, m); ok {
			term, rest, ok := strings.Cut(rest, m)
			rest = strings.TrimLeft(rest, " ")
			end, _ := utf8.DecodeLastRuneInString(term)
			next, _ := utf8.DecodeRuneInString(rest)
			return ok && len(term) < 120 && rest != "" && (strings.ContainsRune(":：", end) || strings.ContainsRune(":：-–—(（", next))
		}
	}
	return false
}
