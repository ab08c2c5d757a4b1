package service_test

import (
	"fmt"
	"slices"
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/reason"
	"quizbot/quiz/schedule"
)

func TestFind(t *testing.T) {
	s := newStory(t, quiztest.Bank{
		{ID: "gil", Title: "What is the *GIL*?"},
		{ID: "my_list", Title: "Lists and `tuples`"},
		{ID: "q3", Title: "Is a   list a sequence?"},
		{ID: "闭包", Title: "什么是闭包？"},
	}, nil)
	for _, c := range []struct {
		typed string
		n     int
		want  []quiz.QuestionID
	}{
		{"", 25, []quiz.QuestionID{"gil", "my_list", "q3", "闭包"}},
		{"", 2, []quiz.QuestionID{"gil", "my_list"}},
		{"GI", 25, []quiz.QuestionID{"gil"}},
		{"what is the gil", 25, []quiz.QuestionID{"gil"}},
		{"list", 25, []quiz.QuestionID{"my_list", "q3"}},
		{"list", 1, []quiz.QuestionID{"my_list"}},
		{"is", 25, []quiz.QuestionID{"q3", "gil", "my_list"}},
		{"my_l", 25, []quiz.QuestionID{"my_list"}},
		{"and tuples", 25, []quiz.QuestionID{"my_list"}},
		{"a list", 25, []quiz.QuestionID{"q3"}},
		{"什么", 25, []quiz.QuestionID{"闭包"}},
		{"nothing", 25, nil},
	} {
		found, err := s.service.SuggestQuestions(s.ctx(), room, c.typed, c.n)
		if err != nil {
			t.Fatal(err)
		}
		var got []quiz.QuestionID
		for _, q := range found {
			got = append(got, q.ID)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%q, at most %d: got %q, want %q", c.typed, c.n, got, c.want)
		}
	}
	_, err := s.service.SuggestQuestions(s.ctx(), "console/demo/elsewhere", "gil", 25)
	expectRefusal(t, err, reason.NoRoom)
}

func TestBanks(t *testing.T) {
	s := newStory(t, quiztest.Bank{{ID: "1", Title: "x", Bank: "go"}, {ID: "2", Title: "x", Bank: "python"}, {ID: "3", Title: "x", Bank: "go"}}, nil)
	if got, want := s.service.BankNames(), []string{"go", "python"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// Planned dates begin today, or tomorrow after today's question. Skipped dates are left out, paused
// ones are not.
func TestPlannedDates(t *testing.T) {
	s := newStory(t, essays(9), func(p *plan.Plan) { p.DaysOff = []schedule.Date{{Year: 2026, Month: 11, Day: 26}} })
	planned := func(want ...string) {
		t.Helper()
		dates, err := s.service.PlannedDates(s.ctx(), s.now, room, 4)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, d := range dates {
			got = append(got, fmt.Sprint(d))
		}
		if !slices.Equal(got, want) {
			t.Errorf("at %s: got %q, want %q", s.now.Format("2006-01-02 15:04"), got, want)
		}
	}
	planned("2026-11-23", "2026-11-24", "2026-11-25", "2026-11-27")
	s.until("2026-11-23 10:00")
	planned("2026-11-24", "2026-11-25", "2026-11-27", "2026-11-30")
	if _, err := s.service.SkipDate(s.ctx(), s.now, room, person("boss"), schedule.Date{}); err != nil {
		t.Fatal(err)
	}
	planned("2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01")
	if err := s.service.PauseRoom(s.ctx(), s.now, room, person("boss"), schedule.Date{}); err != nil {
		t.Fatal(err)
	}
	planned("2026-11-25", "2026-11-27", "2026-11-30", "2026-12-01")
}
