package markdown

import (
	"strconv"
	"strings"
)

// Plain returns the line without styles. A picture becomes its description.
func (l Line) Plain() string {
	var b strings.Builder
	for _, s := range l {
		if s.Break {
			b.WriteByte('\n')
		}
		b.WriteString(s.Text)
	}
	return b.String()
}

// PlainInline returns a title or other inline Markdown as plain text in one line.
func PlainInline(source string) string {
	return strings.Join(strings.Fields(Parse(source).Plain()), " ")
}

// Plain returns the document as plain text, for notifications and alternative texts.
func (d Doc) Plain() string {
	var b strings.Builder
	for i, block := range d {
		if i > 0 {
			b.WriteString("\n\n")
		}
		b.WriteString(blockText(block))
	}
	return b.String()
}

func blockText(block Block) string {
	switch b := block.(type) {
	case Paragraph:
		return b.Line.Plain()
	case Heading:
		return b.Line.Plain()
	case Code:
		return b.Text
	case Quote:
		return b.Blocks.Plain()
	case Image:
		return b.Alt
	case List:
		return b.plainText()
	case Table:
		return b.plainText()
	case Rule:
	}
	return ""
}

func (l List) plainText() string {
	var items []string
	for i, item := range l.Items {
		items = append(items, l.Marker(i)+" "+strings.ReplaceAll(item.Blocks.Plain(), "\n", "\n  "))
	}
	return strings.Join(items, "\n")
}

// Marker returns the marker of the item with the given index: its number with a dot, or a dash.
func (l List) Marker(i int) string {
	if l.Ordered {
		return strconv.Itoa(l.Start+i) + "."
	}
	return "-"
}

func (t Table) plainText() string {
	var rows []string
	for _, cells := range append([][]Line{t.Header}, t.Rows...) {
		var texts []string
		for _, c := range cells {
			texts = append(texts, c.Plain())
		}
		rows = append(rows, strings.Join(texts, " | "))
	}
	return strings.Join(rows, "\n")
}
