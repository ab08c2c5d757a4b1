package drawing

import (
	"encoding/json"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"quizbot/bot/bottest"
	"quizbot/bot/card"
	"quizbot/internal/testing/discordtest"
	"quizbot/internal/testing/discordtest/render"
	"quizbot/quiz"
	"quizbot/quiz/input"
)

// injections are texts that try to take effect: mentions, links, markup.
func injections() []string {
	return []string{
		"@everyone", "@here", "<@123456789012345678>", "<@!123>", "<@&123>", "<#123>", "</quiz help:123>", "<id:customize>", "<:smile:123>", "<a:smile:123>", ":smile: :tada:",
		"<t:1700000000:R>", "https://evil.example/?a=1&b=2", "<https://evil.example>", "[your bank](https://evil.example)", "[https://bank.example](https://evil.example)", "discord.gg/abc",
		"https://discord.gg/abc discord.com/invite/x", "||spoiler||", "**bold** *it* _it_ __under__ ~~s~~ `code` ``co`de``", "***both*** **a*b** *a**b* __a_b__", "```\nfence\n```", "```\n@everyone <@123> [x](https://evil.example)\n```", "~~~js\n``` <@&123> ```\n~~~", "`<@123> @everyone`", "```py\nx", "`",
		"> quote", ">>> quote\nall", "# heading\n## h\n### h\n-# small", "- list\n* list\n+ list\n1. one\n12) two", "  # not\n  - at the start", "\\*escaped\\* \\\\ \\", "a\\", "\\`x\\`",
		"\u202eright to left", "👩‍👩‍👧‍👦 é́́ 中文**粗体**中文", "<script>alert(1)</script>", "mailto:a@example.com a@example.com", "| a | b |\n|---|---|\n| @everyone | x |",
		"![](https://example.com/x.png)", "<<<>>>|^|", "std::vector<int> x; a[i](b)", "snake_case_name __init__ *args **kwargs", "¯\\_(ツ)_/¯", "x ~ y ~~ z | w || v", "~~a~~b~~", "*", "**", "_", "http://", "a:b:c",
		"line one\n\n\n\nline two\n   \n", "   spaces   ", "\t", "#", "-", "1.", "100% $x$ ^2^", "\u200b", "steam://run/1 discord://x", "@\u200beveryone", "<@\n123>", "[a]\n(https://x.example)", "[a](<https://x.example>)",
	}
}

// sound fails the test if Discord would refuse a card's messages, a forbidden effect occurs, or a
// word is missing.
func sound(t *testing.T, what string, card card.Card) {
	t.Helper()
	full := Draw(card)
	var bare []Message
	for _, m := range full {
		bare = append(bare, m.Plain())
	}
	lists := [][]Message{full, bare}
	if reflect.DeepEqual(full, bare) {
		lists = lists[:1]
	}
	for _, list := range lists {
		var all strings.Builder
		for _, m := range list {
			body, err := json.Marshal(m.Payload(0))
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range discordtest.Violations(t, "POST", "/channels/1/messages", nil, "application/json", body) {
				t.Errorf("%s: %s\n%s", what, wrong, body)
			}
			for _, c := range m.components {
				for _, content := range contentsOf(c) {
					lawful(t, what, content, addresses(bottest.CardLinks(card)))
				}
				one, err := json.Marshal([]Component{c})
				if err != nil {
					t.Fatal(err)
				}
				all.WriteString(render.Render(one) + "\n")
			}
		}
		shown := bareWords(all.String())
		for _, text := range append(bottest.CardTexts(card), bottest.ButtonLabels(card)...) {
			if !strings.Contains(shown, bareWords(text)) && (UTF16Length(text) < maxText || !strings.Contains(unmarked(shown), unmarked(bareWords(text)))) {
				t.Errorf("%s: %q is missing in\n%s", what, text, all.String())
			}
		}
	}
}

// contentsOf are the texts of a component and of all that it holds.
func contentsOf(c Component) []string {
	var list []string
	if c.Content != "" {
		list = append(list, c.Content)
	}
	for _, inner := range c.Components {
		list = append(list, contentsOf(inner)...)
	}
	return list
}

