package discord

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/quiz"
)

// verdict is what a parser that others wrote makes of a text: what is read, and what takes effect, each with what it acts
// on.
type verdict struct {
	Text    string      `json:"text"`
	Effects [][2]string `json:"effects"`
}

// judged asks that parser, which the end-to-end stage installs.
func judged(t *testing.T, contents []string) []verdict {
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

// drawn are the texts of a card's messages.
func drawn(card bot.Card) []string {
	var list []string
	for _, m := range draw(card, false) {
		for _, c := range m.components {
			if c.Type == typeText {
				list = append(list, c.Content)
			}
		}
	}
	return list
}

// A parser that others wrote finds no effect in what members write, and reads it letter for letter.
func TestJudgedLiteral(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	var cards []bot.Card
	for i := range 3000 {
		text := someAnswer(rng)
		if list := injections(); i < len(list) {
			text = list[i]
		}
		cards = append(cards, bot.Card{Parts: []bot.Part{bot.Saying{Text: text}}})
	}
	var contents []string
	for _, card := range cards {
		contents = append(contents, drawn(card)...)
	}
	verdicts := judged(t, contents)
	for _, card := range cards {
		var read strings.Builder
		own := drawn(card)
		for i, v := range verdicts[:len(own)] {
			read.WriteString(v.Text)
			for _, e := range v.Effects {
				if e[0] != "blockQuote" {
					t.Errorf("in %q a %s takes effect: %q", own[i], e[0], e[1])
				}
			}
		}
		verdicts = verdicts[len(own):]
		saying, _ := card.Parts[0].(bot.Saying)
		if len(own) > 0 && own[0] != "…" && bareWords(read.String()) != bareWords(saying.Text) {
			t.Errorf("%q is read as %q", saying.Text, read.String())
		}
		if t.Failed() {
			return
		}
	}
}

// The same parser finds in questions and reveals of the real banks nothing that pings or hides, no link that is not the
// bank's, and every word.
func TestJudgedBanks(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	var cards []bot.Card
	for i, q := range realQuestions(t, 1500) {
		cards = append(cards, announced(t, quiz.Announcement{Key: "7/ask", Question: roundOf(&q)}))
		if i%5 == 0 {
			cards = append(cards, announced(t, revealOf(rng, &q)))
		}
	}
	var contents []string
	for _, card := range cards {
		contents = append(contents, drawn(card)...)
	}
	verdicts := judged(t, contents)
	never := []string{"user", "role", "channel", "everyone", "here", "emoji", "spoiler", "slashCommand", "guildNavigation", "underline", "url"}
	for i, card := range cards {
		var read strings.Builder
		own, links := drawn(card), addresses(card)
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
		for _, text := range spokenTexts(card) {
			if !strings.Contains(shown, bareWords(text)) {
				t.Errorf("%d: %q is missing in %q", i, text, own)
			}
		}
		if t.Failed() {
			return
		}
	}
}

// spokenTexts are the texts of a card that stand in texts, not on buttons.
func spokenTexts(card bot.Card) []string {
	card.Parts = slices.DeleteFunc(slices.Clone(card.Parts), func(p bot.Part) bool {
		_, is := p.(bot.Buttons)
		return is
	})
	return texts(card)
}

// galleries are what pictures say of themselves.
func galleries(card bot.Card) []string {
	var list []string
	for _, m := range draw(card, false) {
		for _, c := range m.components {
			for _, i := range c.Items {
				list = append(list, i.Description)
			}
		}
	}
	return list
}
