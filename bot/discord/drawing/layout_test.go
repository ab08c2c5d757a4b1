package drawing

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/mattn/go-runewidth"

	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/internal/testing/discordtest"
	"quizbot/quiz"
)

// reveal is a card with answers, each with a button beside it.
func reveal(answers int, text string) card.Card {
	c := card.Card{Summary: "s", Accent: card.AccentReveal, Parts: []card.Part{card.Heading{Line: card.Line{{Text: "Answer"}}}}}
	for i := range answers {
		c.Parts = append(c.Parts, card.Quote{
			By: card.Line{{Text: fmt.Sprint(i+1) + " ann"}}, Text: text, Button: card.Button{ID: fmt.Sprint("vote:", i), Label: "Vote"},
		})
	}
	c.Parts = append(c.Parts, card.Note{Line: card.Line{{Text: "until five"}}}, card.Buttons{Items: []card.Button{{ID: "my-grade:1", Label: "My grade", Primary: true}}})
	return c
}

// A card with an accent stands in a frame of its colour, the vote beside each answer; every message
// stays within the limits, and nothing is lost.
func TestFramed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		card  card.Card
		votes int
	}{
		"short": {reveal(3, "yes"), 3}, "many": {reveal(30, "yes"), 30}, "long": {reveal(4, strings.Repeat("a word and ", 500)), 4},
		"blank": {reveal(2, " \n"), 2}, "code": {reveal(2, "```python\n"+strings.Repeat("x = 1\n", 900)+"```"), 2},
	} {
		votes := 0
		for i, m := range Draw(c.card) {
			out := m.Payload(0)
			if len(out.Components) != 1 || out.Components[0].Type != typeContainer || out.Components[0].AccentColor != accentColor(card.AccentReveal) {
				t.Fatalf("%s: message %d has no frame: %+v", name, i, out.Components)
			}
			for _, c := range m.components {
				if c.Type == typeSection && c.Accessory.Label == "Vote" || c.Type == typeActionRow && c.Components[0].Label == "Vote" {
					votes++
				}
			}
			allowed(t, m)
			allowed(t, m.Plain())
		}
		if votes != c.votes {
			t.Errorf("%s: %d votes", name, votes)
		}
	}
	colours := map[int]bool{}
	for _, a := range []card.Accent{card.AccentOpen, card.AccentClosed, card.AccentReveal, card.AccentDigest} {
		colours[accentColor(a)] = true
	}
	if len(colours) != 4 {
		t.Errorf("accents share a colour: %v", colours)
	}
	if out := Draw(textCard("x"))[0].Payload(0); out.Components[0].Type == typeContainer {
		t.Error("a card without an accent has a frame")
	}
}

// Link buttons open addresses. An address too long for a button is shown in the text.
func TestLinkButtons(t *testing.T) {
	t.Parallel()
	long := "https://example.com/" + strings.Repeat("a", maxButtonURL)
	m := Draw(card.Card{Parts: []card.Part{card.Buttons{Items: []card.Button{
		{ID: "see:1", URL: "https://discord.com/channels/1/2/3", Label: "See the answer"}, {URL: long, Label: "Far away"}, {ID: "x", Label: "X"},
	}}}})[0]
	allowed(t, m)
	row := m.components[len(m.components)-1].Components
	if len(row) != 2 || row[0].Style != styleLink || row[0].URL == "" || row[0].CustomID != "" || row[1].CustomID != "x" || !strings.Contains(m.components[0].Content, long) {
		t.Errorf("got %+v", m.components)
	}
}

// A command whose id is known can be clicked; what is typed behind it stays.
func TestClickable(t *testing.T) {
	t.Parallel()
	l := Layout{Commands: map[string]string{"quiz": "7", "question": "8"}}
	for text, want := range map[string]string{
		"/quiz me": "</quiz me:7>", "/question": "</question now:8>", "/question random generators": "</question random:8> `topic:generators`",
		"/quiz-admin status": "`/quiz-admin status`", "/quiz": "`/quiz`", "/quiz dance": "`/quiz dance`", "x": "`x`",
	} {
		if got := l.renderWords(card.Line{{Text: text, Code: true}}); got != want {
			t.Errorf("%s: got %s, want %s", text, got, want)
		}
		if got := l.renderWords(card.Line{{Text: text}}); strings.Contains(got, "<") {
			t.Errorf("literal %s can be clicked: %s", text, got)
		}
	}
}

