package questions

import (
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
)

// openItems takes apart the lists whose items begin with a heading, so that what is in them stands in the
// document as if there were no list, and reports whether there are any. Where some list is mostly such items,
// those of other lists are taken out of them, too.
func (d *document) openItems() bool {
	some := false
	for _, b := range d.blocks {
		headed, all := countHeaded(b)
		some = some || headed > 0 && headed*2 >= all
	}
	return some && d.rewrite(func(b block, _ []entry) bool {
		headed, _ := countHeaded(b)
		return headed > 0
	}, opened)
}

// countHeaded counts the items of a list that begin with a heading, and all.
func countHeaded(b block) (headed, all int) {
	if b.list == nil {
		return 0, 0
	}
	return b.list.headed, len(b.list.starts)
}

func isHeaded(text string) bool { return strings.HasPrefix(text, "#") && headed.MatchString(text) }

// leadsWithin reports whether items are links to places in the file, as those of a table of contents.
func leadsWithin(items []entry) bool {
	return len(items) > 0 && strings.Contains(items[0].text, "](#")
}

// headed is an item that begins with a heading.
var headed = regexp.MustCompile(`^#{1,6} +\S`)

// promoteItems makes a heading of the first line of each item that asks.
// In a file without headings, lists that are written with the same mark as those ask, too.
func (d *document) promoteItems() {
	headed := slices.ContainsFunc(d.blocks, func(b block) bool { return b.level > 0 })
	marks := map[byte]bool{}
	for _, b := range d.blocks {
		if b.list != nil && d.itemsAsk(b) > 0 {
			marks[b.list.marker] = true
		}
	}
	d.rewrite(func(b block, items []entry) bool {
		return !headed && marks[b.list.marker] && !leadsWithin(items) || d.itemsAsk(b) > 0
	}, promoted)
}

// rewrite takes apart the lists that are wanted. Each item is parsed for itself, so that what is open in it,
// such as a fence, ends with it. Where a level is given, an item's first line becomes a heading of that level.
func (d *document) rewrite(wanted func(block, []entry) bool, level int) bool {
	open := map[int][]entry{} // by the index of their block
	for i, b := range d.blocks {
		if items := d.entries(b); len(items) > 0 && wanted(b, items) {
			open[i] = items
		}
	}
	if len(open) == 0 {
		return false
	}
	old := *d
	var src strings.Builder
	var pieces []piece
	add := func(text string, level int) {
		from := src.Len()
		src.WriteString(text)
		pieces = append(pieces, piece{from, src.Len(), level})
	}
	at := 0
	for i, b := range old.blocks {
		items, ok := open[i]
		if !ok {
			continue
		}
		if items[0].start > at {
			add(old.src[at:items[0].start], 0)
		}
		for _, item := range items {
			d.addItem(add, &old, item, level)
		}
		at = b.end
	}
	add(old.src[at:], 0)
	d.src = src.String()
	d.lines = source.IndexLines(d.src)
	d.blocks = nil
	for _, p := range pieces {
		d.blocks = append(d.blocks, d.parsePiece(p)...)
	}
	return true
}

// piece is a stretch of a source that was put together. Its first line is a heading of its level, if it has
// one.
type piece struct{ from, to, level int }

// addItem adds an item, or where only the items within it ask, those below it as their group.
func (d *document) addItem(add func(string, int), old *document, item entry, level int) {
	if level == opened && !isHeaded(item.text) {
		add(old.src[item.start:item.end], 0)
		return
	}
	content := item.text
	if lost := strings.Count(old.src[item.start:item.end], "\n") - strings.Count(content, "\n"); lost > 0 {
		content += strings.Repeat("\n", lost) // so that lines keep their numbers
	}
	if level == promoted && !text.ItemAsks(content) {
		// A line above keeps front matter from beginning the item.
		if inner := parse("\n"+content, nil); len(inner.blocks) == 2 {
			if list := inner.entries(inner.blocks[1]); len(list) > 0 && inner.itemsAsk(inner.blocks[1]) > 0 {
				add(inner.src[1:list[0].start], group)
				for _, e := range list {
					d.addItem(add, inner, e, level)
				}
				return
			}
		}
	}
	add(content, level)
}

// parsePiece reads the blocks of a piece, and makes a heading of its first line.
func (d *document) parsePiece(p piece) []block {
	blocks := d.parseBlocks(p.from, p.to, stretchSize)
	if p.level == 0 || len(blocks) == 0 {
		return blocks
	}
	for i := range blocks {
		blocks[i].level = 0
	}
	first := blocks[0]
	if first.kind == heading {
		blocks[0].level = int8(p.level) //nolint:gosec // one of ours
		return blocks
	}
	if p.level == opened {
		return blocks
	}
	if first.kind != paragraph {
		return blocks
	}
	text := strings.TrimRight(d.src[first.start:first.end], " \n")
	title := itemTitle(text)
	first.level, first.title = int8(p.level), strings.Join(strings.Fields(title), " ")
	rest := first
	first.end = first.start + len(title)
	rest.start, rest.level, rest.title = first.end, 0, ""
	if strings.TrimSpace(d.src[rest.start:rest.end]) == "" {
		return append([]block{first}, blocks[1:]...)
	}
	return append([]block{first, rest}, blocks[1:]...)
}

// itemTitle is how much of an item's first paragraph asks: its first line where that is bold or more follows
// than the rest of a sentence.
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

// itemsAsk is how many items of a list are questions, 0 where most are not. Links that lead within the file
// are a table of contents.
func (d *document) itemsAsk(b block) int {
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
			n += linksWithin(rest)
		}
	}
	if n*2 < all {
		return 0
	}
	return n
}

// linksWithin counts the items of lists within an item that are links to other pages.
func linksWithin(content string) int {
	n := 0
	for line := range strings.Lines(content) {
		if strings.HasPrefix(line, " ") && text.LinkedQuestion.MatchString(withoutMarker(line)) {
			n++
		}
	}
	return n
}

// withoutMarker is a line of a list without what begins the item.
func withoutMarker(line string) string { return line[len(text.ListMarker(line)):] }
