package discord

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/markdown"
	"quizbot/internal/discordtest"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/store"
)

// injections are what somebody may write to have something take effect that is not theirs to do.
func injections() []string {
	return []string{
		"@everyone", "@here", "<@123456789012345678>", "<@!123>", "<@&123>", "<#123>", "</quiz help:123>", "<id:customize>", "<:smile:123>", "<a:smile:123>", ":smile: :tada:",
		"<t:1700000000:R>", "https://evil.example/?a=1&b=2", "<https://evil.example>", "[your bank](https://evil.example)", "[https://bank.example](https://evil.example)", "discord.gg/abc",
		"https://discord.gg/abc discord.com/invite/x", "||spoiler||", "**bold** *it* _it_ __under__ ~~s~~ `code` ``co`de``", "***both*** **a*b** *a**b* __a_b__", "```\nfence\n```", "```py\nx", "`",
		"> quote", ">>> quote\nall", "# heading\n## h\n### h\n-# small", "- list\n* list\n+ list\n1. one\n12) two", "  # not\n  - at the start", "\\*escaped\\* \\\\ \\", "a\\", "\\`x\\`",
		"\u202eright to left", "👩‍👩‍👧‍👦 é́́ 中文**粗体**中文", "<script>alert(1)</script>", "mailto:a@example.com a@example.com", "| a | b |\n|---|---|\n| @everyone | x |",
		"![](https://example.com/x.png)", "<<<>>>|^|", "std::vector<int> x; a[i](b)", "snake_case_name __init__ *args **kwargs", "¯\\_(ツ)_/¯", "x ~ y ~~ z | w || v", "~~a~~b~~", "*", "**", "_", "http://", "a:b:c",
		"line one\n\n\n\nline two\n   \n", "   spaces   ", "\t", "#", "-", "1.", "100% $x$ ^2^", "\u200b", "steam://run/1 discord://x", "@\u200beveryone", "<@\n123>", "[a]\n(https://x.example)", "[a](<https://x.example>)",
	}
}

// catcher is a platform that keeps what it is given to post.
type catcher struct{ card bot.Card }

func (*catcher) Name() string                                                  { return platform }
func (*catcher) Run(context.Context, bot.Handler) error                        { return nil }
func (*catcher) Edit(context.Context, quiz.RoomID, quiz.Place, bot.Card) error { return nil }
func (c *catcher) Post(_ context.Context, p bot.Posting) ([]quiz.Place, error) {
	c.card = p.Card
	return []quiz.Place{{Message: "1"}}, nil
}

// catalogueOnce reads the catalogue once for thousands of cards.
var catalogueOnce = sync.OnceValues(bot.NewCatalogue)

// announced is an announcement as a card.
func announced(t *testing.T, a quiz.Announcement) bot.Card {
	t.Helper()
	catalogue, err := catalogueOnce()
	if err != nil {
		t.Fatal(err)
	}
	var c catcher
	service := quiz.NewService(store.Memory(), questions.NewLibrary(), grading.Certain{}, quiz.Options{})
	a.Room, a.TimeZone = room(), "UTC"
	if a.Language == "" {
		a.Language = "en"
	}
	if _, err := bot.New(service, catalogue, &c).Announce(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return c.card
}

func roundOf(q *quiz.Question) *quiz.Round {
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	return &quiz.Round{ID: 7, Room: room(), Question: *q, Phase: quiz.Asking, PlannedAt: at, ClosesAt: at.Add(8 * time.Hour)}
}

// sound fails the test where Discord would refuse a card's messages, where something takes effect in them that must not,
// or where a word of the card is missing.
func sound(t *testing.T, what string, card bot.Card) {
	t.Helper()
	full, bare := draw(card, false), draw(card, true)
	lists := [][]message{full, bare}
	if reflect.DeepEqual(full, bare) {
		lists = lists[:1]
	}
	for _, list := range lists {
		var all strings.Builder
		for _, m := range list {
			body, err := json.Marshal(m.outgoing(0))
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range discordtest.Wrongs(t, "POST", "/channels/1/messages", nil, "application/json", body) {
				t.Errorf("%s: %s\n%s", what, wrong, body)
			}
			for _, c := range m.components {
				lawful(t, what, c.Content, addresses(card))
				one, err := json.Marshal([]component{c})
				if err != nil {
					t.Fatal(err)
				}
				all.WriteString(discordtest.Render(one) + "\n")
			}
		}
		shown := bareWords(all.String())
		for _, text := range texts(card) {
			if !strings.Contains(shown, bareWords(text)) {
				t.Errorf("%s: %q is missing in\n%s", what, text, all.String())
			}
		}
	}
}

// lawful fails the test where something takes effect in a text that nothing of ours or the bank's asks for.
func lawful(t *testing.T, what, content string, links []string) {
	t.Helper()
	for _, e := range discordtest.Effects(content) {
		switch e.Kind {
		case discordtest.Mention, discordtest.Everyone, discordtest.Spoiler, discordtest.Emoji, discordtest.Slash, discordtest.Place, discordtest.Underline:
			t.Errorf("%s: a %s takes effect, %q, in\n%s", what, e.Kind, e.Text, content)
		case discordtest.Link:
			if !slices.Contains(links, e.URL) {
				t.Errorf("%s: a link leads to %q, which is none of %q, in\n%s", what, e.URL, links, content)
			}
		}
	}
}

// bareWords is a text without what may stand between its letters: space, and the character that keeps marks apart.
func bareWords(text string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(strings.ReplaceAll(text, "\x00", "\ufffd")), ""), apart, "")
}

