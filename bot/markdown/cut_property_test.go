package markdown

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/rivo/uniseg"
)

// weigh is what a platform may count: text and addresses, frames around them, marks around styled
// text.
func weigh(doc Doc) int {
	n := 0
	for _, block := range doc {
		n += 2 + weighBlock(block)
	}
	return n
}

func weighBlock(block Block) int {
	switch b := block.(type) {
	case Paragraph:
		return weighLine(b.Line)
	case Heading:
		return b.Level + weighLine(b.Line)
	case Code:
		return 8 + len(b.Language) + utf8.RuneCountInString(b.Text)
	case Quote:
		return 8 + weigh(b.Blocks)
	case List:
		n := 0
		for i, item := range b.Items {
			n += 6 + len(b.Marker(i)) + weigh(item.Blocks)
		}
		return n
	case Table:
		n := 0
		for _, row := range append([][]Line{b.Header}, b.Rows...) {
			for _, cell := range row {
				n += 3 + weighLine(cell)
			}
		}
		return n
	case Image:
		return 4 + len(b.URL) + utf8.RuneCountInString(b.Alt)
	}
	return 3
}

func weighLine(line Line) int {
	n := 0
	for _, s := range line {
		n += utf8.RuneCountInString(s.Text) + 2*int(s.Style)
		if s.URL != "" {
			n += 4 + len(s.URL)
		}
		if s.Break {
			n++
		}
	}
	return n
}

// hard are words that are hard to cut.
var hard = []string{
	"closure", "函数和变量。", "`x`", "**strong**", "~~***all***~~", "[link](https://example.com)", "a.b", "\\*", "End.", "👨‍👩‍👧‍👦", "🇩🇪🇫🇷", "👍🏽", "e\u0301\u0323", "각각", "\u1100\u1161\u11a8",
	"क्षि", "**e**\u0301x", strings.Repeat("w", 700), strings.Repeat("👨‍👩‍👧‍👦", 90), strings.Repeat("🇩🇪", 90), strings.Repeat("字", 300),
	"![alt](data:image/png;base64," + strings.Repeat("iVBORw0KGgo", 90) + ")", "![](data:image/png;base64," + strings.Repeat("A", 900) + ")",
	"[words](https://example.com/" + strings.Repeat("a", 900) + ")", "<https://example.com/" + strings.Repeat("b", 900) + ">", "`" + strings.Repeat("c", 400) + "`", "<br>",
	"![" + strings.Repeat("long alt ", 60) + "](pic.png)", "[" + strings.Repeat("long link ", 60) + "](https://example.com)",
}

// nasty is Markdown of random blocks that are hard to cut.
func nasty(rng *rand.Rand) string {
	words := func(n int) string {
		var list []string
		for range 1 + rng.IntN(n) {
			list = append(list, hard[rng.IntN(len(hard))])
		}
		return strings.Join(list, " ")
	}
	var b strings.Builder
	for range 1 + rng.IntN(5) {
		switch rng.IntN(9) {
		case 0:
			b.WriteString("# " + words(8) + "\n\n")
		case 1:
			b.WriteString("```" + []string{"", "go", strings.Repeat("language", 60)}[rng.IntN(3)] + "\n" + strings.Repeat(words(3)+"\n", rng.IntN(6)) + "```\n\n")
		case 2:
			for depth := range 1 + rng.IntN(30) {
				fmt.Fprintf(&b, "%s- %s\n", strings.Repeat("  ", depth), words(2))
			}
			b.WriteString("\n")
		case 3:
			b.WriteString(strings.Repeat("> ", 1+rng.IntN(20)) + words(9) + "\n\n")
		case 4:
			b.WriteString("| " + words(2) + " | b |\n|---|---|\n" + strings.Repeat("| "+words(2)+" | "+words(2)+" |\n", 1+rng.IntN(3)) + "\n")
		case 5:
			b.WriteString(hard[rng.IntN(len(hard))] + "\n\n")
		default:
			b.WriteString(words(12) + "\\\n" + words(12) + "\n\n")
		}
	}
	return b.String()
}

// Whatever a document holds and however little fits: every part fits, no text is lost, no cluster
// is cut.
func TestCutFits(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	for range 400 {
		checkCut(t, nasty(rng), 140+rng.IntN(900))
		if t.Failed() {
			return
		}
	}
}

func FuzzCut(f *testing.F) {
	for _, source := range hard {
		f.Add(source, 150)
	}
	f.Fuzz(func(t *testing.T, source string, limit int) {
		const most = 20_000 // bytes; longer ones take too long to be tried often
		if len(source) > most {
			return
		}
		checkCut(t, source, 140+max(limit, 0)%2000)
	})
}

func checkCut(t *testing.T, source string, limit int) {
	t.Helper()
	doc := Parse(source)
	var text string
	var clusters []string
	parts, rest := 0, doc
	for len(rest) > 0 {
		var head Doc
		head, rest = Cut(rest, func(d Doc) bool { return weigh(d) <= limit })
		if size := weigh(head); size > limit {
			t.Fatalf("a part weighs %d, more than %d: %.300q of %.300q", size, limit, fmt.Sprint(head), source)
		}
		if parts++; len(head) == 0 || parts > 10+len(source) {
			t.Fatalf("cutting does not go on: %.300q of %.300q", fmt.Sprint(head), source)
		}
		text += letters(head)
		clusters = append(clusters, clustersOf(runs(head))...)
	}
	if want := letters(doc); !hasTable(doc) && !strings.Contains(source, "![](") && text != want {
		t.Fatalf("cut to %d: got\n%q\nwant\n%q\nof %q", limit, text, want, source)
	}
	if whole := clustersOf(runs(doc)); !slices.Equal(clusters, whole) && !hasTable(doc) && !strings.Contains(source, "![](") && !slices.ContainsFunc(whole, func(s string) bool { return len(s) > limit/3 }) {
		t.Fatalf("cut to %d, a cluster is cut: got\n%q\nwant\n%q\nof %q", limit, clusters, whole, source)
	}
}

// clustersOf are the grapheme clusters of a text but for white space.
func clustersOf(text string) []string {
	var list []string
	for g := uniseg.NewGraphemes(text); g.Next(); {
		if strings.TrimSpace(g.Str()) != "" {
			list = append(list, g.Str())
		}
	}
	return list
}
