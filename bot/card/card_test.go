package card

import (
	"reflect"
	"strings"
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

// A long line is broken between words, and never within a character as a reader counts them.
func TestPieces(t *testing.T) {
	for _, unit := range []string{"word ", "👨‍👩‍👧‍👦", "🇩🇪", "e\u0301\u0323", "字"} {
		line := Line{{Text: "by "}, {Text: strings.Repeat(unit, 50), Strong: true}, {Text: strings.Repeat(unit, 3)}}
		var all string
		for _, piece := range line.Wrap(20) {
			text := piece.Plain()
			if n := len([]rune(text)); n > 20 {
				t.Errorf("%q: a piece of %d", unit, n)
			}
			if rest := strings.ReplaceAll(strings.TrimPrefix(text, "by "), unit, ""); strings.TrimSpace(rest) != "" {
				t.Errorf("%q is cut: %q", unit, text)
			}
			all += text
		}
		if all != line.Plain() {
			t.Errorf("%q: got %q", unit, all)
		}
	}
}
