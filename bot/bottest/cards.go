package bottest

import (
	"context"
	"fmt"
	"maps"
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
	"quizbot/bot/words"
	"quizbot/questions"
	"quizbot/questions/formattest"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/schedule"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// Cards generates cards with arbitrary text of banks and members.
type Cards struct {
	room      quiz.RoomID
	catalogue *words.Catalogue
	hostile   []string
	random    *rand.Rand
}

// NewCards returns a generator of a room's cards. hostile lists texts that try to take effect,
// such as mentions and links.
func NewCards(t *testing.T, room quiz.RoomID, seed uint64, hostile ...string) Cards {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	return Cards{room, catalogue, hostile, rand.New(rand.NewPCG(seed, seed+1))}
}

// RunCards tests a platform's drawing. check fails the test if the platform would refuse a card's
// messages, if hostile text takes effect in them, or if a word of the card is missing.
func RunCards(t *testing.T, room quiz.RoomID, hostile []string, check func(t *testing.T, what string, card card.Card)) {
	for name, c := range map[string]struct {
		seed uint64
		run  func(Cards, *testing.T, func(what string, card card.Card))
	}{
		"real banks": {1, Cards.RealBanks}, "key points": {11, Cards.KeyPoints}, "oversized text": {9, Cards.OversizedText}, "injections": {3, Cards.Injections},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c.run(NewCards(t, room, c.seed, hostile...), t, func(what string, card card.Card) { check(t, what, card) })
		})
	}
}

// RealBanks calls check with the question cards of real banks, and with every fifth reveal. It
// takes the longest question of every third bank and up to 80 others, or all questions of all banks
// if QUIZBOT_LONG is set.
func (c Cards) RealBanks(t *testing.T, check func(what string, card card.Card)) {
	t.Helper()
	for i, q := range realQuestions(t) {
		if t.Failed() {
			return
		}
		what := fmt.Sprintf("%d: %s of %s", i, q.ID, q.Bank)
		check(what+" asked", c.questionCard(t, &q))
		if i%5 == 0 {
			check(what+" revealed", c.revealCard(t, &q))
		}
	}
}

// long reports whether tests shall leave nothing out, however long they take.
func long() bool { return os.Getenv("QUIZBOT_LONG") != "" }

// Injections calls check with cards of hostile text in every field.
func (c Cards) Injections(t *testing.T, check func(what string, card card.Card)) {
	t.Helper()
	for _, text := range c.hostile {
		q := quiz.Question{
			ID: quiz.QuestionID(text), Bank: text, Section: text, Title: text, Body: text, Answer: text + "\n\n- " + text, Hint: text, Difficulty: text,
			KeyPoints: []string{text, text}, Accept: []string{text}, Links: []string{text}, Tags: []string{text},
			Choices: []quiz.Choice{{Text: text}, {Text: text + text, Correct: true}},
		}
		check(text+" asked", c.questionCard(t, &q))
		check(text+" revealed", c.revealCard(t, &q))
		q.Choices = nil
		check(text+" revealed without choices", c.revealCard(t, &q))
		check(text+" summed up", c.announcementCard(t, quiz.Announcement{Key: text, Digest: &quiz.DigestNews{
			Date: schedule.Date{Year: 2026, Month: 11, Day: 24}, Members: 1, Left: 3, Span: scoring.Month,
			Rounds:    []quiz.DigestRound{{Question: q, Answered: 1, Voted: []string{text}, Votes: 1, Link: text}},
			Standings: []quiz.DigestStanding{{Rank: 1, Name: text, Points: 3}}, Cheers: []quiz.Cheer{{Name: text, Streak: 5}},
		}}))
	}
}

// OfText calls check with the question and the reveal whose fields and whose answers are a text.
func (c Cards) OfText(t *testing.T, text string, check func(what string, card card.Card)) {
	t.Helper()
	q := quiz.Question{ID: "id", Bank: "bank", Title: text, Body: text, Answer: text, KeyPoints: []string{text}, Choices: []quiz.Choice{{Text: text}, {Text: "x", Correct: true}}}
	c.hostile = []string{text}
	check("asked", c.questionCard(t, &q))
	check("revealed", c.revealCard(t, &q))
	q.Choices = nil
	check("revealed without choices", c.revealCard(t, &q))
}

