package markdown

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"quizbot/questions/metadata"
	"quizbot/questions/source"
	"quizbot/questions/text"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	gmtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Parse parses the blocks of a file. progress is called with the bytes that were parsed and read;
// it may be nil.
func Parse(file string, progress func(done int)) *Document {
	d := &Document{progress: progress}
	file, deep := text.EscapeDeepNesting(file)
	d.src = d.cutFrontMatter(file)
	if deep > 0 {
		d.diagnostics = append(d.diagnostics, source.WarningAt(deep, "too-deep", "lists and quotations lie too deep in each other here, so the rest of the line is text: thirty levels are enough"))
	}
	d.lines = source.IndexLines(d.src)
	if d.exact {
		d.blocks = d.parseQuotedBlocks()
		return d
	}
	d.blocks = d.parseBlocks(0, len(d.src), chunkSize)
	d.closeBrokenFences()
	return d
}

// cutFrontMatter reads the YAML between two lines of dashes at a file's start, and returns the rest
// of the file.
func (d *Document) cutFrontMatter(file string) (rest string) {
	head, rest, ok := metadata.CutFrontMatter(file)
	if !ok {
		return file
	}
	d.skippedBytes = len(file) - len(rest)
	d.skippedLines = strings.Count(file[:d.skippedBytes], "\n")
	defaults, format, err := metadata.ParseFrontMatter(head)
	switch {
	case errors.Is(err, metadata.ErrTerms):
		d.diagnostics = append(d.diagnostics, source.WarningAt(1, "front-matter",
			"the terms of the front matter are not used: write a list of groups with one meaning each, such as  terms: [[GIL, global interpreter lock]]"))
	case err != nil:
		d.diagnostics = append(d.diagnostics, source.WarningAt(1, "front-matter",
			"the front matter is no YAML, so nothing of it is used: write a line like  language: en  for each field"))
		return rest
	}
	d.defaults, d.exact = defaults, format == ownFormat
	return rest
}

// warn adds a diagnostic of parsing at an offset.
func (d *Document) warn(offset int, code, message string) {
	d.diagnostics = append(d.diagnostics, source.WarningAt(d.line(offset), code, message))
}

// chunkSize is how many bytes are parsed at a time, so that the syntax tree of a long file is never
// held whole.
const chunkSize = 1 << 20

// parseBlocks parses a part of the source in chunks. What is open at the end of the part ends with
// it.
func (d *Document) parseBlocks(from, to, chunk int) []block {
	var blocks []block
	for size := chunk; from < to; {
		end := to
		if to-from > size {
			end = from + size
			end += strings.IndexByte(d.src[end:to]+"\n", '\n') + 1
		}
		found := d.parseChunk(from, min(end, to))
		if end >= to {
			return append(blocks, found...)
		}
		// All blocks but the last are complete, whatever follows; the last one is parsed again.
		last := len(found) - 1
		if last <= 0 {
			size *= 2
			continue
		}
		if blocks == nil { // the first chunk tells how many blocks there may be
			blocks = make([]block, 0, last*((to-from)/(found[last].start-from)+1))
		}
		blocks = append(blocks, found[:last]...)
		from, size = found[last].start, chunk
		d.reportProgress(from / 2)
	}
	return blocks
}

// parseChunk parses one chunk of the source.
func (d *Document) parseChunk(from, to int) []block {
	src := []byte(d.src[from:to])
	root := blockParser.Parse(gmtext.NewReader(src))
	blocks := make([]block, 0, root.ChildCount())
	for n := root.FirstChild(); n != nil; n = n.NextSibling() {
		start := max(from, d.lines.Start(from+max(n.Pos(), 0)))
		if last := len(blocks) - 1; last >= 0 {
			blocks[last].end = start
		}
		blocks = append(blocks, d.newBlock(n, from, start, to))
	}
	return blocks
}

