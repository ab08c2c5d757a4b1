package present_test

import (
	"strings"
	"testing"

	"quizbot/bot/card"
	"quizbot/bot/present"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/scoring"
	"quizbot/quiz/service"
)

// lines returns the texts of a card in lines, with the labels and links of its buttons.
func lines(c card.Card) string {
	var b strings.Builder
	for _, part := range c.Parts {
		switch p := part.(type) {
		case card.Text:
			b.WriteString(p.Line.Plain() + "\n")
		case card.Note:
			b.WriteString(p.Line.Plain() + "\n")
		case card.Quote:
			b.WriteString(p.By.Plain() + "\n> " + p.Text + "\n")
		case card.Buttons:
			for _, button := range p.Items {
				b.WriteString("[" + button.Label + "]" + button.URL + "\n")
			}
		default:
		}
	}
	return b.String()
}

// A contradicted point stands above the words that contradict it, and an undecided one isn't called
// missing. A link to the reveal takes the place of the reference, but for those who compare with it.
func TestVerdictCard(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	p := present.Presenter{Printer: catalogue.In("en", "UTC")}
	v := service.Verdict{
		Round: quiz.Round{ID: 7, Question: quiz.Question{Answer: "Because.", KeyPoints: []string{"it locks", "it counts"}}},
		Reply: quiz.Reply{Form: "It never locks.", Grade: &quiz.Grade{Band: scoring.Partial, By: scoring.ByGrader, Points: []quiz.PointGrade{
			{State: quiz.PointContradicted, Quote: "It never\nlocks"}, {State: quiz.PointUndecided},
		}}},
		ModelHost: "api.example.com",
	}
	expect := func(v service.Verdict, has, not []string) {
		t.Helper()
		got := lines(p.VerdictCard(&v))
		for _, want := range has {
			if !strings.Contains(got, want) {
				t.Errorf("%q is missing in\n%s", want, got)
			}
		}
		for _, unwanted := range not {
			if strings.Contains(got, unwanted) {
				t.Errorf("%q is in\n%s", unwanted, got)
			}
		}
	}
	expect(v, []string{
		"✗ it locks · you wrote:\n> It never locks\n", "whether your answer has these:\n? it counts\n", "Reference answer", "language model at api.example.com",
	}, []string{"✗ it counts", "[See the reference answer]"})
	v.Round.RevealMessages = []quiz.MessageRef{{Message: "1", Link: "https://example.com/1"}}
	expect(v, []string{"[See the reference answer]https://example.com/1"}, []string{"Reference answer\n"})
	v.Round.RevealMessages[0].Link = ""
	expect(v, []string{"Your answer"}, []string{"Reference answer\n", "[See the reference answer]"})
	v.Round.RevealMessages[0].Gone = true
	expect(v, []string{"Reference answer\n"}, []string{"[See the reference answer]"})
	v.Gradable = true
	expect(v, []string{"Reference answer\n"}, []string{"[See the reference answer]"})
}

// Derived points don't add up to the grade of a whole answer, so they aren't counted.
func TestVerdictOfWholeAnswer(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	p := present.Presenter{Printer: catalogue.In("en", "UTC")}
	v := service.Verdict{
		Round: quiz.Round{ID: 7, Question: quiz.Question{Answer: "Because.", KeyPoints: []string{"it locks", "it counts"}, PointsDerived: true}},
		Reply: quiz.Reply{Form: "It locks.", Grade: &quiz.Grade{Band: scoring.Mostly, By: scoring.ByGrader, Points: []quiz.PointGrade{
			{State: quiz.PointMet, Quote: "locks"}, {State: quiz.PointMissed},
		}}},
	}
	got := lines(p.VerdictCard(&v))
	note, found := strings.Index(got, "as a whole"), strings.Index(got, "Found in your answer:\n✓ it locks\n> It locks.")
	if note < 0 || found < note || !strings.Contains(got, "Not found in your answer:\n✗ it counts") || strings.Contains(got, "Missing") {
		t.Errorf("the grade reads\n%s", got)
	}
	v.Reply.Grade.Band = scoring.Unsure
	if c := p.VerdictCard(&v); !strings.HasPrefix(c.Summary, "Not graded yet") || strings.Contains(lines(c), "as a whole") {
		t.Errorf("the unsure grade %q reads\n%s", c.Summary, lines(c))
	}
}
