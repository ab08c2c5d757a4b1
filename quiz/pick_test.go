package quiz

import "testing"

func TestPick(t *testing.T) {
	var all []*Question
	for _, id := range []QuestionID{"a", "b", "c", "d", "e"} {
		all = append(all, &Question{ID: id, Title: string(id), Answer: "x"})
	}
	yield := func(questions []*Question) func(func(*Question) bool) {
		return func(y func(*Question) bool) {
			for _, q := range questions {
				if !y(q) {
					return
				}
			}
		}
	}
	asked := map[QuestionID]bool{}
	var order []QuestionID
	for range all {
		q, left := pick(yield(all), Plan{}, "seed", 1, asked)
		if want := len(all) - len(asked); left != want {
			t.Errorf("left %d, want %d", left, want)
		}
		asked[q.ID] = true
		order = append(order, q.ID)
	}
	if q, left := pick(yield(all), Plan{}, "seed", 1, asked); q != nil || left != 0 {
		t.Errorf("got %v and %d left after all were asked", q, left)
	}
	// An added question disturbs nothing: without it the others come in the same order.
	more := append([]*Question{{ID: "new", Title: "new", Answer: "x"}}, all...)
	asked = map[QuestionID]bool{}
	var again []QuestionID
	for range more {
		q, _ := pick(yield(more), Plan{}, "seed", 1, asked)
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

func TestFits(t *testing.T) {
	q := Question{Title: "q", Answer: "x", Tags: []string{"go", "sql"}}
	for name, c := range map[string]struct {
		plan Plan
		q    Question
		want bool
	}{
		"any":                    {Plan{}, q, true},
		"one of the tags":        {Plan{Tags: []string{"c", "sql"}}, q, true},
		"none of the tags":       {Plan{Tags: []string{"c"}}, q, false},
		"unanswered":             {Plan{}, Question{Title: "q"}, false},
		"unanswered and allowed": {Plan{Unanswered: true}, Question{Title: "q"}, true},
		"choices without answer": {Plan{}, Question{Title: "q", Choices: []Choice{{"a", true}}}, true},
		"no right choice":        {Plan{}, Question{Title: "q", Choices: []Choice{{"a", false}}}, false},
	} {
		if got := fits(&c.plan, &c.q); got != c.want {
			t.Errorf("%s: got %v, want %v", name, got, c.want)
		}
	}
}
