package bot

import (
	"reflect"
	"testing"

	"quizbot/bot/markdown"
)

// A table is one of Markdown with its texts literal and its numbers to the right.
func TestTableMarkdown(t *testing.T) {
	table := Table{Header: []string{"#", "name"}, Rows: [][]string{{"1", "*ann*"}}, Numbers: []bool{true, false}}
	want := markdown.Table{
		Align:  []markdown.Align{markdown.Right, markdown.Left},
		Header: []markdown.Line{{{Text: "#"}}, {{Text: "name"}}},
		Rows:   [][]markdown.Line{{{{Text: "1"}}, {{Text: "*ann*"}}}},
	}
	if got := table.Markdown(); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, want %+v", got, want)
	}
}
