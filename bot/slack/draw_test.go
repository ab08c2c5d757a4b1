package slack

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/markdown"
	"quizbot/quiz"
)

// Cards of every extreme are laid out as Slack takes them, whole, in no more messages than they need.
func TestDraw(t *testing.T) {
	words := strings.Repeat("words of an answer ", 50)
	at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	var many []bot.Part
	for i := range 120 {
		many = append(many, bot.Heading{Line: bot.Line{{Text: fmt.Sprint("Heading ", i)}}}, bot.Divider{})
	}
	var buttons []bot.Button
	for i := range 60 {
		buttons = append(buttons, bot.Button{ID: fmt.Sprint("vote:", i), Label: fmt.Sprint("Vote for ", i)})
	}
	rows := func(n, size int) bot.Table {
		table := bot.Table{Header: []string{"rank", "name"}, Numbers: []bool{true, false}}
		for i := range n {
			table.Rows = append(table.Rows, []string{fmt.Sprint(i), strings.Repeat("n", size)})
		}
		return table
	}
	for name, c := range map[string]struct {
		parts []bot.Part
		pages int
	}{
		"more blocks than a message holds":     {many, 5},
		"more buttons than a row holds":        {[]bot.Part{bot.Buttons{Items: buttons}}, 1},
		"a table with more rows than Slack's":  {[]bot.Part{rows(150, 3)}, 1},
		"a table with more text than Slack's":  {[]bot.Part{rows(50, 300)}, 2},
		"a table of few cells with much text":  {[]bot.Part{rows(5, 2100)}, 1},
		"two tables":                           {[]bot.Part{rows(3, 3), rows(3, 3)}, 1},
		"a saying longer than a message":       {[]bot.Part{bot.Quote{By: bot.Line{{Text: "ann"}}, Text: strings.Repeat(words, 30)}}, 3},
		"a saying of many lines":               {[]bot.Part{bot.Quote{By: bot.Line{{Text: "ann"}}, Text: strings.Repeat("x\n", 1500)}}, 1},
		"names of very many":                   {[]bot.Part{bot.Text{Line: bot.Line{{Text: strings.Repeat("somebody, ", 3000)}}}}, 3},
		"a heading longer than Slack's":        {[]bot.Part{bot.Heading{Line: bot.Line{{Text: words}}}}, 1},
		"small print with markup and a moment": {[]bot.Part{bot.Note{Line: bot.Line{{Text: "*not bold* <!here> "}, {Text: "17:30", At: at}}}}, 1},
		"small print with a mention":           {[]bot.Part{bot.Note{Line: bot.Line{{Text: "<!here> "}, {Text: "17:30", At: at}}}}, 1},
		"small print of others":                {[]bot.Part{bot.Note{Line: bot.Line{{Text: "*not bold* <!here>"}}}}, 1},
		"small print that is long":             {[]bot.Part{bot.Note{Line: bot.Line{{Text: strings.Repeat(words, 4)}}}}, 1},
	} {
		card := bot.Card{Summary: strings.Repeat("summary ", 600), Parts: c.parts}
		sound(t, name, card)
		if n := len(draw(card, false)); n != c.pages {
			t.Errorf("%s: %d messages, want %d", name, n, c.pages)
		}
	}
}

// A room of Slack's is shown by its channel's name, in headings, too, and any other as it is called.
func TestRoomsByName(t *testing.T) {
	for room, want := range map[quiz.RoomID]string{
		"slack/T1/" + channelID: "in #interview!", "discord/1/2": "in name!", "slack/T1": "in name!", "": "in name!",
	} {
		line := bot.Line{{Text: "in "}, {Text: "name", Room: room}, {Text: "!"}}
		for _, part := range []bot.Part{bot.Text{Line: line}, bot.Heading{Line: line}} {
			card := bot.Card{Summary: "Summary", Parts: []bot.Part{part}}
			blocks, err := json.Marshal(draw(card, false)[0].blocks)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(render(t, blocks), "# "); got != want {
				t.Errorf("%s is told as %q, want %q", room, got, want)
			}
		}
	}
}

