package markdown

import (
	"iter"
	"strings"
)

// textLine is a line of a paragraph, with the line above it and all lines below it.
type textLine struct{ text, above, below string }

// textLines yields the offsets and the lines of a block.
func (d *Document) textLines(b block) iter.Seq2[int, textLine] {
	return func(yield func(int, textLine) bool) {
		line := textLine{below: d.src[b.start:b.end]}
		for at := b.start; line.below != ""; {
			current, below, more := strings.Cut(line.below, "\n")
			line = textLine{current, line.text, below}
			if !yield(at, line) {
				return
			}
			at += len(current)
			if more {
				at++
			}
		}
	}
}

// lineMatcher returns the title in a line and the length of the part that asks. A line without a
// question has no title.
type lineMatcher func(textLine) (title string, length int)

// countLines counts the lines of a block that match.
func (d *Document) countLines(b block, match lineMatcher) int {
	n := 0
	for _, line := range d.textLines(b) {
		if title, _ := match(line); title != "" {
			n++
		}
	}
	return n
}

// promoteLines returns the document with headings in the place of the lines of paragraphs that
// match.
func (d *Document) promoteLines(match lineMatcher) *Document {
	var blocks []block
	for _, b := range d.blocks {
		if b.kind != paragraph || b.level > 0 {
			blocks = append(blocks, b)
			continue
		}
		blocks = append(blocks, d.cutAtLines(b, match)...)
	}
	return d.withBlocks(blocks)
}

// cutAtLines cuts a block at the matching lines and makes them headings.
func (d *Document) cutAtLines(b block, match lineMatcher) []block {
	var blocks []block
	rest := b
	for at, line := range d.textLines(b) {
		title, length := match(line)
		if title == "" {
			continue
		}
		if strings.TrimSpace(d.src[rest.start:at]) != "" {
			blocks = append(blocks, rest.until(at))
		}
		blocks = append(blocks, block{kind: b.kind, start: at, end: at + length, level: promotedLevel, title: title})
		rest.start = at + length
	}
	if strings.TrimSpace(d.src[rest.start:rest.end]) != "" {
		blocks = append(blocks, rest)
	}
	return blocks
}
