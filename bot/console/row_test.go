package console

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"quizbot/bot/card"
)

func plainRows(rows []row) []string {
	var texts []string
	for _, r := range rows {
		texts = append(texts, r.plainText())
	}
	return texts
}

func TestWrap(t *testing.T) {
	for name, c := range map[string]struct {
		text  string
		width int
		want  []string
	}{
		"fits":                      {"one two", 7, []string{"one two"}},
		"at a space":                {"one two three", 8, []string{"one two", "three"}},
		"spaces within a line stay": {"a   b", 10, []string{"a   b"}},
		"spaces at a break go":      {"aaa   bbb", 4, []string{"aaa", "bbb"}},
		"a word that is too wide":   {"abcdefgh", 3, []string{"abc", "def", "gh"}},
		"Chinese anywhere":          {"一二三四五", 4, []string{"一二", "三四", "五"}},
		"no mark begins a line":     {"一二，三四", 4, []string{"一", "二，", "三四"}},
		"Chinese and English":       {"用Python写", 6, []string{"用", "Python", "写"}},
		"families stay together":    {"👨‍👩‍👧‍👦👨‍👩‍👧‍👦👨‍👩‍👧‍👦", 4, []string{"👨‍👩‍👧‍👦👨‍👩‍👧‍👦", "👨‍👩‍👧‍👦"}},
		"flags stay together":       {"🇩🇪🇫🇷🇨🇳", 3, []string{"🇩🇪", "🇫🇷", "🇨🇳"}},
		"accents stay with letters": {"e\u0301e\u0301e\u0301", 2, []string{"e\u0301e\u0301", "e\u0301"}},
		"nothing":                   {"", 4, []string{""}},
		"an indentation stays":      {"    return 1", 20, []string{"    return 1"}},
		"what is broken off, too":   {"  one two three", 10, []string{"  one two", "  three"}},
		"a deep one only once":      {"        abc def", 12, []string{"        abc", "def"}},
	} {
		if got := plainRows(wrapRow(row{{c.text, 0}}, c.width)); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
}

// No row is wider than it may be, and nothing but space is lost.
func TestWrapLosesNothing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab，。 一二(（)）👩é-")), 0, 60, -1).Draw(t, "text")
		width := rapid.IntRange(2, 20).Draw(t, "width")
		var got strings.Builder
		for _, r := range wrapRow(row{{text, bold}}, width) {
			if displayWidth(r.plainText()) > width {
				t.Fatalf("%q is wider than %d", r.plainText(), width)
			}
			got.WriteString(r.plainText())
		}
		if bare := strings.ReplaceAll(text, " ", ""); strings.ReplaceAll(got.String(), " ", "") != bare {
			t.Fatalf("%q became %q", text, got.String())
		}
	})
}

// A mark after a word in another look is not broken off it, nor alone on a line.
func TestWrapKeepsMarks(t *testing.T) {
	text := row{{"it belongs in ", 0}, {"finally", code}, {". And", 0}}
	for width := 8; width < 40; width++ {
		for _, r := range wrapRow(text, width) {
			if strings.HasPrefix(r.plainText(), ".") {
				t.Errorf("%d columns: a line begins with a full stop: %q", width, plainRows(wrapRow(text, width)))
			}
		}
	}
}

func TestPaint(t *testing.T) {
	got := row{{"a", 0}, {"b", bold | code}}.withEscapes()
	if want := "a\x1b[1;36mb\x1b[0m"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestClean(t *testing.T) {
	if got := stripControls(row{{"a\x1b[31m\tb\u202ec\x07", 0}}).plainText(); got != "a[31m    bc" {
		t.Errorf("got %q, want no control characters", got)
	}
}

func TestAlignCells(t *testing.T) {
	got := alignCells([]string{"1", "小安", "7"}, []int{3, 6, 2}, []bool{true, false, true})
	if want := "  1  小安     7"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// The words on a button stay together.
func TestButtonsStayWhole(t *testing.T) {
	var out strings.Builder
	p := page{out: &out, columns: func() int { return 30 }}
	p.drawButtons("", card.Buttons{Items: []card.Button{{ID: "a", Label: "mostly right"}, {ID: "b", Label: "not right"}}})
	if want := "[1]\u00a0mostly right\n[2]\u00a0not right\n"; out.String() != want {
		t.Errorf("got %q, want %q", out.String(), want)
	}
}

// A button behind a text isn't broken across lines.
func TestQuoteButtonStaysWhole(t *testing.T) {
	for width := 20; width < 60; width++ {
		var out strings.Builder
		p := page{out: &out, columns: func() int { return width }}
		p.drawPart("", card.Quote{By: card.Line{{Text: "✗ a context manager comes from a function"}}, Button: card.Button{ID: "x", Label: "I had it"}})
		p.drawButtons("  ", card.Buttons{Items: []card.Button{{ID: "y", Label: "这点我答到了"}, {ID: "z", Label: "还有 3 份"}}})
		for _, want := range []string{"[1]\u00a0I had it", "[2]\u00a0这点我答到了", "[3]\u00a0还有 3 份"} {
			if !strings.Contains(out.String(), want) {
				t.Errorf("in %d columns: got no %q in\n%s", width, want, out.String())
			}
		}
	}
}
