package keypoints

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// itemClaims returns the claims of an item. The first block is the item, the others are within it.
// rest are the blocks behind it.
func (r *reader) itemClaims(blocks, rest []block) []claim {
	item := blocks[0]
	p := readProse(r.src, item)
	linked := isLinkOnly(p)
	if strings.TrimSpace(p.text) == "" || linked && !isLinkedName(p.text) {
		return nil
	}
	why := Bullets
	if item.ordered {
		why = Steps
	}
	hasItems := slices.ContainsFunc(blocks[1:], func(b block) bool { return b.kind == itemBlock && b.level == item.level+1 })
	if hasItems && (isLabel(p.text) || endsInColon(p.text)) {
		return r.groupClaims(p, item, blocks[1:], why)
	}
	inside := len(blocks) > 1 && blocks[1].kind == paragraphBlock
	if isLabel(p.text) && (inside || r.leads(p, rest)) {
		r.lead = &lead{strings.TrimRight(p.text, ":： "), item.start, item.end, why}
		return r.insideClaims(blocks[1:], why)
	}
	c := r.itemClaim(p, why, item.level)
	c.aside = c.aside || linked
	if c.Text == "" {
		return nil
	}
	return []claim{c}
}

// leads reports whether an item names what the paragraph behind it explains. A paragraph that announces
// the next list explains nothing.
func (r *reader) leads(item prose, rest []block) bool {
	if len(rest) == 0 || rest[0].kind != paragraphBlock || r.before == itemBlock || strings.ContainsAny(item.text, ".。") {
		return false
	}
	return !endsInColon(r.src[rest[0].start:rest[0].end]) || nextKind(rest[1:]) != itemBlock
}

// isLabel reports whether the text of an item only names what is explained below it.
func isLabel(text string) bool {
	return endsInColon(text) || !endsInStop(text) && len(contentUnits(text)) <= 6 && utf8.RuneCountInString(text) < 60
}

func endsInColon(text string) bool {
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：")
}

// insideClaims returns the claims of the paragraphs within an item.
func (r *reader) insideClaims(blocks []block, why Why) []claim {
	var claims []claim
	for i, b := range blocks {
		if b.kind == paragraphBlock {
			claims = append(claims, r.paragraphClaims(b, nextKind(blocks[i+1:]))...)
		}
	}
	for i := range claims {
		claims[i].why = why
	}
	return claims
}

// groupClaims returns the claims of an item with items below it: one that joins them as far as there is
// room, or one for each if the item only names them.
func (r *reader) groupClaims(label prose, item block, inside []block, why Why) []claim {
	var parts []claim
	r.lead = nil
	for i := 0; i < len(inside); {
		next := i + 1
		if b := inside[i]; b.kind == itemBlock {
			next = itemEnd(inside, i)
			parts = append(parts, r.itemClaims(inside[i:next], inside[next:])...)
		}
		i = next
	}
	parts = withoutAsides(parts)
	head := strings.TrimRight(label.text, ":： ")
	if r.isBoilerplate(head) || isAside(label.text) || len(parts) == 0 {
		for i := range parts {
			parts[i].aside = true
		}
		return parts
	}
	said := size(contentUnits(head))
	fit := countFitting(parts, enough-said)
	if fit < len(parts) && said < labelSize {
		parts[0].Text, parts[0].Start = joinLead(head, parts[0].Text), item.start
		parts[0] = r.weigh(parts[0])
		return parts
	}
	c := claim{Point: Point{head, item.start, item.end}, why: why, weight: 2.5}
	if fit > 0 {
		c.Text, c.End = joinLead(head, joinTexts(parts[:fit])), parts[fit-1].End
	}
	return []claim{r.weigh(c)}
}

// labelSize is the size below which the text above items names them and says nothing else.
const labelSize = 4

// countFitting returns the number of claims that have room together.
func countFitting(claims []claim, room float64) int {
	for i, c := range claims {
		if room -= size(c.units); room < 0 {
			return i
		}
	}
	return len(claims)
}

// withoutAsides returns the claims that are no asides, or all if there are no others.
func withoutAsides(claims []claim) []claim {
	kept := slices.DeleteFunc(slices.Clone(claims), func(c claim) bool { return c.aside })
	if len(kept) == 0 {
		return claims
	}
	return kept
}

// joinTexts joins the texts of claims by semicolons.
func joinTexts(parts []claim) string {
	texts := make([]string, len(parts))
	for i, c := range parts {
		texts[i] = strings.TrimRight(c.Text, ".;。； ")
	}
	sep := "; "
	if last, _ := utf8.DecodeLastRuneInString(texts[0]); last >= 0x2e80 {
		sep = "；"
	}
	return strings.Join(texts, sep)
}

// itemClaim returns the claim of an item: its sentences until they say enough.
func (r *reader) itemClaim(p prose, why Why, level int) claim {
	taken := span{}
	for _, s := range r.mergeShort(p, p.sentences()) {
		text := p.text[s.from:s.to]
		if taken.to == 0 {
			taken = s
			continue
		}
		said := size(contentUnits(explanation(p.text[taken.from:taken.to])))
		if r.isBoilerplate(text) || isAside(text) || isIntroduction(text, true, itemBlock) ||
			said >= leastUnits && (said >= enough || size(contentUnits(p.text[taken.from:s.to])) > 2*enough) {
			break
		}
		taken.to = s.to
	}
	if taken.to == 0 {
		return claim{}
	}
	start, end := p.source(r.src, taken)
	c := claim{Point: Point{strings.TrimRight(p.text[taken.from:taken.to], ":：;；,， "), start, end}, why: why, weight: 2.5 - 0.5*float64(min(level-1, 3))}
	if hasBoldLead(r.src[start:end]) {
		c.weight += 0.3
	}
	c.aside = r.isBoilerplate(c.Text) || isAside(c.Text)
	r.lead, r.begun = nil, true
	return r.weigh(c)
}

// explanation returns the part of a text behind a term and a colon.
func explanation(text string) string {
	if i := strings.IndexAny(text, ":："); i >= 0 && i < 100 {
		_, n := utf8.DecodeRuneInString(text[i:])
		return text[i+n:]
	}
	return text
}

// rowClaims returns the claim of a row of a table, if its cells say something by themselves.
func (r *reader) rowClaims(b block) []claim {
	p := readProse(r.src, b)
	var cells []string
	for _, cell := range strings.Split(strings.Trim(p.text, "| "), "|") {
		if cell = strings.TrimRight(strings.TrimSpace(cell), ".;。；"); cell != "" {
			cells = append(cells, cell)
		}
	}
	if len(cells) > 2 && isNumber(cells[0]) {
		cells = cells[1:]
	}
	if len(cells) < 2 || len(contentUnits(strings.Join(cells, " "))) < leastUnits || len(contentUnits(strings.Join(cells[1:], " "))) < 2 {
		return nil
	}
	r.lead = nil
	sep := "; "
	if len(cells) > 2 || utf8.RuneCountInString(cells[0]) < 16 {
		sep = ": "
	}
	text := cells[0] + sep + strings.Join(cells[1:], "; ")
	c := claim{Point: Point{text, b.start, b.end}, why: Rows, weight: 1.8}
	return []claim{r.weigh(c)}
}
