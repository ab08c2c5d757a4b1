package questions

import (
	"regexp"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// readMarkdown reads the questions of a Markdown file.
func readMarkdown(file string) ([]quiz.Question, []source.Diagnostic) { return parse(file, nil).read() }

// read reads the questions of the document.
func (d *document) read() ([]quiz.Question, []source.Diagnostic) {
	if d.exact {
		return d.readHeadings(2), d.problems
	}
	if d.isWhole() {
		q := d.readWhole("")
		d.defaults.Apply(&q)
		return []quiz.Question{q}, d.problems
	}
	level, read := d.profile()
	d.level = level
	var found []quiz.Question
	if read != nil {
		found = read()
	} else {
		found = d.readHeadings(level)
		d.withdrawPrompts(found, level)
	}
	for i := range found {
		d.defaults.Apply(&found[i])
	}
	return found, d.problems
}

// readHeadings reads the questions under the headings of a level; headings above it are sections.
func (d *document) readHeadings(level int) []quiz.Question {
	found := make([]quiz.Question, 0, d.headings(level))
	var sections [levels]string
	counted := !d.exact && d.areCounted(level)
	for i := 0; i < len(d.blocks); {
		d.told(len(d.src)/2 + d.blocks[i].start/2)
		l, content, isHeading := d.asking(d.blocks[i])
		if !isHeading || l > level || d.markerHeading(content) {
			i = d.skipLoose(i, level)
			continue
		}
		end := d.askEnd(i, level)
		title := d.clean(content)
		switch {
		case d.leadsElsewhere(content, title, d.blocks[i+1:end]):
			i = end
			continue
		case l == level-1 && !d.exact && text.EndsInQuestionMark(content) && d.isLeaf(i+1, end):
			clear(sections[l:]) // a question that stands beside the sections of others
		case l < level || counted && !text.IsNumbered(content) && d.blocks[i].level != opened:
			sections[l] = d.cleanSection(content)
			clear(sections[l+1:])
			i++
			continue
		case title == "":
			d.report(d.blocks[i].start, "empty-title", "this heading has no text, so what is below it is no question: write what is asked behind the #")
			i = end
			continue
		}
		q := d.question(title, d.blocks[i].start, d.blocks[i+1:end])
		if q.Section == "" {
			q.Section = text.JoinSections(sections[1 : level+1])
		}
		found = append(found, q)
		i = end
	}
	return found
}

// headings counts those of a level.
func (d *document) headings(level int) int {
	n := 0
	for i := range d.blocks {
		if int(d.blocks[i].level) == level {
			n++
		}
	}
	return n
}

// clean is a heading's text as a title. In our own format it is one already.
func (d *document) clean(content string) string {
	if d.exact {
		return strings.TrimSpace(content)
	}
	return text.CleanTitle(content)
}

// cleanSection is a heading's text as the name of a section. In our own format it is one already.
func (d *document) cleanSection(content string) string {
	if d.exact {
		return strings.TrimSpace(content)
	}
	return text.CleanSection(content)
}

// leadsElsewhere reports whether a heading stands over a table of contents or a list of links, and asks
// nothing.
func (d *document) leadsElsewhere(content, title string, below []block) bool {
	return !d.exact && (text.IsTableOfContents(title) || !text.EndsInQuestionMark(content) && d.onlyLists(below) && !text.IsNumbered(content))
}

// isLeaf reports whether what follows a heading up to the next one that does not lie below it is text, and none
// of the level that asks.
func (d *document) isLeaf(i, end int) bool {
	if i >= end {
		return false
	}
	next := len(d.blocks)
	if end < next {
		l, _, _ := d.asking(d.blocks[end])
		above, _, _ := d.asking(d.blocks[i-1])
		return l <= above
	}
	return true
}

// askEnd is where what belongs to the heading at i ends.
func (d *document) askEnd(i, level int) int {
	if d.blocks[i].level == opened {
		return d.openEnd(i, level)
	}
	return d.spanEnd(i+1, level)
}

// spanEnd is the block at which what belongs to a heading of the level ends: at the next heading that is
// not below it. A heading that only marks an answer belongs to its question wherever it stands.
func (d *document) spanEnd(i, level int) int {
	for ; i < len(d.blocks); i++ {
		if l, text, ok := d.asking(d.blocks[i]); ok && l <= level && !d.markerHeading(text) {
			return i
		}
	}
	return i
}

// openEnd is the same for a question whose heading stood in a list's item: headings below its own that do not
// count belong to it, although they do not stand in the item.
func (d *document) openEnd(i, level int) int {
	own := int(d.blocks[i].depth)
	end := d.spanEnd(i+1, level)
	for end < len(d.blocks) && d.blocks[end].level != opened {
		l, content, _ := d.heading(d.blocks[end])
		if l <= own || text.IsNumbered(content) {
			break
		}
		end = d.spanEnd(end+1, level)
	}
	return end
}

func (d *document) markerHeading(content string) bool {
	if d.exact {
		return false
	}
	_, _, ok := text.ReadMarker(content, true)
	return ok
}

// skipLoose passes over blocks that stand before the first heading or between sections and belong to no
// question, and reports text among them.
func (d *document) skipLoose(i, level int) int {
	end := d.spanEnd(i, level)
	if end == i {
		end++
	}
	for _, b := range d.blocks[i:end] {
		if b.kind == paragraph && !text.IsBackLink(d.source(b)) {
			d.report(b.start, "no-question", "this text belongs to no question: put it under a heading, or take it out")
			break
		}
	}
	return end
}

// onlyLists reports whether blocks are lists of links and nothing else, as those of a table of contents.
func (d *document) onlyLists(blocks []block) bool {
	links := 0
	for _, b := range blocks {
		items := d.entries(b)
		if len(items) == 0 && !d.blank(b) {
			return false
		}
		for _, item := range items {
			line, _, _ := strings.Cut(item.text, "\n")
			if !link.MatchString(line) {
				return false
			}
			if links++; strings.Contains(line, "](#") {
				links++
			}
		}
	}
	return links > 1
}

// blank reports whether nothing of a block is text: tags, comments, rules.
func (d *document) blank(b block) bool {
	content := summary.ReplaceAllString(text.HTMLComment.ReplaceAllString(d.source(b), ""), "")
	return b.kind == rule || strings.TrimSpace(text.HTMLTag.ReplaceAllString(content, "")) == ""
}

// link is an item that is a link from end to end.
var link = regexp.MustCompile(`^(?:\d+[.)]\s*)?\[.*\]\([^)]*\)\W*$`)

// areCounted reports whether the headings of a level are numbered, so that one without a number among them is
// no question.
func (d *document) areCounted(level int) bool {
	all, with := 0, 0
	for _, b := range d.blocks {
		if l, content, ok := d.asking(b); ok && l == level && b.level != opened && !d.markerHeading(content) {
			all++
			if text.IsNumbered(content) {
				with++
			}
		}
	}
	return all > 4 && with*5 >= all*4
}

// question puts together what stands under a title.
func (d *document) question(title string, at int, blocks []block) quiz.Question {
	q := quiz.Question{Source: d.place(at)}
	if q.Title = title; d.exact {
		blocks = d.takeComment(&q, blocks)
		d.fill(&q, d.split(blocks))
		return q
	}
	q.Title, q.Difficulty = text.CutDifficulty(title)
	if m := text.LinkedQuestion.FindStringSubmatch(q.Title); m != nil {
		q.Title, q.Tags = m[2], text.SplitList(m[1])
		if m[3] != "" {
			q.Links = []string{m[3]}
		}
	}
	blocks = d.takeComment(&q, blocks)
	parts := d.split(blocks)
	d.fill(&q, parts)
	return q
}

// takeComment reads the details in a comment right below the title.
func (d *document) takeComment(q *quiz.Question, blocks []block) []block {
	if len(blocks) == 0 {
		return blocks
	}
	text := d.src[blocks[0].start:blocks[0].end]
	if !strings.HasPrefix(strings.TrimLeft(text, " \n"), "<!--") {
		return blocks
	}
	inside, after, closed := strings.Cut(text[strings.Index(text, "<!--")+len("<!--"):], "-->")
	found, ok := d.readComment(inside, blocks[0].start)
	if !closed || !ok {
		return blocks
	}
	found.Apply(q)
	if blocks[0].start = blocks[0].end - len(after); strings.TrimSpace(d.src[blocks[0].start:blocks[0].end]) == "" {
		return blocks[1:]
	}
	return blocks
}

// withdrawPrompts makes bodies of the answers of a file that holds questions only: nothing in it is marked as
// an answer, and what follows the titles mostly asks, or mostly nothing follows.
func (d *document) withdrawPrompts(found []quiz.Question, level int) {
	said, ask, titles := 0, 0, 0
	for i := range found {
		if text.EndsInQuestionMark(found[i].Title) {
			titles++
		}
		if found[i].Answer != "" {
			said++
		}
		if text.AsksBack(found[i].Answer) {
			ask++
		}
	}
	unanswered := ask*5 >= said*2 && titles*4 <= len(found)
	if level == promoted {
		unanswered = d.dialogue || said*2 < len(found)
	}
	if d.marked || !unanswered {
		return
	}
	for i := range found {
		found[i].Body, found[i].Answer = text.JoinParagraphs(found[i].Body, found[i].Answer), ""
	}
}