// lawful fails the test on an effect asked for neither by the bot nor by the bank.
func lawful(t *testing.T, what, content string, links []string) {
	t.Helper()
	for _, e := range render.Effects(content) {
		switch e.Kind {
		case render.Mention, render.Everyone, render.Spoiler, render.Emoji, render.Slash, render.Place, render.Underline:
			t.Errorf("%s: a %s takes effect, %q, in\n%s", what, e.Kind, e.Text, content)
		case render.Link:
			if !slices.Contains(links, e.URL) {
				t.Errorf("%s: a link leads to %q, which is none of %q, in\n%s", what, e.URL, links, content)
			}
		}
	}
}

// addresses are links as they are written.
func addresses(links []string) []string {
	list := make([]string, 0, len(links))
	for _, link := range links {
		list = append(list, escapeAddress(link))
	}
	return list
}

// bareWords returns a text without space and without the character that separates marks.
func bareWords(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(strings.ReplaceAll(text, "\x00", "\ufffd")), ""), zeroWidthSpace, "")
}

// unmarked is a text without the marks that stand in front of each part of a long quotation,
// heading or list.
func unmarked(text string) string {
	return strings.NewReplacer(">", "", "#", "", "-", "", "·", "").Replace(text)
}

// room is the room of the cards.
const room = "discord/1180000000000000002/1180000000000000003"

// cards returns a generator of cards with all injections.
func cards(t *testing.T, seed uint64) bottest.Cards {
	t.Helper()
	return bottest.NewCards(t, room, seed, injections()...)
}

// Cards of real banks, with oversized text and with injections are drawn whole. Nothing in them is
// refused or takes effect.
func TestCards(t *testing.T) {
	bottest.RunCards(t, room, injections(), sound)
}

// The form of key points fits, however long they are.
func TestPointForms(t *testing.T) {
	t.Parallel()
	for _, f := range cards(t, 12).PointForms() {
		wrong(t, DrawModal(f))
		wrong(t, DrawPlainModal(f))
	}
}

// Members' text has no effect but code next to anything, and is read letter by letter.
func TestLiteral(t *testing.T) {
	t.Parallel()
	from, rng := cards(t, 5), rand.New(rand.NewPCG(5, 6))
	list := injections()
	for range 60 {
		var b strings.Builder
		for range 1 + rng.IntN(5) {
			b.WriteString(from.HostileText())
			b.WriteString([]string{"", " ", "\n", "\n\n", "x", "中", "*", "_", "\\", "`", ":"}[rng.IntN(11)])
		}
		list = append(list, b.String())
	}
	for _, text := range list {
		if strings.TrimSpace(text) == "" {
			continue
		}
		for where, part := range map[string]card.Part{
			"a saying": card.Quote{Text: text}, "a saying with a button": card.Quote{Text: text, Button: card.Button{ID: "vote:1", Label: "Vote"}}, "words": card.Text{Line: card.Line{{Text: text}}}, "strong words": card.Text{Line: card.Line{{Text: text, Strong: true}}},
			"a note": card.Note{Line: card.Line{{Text: text}}}, "a heading": card.Heading{Line: card.Line{{Text: "x"}, {Text: text}}}, "code": card.Text{Line: card.Line{{Text: text, Code: true}}},
		} {
			for _, m := range Draw(card.Card{Parts: []card.Part{part}}) {
				for _, c := range m.components {
					for _, content := range contentsOf(c) {
						literal(t, where, content)
					}
				}
			}
			sound(t, where+" "+text, card.Card{Parts: []card.Part{part}})
		}
		if t.Failed() {
			return
		}
	}
}

// literal fails the test if a text has an effect its place doesn't ask for.
func literal(t *testing.T, where, content string) {
	t.Helper()
	saying := strings.HasPrefix(where, "a saying")
	asked := map[string]render.Kind{
		"a saying": render.Quote, "a saying with a button": render.Quote, "strong words": render.Strong, "a note": render.Subtext,
		"a heading": render.Heading, "code": render.Code,
	}[where]
	for _, e := range render.Effects(content) {
		code := saying && (e.Kind == render.Code || e.Kind == render.CodeBlock)
		if e.Kind != asked && !code {
			t.Errorf("%s: in %q a %s takes effect: %q", where, content, e.Kind, e.Text)
		}
	}
}

// Whatever the text of a bank or a member, its cards are within Discord's limits, no word is lost, and
// nothing in them takes effect.
func FuzzDraw(f *testing.F) {
	for _, text := range injections() {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if text = input.CleanText(text); text == "" || len(text) > quiz.MaxAnswer {
			return
		}
		cards(t, 21).OfText(t, text, func(what string, c card.Card) { sound(t, what, c) })
	})
}