// Labels are shortened where Slack takes no longer ones; what they stand for stands in full elsewhere.
func TestLabels(t *testing.T) {
	long := strings.Repeat("标签", 100)
	card := bot.Card{Summary: "x", Parts: []bot.Part{
		bot.Buttons{Items: []bot.Button{{ID: "a", Label: long, Primary: true}}},
	}}
	blocks, err := json.Marshal(draw(card, false)[0].blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range wrongs(t, "Blocks", blocks) {
		t.Error(wrong)
	}
	for _, b := range decode(t, blocks) {
		for _, c := range append(list(b["elements"]), sub(b, "accessory")) {
			for _, text := range append([]map[string]any{c}, list(c["options"])...) {
				if n := len([]rune(str(sub(text, "text"), "text"))); n > 75 {
					t.Errorf("a label of %d characters", n)
				}
			}
		}
	}
}

// Counts that grow and buttons that go leave a question in the messages in which it stands.
func TestCountsMoveNothing(t *testing.T) {
	for size := range 150 {
		doc := markdown.Parse(strings.Repeat("A sentence of the question. ", size*4) + "\n\n" + strings.Repeat("para\n\n", size%7))
		pages := func(end ...bot.Part) []message {
			return draw(bot.Card{Summary: "x", Parts: append([]bot.Part{bot.Document{Doc: doc}}, end...)}, false)
		}
		before := pages(bot.Note{Line: bot.Line{{Text: "0 answers so far · open until 17:30"}}}, bot.Buttons{Items: []bot.Button{{ID: "a", Label: "Answer"}}})
		after := pages(bot.Note{Line: bot.Line{{Text: "1,000,000 answers · closed"}}})
		if len(before) != len(after) || len(before[len(before)-1].blocks)-1 != len(after[len(after)-1].blocks) {
			t.Fatalf("%d: %d messages become %d", size, len(before), len(after))
		}
	}
}

// Markdown is drawn as what Slack has for it.
func TestMarkdown(t *testing.T) {
	for source, want := range map[string]string{
		"one\n\ntwo **three**":                     "one\n\ntwo three",
		"# Title":                                  "# Title",
		"# Title with `code`":                      "Title with code",
		"text\n\n## Part\n\nmore":                  "text\n\nPart\n\nmore",
		"- a\n- b\n  - c\n- d":                     "• a\n• b\n  • c\n• d",
		"3. a\n4. b\n\n   ```\n   x\n   ```\n5. c": "3. a\n4. b\n    x\n5. c",
		"- [x] done\n- [ ] open":                   "• ☑ done\n• ☐ open",
		"> quoted\n>\n> - a":                       "  quoted\n  \n  - a",
		"---":                                      "────────",
		"![alt](https://example.com/x.png)":        "[picture: alt] https://example.com/x.png",
		"![alt](img/x.png)":                        "alt (img/x.png)",
		"[a](https://example.com) [b](javascript:x) [c](#top)": "a (https://example.com) b (javascript:x) c (#top)",
		"|a|b|\n|-|-|\n|1||":    "a | b\n1 | ",
		"```python\nx = 1\n```": "    x = 1",
	} {
		d := page{pieces: drawDoc(markdown.Parse(source))}
		blocks, err := json.Marshal(d.blocks())
		if err != nil {
			t.Fatal(err)
		}
		if got := render(t, blocks); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", source, got, want)
		}
	}
	d := page{pieces: drawDoc(markdown.Parse("```py\nx\n```\n\n```brainfuck\nx\n```"))}
	blocks, err := json.Marshal(d.blocks())
	if err != nil || strings.Count(string(blocks), `"language"`) != 1 || !strings.Contains(string(blocks), `"language":"python"`) {
		t.Errorf("languages: %s, %v", blocks, err)
	}
}
