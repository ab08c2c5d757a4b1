package markdown

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"strings"
	"testing"
)

// letters are a document's words without what cutting may add or take: space, markers of items,
// repeated headers.
func letters(doc Doc) string { return strings.Join(strings.Fields(runs(doc)), "") }

// runs are letters with the space between them.
func runs(doc Doc) string {
	var b strings.Builder
	for _, block := range doc {
		b.WriteByte('\n')
		switch block := block.(type) {
		case List:
			for _, item := range block.Items {
				b.WriteString(runs(item.Blocks))
			}
		case Quote:
			b.WriteString(runs(block.Blocks))
		case Table:
			for _, row := range block.Rows {
				for _, cell := range row {
					b.WriteString(cell.Plain() + "\n")
				}
			}
		case Image:
			b.WriteString(block.Alt)
		default:
			b.WriteString(Doc{block}.Plain())
		}
	}
	return b.String()
}

// pieces cuts a document into parts of at most limit characters.
func pieces(t *testing.T, doc Doc, limit int) []Doc {
	t.Helper()
	fits := func(d Doc) bool { return len([]rune(d.Plain())) <= limit }
	var list []Doc
	for len(doc) > 0 {
		head, tail := Cut(doc, fits)
		if len(head) == 0 {
			t.Fatalf("nothing was taken off %v", doc)
		}
		list = append(list, head)
		doc = tail
		if len(list) > 10000 {
			t.Fatal("cutting does not end")
		}
	}
	return list
}

// Documents of every kind of block say the same when they are cut, in order, and each part fits.
func TestCutLosesNothing(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for n := range 2000 {
		doc := Parse(drawn(rng))
		limit := 12 + rng.IntN(200)
		var all string
		for _, part := range pieces(t, doc, limit) {
			if size := len([]rune(part.Plain())); size > limit && !isUnsplittable(part) {
				t.Fatalf("%d: a part of %d characters, more than %d: %#v", n, size, limit, part)
			}
			all += letters(part)
		}
		if want := letters(doc); all != want && !hasTable(doc) {
			t.Fatalf("%d: cut to %d: got\n%s\nwant\n%s", n, limit, all, want)
		}
	}
}

// isUnsplittable reports whether a part can't be made to fit: a table of one row, written with its
// titles, or a nested marker.
func isUnsplittable(doc Doc) bool {
	switch b := doc[0].(type) {
	case Image, Table, List, Quote:
		return true
	case Paragraph:
		return len(b.Line) > 0
	}
	return false
}

func hasTable(doc Doc) bool { return strings.Contains(fmt.Sprintf("%#v", doc), "markdown.Table{") }

// drawn is Markdown of random blocks.
func drawn(rng *rand.Rand) string {
	words := func(n int) string {
		var list []string
		for range 1 + rng.IntN(n) {
			list = append(list, []string{"closure", "函数和变量", "`x`", "**strong**", "[link](https://example.com)", "é́", "👩‍💻", "a.b", "\\*"}[rng.IntN(9)])
		}
		return strings.Join(list, " ")
	}
	var b strings.Builder
	for range 1 + rng.IntN(6) {
		switch rng.IntN(8) {
		case 0:
			b.WriteString("# " + words(8) + "\n\n")
		case 1:
			b.WriteString("```go\n" + strings.Repeat(words(5)+"\n", rng.IntN(12)) + "```\n\n")
		case 2:
			for i := range 1 + rng.IntN(5) {
				fmt.Fprintf(&b, "%d. %s\n   - %s\n", i+1, words(9), words(9))
			}
			b.WriteString("\n")
		case 3:
			b.WriteString("> " + words(40) + "\n>\n> " + words(9) + "\n\n")
		case 4:
			b.WriteString("| a | b |\n|---|---|\n" + strings.Repeat("| "+words(4)+" | "+words(4)+" |\n", 1+rng.IntN(6)) + "\n")
		default:
			b.WriteString(words(60) + "\n\n")
		}
	}
	return b.String()
}

func TestCut(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		limit  int
		want   []string
	}{
		"whole blocks":         {"one\n\ntwo\n\nthree", 8, []string{"one\n\ntwo", "three"}},
		"at a space":           {"one two three", 9, []string{"one two ", "three"}},
		"after a full stop":    {"一二三四五。六七八九", 7, []string{"一二三四五。", "六七八九"}},
		"within a word":        {"abcdefghij", 4, []string{"abcd", "efgh", "ij"}},
		"not within an accent": {"abcde\u0301fg", 5, []string{"abcd", "e\u0301fg"}},
		"at a line end":        {"one\\\ntwo", 4, []string{"one", "two"}},
		"before a line end":    {"one\\\ntwo", 3, []string{"one", "two"}},
		"code at line ends":    {"```\none\ntwo\nthree\n```", 8, []string{"one\ntwo", "three"}},
		"code within a line":   {"```\nabcdef\n```", 4, []string{"abcd", "ef"}},
		"between items":        {"1. one\n2. two\n3. three", 13, []string{"1. one\n2. two", "3. three"}},
		"within an item":       {"- one two three\n- four", 10, []string{"- one two ", "three", "- four"}},
		"quotations":           {"> one\n>\n> two", 4, []string{"one", "two"}},
		"rows":                 {"|a|\n|-|\n|1|\n|2|\n|3|", 5, []string{"a\n1\n2", "a\n3"}},
		"a row that is large":  {"|a|\n|-|\n|one two|", 7, []string{"a: one ", "two"}},
	} {
		var got []string
		for _, part := range pieces(t, Parse(c.source), c.limit) {
			got = append(got, part.Plain())
		}
		if !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// A part of code is code of the same language, and the numbers of a list go on.
func TestCutKeepsKinds(t *testing.T) {
	parts := pieces(t, Parse("```go\none\ntwo\nand\n```\n\n3. three\n4. four"), 7)
	want := []Doc{
		{Code{"go", "one\ntwo"}},
		{Code{"go", "and"}},
		{List{Ordered: true, Start: 3, Tight: true, Items: []Item{{Blocks: Doc{Paragraph{Line{{Text: "thre"}}}}}}}},
		{Paragraph{Line{{Text: "e"}}}},
		{List{Ordered: true, Start: 4, Tight: true, Items: []Item{{Blocks: Doc{Paragraph{Line{{Text: "four"}}}}}}}},
	}
	if !reflect.DeepEqual(parts, want) {
		t.Errorf("got\n%#v\nwant\n%#v", parts, want)
	}
}
