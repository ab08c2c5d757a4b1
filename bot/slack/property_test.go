package slack

import (
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/markdown"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/store"
)

// injections are what somebody may write to have something take effect that is not theirs to do.
func injections() []string {
	return []string{
		"<!channel>", "<!here>", "<!everyone>", "<@U123ABC>", "<@U123ABC|ann>", "<!subteam^S123|@team>", "<#C123|general>", "@channel @here @everyone",
		"<https://evil.example|your bank>", "[your bank](https://evil.example)", "<!date^1^{date}^https://evil.example|x>", "&lt;!channel&gt;", "*bold* _it_ ~s~ `code`",
		"```\nfence\n```", "> quote", ":smile: :tada:", "# heading\n- list\n1. one", "\u202eright to left", "a\u0000b", "👩‍👩‍👧‍👦 é́́ 中文**粗体**中文", "<script>alert(1)</script>",
		"https://example.com/?a=1&b=2", "mailto:a@example.com", "| a | b |\n|---|---|\n| <!channel> | x |", "![](https://example.com/x.png)", "<<<>>>|^|",
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
	a.Room, a.TimeZone = "slack/T1/C1", "UTC"
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
	return &quiz.Round{ID: 7, Room: "slack/T1/C1", Question: *q, Phase: quiz.Asking, PlannedAt: at, ClosesAt: at.Add(8 * time.Hour)}
}

// sound fails the test where Slack would refuse a card's messages, where something takes effect in them, or where a
// word of the card is missing.
func sound(t *testing.T, what string, card bot.Card) {
	t.Helper()
	for _, bare := range []bool{false, true} {
		var all strings.Builder
		for _, m := range draw(card, bare) {
			blocks, err := json.Marshal(m.blocks)
			if err != nil {
				t.Fatal(err)
			}
			for _, wrong := range wrongs(t, "Blocks", blocks) {
				t.Errorf("%s: %s", what, wrong)
			}
			if m.text == "" || len([]rune(m.text)) > 3100 {
				t.Errorf("%s: a summary of %d characters", what, len(m.text))
			}
			all.WriteString(leaves(t, blocks))
		}
		shown := squeeze(all.String())
		for _, text := range texts(card) {
			if !strings.Contains(shown, squeeze(text)) {
				t.Errorf("%s: %q is missing in\n%s", what, text, all.String())
			}
		}
	}
}

func squeeze(text string) string { return strings.Join(strings.Fields(text), "") }

// leaves are the texts in blocks, one after the other.
func leaves(t *testing.T, blocks json.RawMessage) string {
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
			if str(v, "type") == "mrkdwn" {
				b.WriteString(renderText(v))
				return
			}
			for _, key := range []string{"text", "fallback", "alt_text", "elements", "rows", "accessory"} {
				if s, ok := v[key].(string); ok {
					b.WriteString(s)
				} else {
					walk(v[key])
				}
			}
			if str(v, "type") == "image" || str(v, "type") == "link" {
				b.WriteString(str(v, "image_url") + str(v, "url"))
			}
		}
	}
	for _, block := range decode(t, blocks) {
		walk(any(block))
	}
	return b.String()
}

// texts are the pieces of text of which a card consists.
func texts(card bot.Card) []string {
	var list []string
	for _, part := range card.Parts {
		switch p := part.(type) {
		case bot.Heading:
			list = append(list, p.Line.Plain())
		case bot.Text:
			list = append(list, p.Line.Plain())
		case bot.Note:
			list = append(list, p.Line.Plain())
		case bot.Saying:
			list = append(list, p.By.Plain(), p.Text)
		case bot.Document:
			list = append(list, docTexts(p.Doc)...)
		case bot.Buttons:
			for _, b := range p.Items {
				list = append(list, b.Label)
			}
		}
	}
	return list
}

func docTexts(doc markdown.Doc) []string {
	var list []string
	line := func(l markdown.Line) {
		for _, s := range l {
			list = append(list, s.Text)
		}
	}
	for _, block := range doc {
		switch b := block.(type) {
		case markdown.Paragraph:
			line(b.Line)
		case markdown.Heading:
			line(b.Line)
		case markdown.Code:
			list = append(list, b.Text)
		case markdown.Image:
			list = append(list, b.Alt)
		case markdown.Quote:
			list = append(list, docTexts(b.Blocks)...)
		case markdown.List:
			for _, item := range b.Items {
				list = append(list, docTexts(item.Blocks)...)
			}
		case markdown.Table:
			for _, row := range append([][]markdown.Line{b.Header}, b.Rows...) {
				for _, cell := range row {
					line(cell)
				}
			}
		}
	}
	return list
}

// revealOf is a reveal of a question with answers of random lengths.
func revealOf(rng *rand.Rand, q *quiz.Question) quiz.Announcement {
	round := roundOf(q)
	round.Phase = quiz.Closing
	news := quiz.RevealNews{Round: *round, Answered: 14, Rest: 4, Bands: map[quiz.Band]int{quiz.Full: 3, quiz.Unsure: 11}, Picked: make([]int, len(q.Choices))}
	for i := range 1 + rng.IntN(quiz.BestShown) {
		news.Best = append(news.Best, quiz.ShownReply{Member: quiz.MemberNo(i + 1), Name: pickOne(rng), Text: written(rng), Band: quiz.Full})
	}
	return quiz.Announcement{Key: "7/reveal", Reveal: &news}
}

func pickOne(rng *rand.Rand) string { return injections()[rng.IntN(len(injections()))] }

// written is an answer of up to the most characters that one may have.
func written(rng *rand.Rand) string {
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

// realQuestions are those of the real banks, so many of them at most.
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
	step := len(all)/most + 1
	var some []quiz.Question
	longest := all[0]
	for i := range all {
		if len(all[i].Body)+len(all[i].Answer) > len(longest.Body)+len(longest.Answer) {
			longest = all[i]
		}
		if i%step == 0 {
			some = append(some, all[i])
		}
	}
	return append(some, longest)
}

// Questions and reveals of the real banks are shown whole, and nothing in them is refused or takes effect.
func TestRealBanks(t *testing.T) {
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
