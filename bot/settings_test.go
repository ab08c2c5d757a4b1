package bot_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"quizbot/bot"
	"quizbot/bot/card"
	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/reason"
)

func field(t *testing.T, f bot.Form, id string) bot.Field {
	t.Helper()
	i := slices.IndexFunc(f.Fields, func(f bot.Field) bool { return f.ID == id })
	if i < 0 {
		t.Fatalf("the form has no %s", id)
	}
	return f.Fields[i]
}

// Setting up without arguments opens a form, which the button does, too. It names every mistake and
// keeps what was typed; once all is well the room runs by it, and the form shows its plan.
func TestSetupForm(t *testing.T) {
	d := newDesk(t, sample()...)
	d.zone = "Asia/Tokyo"
	form, ok := d.types("/quiz-admin setup").(bot.Form)
	if pressed, same := d.does(bot.Press{ID: "set-up"}).(bot.Form); !ok || !same || pressed.ID != form.ID {
		t.Fatalf("the button opens %+v, the command %+v", pressed, form)
	}
	var order []string
	for _, f := range form.Fields {
		order = append(order, f.ID)
	}
	if got := strings.Join(order, " "); got != "time_zone days ask reveal language banks" {
		t.Errorf("the fields are %s", got)
	}
	if got := field(t, form, "time_zone").Value; got != "Asia/Tokyo" {
		t.Errorf("the zone begins as %q, want the member's", got)
	}
	wrong := d.sees(d.does(bot.Submission{
		ID: form.ID, Values: map[string]string{"time_zone": "Berlinn", "ask": "10 am", "reveal": "25:00"},
		Chosen: map[string][]string{"days": {}, "language": {"en"}, "banks": {"go", "python"}},
	}), true, "“Berlinn”. Did you mean Europe/Berlin?", "“25:00” is no time", "Nothing was changed.")
	if wrong.Field != "time_zone" || len(wrong.Typed) != 3 {
		t.Errorf("it blames %q and keeps %+v", wrong.Field, wrong.Typed)
	}
	if _, err := d.service.Room(t.Context(), channel); err == nil {
		t.Error("a room was set up by a form with mistakes")
	}
	sent := bot.Submission{
		ID: form.ID, Values: map[string]string{"time_zone": "europe/berlin", "ask": "10 am", "reveal": "next day 9:00"},
		Chosen: map[string][]string{"days": {"mon", "wed"}, "language": {"en"}, "banks": {"go"}},
	}
	d.sees(d.does(sent), false, "The quiz runs in this channel now.", "Mon, Wed at 10:00", "answers at 09:00 the next day (Europe/Berlin)", "Next question: 2026-11-23 10:00", "Questions come from: go (3", "Ask one now", "Change")
	for name, want := range map[string]string{"time_zone": "Europe/Berlin", "days": "mon, wed", "ask": "10:00", "reveal": "+1d 09:00", "banks": "go", "broadcast": "on"} {
		if got := d.setting(name); got != want {
			t.Errorf("%s is %q, want %q", name, got, want)
		}
	}
	again, _ := d.types("/quiz-admin setup").(bot.Form)
	if got := field(t, again, "days").Chosen; !slices.Equal(got, []string{"mon", "wed"}) || field(t, again, "ask").Value != "10:00" {
		t.Errorf("the form of a room that runs begins with %+v", again)
	}
	// A platform that shows five fields sends no banks, and they stay.
	d.sees(d.does(bot.Submission{ID: form.ID, Values: map[string]string{"ask": "11:00"}, Chosen: map[string][]string{"days": {"mon"}}}), false, "Saved.", "Mon at 11:00", "Questions come from: go (3")
	d.sees(d.does(bot.Submission{ID: form.ID, Chosen: map[string][]string{"banks": {"go", "python"}}}), false, "all (3 questions)")
}

// With options everything is set at once, without a form; a zone alone changes nothing in a room
// that runs.
func TestSetupTyped(t *testing.T) {
	d := newDesk(t, sample()...)
	d.sees(d.types("/quiz-admin setup time_zone=Mars/Base ask=25:00"), true, "Mars/Base", "“25:00” is no time of day", "Nothing was changed.")
	d.sees(d.does(bot.Command{Path: "quiz-admin setup", Args: map[string]string{"time_zone": "UTC", "language": "tlh"}}), false, "“tlh” is none of")
	d.sees(d.types("/quiz-admin setup UTC days=weekdays ask=10:00 language=zh"), false, "问答从现在起在本频道进行", "10:00")
	d.sees(d.types("/quiz-admin plan language english"), false, "language is now en")
	d.sees(d.types("/quiz-admin setup Europe/Berlin"), true, "already, in the time zone UTC", "/quiz-admin plan time_zone Europe/Berlin")
	if got := d.setting("time_zone"); got != "UTC" {
		t.Errorf("the zone is %s", got)
	}
	d.sees(d.types("/quiz-admin setup ask=11:00 days=mon,wed"), false, "Saved.", "Mon, Wed at 11:00")
}

