package quiztest

import (
	"testing"

	"quizbot/quiz"
)

func TestBank(t *testing.T) {
	bank := Bank{{ID: "a", Bank: "python"}, {ID: "b", Bank: "go"}, {ID: "c"}}
	for name, c := range map[string]struct {
		banks []string
		want  string
	}{
		"all":          {nil, "abc"},
		"one bank":     {[]string{"go"}, "bc"},
		"several":      {[]string{"go", "python"}, "abc"},
		"unknown bank": {[]string{"rust"}, "c"},
	} {
		got := ""
		for q := range bank.Questions(c.banks...) {
			got += string(q.ID)
		}
		if got != c.want {
			t.Errorf("%s: got %q, want %q", name, got, c.want)
		}
	}
	if q, ok := bank.Question("b"); !ok || q.Bank != "go" {
		t.Errorf("got %v, %v", q, ok)
	}
	if q, ok := bank.Question(quiz.QuestionID("x")); ok {
		t.Errorf("an unknown id finds %v", q)
	}
}
