package bot_test

import (
	"context"
	"fmt"
	"iter"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// lookedAt is a platform that reports obstacles in a room.
type lookedAt struct {
	archive
	found []reason.Obstacle
	err   error
}

func (w *lookedAt) Inspect(context.Context, quiz.RoomID) ([]reason.Obstacle, error) {
	return w.found, w.err
}

// desk is an admin at work in a channel that the quiz does not know.
type desk struct {
	t            *testing.T
	platform     *lookedAt
	service      *service.Service
	conversation *bot.Conversation
	now          time.Time
	zone         string
	told         []reason.Obstacle
}

const channel quiz.RoomID = "test/w/fresh"

// anyBank is a bank that ignores the names of banks.
type anyBank struct{ quiztest.Bank }

func (b anyBank) Questions(...string) iter.Seq[*quiz.Question] { return b.Bank.Questions() }

func newDesk(t *testing.T, list ...quiz.Question) *desk {
	t.Helper()
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	d := &desk{t: t, platform: &lookedAt{}, now: time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)}
	d.service = service.New(memory.New(), anyBank{list}, grading.Exact{}, service.Options{})
	d.conversation = bot.New(d.service.Audiences, catalogue, d.platform)
	return d
}

func (d *desk) does(act bot.Act) bot.Answer {
	d.t.Helper()
	answer, err := d.conversation.Handle(d.t.Context(), bot.Event{
		ID: "e", Room: channel, Who: quiz.Person{ID: "test/w/boss", Name: "boss", Admin: true}, At: d.now, Act: act, TimeZone: d.zone, Obstacles: d.told,
	})
	if err != nil {
		d.t.Fatal(err)
	}
	return answer
}

func (d *desk) types(text string) bot.Answer { d.t.Helper(); return d.does(bot.ParseCommand(text)) }

// sees looks at private words.
func (d *desk) sees(answer bot.Answer, refused bool, texts ...string) bot.Ephemeral {
	d.t.Helper()
	said, ok := answer.(bot.Ephemeral)
	if !ok || said.Refused != refused {
		d.t.Fatalf("got %#v, want words that refuse: %v", answer, refused)
	}
	for _, text := range texts {
		if got := cardText(said.Card); !strings.Contains(got, text) {
			d.t.Errorf("it does not say %q, but:\n%s", text, got)
		}
	}
	return said
}

func (d *desk) setting(name string) string {
	d.t.Helper()
	room, err := d.service.Room(d.t.Context(), channel)
	if err != nil {
		d.t.Fatal(err)
	}
	return room.Plan.Setting(name)
}

// cardText returns a card as plain text, with its links and buttons.
func cardText(c card.Card) string {
	var b strings.Builder
	line := func(l card.Line) {
		for _, s := range l {
			b.WriteString(s.Text)
			if s.URL != "" {
				b.WriteString(" " + s.URL)
			}
		}
	}
	button := func(k card.Button) {
		if k.Label != "" {
			fmt.Fprintf(&b, "[%s|%s%s]", k.Label, k.ID, k.URL)
		}
	}
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Heading:
			line(p.Line)
		case card.Text:
			line(p.Line)
		case card.Note:
			line(p.Line)
		case card.Document:
			b.WriteString(p.Doc.Plain())
		case card.Quote:
			b.WriteString(p.By.Plain() + ": " + p.Text)
			button(p.Button)
		case card.Table:
			for _, row := range p.Rows {
				b.WriteString(strings.Join(row, " | ") + "\n")
			}
		case card.Buttons:
			for _, k := range p.Items {
				button(k)
			}
		}
		b.WriteString("\n")
	}
	return b.String()
}

// shows fails the test if a card lacks a text, or has one with a tilde in front.
func shows(t *testing.T, what string, card card.Card, wanted ...string) {
	t.Helper()
	got := cardText(card)
	for _, w := range wanted {
		if not, ok := strings.CutPrefix(w, "~"); ok && strings.Contains(got, not) || !ok && !strings.Contains(got, w) {
			t.Errorf("%s: %q in\n%s", what, w, got)
		}
	}
}
