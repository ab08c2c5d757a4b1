package drawing

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/discordtest"
	"quizbot/internal/testing/discordtest/render"
	"quizbot/quiz"
)

// Cards of every extreme are laid out as Discord takes them, whole, in no more messages than they
// need.
func TestDraw(t *testing.T) {
	t.Parallel()
	words := strings.Repeat("words of an answer ", 50)
	at := time.Date(2026, 11, 23, 17, 30, 0, 0, time.UTC)
	var many []card.Part
	for i := range 100 {
		many = append(many, card.Heading{Line: card.Line{{Text: fmt.Sprint("Heading ", i)}}}, card.Divider{})
	}
	var buttons []card.Button
	for i := range 60 {
		buttons = append(buttons, card.Button{ID: fmt.Sprint("vote:", i), Label: fmt.Sprint("Vote for ", i)})
	}
	rows := func(n, size int) card.Table {
		table := card.Table{Header: []string{"rank", "name", "place"}, Numbers: []bool{true, false, false}}
		for i := range n {
			table.Rows = append(table.Rows, []string{fmt.Sprint(i), strings.Repeat("n", size), "p"})
		}
		return table
	}
	note := func(text string) card.Part { return card.Note{Line: card.Line{{Text: text}}} }
	for name, c := range map[string]struct {
		parts []card.Part
		pages int
	}{
		"nothing":                              {nil, 1},
		"nothing that can be seen":             {[]card.Part{note(" "), markdownPart("\n")}, 1},
		"more components than a message holds": {many, 5},
		"more buttons than a row holds":        {[]card.Part{card.Buttons{Items: buttons[:10]}}, 1},
		"more buttons than a message holds":    {[]card.Part{card.Buttons{Items: buttons}}, 2},
		"a table":                              {[]card.Part{rows(50, 3)}, 1},
		"a table of many rows":                 {[]card.Part{rows(500, 3)}, 2},
		"a table that is too wide":             {[]card.Part{rows(5, 100)}, 1},
		"a table of cells with much text":      {[]card.Part{rows(5, 2100)}, 5},
		"a table with a cell beyond a message": {[]card.Part{rows(1, 5000)}, 2},
		"two tables":                           {[]card.Part{rows(3, 3), rows(3, 3)}, 1},
		"a saying of the most characters":      {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat("x", 3000)}}, 1},
		"a saying that is all marks":           {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat("*", 3000)}}, 2},
		"a saying longer than a message":       {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat(words, 12)}}, 3},
		"a saying of many lines":               {[]card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: strings.Repeat("x\n", 1500)}}, 2},
		"two sayings that fill a message each": {[]card.Part{card.Quote{Text: strings.Repeat("x", 3000)}, card.Quote{Text: strings.Repeat("y", 3000)}}, 2},
		"words that are all marks":             {[]card.Part{card.Text{Line: card.Line{{Text: strings.Repeat("*", 1800), Strong: true}, {Text: strings.Repeat("_", 1800)}}}}, 2},
		"names of very many":                   {[]card.Part{card.Text{Line: card.Line{{Text: strings.Repeat("somebody, ", 1000)}}}}, 3},
		"a title longer than a message":        {[]card.Part{markdownPart("### " + strings.Repeat(words, 5))}, 2},
		"code longer than a message":           {[]card.Part{markdownPart("```go\n" + strings.Repeat("x := 1\n", 1000) + "```")}, 2},
		"twenty pictures":                      {[]card.Part{markdownPart(strings.Repeat("![x](https://example.com/x.png)\n\n", 20))}, 1},
		"small print with markup and a moment": {[]card.Part{card.Note{Line: card.Line{{Text: "*not bold* @here "}, {Text: "17:30", At: at}}}}, 1},
	} {
		card := card.Card{Summary: strings.Repeat("summary ", 600), Parts: c.parts}
		sound(t, name, card)
		if n := len(Draw(card)); n != c.pages {
			t.Errorf("%s: %d messages, want %d", name, n, c.pages)
		}
	}
}

