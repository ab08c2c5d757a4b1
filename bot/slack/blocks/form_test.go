package blocks

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/slackspec"
)

// numberedOptions returns n options with labels of different lengths.
func numberedOptions(n int) []card.Option {
	var list []card.Option
	for i := range n {
		list = append(list, card.Option{Value: fmt.Sprint(i), Label: fmt.Sprintf("%d. %s", i, strings.Repeat("label ", i%40))})
	}
	return list
}

// modalBlocks returns the blocks of a modal. It fails the test if Slack would refuse the modal.
func modalBlocks(t *testing.T, view any) []map[string]any {
	t.Helper()
	raw, err := json.Marshal(view)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range slackspec.Violations(t, "Modal", raw) {
		t.Errorf("%s\n%.2000s", wrong, raw)
	}
	return slackspec.DecodeBlocks(t, slackspec.BlocksOfView(raw))
}

// A form has an input for each kind of field and for any number of options, with the initial choice
// selected.
func TestForms(t *testing.T) {
	for _, n := range []int{1, 2, 10, 11, 100, 101, 250} {
		f := bot.Form{ID: "setup:1", Title: "Set up the quiz", Submit: "Save", Fields: []bot.Field{
			{ID: "text", Label: "Text", Placeholder: "``` makes code", Max: 3000, Value: "before"},
			{ID: "zone", Kind: bot.ShortText, Label: "Time zone", Max: 50, Optional: true},
			{ID: "one", Kind: bot.OneOption, Label: "One", Options: numberedOptions(n), Chosen: []string{fmt.Sprint(n - 1)}},
			{ID: "many", Kind: bot.ManyOptions, Label: "Many", Options: numberedOptions(n), Chosen: []string{"0", fmt.Sprint(n - 1)}},
		}}
		blocks := modalBlocks(t, Form(f, "C1 1.1"))
		one, many := slackspec.Object(blocks[2], "element"), slackspec.Object(blocks[3], "element")
		if slackspec.Object(blocks[0], "element")["multiline"] != true || slackspec.Object(blocks[1], "element")["multiline"] == true || blocks[1]["optional"] != true {
			t.Errorf("the fields for text are %v, %v", blocks[0], blocks[1])
		}
		if got := slackspec.String(slackspec.Object(one, "initial_option"), "value"); got != fmt.Sprint(n-1) {
			t.Errorf("of %d one is chosen: %q", n, got)
		}
		if got := len(slackspec.Objects(many["initial_options"])); got != min(n, 2) {
			t.Errorf("of %d are chosen: %d", n, got)
		}
		for _, element := range []map[string]any{one, many} {
			shown := len(slackspec.Objects(element["options"]))
			for _, group := range slackspec.Objects(element["option_groups"]) {
				shown += len(slackspec.Objects(group["options"]))
			}
			if shown != n {
				t.Errorf("%s shows %d options of %d", slackspec.String(element, "type"), shown, n)
			}
		}
	}
}

// A form shows its introduction with code as code, shortened so that the fields stay in sight.
func TestFormIntro(t *testing.T) {
	short := "What does this print?\n\n```python\nprint(1)\n```"
	for source, whole := range map[string]bool{short: true, strings.Repeat(short+"\n\n", 100): false, strings.Repeat("a|b\n-|-\n1|2\n\n", 80): false, "": true} {
		f := bot.Form{ID: "answer:1", Title: "t", Submit: "s", Intro: []card.Part{card.Document{Doc: markdown.Parse(source)}}, Fields: []bot.Field{{ID: "answer", Label: "l", Max: 3000}}}
		blocks := modalBlocks(t, Form(f, "C1"))
		raw, err := json.Marshal(blocks)
		if err != nil {
			t.Fatal(err)
		}
		text := slackspec.Render(t, raw)
		if strings.Contains(text, "…") == whole || len(text) > 3*introLength || slackspec.String(blocks[len(blocks)-1], "type") != "input" {
			t.Errorf("%.40q of %d characters is shown as\n%s", source, len(source), text)
		}
		if strings.Contains(source, "```") && !strings.Contains(string(raw), "rich_text_preformatted") {
			t.Errorf("code is shown as %s", raw)
		}
	}
}
