package picking

import (
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/plan"
)

func TestPick(t *testing.T) {
	var all []*quiz.Question
	for _, id := range []quiz.QuestionID{"a", "b", "c", "d", "e"} {
		all = append(all, &quiz.Question{ID: id, Title: string(id), Answer: "x"})
	}
	yield := func(questions []*quiz.Question) func(func(*quiz.Question) bool) {
		return func(y func(*quiz.Question) bool) {
			for _, q := range questions {
				if !y(q) {
					return
				}
			}
		}
	}
	asked := map[quiz.QuestionID]bool{}
	var order []quiz.QuestionID
	for range all {
		q, left := pickFirst(yield(all), plan.Plan{}, "seed", 1, asked)
		if want := len(all) - len(asked); left != want {
			t.Errorf("left %d, want %d", left, want)
		}
		asked[q.ID] = true
		order = append(order, q.ID)
	}
	if q, left := pickFirst(yield(all), plan.Plan{}, "seed", 1, asked); q != nil || left != 0 {
		t.Errorf("got %v and %d left after all were asked", q, left)
	}
	// An added question disturbs nothing: without it the others come in the same order.
	more := append([]*quiz.Question{{ID: "new", Title: "new", Answer: "x"}}, all...)
	asked = map[quiz.QuestionID]bool{}
	var again []quiz.QuestionID
	for range more {
		q, _ := pickFirst(yield(more), plan.Plan{}, "seed", 1, asked)
		asked[q.ID] = true
		if q.ID != "new" {
			again = append(again, q.ID)
		}
	}
	for i := range order {
		if order[i] != again[i] {
			t.Fatalf("order %v became %v by adding a question", order, again)
		}
	}
}

// The copy of a round shares nothing with its bank, and has no samples.
func TestCopyForRound(t *testing.T) {
	q := quiz.Question{ID: "a", Title: "a", Terms: [][]string{{"x", "y"}}, Samples: []quiz.Sample{{Band: "full", Answer: "a"}}}
	c := ShuffleChoices(&q, "seed")
	if c.Samples != nil || len(c.Terms) != 1 {
		t.Errorf("the copy is %+v", c)
	}
	if c.Terms[0][0] = "z"; q.Terms[0][0] != "x" || len(q.Samples) != 1 {
		t.Errorf("the question became %+v", q)
	}
}

func TestFits(t *testing.T) {
	q := quiz.Question{Title: "q", Answer: "x", Tags: []string{"go", "sql"}}
	for name, c := range map[string]struct {
		plan plan.Plan
		q    quiz.Question
		want bool
	}{
		"any":                    {plan.Plan{}, q, true},
		"one of the tags":        {plan.Plan{Tags: []string{"c", "sql"}}, q, true},
		"none of the tags":       {plan.Plan{Tags: []string{"c"}}, q, false},
		"unanswered":             {plan.Plan{}, quiz.Question{Title: "q"}, false},
		"unanswered and allowed": {plan.Plan{Unanswered: true}, quiz.Question{Title: "q"}, true},
		"choices without answer": {plan.Plan{}, quiz.Question{Title: "q", Choices: []quiz.Choice{{Text: "a", Correct: true}}}, true},
		"no right choice":        {plan.Plan{}, quiz.Question{Title: "q", Choices: []quiz.Choice{{Text: "a", Correct: false}}}, false},
	} {
		if got := fitsPlan(&c.plan, &c.q); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