// Small print with one time shows its distance from now.
func TestDistance(t *testing.T) {
	t.Parallel()
	at := time.Unix(1795424400, 0)
	for want, line := range map[string]card.Line{
		"-# until <t:1795424400:t> · <t:1795424400:R>":              {{Text: "until "}, {Text: "17:30", At: at}},
		"-# until <t:1795424400:f> · <t:1795424400:R>":              {{Text: "until "}, {Text: "2026-11-23 17:30", At: at}},
		"-# next: <t:1795424400:f> · <t:1795424400:R> · 2 are left": {{Text: "next: "}, {Text: "2026-11-23 17:30", At: at}, {Text: " · 2 are left"}},
		"-# on <t:1795424400:D>":                                    {{Text: "on "}, {Text: "2026-11-23", At: at}},
		"-# <t:1795424400:t> to <t:1795424400:t>":                   {{Text: "17:30", At: at}, {Text: " to "}, {Text: "17:30", At: at}},
		"-# nothing": {{Text: "nothing"}},
	} {
		if got := Draw(card.Card{Parts: []card.Part{card.Note{Line: line}}})[0].components[0].Content; got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}

// Rankings fit on a phone, whatever members are called: the last columns go, the points stay, and
// the first three have medals.
func TestBoards(t *testing.T) {
	t.Parallel()
	table := card.Table{Header: []string{"#", "name", "points", "answered", "streak"}, Numbers: []bool{true, false, true, true, true}, Ranked: true, Rows: [][]string{
		{"1", strings.Repeat("long name ", 10), "1234567", "12", "3"}, {"2", strings.Repeat("小安", 20), "12", "12", "3"}, {"3", "👨‍👩‍👧‍👦 family", "3", "1", "1"}, {"4", "dan", "1", "1", "1"},
	}}
	text := Draw(card.Card{Parts: []card.Part{table}})[0].components[0].Content
	for _, want := range []string{"🥇 1", "🥈 2", "🥉 3", "1234567", "points", "dan"} {
		if !strings.Contains(text, want) {
			t.Errorf("%q is missing in\n%s", want, text)
		}
	}
	for _, row := range strings.Split(text, "\n") {
		if w := runewidth.StringWidth(row); w > boardColumns {
			t.Errorf("%d columns: %s", w, row)
		}
	}
	table.Rows = [][]string{{"1", "a", "1", "1", "1"}, {"1", "b", "1", "1", "1"}, {"1", "c", "1", "1", "1"}, {"1", "d", "1", "1", "1"}}
	if text := Draw(card.Card{Parts: []card.Part{table}})[0].components[0].Content; strings.Contains(text, "🥇") {
		t.Errorf("four share a medal:\n%s", text)
	}
	plan := card.Table{Header: []string{"setting", "value"}, Numbers: []bool{false, false}, Rows: [][]string{{"days_off", strings.Repeat("2026-12-24, ", 6)}}}
	if text := Draw(card.Card{Parts: []card.Part{plan}})[0].components[0].Content; !strings.Contains(text, "**days\\_off**") {
		t.Errorf("a wide pair of columns is\n%s", text)
	}
}

// Whatever is cut or clipped ends and begins with whole characters.
func TestClusters(t *testing.T) {
	t.Parallel()
	for _, unit := range []string{"👨‍👩‍👧‍👦", "🇩🇪", "e\u0301", "👍🏽", "कि"} {
		many := strings.Repeat(unit, 3000)
		for _, card := range []card.Card{
			{Parts: []card.Part{card.Quote{By: card.Line{{Text: "ann"}}, Text: many}}}, {Parts: []card.Part{card.Document{Doc: markdown.Parse(many)}}}, {Parts: []card.Part{card.Text{Line: card.Line{{Text: many}}}}},
		} {
			got := 0
			for _, m := range Draw(card) {
				for _, c := range m.components {
					text := strings.TrimPrefix(strings.TrimPrefix(c.Content, "ann\n"), "> ")
					if rest := strings.ReplaceAll(text, unit, ""); rest != "" && !strings.HasPrefix(rest, "ann") {
						t.Errorf("%q is cut: %q is left in %T", unit, rest, card.Parts[0])
					}
					got += strings.Count(text, unit)
				}
			}
			if got != 3000 {
				t.Errorf("%d of 3000 %q in %T", got, unit, card.Parts[0])
			}
		}
		if got := Clip(many, 45); strings.ReplaceAll(strings.TrimSuffix(got, "…"), unit, "") != "" {
			t.Errorf("clipped to %q", got)
		}
	}
}

// allowed holds a message against Discord's rules.
func allowed(t *testing.T, m Message) {
	t.Helper()
	body, err := json.Marshal(m.Payload(0))
	if err != nil {
		t.Fatal(err)
	}
	for _, mistake := range discordtest.Violations(t, "POST", "/channels/1/messages", nil, "application/json", body) {
		t.Errorf("%s in %s", mistake, body)
	}
}

// Short choices stand on their buttons behind the letters, all of them or none.
func TestChoicesOnButtons(t *testing.T) {
	t.Parallel()
	labels := func(details ...string) string {
		var items []card.Button
		for i, d := range details {
			items = append(items, card.Button{ID: fmt.Sprint("pick:1:", i), Label: quiz.ChoiceLetter(i), Detail: d})
		}
		items = append(items, card.Button{ID: "hint:1", Label: "Hint"})
		m := Draw(card.Card{Parts: []card.Part{card.Buttons{Items: items}}})[0]
		allowed(t, m)
		var words []string
		for _, row := range m.components {
			for _, b := range row.Components {
				words = append(words, b.Label)
			}
		}
		return strings.Join(words, ", ")
	}
	for want, details := range map[string][]string{
		"A · [0], B · [], Hint":  {"[0]", "[]"},
		"A · 生成器, B · 迭代器, Hint": {"生成器", "迭代器"},
		"A, B, Hint":             {"short", "a choice that is told at length"},
		"A, B, C, Hint":          {"short", "shorter", ""},
	} {
		if got := labels(details...); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
