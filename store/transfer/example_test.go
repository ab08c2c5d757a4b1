package transfer_test

import (
	"bytes"
	"context"
	"fmt"
	"strings"

	"quizbot/quiz"
	"quizbot/store/memory"
	"quizbot/store/transfer"
)

// A store is exported, and the export is imported into another one.
func Example() {
	ctx := context.Background()
	from, to := memory.New(), memory.New()
	err := from.Update(ctx, func(tx quiz.Tx) error { return tx.SetQuestionAsked("slack/T0123/C0456", 0, "goroutines", true) })
	if err != nil {
		fmt.Println(err)
	}
	var export bytes.Buffer
	if err := transfer.Export(ctx, from, &export); err != nil {
		fmt.Println(err)
	}
	fmt.Print(export.String())

	if err := transfer.Import(ctx, to, strings.NewReader(export.String())); err != nil {
		fmt.Println(err)
	}
	err = to.View(ctx, func(tx quiz.Tx) error {
		asked, err := tx.AskedQuestions("slack/T0123/C0456", 0)
		fmt.Println(asked)
		return err
	})
	if err != nil {
		fmt.Println(err)
	}
	// Output:
	// {"quizbot":1,"schema":5}
	// {"last":{"rounds":0,"members":0,"entries":0}}
	// {"asked":{"room":"slack/T0123/C0456","cycle":0,"question":"goroutines"}}
	// {"end":{"records":2}}
	// map[goroutines:true]
}
