package bot_test

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/bot/words"
	"quizbot/quiz"
	"quizbot/quiz/grading"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/service"
	"quizbot/store/memory"
)

// does has ann do something, and returns what she sees.
func does(t *testing.T, conversation *bot.Conversation, at time.Time, act bot.Act) bot.Answer {
	t.Helper()
	answer, err := conversation.Handle(t.Context(), bot.Event{
		ID: "e", Room: "test/w/c", Who: quiz.Person{ID: "test/w/ann", Name: "ann"}, At: at, PlatformTime: true, Act: act,
	})
	if err != nil {
		t.Fatal(err)
	}
	return answer
}

// The form shows the question, how much may be written and until when. Only where there is an
// answer to take back may it be sent empty, and then it says so.
func TestFormForText(t *testing.T) {
	conversation, _, _, now := opened(t, quiz.Question{ID: "q", Title: "Why *not*?", Body: "Look:\n\n```\nx = 1\n```", Answer: "Because."})
	form := does(t, conversation, *now, bot.Press{ID: "answer:1"}).(bot.Form)
	shown := cardText(card.Card{Parts: form.Intro})
	for _, want := range []string{"Why not?", "x = 1", "3000 characters", "17:30"} {
		if !strings.Contains(shown, want) {
			t.Errorf("the form does not show %q:\n%s", want, shown)
		}
	}
	field := form.Fields[0]
	if field.Optional || field.Value != "" || !strings.Contains(field.Placeholder, "```") || field.Max != quiz.MaxAnswer {
		t.Errorf("the field is %+v", field)
	}
	does(t, conversation, *now, bot.Submission{ID: form.ID, Values: map[string]string{field.ID: "first"}})
	field = does(t, conversation, *now, bot.Press{ID: "answer:1"}).(bot.Form).Fields[0]
	if !field.Optional || field.Value != "first" || !strings.Contains(field.Label, "clear to take it back") {
		t.Errorf("with an earlier answer the field is %+v", field)
	}
	said := does(t, conversation, *now, bot.Submission{ID: form.ID, Values: map[string]string{field.ID: ""}}).(bot.Ephemeral)
	if !strings.Contains(said.Card.Summary, "taken back") {
		t.Errorf("an empty form says %q", said.Card.Summary)
	}
}

// Questions with many choices or several correct ones have a form with the earlier choice. A few
// choices have buttons.
func TestFormForChoices(t *testing.T) {
	for name, c := range map[string]struct {
		choices int
		right   []int
		kind    bot.FieldKind
		choose  []string
		says    string
	}{
		"several right": {4, []int{1, 2}, bot.ManyOptions, []string{"2", "1"}, "Saved: B, C."},
		"many choices":  {30, []int{28}, bot.OneOption, []string{"28"}, "Saved: AC."},
	} {
		t.Run(name, func(t *testing.T) {
			q := quiz.Question{ID: "q", Title: "Which?"}
			for i := range c.choices {
				q.Choices = append(q.Choices, quiz.Choice{Text: "choice", Correct: slices.Contains(c.right, i)})
			}
			conversation, _, _, now := opened(t, q)
			form := does(t, conversation, *now, bot.Press{ID: "answer:1"}).(bot.Form)
			field := form.Fields[0]
			if field.Kind != c.kind || len(field.Options) != c.choices || len(field.Chosen) > 0 || field.Optional {
				t.Errorf("the field is %+v", field)
			}
			said := does(t, conversation, *now, bot.Submission{ID: form.ID, Chosen: map[string][]string{field.ID: c.choose}}).(bot.Ephemeral)
			if !strings.Contains(said.Card.Summary, c.says) {
				t.Errorf("it says %q, want %q", said.Card.Summary, c.says)
			}
			slices.Sort(c.choose)
			field = does(t, conversation, *now, bot.Press{ID: "answer:1"}).(bot.Form).Fields[0]
			if !slices.Equal(field.Chosen, c.choose) || !field.Optional {
				t.Errorf("with an earlier choice the field is %+v", field)
			}
			said = does(t, conversation, *now, bot.Submission{ID: form.ID, Chosen: map[string][]string{field.ID: nil}}).(bot.Ephemeral)
			if !strings.Contains(said.Card.Summary, "taken back") {
				t.Errorf("nothing chosen says %q", said.Card.Summary)
			}
			said = does(t, conversation, *now, bot.Submission{ID: form.ID, Chosen: map[string][]string{field.ID: nil}}).(bot.Ephemeral)
			if !said.Refused {
				t.Errorf("nothing chosen where nothing was before says %q", said.Card.Summary)
			}
		})
	}
}

