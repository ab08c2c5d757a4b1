package drawing

import (
	"strings"
	"testing"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
)

// Links lead where Discord opens them, and tell nobody's password.
func TestFollowable(t *testing.T) {
	t.Parallel()
	for link, want := range map[string]bool{
		"https://example.com/a?b#c": true, "http://example.com": true, "": false, "example.com": false, "/a/b": false, "https://": false, "https:///a": false,
		"ftp://example.com/a": false, "javascript://example.com/%0aalert(1)": false, "discord://example.com/x": false, "https://a:b@example.com": false, "https://a@example.com": false, "http://[": false,
		"https://example.com/" + strings.Repeat("x", maxURL-20): true, "https://example.com/" + strings.Repeat("x", maxURL-19): false,
	} {
		if got := isFollowable(link); got != want {
			t.Errorf("%q: got %v, want %v", link, got, want)
		}
	}
}

// A link stands behind its words, but for words that look like another address: Discord shows no
// such link.
func TestMasked(t *testing.T) {
	t.Parallel()
	const link = "https://example.com/a"
	for words, want := range map[string]string{
		"the docs": "[the docs](<" + link + ">)", "two\n lines": "[two lines](<" + link + ">)", "a*b": `[a\*b](<` + link + ">)", "and/or": "[and/or](<" + link + ">)", "e.g. this/that": "[e.g. this/that](<" + link + ">)",
		"": "<" + link + ">", " ": "<" + link + ">", link: "<" + link + ">", "see http://x": `see http\://x (<` + link + ">)", "example.org/b": "example.org/b (<" + link + ">)",
	} {
		if got := maskedLink(words, link); got != want {
			t.Errorf("%q: got %q, want %q", words, got, want)
		}
	}
	if got, want := maskedLink("x", "https://example.com/ <a>\t\\`|*\n"), "[x](<https://example.com/%20%3Ca%3E%09%5C%60%7C%2A>)"; got != want {
		t.Errorf("an address with marks: got %q, want %q", got, want)
	}
}

// A time is shown with its date if the room's wording has one.
func TestTimestamp(t *testing.T) {
	t.Parallel()
	at := time.Unix(1795424400, 0)
	for text, want := range map[string]string{"17:30": "<t:1795424400:t>", "2026-11-24 17:30": "<t:1795424400:f>"} {
		if got := timestamp(card.Span{Text: text, At: at}); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
	}
}

// Neighbours of the same looks are one piece, others are not.
func TestWords(t *testing.T) {
	t.Parallel()
	code := func(text string) card.Span { return card.Span{Text: text, Code: true} }
	for want, line := range map[string]card.Line{
		"`ab`":                               {code("a"), code("b")},
		"`a`b":                               {code("a"), {Text: "b"}},
		"**ab**":                             {{Text: "a", Strong: true}, {Text: "b", Strong: true}},
		"**a**b":                             {{Text: "a", Strong: true}, {Text: "b"}},
		"[a](<http://x>)b":                   {{Text: "a", URL: "http://x"}, {Text: "b"}},
		"a[b](<http://x>)":                   {{Text: "a"}, {Text: "b", URL: "http://x"}},
		"a b":                                {{Text: "a "}, {Text: ""}, {Text: "b"}},
		"<t:1:t>a":                           {{Text: "0:00", At: time.Unix(1, 0)}, {Text: "a"}},
		"x # no heading":                     {{Text: "x "}, {Text: "# no heading"}},
		"\\# no heading":                     {{Text: "# no heading"}},
		"a **b** c":                          {{Text: "a"}, {Text: " b ", Strong: true}, {Text: "c"}},
		"**x** # no heading":                 {{Text: "x", Strong: true}, {Text: " # no heading"}},
		"**a**" + zeroWidthSpace + "**`b`**": {{Text: "a", Strong: true}, {Text: "b", Strong: true, Code: true}},
	} {
		if got := drawText(line); got != want {
			t.Errorf("%+v: got %q, want %q", line, got, want)
		}
	}
}

