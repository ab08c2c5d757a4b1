package discordtest

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quizbot/internal/testing/discordtest/payload"
	"quizbot/internal/testing/discordtest/render"
)

// The client's effects and visible text of a message.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct{ in, effects, seen string }{
		{"plain text, 2 * 3 * 4", "", "plain text, 2 * 3 * 4"},
		{"**a** *b* _c_ __d__ ~~e~~ ||f||", "strong emphasis emphasis underline strike spoiler", "a b c d e f"},
		{"***both***", "emphasis strong", "both"},
		{"**a *b* c**", "strong emphasis", "a b c"},
		{"snake_case_name", "", "snake_case_name"},
		{"snake_case_", "emphasis", "snakecase"}, // nobody looks at what stands before
		{"*a b *", "", "*a b *"},
		{"**unclosed", "", "**unclosed"},
		{`\*a\* \_b\_ \~\~c\~\~ \|\|d\|\| \*\*e\*\*`, "", `*a* _b_ ~~c~~ ||d|| **e**`},
		{`\a \1 \ b \`, "", `\a \1 \ b \`},
		{`\中\。\\`, "", `中。\`},
		{`||a\||`, "spoiler", `a\`}, // the backslash protects nothing there
		{"`**a**` ``b`c`` `` ` ``", "code code code", "**a** b`c `"},
		{"``a`", "code", "`a"}, // fewer will do
		{"\\`a\\`", "", "`a`"},
		{"```go\nx := **1**\n```\nafter", "code block", "    x := **1**\nafter"},
		{"before ```x``` after", "code block", "before \n    x\n after"},
		{"```go```", "code block", "    go"},
		{"> a\n> **b**\nc", "quote strong", "  a\n  b\nc"},
		{">>> a\n\nb", "quote", "  a\n  \n  b"},
		{"a > b >no\n\\> c", "", "a > b >no\n> c"},
		{"> > a", "quote", "  > a"},
		{"# A **b**\ntext\n-# small", "heading strong subtext", "# A b\ntext\n· small"},
		{"#no ##no\n#### no\n\\# no \\-# no", "", "#no ##no\n#### no\n# no -# no"},
		{"a # b", "", "a # b"},
		{"- a\n- b\n  - c\n  d\ne", "list list", "• a\n• b\n  • c\n  d\ne"},
		{"3. a\n9. b", "list", "3. a\n4. b"},
		{"2026. was", "list", "2026. was"},
		{"\\- a\n1\\. b\n-c\n1.d\n+ e", "", "- a\n1. b\n-c\n1.d\n+ e"},
		{"* a", "list", "• a"},
		{"[a *b*](https://e.org/x) [c](<https://e.org>)", "link emphasis link", "a b (https://e.org/x) c (https://e.org)"},
		{"[a](b) \\[a](https:/x) [a] (b)", "", "[a](b) [a](https:/x) [a] (b)"},
		{`[a\](https://e.org)`, "link", `a\ (https://e.org)`}, // and there
		{"https://e.org/a_(b). (https://e.org/c)", "link link", "https://e.org/a_(b). (https://e.org/c)"},
		{"see xhttps://e.org, <https://e.org>", "link link", "see xhttps://e.org, https://e.org"},
		{`https\://e.org http:// <a b>`, "", "https://e.org http:// <a b>"},
		{"<me@e.org> <+491234567>", "link link", "me@e.org +491234567"},
		{"<@123456789012345678> <@!1> <@&2> <#3>", "mention mention mention mention", "@123456789012345678 @1 @2 #3"},
		{`\<@1> <\@1> \<#3>`, "", "<@1> <@1> <#3>"},
		{"@everyone mail@here.org", "everyone everyone", "@everyone mail@here.org"},
		{`\@everyone @\everyone`, "", `@everyone @\everyone`},
		{"<:a_b:1> <a:c:2> :smile: :+1: :100:", "emoji emoji emoji emoji emoji", ":a_b: :c: :smile: :+1: :100:"},
		{`10:30:45 a::b \:smile: : x :`, "", "10:30:45 a::b :smile: : x :"},
		{"<t:1764174600:t> <t:1764174600:f> <t:1764174600> <t:1764174600:D>", "time time time time", "16:30 2025-11-26 16:30 2025-11-26 16:30 2025-11-26"},
		{"<t:1:x> \\<t:1:t>", "", "<t:1:x> <t:1:t>"},
		{"</quiz me:1> <id:customize>", "command place", "/quiz me id:customize"},
		{`¯\_(ツ)_/¯`, "", `¯\_(ツ)_/¯`},
		{"**# a**", "strong heading", "# a"},
		{"a\r\nb", "", "a\r\nb"},
	} {
		var kinds []string
		for _, e := range render.Effects(tt.in) {
			kinds = append(kinds, string(e.Kind))
		}
		if got := strings.Join(kinds, " "); got != tt.effects {
			t.Errorf("%q has the effects %q, want %q", tt.in, got, tt.effects)
		}
		text, err := json.Marshal([]payload.Object{{"type": payload.ComponentText, "content": tt.in}})
		if err != nil {
			t.Fatal(err)
		}
		if got := render.Render(text); got != tt.seen {
			t.Errorf("%q is seen as %q, want %q", tt.in, got, tt.seen)
		}
	}
}

// An effect has its visible text and its address.
func TestEffects(t *testing.T) {
	t.Parallel()
	got := fmt.Sprint(render.Effects("a **b [c](https://e.org)** @here **d***"))
	want := "[{strong b c (https://e.org) } {link c (https://e.org) https://e.org} {everyone @here } {strong d* }]"
	if got != want {
		t.Errorf("got\n%s, want\n%s", got, want)
	}
}

// However strange a text is, reading it ends. Where the work doubled with every character, it would
// not before the deadline of the test.
func TestStrangeTexts(t *testing.T) {
	t.Parallel()
	for _, part := range []string{"*", "_", "**_", "`", "``` ", "[", "[](", "[a](https://e.org/(", "||", "> ", "- ", "\n- ", " - ", "<", ":a", "~~", "\\", "https://", "1. \n", "\xff", "[*_~|`"} {
		render.Effects(strings.Repeat(part, 4000/len(part)))
	}
}

// Components are seen in their order, controls in brackets.
func TestRender(t *testing.T) {
	t.Parallel()
	in := []payload.Object{
		{"type": payload.ComponentContainer, "components": []any{
			payload.Object{"type": payload.ComponentText, "content": "# Title"},
			payload.Object{"type": payload.ComponentSection, "components": []any{payload.Object{"type": payload.ComponentText, "content": "**text**"}}, "accessory": knob("Vote", "v")},
			payload.Object{"type": payload.ComponentSeparator},
			payload.Object{"type": payload.ComponentGallery, "items": []any{payload.Object{"media": payload.Object{"url": "https://e.org/p.png"}, "description": "a cat"}}},
		}},
		row(knob("A", "a"), payload.Object{"type": payload.ComponentButton, "style": 1, "emoji": payload.Object{"name": "💡"}, "label": "Hint"}),
		row(with(choose(payload.Object{"label": "A. list", "value": "0"}, payload.Object{"label": "B. str", "value": "1", "description": "immutable"}), "placeholder", "Choose")),
		{"type": 99},
	}
	want := "# Title\ntext\n[Vote]\n────────\n[picture: a cat] https://e.org/p.png\n[A] [💡 Hint]\n[Choose: A. list / B. str (immutable)]\n?99?"
	if got := render.Render(payload.Raw(in)); got != want {
		t.Errorf("seen as\n%s\nwant\n%s", got, want)
	}
}
