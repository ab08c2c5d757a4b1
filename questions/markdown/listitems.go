package markdown

import (
	"slices"
	"strings"

	"quizbot/questions/source"
	"quizbot/quiz"
)

// listItems is the dialect in which the items of lists ask.
type listItems struct{}

func (listItems) name() string { return "list items" }

// score returns 0 where headings are many: lists are then answers, or lists of sources.
func (listItems) score(p *page) int {
	const itemsPerHeading = 6
	s := p.survey()
	points := s.weigh(items, s.countAskingItems)
	if points < itemsPerHeading*s.askingHeadings() || points < minScore {
		return 0
	}
	return points
}

func (listItems) read(p *page) ([]quiz.Question, []source.Diagnostic) {
	o := outline{reader: reader{Document: promoteItems(p.survey().Document)}, level: promotedLevel}
	return o.read()
}

// promoteItems makes a heading of the first line of each item that asks. In a file without
// headings, the lists with the same marker as those ask, too.
func promoteItems(d *Document) *Document {
	hasHeadings := slices.ContainsFunc(d.blocks, func(b block) bool { return b.level > 0 })
	markers := map[byte]bool{}
	for _, b := range d.blocks {
		if b.list != nil && d.countAskingItems(b) > 0 {
			markers[b.list.marker] = true
		}
	}
	promoted, _ := d.openLists(func(b block, entries []entry) bool {
		return !hasHeadings && markers[b.list.marker] && !isContentsList(entries) || d.countAskingItems(b) > 0
	}, promotedLevel)
	return promoted
}

// isContentsList reports whether items are links within the file, as those of a table of contents.
func isContentsList(entries []entry) bool {
	return len(entries) > 0 && strings.Contains(entries[0].text, "](#")
}
