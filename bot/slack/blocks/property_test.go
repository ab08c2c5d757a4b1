package blocks

import (
	"encoding/json"
	"strings"
	"testing"

	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/internal/testing/slackspec"
	"quizbot/quiz"
	"quizbot/quiz/input"
)

// injectionTexts returns texts with markup, mentions and links that must not take effect.
func injectionTexts() []string {
	return []string{
		"<!channel>", "<!here>", "<!everyone>", "<@U123ABC>", "<@U123ABC|ann>", "<!subteam^S123|@team>", "<#C123|general>", "@channel @here @everyone",
		"<https://evil.example|your bank>", "[your bank](https://evil.example)", "<!date^1^{date}^https://evil.example|x>", "&lt;!channel&gt;", "*bold* _it_ ~s~ `code`",
		"```\nfence\n```", "```\n<!channel> <@U123ABC> <https://evil.example|x>\n``` `<!here>`", "```py\n<!everyone>", "> quote", ":smile: :tada:", "# heading\n- list\n1. one", "\u202eright to left", "a\u0000b", "👩‍👩‍👧‍👦 é́́ 中文**粗体**中文", "<script>alert(1)</script>",
		"https://example.com/?a=1&b=2", "mailto:a@example.com", "| a | b |\n|---|---|\n| <!channel> | x |", "![](https://example.com/x.png)", "<<<>>>|^|",
	}
}

// checkDrawing fails the test if Slack would refuse a card's messages, if markup takes effect in
// them, or if a word of the card is missing.
func checkDrawing(t *testing.T, what string, c card.Card) {
	t.Helper()
	checked := map[string]bool{}
	for _, draw := range []func(card.Card) []Message{Draw, drawPlain} {
		var all strings.Builder
		for _, m := range draw(c) {
			blocks, err := json.Marshal(m.Blocks)
			if err != nil {
				t.Fatal(err)
			}
			if checked[string(blocks)] {
				all.WriteString(textsInBlocks(t, blocks))
				continue
			}
			checked[string(blocks)] = true
			for _, wrong := range slackspec.Violations(t, "Blocks", blocks) {
				t.Errorf("%s: %s", what, wrong)
			}
			if m.Text == "" || len([]rune(m.Text)) > 3100 {
				t.Errorf("%s: a summary of %d characters", what, len(m.Text))
			}
			all.WriteString(textsInBlocks(t, blocks))
		}
		shown := removeSpaces(all.String())
		for _, text := range append(bottest.CardTexts(c), bottest.ButtonLabels(c)...) {
			if !strings.Contains(shown, removeSpaces(text)) {
				t.Errorf("%s: %q is missing in\n%s", what, text, all.String())
			}
		}
	}
}

// drawPlain draws a card in the plain layout.
func drawPlain(c card.Card) []Message {
	var list []Message
	for _, m := range Draw(c) {
		list = append(list, m.PlainLayout())
	}
	return list
}

func removeSpaces(text string) string { return strings.Join(strings.Fields(text), "") }

// textsInBlocks returns the texts in blocks, joined.
func textsInBlocks(t *testing.T, blocks json.RawMessage) string {
	t.Helper()
	var b strings.Builder
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case []any:
			for _, e := range v {
				walk(e)
			}
		case map[string]any:
			if slackspec.String(v, "type") == "mrkdwn" {
				b.WriteString(slackspec.RenderText(v))
				return
			}
			for _, key := range []string{"text", "fallback", "alt_text", "elements", "rows", "accessory"} {
				if s, ok := v[key].(string); ok {
					b.WriteString(s)
				} else {
					walk(v[key])
				}
			}
			if slackspec.String(v, "type") == "image" || slackspec.String(v, "type") == "link" {
				b.WriteString(slackspec.String(v, "image_url") + slackspec.String(v, "url"))
			}
		}
	}
	for _, block := range slackspec.DecodeBlocks(t, blocks) {
		walk(any(block))
	}
	return b.String()
}

// Cards of real banks, with oversized text and with injections are drawn whole. Nothing in them is
// refused or takes effect.
func TestCards(t *testing.T) {
	bottest.RunCards(t, "slack/T1/C1", injectionTexts(), checkDrawing)
}

// The form of key points fits, however long they are.
func TestPointForms(t *testing.T) {
	for _, f := range bottest.NewCards(t, "slack/T1/C1", 12, injectionTexts()...).PointForms() {
		modalBlocks(t, Form(f, "C1 1.1"))
	}
}

// Whatever the text of a bank or a member, its cards are within Slack's limits, no word is lost, and
// nothing in them takes effect.
func FuzzDraw(f *testing.F) {
	for _, text := range injectionTexts() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text = input.CleanText(text); text == "" || len(text) > quiz.MaxAnswer {
			return
		}
		bottest.NewCards(t, "slack/T1/C1", 21, injectionTexts()...).OfText(t, text, func(what string, c card.Card) { checkDrawing(t, what, c) })
	})
}
