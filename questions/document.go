package questions

import (
	"sort"
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
	lines    []int // where each line of src starts
	blocks   []block
	defaults details
	// lettered is the level that headings with a Q in front ask at, 0 where levels say what asks.
	lettered int
	problems []Problem
}

// block is a part of the document from start to end, which is where the next one starts.
type block struct {
	node       ast.Node
	start, end int
}

// parse reads the blocks of a file.
func parse(file string) *document {
	d := &document{}
	d.src = d.readFrontMatter(file)
	d.lines = lineStarts(d.src)
	root := blockParser().Parse(text.NewReader([]byte(d.src)))
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		start := d.lineStart(max(n.Pos(), 0))
		if last := len(d.blocks) - 1; last >= 0 {
			d.blocks[last].end = start
		}
		d.blocks = append(d.blocks, block{node: n, start: start, end: len(d.src)})
	}
	return d
}

// blockParser parses blocks and leaves the text in them alone, because a bank keeps it as it is written. Link
// definitions stay where they stand, for the same reason.
func blockParser() parser.Parser {
	return parser.NewParser(parser.WithBlockParsers(
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
}

func lineStarts(src string) []int {
	starts := []int{0}
	for i, c := range []byte(src) {
		if c == '\n' {
			starts = append(starts, i+1)
		}
	}
	return starts
}

// lineStart is where the line of an offset starts.
func (d *document) lineStart(offset int) int {
	return d.lines[sort.SearchInts(d.lines, offset+1)-1]
}

// line is the number that the line of an offset has in the file.
func (d *document) line(offset int) int {
	return d.skipped + sort.SearchInts(d.lines, offset+1)
}

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

func (d *document) report(offset int, s Severity, code, message string) {
	d.problems = append(d.problems, Problem{Line: d.line(offset), Column: 1, Severity: s, Code: code, Message: message})
}

// heading is a block that is a heading: its level and its text, without the marks around it.
func (d *document) heading(b block) (level int, text string, ok bool) {
	h, ok := b.node.(*ast.Heading)
	if !ok {
		return 0, "", false
	}
	var parts []string
	for i := range h.Lines().Len() {
		segment := h.Lines().At(i)
		parts = append(parts, strings.TrimSpace(d.src[segment.Start:segment.Stop]))
	}
	return h.Level, strings.Join(parts, " "), true
}

// place is where a block stands.
func (d *document) place(offset int) quiz.Source { return quiz.Source{Line: d.line(offset)} }
