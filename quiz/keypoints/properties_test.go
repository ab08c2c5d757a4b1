package keypoints

import (
	"html"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// checkPoints checks the promises of Derive.
func checkPoints(t rapid.TB, reference string, points []Point, why Why) {
	t.Helper()
	if (len(points) == 0) != why.None() || len(points) > Most {
		t.Errorf("%d points of %q: %s", len(points), reference, why)
	}
	last := -1
	for _, p := range points {
		if p.Start < 0 || p.Start >= p.End || p.End > len(reference) || p.Start < last {
			t.Errorf("a point of %q from %d to %d", reference, p.Start, p.End)
			return
		}
		last = p.Start
		if strings.TrimSpace(p.Text) == "" || utf8.ValidString(reference) && !utf8.ValidString(reference[p.Start:p.End]) {
			t.Errorf("a point %q cut through a letter: %q", p.Text, reference[p.Start:p.End])
		}
		if !holdsLetters(html.UnescapeString(reference[p.Start:p.End]), html.UnescapeString(p.Text)) {
			t.Errorf("the words of %q are not all in %q", p.Text, reference[p.Start:p.End])
		}
	}
}

// holdsLetters reports whether a text holds the letters of another in their order.
func holdsLetters(text, part string) bool {
	want := []rune(part)
	for _, r := range text {
		for len(want) > 0 && !unicode.IsLetter(want[0]) && !unicode.IsDigit(want[0]) {
			want = want[1:]
		}
		if len(want) > 0 && r == want[0] {
			want = want[1:]
		}
	}
	return !slices.ContainsFunc(want, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// markdown draws texts of pieces with all that the reader knows.
func markdown() *rapid.Generator[string] {
	piece := rapid.SampledFrom([]string{
		"* ", "- ", "1. ", "2) ", "（3）", "  ", "    ", "\n", "\n\n", "> ", "# ", "## TL;DR\n", "```\n", "`", "``", "**", "__", "_", "*", "~~", "[", "](", ")", "![", "<br>", "<b>", "</b>",
		"<!--", "-->", "<pre>", "</pre>", "&lt;", "&", ";", "；", ": ", "：", ". ", "。", "? ", "，而", ", while ", "|", "|---|---|\n", "---\n", "===\n", "https://a.b/c ", "例如", "For example, ",
		"a word ", "数据库索引", "e.g. ", "\\", "\t", "\r\n", "é", "\xff", " ||| ", "一、", "TODO", "Слово ",
	})
	return rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(piece, 0, 60).Draw(t, "pieces"), "") })
}

func TestPointsLieInTheReference(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		reference := markdown().Draw(t, "reference")
		points, why := Derive(rapid.SampledFrom([]string{"", "What is a word?", "数据库索引"}).Draw(t, "question"), reference)
		checkPoints(t, reference, points, why)
	})
}

func FuzzDerive(f *testing.F) {
	f.Add("Why?", "* **a**: `b`\n  1. c\n\n| d |\n|---|\n| e | f |\n")
	f.Add("为什么？", "因为A，而B；C。参考：https://example.com")
	f.Fuzz(func(t *testing.T, question, reference string) {
		points, why := Derive(question, reference)
		checkPoints(t, reference, points, why)
	})
}

// Long references take time in proportion to their length.
func TestTimeIsLinear(t *testing.T) {
	const size = 20_000
	for _, piece := range []string{
		"a ", "word. ", "[", "](", "[a](", "`", "``a`", "*a", "**", "_a ", "<b", "<!--", "&", "(", "* a\n", "1. a\n\n", "  * a\n", "> ", "|a|b|\n", "a: b\n", "数", "数，而据", "a; ", "\\",
		"\n", "```\n", "https://a", "<code>", "例如数据。", "a-b - c\n", "TODO ", "一、a\n", "a\n  b\n",
	} {
		reference := strings.Repeat(piece, size/len(piece))
		start := time.Now()
		points, why := Derive("What is a word?", reference)
		if took := time.Since(start); took > 30*time.Second {
			t.Errorf("%q took %v", piece, took)
		}
		checkPoints(t, reference, points, why)
	}
}
