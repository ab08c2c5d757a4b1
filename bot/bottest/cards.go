package bottest

import (
	"context"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/markdown"
	"quizbot/questions"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// Cards makes the cards that a room is shown, of whatever banks and members may write.
type Cards struct {
	room      quiz.RoomID
	catalogue *bot.Catalogue
	hostile   []string
	random    *rand.Rand
}

// NewCards makes cards of a room. Hostile is what somebody may write to have something take effect that is not theirs to do.
func NewCards(t *testing.T, room quiz.RoomID, seed uint64, hostile ...string) Cards {
	t.Helper()
	catalogue, err := bot.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return Cards{room, catalogue, hostile, rand.New(rand.NewPCG(seed, seed+1))}
}

// RealBanks hands the cards of real banks' questions to sound, and of every fifth its reveal too: a thousand questions, all of
// them where QUIZBOT_LONG is set, and the longest.
func (c Cards) RealBanks(t *testing.T, sound func(what string, card card.Card)) {
	t.Helper()
	most := 1000
	if os.Getenv("QUIZBOT_LONG") != "" {
		most = math.MaxInt
	}
	for i, q := range realQuestions(t, most) {
		if t.Failed() {
			return
		}
		what := fmt.Sprintf("%d: %s of %s", i, q.ID, q.Bank)
		sound(what+" asked", c.asked(t, &q))
		if i%5 == 0 {
			sound(what+" revealed", c.revealed(t, &q))
		}
	}
}

// Injections hands cards to sound in whose every field stands something hostile.
func (c Cards) Injections(t *testing.T, sound func(what string, card card.Card)) {
	t.Helper()
	for _, text := range c.hostile {
		q := quiz.Question{
			ID: quiz.QuestionID(text), Bank: text, Section: text, Title: text, Body: text, Answer: text + "\n\n- " + text, Hint: text, Difficulty: text,
			KeyPoints: []string{text, text}, Accept: []string{text}, Links: []string{text}, Tags: []string{text},
			Choices: []quiz.Choice{{Text: text}, {Text: text + text, Correct: true}},
		}
		sound(text+" asked", c.asked(t, &q))
		sound(text+" revealed", c.revealed(t, &q))
		q.Choices = nil
		sound(text+" revealed without choices", c.revealed(t, &q))
		sound(text+" summed up", c.announced(t, quiz.Announcement{Key: text, Digest: &quiz.DigestNews{
			Date: quiz.Date{Year: 2026, Month: 11, Day: 24}, Members: 1, Left: 3, Span: quiz.Month,
			Rounds:    []quiz.DigestRound{{Question: q, Answered: 1, Voted: []string{text}, Votes: 1, Link: text}},
			Standings: []quiz.DigestStanding{{Rank: 1, Name: text, Points: 3}}, Cheers: []quiz.Cheer{{Name: text, Streak: 5}},
		}}))
	}
}

// Unwieldy hands cards to sound with what no message holds as it stands: data in an address, long addresses, words without
// an end, characters of many code points.
func (c Cards) Unwieldy(t *testing.T, sound func(what string, card card.Card)) {
	t.Helper()
	const long = 13_000
	data := "data:image/png;base64," + strings.Repeat("iVBORw0KGgo", long/11)
	address := "https://example.com/" + strings.Repeat("a", long)
	for what, inline := range map[string]string{
		"a picture of data": "![a diagram](" + data + ")", "a picture of data without words": "![](" + data + ")", "a picture in HTML": `<img alt="a diagram" src="` + data + `">`,
		"a link of data": "[the numbers](" + data + ")", "a link in itself": "<" + address + ">", "a long link": "[here](" + address + ")", "a long picture": "![a diagram](" + address + ")",
		"data in the text": data, "an endless word": strings.Repeat("x", long), "endless code": "`" + strings.Repeat("x", long) + "`", "a long path": "![a diagram](img/" + strings.Repeat("a", long) + ".png)",
		"families": strings.Repeat("👨‍👩‍👧‍👦", long/7), "flags": strings.Repeat("🇩🇪", long/2), "accents": strings.Repeat("e\u0301\u0323", long/3), "one character": "e" + strings.Repeat("\u0301", long),
	} {
		for where, block := range map[string]string{
			"alone": inline, "in text": "What does " + inline + " show?", "in a heading": "# " + inline, "in a list": "- one\n- " + inline + "\n  - " + inline,
			"in a quotation": "> > " + inline, "in a table": "| " + inline + " | b |\n|---|---|\n| x | " + inline + " |", "in code": "```go\n" + inline + "\n```",
		} {
			q := quiz.Question{ID: "id", Bank: "bank", Title: "What is this?", Body: block}
			sound(what+" "+where, c.asked(t, &q))
		}
		q := quiz.Question{ID: "id", Bank: "bank", Title: inline, Section: inline, Answer: inline, Links: []string{inline}, Accept: []string{inline}, Choices: []quiz.Choice{{Text: inline}, {Text: "x", Correct: true}}}
		sound(what+" everywhere asked", c.asked(t, &q))
		sound(what+" everywhere revealed", c.revealed(t, &q))
	}
}

// Reply is an answer of at most as many characters as one may have, with hostile text in it; one of four is as long as that.
func (c Cards) Reply() string {
	want := 1 + c.random.IntN(quiz.MaxAnswer)
	if c.random.IntN(4) == 0 {
		want = quiz.MaxAnswer
	}
	var text []rune
	for len(text) < want {
		switch c.random.IntN(4) {
		case 0:
			text = append(text, []rune(c.Hostility())...)
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

// Hostility is one of the hostile texts.
func (c Cards) Hostility() string { return c.hostile[c.random.IntN(len(c.hostile))] }

func (c Cards) asked(t *testing.T, q *quiz.Question) card.Card {
	t.Helper()
	round := c.round(q, quiz.Asking)
	return c.announced(t, quiz.Announcement{Key: "7/ask", Question: &round})
}

// revealed is a reveal of a question with answers of random lengths.
func (c Cards) revealed(t *testing.T, q *quiz.Question) card.Card {
	t.Helper()
	news := quiz.RevealNews{
		Round: c.round(q, quiz.Closing), Answered: 14, Rest: 4,
		Bands: map[quiz.Band]int{quiz.Full: 3, quiz.Unsure: 11}, Picked: make([]int, len(q.Choices)),
	}
	for i := range 1 + c.random.IntN(quiz.BestShown) {
		news.Best = append(news.Best, quiz.ShownReply{Member: quiz.MemberNo(i + 1), Name: c.Hostility(), Text: c.Reply(), Band: quiz.Full})
	}
	return c.announced(t, quiz.Announcement{Key: "7/reveal", Reveal: &news})
}

func (c Cards) round(q *quiz.Question, phase quiz.Phase) quiz.Round {
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	return quiz.Round{ID: 7, Room: c.room, Question: *q, Phase: phase, PlannedAt: at, ClosesAt: at.Add(8 * time.Hour)}
}

// announced is an announcement as a card.
func (c Cards) announced(t *testing.T, a quiz.Announcement) card.Card {
	t.Helper()
	a.Room, a.Language, a.TimeZone = c.room, "en", "UTC"
	kept := keeper{name: c.room.Platform()}
	service := service.NewService(memory.New(), questions.NewLibrary(), grading.Certain{}, service.Options{})
	if _, err := bot.New(service, c.catalogue, &kept).Announce(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return kept.card
}

// keeper is a platform that keeps what it is given to post.
type keeper struct {
	name string
	card card.Card
}

func (k *keeper) Name() string                                                   { return k.name }
func (*keeper) Run(context.Context, bot.Handler) error                           { return nil }
func (*keeper) Edit(context.Context, quiz.RoomID, []quiz.Place, card.Card) error { return nil }
func (k *keeper) Post(_ context.Context, p bot.Posting) ([]quiz.Place, error) {
	k.card = p.Card
	return []quiz.Place{{Message: "1"}}, nil
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

// Texts are the pieces of text of which a card consists, but for moments, which every reader is shown in their own way, and
// for what stands on its controls.
func Texts(c card.Card) []string {
	var list []string
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Heading:
			list = append(list, lineTexts(p.Line)...)
		case card.Text:
			list = append(list, lineTexts(p.Line)...)
		case card.Note:
			list = append(list, lineTexts(p.Line)...)
		case card.Quote:
			list = append(append(list, lineTexts(p.By)...), docTexts(markdown.Message(p.Text))...)
		case card.Document:
			list = append(list, docTexts(p.Doc)...)
		case card.Table:
			list = append(list, docTexts(markdown.Doc{p.Markdown()})...)
		}
	}
	return list
}

// Labels are the texts on a card's buttons.
func Labels(c card.Card) []string {
	var list []string
	for _, part := range c.Parts {
		if buttons, ok := part.(card.Buttons); ok {
			for _, b := range buttons.Items {
				list = append(list, b.Label)
			}
		}
	}
	return list
}

// Links are where the links and pictures of a card lead.
func Links(c card.Card) []string {
	var list []string
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Document:
			each(p.Doc, func(l markdown.Line) {
				for _, s := range l {
					list = append(list, s.URL)
				}
			}, func(string) {})
		case card.Text:
			for _, s := range p.Line {
				list = append(list, s.URL)
			}
		}
	}
	return slices.DeleteFunc(list, func(url string) bool { return url == "" })
}

// lineTexts are the texts of a line between its moments and links.
func lineTexts(line card.Line) []string {
	list := []string{""}
	for _, s := range line {
		switch {
		case !s.At.IsZero():
			list = append(list, "")
		case s.URL != "":
			list = append(list, s.Text, "")
		default:
			list[len(list)-1] += s.Text
		}
	}
	return list
}

func docTexts(doc markdown.Doc) []string {
	var list []string
	each(doc, func(l markdown.Line) {
		for _, s := range l {
			list = append(list, shownText(s))
		}
	}, func(text string) { list = append(list, text) })
	return list
}

// shownText is the text of a span as everybody is shown it, where its own is data.
func shownText(s markdown.Span) string {
	if s.URL == s.Text && markdown.IsDataURL(s.URL) {
		return markdown.ShortAddress(s.URL)
	}
	return s.Text
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
