package markdown

import (
	"regexp"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
)

// openHeadedLists takes apart the lists whose items begin with a heading, and reports whether there
// are any. The content of the items then stands in the document as if there were no list. Where at
// least half of one list's items begin with a heading, such items of all other lists are taken
// apart, too.
func (d *Document) openHeadedLists() (opened *Document, some bool) {
	for _, b := range d.blocks {
		headed, all := countHeadedItems(b)
		some = some || headed > 0 && headed*2 >= all
	}
	if !some {
		return d, false
	}
	return d.openLists(func(b block, _ []entry) bool {
		headed, _ := countHeadedItems(b)
		return headed > 0
	}, openedLevel)
}

// countHeadedItems counts the items of a list that begin with a heading, and all items.
func countHeadedItems(b block) (headed, all int) {
	if b.list == nil {
		return 0, 0
	}
	return b.list.headed, len(b.list.starts)
}

// headedItem is an item that begins with a heading.
var headedItem = regexp.MustCompile(`^#{1,6} +\S`)

func beginsWithHeading(item string) bool {
	return strings.HasPrefix(item, "#") && headedItem.MatchString(item)
}

// openLists takes apart the lists that are wanted, and reports whether there are any. Each item is
// parsed for itself, so that an open fence ends with its item. An item's first line becomes a
// heading of the given level.
func (d *Document) openLists(wanted func(block, []entry) bool, level int) (*Document, bool) {
	open := map[int][]entry{} // by the index of their block
	for i, b := range d.blocks {
		if entries := d.entries(b); len(entries) > 0 && wanted(b, entries) {
			open[i] = entries
		}
	}
	if len(open) == 0 {
		return d, false
	}
	var out rewriter
	at := 0
	for i, b := range d.blocks {
		entries, ok := open[i]
		if !ok {
			continue
		}
		if entries[0].start > at {
			out.add(d.src[at:entries[0].start], 0)
		}
		for _, item := range entries {
			out.addItem(d, item, level)
		}
		at = b.end
	}
	out.add(d.src[at:], 0)
	opened := *d
	opened.src = out.src.String()
	opened.lines = source.IndexLines(opened.src)
	opened.blocks = nil
	for _, s := range out.segments {
		opened.blocks = append(opened.blocks, opened.parseSegment(s)...)
	}
	return &opened, true
}

// rewriter puts together a source of segments.
type rewriter struct {
	src      strings.Builder
	segments []segment
}

// segment is a part of a rewritten source. Its first line becomes a heading of its level, if it has
// a level.
type segment struct{ from, to, level int }

func (r *rewriter) add(content string, level int) {
	from := r.src.Len()
	r.src.WriteString(content)
	r.segments = append(r.segments, segment{from, r.src.Len(), level})
}

// addItem adds an item of a list of d. Where only the items of an inner list ask, those are added
// below the item's first line as their group.
func (r *rewriter) addItem(d *Document, item entry, level int) {
	if level == openedLevel && !beginsWithHeading(item.text) {
		r.add(d.src[item.start:item.end], 0)
		return
	}
	content := item.text
	if lost := strings.Count(d.src[item.start:item.end], "\n") - strings.Count(content, "\n"); lost > 0 {
		content += strings.Repeat("\n", lost) // so that lines keep their numbers
	}
	if level == promotedLevel && !text.ItemAsks(content) {
		// The blank line above keeps the item from beginning with front matter.
		if inner := Parse("\n"+content, nil); len(inner.blocks) == 2 {
			if entries := inner.entries(inner.blocks[1]); len(entries) > 0 && inner.countAskingItems(inner.blocks[1]) > 0 {
				r.add(inner.src[1:entries[0].start], groupLevel)
				for _, e := range entries {
					r.addItem(inner, e, level)
				}
				return
			}
		}
	}
	r.add(content, level)
}

// parseSegment parses the blocks of a segment, and makes a heading of its first line.
func (d *Document) parseSegment(s segment) []block {
	blocks := d.parseBlocks(s.from, s.to, chunkSize)
	if s.level == 0 || len(blocks) == 0 {
		return blocks
	}
	for i := range blocks {
		blocks[i].level = 0
	}
	first := blocks[0]
	if first.kind == heading {
		blocks[0].level = int8(s.level) //nolint:gosec // one of this package's levels
		return blocks
	}
	if s.level == openedLevel || first.kind != paragraph {
		return blocks
	}
	content := strings.TrimRight(d.src[first.start:first.end], " \n")
	title := itemTitle(content)
	first.level, first.title = int8(s.level), strings.Join(strings.Fields(title), " ") //nolint:gosec // one of this package's levels
	rest := first
	first.end = first.start + len(title)
	rest.start, rest.level, rest.title = first.end, 0, ""
	if strings.TrimSpace(d.src[rest.start:rest.end]) == "" {
		return append([]block{first}, blocks[1:]...)
	}
	return append([]block{first, rest}, blocks[1:]...)
}

// itemTitle returns the question in an item's first paragraph: the whole paragraph if it ends in a
// question mark and its first line does not, otherwise the first line.
func itemTitle(content string) string {
	line, _, more := strings.Cut(content, "\n")
	if !more {
		return content
	}
	if _, bold := text.UnwrapBold(strings.TrimSpace(line)); bold || text.EndsInQuestionMark(line) || !text.EndsInQuestionMark(content) {
		return line
	}
	return content
}

// countAskingItems counts the questions among the items of a list, 0 if they are the minority. An
// item with a list of links to other pages counts once for each link.
func (d *Document) countAskingItems(b block) int {
	if b.list == nil {
		return 0
	}
	n, all := 0, len(b.list.starts)
	for i := range all {
		start, end := b.item(i)
		line, rest, _ := strings.Cut(d.src[start:end], "\n")
		if text.ItemAsks(withoutMarker(line)) {
			n++
			continue
		}
		if strings.Contains(rest, "](") {
			n += countLinkItems(rest)
		}
	}
	if n*2 < all {
		return 0
	}
	return n
}

// countLinkItems counts the indented items that are links to other pages.
func countLinkItems(content string) int {
	n := 0
	for line := range strings.Lines(content) {
		if strings.HasPrefix(line, " ") && text.LinkedQuestion.MatchString(withoutMarker(line)) {
			n++
		}
	}
	return n
}

// withoutMarker returns a line of a list without its marker.
func withoutMarker(line string) string { return line[len(text.ListMarker(line)):] }
