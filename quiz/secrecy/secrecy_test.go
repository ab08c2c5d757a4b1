package secrecy_test

import (
	"testing"

	"quizbot/quiz"
	"quizbot/quiz/quiztest"
	"quizbot/quiz/secrecy"
)

func lock() quiz.Question {
	return quiz.Question{
		ID: "gil", Bank: "python", Title: "What is the GIl?",
		Answer: "Only one thread runs bytecode at a time. It protects reference counts. Input and output release it.",
	}
}

// A copy of a question is the same question wherever it is. A corrected version is the same if the
// question is gone from its bank.
func TestHolds(t *testing.T) {
	short := quiz.Question{ID: "append", Title: "What does append of a list do?", Answer: "It changes the list."}
	yes := quiz.Question{ID: "yes", Title: "Is a tuple hashable?", Answer: "Yes"}
	choices := quiz.Question{ID: "c", Title: "Which is true?", Choices: []quiz.Choice{{Text: "True", Correct: true}, {Text: "False"}}}
	for name, c := range map[string]struct {
		secret            quiz.Question
		change            func(*quiz.Question)
		want, wantIfThere bool // if the secret is gone from the bank, and if it is there beside the other
	}{
		"nothing":               {lock(), func(*quiz.Question) {}, true, true},
		"the title":             {lock(), func(q *quiz.Question) { q.ID, q.Title = "new", "Why do threads not help?" }, true, true},
		"the reference":         {lock(), func(q *quiz.Question) { q.ID, q.Answer = "new", "A mutex." }, true, true},
		"case, space and marks": {lock(), func(q *quiz.Question) { q.ID, q.Title = "new", " what is *the* GIL ?" }, true, true},
		"title and a sentence":  {lock(), func(q *quiz.Question) { q.ID, q.Title, q.Answer = "new", "GIL?", q.Answer+" Build 3.13 goes without." }, true, false},
		"everything": {lock(), func(q *quiz.Question) {
			q.ID, q.Title, q.Answer = "new", "What is a dict?", "A table of keys by their hash."
		}, false, false},
		"the language": {lock(), func(q *quiz.Question) {
			q.ID, q.Title, q.Answer = "gil.zh-CN", "什么是 GIL？", "同一时刻只有一个线程执行字节码。"
		}, true, true},
		"a word of a short question":  {short, func(q *quiz.Question) { q.ID, q.Title = "new", "What does extend of a list do?" }, true, false},
		"a title, with a short one":   {yes, func(q *quiz.Question) { q.ID, q.Title = "new", "Does a list have a length?" }, false, false},
		"a question with True, False": {choices, func(q *quiz.Question) { q.ID, q.Title = "new", "What does bool([]) give?" }, false, false},
	} {
		other := c.secret.Clone()
		c.change(&other)
		for _, there := range []bool{false, true} {
			bank, want := quiztest.Bank{other}, c.want
			if there {
				bank, want = append(bank, c.secret), c.wantIfThere
			}
			set := secrecy.NewSet(bank)
			set.Add(&c.secret)
			if got := set.Holds(&other); got != want {
				t.Errorf("%s, in the bank: %t: got %t", name, there, got)
			}
		}
	}
	empty := secrecy.NewSet(quiztest.Bank{})
	if q := lock(); empty.Holds(&q) {
		t.Error("an empty set holds a question")
	}
	empty.AddID("gil")
	if q := lock(); !empty.Holds(&q) {
		t.Error("a question known by its id isn't held")
	}
}