// A line longer than a text component is split, and each piece keeps its markup.
func TestLongLines(t *testing.T) {
	t.Parallel()
	line := card.Line{{Text: strings.Repeat("words of an answer ", 300)}}
	for mark, part := range map[string]card.Part{"## ": card.Heading{Line: line}, "-# ": card.Note{Line: line}, "": card.Text{Line: line}} {
		var all strings.Builder
		list := Draw(card.Card{Parts: []card.Part{part}})
		for _, m := range list {
			for _, c := range m.components {
				text, marked := strings.CutPrefix(c.Content, mark)
				if !marked {
					t.Errorf("a piece begins %q, want %q before it", Clip(c.Content, 20), mark)
				}
				all.WriteString(text)
			}
		}
		if all.String() != line.Plain() || len(list) != 2 {
			t.Errorf("%q: %d messages show %d characters, want 2 of %d", mark, len(list), all.Len(), len(line.Plain()))
		}
	}
}

// Labels beyond Discord's limits are shortened. Their full text is shown elsewhere.
func TestLabels(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("标签", 100)
	c := card.Card{Parts: []card.Part{
		card.Buttons{Items: []card.Button{{ID: "a", Label: long, Primary: true}, {ID: "b", Label: "short"}}},
	}}
	list := Draw(c)
	body, err := json.Marshal(list[0].Payload(0))
	if err != nil || len(list) != 1 {
		t.Fatalf("%d messages, %v", len(list), err)
	}
	for _, wrong := range discordtest.Violations(t, "POST", "/channels/1/messages", nil, "application/json", body) {
		t.Error(wrong)
	}
	row, menu := list[0].components[0].Components, DrawModal(bot.Form{Fields: []bot.Field{{Kind: bot.OneOption, Options: append(slices.Repeat([]card.Option{{Value: "1", Label: long}}, maxGroup), card.Option{Value: "2", Label: "B"})}}}).Components[0].Component
	for what, c := range map[string]struct {
		got  string
		most int
	}{
		"a button": {row[0].Label, maxLabel}, "an option": {menu.Options[0].Label, maxOption},
	} {
		if n := UTF16Length(c.got); n != c.most || !strings.HasPrefix(c.got, "标签标签") || !strings.HasSuffix(c.got, "…") {
			t.Errorf("the label of %s has %d characters, want %d: %s", what, n, c.most, c.got)
		}
	}
	if row[1].Label != "short" || menu.Options[maxGroup].Label != "B" {
		t.Errorf("short labels are %q and %q", row[1].Label, menu.Options[maxGroup].Label)
	}
	if row[0].Style != stylePrimary || row[1].Style != styleSecondary {
		t.Errorf("the buttons' styles are %d and %d", row[0].Style, row[1].Style)
	}
}

// A picture whose description is longer than Discord's are is told in words, and so nothing of it
// is lost.
func TestDescriptions(t *testing.T) {
	t.Parallel()
	for n, want := range map[int]int{0: TypeMediaGallery, maxAlt: TypeMediaGallery, maxAlt + 1: typeTextDisplay} {
		description := strings.Repeat("x", n)
		list := Draw(card.Card{Parts: []card.Part{markdownPart("![" + description + "](https://example.com/x.png)")}})
		first := list[0].components[0]
		if first.Type != want || want == TypeMediaGallery && first.Items[0].Description != description || want == typeTextDisplay && !strings.Contains(first.Content, description) {
			t.Errorf("a description of %d characters is drawn as %+v", n, first)
		}
	}
}

