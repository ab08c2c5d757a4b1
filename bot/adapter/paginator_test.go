package adapter_test

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"

	"quizbot/bot/adapter"
	"quizbot/bot/markdown"
)

func measureText(block string) adapter.Size {
	return adapter.Size{Blocks: 1, Text: utf8.RuneCountInString(block)}
}

func drawText(doc markdown.Doc) []string {
	var list []string
	for _, block := range doc {
		list = append(list, markdown.Doc{block}.Plain())
	}
	return list
}

// Blocks go to a message as long as they fit, and what is added together stays together.
func TestPaginator(t *testing.T) {
	p := adapter.NewPaginator(adapter.Size{Blocks: 3, Text: 10}, measureText)
	p.Break() // of an empty message, which changes nothing
	p.Add("four", "four")
	p.Add("xx")
	p.Add("y")
	p.Add("a", "b")
	p.Add("c", "d")
	want := [][]string{{"four", "four", "xx"}, {"y", "a", "b"}, {"c", "d"}}
	if got := p.Pages(); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q, want %q", got, want)
	}
	if p.Reserve(adapter.Size{Blocks: 1}) || !p.Reserve(adapter.Size{Blocks: 2}) || p.Reserve(adapter.Size{Blocks: 9}) {
		t.Error("room is reserved where there is some, or in an empty message")
	}
	if !slices.Equal(p.Previous(), []string{"c", "d"}) {
		t.Errorf("the message before is %q", p.Previous())
	}
	p.MoveFromPrevious(1)
	p.Add("123456789")
	want = [][]string{{"four", "four", "xx"}, {"y", "a", "b"}, {"c"}, {"d", "123456789"}}
	if got := p.Pages(); !slices.EqualFunc(got, want, slices.Equal) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Of a document nothing is left out, and no message exceeds its limits.
func TestPaginatorDocument(t *testing.T) {
	limit := adapter.Size{Blocks: 4, Text: 40}
	rapid.Check(t, func(t *rapid.T) {
		source := strings.Join(rapid.SliceOfN(rapid.StringMatching(`[a-z]{1,12}( [a-z]{1,9}){0,12}`), 1, 12).Draw(t, "paragraphs"), "\n\n")
		p := adapter.NewPaginator(limit, measureText)
		p.Add("before")
		p.AddDocument(markdown.Parse(source), drawText)
		var text []string
		for _, page := range p.Pages() {
			var size adapter.Size
			for _, block := range page {
				size = size.Plus(measureText(block))
			}
			if !size.Within(limit) || len(page) == 0 {
				t.Fatalf("a message of %+v: %q", size, page)
			}
			text = append(text, page...)
		}
		got, want := strings.Fields(strings.Join(text, " ")), strings.Fields("before "+source)
		if !slices.Equal(got, want) {
			t.Fatalf("got %q, want %q", got, want)
		}
	})
}
