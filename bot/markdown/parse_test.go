package markdown

import (
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

func cell(s string) Line   { return Line{{Text: s}} }
func strong(s string) Span { return Span{Text: s, Style: Strong} }
func par(l ...Span) Block  { return Paragraph{Line(l)} }

func TestParse(t *testing.T) {
	for name, c := range map[string]struct {
		source string
		want   Doc
	}{
		"nothing":            {"", nil},
		"paragraphs":         {"one\n\ntwo", Doc{par(Span{Text: "one"}), par(Span{Text: "two"})}},
		"a soft line end":    {"one\ntwo", Doc{par(Span{Text: "one two"})}},
		"in Chinese":         {"第一行\n第二行", Doc{par(Span{Text: "第一行第二行"})}},
		"a hard line end":    {"one  \ntwo", Doc{par(Span{Text: "one"}, Span{Break: true}, Span{Text: "two"})}},
		"Windows' ends":      {"one\r\n\r\ntwo", Doc{par(Span{Text: "one"}), par(Span{Text: "two"})}},
		"a heading":          {"## A *b*", Doc{Heading{2, Line{{Text: "A "}, {Text: "b", Style: Emphasis}}}}},
		"looks":              {"**a *b*** ~~c~~ `d`", Doc{par(strong("a "), Span{Text: "b", Style: Strong | Emphasis}, Span{Text: " "}, Span{Text: "c", Style: Strike}, Span{Text: " "}, Span{Text: "d", Style: Mono})}},
		"bold in Chinese":    {"这是**重点：**后文", Doc{par(Span{Text: "这是"}, strong("重点："), Span{Text: "后文"})}},
		"powers are no bold": {"重 2 ** 3 ** 4", Doc{par(Span{Text: "重 2 ** 3 ** 4"})}},
		"bold code stays":    {"`a**重**b`", Doc{par(Span{Text: "a**重**b", Style: Mono})}},
		"escapes":            {`\*a\* &lt;b&gt; &#35;`, Doc{par(Span{Text: "*a* <b> #"})}},
		"a link":             {"see [the *docs*](https://example.org/x)", Doc{par(Span{Text: "see "}, Span{Text: "the ", URL: "https://example.org/x"}, Span{Text: "docs", Style: Emphasis, URL: "https://example.org/x"})}},
		"a bare link":        {"https://example.org/x", Doc{par(Span{Text: "https://example.org/x", URL: "https://example.org/x"})}},
		"a picture":          {"![a map](map.png)", Doc{Image{"a map", "map.png"}}},
		"within text":        {"see ![a map](map.png)", Doc{par(Span{Text: "see "}, Span{Text: "a map", URL: "map.png", Image: true})}},
		"code":               {"```go\nx := 1\n\n# no heading\n```", Doc{Code{"go", "x := 1\n\n# no heading"}}},
		"indented code":      {"    x := 1", Doc{Code{"", "x := 1"}}},
		"an open fence":      {"```\nx", Doc{Code{"", "x"}}},
		"a rule":             {"a\n\n---", Doc{par(Span{Text: "a"}), Rule{}}},
		"a quote":            {"> a", Doc{Quote{Doc{par(Span{Text: "a"})}}}},
		"a list":             {"- a\n- b\n  - c", Doc{List{Tight: true, Items: []Item{{Blocks: Doc{par(Span{Text: "a"})}}, {Blocks: Doc{par(Span{Text: "b"}), List{Tight: true, Items: []Item{{Blocks: Doc{par(Span{Text: "c"})}}}}}}}}}},
		"numbers":            {"3. a\n4. b", Doc{List{Ordered: true, Start: 3, Tight: true, Items: []Item{{Blocks: Doc{par(Span{Text: "a"})}}, {Blocks: Doc{par(Span{Text: "b"})}}}}}},
		"tasks":              {"- [x] a\n- [ ] b", Doc{List{Tight: true, Items: []Item{{Task: 'x', Blocks: Doc{par(Span{Text: "a"})}}, {Task: ' ', Blocks: Doc{par(Span{Text: "b"})}}}}}},
		"a table":            {"| a | b |\n|---|--:|\n| 1 | **2** |\n| 3 |", Doc{Table{[]Align{Left, Right}, []Line{cell("a"), cell("b")}, [][]Line{{cell("1"), {strong("2")}}, {cell("3"), nil}}}}},
		"known tags":         {"a<br>b <kbd>c</kbd>", Doc{par(Span{Text: "a"}, Span{Break: true}, Span{Text: "b c"})}},
		"other tags":         {"a <script>x</script>", Doc{par(Span{Text: "a <script>x</script>"})}},
		"comments":           {"<!-- hidden -->\n\na <!-- too --> b", Doc{par(Span{Text: "a  b"})}},
		"an HTML block":      {"<p align=\"center\">\nhello\n</p>", Doc{par(Span{Text: " hello "})}},
	} {
		if got := Parse(c.source); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q became\n%#v, want\n%#v", name, c.source, got, c.want)
		}
	}
}

func TestPlain(t *testing.T) {
	got := Parse("## A *b*\n\n1. one\n2. two\n\n| x | y |\n|---|---|\n| 1 | 2 |\n\n> q\n\n![alt](u)\n\n```\ncode\n```").Plain()
	want := "A b\n\n1. one\n2. two\n\nx | y\n1 | 2\n\nq\n\nalt\n\ncode"
	if got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := PlainInline("What does `x` *do*?\nreally"); got != "What does x do? really" {
		t.Errorf("got %q, want one line", got)
	}
}

// Whatever comes in, every letter of prose comes out.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{"# a", "- [x] a\n\n  b", "|a|\n|-|\n|b|", "<b>**重：**x", "![]()", "```\n", "\xff", "a  \n<br>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		plain := Parse(source).Plain()
		if !utf8.ValidString(plain) {
			t.Errorf("%q became invalid UTF-8", source)
		}
		if prose(source) && !strings.Contains(plain, strings.TrimSpace(source)) {
			t.Errorf("%q became %q", source, plain)
		}
	})
}

// prose reports whether text has nothing but letters and single spaces, so that it means itself.
func prose(text string) bool {
	return text != "" && strings.IndexFunc(text, func(c rune) bool { return (c < 'a' || c > 'z') && c != ' ' }) < 0 &&
		strings.TrimSpace(text) == text && text != ""
}

func BenchmarkParse(b *testing.B) {
	source := strings.Repeat("## A heading\n\nSome *text* with `code` and **more**, 中文也有。\n\n- one\n- two\n\n```go\nx := 1\n```\n\n", 200)
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Parse(source)
	}
}

// Pictures of HTML are pictures, alone and within text, with their attributes in any order and
// between any marks.
func TestHTMLPictures(t *testing.T) {
	for source, want := range map[string]Doc{
		`<img src="a.png" alt="a &amp; b">`:                   {Image{"a & b", "a.png"}},
		`<p align="center"><img alt='x' src='a.png' /></p>`:   {Image{"x", "a.png"}},
		"What is <IMG width=3 src=a.png alt=\"x > y\"> here?": {Paragraph{Line{{Text: "What is "}, {Text: "x > y", URL: "a.png", Image: true}, {Text: " here?"}}}},
		"`<img src=\"a.png\">` and <img alt=\"none\">":        {Paragraph{Line{{Text: `<img src="a.png">`, Style: Mono}, {Text: ` and <img alt="none">`}}}},
	} {
		if got := Parse(source); !reflect.DeepEqual(got, want) {
			t.Errorf("%s: got %#v, want %#v", source, got, want)
		}
	}
}