// A message that doesn't count gets a private reason, once for each reason. In a thread for talk it
// gets none.
func TestThreadMessagesThatDoNotCount(t *testing.T) {
	text, choices := quiz.Question{ID: "q", Title: "Why?", Answer: "Because."}, quiz.Question{ID: "q", Title: "Which?", Choices: []quiz.Choice{{Text: "a", Correct: true}, {Text: "b"}}}
	for name, c := range map[string]struct {
		q      quiz.Question
		before bot.Act
		act    bot.Message
		late   bool
		says   string
	}{
		"a file without words":         {q: text, act: bot.Message{ID: "m", Attached: true}, says: "Only text counts"},
		"nothing at all":               {q: text, act: bot.Message{ID: "m", Text: " \u00a0\n"}},
		"a letter under choices":       {q: choices, act: bot.Message{ID: "m", Text: "B"}, says: "answered by choosing"},
		"a file under choices":         {q: choices, act: bot.Message{ID: "m", Attached: true}, says: "answered by choosing"},
		"after an answer by form":      {q: text, before: bot.Submission{ID: "answer:1", Values: map[string]string{"answer": "by form"}}, act: bot.Message{ID: "m", Text: "more"}, says: "Your answer by the button counts"},
		"too long":                     {q: text, act: bot.Message{ID: "m", Text: strings.Repeat("x", quiz.MaxAnswer+1)}, says: "3001 characters"},
		"after the close":              {q: text, act: bot.Message{ID: "m", Text: "late"}, late: true, says: "This question is closed"},
		"after the close with choices": {q: choices, act: bot.Message{ID: "m", Text: "late"}, late: true, says: "This question is closed"},
	} {
		t.Run(name, func(t *testing.T) {
			conversation, service, _, now := opened(t, c.q)
			round, err := service.OpenRound(t.Context(), "test/w/c")
			if err != nil {
				t.Fatal(err)
			}
			if c.before != nil {
				does(t, conversation, *now, c.before)
			}
			at := *now
			if c.late {
				at = round.ClosesAt
			}
			c.act.Thread = round.QuestionMessages[0].Message
			for n := range 3 {
				c.act.ID = "m" + string(rune('0'+n))
				said, private := does(t, conversation, at.Add(time.Duration(n)*time.Second), c.act).(bot.Ephemeral)
				switch {
				case private != (n == 0 && c.says != ""):
					t.Errorf("message %d: told %v: %q", n+1, private, said.Card.Summary)
				case private && (!strings.Contains(said.Card.Summary, c.says) || !said.Refused):
					t.Errorf("it says %q, want %q", said.Card.Summary, c.says)
				}
			}
		})
	}
}

// The first counted message of a member gets a private hint that everyone can read it. Later ones
// get none.
func TestFirstThreadAnswer(t *testing.T) {
	conversation, service, _, now := opened(t, quiz.Question{ID: "q", Title: "Why?", Answer: "Because."})
	round, err := service.OpenRound(t.Context(), "test/w/c")
	if err != nil {
		t.Fatal(err)
	}
	for n, hinted := range []bool{true, false} {
		act := bot.Message{Thread: round.QuestionMessages[0].Message, ID: string(rune('a' + n)), Text: "part"}
		seen, ok := does(t, conversation, now.Add(time.Duration(n)*time.Second), act).(bot.Counted)
		if !ok || len(seen.Hint.Parts) > 0 != hinted {
			t.Errorf("message %d: %+v", n+1, seen)
		}
	}
}

// unwritable is a store whose file can't be compacted.
type unwritable struct{ quiz.Store }

func (unwritable) Compact(context.Context) error { return errors.New("device or resource busy") }

// The confirmation of a deletion replaces the button, even if the file keeps deleted data for a
// while. The delay is for the log.
func TestForgetInPlace(t *testing.T) {
	catalogue, err := words.NewCatalogue()
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	service := service.New(unwritable{memory.New()}, quiztest.Bank{{ID: "q"}}, grading.Exact{}, service.Options{BackupsKept: 7 * 24 * time.Hour})
	if err := service.SyncConfiguredRooms(t.Context(), now, map[quiz.RoomID]plan.Plan{"test/w/c": plan.Default()}); err != nil {
		t.Fatal(err)
	}
	conversation := bot.New(service.Audiences, catalogue, &archive{})
	does(t, conversation, now, bot.Command{Path: "quiz unnamed", Args: map[string]string{"state": "on"}})
	asked := cardText(does(t, conversation, now, bot.Command{Path: "quiz forget-me"}).(bot.Ephemeral).Card)
	if !strings.Contains(asked, "for up to 7 days") {
		t.Errorf("it does not say how long backups keep it:\n%s", asked)
	}
	event := bot.Event{ID: "e", Room: "test/w/c", Who: quiz.Person{ID: "test/w/ann", Name: "ann"}, At: now, Act: bot.Press{ID: "forget:me"}}
	answer, err := conversation.Handle(t.Context(), event)
	update, ok := answer.(bot.Update)
	if !ok || !strings.Contains(update.Card.Summary, "Everything about you is deleted") || err == nil || !strings.Contains(err.Error(), "busy") {
		t.Errorf("got %+v, %v", answer, err)
	}
}