// newBlock returns a syntax node as a block. The node's positions count from base.
func (d *Document) newBlock(n ast.Node, base, start, end int) block {
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

// headingText returns the text of a heading without its # or its underline.
func (d *Document) headingText(h *ast.Heading, base int) string {
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

// blockParser parses blocks and leaves inline text alone, because a bank keeps text as it is
// written. Link definitions stay in place, for the same reason.
var blockParser = parser.NewParser(parser.WithBlockParsers( //nolint:gochecknoglobals // compiled once, like a pattern
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

// ownFormat is the value of "format" in the front matter of banks that this program wrote. Such a
// bank is read to the letter: headings of the second level ask, those of the first are sections,
// titles keep their numbers, and nothing is guessed. Text that would read as something else stands
// between two comments:
//
//	<!-- text -->
//	## This is no question
//	<!-- end of text -->
//
// If the text itself holds the second comment, a number in both comments tells them apart.
const ownFormat = "quizbot"

// quoteStart is the comment that begins quoted text.
var quoteStart = regexp.MustCompile(`(?m)^<!-- text((?: \d+)?) -->\n`)

// parseQuotedBlocks parses a bank in the program's own format. Quoted text is one block; each part
// between is parsed for itself.
func (d *Document) parseQuotedBlocks() []block {
	var blocks []block
	from := 0
	for from < len(d.src) {
		m := quoteStart.FindStringSubmatchIndex(d.src[from:])
		if m == nil {
			break
		}
		start := from + m[1]
		closing := "\n<!-- end of text" + d.src[from+m[2]:from+m[3]] + " -->"
		length := strings.Index(d.src[start:], closing)
		if length < 0 {
			d.warn(from+m[0], "quote", "this text has no end: put  "+strings.TrimSpace(closing)+"  below it")
			break
		}
		blocks = append(blocks, d.parseBlocks(from, from+m[0], chunkSize)...)
		blocks = append(blocks, block{start: start, end: start + length, quoted: true})
		from = start + length + len(closing)
	}
	return append(blocks, d.parseBlocks(from, len(d.src), chunkSize)...)
}

// closeBrokenFences ends code fences in front of the first numbered heading in them. A fence is
// broken if it never closes, or if another fence opens within it.
func (d *Document) closeBrokenFences() {
	for i := 0; i < len(d.blocks); i++ {
		cut, broken := d.brokenFence(d.blocks[i])
		switch {
		case !broken:
		case cut < 0:
			d.warn(d.blocks[i].start, "fence", "this code fence is never closed, so all that follows is taken for code: close it with ```")
		default:
			d.warn(d.blocks[i].start, "fence", "this code fence is not closed before the next question: close it with ```")
			d.blocks = slices.Insert(d.blocks, i+1, d.parseBlocks(cut, d.blocks[i].end, chunkSize)...)
			d.blocks[i].end = cut
		}
	}
}

// languageFence is a fence with the name of a language. It cannot close another fence.
var languageFence = regexp.MustCompile("^ {0,3}(?:```+|~~~+) *[A-Za-z]")

// markdownFence is a fence around Markdown, which may hold headings and fences.
var markdownFence = regexp.MustCompile("^ {0,3}(?:```+|~~~+) *(?i:md|markdown|mdx)\\b|^ {0,3}(?:````|~~~~)")

// brokenFence reports whether a block is a broken fence, and the offset of the numbered heading in
// it, -1 if there is none.
func (d *Document) brokenFence(b block) (cut int, broken bool) {
	if b.kind != code {
		return 0, false
	}
	content := strings.TrimRight(d.src[b.start:b.end], " \n")
	if !strings.Contains(content, "\n#") && strings.HasSuffix(content, "\n```") {
		return 0, false // most fences
	}
	last := strings.TrimSpace(content[strings.LastIndexByte(content, '\n')+1:])
	closed := strings.Contains(content, "\n") && strings.Trim(last, "`~") == "" && len(last) >= 3
	cut = -1
	for at, line := range d.textLines(b) {
		if at > b.start && languageFence.MatchString(line.text) {
			broken = true
		}
		m := text.HeadingLine.FindStringSubmatch(line.text)
		if m != nil && cut < 0 && text.IsNumbered(m[1]) && strings.TrimSpace(line.above) == "" {
			cut = at
		}
	}
	return cut, !closed || broken && cut >= 0 && !markdownFence.MatchString(content)
}
