package questions

import (
	"strings"

	"quizbot/quiz"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// document is a Markdown file as the blocks of its top level.
type document struct {
	src string // without the front matter
	// skipped is how many lines stand before src.
	skipped  int
	lines    lineIndex
	blocks   []block
	defaults details
	// level is that of the headings that ask.
	level int
	// lettered holds the levels of headings with a Q in front, where letters and not levels say what asks.
	lettered map[int]bool
	// dialogue says that lines with a single A answer, as lines with a single Q ask.
	dialogue bool
	// exact says that the file is in our own format.
	exact bool
	// marked says that some answer has a marker.
	marked   bool
	problems []Problem
}

// block is a part of the document from start to end, which is where the next one starts. Positions in its
// node count from base.
type block struct {
	node             ast.Node
	start, end, base int
	// level and title are those of a heading, or of a line that asks as one would; level is 0 for all others,
	// and for headings in the items of lists, where they begin nothing.
	level int
	title string
	// quoted says that the block is text to the character.
	quoted bool
}

// kind is that of a block's node; text of no kind has none.
func (b block) kind() ast.NodeKind {
	if b.node == nil {
		return 0
	}
	return b.node.Kind()
}

// until is the part of a block in front of an offset.
func (b block) until(end int) block {
	b.end = end
	return b
}

// text is the part of a block from an offset on, which is of no kind.
func (b block) text(start int) block { return block{start: start, end: b.end, base: b.base} }

// parse reads the blocks of a file.
func parse(file string) *document {
	d := &document{}
	d.src = d.readFrontMatter(file)
	d.lines = indexLines(d.src)
	if d.exact {
		d.blocks = d.parseExact()
		return d
	}
	d.blocks = d.parseBlocks(0, len(d.src))
	d.mendFences()
	return d
}

// parseBlocks reads the blocks of a stretch of the source, which ends whatever is open in it.
func (d *document) parseBlocks(from, to int) []block {
	root := blockParser.Parse(text.NewReader([]byte(d.src[from:to])))
	blocks := make([]block, 0, root.ChildCount())
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		start := max(from, d.lines.start(from+max(n.Pos(), 0)))
		if last := len(blocks) - 1; last >= 0 {
			blocks[last].end = start
		}
		b := block{node: n, start: start, end: to, base: from}
		if h, ok := n.(*ast.Heading); ok {
			b.level, b.title = h.Level, d.headingText(b, h)
		}
		blocks = append(blocks, b)
	}
	return blocks
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
func (d *document) line(offset int) int { return d.skipped + d.lines.number(offset) }

// source is a block as it is written, without the empty lines around it.
func (d *document) source(b block) string { return trimBlank(d.src[b.start:b.end]) }

// trimBlank takes empty lines off both ends of text, and spaces off its end.
func trimBlank(text string) string {
	for {
		line, rest, more := strings.Cut(text, "\n")
		if !more || strings.TrimSpace(line) != "" {
			break
		}
		text = rest
	}
	return strings.TrimRight(text, " \t\n")
}

// report says what was not understood at an offset.
func (d *document) report(offset int, code, message string) {
	d.problems = append(d.problems, doubt(d.line(offset), code, message))
}

// heading is a block that is a heading, or a line that asks as one: its level and its text, without the marks
// around it.
func (d *document) heading(b block) (level int, text string, ok bool) {
	return b.level, b.title, b.level > 0
}

// headingText is the text of a heading, without the marks around it.
func (d *document) headingText(b block, h *ast.Heading) string {
	if h.Lines().Len() == 1 {
		line := h.Lines().At(0)
		return strings.TrimSpace(d.src[b.base+line.Start : b.base+line.Stop])
	}
	var parts []string
	for i := range h.Lines().Len() {
		segment := h.Lines().At(i)
		parts = append(parts, strings.TrimSpace(d.src[b.base+segment.Start:b.base+segment.Stop]))
	}
	return strings.Join(parts, " ")
}

// place is where a block stands.
func (d *document) place(offset int) quiz.Source { return quiz.Source{Line: d.line(offset)} }
