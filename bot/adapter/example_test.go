package adapter_test

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"quizbot/bot"
	"quizbot/bot/adapter"
	"quizbot/quiz"
)

// A repeated delivery finds the messages of an earlier attempt, and sends the rest.
func ExampleDelivery() {
	channel := map[int]string{1: "What is a closure?"} // by number, as an earlier attempt left it
	delivery := adapter.Delivery[string]{
		Posting: bot.Posting{Key: "7/ask", FirstAttempt: time.Unix(1_764_000_000, 0)},
		Find: func(context.Context) (map[int]quiz.MessageRef, error) {
			found := map[int]quiz.MessageRef{}
			for number := range channel {
				found[number] = quiz.MessageRef{Message: fmt.Sprint(number)}
			}
			return found, nil
		},
		Send: func(_ context.Context, number int, text string) (quiz.MessageRef, error) {
			fmt.Printf("sent %d: %s\n", number, text)
			channel[number] = text
			return quiz.MessageRef{Message: fmt.Sprint(number)}, nil
		},
	}
	refs, err := delivery.Deliver(context.Background(), []string{"What is a closure?", "[Answer]"})
	fmt.Println(len(refs), refs[0].Message, err)
	// Output:
	// sent 2: [Answer]
	// 2 2 <nil>
}

// A request is repeated while the platform fails, after the wait that it asks for.
func ExampleRetryPolicy() {
	policy := adapter.RetryPolicy{
		Tries:   3,
		Wait:    adapter.LinearWait(time.Millisecond),
		OnRetry: func(err error, wait time.Duration) { fmt.Println(err, "- again after", wait) },
	}
	calls := 0
	err := policy.Do(context.Background(), func() error {
		if calls++; calls < 3 {
			return &adapter.APIError{Method: "chat.postMessage", Code: "ratelimited", Class: adapter.ClassTransient, Wait: 2 * time.Millisecond}
		}
		return nil
	})
	fmt.Println(calls, err)
	// Output:
	// chat.postMessage: ratelimited - again after 2ms
	// chat.postMessage: ratelimited - again after 2ms
	// 3 <nil>
}

// An answer that takes longer than the platform waits is handed back later.
func ExampleAckWithin() {
	tasks := adapter.NewTasks(slog.New(slog.DiscardHandler))
	answer, later := adapter.AckWithin(tasks, time.Millisecond, func(context.Context) string {
		time.Sleep(20 * time.Millisecond)
		return "Saved."
	})
	fmt.Printf("acknowledged with %q\n", answer)
	fmt.Printf("shown later: %q\n", <-later)
	// Output:
	// acknowledged with ""
	// shown later: "Saved."
}
