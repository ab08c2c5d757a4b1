package markdown

import (
	"reflect"
	"strings"
	"testing"
)

func TestMessage(t *testing.T) {
	mono := func(s string) Span { return Span{Text: s, Style: Mono} }
	text := func(s string) Span { return Span{Text: s} }
	end := Span{Break: true}
	for name, c := range map[string]struct {
		source string
		want   Doc
	}{
		"nothing":                      {"", nil},
		"paragraphs and lines":         {"**a**\n<b>\r\n\n\n# c\n", Doc{par(text("**a**"), end, text("<b>")), par(text("# c"))}},
		"a blank line with spaces":     {"a\n  \nb", Doc{par(text("a")), par(text("b"))}},
		"indentation":                  {"if x:\n    return 1", Doc{par(text("if x:"), end, text("    return 1"))}},
		"no links, lists, quotes":      {"[a](http://b)\n- c\n> d\n| e |", Doc{par(text("[a](http://b)"), end, text("- c"), end, text("> d"), end, text("| e |"))}},
		"a fence":                      {"```\nx = 1\n\n    # no *heading*\n```", Doc{Code{"", "x = 1\n\n    # no *heading*"}}},
		"a language":                   {"```python\nx\n```", Doc{Code{"python", "x"}}},
		"text around it":               {"so:\n```go\nx\n```\nyes", Doc{par(text("so:")), Code{"go", "x"}, par(text("yes"))}},
		"two":                          {"```\na\n```\n\n```\nb\n```", Doc{Code{"", "a"}, Code{"", "b"}}},
		"tildes":                       {"~~~js\n`x` ``` y\n~~~", Doc{Code{"js", "`x` ``` y"}}},
		"longer fences":                {"````\n```\nx\n```\n````", Doc{Code{"", "```\nx\n```"}}},
		"never closed":                 {"so\n```py\nx\n\ny", Doc{par(text("so")), Code{"py", "x\n\ny"}}},
		"tildes never closed":          {"~~~\nx", Doc{Code{"", "x"}}},
		"an indented fence":            {"  ```\n  if x:\n      y\n z\n  ```", Doc{Code{"", "if x:\n    y\nz"}}},
		"as Slack writes it":           {"```def f():\n    return 1```", Doc{Code{"", "def f():\n    return 1"}}},
		"as Slack writes one word":     {"```pass\nx```", Doc{Code{"", "pass\nx"}}},
		"Slack with a language":        {"```python\nx = 1```\nso", Doc{Code{"python", "x = 1"}, par(text("so"))}},
		"in one line":                  {"```x = 1```", Doc{Code{"", "x = 1"}}},
		"in one line with text behind": {"```x``` it is", Doc{par(mono("x"), text(" it is"))}},
		"behind text":                  {"so: ```py\nx\n```", Doc{par(text("so: ")), Code{"py", "x"}}},
		"code in the first line":       {"``` x = (1)\ny\n```", Doc{Code{"", " x = (1)\ny"}}},
		"text behind the end":          {"so ```def f():\n    return 1``` and so", Doc{par(text("so ")), Code{"", "def f():\n    return 1"}, par(text("and so"))}},
		"text between two":             {"```\na\n``` and ```\nb\n```", Doc{Code{"", "a"}, par(text("and ")), Code{"", "b"}}},
		"two on three lines":           {"```a\nb``` and ```x\ny``` e", Doc{Code{"", "a\nb"}, par(text("and ")), Code{"", "x\ny"}, par(text("e"))}},
		"marks within code":            {"```py\ns = '```' + x\n```", Doc{Code{"py", "s = '```' + x"}}},
		"a fence within a fence":       {"```md\n```py\nx\n```", Doc{Code{"md", "```py\nx"}}},
		"marks that are no fence":      {"what do ``` do?\nnothing", Doc{par(text("what do ``` do?"), end, text("nothing"))}},
		"decoration":                   {"~~~ my answer ~~~\nyes", Doc{par(text("~~~ my answer ~~~"), end, text("yes"))}},
		"nothing in it":                {"a\n```\n```\nb", Doc{par(text("a"), end, text("```"), end, text("```"), end, text("b"))}},
		"a last open fence":            {"a\n```", Doc{par(text("a"), end, text("```"))}},
		"inline":                       {"use `x*y` and ``a`b``", Doc{par(text("use "), mono("x*y"), text(" and "), mono("a`b"))}},
		"inline with padding":          {"`` `a` `` and ` b`", Doc{par(mono("`a`"), text(" and "), mono(" b"))}},
		"backticks alone":              {"a ` b `` c ` `", Doc{par(text("a "), mono("b `` c"), text(" `"))}},
		"an empty pair":                {"`` and ` `", Doc{par(text("`` and ` `"))}},
		"not over lines":               {"a `b\nc` d", Doc{par(text("a `b"), end, text("c` d"))}},
		"Chinese":                      {"用 `yield` 即可。\n```\n打印（1）\n```", Doc{par(text("用 "), mono("yield"), text(" 即可。")), Code{"", "打印（1）"}}},
	} {
		if got := Message(c.source); !reflect.DeepEqual(got, c.want) {
			t.Errorf("%s: %q became\n%#v, want\n%#v", name, c.source, got, c.want)
		}
	}
}

// Long code of a member is cut between its lines into blocks of the same language.
func TestMessageCut(t *testing.T) {
	doc := Doc{Quote{Message("so:\n```go\n" + strings.Repeat("\tx := 1\n", 40) + "```")}}
	var parts, lines int
	for len(doc) > 0 {
		var head Doc
		head, doc = Cut(doc, func(d Doc) bool { return len(d.Plain()) <= 100 })
		for _, b := range head[0].(Quote).Blocks {
			if code, ok := b.(Code); ok {
				lines += strings.Count(code.Text+"\n", "\tx := 1\n")
				if code.Language != "go" {
					t.Errorf("a part is in %q", code.Language)
				}
			}
		}
		parts++
	}
	if parts < 3 || lines != 40 {
		t.Errorf("%d parts with %d lines, want several with 40", parts, lines)
	}
}

// Whatever a member writes, everything but fences, backticks and names of languages comes out, and
// nothing else has a look.
func FuzzMessage(f *testing.F) {
	for _, seed := range []string{"# a", "```\nx\n```", "~~~\n", "a `b` ``c", "```a\n\n  b```c", "[a](b)", "```go x\n~~~\n````", "\xff`\r\n`"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		doc := Message(source)
		letters := func(s string) string {
			return strings.Join(strings.FieldsFunc(s, func(c rune) bool { return c == '`' || c == '~' || strings.ContainsRune(" \n\r\t\v\f\u0085\u00a0", c) }), "")
		}
		var languages string
		for _, block := range doc {
			switch b := block.(type) {
			case Code:
				languages += b.Language
			case Paragraph:
				for _, s := range b.Line {
					if s.URL != "" || s.Image || s.Style&^Mono != 0 {
						t.Errorf("%q has %#v", source, s)
					}
				}
			default:
				t.Errorf("%q has a %T", source, b)
			}
		}
		if got, want := len(letters(doc.Plain()))+len(languages), len(letters(source)); got != want {
			t.Errorf("%q has %d letters, %d come out", source, want, got)
		}
	})
}
