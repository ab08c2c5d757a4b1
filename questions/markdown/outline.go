package markdown

import (
	"regexp"
	"strings"

	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// outline reads the questions below the headings of one level. Headings above the level
// are sections.
type outline struct {
	reader
	// level is the level of the questions. Headings from list items count as headings of this
	// level.
	level int
	// lettered holds the levels of headings with a counting Q, if letters mark the questions on all
	// levels.
	lettered map[int]bool
	// needsMark says that text below titles is an answer only in a file with some marked answer.
	needsMark bool
}

// read returns the questions of the document.
func (o *outline) read() ([]quiz.Question, []source.Diagnostic) {
	found := make([]quiz.Question, 0, o.countHeadings())
	var sections [levelCount]string
	numbered := o.isNumberedLevel()
	for i := 0; i < len(o.blocks); {
		o.reportProgress(len(o.src)/2 + o.blocks[i].start/2)
		level, heading, ok := o.heading(o.blocks[i])
		if !ok || level > o.level || isAnswerHeading(heading) {
			i = o.skipLoose(i)
			continue
		}
		end := o.questionEnd(i)
		title := text.CleanTitle(heading)
		switch {
		case o.isLinkList(heading, title, o.blocks[i+1:end]):
			i = end
			continue
		case level == o.level-1 && text.EndsInQuestionMark(heading) && o.isLeaf(i+1, end):
			clear(sections[level:]) // a question that stands beside the sections of others
		case level < o.level || numbered && !text.IsNumbered(heading) && o.blocks[i].level != openedLevel:
			sections[level] = text.CleanSection(heading)
			clear(sections[level+1:])
			i++
			continue
		case title == "":
			o.report(o.blocks[i].start, "empty-title", "this heading has no text, so what is below it is no question: write what is asked behind the #")
			i = end
			continue
		}
		q := o.question(title, o.blocks[i].start, o.blocks[i+1:end])
		if q.Section == "" {
			q.Section = text.JoinSections(sections[1 : o.level+1])
		}
		found = append(found, q)
		i = end
	}
	o.withdrawPrompts(found)
	return found, o.diagnostics
}

// heading returns a heading with the level at which it asks. If letters mark the questions,
// headings with a letter ask at the same level, as do numbered headings of their levels.
func (o *outline) heading(b block) (level int, title string, ok bool) {
	level, title, ok = b.heading()
	if level == openedLevel {
		level = o.level
	}
	if ok && o.lettered != nil && (isLettered(title) || o.lettered[level] && text.IsNumbered(title)) {
		level = o.level
	}
	return level, title, ok
}

// countHeadings counts the headings of the level.
func (o *outline) countHeadings() int {
	n := 0
	for i := range o.blocks {
		if int(o.blocks[i].level) == o.level {
			n++
		}
	}
	return n
}

// isNumberedLevel reports whether the headings of the level are numbered, so that one without a
// number is a section.
func (o *outline) isNumberedLevel() bool {
	const fewest = 5
	all, numbered := 0, 0
	for _, b := range o.blocks {
		if level, title, ok := o.heading(b); ok && level == o.level && b.level != openedLevel && !isAnswerHeading(title) {
			all++
			if text.IsNumbered(title) {
				numbered++
			}
		}
	}
	return all >= fewest && numbered*5 >= all*4
}

// isLinkList reports whether a heading is above a table of contents or a list of links, and asks
// nothing.
func (o *outline) isLinkList(heading, title string, below []block) bool {
	return text.IsTableOfContents(title) || !text.EndsInQuestionMark(heading) && o.onlyLinks(below) && !text.IsNumbered(heading)
}

// linkItem is an item that is a link from end to end.
var linkItem = regexp.MustCompile(`^(?:\d+[.)]\s*)?\[.*\]\([^)]*\)\W*$`)

// onlyLinks reports whether blocks are lists of links and nothing else. One link is enough where it
// leads within the page.
func (o *outline) onlyLinks(blocks []block) bool {
	links := 0
	for _, b := range blocks {
		entries := o.entries(b)
		if len(entries) == 0 && !o.isBlank(b) {
			return false
		}
		for _, item := range entries {
			line, _, _ := strings.Cut(item.text, "\n")
			if !linkItem.MatchString(line) {
				return false
			}
			if links++; strings.Contains(line, "](#") {
				links++
			}
		}
	}
	return links > 1
}

// isBlank reports whether a block holds no text: tags, comments, rules.
func (o *outline) isBlank(b block) bool {
	content := summaryTag.ReplaceAllString(text.HTMLComment.ReplaceAllString(o.source(b), ""), "")
	return b.kind == rule || strings.TrimSpace(text.HTMLTag.ReplaceAllString(content, "")) == ""
}

// isLeaf reports whether a heading, which stands in front of the block i, has no headings of the
// asking level below it. The next heading that ends it stands at end.
func (o *outline) isLeaf(i, end int) bool {
	if i >= end {
		return false
	}
	if end < len(o.blocks) {
		next, _, _ := o.heading(o.blocks[end])
		own, _, _ := o.heading(o.blocks[i-1])
		return next <= own
	}
	return true
}

// questionEnd returns the block at which the question of the heading at i ends.
func (o *outline) questionEnd(i int) int {
	end := o.nextHeading(i + 1)
	if o.blocks[i].level != openedLevel {
		return end
	}
	// The heading stood in an item. Headings below its own level that are not numbered belong to
	// it, although they do not stand in the item.
	own := int(o.blocks[i].depth)
	for end < len(o.blocks) && o.blocks[end].level != openedLevel {
		level, title, _ := o.blocks[end].heading()
		if level <= own || text.IsNumbered(title) {
			break
		}
		end = o.nextHeading(end + 1)
	}
	return end
}

// nextHeading returns the first block from i on that is a heading of the level or above. A heading
// that marks an answer belongs to its question wherever it stands.
func (o *outline) nextHeading(i int) int {
	for ; i < len(o.blocks); i++ {
		if level, title, ok := o.heading(o.blocks[i]); ok && level <= o.level && !isAnswerHeading(title) {
			return i
		}
	}
	return i
}

// skipLoose passes over blocks that belong to no question, and reports text among them.
func (o *outline) skipLoose(i int) int {
	end := max(o.nextHeading(i), i+1)
	o.reportLoose(o.blocks[i:end])
	return end
}

// reportLoose reports the first text among blocks that belong to no question.
func (r *reader) reportLoose(blocks []block) {
	for _, b := range blocks {
		if b.kind == paragraph && !text.IsBackLink(r.source(b)) {
			r.report(b.start, "no-question", "this text belongs to no question: put it under a heading, or take it out")
			return
		}
	}
}

// question puts together a question of its title and the blocks below it.
func (o *outline) question(title string, at int, blocks []block) quiz.Question {
	q := quiz.Question{Source: o.position(at)}
	q.Title, q.Difficulty = text.CutDifficulty(title)
	if m := text.LinkedQuestion.FindStringSubmatch(q.Title); m != nil {
		q.Title, q.Tags = m[2], text.SplitList(m[1])
		if m[3] != "" {
			q.Links = []string{m[3]}
		}
	}
	blocks = o.takeComment(&q, blocks)
	o.assemble(&q, o.split(blocks))
	return q
}

// withdrawPrompts makes bodies of the answers of a file without answers. No answer in it stands
// behind a mark, and the text below the titles mostly asks, or is mostly missing.
func (o *outline) withdrawPrompts(found []quiz.Question) {
	answered, asking, titles := 0, 0, 0
	for i := range found {
		if text.EndsInQuestionMark(found[i].Title) {
			titles++
		}
		if found[i].Answer != "" {
			answered++
		}
		if text.AsksBack(found[i].Answer) {
			asking++
		}
	}
	unanswered := asking*5 >= answered*2 && titles*4 <= len(found)
	if o.level == promotedLevel {
		unanswered = o.needsMark || answered*2 < len(found)
	}
	if o.marked || !unanswered {
		return
	}
	for i := range found {
		found[i].Body, found[i].Answer = text.JoinParagraphs(found[i].Body, found[i].Answer), ""
	}
}
