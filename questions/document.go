package questions

import (
	"strings"

	"quizbot/questions/metadata"
	"quizbot/questions/source"
	"quizbot/questions/text"
	"quizbot/quiz"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// document is a Markdown file as the blocks of its top level.
type document struct {
	src string // without the front matter
	// skipped is how many lines stand before src.
	skipped  int
	lines    source.LineIndex
	blocks   []block
	defaults metadata.Metadata
	// level is that of the headings that ask.
	level int
	// lettered holds the levels of headings with a Q in front, where letters and not levels say what asks.
	lettered map[int]bool
	// dialogue says that lines with a single A answer, as lines with a single Q ask.
	dialogue bool
	// cards says that a line with a question mark alone stands between a question and its answer.
	cards bool
	// exact says that the file is in our own format.
	exact bool
	// marked says that some answer has a marker.
	marked   bool
	problems []source.Diagnostic
	tell     func(done int)
}

// told says how much of the source was read. Parsing is about half of the work.
func (d *document) told(done int) {
	if d.tell != nil {
		d.tell(done)
	}
}

// block is a part of the document from start to end, which is where the next one starts.
type block struct {
	kind       kind
	start, end int
	// level and title are those of a heading, or of a line that asks as one would; level is 0 for all others,
	// and for headings in the items of lists, where they begin nothing. depth is what a heading is written with.
	level, depth int8
	title        string
	list         *list
	// quoted says that the block is text to the character.
	quoted bool
}

// kind is what a block is.
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

// list is what is known of a block that is a list: where its items start, how they are marked, and how many of
// them begin with a heading.
type list struct {
	starts  []int
	ordered bool
	marker  byte
	headed  int
}

// item is where the item i of a list stands.
func (b block) item(i int) (start, end int) {
	if i+1 < len(b.list.starts) {
		return b.list.starts[i], b.list.starts[i+1]
	}
	return b.list.starts[i], b.end
}

// until is the part of a block in front of an offset.
func (b block) until(end int) block {
	b.end = end
	return b
}

// text is the part of a block from an offset on, which is of no kind.
func (b block) text(start int) block { return block{start: start, end: b.end} }

// parse reads the blocks of a file. tell hears how far it is, unless it is nil.
func parse(file string, tell func(done int)) *document {
	d := &document{tell: tell}
	file, deep := text.EscapeDeepNesting(file)
	d.src = d.readFrontMatter(file)
	if deep > 0 {
		d.problems = append(d.problems, source.WarningAt(deep, "too-deep", "lists and quotations lie too deep in each other here, so the rest of the line is text: thirty levels are enough"))
	}
	d.lines = source.IndexLines(d.src)
	if d.exact {
		d.blocks = d.parseExact()
		return d
	}
	d.blocks = d.parseBlocks(0, len(d.src), stretchSize)
	d.mendFences()
	return d
}

// stretchSize is how many bytes are parsed at a time, so that the tree of a long file is never held whole.
const stretchSize = 1 << 20

// parseBlocks reads the blocks of a part of the source, which ends whatever is open in it, so many bytes at a
// time.
func (d *document) parseBlocks(from, to, stretch int) []block {
	var blocks []block
	for size := stretch; from < to; {
		end := to
		if to-from > size {
			end = from + size
			end += strings.IndexByte(d.src[end:to]+"\n", '\n') + 1
		}
		found := d.parseStretch(from, min(end, to))
		if end >= to {
			return append(blocks, found...)
		}
		// What stands in front of the last block is complete, whatever follows; that one is read again.
		last := len(found) - 1
		if last <= 0 {
			size *= 2
			continue
		}
		if blocks == nil { // the first stretch tells how many there may be
			blocks = make([]block, 0, last*((to-from)/(found[last].start-from)+1))
		}
		blocks = append(blocks, found[:last]...)
		from, size = found[last].start, stretch
		d.told(from / 2)
	}
	return blocks
}

func (d *document) parseStretch(from, to int) []block {
	src := []byte(d.src[from:to])
	root := blockParser.Parse(gmtext.NewReader(src))
	blocks := make([]block, 0, root.ChildCount())
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		start := max(from, d.lines.Start(from+max(n.Pos(), 0)))
		if last := len(blocks) - 1; last >= 0 {
			blocks[last].end = start
		}
		blocks = append(blocks, d.block(n, from, start, to))
	}
	return blocks
}

// block takes from a node what is needed of it. Its positions count from base.
func (d *document) block(n ast.Node, base, start, end int) block {
	b := block{start: start, end: end}
	switch n := n.(type) {
	case *ast.Paragraph:
		b.kind = paragraph
	case *ast.Heading:
		b.kind = heading
		b.level, b.depth, b.title = int8(n.Level), int8(n.Level), d.headingText(n, base) //nolint:gosec // 1 to 6
	case *ast.List:
		b.kind, b.list = items, &list{ordered: n.IsOrdered(), marker: n.Marker}
		for item := n.FirstChild(); item != nil; item = item.NextSibling() {
			b.list.starts = append(b.list.starts, base+max(item.Pos(), 0))
			if first := item.FirstChild(); first != nil && first.Kind() == ast.KindHeading {
				b.list.headed++
			}
		}
	case *ast.FencedCodeBlock:
		b.kind = code
	case *ast.HTMLBlock:
		b.kind = markup
	case *ast.ThematicBreak:
		b.kind = rule
	}
	return b
}

// blockParser parses blocks and leaves the text in them alone, because a bank keeps it as it is written. Link
// definitions stay where they stand, for the same reason.
var blockParser = parser.NewParser(parser.WithBlockParsers(
	util.Prioritized(parser.NewSetextHeadingParser(), 100),
	util.Prioritized(parser.NewThematicBreakParser(), 200),
	util.Prioritized(parser.NewListParser(), 300),
	util.Prioritized(parser.NewListItemParser(), 400),
	util.Prioritized(parser.NewCodeBlockParser(), 500),
	util.Prioritized(parser.NewATXHeadingParser(), 600),
	util.Prioritized(parser.NewFencedCodeBlockParser(), 700),
	util.Prioritized(parser.NewBlockquoteParser(), 800),
	util.Prioritized(parser.NewHTMLBlockParser(), 900),
	util.Prioritized(parser.NewParagraphParser(), 1000),
))

// line is the number that the line of an offset has in the file.
func (d *document) line(offset int) int { return d.skipped + d.lines.Number(offset) }

// source is a block as it is written, without the empty lines around it.
func (d *document) source(b block) string { return text.TrimBlankLines(d.src[b.start:b.end]) }

// report says what was not understood at an offset.
func (d *document) report(offset int, code, message string) {
	d.problems = append(d.problems, source.WarningAt(d.line(offset), code, message))
}

// heading is a block that is a heading, or a line that asks as one: its level and its text, without the marks
// around it.
func (d *document) heading(b block) (level int, text string, ok bool) {
	return int(b.level), b.title, b.level > 0
}

// headingText is the text of a heading, without the marks around it.
func (d *document) headingText(h *ast.Heading, base int) string {
	var parts []string
	for i := range h.Lines().Len() {
		line := h.Lines().At(i)
		parts = append(parts, strings.TrimSpace(d.src[base+line.Start:base+line.Stop]))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return strings.Join(parts, " ")
}

// place is where a block stands.
func (d *document) place(offset int) quiz.Source { return quiz.Source{Line: d.line(offset)} }