// Growing counts and removed buttons keep a question in its messages.
func TestCountsMoveNothing(t *testing.T) {
	t.Parallel()
	var letters []card.Button
	for i := range 25 {
		letters = append(letters, card.Button{ID: fmt.Sprint("pick:1:", i), Label: "A"})
	}
	hint := card.Button{ID: "hint:1", Label: "Hint"}
	for name, controls := range map[string][]card.Part{
		"a button": {card.Buttons{Items: []card.Button{{ID: "answer:1", Label: "Answer"}}}},
		"choices":  {card.Buttons{Items: append(letters[:5:5], hint)}},
	} {
		for n := range 2 * maxComponents {
			var body []card.Part
			for i := range n {
				body = append(body, card.Text{Line: card.Line{{Text: fmt.Sprint("line ", i)}}})
			}
			unmoved(t, fmt.Sprintf("%s under %d lines", name, n), body, controls)
		}
		most := 0
		for size := 0; size < 2*maxText+500; size += 3 {
			if size > 100 && size%maxText < maxText-2*reservedText {
				size += 200 // far from the end of a message a length is like its neighbours
			}
			asked := card.Document{Doc: markdown.Message(strings.Repeat("x", size/2) + "\n\n" + strings.Repeat("y", size-size/2))}
			most = max(most, unmoved(t, fmt.Sprintf("%s under %d characters", name, size), []card.Part{asked}, controls))
		}
		if most < 3 {
			t.Errorf("%s: no question had more than %d messages", name, most)
		}
	}
}

// unmoved draws a question without answers and with controls, and closed. It ends the test where a
// part of it stands in another message then, and returns how many there are.
func unmoved(t *testing.T, what string, body, controls []card.Part) int {
	t.Helper()
	shown := func(end ...card.Part) []Message {
		return Draw(card.Card{Parts: append(body[:len(body):len(body)], end...)})
	}
	before := shown(append([]card.Part{card.Note{Line: card.Line{{Text: "0 answers so far · open until 17:30"}}}}, controls...)...)
	after := shown(card.Note{Line: card.Line{{Text: "1,000,000 answers · closed"}}})
	last := len(before) - 1
	if len(after)-1 != last || len(before[last].components)-len(after[last].components) < len(controls) || contents(before[:last]) != contents(after[:last]) {
		t.Fatalf("%s: %d messages become %d", what, len(before), len(after))
	}
	return len(before)
}

// contents are the texts of messages.
func contents(list []Message) string {
	var all strings.Builder
	for _, m := range list {
		for _, c := range m.components {
			all.WriteString(c.Content + "\n")
		}
	}
	return all.String()
}

