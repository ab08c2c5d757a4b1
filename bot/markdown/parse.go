package markdown

import (
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
)

// Parse reads CommonMark with GitHub's tables, task lists, strikethrough and bare links. It never
// fails: unknown constructs stay literal text.
func Parse(source string) Doc {
	src := []byte(strings.ToValidUTF8(strings.ReplaceAll(source, "\r\n", "\n"), "\ufffd"))
	md := goldmark.New(goldmark.WithExtensions(extension.Table, extension.Strikethrough, extension.TaskList, extension.Linkify))
	r := reader{src: src}
	return r.readBlocks(md.Parser().Parse(text.NewReader(src)))
}

// reader turns goldmark's tree into a Doc.
type reader struct{ src []byte }

// readBlocks reads a node's children.
func (r *reader) readBlocks(parent ast.Node) Doc {
	var doc Doc
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		if b := r.readBlock(n); b != nil {
			doc = append(doc, b)
		}
	}
	return doc
}

// readBlock reads one block. It returns nil for a block without content.
func (r *reader) readBlock(n ast.Node) Block {
	switch n := n.(type) {
	case *ast.Heading:
		return Heading{n.Level, r.inlineText(n)}
	case *ast.FencedCodeBlock:
		language, _, _ := strings.Cut(string(n.Language(r.src)), " ")
		return Code{language, r.sourceText(n)}
	case *ast.CodeBlock:
		return Code{"", r.sourceText(n)}
	case *ast.List:
		return r.readList(n)
	case *ast.Blockquote:
		return Quote{r.readBlocks(n)}
	case *east.Table:
		return r.readTable(n)
	case *ast.ThematicBreak:
		return Rule{}
	case *ast.HTMLBlock:
		return lineBlock(trimOuterBreaks(mergeSpans(htmlText(r.sourceText(n)))))
	}
	return lineBlock(r.inlineText(n))
}

// lineBlock returns a line as a block. A lone picture becomes an Image.
func lineBlock(line Line) Block {
	if len(line) == 1 && line[0].Image {
		return Image{line[0].Text, line[0].URL}
	}
	if len(line) == 0 {
		return nil
	}
	return Paragraph{line}
}

// sourceText returns the source lines of a block.
func (r *reader) sourceText(n ast.Node) string {
	var b strings.Builder
	lines := n.Lines()
	for i := range lines.Len() {
		segment := lines.At(i)
		b.Write(segment.Value(r.src))
	}
	return strings.TrimRight(b.String(), "\n")
}

func (r *reader) readList(n *ast.List) List {
	list := List{Ordered: n.IsOrdered(), Start: n.Start, Tight: n.IsTight}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		item := Item{Blocks: r.readBlocks(c)}
		if first := c.FirstChild(); first != nil {
			if box, ok := first.FirstChild().(*east.TaskCheckBox); ok {
				item.Task = ' '
				if box.IsChecked {
					item.Task = 'x'
				}
			}
		}
		list.Items = append(list.Items, item)
	}
	return list
}

func (r *reader) readTable(n *east.Table) Table {
	var t Table
	for _, a := range n.Alignments {
		t.Align = append(t.Align, columnAlign(a))
	}
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		var cells []Line
		for cell := c.FirstChild(); cell != nil && len(cells) < len(t.Align); cell = cell.NextSibling() {
			cells = append(cells, r.inlineText(cell))
		}
		for len(cells) < len(t.Align) {
			cells = append(cells, nil)
		}
		if _, head := c.(*east.TableHeader); head {
			t.Header = cells
		} else {
			t.Rows = append(t.Rows, cells)
		}
	}
	return t
}

func columnAlign(a east.Alignment) Align {
	switch a {
	case east.AlignRight:
		return Right
	case east.AlignCenter:
		return Center
	}
	return Left
}