// OversizedText calls check with cards too large for a message: data in an address, long
// addresses, endless words, characters of many code points. Each stands in two of the seven kinds of
// block, or in all of them if QUIZBOT_LONG is set.
func (c Cards) OversizedText(t *testing.T, check func(what string, card card.Card)) {
	t.Helper()
	const size = 13_000
	data := "data:image/png;base64," + strings.Repeat("iVBORw0KGgo", size/11)
	address := "https://example.com/" + strings.Repeat("a", size)
	inlines := map[string]string{
		"a picture of data": "![a diagram](" + data + ")", "a picture of data without words": "![](" + data + ")", "a picture in HTML": `<img alt="a diagram" src="` + data + `">`,
		"a link of data": "[the numbers](" + data + ")", "a link in itself": "<" + address + ">", "a long link": "[here](" + address + ")", "a long picture": "![a diagram](" + address + ")",
		"data in the text": data, "an endless word": strings.Repeat("x", size), "endless code": "`" + strings.Repeat("x", size) + "`", "a long path": "![a diagram](img/" + strings.Repeat("a", size) + ".png)",
		"families": strings.Repeat("👨‍👩‍👧‍👦", size/7), "flags": strings.Repeat("🇩🇪", size/2), "accents": strings.Repeat("e\u0301\u0323", size/3), "one character": "e" + strings.Repeat("\u0301", size),
	}
	for i, what := range slices.Sorted(maps.Keys(inlines)) {
		inline := inlines[what]
		blocks := map[string]string{
			"alone": inline, "in text": "What does " + inline + " show?", "in a heading": "# " + inline, "in a list": "- one\n- " + inline + "\n  - " + inline,
			"in a quotation": "> > " + inline, "in a table": "| " + inline + " | b |\n|---|---|\n| x | " + inline + " |", "in code": "```go\n" + inline + "\n```",
		}
		places := slices.Sorted(maps.Keys(blocks))
		if !long() {
			places = []string{places[i%len(places)], places[(i+3)%len(places)]}
		}
		for _, where := range places {
			q := quiz.Question{ID: "id", Bank: "bank", Title: "What is this?", Body: blocks[where]}
			check(what+" "+where, c.questionCard(t, &q))
		}
		q := quiz.Question{ID: "id", Bank: "bank", Title: inline, Section: inline, Answer: inline, Links: []string{inline}, Accept: []string{inline}, Choices: []quiz.Choice{{Text: inline}, {Text: "x", Correct: true}}}
		check(what+" everywhere asked", c.questionCard(t, &q))
		check(what+" everywhere revealed", c.revealCard(t, &q))
	}
}

