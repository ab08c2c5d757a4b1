package questions

import (
	"strings"

	"quizbot/questions/text"
	"quizbot/quiz"
)

// promoted is the level of lines that ask without being headings, group that of items which hold them: below
// all headings. Headings in items that were opened ask at the level of those that do.
const (
	group    = 7
	promoted = 8
	opened   = 9
	levels   = 10
)

// evidence is how much of a document speaks for each way of asking: three points or so for a question.
type evidence struct {
	headings  [levels]int
	counts    [levels]int // of headings, whatever they look like
	summaries int
	bold      int // paragraphs that begin with a bold line
	lines     int // lines that begin with Q:
	replies   int // lines that begin with A:
	cards     int // flash cards
	items     int // of lists
	rows      int // of tables
}

// sample is how many blocks of a document are looked at, evenly spread, to tell how it asks.
const sample = 5000

// examine counts what speaks for each way. A long document is judged by a sample of its blocks.
func (d *document) examine() evidence {
	var e evidence
	var like, seen [levels]int
	step := 1 + len(d.blocks)/sample
	for i, b := range d.blocks {
		level, content, isHeading := d.heading(b)
		switch {
		case isHeading && (level == opened || d.markerHeading(content) || len(content) < 60 && text.IsTableOfContents(text.CleanTitle(content))):
		case isHeading:
			if e.counts[level]++; e.counts[level]%step != 0 {
				continue
			}
			seen[level]++
			if n := d.likeness(i, content); n > 0 {
				e.headings[level] += n
				like[level]++
			}
		case i%step == 0:
			e.block(d, b, step)
		}
	}
	e.lines += min(e.lines, e.replies)
	for level := range e.headings {
		e.headings[level] = e.headings[level] * step * like[level] / max(seen[level], 1) // a level asks as a whole
	}
	return e
}

// block counts what a block that is no heading speaks for, as one of so many.
func (e *evidence) block(d *document, b block, step int) {
	switch b.kind {
	case markup:
		if m := openSummary.FindStringSubmatch(d.source(b)); m != nil && !text.SummaryHidesAnswer(m[1]) {
			e.summaries += 3 * step
		}
	case paragraph:
		e.paragraph(d, b, 3*step)
	case items:
		e.items += 3 * step * d.itemsAsk(b)
	}
}

// paragraph counts what the lines of a paragraph speak for, those ways first that a glance rules out.
func (e *evidence) paragraph(d *document, b block, weight int) {
	text := d.src[b.start:b.end]
	if strings.HasPrefix(text, "**") {
		e.bold += weight * d.ways(b, boldLine)
	}
	if strings.ContainsAny(text, ":：") {
		e.lines += weight * d.ways(b, askingLine)
		e.replies += weight * d.ways(b, answeringLine)
	}
	if strings.Contains(text, "::") || strings.Contains(text, "\n?") {
		e.cards += weight * d.ways(b, cardLine)
	}
	if strings.HasPrefix(text, "|") {
		e.rows += weight * d.rowsAsk(b)
	}
}

// profile decides how the document asks, makes headings of what asks in another way, and returns the level of
// headings that ask.
func (d *document) profile() (level int, read func() []quiz.Question) {
	if d.openItems() {
		d.level = promoted
	}
	e := d.examine()
	if d.lettered = d.letteredLevels(); d.lettered != nil {
		d.promote(countedLine)
		return d.firstLettered(), nil
	}
	best := e.best()
	if d.level == promoted && e.headings[best] < 6 {
		return promoted, nil
	}
	if usual := most(e.counts); e.headings[best]*4 < e.counts[usual] {
		best = usual // titles that say what is asked about, and not what is asked
	}
	score := max(e.headings[best], 1)
	if e.items < 6*e.counts[best] {
		e.items = 0 // what answers, or lists of sources
	}
	if e.bold < 3*e.counts[best] {
		e.bold = 0 // what stands out within answers
	}
	switch other := max(e.summaries, e.bold, e.lines, e.cards, e.items, e.rows); {
	case other < 6 || other <= score:
		return best, nil
	case e.summaries == other:
		return 0, d.readSummaries
	case e.rows == other:
		return 0, d.readRows
	case e.lines == other:
		d.dialogue = true
		d.promoteDialogue()
	case e.cards == other:
		d.cards = true
		d.promote(cardLine)
	case e.bold == other:
		d.promote(boldLine)
	default:
		d.promoteItems()
	}
	return promoted, nil
}

// best is the level whose headings are most like questions.
func (e *evidence) best() int {
	best := 1
	for level, score := range e.headings {
		if score > e.headings[best] || score == e.headings[best] && e.counts[level] > e.counts[best] {
			best = level
		}
	}
	return best
}

// most is the level with most headings, the first of several.
func most(counts [levels]int) int {
	best := 1
	for level, n := range counts {
		if n > counts[best] {
			best = level
		}
	}
	return best
}

// letteredLevels are those of headings with a Q in front, where most headings have one: there the letter and
// not the level says what asks.
func (d *document) letteredLevels() map[int]bool {
	found := map[int]bool{}
	with, all := 0, 0
	for _, b := range d.blocks {
		level, text, ok := d.heading(b)
		if !ok || d.markerHeading(text) {
			continue
		}
		all++
		if letteredQ(text) {
			with++
			found[level] = true
		}
	}
	if with < 5 || with*2 < all {
		return nil
	}
	return found
}

func (d *document) firstLettered() int {
	for level := range levels {
		if d.lettered[level] {
			return level
		}
	}
	return promoted
}

// asking is a heading with the level that it asks at: in a file where a Q says what asks, all that have one
// ask at the same level, as do those that only have a number.
func (d *document) asking(b block) (level int, content string, ok bool) {
	level, content, ok = d.heading(b)
	if level == opened {
		level = d.level
	}
	if ok && d.lettered != nil && (letteredQ(content) || d.lettered[level] && text.IsNumbered(content)) {
		level = d.firstLettered()
	}
	return level, content, ok
}

// letteredQ reports whether a title begins with a Q that counts it.
func letteredQ(content string) bool {
	content = text.StripLeadingPictographs(text.StripAnchors(content))
	return text.MayBeNumbered(content) && (content[0] < '0' || content[0] > '9') && text.CountedTitle.MatchString(content) && text.IsNumbered(content)
}

// likeness is how much a heading is like a question.
func (d *document) likeness(i int, content string) int {
	score := 0
	if text.IsNumbered(content) {
		score += 2
	}
	if letteredQ(content) {
		score += 2
	}
	if text.EndsInQuestionMark(content) {
		score += 2
	}
	for _, b := range d.blocks[i+1 : d.nextHeading(i+1)] {
		if _, p, _, ok := d.cutMarker(b); ok && p == text.AnswerPart {
			return score + 3
		}
		if allBoxed(d.entries(b)) {
			return score + 3
		}
	}
	return score
}

// nextHeading is where the next heading stands that does not mark an answer.
func (d *document) nextHeading(i int) int {
	for ; i < len(d.blocks); i++ {
		if _, text, ok := d.heading(d.blocks[i]); ok && !d.markerHeading(text) {
			return i
		}
	}
	return i
}