// addresses are where the links of a card's documents lead, as they are written.
func addresses(card bot.Card) []string {
	var list []string
	for _, part := range card.Parts {
		switch p := part.(type) {
		case bot.Document:
			list = append(list, docLinks(p.Doc)...)
		case bot.Text:
			for _, s := range p.Line {
				list = append(list, address(s.URL))
			}
		}
	}
	return list
}

// texts are the pieces of text of which a card consists.
func texts(card bot.Card) []string {
	var list []string
	for _, part := range card.Parts {
		switch p := part.(type) {
		case bot.Heading:
			list = append(list, lineTexts(p.Line)...)
		case bot.Text:
			list = append(list, lineTexts(p.Line)...)
		case bot.Note:
			list = append(list, lineTexts(p.Line)...)
		case bot.Saying:
			list = append(append(list, lineTexts(p.By)...), p.Text)
		case bot.Document:
			list = append(list, docTexts(p.Doc)...)
		case bot.Table:
			list = append(list, docTexts(markdown.Doc{p.Markdown()})...)
		case bot.Buttons:
			for _, b := range p.Items {
				list = append(list, b.Label)
			}
		}
	}
	return list
}

// lineTexts are the texts of a line; moments are shown in each reader's own way.
func lineTexts(line bot.Line) []string {
	var list []string
	for _, s := range line {
		if s.At.IsZero() {
			list = append(list, s.Text)
		}
	}
	return list
}

// each calls do for every line of a document, and code for every block of code.
func each(doc markdown.Doc, do func(markdown.Line), code func(string)) {
	for _, block := range doc {
		switch b := block.(type) {
		case markdown.Paragraph:
			do(b.Line)
		case markdown.Heading:
			do(b.Line)
		case markdown.Code:
			code(b.Text)
		case markdown.Image:
			do(markdown.Line{{Text: b.Alt, URL: b.URL, Image: true}})
		case markdown.Quote:
			each(b.Blocks, do, code)
		case markdown.List:
			for _, item := range b.Items {
				each(item.Blocks, do, code)
			}
		case markdown.Table:
			for _, row := range append([][]markdown.Line{b.Header}, b.Rows...) {
				for _, cell := range row {
					do(cell)
				}
			}
		}
	}
}

func docLinks(doc markdown.Doc) []string {
	var list []string
	each(doc, func(l markdown.Line) {
		for _, s := range l {
			if s.URL != "" {
				list = append(list, address(s.URL))
			}
		}
	}, func(string) {})
	return list
}

func docTexts(doc markdown.Doc) []string {
	var list []string
	each(doc, func(l markdown.Line) {
		for _, s := range l {
			list = append(list, s.Text)
		}
	}, func(text string) { list = append(list, text) })
	return list
}

// revealOf is a reveal of a question with answers of random lengths.
func revealOf(rng *rand.Rand, q *quiz.Question) quiz.Announcement {
	round := roundOf(q)
	round.Phase = quiz.Closing
	news := quiz.RevealNews{Round: *round, Answered: 14, Rest: 4, Bands: map[quiz.Band]int{quiz.Full: 3, quiz.Unsure: 11}, Picked: make([]int, len(q.Choices))}
	for i := range 1 + rng.IntN(quiz.BestShown) {
		news.Best = append(news.Best, quiz.ShownReply{Member: quiz.MemberNo(i + 1), Name: pickOne(rng), Text: someAnswer(rng), Band: quiz.Full})
	}
	return quiz.Announcement{Key: "7/reveal", Reveal: &news}
}

func pickOne(rng *rand.Rand) string { return injections()[rng.IntN(len(injections()))] }

// someAnswer is an answer of up to the most characters that one may have.
func someAnswer(rng *rand.Rand) string {
	want := 1 + rng.IntN(quiz.MaxAnswer)
	if rng.IntN(4) == 0 {
		want = quiz.MaxAnswer
	}
	var text []rune
	for len(text) < want {
		switch rng.IntN(4) {
		case 0:
			text = append(text, []rune(pickOne(rng))...)
		case 1:
			text = append(text, []rune("函数和它引用的变量。")...)
		case 2:
			text = append(text, '\n')
		default:
			text = append(text, []rune(" a function keeps its variables,")...)
		}
	}
	return string(text[:want])
}

