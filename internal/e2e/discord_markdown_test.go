package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"testing"
)

// judged is what Discord's clients make of a message's Markdown.
type judged struct {
	// Text is all that is read, without marks; code as it stands.
	Text string `json:"text"`
	// Effects are a kind, such as strong, link, everyone or codeBlock, and what it acts on: a link's target, the id of
	// who is mentioned, a code block's language where it has one, or else the text.
	Effects [][2]string `json:"effects"`
}

// judge asks a parser that others wrote what Discord would make of contents.
func judge(t *testing.T, contents []string) []judged {
	t.Helper()
	script := os.Getenv("QUIZBOT_E2E_MARKDOWN")
	if script == "" {
		t.Skip("QUIZBOT_E2E_MARKDOWN names no judge: internal/e2e/run installs it and starts this test")
	}
	var in bytes.Buffer
	encoder := json.NewEncoder(&in)
	for _, c := range contents {
		if err := encoder.Encode(map[string]string{"content": c}); err != nil {
			t.Fatal(err)
		}
	}
	cmd := exec.CommandContext(context.Background(), "node", script)
	cmd.Stdin, cmd.Stderr = &in, os.Stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	list := make([]judged, 0, len(contents))
	for lines := json.NewDecoder(bytes.NewReader(out)); lines.More(); {
		var j judged
		if err := lines.Decode(&j); err != nil {
			t.Fatal(err)
		}
		list = append(list, j)
	}
	if len(list) != len(contents) {
		t.Fatalf("%d contents have %d verdicts", len(contents), len(list))
	}
	return list
}

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
	for i, got := range judge(t, contents) {
		if c := cases[i]; got.Text != c.text || fmt.Sprint(got.Effects) != c.effects {
			t.Errorf("%q is read as %q with %q, want %q with %q", c.content, got.Text, fmt.Sprint(got.Effects), c.text, c.effects)
		}
	}
}