// Markdown is drawn as what Discord has for it, and read as this.
func TestMarkdown(t *testing.T) {
	t.Parallel()
	for source, want := range map[string]struct{ sent, seen string }{
		"one\n\ntwo **three**":                                 {"one\n\ntwo **three**", "one\n\ntwo three"},
		"one  \ntwo":                                           {"one\ntwo", "one\ntwo"},
		"***a*** ~~b~~ `c`":                                    {"***a*** ~~b~~ `c`", "a b c"},
		"# Title with `code`":                                  {"## Title with `code`", "# Title with code"},
		"### Title":                                            {"## Title", "# Title"},
		"# A\n\ntext\n\n## B\n\nmore":                          {"### A\ntext\n\n**B**\nmore", "# A\ntext\n\nB\nmore"},
		"text\n\n### A\n\n##### B":                             {"text\n### A\n**B**", "text\n# A\nB"},
		"- a\n- b\n  - c\n- d":                                 {"- a\n- b\n  - c\n- d", "• a\n• b\n  • c\n• d"},
		"3. a\n4. b\n\n   ```\n   x\n   ```\n5. c":             {"3. a\n4. b\n```\nx\n```\n5. c", "3. a\n4. b\n    x\n5. c"},
		"- [x] done\n- [ ] open":                               {"- ☑ done\n- ☐ open", "• ☑ done\n• ☐ open"},
		"> quoted\n>\n> - a\n\nand":                            {"> quoted\n> - a\nand", "  quoted\n  • a\nand"},
		"a\n\n---\n\nb":                                        {"a|———|b", "a\n────────\nb"},
		"![alt](https://example.com/x.png)":                    {"[alt](https://example.com/x.png)", "[picture: alt] https://example.com/x.png"},
		"![alt](img/x.png)":                                    {"alt (img/x.png)", "alt (img/x.png)"},
		"see ![alt](https://example.com/x.png)":                {"see [alt](<https://example.com/x.png>)", "see alt (https://example.com/x.png)"},
		"[a](https://example.com) [b](javascript:x) [c](#top)": {"[a](<https://example.com>) b (javascript\\:x) c (#top)", "a (https://example.com) b (javascript:x) c (#top)"},
		"https://example.com/a_b_c":                            {"<https://example.com/a_b_c>", "https://example.com/a_b_c"},
		"```python\nx = 1\n```":                                {"```python\nx = 1\n```", "    x = 1"},
		"```c++ title=x\nx\n```":                               {"```c++\nx\n```", "    x"},
		"```{.python}\nx\n```":                                 {"```\nx\n```", "    x"},
		"x\n\n|a|b|\n|-|-:|\n|1|22|\n|中文||":                    {"x\n```\na      b\n1     22\n中文\n```", "x\n    a      b\n    1     22\n    中文"},
		"|a|b|\n|-|-|\n|1|" + strings.Repeat("w ", 40) + "|\n|||\n||3|":         {"**a**: b\n**1**: " + strings.TrimSpace(strings.Repeat("w ", 40)) + "\n3", "a: b\n1: " + strings.TrimSpace(strings.Repeat("w ", 40)) + "\n3"},
		"x\n\n|a|b|c|\n|-|-|-|\n|1|2|" + strings.Repeat("w", 80) + "|\n|3|4|5|": {"x\n\n**a**: 1\n**b**: 2\n**c**: " + strings.Repeat("w", 80) + "\n\n**a**: 3\n**b**: 4\n**c**: 5", "x\n\na: 1\nb: 2\nc: " + strings.Repeat("w", 80) + "\n\na: 3\nb: 4\nc: 5"},
		"这是**重点：**后文`码`":                                                        {"这是**重点：**后文`码`", "这是重点：后文码"},
		"@everyone <@123456789012345678> :smile: ||spoiler||":                   {"\\@everyone \\<\\@123456789012345678> \\:smile: \\|\\|spoiler\\|\\|", "@everyone <@123456789012345678> :smile: ||spoiler||"},
	} {
		list := Draw(card.Card{Parts: []card.Part{markdownPart(source)}})
		var sent []string
		for _, c := range list[0].components {
			switch c.Type {
			case typeTextDisplay:
				sent = append(sent, c.Content)
			case typeSeparator:
				sent = append(sent, "———")
			case TypeMediaGallery:
				sent = append(sent, "["+c.Items[0].Description+"]("+c.Items[0].Media.URL+")")
			}
		}
		components, err := json.Marshal(list[0].components)
		if err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(sent, "|"); got != want.sent {
			t.Errorf("%q is sent as\n%s\nwant\n%s", source, got, want.sent)
		}
		if got := render.Render(components); got != want.seen {
			t.Errorf("%q is read as\n%s\nwant\n%s", source, got, want.seen)
		}
	}
}

// A table of the bot's own whose rows have no titles is told in a line each where it is too wide.
func TestUntitledTable(t *testing.T) {
	t.Parallel()
	table := card.Table{Numbers: make([]bool, 3), Rows: [][]string{{"+1", "2026-11-23", strings.Repeat("w", 80)}, {"+10", "2026-11-24", "*x*"}}}
	got := Draw(card.Card{Parts: []card.Part{table}})[0].components[0].Content
	if want := "\\+1 · 2026-11-23 · " + strings.Repeat("w", 80) + "\n\\+10 · 2026-11-24 · \\*x\\*"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
}