// A setting is shown with an example of its own, or with its default.
func TestSettingExample(t *testing.T) {
	d := newDesk(t, sample()...)
	d.types("/quiz-admin setup UTC ask=11:00")
	for setting, example := range map[string]string{"time_zone": "UTC", "tags": "generators", "ask": "09:30"} {
		d.sees(d.types("/quiz-admin plan "+setting), false, "Change it like /quiz-admin plan "+setting+" "+example)
	}
}

// Each setting of the table is listed, explained, completed and changed by its entry, and those of
// the setup are asked for by its form.
func TestEverySettingInChat(t *testing.T) {
	d := newDesk(t, quiz.Question{ID: "yield", Title: "yield?", Bank: "python", Tags: []string{"generators"}, Answer: "x"}, quiz.Question{ID: "chan", Title: "chan?", Bank: "go", Tags: []string{"generators"}, Answer: "x"})
	form, _ := d.types("/quiz-admin setup").(bot.Form)
	if got, want := len(form.Fields), len(plan.SetupSettings()); got != want {
		t.Errorf("the form has %d fields, want %d", got, want)
	}
	d.types("/quiz-admin setup UTC")
	listed := cardText(d.sees(d.types("/quiz-admin plan"), false).Card)
	for _, s := range plan.Settings() {
		if s.Setup.Field > 0 {
			f := field(t, form, s.Name)
			if f.Label == "" || f.Kind == bot.ShortText && (f.Max == 0 || f.Placeholder == "") || f.Kind != bot.ShortText && (len(f.Options) < 2 || len(f.Chosen) == 0) {
				t.Errorf("%s has the field %+v", s.Name, f)
			}
		}
		if !strings.Contains(listed, s.Name) {
			t.Errorf("the plan does not list %s", s.Name)
		}
		if shown := cardText(d.sees(d.types("/quiz-admin plan "+s.Name), false, "Change it like /quiz-admin plan "+s.Name+" ").Card); strings.Contains(shown, " is :") || strings.Contains(shown, ": .") {
			t.Errorf("%s is shown without its value or meaning: %s", s.Name, shown)
		}
		offered, _ := d.does(bot.Autocomplete{Path: "quiz-admin plan", Param: "value", Args: map[string]string{"setting": s.Name}}).(bot.Completions)
		if len(offered.Options) == 0 {
			t.Errorf("nothing is offered for %s", s.Name)
		}
		for _, o := range slices.Backward(offered.Options) { // the language comes back to English
			d.sees(d.types("/quiz-admin plan "+s.Name+" "+o.Value), false, s.Name)
		}
	}
}

// With an obstacle nothing is promised. Without one the waiting job is retried.
func TestUnobstructed(t *testing.T) {
	d := newDesk(t, sample()...)
	d.platform.found = []reason.Obstacle{{Code: reason.NotInvited}}
	for _, act := range []bot.Act{
		bot.ParseCommand("/quiz-admin setup UTC"), bot.ParseCommand("/quiz-admin setup"),
		bot.Press{ID: "set-up"},
		bot.Submission{ID: "setup", Values: map[string]string{"time_zone": "UTC"}},
	} {
		d.sees(d.does(act), true, "I'm not in this channel yet.")
	}
	if _, err := d.service.Room(t.Context(), channel); err == nil {
		t.Fatal("the room was set up")
	}
	d.platform.found, d.platform.err = nil, errors.New("no route to host")
	d.sees(d.types("/quiz-admin setup UTC"), false, "The quiz runs in this channel now.", "I couldn't check this channel just now.")
	d.platform.err = nil
	for _, command := range []string{"/quiz-admin ask-now", "/quiz-admin reveal-now"} {
		d.platform.err = fmt.Errorf("wrapped: %w", &reason.Obstacle{Code: reason.ChannelArchived})
		d.sees(d.types(command), true, "This channel is archived.")
		d.platform.err, d.told = nil, []reason.Obstacle{{Code: reason.DirectMessage}}
		d.sees(d.types(command), true, "The quiz needs a channel.")
		d.told = nil
	}
	// A permission that is reported missing with an event may be one the quiz can do without.
	d.told = []reason.Obstacle{{Code: reason.LacksPermission, Args: map[string]string{"permissions": "Add Reactions"}}}
	d.sees(d.types("/quiz-admin ask-now"), false, "The question is on its way.")
	d.sees(d.types("/quiz-admin status"), false, "give me: Add Reactions")
	d.told, d.platform.found = nil, []reason.Obstacle{{Code: reason.ChannelArchived}}
	d.sees(d.types("/quiz-admin status"), false, "This channel is archived.")
}

