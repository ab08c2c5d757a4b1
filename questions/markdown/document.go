package markdown

import (
	"strings"

	"quizbot/questions/metadata"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"
)

// Document is a Markdown file as the blocks of its top level. Dialects read it and do not change
// it.
type Document struct {
	src string // without the front matter
	// skippedLines is the number of lines before src, skippedBytes how many bytes.
	skippedLines, skippedBytes int
	lines                      source.LineIndex
	blocks                     []block
	// defaults are the details that the front matter gives to all questions.
	defaults metadata.Metadata
	// exact says that the file is in the program's own format.
	exact bool
	// diagnostics are those of parsing, without those of reading questions.
	diagnostics []source.Diagnostic
	progress    func(done int)
}

// block is a part of the document from start to end, where the next block starts.
type block struct {
	kind       kind
	start, end int
	// level and title are those of a heading, or of a line in the place of one. Other blocks have
	// the level 0, and so do the headings in list items. depth is the number of # of a heading.
	level, depth int8
	title        string
	list         *list
	// quoted says that the block is text to the letter, without any Markdown.
	quoted bool
}

// kind is the kind of a block.
type kind int8

const (
	other kind = iota
	paragraph
	heading
	items
	code
	markup
	rule
)

// The levels below those of headings. Questions that are no headings, such as items of lists, get
// promotedLevel, and headings within items openedLevel. An item above a list of questions gets
// groupLevel.
const (
	groupLevel    = 7
	promotedLevel = 8
	openedLevel   = 9
	levelCount    = 10
)

// list describes a block that is a list.
type list struct {
	starts  []int // of the items
	ordered bool
	marker  byte
	headed  int // items that begin with a heading
}

// item returns the bounds of the item i of a list.
func (b block) item(i int) (start, end int) {
	if i+1 < len(b.list.starts) {
		return b.list.starts[i], b.list.starts[i+1]
	}
	return b.list.starts[i], b.end
}

// until returns the part of a block in front of an offset.
func (b block) until(end int) block {
	b.end = end
	return b
}

// from returns the part of a block from an offset on, as a block of no kind.
func (b block) from(start int) block { return block{start: start, end: b.end} }

// entry is an item of a list, without its marker and its indentation.
type entry struct {
	text       string
	start, end int
}

// entries returns the items of a block that is a list, none of another block.
func (d *Document) entries(b block) []entry {
	if b.list == nil {
		return nil
	}
	list := make([]entry, len(b.list.starts))
	for i := range list {
		start, end := b.item(i)
		list[i] = entry{unmarked(d.src[start:end]), start, end}
	}
	return list
}

// unmarked returns an item without its marker and without the indentation of its other lines.
func unmarked(item string) string {
	item = strings.TrimRight(item, " \t\n")
	marker := text.ListMarker(item)
	item = item[len(marker):]
	if !strings.Contains(item, "\n") {
		return item
	}
	lines := strings.Split(item, "\n")
	for i := range lines[1:] {
		lines[i+1] = outdent(lines[i+1], len(marker))
	}
	return strings.Join(lines, "\n")
}

// outdent removes up to n spaces and tabs from the start of a line.
func outdent(line string, n int) string {
	for n > 0 && line != "" && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
		n--
	}
	return line
}

// withBlocks returns a copy of the document with other blocks of the same source.
func (d *Document) withBlocks(blocks []block) *Document {
	changed := *d
	changed.blocks = blocks
	return &changed
}

// reportProgress tells how many bytes of the source were read. Parsing counts for half of the work.
func (d *Document) reportProgress(done int) {
	if d.progress != nil {
		d.progress(done)
	}
}

// line returns the line number that an offset has in the file.
func (d *Document) line(offset int) int { return d.skippedLines + d.lines.Number(offset) }

// position returns an offset as the source of a question.
func (d *Document) position(offset int) quiz.Source { return quiz.Source{Line: d.line(offset)} }

// source returns a block as it is written, without the blank lines around it.
func (d *Document) source(b block) string { return text.TrimBlankLines(d.src[b.start:b.end]) }

// text returns the Markdown of blocks, to the letter.
func (d *Document) text(blocks []block) string {
	if len(blocks) == 0 {
		return ""
	}
	if len(blocks) == 1 && blocks[0].quoted {
		return d.src[blocks[0].start:blocks[0].end]
	}
	var b strings.Builder
	for i, bl := range blocks {
		if i > 0 && blocks[i-1].end != bl.start {
			b.WriteString("\n\n")
		}
		b.WriteString(d.src[bl.start:bl.end])
	}
	return text.TrimBlankLines(b.String())
}

// itemTexts returns the entries of lists and the lines of other blocks.
func (d *Document) itemTexts(blocks []block) []string {
	var list []string
	for _, b := range blocks {
		if b.list == nil {
			for line := range strings.Lines(d.src[b.start:b.end]) {
				if line = strings.TrimSpace(line); line != "" {
					list = append(list, line)
				}
			}
			continue
		}
		for _, item := range d.entries(b) {
			list = append(list, item.text)
		}
	}
	return list
}

// heading returns the level and the text of a heading, or of a line in the place of one.
func (b block) heading() (level int, title string, ok bool) {
	return int(b.level), b.title, b.level > 0
}

// isAnswerHeading reports whether a heading marks a part of the question above it.
func isAnswerHeading(title string) bool {
	part, _, ok := text.ReadMarker(title, true)
	return ok && part != text.SamplesPart // which may head anything
}
