package blocks

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/slackspec"
	"quizbot/quiz"
)

// Cards of every extreme are laid out within Slack's limits, whole, in no more messages than
// needed.
func TestDraw(t *testing.T) {
	words := strings.Repeat("words of an answer ", 50)
	at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	var many []card.Part
	for i := range 120 {
		many = append(many, card.Heading{Line: card.Line{{Text: fmt.Sprint("Heading ", i)}}}, card.Divider{})
	}
	var buttons []card.Button
	for i := range 60 {
		buttons = append(buttons, card.Button{ID: fmt.Sprint("vote:", i), Label: fmt.Sprint("Vote for ", i)})
	}
	rows := func(n, size int) card.Table {
		table := card.Table{Header: []string{"rank", "name"}, Numbers: []bool{true, false}}
		for i := range n {
			table.Rows = append(table.Rows, []string{fmt.Sprint(i), strings.Repeat("n", size)})
		}
		return table
	}
	for name, c := range map[string]struct {
		parts []card.Part
		pages int
	}{
		"more blocks than a message holds":     {many, 5},
		"more buttons than a row holds":        {[]card.Part{card.Buttons{Items: buttons}}, 1},
		"a table with more rows than Slack's":  {[]card.Part{rows(150, 3)}, 1},
		"a table with more text than Slack's":  {[]card.Part{rows(50, 300)}, 2},
		"a table of few cells with much text":  {[]card.Part{rows(5, 2100)}, 1},
		"two tables":                           {[]card.Part{rows(3, 3), rows(3, 3)}, 1},
		"a saying longer than a message":       {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat(words, 30)}}, 3},
		"a saying of many lines":               {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat("x\n", 1500)}}, 1},
		"names of very many":                   {[]card.Part{card.Text{Line: card.Line{{Text: strings.Repeat("somebody, ", 3000)}}}}, 3},
		"a heading longer than Slack's":        {[]card.Part{card.Heading{Line: card.Line{{Text: words}}}}, 1},
		"small print with markup and a moment": {[]card.Part{card.Note{Line: card.Line{{Text: "*not bold* <!here> "}, {Text: "17:30", At: at}}}}, 1},
		"small print with a mention":           {[]card.Part{card.Note{Line: card.Line{{Text: "<!here> "}, {Text: "17:30", At: at}}}}, 1},
		"small print of others":                {[]card.Part{card.Note{Line: card.Line{{Text: "*not bold* <!here>"}}}}, 1},
		"small print that is long":             {[]card.Part{card.Note{Line: card.Line{{Text: strings.Repeat(words, 4)}}}}, 1},
	} {
		card := card.Card{Summary: strings.Repeat("summary ", 600), Parts: c.parts}
		checkDrawing(t, name, card)
		if n := len(Draw(card)); n != c.pages {
			t.Errorf("%s: %d messages, want %d", name, n, c.pages)
		}
	}
}

// A Slack room is shown by its channel's name, in headings, too. Any other room is shown by its
// text.
func TestRoomsByName(t *testing.T) {
	for room, want := range map[quiz.RoomID]string{
		"slack/T1/" + slackspec.Channel: "in #interview!", "discord/1/2": "in name!", "slack/T1": "in name!", "": "in name!",
	} {
		line := card.Line{{Text: "in "}, {Text: "name", Room: room}, {Text: "!"}}
		for _, part := range []card.Part{card.Text{Line: line}, card.Heading{Line: line}} {
			card := card.Card{Summary: "Summary", Parts: []card.Part{part}}
			blocks, err := json.Marshal(Draw(card)[0].Blocks)
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.TrimPrefix(slackspec.Render(t, blocks), "# "); got != want {
				t.Errorf("%s is told as %q, want %q", room, got, want)
			}
		}
	}
}

// Labels are shortened to Slack's limit. Their full text stands elsewhere in the card.
func TestLabels(t *testing.T) {
	long := strings.Repeat("标签", 100)
	card := card.Card{Summary: "x", Parts: []card.Part{
		card.Buttons{Items: []card.Button{{ID: "a", Label: long, Primary: true}}},
	}}
	blocks, err := json.Marshal(Draw(card)[0].Blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range slackspec.Violations(t, "Blocks", blocks) {
		t.Error(wrong)
	}
	for _, b := range slackspec.DecodeBlocks(t, blocks) {
		for _, c := range append(slackspec.Objects(b["elements"]), slackspec.Object(b, "accessory")) {
			for _, text := range append([]map[string]any{c}, slackspec.Objects(c["options"])...) {
				if n := len([]rune(slackspec.String(slackspec.Object(text, "text"), "text"))); n > 75 {
					t.Errorf("a label of %d characters", n)
				}
			}
		}
	}
}

// A growing count or a removed button moves no part of a question to another message.
func TestCountsMoveNothing(t *testing.T) {
	for size := range 150 {
		doc := markdown.Parse(strings.Repeat("A sentence of the question. ", size*4) + "\n\n" + strings.Repeat("para\n\n", size%7))
		pages := func(end ...card.Part) []Message {
			return Draw(card.Card{Summary: "x", Parts: append([]card.Part{card.Document{Doc: doc}}, end...)})
		}
		before := pages(card.Note{Line: card.Line{{Text: "0 answers so far · open until 17:30"}}}, card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer"}}})
		after := pages(card.Note{Line: card.Line{{Text: "1,000,000 answers · closed"}}})
		if len(before) != len(after) || len(before[len(before)-1].Blocks)-1 != len(after[len(after)-1].Blocks) {
			t.Fatalf("%d: %d messages become %d", size, len(before), len(after))
		}
	}
}

// Markdown is drawn as the matching blocks of Slack.
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
		blocks, err := json.Marshal(richBlocks(documentPieces(markdown.Parse(source))))
		if err != nil {
			t.Fatal(err)
		}
		if got := slackspec.Render(t, blocks); got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", source, got, want)
		}
	}
	blocks, err := json.Marshal(richBlocks(documentPieces(markdown.Parse("```py\nx\n```\n\n```brainfuck\nx\n```"))))
	if err != nil || strings.Count(string(blocks), `"language"`) != 1 || !strings.Contains(string(blocks), `"language":"python"`) {
		t.Errorf("languages: %s, %v", blocks, err)
	}
}
