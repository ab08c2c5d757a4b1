package drawing

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"quizbot/bot/bottest"
	"quizbot/bot/card"
)

// verdict is the independent parser's reading of a text.
type verdict struct {
	// Text is all that is read, without marks; code as it stands.
	Text string `json:"text"`
	// Effects are pairs of a kind, such as strong, link, everyone or codeBlock, and its object: a
	// link's address, a mentioned id, a code block's language, or else the text.
	Effects [][2]string `json:"effects"`
}

// judgeScript returns the path of the independent parser, installed by the end-to-end stage. The test
// is skipped without it.
func judgeScript(t *testing.T) string {
	t.Helper()
	script := os.Getenv("QUIZBOT_E2E_MARKDOWN")
	if script == "" {
		t.Skip("QUIZBOT_E2E_MARKDOWN names no judge: internal/testing/e2e/run installs it and starts this test")
	}
	return script
}

// judged runs the independent parser.
func judged(t *testing.T, contents []string) []verdict {
	t.Helper()
	script := judgeScript(t)
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, c := range contents {
		if err := encoder.Encode(map[string]string{"content": c}); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(t.Context(), "node", script)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]verdict, 0, len(contents))
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var v verdict
		if err := lines.Decode(&v); err != nil {
			t.Fatal(err)
		}
		list = append(list, v)
	}
	if len(list) != len(contents) {
		t.Fatalf("%d texts have %d verdicts", len(contents), len(list))
	}
	return list
}

// The independent parser itself: effects, escapes and plain text.
func TestJudge(t *testing.T) {
	t.Parallel()
	cases := []struct{ content, text, effects string }{
		{"plain, snake_case and 2 * 3 * 4", "plain, snake_case and 2 * 3 * 4", "[]"},
		{"**a** *b* _c_ __d__ ~~e~~ ||f||", "a b c d e f", "[[strong a] [em b] [em c] [underline d] [strikethrough e] [spoiler f]]"},
		{`\*\*a\*\* \*b\* \_c\_ \_\_d\_\_ \~\~e\~\~ \|\|f\|\|`, "**a** *b* _c_ __d__ ~~e~~ ||f||", "[]"},
		{"***a***", "a", "[[em a] [strong a]]"},
		{"`a` ``b`c``", "a b`c", "[[inlineCode a] [inlineCode b`c]]"},
		{"\\`a\\`", "`a`", "[]"},
		{"```go\nx := `*y*`\n```", "x := `*y*`", "[[codeBlock go]]"},
		{"```\n# *y* @everyone\n```", "# *y* @everyone", "[[codeBlock # *y* @everyone]]"},
		{"\\`\\`\\`\nx\n\\`\\`\\`", "```\nx\n```", "[]"},
		{"# a\n## b\n-# c", "a\nb\nc\n", "[[heading a] [heading b] [subtext c]]"},
		{"\\# a\n\\-# c", "# a\n-# c", "[]"},
		{"#a\n#### b\na # b", "#a\n#### b\na # b", "[]"},
		{"> a\n> b\nc", "a\nb\nc", "[[blockQuote a\nb\n]]"},
		{"> a\n# b", "a\nb\n", "[[blockQuote a\n] [heading b]]"},
		{">>> a\nb", "a\nb", "[[blockQuote a\nb]]"},
		{"\\> a\na > b", "> a\na > b", "[]"},
		{"- a\n* b\n  - c\n1. d", "a\nb\nc\nd", "[[list -] [list *] [list -] [list 1.]]"},
		{"\\- a\n\\* b\n1\\. d\n-e\na - b", "- a\n* b\n1. d\n-e\na - b", "[]"},
		{
			"[a](https://b.example) <https://c.example> https://d.example/e_f_g", "a https://c.example https://d.example/e_f_g",
			"[[link https://b.example] [autolink https://c.example] [url https://d.example/e_f_g]]",
		},
		{`\[a](https\://b.example) \<https\://c.example>`, "[a](https://b.example) <https://c.example>", "[]"},
		{
			"@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678>", "    ",
			"[[everyone ] [here ] [user 123456789012345678] [role 123456789012345678] [channel 123456789012345678]]",
		},
		{
			`\@everyone \@here \<@123456789012345678> \<@&123456789012345678> \<#123456789012345678>`,
			"@everyone @here <@123456789012345678> <@&123456789012345678> <#123456789012345678>", "[]",
		},
		{
			"<:ab:123456789012345678> <t:1767225600:t> </quiz me:123456789012345678> <123456789012345678:guide>", "   ",
			"[[emoji 123456789012345678] [timestamp 1767225600] [slashCommand 123456789012345678] [guildNavigation 123456789012345678]]",
		},
		{`\<:ab:123456789012345678> \<t:1767225600:t> \</quiz me:123456789012345678>`, "<:ab:123456789012345678> <t:1767225600:t> </quiz me:123456789012345678>", "[]"},
		{"well done 👍 ✅", "well done 👍 ✅", "[]"},
		{"**a *b `c`***", "a b c", "[[strong a b c] [em b c] [inlineCode c]]"},
		{"", "", "[]"},
	}
	contents := make([]string, 0, len(cases))
	for _, c := range cases {
		contents = append(contents, c.content)
	}
	for i, got := range judged(t, contents) {
		if c := cases[i]; got.Text != c.text || fmt.Sprint(got.Effects) != c.effects {
			t.Errorf("%q is read as %q with %q, want %q with %q", c.content, got.Text, fmt.Sprint(got.Effects), c.text, c.effects)
		}
	}
}

