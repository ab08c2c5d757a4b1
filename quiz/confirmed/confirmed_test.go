package confirmed_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/confirmed"
	"quizbot/quiz/keypoints"
	"quizbot/quiz/quiztest"
	"quizbot/store/memory"
)

const (
	room      quiz.RoomID      = "slack/T1/C1"
	workspace quiz.WorkspaceID = "slack/T1"
)

// lock is a question with a reference of three claims.
func lock() quiz.Question {
	return quiz.Question{
		ID: "gil", Bank: "python", Title: "What is the GIL?",
		Answer: "Only one thread runs bytecode at a time. It protects reference counts. Input and output release it.",
	}
}

// lockPoints are points for that question, the last one in the admin's own words.
func lockPoints() quiz.ConfirmedPoints {
	q := lock()
	return quiz.ConfirmedPoints{
		Workspace: workspace, Question: q.ID, Bank: q.Bank, Title: q.Title, Reference: q.Answer,
		Points: []string{"one thread runs bytecode at a time", "protects reference counts", "useless for arithmetic in parallel"},
	}
}

func TestStandingOfPoints(t *testing.T) {
	for name, c := range map[string]struct {
		change func(*quiz.Question, *quiz.ConfirmedPoints)
		want   confirmed.Standing
	}{
		"unchanged":     {func(*quiz.Question, *quiz.ConfirmedPoints) {}, confirmed.Holds},
		"another title": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Title = "GIL?" }, confirmed.Holds},
		"other line ends": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) {
			q.Answer = strings.ReplaceAll(q.Answer, ". ", ".\n\n")
		}, confirmed.Holds},
		"a typing error is corrected": {func(_ *quiz.Question, c *quiz.ConfirmedPoints) {
			c.Reference = strings.Replace(c.Reference, "Input", "Inptu", 1)
		}, confirmed.Holds},
		"a sentence is added": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Answer += " Python 3.13 has a build without it." }, confirmed.Holds},
		"a confirmed claim is gone": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) {
			q.Answer = strings.Replace(q.Answer, "It protects reference counts. ", "", 1)
		}, confirmed.EarlierReference},
		"another claim is gone": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) {
			q.Answer = strings.Replace(q.Answer, " Input and output release it.", "", 1)
		}, confirmed.Holds},
		"another reference": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Answer = "A build of Python 3.13 goes without." }, confirmed.EarlierReference},
		"no reference":      {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Answer = "" }, confirmed.OtherKind},
		"choices":           {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Choices = []quiz.Choice{{Text: "a lock"}} }, confirmed.OtherKind},
		"accepted answers":  {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.Accept = []string{"a lock"} }, confirmed.OtherKind},
		"the bank has them": {func(q *quiz.Question, c *quiz.ConfirmedPoints) { q.KeyPoints = slices.Clone(c.Points) }, confirmed.InBank},
		"the bank's points as they were": {func(q *quiz.Question, c *quiz.ConfirmedPoints) {
			q.KeyPoints, c.Given = []string{"a\nlock"}, []string{"a lock"}
		}, confirmed.Holds},
		"the bank's points are new": {func(q *quiz.Question, _ *quiz.ConfirmedPoints) { q.KeyPoints = []string{"a lock"} }, confirmed.BankHasOthers},
		"the bank's points changed": {func(q *quiz.Question, c *quiz.ConfirmedPoints) {
			q.KeyPoints, c.Given = []string{"a lock"}, []string{"a mutex"}
		}, confirmed.BankHasOthers},
		"the bank's points are gone": {func(_ *quiz.Question, c *quiz.ConfirmedPoints) { c.Given = []string{"a mutex"} }, confirmed.Holds},
	} {
		q, points := lock(), lockPoints()
		c.change(&q, &points)
		if got := confirmed.StandingOf(&points, &q); got != c.want {
			t.Errorf("%s: got %s, want %s", name, got, c.want)
		}
	}
}

// failingRecords fail to be read.
type failingRecords struct{ quiz.Confirmations }

var errBroken = errors.New("the disk is gone")

func (failingRecords) ConfirmedPoints(quiz.WorkspaceID, quiz.QuestionID) (quiz.ConfirmedPoints, error) {
	return quiz.ConfirmedPoints{}, errBroken
}

func TestOverlay(t *testing.T) {
	s, q := memory.New(), lock()
	overlaid := func(room quiz.RoomID) (got *quiz.Question) {
		quiztest.View(t, s, func(tx quiz.Tx) (err error) {
			got, err = confirmed.Overlay(tx, room, &q)
			return err
		})
		return got
	}
	if got := overlaid(room); got != &q {
		t.Errorf("without confirmed points: %+v", got)
	}
	quiztest.Update(t, s, func(tx quiz.Tx) error { return tx.SetConfirmedPoints(lockPoints()) })
	if got := overlaid(room); !slices.Equal(got.KeyPoints, lockPoints().Points) || got.PointsDerived {
		t.Errorf("got %q, derived: %t", got.KeyPoints, got.PointsDerived)
	}
	if len(q.KeyPoints) > 0 {
		t.Error("the bank's question was changed")
	}
	if got := overlaid("slack/T2/C1"); got != &q {
		t.Errorf("another workspace has %q", got.KeyPoints)
	}
	q.Answer = "Nothing of that."
	if got := overlaid(room); got != &q {
		t.Errorf("for another reference: %q", got.KeyPoints)
	}
	if _, err := confirmed.Overlay(failingRecords{}, room, &q); !errors.Is(err, errBroken) {
		t.Errorf("got %v", err)
	}
}

