package markdown

import "testing"

func TestAligned(t *testing.T) {
	for source, want := range map[string]struct {
		text    string
		columns int
	}{
		"| name | points |\n|---|--:|\n| ann | 7 |\n| 小安 | 100 |": {"name  points\nann        7\n小安     100", 12},
		"| **a** | b c |\n|---|---|\n| | x |\n| | |":              {"a  b c\n   x", 6},
		"| | |\n|---|---|\n| long word | y |":                     {"long word  y", 12},
		"| “x” | … |\n|---|---|\n| abc | é |":                     {"“x”  …\nabc  é", 6},
	} {
		text, columns := Parse(source)[0].(Table).Aligned()
		if text != want.text || columns != want.columns {
			t.Errorf("%s\ngives %d columns:\n%s\nwant %d:\n%s", source, columns, text, want.columns, want.text)
		}
	}
	if text, columns := (Table{}).Aligned(); text != "" || columns != 0 {
		t.Errorf("an empty table gives %q of %d columns", text, columns)
	}
}

// A table without a header is told row by row as well.
func TestToldWithoutHeader(t *testing.T) {
	table := Table{Align: make([]Align, 2), Rows: [][]Line{{{{Text: "+1"}}, {{Text: "2026-11-23"}}}}}
	if got := table.RowParagraphs().Plain(); got != "+1 · 2026-11-23" {
		t.Errorf("got %q", got)
	}
}