// A command stands as it is typed here, a room by its name, and what only looks like one of both
// stays as it is.
func TestNamesOfThings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"/question":                            "/question now",
		"/question random generators":          "/question random topic:generators",
		"/quiz-admin plan ask 10:00":           "/quiz-admin plan setting:ask value:10:00",
		"/quiz-admin plan":                     "/quiz-admin plan",
		"/quiz-admin pause until 2027-01-07":   "/quiz-admin pause until:2027-01-07",
		"/quiz me":                             "/quiz me",
		"/quiz me please":                      "/quiz me please",
		"/unknown thing":                       "/unknown thing",
		"question random generators":           "question random generators",
		"/quiz-admin plan days_off 2026-12-24": "/quiz-admin plan setting:days_off value:2026-12-24",
	} {
		if got := drawText(card.Line{{Text: text, Code: true}}); got != "`"+want+"`" {
			t.Errorf("%s is told as %s, want %s", text, got, want)
		}
		if got := drawText(card.Line{{Text: text}}); strings.Contains(got, ":") && !strings.Contains(text, ":") {
			t.Errorf("literal %s is told as %s", text, got)
		}
	}
	for room, want := range map[quiz.RoomID]string{"discord/12/34": "in <#34>!", "slack/T1/C1": "in name!", "discord/12/x>y": "in name!"} {
		if got := drawText(card.Line{{Text: "in "}, {Text: "name", Room: room}, {Text: "!"}}); got != want {
			t.Errorf("%s is told as %s, want %s", room, got, want)
		}
	}
}

// Pictures that Discord cannot fetch are told in words; how many messages a card has is counted.
func TestPreview(t *testing.T) {
	t.Parallel()
	card := textCard("x")
	card.Parts = append(card.Parts, markdownPart("![a](https://example.com/a.png)\n\n![b](img/b.png)"))
	if looks := Preview(card); looks.Messages != 1 || !slices.Equal(looks.Pictures, []string{"img/b.png"}) {
		t.Errorf("got %+v", looks)
	}
	if looks := Preview(threeMessages()); looks.Messages != 3 || len(looks.Pictures) != 0 {
		t.Errorf("got %+v", looks)
	}
}

// A quote stays in one message if it fits. A divider separates parts of the same message.
// Invisible text is dropped.
func TestLaidOut(t *testing.T) {
	t.Parallel()
	said := strings.Repeat("said ", 400)
	list := Draw(card.Card{Parts: []card.Part{card.Text{Line: card.Line{{Text: strings.Repeat("x", 1800)}}}, card.Text{Line: card.Line{{Text: strings.Repeat("y", 1000)}}}, card.Quote{Text: said}}})
	if len(list) != 2 || strings.Count(list[1].components[0].Content, "said") != 400 {
		t.Errorf("a saying is torn: %+v", list)
	}
	list = Draw(card.Card{Parts: []card.Part{card.Divider{}, card.Text{Line: card.Line{{Text: "a"}}}, card.Heading{}, card.Divider{}, card.Text{Line: card.Line{{Text: "b"}}}}})
	var kinds []int
	for _, c := range list[0].components {
		kinds = append(kinds, c.Type)
	}
	if !slices.Equal(kinds, []int{typeTextDisplay, typeSeparator, typeTextDisplay}) {
		t.Errorf("components are of the types %v", kinds)
	}
}

// The first button of a question stands out, as does one that cannot be undone.
func TestControls(t *testing.T) {
	t.Parallel()
	list := Draw(card.Card{Parts: []card.Part{
		card.Buttons{Items: []card.Button{{ID: "a", Label: "Answer", Primary: true}, {ID: "h", Label: "Hint"}, {ID: "f", Label: "Forget", Danger: true}}},
	}})
	row := list[0].components[0].Components
	if row[0].Style != stylePrimary || row[1].Style != styleSecondary || row[2].Style != styleDanger {
		t.Errorf("drawn are %+v", row)
	}
}

// drawText draws a line where no command can be clicked.
func drawText(line card.Line) string { return (Layout{}).renderWords(line) }