// RandomReply returns an answer with hostile text in it. One of four has the maximum length.
func (c Cards) RandomReply() string {
	want := 1 + c.random.IntN(quiz.MaxAnswer)
	if c.random.IntN(4) == 0 {
		want = quiz.MaxAnswer
	}
	var text []rune
	for len(text) < want {
		switch c.random.IntN(4) {
		case 0:
			text = append(text, []rune(c.HostileText())...)
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

// HostileText returns one of the hostile texts.
func (c Cards) HostileText() string { return c.hostile[c.random.IntN(len(c.hostile))] }

func (c Cards) questionCard(t *testing.T, q *quiz.Question) card.Card {
	t.Helper()
	round := c.closedRound(q, quiz.Asking)
	return c.announcementCard(t, quiz.Announcement{Key: "7/ask", Question: &round})
}

// revealCard returns the reveal of a question with up to three answers of random lengths, or as many
// as a reveal shows if QUIZBOT_LONG is set.
func (c Cards) revealCard(t *testing.T, q *quiz.Question) card.Card {
	t.Helper()
	news := quiz.RevealNews{
		Round: c.closedRound(q, quiz.Closing), Answered: 14, Rest: 4,
		Bands: map[scoring.Band]int{scoring.Full: 3, scoring.Unsure: 11}, Picked: make([]int, len(q.Choices)),
	}
	for i := range q.KeyPoints {
		news.Points = append(news.Points, quiz.PointTally{Met: i, Of: 14})
	}
	most := 3
	if long() {
		most = quiz.BestShown
	}
	for i := range 1 + c.random.IntN(most) {
		news.Best = append(news.Best, quiz.ShownReply{Member: quiz.MemberNo(i + 1), Name: c.HostileText(), Text: c.RandomReply(), Band: scoring.Full})
	}
	return c.announcementCard(t, quiz.Announcement{Key: "7/reveal", Reveal: &news})
}

func (c Cards) closedRound(q *quiz.Question, phase quiz.Phase) quiz.Round {
	at := time.Date(2026, 11, 23, 9, 30, 0, 0, time.UTC)
	return quiz.Round{ID: 7, Room: c.room, Question: *q, Phase: phase, PlannedAt: at, ClosesAt: at.Add(8 * time.Hour)}
}

// announcementCard returns the card of an announcement.
func (c Cards) announcementCard(t *testing.T, a quiz.Announcement) card.Card {
	t.Helper()
	a.Room, a.Language, a.TimeZone = c.room, "en", "UTC"
	kept := recordingPlatform{name: c.room.Platform()}
	service := service.New(memory.New(), questions.NewLibrary(), grading.Exact{}, service.Options{})
	if _, err := bot.New(service.Audiences, c.catalogue, &kept).Announce(t.Context(), a); err != nil {
		t.Fatal(err)
	}
	return kept.card
}

// recordingPlatform is a platform that records its postings.
type recordingPlatform struct {
	name string
	card card.Card
}

func (k *recordingPlatform) Name() string                         { return k.name }
func (*recordingPlatform) Run(context.Context, bot.Handler) error { return nil }
func (*recordingPlatform) Edit(context.Context, quiz.RoomID, []quiz.MessageRef, card.Card) error {
	return nil
}

func (k *recordingPlatform) Post(_ context.Context, p bot.Posting) ([]quiz.MessageRef, error) {
	k.card = p.Card
	return []quiz.MessageRef{{Message: "1"}}, nil
}

// realQuestions returns the longest question of every third real bank and up to 80 others, or all
// questions of all banks if QUIZBOT_LONG is set.
func realQuestions(t *testing.T) []quiz.Question {
	t.Helper()
	most := 80
	if long() {
		most = math.MaxInt
	}
	var all []quiz.Question
	for _, path := range formattest.SomeRealBanks(t) {
		bank, err := questions.Load(questions.Spec{Name: filepath.Base(path), Path: path})
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, bank.Questions...)
	}
	var some []quiz.Question
	for i := 0; i < len(all); i += len(all)/most + 1 {
		some = append(some, all[i])
	}
	longest := slices.MaxFunc(all, func(a, b quiz.Question) int { return len(a.Body) + len(a.Answer) - len(b.Body) - len(b.Answer) })
	return append(some, longest)
}

// CardTexts returns the pieces of text in a card, without times, which every reader sees
// differently, and without controls.
func CardTexts(c card.Card) []string {
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
		case card.Buttons, card.Divider: // without text
		}
	}
	return list
}

// ButtonLabels returns the labels of a card's buttons.
func ButtonLabels(c card.Card) []string {
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

// CardLinks returns the addresses of a card's links and pictures.
func CardLinks(c card.Card) []string {
	var list []string
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Document:
			forEachLine(p.Doc, func(l markdown.Line) {
				for _, s := range l {
					list = append(list, s.URL)
				}
			}, func(string) {})
		case card.Text:
			for _, s := range p.Line {
				list = append(list, s.URL)
			}
		default: // other parts have no links
		}
	}
	return slices.DeleteFunc(list, func(url string) bool { return url == "" })
}

// lineTexts returns the texts of a line between its times and links.
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
	forEachLine(doc, func(l markdown.Line) {
		for _, s := range l {
			list = append(list, shownText(s))
		}
	}, func(text string) { list = append(list, text) })
	return list
}

// shownText returns the visible text of a span, also of one with a data URL.
func shownText(s markdown.Span) string {
	if s.URL == s.Text && markdown.IsDataURL(s.URL) {
		return markdown.ShortAddress(s.URL)
	}
	return s.Text
}

// forEachLine calls do for every line of a document, and code for every block of code.
func forEachLine(doc markdown.Doc, do func(markdown.Line), code func(string)) {
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
			forEachLine(b.Blocks, do, code)
		case markdown.List:
			for _, item := range b.Items {
				forEachLine(item.Blocks, do, code)
			}
		case markdown.Table:
			for _, row := range append([][]markdown.Line{b.Header}, b.Rows...) {
				for _, cell := range row {
					do(cell)
				}
			}
		case markdown.Rule:
		}
	}
}