// realQuestions are those of the real banks, so many of them at most, and the longest.
func realQuestions(t *testing.T, most int) []quiz.Question {
	t.Helper()
	const root = "../../../shared/banks"
	entries, err := os.ReadDir(root)
	if err != nil {
		if os.Getenv("QUIZBOT_REQUIRE_SHARED") == "1" {
			t.Fatalf("%v, and QUIZBOT_REQUIRE_SHARED=1 says that it must be there", err)
		}
		t.Skipf("%v", err)
	}
	var all []quiz.Question
	for _, e := range entries {
		if e.IsDir() {
			bank, err := questions.Load(questions.Spec{Name: e.Name(), Path: filepath.Join(root, e.Name())})
			if err != nil {
				t.Fatal(err)
			}
			all = append(all, bank.Questions...)
		}
	}
	var some []quiz.Question
	for i := 0; i < len(all); i += len(all)/most + 1 {
		some = append(some, all[i])
	}
	longest := slices.MaxFunc(all, func(a, b quiz.Question) int { return len(a.Body) + len(a.Answer) - len(b.Body) - len(b.Answer) })
	return append(some, longest)
}

// Questions and reveals of the real banks are shown whole, and nothing in them is refused or takes effect.
func TestRealBanks(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(1, 2))
	most := 3000
	if testing.Short() {
		most = 300
	}
	for i, q := range realQuestions(t, most) {
		if t.Failed() {
			return
		}
		what := fmt.Sprintf("%d: %s of %s", i, q.ID, q.Bank)
		sound(t, what+" asked", announced(t, quiz.Announcement{Key: "7/ask", Question: roundOf(&q)}))
		if i%5 == 0 {
			sound(t, what+" revealed", announced(t, revealOf(rng, &q)))
		}
	}
}

// Nothing that a bank or a member writes takes effect, in whatever field.
func TestInjections(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(3, 4))
	for _, text := range injections() {
		q := quiz.Question{
			ID: quiz.QuestionID(text), Bank: text, Section: text, Title: text, Body: text, Answer: text + "\n\n- " + text, Hint: text, Difficulty: text,
			KeyPoints: []string{text, text}, Accept: []string{text}, Links: []string{text}, Tags: []string{text},
			Choices: []quiz.Choice{{Text: text}, {Text: text + text, Correct: true}},
		}
		sound(t, text+" asked", announced(t, quiz.Announcement{Key: text, Question: roundOf(&q)}))
		sound(t, text+" revealed", announced(t, revealOf(rng, &q)))
		q.Choices = nil
		sound(t, text+" revealed", announced(t, revealOf(rng, &q)))
		news := &quiz.DigestNews{
			Date: quiz.Date{Year: 2026, Month: 11, Day: 24}, Members: 1, Left: 3, Span: quiz.Month,
			Rounds:    []quiz.DigestRound{{Question: q, Answered: 1, Voted: []string{text}, Votes: 1, Link: text}},
			Standings: []quiz.DigestStanding{{Rank: 1, Name: text, Points: 3}}, Cheers: []quiz.Cheer{{Name: text, Streak: 5}},
		}
		sound(t, text+" summed up", announced(t, quiz.Announcement{Key: text, Digest: news}))
	}
}

// Text of members has no effect of any kind, whatever it is and whatever it stands beside, and is read letter for letter.
func TestLiteral(t *testing.T) {
	t.Parallel()
	rng := rand.New(rand.NewPCG(5, 6))
	list := injections()
	for range 1000 {
		var b strings.Builder
		for range 1 + rng.IntN(5) {
			b.WriteString(pickOne(rng))
			b.WriteString([]string{"", " ", "\n", "\n\n", "x", "中", "*", "_", "\\", "`", ":"}[rng.IntN(11)])
		}
		list = append(list, b.String())
	}
	for _, text := range list {
		if strings.TrimSpace(text) == "" {
			continue
		}
		for where, part := range map[string]bot.Part{
			"a saying": bot.Saying{Text: text}, "words": bot.Text{Line: bot.Line{{Text: text}}}, "strong words": bot.Text{Line: bot.Line{{Text: text, Strong: true}}},
			"a note": bot.Note{Line: bot.Line{{Text: text}}}, "a heading": bot.Heading{Line: bot.Line{{Text: "x"}, {Text: text}}}, "code": bot.Text{Line: bot.Line{{Text: text, Code: true}}},
		} {
			for _, m := range draw(bot.Card{Parts: []bot.Part{part}}, false) {
				for _, c := range m.components {
					for _, e := range discordtest.Effects(c.Content) {
						asked := map[string]discordtest.Kind{
							"a saying": discordtest.Quote, "strong words": discordtest.Strong, "a note": discordtest.Subtext, "a heading": discordtest.Heading, "code": discordtest.Code,
						}[where]
						if e.Kind != asked {
							t.Errorf("%s: in %q a %s takes effect: %q", where, c.Content, e.Kind, e.Text)
						}
					}
				}
			}
			sound(t, where+" "+text, bot.Card{Parts: []bot.Part{part}})
		}
		if t.Failed() {
			return
		}
	}
}
