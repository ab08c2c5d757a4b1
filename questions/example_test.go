package questions_test

import (
	"fmt"

	"quizbot/questions"
)

// A bank is recognised by its content. Its questions come in order, and its diagnostics say what
// was not understood.
func ExampleLoad() {
	bank, err := questions.Load(questions.Spec{Name: "seas", Path: "testdata/example.md"})
	if err != nil {
		fmt.Println(err)
		return
	}
	for _, q := range bank.Questions {
		fmt.Printf("%d. %s\n", q.Number, q.Title)
		if q.Answer != "" {
			fmt.Println("  ", q.Answer)
		}
		for _, c := range q.Choices {
			fmt.Println("  ", c.Correct, c.Text)
		}
	}
	for _, d := range bank.Diagnostics {
		fmt.Println(d)
	}
	// Output:
	// 1. Why is the sea salty?
	//    Rivers carry salt, and only water evaporates.
	// 2. Which sea is the saltiest?
	//    false The North Sea
	//    true The Dead Sea
	// testdata/example.md:14:1: warning: this heading has no text, so what is below it is no question: write what is asked behind the #
}