// drawn are the texts of a card's messages, those within frames and beside buttons too.
func drawn(card card.Card) []string {
	var list []string
	for _, c := range flat(card) {
		if c.Type == typeTextDisplay {
			list = append(list, c.Content)
		}
	}
	return list
}

// flat are the components of a card's messages, nested ones too, in the order in which they are
// read.
func flat(card card.Card) []Component {
	var list []Component
	var add func([]Component)
	add = func(nested []Component) {
		for _, c := range nested {
			list = append(list, c)
			add(c.Components)
		}
	}
	for _, m := range Draw(card) {
		add(m.components)
	}
	return list
}

// An independent parser finds no effect but code in members' text, and reads it letter by letter.
func TestJudgedLiteral(t *testing.T) {
	judgeScript(t)
	from := cards(t, 7)
	var list []card.Card
	for i := range 3000 {
		text := from.RandomReply()
		if list := injections(); i < len(list) {
			text = list[i]
		}
		list = append(list, card.Card{Parts: []card.Part{card.Quote{Text: text}}})
	}
	var contents []string
	for _, card := range list {
		contents = append(contents, drawn(card)...)
	}
	verdicts := judged(t, contents)
	for _, card := range list {
		var read strings.Builder
		own := drawn(card)
		for i, v := range verdicts[:len(own)] {
			read.WriteString(v.Text)
			for _, e := range v.Effects {
				if e[0] != "blockQuote" && e[0] != "inlineCode" && e[0] != "codeBlock" {
					t.Errorf("in %q a %s takes effect: %q", own[i], e[0], e[1])
				}
			}
		}
		verdicts = verdicts[len(own):]
		said := strings.Join(bottest.CardTexts(card), "")
		if len(own) > 0 && own[0] != "…" && bareWords(read.String()) != bareWords(said) {
			t.Errorf("%q is read as %q", said, read.String())
		}
		if t.Failed() {
			return
		}
	}
}

// In questions and reveals of the real banks the same parser finds every word, no mention, nothing
// hidden and only the bank's links.
func TestJudgedBanks(t *testing.T) {
	judgeScript(t)
	var list []card.Card
	cards(t, 9).RealBanks(t, func(_ string, card card.Card) { list = append(list, card) })
	var contents []string
	for _, card := range list {
		contents = append(contents, drawn(card)...)
	}
	verdicts := judged(t, contents)
	never := []string{"user", "role", "channel", "everyone", "here", "emoji", "spoiler", "slashCommand", "guildNavigation", "underline", "url"}
	for i, card := range list {
		var read strings.Builder
		own, links := drawn(card), addresses(bottest.CardLinks(card))
		for k, v := range verdicts[:len(own)] {
			read.WriteString(v.Text + "\n")
			for _, e := range v.Effects {
				if slices.Contains(never, e[0]) || (e[0] == "link" || e[0] == "autolink") && !slices.Contains(links, e[1]) {
					t.Errorf("in %q a %s takes effect: %q, links are %q", own[k], e[0], e[1], links)
				}
			}
		}
		verdicts = verdicts[len(own):]
		fmt.Fprint(&read, galleries(card))
		shown := bareWords(read.String())
		for _, text := range bottest.CardTexts(card) {
			if !strings.Contains(shown, bareWords(text)) {
				t.Errorf("%d: %q is missing in %q", i, text, own)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// galleries are what pictures say of themselves.
func galleries(card card.Card) []string {
	var list []string
	for _, c := range flat(card) {
		for _, i := range c.Items {
			list = append(list, i.Description)
		}
	}
	return list
}