// Special characters are escaped only in the places where Discord interprets them.
func TestEscape(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"discord.gg/abc": `discord\.gg/abc`, "DISCORD.GG/abc": `DISCORD\.GG/abc`, "discord.com/invite/abc": `discord\.com/invite/abc`, "discord.new/abc": `discord\.new/abc`, "discord.com/channels. x": "discord.com/channels. x",
		"1. a": `1\. a`, "12) a": `12\) a`, "  3. a": `  3\. a`, "a\n4. b": "a\n" + `4\. b`, "a\n  5) b": "a\n  " + `5\) b`, "a 6. b": "a 6. b", ". a) b": ". a) b", "f(x) a.": "f(x) a.",
		"# a": `\# a`, "  - a": `  \- a`, "a\n+ b\n > c": "a\n" + `\+ b` + "\n " + `\> c`, "a # b > c - d": "a # b > c - d", "a\n\n  # b": "a\n\n  " + `\# b`,
		"a\x00b": "a\ufffdb", "a: b@ c": "a: b@ c", "a:b@c": `a\:b\@c`, "[a](b)": `\[a\](b)`,
	} {
		if got := escape(text, true); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
	if got, want := escape("# a\n# b", false), "# a\n\\# b"; got != want {
		t.Errorf("behind other words: got %q, want %q", got, want)
	}
}

// Code is read as it was written, between as many backticks as it takes, and never begins a block.
func TestInlineCode(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"a": "`a`", "a`b": "``a`b``", "`a": "`` `a``", "a`": "``a` ``", "``": "`` `" + zeroWidthSpace + "` ``", "a\nb": "`a b`", " ": " ", "": "", "a``b": "``a`" + zeroWidthSpace + "`b``", "a```b": "``a`" + zeroWidthSpace + "`" + zeroWidthSpace + "`b``",
	} {
		if got := inlineCode(text); got != want {
			t.Errorf("%q: got %q, want %q", text, got, want)
		}
	}
}

// The language of a block is a word, and what is in it does not end it.
func TestCodeBlock(t *testing.T) {
	t.Parallel()
	for language, want := range map[string]string{"go": "go", "c++": "c++", "objective-c": "objective-c", "": "", "a b": "", "中文": "", "a`": "", "f#": "f#"} {
		if got := codeBlock(language, "x"); got != "```"+want+"\nx\n```" {
			t.Errorf("%q: got %q, want the language %q", language, got, want)
		}
	}
	if got, want := codeBlock("", "a``b"), "```\na``b\n```"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if got := codeBlock("", "a```b"); strings.Count(got, "```") != 2 || strings.ReplaceAll(got, zeroWidthSpace, "") != "```\na```b\n```" {
		t.Errorf("what would end it: got %q", got)
	}
}

// Banks' Markdown is written in Discord's, block by block.
func TestWritten(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]string{
		"- a\n- [ ] b\n- [x] c":                "- a\n- ☐ b\n- ☑ c",
		"10. a\n    1. b\n11. c\n\n    second": "10. a\n    1. b\n11. c\n    second",
		"- ```go\n  x\n  ```":                  "- " + zeroWidthSpace + "\n```go\nx\n```",
		"- a\\\n  b":                           "- a\n  b",
		"-\n- b":                               "- " + zeroWidthSpace + "\n- b",
		"> a\n> b\n>\n> c":                     "> a b\n> \n> c",
		"a  \nb **c*d*e** ~~f~~":               "a\nb **c**" + zeroWidthSpace + "***d***" + zeroWidthSpace + "**e** ~~f~~",
		"[a](/b) [/c](/c)":                     "a (/b) /c",
		"a\n\nb\n\n- c\n\nd\n\n> e\n\nf":       "a\n\nb\n- c\nd\n> e\nf",
		"```\n\n```":                           "",
		"f\n\n```\n\n```\n\ng":                 "f\n\ng",
		"h  \ni\n===\n\na":                     "## h i\na",
		"#### i `j`":                           "**i** **`j`**",
		"**a**~~**b**~~":                       "**a**~~**b**~~",
		"~~**a**~~ ***b***":                    "~~**a**~~ ***b***",
		"**`a*b`**":                            "`a*b`",
		"**`a`**~~`b`~~":                       "**`a`**~~`b`~~",
		"a\n\n---\n\nb":                        "a\n\n———\n\nb",
	} {
		if got := renderDocument(markdown.Parse(source)); got != want {
			t.Errorf("%q: got %q, want %q", source, got, want)
		}
	}
}
