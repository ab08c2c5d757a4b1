package blocks

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/slack-go/slack"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/slackspec"
)

// blocksOfMessage returns a message's blocks. It fails the test if Slack would refuse them.
func blocksOfMessage(t *testing.T, m Message) []map[string]any {
	t.Helper()
	raw, err := json.Marshal(m.Blocks)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range slackspec.Violations(t, "Blocks", raw) {
		t.Errorf("%s\n%.2000s", wrong, raw)
	}
	return slackspec.DecodeBlocks(t, raw)
}

// The button of a quote stands beside the author's name, above the quote. Its accessibility label
// has the name. Code in the quote is code.
func TestButtonBesideAnswer(t *testing.T) {
	card := card.Card{Summary: "The answer", Parts: []card.Part{
		card.Quote{By: card.Line{{Text: "1 "}, {Text: "ann *<!here>*", Strong: true}}, Text: "First.\n```python\nx = '<!channel>'\n```\nThen `y`.", Button: card.Button{ID: "vote:1:1", Label: "Vote"}},
		card.Buttons{Items: []card.Button{{ID: "my-grade:1", Label: "My grade", Primary: true}, {URL: "https://example.com/x", Label: "See the answer"}, {ID: "pick:1:0", Label: "A"}}},
	}}
	checkDrawing(t, "a button beside an answer", card)
	blocks := blocksOfMessage(t, Draw(card)[0])
	if len(blocks) != 3 || slackspec.String(slackspec.Object(blocks[0], "text"), "type") != "plain_text" || slackspec.String(slackspec.Object(blocks[0], "accessory"), "accessibility_label") != "Vote: 1 ann *<!here>*" {
		t.Errorf("got %v", blocks)
	}
	var kinds []string
	for _, e := range slackspec.Objects(blocks[1]["elements"]) {
		kinds = append(kinds, fmt.Sprint(slackspec.String(e, "type"), " ", e["border"]))
	}
	if want := []string{"rich_text_quote <nil>", "rich_text_preformatted 1", "rich_text_quote <nil>"}; !slices.Equal(kinds, want) {
		t.Errorf("the answer is %q, want %q", kinds, want)
	}
	controls := slackspec.Objects(blocks[2]["elements"])
	if slackspec.String(controls[1], "url") != "https://example.com/x" || !strings.HasPrefix(slackspec.String(controls[1], "action_id"), linkAction) || slackspec.String(controls[0], "accessibility_label") != "" || slackspec.String(controls[2], "accessibility_label") != "A: The answer" {
		t.Errorf("the buttons are %v", controls)
	}
	if id := slackspec.String(controls[1], "action_id"); !IsLink(id) || IsLink(slackspec.String(controls[0], "action_id")) {
		t.Errorf("a press of %q is not known as one of a link", id)
	}
}

// No message consists of buttons alone, for cards of any length.
func TestNoBareButtons(t *testing.T) {
	for size := 1; size < 60; size += 1 + size/10 {
		for _, sayings := range []int{0, 1, 3} {
			parts := []card.Part{card.Document{Doc: markdown.Parse(strings.Repeat("A sentence of the reference. ", size*12))}}
			for i := range sayings {
				parts = append(parts, card.Quote{By: card.Line{{Text: fmt.Sprint("member ", i)}}, Text: strings.Repeat("An answer. ", size*5), Button: card.Button{ID: fmt.Sprint("vote:", i), Label: "Vote"}})
			}
			parts = append(parts, card.Buttons{Items: []card.Button{{ID: "my-grade:1", Label: "My grade"}}})
			card := card.Card{Summary: "The answer", Parts: parts}
			pages := Draw(card)
			for i, m := range pages {
				if first := m.Blocks[0].BlockType(); first == slack.MBTAction {
					t.Fatalf("size %d with %d answers: message %d of %d begins with buttons", size, sayings, i+1, len(pages))
				}
				if last := m.Blocks[len(m.Blocks)-1].BlockType(); last == slack.MBTSection {
					t.Fatalf("size %d with %d answers: message %d ends with the name of an answer's author", size, sayings, i+1)
				}
			}
			checkDrawing(t, fmt.Sprint("size ", size), card)
		}
	}
}