func TestParsePoints(t *testing.T) {
	for typed, want := range map[string][]string{
		"":                              nil,
		" \n\n\t":                       nil,
		"one\r\n\r\n  two   words \n":   {"one", "two words"},
		"- one\n* two\n+ three\n• four": {"one", "two", "three", "four"},
		"1. one\n2) two\n10. three":     {"one", "two", "three"},
		"1、一个锁\n2．保护引用计数\n（3）只有一个线程":            {"一个锁", "保护引用计数", "只有一个线程"},
		"*all* of it\n3.13 has a build without": {"*all* of it", "3.13 has a build without"},
		"-1 is falsy\n`- x` negates":            {"-1 is falsy", "`- x` negates"},
		"- \n1. \n-":                            nil,
		"bell\a and \u202eback":                 {"bell and back"},
	} {
		if got := confirmed.ParsePoints(typed); !slices.Equal(got, want) {
			t.Errorf("%q: got %q, want %q", typed, got, want)
		}
	}
}

func TestCheckPoints(t *testing.T) {
	numbered := func(n int) (points []string) {
		for i := range n {
			points = append(points, strings.Repeat(string(rune('a'+i)), 6))
		}
		return points
	}
	long := strings.Repeat("长", confirmed.MaxLength)
	for name, c := range map[string]struct {
		points []string
		want   []confirmed.Mistake
	}{
		"none":                           {nil, []confirmed.Mistake{{Flaw: confirmed.NoPoints}}},
		"the most":                       {numbered(keypoints.Most), nil},
		"one too many":                   {numbered(keypoints.Most + 1), []confirmed.Mistake{{Flaw: confirmed.TooManyPoints, N: keypoints.Most + 1}}},
		"as long as may be":              {[]string{long}, nil},
		"too long":                       {[]string{long + "长"}, []confirmed.Mistake{{Flaw: confirmed.TooLongPoint, N: confirmed.MaxLength + 1, Point: long + "长"}}},
		"equal without words that count": {[]string{"it is", "it is"}, []confirmed.Mistake{{Flaw: confirmed.SamePoints, Point: "it is", Other: "it is"}}},
		"the same in other words":        {[]string{"protects reference counts", "x", "It protects the reference counts"}, []confirmed.Mistake{{Flaw: confirmed.SamePoints, Point: "It protects the reference counts", Other: "protects reference counts"}}},
		"the opposite":                   {[]string{"protects reference counts", "doesn't protect reference counts"}, nil},
	} {
		if got := confirmed.CheckPoints(c.points); !slices.Equal(got, c.want) {
			t.Errorf("%s: got %+v, want %+v", name, got, c.want)
		}
	}
}

func TestWarnOfClaims(t *testing.T) {
	got := confirmed.WarnOfClaims([]string{"a lock", "Only one thread runs bytecode. Input and output release the lock."})
	if len(got) != 1 || got[0].Flaw != confirmed.SeveralClaims || got[0].N != 2 {
		t.Errorf("got %+v", got)
	}
}

func TestMostResembling(t *testing.T) {
	other := quiz.Question{ID: "dict", Title: "How does a dict find a key?", Answer: "By its hash, and then by equality."}
	renamed, rewritten, both, choices := lock(), lock(), lock(), lock()
	renamed.ID, renamed.Title = "renamed", "Why is there a global interpreter lock?"
	rewritten.ID, rewritten.Answer = "rewritten", "A mutex around the interpreter."
	both.ID, both.Title, both.Answer = "both", "Why do threads not help?", "A mutex is around the interpreter."
	choices.ID, choices.Choices = "choices", []quiz.Choice{{Text: "a lock"}}
	corrected := lock()
	corrected.ID, corrected.Title = "corrected", "What is the GIL good for?"
	twin := renamed
	twin.ID = "twin"
	for name, c := range map[string]struct {
		bank quiztest.Bank
		want quiz.QuestionID
	}{
		"an empty bank":               {nil, ""},
		"nothing like it":             {quiztest.Bank{other, both}, ""},
		"the title was corrected":     {quiztest.Bank{other, renamed, both}, "renamed"},
		"the reference was rewritten": {quiztest.Bank{other, rewritten}, "rewritten"},
		"the nearest of two":          {quiztest.Bank{rewritten, corrected, renamed}, "corrected"},
		"two alike":                   {quiztest.Bank{renamed, twin}, ""},
		"it has choices now":          {quiztest.Bank{choices, rewritten}, "rewritten"},
	} {
		found := confirmed.MostResembling([]quiz.ConfirmedPoints{lockPoints()}, c.bank.Questions(), nil)
		got := quiz.QuestionID("")
		if found[0] != nil {
			got = found[0].ID
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	taken := map[quiz.QuestionID]bool{"renamed": true}
	if found := confirmed.MostResembling([]quiz.ConfirmedPoints{lockPoints()}, quiztest.Bank{renamed}.Questions(), taken); found[0] != nil {
		t.Errorf("%s has points of its own and is offered", found[0].ID)
	}
}