// The quiz in a room ends after a question, and comes back with its plan.
func TestRemoveRoom(t *testing.T) {
	d := newDesk(t, sample()...)
	d.types("/quiz-admin setup UTC ask=10:00")
	said := d.sees(d.types("/quiz-admin remove"), false, "This ends the quiz in this channel.", "points are kept")
	if _, err := d.service.Room(t.Context(), channel); err != nil {
		t.Fatalf("it ended before it was confirmed: %v", err)
	}
	buttons := said.Card.Parts[len(said.Card.Parts)-1].(card.Buttons)
	d.sees(d.does(bot.Press{ID: buttons.Items[0].ID}), false, "has ended")
	d.sees(d.types("/question"), true, "does not run in this channel")
	d.sees(d.types("/quiz-admin setup days=mon"), false, "The quiz runs in this channel now.", "Mon at 10:00")
}

// A question whose id is too long for a button can be shown with its answer all the same.
func TestLongIDs(t *testing.T) {
	long := quiz.QuestionID(strings.Repeat("closure-", 20))
	list := []quiz.Question{{ID: long, Title: "What is a closure?", Bank: "python", Number: 4, Answer: "A function."}}
	for i := range 20 {
		list = append(list, quiz.Question{ID: quiz.QuestionID(fmt.Sprint("q", i)), Bank: "python", Number: 10 + i, Title: fmt.Sprint("Question ", i), Answer: "x"})
	}
	d := newDesk(t, append(list[1:], list[0])...)
	d.types("/quiz-admin setup UTC")
	d.types("/quiz-admin plan order bank")
	for _, text := range []string{"/question show closure", "/question python 4", "/question 4"} {
		said := d.sees(d.types(text), false, "What is a closure?", "python 4", "Show answer")
		id := said.Card.Parts[len(said.Card.Parts)-1].(card.Buttons).Items[0].ID
		if len(id) > 100 {
			t.Errorf("the button's id has %d bytes", len(id))
		}
		d.sees(d.does(bot.Press{ID: id}), false, "A function.")
	}
	d.sees(d.does(bot.Press{ID: "solution:q19"}), false, "x") // as earlier releases have it
	d.sees(d.does(bot.Press{ID: "solution:q1"}), false, "as one of the next questions")
}

// An admin can grade by their own name, and refusals are worded for the asker.
func TestGradeOfOthers(t *testing.T) {
	d := newDesk(t, sample()...)
	d.types("/quiz-admin setup UTC")
	d.sees(d.types("/quiz-admin grade full me"), true, "Answers can be graded once the question is revealed.")
}

// A command that was typed into a thread is carried out, and never counts as an answer.
func TestCommandInThread(t *testing.T) {
	d := newDesk(t, sample()...)
	d.types("/quiz-admin setup UTC")
	for text, want := range map[string]string{
		"／question show gil": "What is the GIL?", "/quiz help": "/question random", "／问答 帮助": "/question random", "/quiz-admin setup": "Type it instead",
		"/quiz-admin grade full me": "Answers can be graded once", "／题目 不存在": "No question matches",
	} {
		said, ok := d.does(bot.Message{Thread: "t", ID: "m", Text: text}).(bot.Ephemeral)
		if !ok || !strings.Contains(cardText(said.Card), want) {
			t.Errorf("%s: got %s", text, cardText(said.Card))
		}
	}
	for _, text := range []string{"/etc/hosts is a file", "//", "/", "question"} {
		if answer, nothing := d.does(bot.Message{Thread: "t", ID: "m", Text: text}).(bot.Nothing); !nothing {
			t.Errorf("%q is answered by %#v", text, answer)
		}
	}
}