// Slack shows a table at the end of its message, so that a table in the middle is drawn as text.
// The plain layout has no tables.
func TestTablesAtTheEnd(t *testing.T) {
	table := card.Table{Header: []string{"rank", "name"}, Rows: [][]string{{"1", "ann"}}, Numbers: []bool{true, false}}
	text := card.Text{Line: card.Line{{Text: "words"}}}
	for _, c := range []struct {
		parts  []card.Part
		native bool
	}{{[]card.Part{text, table}, true}, {[]card.Part{table, text}, false}, {[]card.Part{table, card.Note(text)}, false}, {[]card.Part{table, table}, true}} {
		card := card.Card{Summary: "x", Parts: c.parts}
		checkDrawing(t, "tables", card)
		m := Draw(card)[0]
		if m.HasTable() != c.native || m.PlainLayout().HasTable() {
			t.Errorf("%v: native %v, plain %v", c.parts, m.HasTable(), m.PlainLayout().HasTable())
		}
		for i, b := range m.Blocks {
			if b.BlockType() == slack.MBTTable && i < len(m.Blocks)-1 {
				t.Errorf("%v: a table stands in the middle", c.parts)
			}
		}
	}
}

// The plain layout takes as many messages as the rich one, so that each message of a posting may be
// of either.
func TestPlainLayout(t *testing.T) {
	source := "![a](https://example.com/x.png) [link](https://example.com/y)\n\n```python\nx\n```\n\n|a|b|\n|-|-|\n|1|2|"
	c := card.Card{Summary: "x"}
	for range 200 {
		c.Parts = append(c.Parts, card.Document{Doc: markdown.Parse(source)})
	}
	full, least := Draw(c), drawPlain(c)
	if len(full) < 2 || len(full) != len(least) {
		t.Fatalf("%d messages, and %d in the plain layout", len(full), len(least))
	}
	for i := range full {
		raw, err := json.Marshal(least[i].Blocks)
		if err != nil {
			t.Fatal(err)
		}
		for _, refused := range []string{`"link"`, `"image"`, `"table"`, `"language"`} {
			if strings.Contains(string(raw), refused) {
				t.Errorf("message %d has %s", i, refused)
			}
		}
		if !slices.Equal(least[i].Blocks, full[i].PlainLayout().Blocks) && len(least[i].Blocks) != len(full[i].Plain) {
			t.Errorf("message %d differs", i)
		}
	}
}

// A moment is shown as people say it: "tomorrow at 9:00 PM". A Chinese line has no English word in
// it.
func TestMoments(t *testing.T) {
	at := card.Span{Text: "2026-11-28 21:00", At: time.Date(2026, 11, 28, 21, 0, 0, 0, time.UTC)}
	for text, want := range map[string]string{"open until ": "{date_short_pretty} at {time}", "截止时间：": "{date_short_pretty} {time}"} {
		for _, part := range []card.Part{card.Text{Line: card.Line{{Text: text}, at}}, card.Note{Line: card.Line{{Text: text}, at}}} {
			raw, err := json.Marshal(Draw(card.Card{Summary: "x", Parts: []card.Part{part}})[0].Blocks)
			if err != nil || !strings.Contains(string(raw), want) {
				t.Errorf("%q: %s, %v", text, raw, err)
			}
		}
	}
}

// An App Home that does not fit shows whole rooms, and the number of rooms left out.
func TestHomeOfManyRooms(t *testing.T) {
	home := bot.Home{Omitted: func(n int) card.Line { return card.Line{{Text: fmt.Sprint(n, " are left out")}} }}
	for rooms := range 60 {
		blocks := Home(home)
		raw, err := json.Marshal(map[string]any{"type": "home", "blocks": blocks})
		if err != nil {
			t.Fatal(err)
		}
		if rooms > 0 {
			for _, wrong := range slackspec.Violations(t, "Home", raw) {
				t.Error(wrong)
			}
		}
		text := slackspec.Render(t, slackspec.BlocksOfView(raw))
		shown := strings.Count(text, "room ")
		if left := rooms - shown; len(blocks) > maxViewBlocks || strings.Count(text, "end of ") != shown || left > 0 != strings.Contains(text, fmt.Sprint(left, " are left out")) {
			t.Fatalf("of %d rooms %d are shown in %d blocks:\n%s", rooms, shown, len(blocks), text)
		}
		home.Sections = append(home.Sections, []card.Part{
			card.Heading{Line: card.Line{{Text: fmt.Sprint("room ", rooms)}}}, card.Text{Line: card.Line{{Text: "a question"}}}, card.Note{Line: card.Line{{Text: fmt.Sprint("end of ", rooms)}}},
		})
	}
}
